"""Single mistakes in fields that are more than one value, each with the test that must notice it."""

from collections.abc import Iterator

from fastapi_endpoint.domain.spec import Access
from fastapi_endpoint.render import shared
from fastapi_endpoint.render.view import ResourceView
from generated.hosts import an_endpoint
from generated.planting import Fault

LINE = an_endpoint(
    "Line",
    "sku:str20:unique",
    "tags:list/str10:maxlen=3",
    "place:Place",
    "Place.street:str20",
    "Place.floor:int=0:min=0:max=9",
    "payment:union/Card/Transfer:tag=kind",
    "Card.number:str20",
    "Transfer.iban:str34",
    "password:secret",
    "quantity:int=1:min=1:max=1000",
    "total:int:computed:expr=quantity*2",
    "bulk:bool:computed:expr=quantity>=10",
    "length:duration",
    "photo:bytes64:optional",
    "opens:time:optional",
    "source:ip:optional",
    "owner:ref/users:owner",
    access=Access(auth="existing", owner="owner", unique_scope="global"),
)


def typed_faults(view: ResourceView) -> Iterator[Fault]:
    """What only lists, objects, unions, secrets, computed fields, durations and bytes can get wrong."""
    yield from _bounds(view)
    yield from _secrets(view)
    yield from _computed(view)


def _bounds(view: ResourceView) -> Iterator[Fault]:
    any_payment = ('Annotated[Card | Transfer, Field(discriminator="kind")]', "dict[str, Any]")
    address = 'Field(max_length=45, pattern=r"^[0-9a-fA-F:.]+$")'
    any_length = ("ge=timedelta(0), le=timedelta(days=36500)", "ge=timedelta(0)")
    for name, within, old, new in (
        ("a list without a maximum", "", "Field(max_length=3)", "Field()"),
        ("items of a list without a maximum", "", "Field(max_length=10, ", "Field("),
        ("unknown keys of an object ignored", "Place", 'extra="forbid"', 'extra="ignore"'),
        ("a field of an object without bounds", "Place", "Field(ge=0, le=9)", "Field()"),
        ("the tag of a union unchecked", "", *any_payment),
        ("unknown keys of a part of a union ignored", "Card", 'extra="forbid"', 'extra="ignore"'),
        ("a duration without a maximum", "", *any_length),
        ("bytes without a maximum", "", "Field(max_length=64)", "Field()"),
        ("an address with a zone", "", f"{address}, ", "Field(max_length=45), "),
        ("a secret without a minimum", "", "Field(min_length=8, ", "Field("),
    ):
        yield Fault(
            name=name,
            path=view.places.schema.path,
            within=within,
            old=old,
            new=new,
            caught_by=f"test_create_{view.words.singular}_refuses_values_beyond_the_bounds",
        )
    yield Fault(
        name="a time of day with a zone",
        path=view.shared_place(shared.LOCAL_TIME).path,
        old="AfterValidator(refuse_zone), ",
        new="",
        caught_by=f"test_create_{view.words.singular}_refuses_values_beyond_the_bounds",
    )


def _secrets(view: ResourceView) -> Iterator[Fault]:
    one, await_ = view.words.singular, view.idiom.await_
    yield Fault(
        name="a secret is shown",
        path=view.places.schema.path,
        within=view.schemas.response,
        old="quantity: int",
        new="quantity: int\n    password: str",
        caught_by=f"test_create_{one}_keeps_to_itself_what_is_not_shown",
    )
    for verb, dumped in (("create", "data.model_dump()"), ("update", "data.model_dump(exclude_unset=True)")):
        yield Fault(
            name=f"a secret stored as it is on {verb}",
            path=view.places.crud.path,
            within=f"{verb}_{one}",
            old=f"{await_}hash_secrets({dumped})",
            new=f'{{name: data.password.get_secret_value() if name == "password" else value '
            f"for name, value in {dumped}.items()}}",
            caught_by=f"test_{verb}_{one}_stores_a_hash_of_password",
        )


def _computed(view: ResourceView) -> Iterator[Fault]:
    for name, old, new in (
        ("computed, and one too many", "quantity * 2", "quantity * 2 + 1"),
        ("compared with > where >= was said", "quantity >= 10", "quantity > 10"),
        ("compared with = where >= was said", "quantity >= 10", "quantity = 10"),
    ):
        yield Fault(
            name=name,
            path=view.places.model.path,
            old=old,
            new=new,
            caught_by=f"test_create_{view.words.singular}_computes",
        )
