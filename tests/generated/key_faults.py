"""Single mistakes about keys that are given or of several fields, each with the test that must notice it."""

from collections.abc import Iterator

from fastapi_endpoint.render.view import ResourceView
from generated.hosts import SIGNED_IN, an_endpoint
from generated.planting import Fault

CURRENCY = an_endpoint(
    "Currency",
    "code:str20:pk",
    "name:str40",
    "issuer:str40",
    "+unique/name/issuer",
    plural="currencies",
    access=SIGNED_IN,
)


def key_faults(view: ResourceView) -> Iterator[Fault]:
    """What only rows can get wrong that are called by what they are given."""
    one, many, await_ = view.words.singular, view.words.plural, view.idiom.await_
    crud, schema = view.places.crud.path, view.places.schema.path
    yield Fault(
        name="taken key not looked for",
        path=crud,
        within=f"create_{one}",
        old=f"if {await_}session.get({view.model_class}, data.code) is not None:",
        new="if False:",
        caught_by=f"test_create_{one}_with_a_taken_code",
    )
    yield Fault(
        name="a key that is no part of a path",
        path=schema,
        within=view.schemas.create or "",
        old=', pattern="^[A-Za-z0-9][A-Za-z0-9._~-]*$"',
        new="",
        caught_by=f"test_create_{one}_refuses_values_beyond_the_bounds",
    )
    yield Fault(
        name="a key can be changed",
        path=schema,
        within=view.schemas.update or "",
        old="name:",
        new="code: str = OMITTED\n    name:",
        caught_by=f"test_update_{one}_refuses_fields_it_does_not_take",
    )
    yield Fault(
        name="key dropped from the order",
        path=crud,
        old=f"{view.model_class}.created_at, {view.model_class}.code",
        new=f"{view.model_class}.created_at, {view.model_class}.created_at",
        caught_by=f"test_list_{many}_shows_each_once",
    )
    yield Fault(
        name="key of two fields forgotten",
        path=view.places.model.path,
        old='UniqueConstraint("name", "issuer"REST_OF_LINE',
        new="",
        caught_by=f"test_create_{one}_with_a_taken_name_and_issuer",
    )
