"""From a project and answers to the next questions, and to the endpoint."""

import pytest

from fastapi_endpoint.domain.conventions import Fact, Symbol, Witness
from fastapi_endpoint.domain.project import Model, ProjectMap
from fastapi_endpoint.domain.question import Answer, Round
from fastapi_endpoint.domain.spec import Access, EndpointSpec, Listing, Order
from fastapi_endpoint.interview import (
    accept,
    build,
    next_round,
    open_flags,
    open_rounds,
    resolve,
    summary,
    with_answer,
)
from projects import a_project, low

PARCEL = (
    "tracking:str40:unique",
    "carrier:enum/dhl/ups/fedex:filter",
    "weight:decimal8.3:gt=0",
    "note:text:optional",
    "shipped_at:datetime:optional:sort",
    "owner:ref/users:owner",
)


def given(**answers: str | tuple[str, ...]) -> tuple[Answer, ...]:
    return tuple(Answer(key, value, "flag") for key, value in answers.items())


def ids(asked: Round | None) -> tuple[str, ...]:
    assert asked is not None
    return tuple(question.id for question in asked.questions)


def built(project: ProjectMap, **answers: str | tuple[str, ...]) -> EndpointSpec:
    spec = build(project, given(**answers))
    assert isinstance(spec, EndpointSpec), spec
    return spec


def test_the_rounds_come_in_order_and_end() -> None:
    project = a_project()
    first = next_round(project, ())
    assert first is not None
    assert (first.number, ids(first)) == (1, ("kind", "resource", "methods"))
    answers = given(resource="Parcel", methods=("full",))
    second = next_round(project, answers)
    assert second is not None
    assert (second.number, ids(second)) == (2, ("fields",))
    answers += given(fields=PARCEL)
    third = next_round(project, answers)
    assert third is not None
    assert (third.number, ids(third)) == (3, ("unique",))
    answers += given(unique="owner")
    fourth = next_round(project, answers)
    assert fourth is not None
    assert (fourth.number, ids(fourth)) == (4, ("paginate", "cache"))
    answers += given(paginate="cursor", cache="none")
    assert next_round(project, answers) is None


def test_actions_are_asked_for_where_they_are_wanted() -> None:
    answers = given(resource="Parcel", methods=("list", "action"))
    assert ids(next_round(a_project(), answers)) == ("fields", "action")
    assert ids(next_round(a_project(), given(resource="Parcel", methods=("list",)))) == ("fields",)


def test_the_parent_of_a_nested_resource_is_asked_then_whose_it_is() -> None:
    answers = given(kind="nested", resource="Address", methods=("full",))
    assert ids(next_round(a_project(), answers)) == ("parent",)
    answers += given(parent="users", fields=("street:str80",))
    asked = next_round(a_project(), answers)
    assert asked is not None
    assert [(each.id, each.default) for each in asked.questions] == [("owner", "parent")]
    assert [choice.value for choice in asked.questions[0].choices] == ["parent", "none"]


def test_what_hangs_on_a_parent_refers_to_it() -> None:
    spec = built(
        a_project(), resource="Address", parent="User", fields=("street:str80:unique",), owner="parent"
    )
    assert (spec.parent, spec.parent_field, spec.access.parent_owner) == ("users", "user", "id")
    assert (spec.access.owner, spec.access.unique_scope) == (None, "owner")
    assert spec.fields.fields[-1].type.target == "users"
    assert spec.fields.fields[-1].ondelete == "cascade"


def test_the_line_of_the_parent_says_what_becomes_of_the_rows() -> None:
    fields = ("title:str80", "maker:ref/brands:ondelete=restrict")
    spec = built(a_project(), resource="Gadget", parent="brands", fields=fields)
    assert (spec.parent_field, spec.fields.fields[1].ondelete) == ("maker", "restrict")


def test_a_split_habit_is_asked_with_its_evidence() -> None:
    project = a_project(pagination=low("offset", Witness("app/api/routes/brands.py", 14)))
    asked = next_round(project, given(resource="Parcel", methods=("full",), fields=("a:int",), cache="none"))
    assert ids(asked) == ("paginate",)
    assert asked is not None
    question = asked.questions[0]
    assert (question.default, question.reason) == ("host", "1 of 1 places")
    assert question.witnesses == (Witness("app/api/routes/brands.py", 14),)
    assert open_flags(asked) == ("--paginate host|cursor|offset|none",)


def test_a_clear_habit_is_followed_without_asking() -> None:
    answers = {answer.id: answer for answer in accept(a_project(pagination="page"), given(methods=("full",)))}
    assert answers["paginate"] == Answer("paginate", "host", "inferred")
    assert answers["auth"] == Answer("auth", "existing", "inferred")
    assert answers["limit"] == Answer("limit", "20/100", "default")


def test_who_may_call_needs_two_witnesses() -> None:
    one = low(Symbol("app/deps.py", "user"), Witness("app/api.py", 1))
    project = a_project(auth__current_user_dependency=one)
    assert ids(next_round(project, given(resource="A", methods=("list",), fields=("a:int",)))) == ("auth",)
    assert "auth" not in {answer.id for answer in accept(project, ())}


def test_a_project_without_sign_in_is_asked_whether_the_endpoint_is_public() -> None:
    project = a_project(auth__current_user_dependency=None)
    asked = next_round(project, given(resource="A", methods=("list",), fields=("a:int",)))
    assert asked is not None
    question = asked.questions[0]
    assert (question.id, question.default) == ("auth", "none")
    disabled = {choice.value for choice in question.choices if choice.disabled}
    assert disabled == {"existing"}


def test_a_reference_to_a_user_that_is_not_marked_is_asked() -> None:
    answers = given(resource="Parcel", methods=("full",), fields=("keeper:ref/User", "a:int"))
    asked = next_round(a_project(), answers)
    assert asked is not None
    assert ids(asked) == ("owner",)
    assert open_flags(asked) == ("--owner keeper|none",)
    assert "owner" not in {answer.id for answer in accept(a_project(), answers)}


def test_questions_can_be_asked_all_the_same() -> None:
    answers = given(resource="A", methods=("list",), fields=("a:int",))
    assert ids(next_round(a_project(), accept(a_project(), answers, ask=["limit"]), ask=["limit"])) == (
        "limit",
    )


def test_a_changed_answer_changes_what_was_derived_from_it() -> None:
    project = a_project()
    answers = accept(project, given(resource="Parcel", fields=PARCEL))
    assert resolve(answers)["owner"].value == "owner"
    changed = with_answer(answers, Answer("fields", ("a:int",), "person"))
    assert resolve(accept(project, changed))["owner"].value == "none"
    # The same where the derived answers are still there, as after a resumed draft.
    stale = tuple(answer for answer in answers if answer.id != "fields") + given(fields=("a:int",))
    assert resolve(accept(project, stale))["owner"].value == "none"
    assert "others" not in resolve(accept(project, stale))


def test_the_summary_shows_every_answer_with_its_origin() -> None:
    rows = summary(a_project(), given(resource="Parcel", fields=PARCEL))
    shown = {question.id: (answer.value, answer.origin) for question, answer in rows}
    assert list(shown) == [
        *("resource", "methods", "fields", "auth", "owner", "role", "others", "admins", "unique"),
        *("paginate", "limit", "total", "order", "cache", "envelope"),
    ]
    assert shown["owner"] == ("owner", "inferred")
    assert shown["unique"] == ("owner", "default")


@pytest.mark.parametrize(
    ("witnesses", "value", "origin"), [(0, "own", "default"), (1, None, None), (2, "all", "inferred")]
)
def test_superusers_reach_what_the_host_lets_them_reach(
    witnesses: int, value: str | None, origin: str | None
) -> None:
    seen = tuple(Witness("app/crud/item.py", line) for line in range(witnesses))
    project = a_project(auth__superusers_reach=Fact(value=bool(seen), witnesses=seen))
    answers = given(resource="Parcel", fields=PARCEL)
    found = resolve(accept(project, answers)).get("admins")

    assert (found and found.value, found and found.origin) == (value, origin)
    asked = next_round(project, accept(project, answers))
    assert (asked is not None) is (witnesses == 1)


def test_superusers_are_asked_for_where_there_are_some() -> None:
    alike = a_project(auth__superuser_field=None, auth__role_field=None)
    assert "admins" not in resolve(accept(alike, given(resource="Parcel", fields=PARCEL)))
    assert "admins" not in resolve(accept(a_project(), given(resource="Parcel", fields=("a:int",))))
    assert built(a_project(), resource="Parcel", fields=PARCEL, admins="all").access.admins == "all"


def test_the_whole_endpoint() -> None:
    spec = built(a_project(), resource="parcels", fields=PARCEL)
    assert (spec.resource, spec.plural) == ("Parcel", "parcels")
    assert spec.methods == ("list", "create", "get", "update", "delete")
    assert spec.access == Access(auth="existing", owner="owner", others=404, unique_scope="owner")
    assert spec.listing == Listing(pagination="cursor", order=Order("created_at", True))
    assert [field.name for field in spec.fields.fields] == [line.split(":")[0] for line in PARCEL]


def test_an_owner_is_named_by_flag_and_by_class() -> None:
    spec = built(
        a_project(),
        resource="Parcel",
        fields=("keeper:ref/User", "a:int"),
        owner="keeper_id",
        others="403",
        order="a",
        limit="5",
        total="true",
        cache="control",
    )
    assert spec.access == Access(auth="existing", owner="keeper", others=403, unique_scope="owner")
    assert spec.fields.fields[0].owner
    assert spec.fields.fields[0].type.target == "users"
    assert spec.listing == Listing(
        pagination="cursor", limit=5, limit_max=100, total=True, order=Order("a", False)
    )
    assert (spec.cache.kind, spec.cache.seconds) == ("control", 60)


@pytest.mark.parametrize(
    ("habit", "pagination"),
    [("page", "page"), ("offset", "offset"), ("fastapi_pagination", "fastapi_pagination")],
)
def test_the_shape_of_the_host_wins(habit: str, pagination: str) -> None:
    spec = built(a_project(pagination=habit), resource="Parcel", fields=("a:int",))
    assert (spec.listing.pagination, spec.listing.host) == (pagination, True)


def test_users_known_by_another_name() -> None:
    account = Model(name="Conta", table="contas", file="app/conta.py", line=3, module="app.conta")
    project = a_project(user_model=Symbol("app/conta.py", "Conta", "app.conta"), models=(account,))
    for target in ("Conta", "contas"):
        spec = built(project, resource="Parcel", fields=("a:int", f"dono:ref/{target}:owner"))
        assert (spec.access.owner, spec.fields.fields[1].type.target) == ("dono", "contas")


def test_open_questions_are_problems_that_name_their_flags() -> None:
    problems = build(a_project(), given(resource="Parcel", fields=("keeper:ref/users",)))
    assert not isinstance(problems, EndpointSpec)
    assert [(problem.id, problem.hint) for problem in problems] == [("owner", "--owner keeper|none")]


def test_a_wrapped_host_wraps_this_too() -> None:
    assert built(a_project(response_envelope="wrapped"), resource="A", fields=("a:int",)).envelope == "host"


def test_all_open_questions_are_told_at_once() -> None:
    project = a_project(pagination=low("page"))
    answers = given(resource="Parcel", fields=("keeper:ref/users",))
    problems = build(project, answers)
    assert not isinstance(problems, EndpointSpec)
    assert [problem.id for problem in problems] == ["owner", "paginate"]
    assert [each.number for each in open_rounds(project, accept(project, answers))] == [3, 4]


def test_the_choice_of_the_host_says_what_it_means() -> None:
    asked = next_round(
        a_project(pagination=low("page")), given(resource="A", fields=("a:int",), methods="full")
    )
    assert asked is not None
    assert asked.questions[0].choices[0].help == "with page numbers"


@pytest.mark.parametrize(
    ("said", "one", "many"),
    [
        ("OrderItems", "OrderItem", "order_items"),
        ("order-items", "OrderItem", "order_items"),
        ("Warehouse", "Warehouse", "warehouses"),
        ("News", "News", "news"),
        ("Address", "Address", "addresses"),
        ("Lens", "Lens", "lenses"),
    ],
)
def test_a_plural_is_understood_as_many_of_its_singular(said: str, one: str, many: str) -> None:
    answers = accept(a_project(), given(resource=said, fields=("name:str80",)))
    spec = build(a_project(), answers)
    assert isinstance(spec, EndpointSpec)
    assert (spec.resource, spec.plural) == (one, many)


def test_roles_are_asked_for_where_they_are_checked_and_accept_asks_for_none() -> None:
    check = Symbol(file="app/api/deps.py", name="require_role", module="app.api.deps")
    project = a_project(auth__role_check=check, auth__role_names=(("user", "USER"), ("admin", "ADMIN")))
    answers = given(resource="Parcel", fields=("tracking:str40",), methods="full")
    asked = next_round(project, answers)
    assert ids(asked) == ("role",)
    assert asked is not None
    question = asked.questions[0]
    assert (question.default, question.reason) == (("none",), "require_role can ask for user or admin")
    assert [witness.file for witness in question.witnesses] == ["app/api/deps.py"]
    assert next_round(project, accept(project, answers)) is None


def test_roles_are_not_asked_for_where_everybody_may_call() -> None:
    check = Symbol(file="app/api/deps.py", name="require_role", module="app.api.deps")
    asked = next_round(
        a_project(auth__role_check=check),
        given(resource="Parcel", fields=("tracking:str40",), methods="full", auth="none"),
    )
    assert asked is not None
    assert asked.number == 4
