"""Names in their forms: what is one of many, and many of one."""

import pytest

from fastapi_endpoint.naming import plural, singular

ONE_AND_MANY = (
    *(("parcel", "parcels"), ("category", "categories"), ("day", "days"), ("box", "boxes")),
    *(("address", "addresses"), ("status", "statuses"), ("bus", "buses"), ("analysis", "analyses")),
    *(("warehouse", "warehouses"), ("clause", "clauses"), ("expense", "expenses"), ("response", "responses")),
    *(
        ("size", "sizes"),
        ("prize", "prizes"),
        ("quiz", "quizzes"),
        ("cache", "caches"),
        ("branch", "branches"),
    ),
    *(("movie", "movies"), ("cookie", "cookies"), ("lens", "lenses"), ("canvas", "canvases")),
    *(("person", "people"), ("child", "children"), ("index", "indexes"), ("order_item", "order_items")),
    *(("news", "news"), ("series", "series"), ("data", "data"), ("metadata", "metadata"), ("media", "media")),
)


@pytest.mark.parametrize(("one", "many"), ONE_AND_MANY)
def test_one_and_many_lead_to_each_other(one: str, many: str) -> None:
    assert plural(one) == many
    assert singular(many) == one
    assert singular(one) == one


@pytest.mark.parametrize("name", ["", "_", "__"])
def test_what_has_no_words_stays_as_it_is(name: str) -> None:
    assert (plural(name), singular(name)) == (name, name)
