"""The document says what the endpoint does: it is held against every answer that the other tests saw."""

import re
from typing import Any

import httpx
import jsonschema
import pytest
from kit import METHODS, Answer, Endpoint

EVERY = ("list", "create", "get", "patch", "put", "delete")


@pytest.fixture(scope="module")
def document(promised: dict[str, Any]) -> dict[str, Any]:
    where = promised.get("openapi", "/openapi.json")
    found: dict[str, Any] = httpx.get(promised["base_url"] + where, timeout=60).json()
    return found


@pytest.fixture(scope="module")
def documented(promised: dict[str, Any], document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is said of each operation."""
    collection = re.sub(r"\{parent_id\}", r"\\{[^}]+\\}", re.sub(r"[.]", r"\\.", promised["path"]))
    places = {"collection": f"{collection}/?", "item": rf"{collection}/\{{[^/]+\}}/?"}
    found = {}
    for operation in promised["methods"]:
        place = places["collection" if operation in ("list", "create") else "item"]
        path = next(path for path in document["paths"] if re.fullmatch(place, path))
        found[operation] = document["paths"][path][METHODS[operation].lower()]
    return found


def whole(document: dict[str, Any], schema: Any) -> dict[str, Any]:
    """The schema with what it refers to beside it."""
    return {**schema, "components": document["components"]}


def is_valid(document: dict[str, Any], schema: Any, value: Any) -> bool:
    return jsonschema.Draft202012Validator(whole(document, schema)).is_valid(value)


def body_schema(operation: dict[str, Any]) -> Any:
    return operation["requestBody"]["content"]["application/json"]["schema"]


def resolved(document: dict[str, Any], schema: Any) -> Any:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def test_every_operation_is_there(documented: dict[str, dict[str, Any]], promised: dict[str, Any]) -> None:
    assert set(documented) == set(promised["methods"])
    for operation in documented.values():
        assert operation["tags"]
        assert operation.get("summary") or operation.get("description")


def test_every_answer_seen_is_documented(
    document: dict[str, Any], documented: dict[str, dict[str, Any]], seen: list[Answer]
) -> None:
    judged = set()
    for answer in seen:
        response, operation = answer.response, documented[answer.operation or ""]
        kind = (answer.operation, response.status_code, response.status_code < 300 or hash(response.content))
        if kind in judged:
            continue
        judged.add(kind)
        asked = f"{response.request.method} {response.request.url.path} -> {response.status_code}"
        assert str(response.status_code) in operation["responses"], f"{asked} is not documented"
        content = operation["responses"][str(response.status_code)].get("content")
        if response.status_code == 204:
            assert not content
            assert response.content == b""
            continue
        assert content, f"{asked} is documented without its shape"
        schema = whole(document, content["application/json"]["schema"])
        problems = list(jsonschema.Draft202012Validator(schema).iter_errors(response.json()))
        assert not problems, f"{asked}: {problems[0].message} in {response.text[:300]}"


def test_lists_and_rows_seen_have_no_field_more(
    document: dict[str, Any],
    documented: dict[str, dict[str, Any]],
    promised: dict[str, Any],
    seen: list[Answer],
) -> None:
    for answer in seen:
        if answer.operation == "get" and answer.response.status_code == 200:
            schema = resolved(
                document, documented["get"]["responses"]["200"]["content"]["application/json"]["schema"]
            )
            shown = answer.response.json()
            if promised.get("envelope") == "wrapped":
                schema, shown = resolved(document, schema["properties"]["data"]), shown["data"]
            assert set(shown) == set(schema["properties"])
            assert not set(promised.get("hidden_fields", [])) & set(schema["properties"])


def test_what_can_be_refused_is_documented(
    documented: dict[str, dict[str, Any]], promised: dict[str, Any]
) -> None:
    for name, operation in documented.items():
        wanted = {"422"}
        wanted |= {"404"} if name not in ("list", "create") or "parent" in promised else set()
        wanted |= {"401"} if promised.get("auth", "none") != "none" else set()
        unique = any(claim.get("unique") for claim in promised["fields"].values())
        wanted |= {"409"} if unique and name in ("create", "patch", "put") else set()
        wanted |= {"403"} if name in promised.get("roles", {}) else set()
        wanted |= {"413"} if promised.get("max_body") and name in ("create", "patch", "put") else set()
        assert wanted <= set(operation["responses"]), (
            f"{name} does not document {wanted - set(operation['responses'])}"
        )


def test_one_success_is_documented(documented: dict[str, dict[str, Any]]) -> None:
    wanted = {"list": "200", "create": "201", "get": "200", "patch": "200", "put": "200", "delete": "204"}
    for name, operation in documented.items():
        assert [status for status in operation["responses"] if status < "300"] == [wanted[name]]


def test_operation_ids_are_unique_and_stable(document: dict[str, Any], promised: dict[str, Any]) -> None:
    ids = [
        operation["operationId"]
        for path in document["paths"].values()
        for method, operation in path.items()
        if method in ("get", "post", "put", "patch", "delete")
    ]
    assert len(ids) == len(set(ids))
    again = httpx.get(promised["base_url"] + promised.get("openapi", "/openapi.json"), timeout=60).json()
    assert again == document


def test_security_is_declared(
    document: dict[str, Any], documented: dict[str, dict[str, Any]], promised: dict[str, Any]
) -> None:
    for operation in documented.values():
        if promised.get("auth", "none") == "none":
            assert not operation.get("security")
        else:
            schemes = {name for each in operation["security"] for name in each}
            assert schemes
            assert schemes <= set(document["components"]["securitySchemes"])


def test_good_bodies_are_documented_as_good(
    document: dict[str, Any], documented: dict[str, dict[str, Any]], endpoint: Endpoint
) -> None:
    for name in {"create", "put", "patch"} & set(documented):
        body = endpoint.changes() if name == "patch" else endpoint.body()
        problems = list(
            jsonschema.Draft202012Validator(whole(document, body_schema(documented[name]))).iter_errors(body)
        )
        assert not problems, problems[0].message


def test_null_is_documented_where_it_is_taken_and_nowhere_else(
    document: dict[str, Any], documented: dict[str, dict[str, Any]], endpoint: Endpoint, write: str
) -> None:
    schema = body_schema(documented[write])
    for field, claim in endpoint.promised["fields"].items():
        body = endpoint.with_field(write, field, None)
        assert is_valid(document, schema, body) is bool(claim.get("nullable")), f"{write} {field}: null"


def test_bodies_without_a_required_field_are_documented_as_bad(
    document: dict[str, Any], documented: dict[str, dict[str, Any]], endpoint: Endpoint, write: str
) -> None:
    schema = body_schema(documented[write])
    if write == "patch":
        assert is_valid(document, schema, {})
        return
    for field, claim in endpoint.promised["fields"].items():
        body = endpoint.body()
        body.pop(field, None)
        assert is_valid(document, schema, body) is not bool(claim.get("required")), f"{write} without {field}"


def test_unknown_fields_are_documented_as_bad(
    document: dict[str, Any], documented: dict[str, dict[str, Any]], endpoint: Endpoint, write: str
) -> None:
    if endpoint.promised.get("extra_fields") == "forbid":
        assert not is_valid(
            document, body_schema(documented[write]), endpoint.with_field(write, "surprise", 1)
        )


def test_declared_bounds_are_documented(
    document: dict[str, Any], documented: dict[str, dict[str, Any]], endpoint: Endpoint, write: str
) -> None:
    schema = body_schema(documented[write])
    for field, claim in endpoint.promised["fields"].items():
        beyond: list[Any] = []
        if claim["type"] == "string":
            beyond = ["x" * (claim["max"] + 1)]
        elif claim["type"] == "int":
            beyond = [claim["min"] - 1, claim["max"] + 1]
        elif claim["type"] == "enum":
            beyond = ["no such value"]
        for value in beyond:
            assert not is_valid(document, schema, endpoint.with_field(write, field, value)), (
                f"{field}={str(value)[:40]}"
            )


@pytest.mark.promises("list")
def test_parameters_of_the_list_are_documented(
    documented: dict[str, dict[str, Any]], promised: dict[str, Any]
) -> None:
    names = {each["name"] for each in documented["list"].get("parameters", []) if each["in"] == "query"}
    paged = promised["pagination"]
    wanted = {paged[key] for key in ("limit_param", "cursor_param", "offset_param") if paged.get(key)}
    wanted |= {each["param"] for each in promised.get("filters", [])}
    wanted |= {promised["sort"]["param"]} if promised.get("sort") else set()
    assert wanted <= names


@pytest.mark.promises("create", "get", "location")
def test_location_is_where_the_row_is(endpoint: Endpoint) -> None:
    response = endpoint.ask("create")
    found = endpoint.client.get(response.headers["location"])
    assert found.status_code == 200
    assert endpoint.row_of(found) == endpoint.row_of(response)


@pytest.mark.promises("secured")
def test_the_refusal_of_strangers_is_documented(
    document: dict[str, Any], documented: dict[str, dict[str, Any]], endpoint: Endpoint, operation: str
) -> None:
    response = httpx.request(
        METHODS[operation], endpoint.promised["base_url"] + endpoint.at(operation), timeout=60
    )
    assert response.status_code == 401
    schema = documented[operation]["responses"]["401"]["content"]["application/json"]["schema"]
    assert is_valid(document, schema, response.json())
