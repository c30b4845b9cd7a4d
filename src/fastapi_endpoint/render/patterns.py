"""Patterns of names and places: `{singular}`, `{Plural}` and their kin filled in."""

from fastapi_endpoint.domain.conventions import Conventions
from fastapi_endpoint.naming import human, kebab, pascal, plural, snake
from fastapi_endpoint.render.view import Place, Words


def words_of(resource: str, plural_name: str) -> Words:
    """All forms of a resource's name: `OrderItem`, `order_items`."""
    many = snake(plural_name) or plural(resource)
    one = human(resource)
    return Words(
        singular=snake(resource),
        plural=many,
        capital=pascal(resource),
        capital_plural=pascal(many),
        human=one,
        human_plural=human(many),
        article="an" if one[:1] in "aeiou" else "a",
    )


def fill(pattern: str, words: Words) -> str:
    """The pattern with every form of the name put in."""
    forms = {
        "{singular}": words.singular,
        "{plural}": words.plural,
        "{Singular}": words.capital,
        "{Plural}": words.capital_plural,
        "{singular-kebab}": kebab(words.singular),
        "{plural-kebab}": kebab(words.plural),
        "{singular-joined}": words.capital.lower(),
        "{human}": words.human,
        "{human_plural}": words.human_plural,
        "{Human}": words.human.capitalize(),
        "{Human_plural}": words.human_plural.capitalize(),
    }
    for form, value in forms.items():
        pattern = pattern.replace(form, value)
    return pattern


def path_of(habits: Conventions, words: Words) -> str:
    """The path of a collection, below what its router is mounted under."""
    naming = habits.naming
    pattern = naming.path.value
    if naming.path.origin == "default":
        pattern = pattern.replace("{plural}", "{plural-kebab}")
    return fill(pattern, words)


def place_of(path: str, import_root: str) -> Place:
    """Where a file of that path lies, as seen from the folder that imports begin in."""
    inner = path
    if import_root and path.startswith(f"{import_root}/"):
        inner = path[len(import_root) + 1 :]
    module = inner.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return Place(path=path, module=module)
