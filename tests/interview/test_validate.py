"""What is said of wrong answers, all at once."""

import pytest

from fastapi_endpoint.domain.conventions import Symbol
from fastapi_endpoint.domain.project import Model, Route
from fastapi_endpoint.domain.question import Answer
from fastapi_endpoint.interview import check_line, validate
from projects import BRAND, a_project


def given(**answers: str | tuple[str, ...]) -> tuple[Answer, ...]:
    return tuple(Answer(key, value, "flag") for key, value in answers.items())


@pytest.mark.parametrize(
    ("answers", "key", "message", "hint"),
    [
        ({"resource": "9lives"}, "resource", "is no name of a resource", ""),
        ({"resource": "Class"}, "resource", "means something else", "OrderClass"),
        ({"resource": "Session"}, "resource", "means something else", ""),
        ({"methods": ("lst",)}, "methods", 'no operation "lst"', 'did you mean "list"?'),
        ({"model": "Brnad"}, "model", 'no model "Brnad"', 'did you mean "Brand"?'),
        (
            {"model": "Brand", "fields": ("colour:str7",)},
            "fields",
            "no column colour",
            "columns are id, name",
        ),
        ({"model": "Brand", "fields": ("name:str80:optional",)}, "fields", "name is never null", "optional"),
        ({"model": "Brand", "fields": ("name:str200",)}, "fields", "name is str80", "explore --fields Brand"),
        ({"model": "Brand", "fields": ("name:int",)}, "fields", "name is str80", ""),
        (
            {"model": "Brand", "parent": "users", "fields": ("name:str80",)},
            "parent",
            "no column of the model refers to users",
            "add the column",
        ),
        ({"parent": "user"}, "parent", 'no table or model "user"', 'did you mean "users"?'),
        ({"parent": "users", "fields": ("user:str",)}, "parent", "does not refer", "user:ref/users"),
        ({"parent": "users", "fields": ("user:ref/users:optional",)}, "fields", "user is optional", ""),
        ({"parent": "brands", "resource": "Brand"}, "parent", "Brand cannot hang on itself", ""),
        ({"parent": "brands", "owner": "parent"}, "owner", "no parent says whose", ""),
        (
            {"parent": "users", "fields": ("payer:ref/users", "payee:ref/users")},
            "parent",
            "payer, payee all refer to users",
            "user",
        ),
        ({"action": ("cancel",)}, "action", "cancel does not say from which", "cancel:from=pending/paid:to="),
        ({"role": ("admin",)}, "role", "asked for by operation", "create=admin"),
        ({"role": ("create=",)}, "role", "asked for by operation", ""),
        ({"role": ("craete=admin",)}, "role", 'no operation "craete"', 'did you mean "create"?'),
        ({"role": ("get=admin",), "methods": ("list",)}, "role", "has no operation get", "it has list"),
        ({"role": ("create=admin",), "auth": "none"}, "role", "who is not known", "--auth existing"),
        (
            {"auth": "none", "fields": ("shop:uuid:tenant",)},
            "auth",
            "rows belong to a tenant (shop)",
            "keep --auth existing",
        ),
        ({"admins": "some"}, "admins", 'cannot be "some"', "own, all"),
        ({"admins": "all", "owner": "none"}, "admins", "belong to nobody", "name the owner"),
        ({"auth": "jwt"}, "auth", "has a sign-in already", "existing, api-key, none"),
        ({"auth": "jvt"}, "auth", 'cannot be "jvt"', ""),
        ({"cache": "redis=60"}, "cache", "only Cache-Control", "none, control"),
        ({"cache": "control=soon"}, "cache", "number of seconds", "control=60"),
        ({"paginate": "host"}, "paginate", "no list of this project", ""),
        ({"paginate": "page"}, "paginate", "only where a project has them", ""),
        ({"envelope": "host"}, "envelope", "wraps no rows", ""),
        ({"limit": "many"}, "limit", "one or two numbers", "20/100"),
        ({"limit": "200/100"}, "limit", "200 rows are not between 1 and 100", ""),
        ({"limit": "0/100"}, "limit", "0 rows are not", ""),
        ({"limit": "10/5000"}, "limit", "at most 1000", ""),
        ({"order": "created_at/up"}, "order", "column/asc or column/desc", ""),
        ({"order": "prise", "fields": ("price:int",)}, "order", 'no column "prise"', 'did you mean "price"?'),
        ({"order": "meta", "fields": ("meta:json", "a:int")}, "order", "cannot be ordered by meta", "a, id"),
        ({"others": "401"}, "others", 'cannot be "401"', "404"),
        ({"total": "perhaps"}, "total", "yes or no", ""),
        ({"colour": "red"}, "colour", 'no question "colour"', ""),
        ({"fields": ("a:desimal",)}, "fields", "unknown type", "decimal"),
        ({"fields": ("a:ref/user",)}, "fields", 'no table or model "user"', 'did you mean "users"?'),
        ({"fields": ("a:Address",)}, "fields", "Address is not defined", "Address.street:str200"),
        (
            {"fields": ("a:int", "u:ref/users"), "owner": "a"},
            "owner",
            "a does not refer to users",
            "a:ref/users:owner",
        ),
        ({"fields": ("a:int",), "owner": "b"}, "owner", 'no field "b"', "b:ref/users:owner"),
        ({"fields": ("b:ref/brands:owner",)}, "owner", "b does not refer to users", ""),
        ({"fields": ("u:ref/users:optional",), "owner": "u"}, "owner", "u is optional", ""),
        ({"fields": ("u:ref/users:owner",), "owner": "none"}, "owner", "u is marked owner", "--owner u"),
        ({"fields": ("u:ref/users:owner",), "auth": "none"}, "auth", "nobody can own", "--auth existing"),
    ],
)
def test_a_wrong_answer_is_named(answers: dict[str, str], key: str, message: str, hint: str) -> None:
    problems = validate(a_project(), given(**answers))
    assert [problem.id for problem in problems] == [key]
    assert message in problems[0].message
    assert hint in problems[0].hint


def test_good_and_open_answers_are_no_problem() -> None:
    assert validate(a_project(), ()) == ()
    assert validate(a_project(), given(resource="Parcel", fields=("a:int",), auth="none")) == ()


def test_all_problems_come_at_once_in_the_order_of_the_questions() -> None:
    answers = given(cache="etag", limit="x", auth="jwt", fields=("a:desimal", "b:strr"), resource="class")
    problems = validate(a_project(), answers)
    assert [problem.id for problem in problems] == ["resource", "fields", "fields", "auth", "limit", "cache"]


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (
            Model(name="Parcel", table="p", file="app/old.py", line=9, module="app.old"),
            "class Parcel already (app/old.py:9)",
        ),
        (
            Model(name="Parcel", table="parcels", file="app/old.py", line=9, module="app.old"),
            "class Parcel already, and its table parcels (app/old.py:9)",
        ),
        (
            Model(name="Box", table="parcels", file="app/old.py", line=9, module="app.old"),
            "table parcels already (Box, app/old.py:9)",
        ),
    ],
)
def test_a_taken_name_is_shown_with_its_place(model: Model, message: str) -> None:
    problems = validate(a_project(models=(model,)), given(resource="Parcel"))
    assert [problem.id for problem in problems] == ["resource"]
    assert validate(a_project(models=(model,)), given(resource="Parcels")) == problems
    assert message in problems[0].message


@pytest.mark.parametrize("path", ["/api/v1/parcels", "/api/v1/parcels/", "/api/v1/parcels/{code}"])
def test_a_taken_path_is_shown_with_its_place(path: str) -> None:
    route = Route(method="GET", path=path, function="f", file="app/legacy.py", line=4)
    problems = validate(a_project(routes=(route,)), given(resource="Parcel"))
    assert [problem.message for problem in problems] == [f"GET {path} is served already (app/legacy.py:4)"]


def test_what_an_earlier_add_wrote_is_left_to_the_plan() -> None:
    assert validate(a_project(), given(resource="Brand")) == ()
    assert validate(a_project(layout__model="app/tables.py"), given(resource=BRAND.name)) == ()


def test_columns_of_the_base_are_not_declared_again() -> None:
    project = a_project(models__base_provides=("id", "__tablename__", "is_deleted"))
    problems = validate(project, given(fields=("is_deleted:bool",)))
    assert "already gives is_deleted" in problems[0].message


def test_put_twice_on_one_path() -> None:
    problems = validate(a_project(answers__update_method="put"), given(methods=("update", "replace")))
    assert "both be PUT" in problems[0].message


def test_page_numbers_in_the_shape_of_the_host() -> None:
    assert validate(a_project(pagination="page"), given(paginate="page")) == ()


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("model_config:json",), 'a field called "model_config" would hide'),
        (("limit:int:filter",), "lists have a parameter limit"),
        (("price:int:filter", "price_min:int:filter"), "price has a filter price_min already"),
    ],
)
def test_names_that_clash_with_what_is_generated(lines: tuple[str, ...], message: str) -> None:
    problems = validate(a_project(), given(fields=lines))
    assert len(problems) == 1
    assert message in problems[0].message


def test_a_name_that_endpoints_import_is_taken() -> None:
    project = a_project(auth__alias=Symbol("app/deps.py", "Caller", "app.deps"))
    (problem,) = validate(project, given(resource="Caller"))
    assert "import a Caller already (app/deps.py)" in problem.message


@pytest.mark.parametrize("name", ["Router", "Page", "Keyset"])
def test_a_name_of_what_is_generated_is_taken(name: str) -> None:
    assert [problem.id for problem in validate(a_project(), given(resource=name))] == ["resource"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("title:str200", None),
        ("title:str200:uniqe", 'unknown word "uniqe"'),
        ("brand:ref/brandz", 'this project has no table or model "brandz"'),
        ("shipping:Address", None),
        ("+unique/owner/slug", None),
        ("+uniqe/owner/slug", 'unknown kind "uniqe"'),
    ],
)
def test_a_line_is_judged_by_itself_where_later_ones_cannot_mend_it(line: str, message: str | None) -> None:
    problems = check_line(a_project(), line)
    assert [problem.message for problem in problems] == ([message] if message else [])
