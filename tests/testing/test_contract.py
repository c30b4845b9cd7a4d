"""The descriptor claims everything that the answers asked for, and nothing else."""

import json
from pathlib import Path

import pytest

from fastapi_endpoint.domain.spec import Access, Cache, Listing
from fastapi_endpoint.plan import planfile
from fastapi_endpoint.testing.contract import describe, main
from fastapi_endpoint.testing.seeding import USERS
from testing.planned import PARCEL, SCAFFOLD, a_plan

URL = "http://127.0.0.1:1"
OWNED = Access(auth="existing", owner="owner")


def test_rows_may_be_called_by_a_field() -> None:
    found = describe(a_plan(("code:str20:pk", "note:text:optional"), access=Access(auth="existing")), URL)

    assert (found["id_field"], "id_type" in found) == ("code", False)
    assert found["create"]["code"] == "{n}"
    assert "code" not in found["update"]
    assert found["server_fields"] == ["created_at", "updated_at"]
    assert describe(a_plan(("number:int:pk",), access=Access()), URL)["id_type"] == "int"


def test_superusers_see_what_the_answers_say() -> None:
    reaching = Access(auth="existing", owner="owner", admins="all")
    plan = a_plan((*PARCEL, "owner:ref/users:owner"), access=reaching)

    assert describe(plan, URL, "s" * 32)["admin_sees_all"] is True


def test_owned_and_cursor() -> None:
    plan = a_plan((*PARCEL, "owner:ref/users:owner"), access=OWNED)
    found = describe(plan, URL, "s" * 32)
    assert found["path"] == "/parcels"
    assert found["methods"] == ["list", "create", "get", "patch", "put", "delete"]
    assert found["fields"] == {
        "tracking": {"type": "string", "min": 1, "max": 40, "required": True, "unique": True},
        "carrier": {"type": "enum", "values": ["dhl", "ups", "fedex"], "required": True},
        "weight": {"type": "decimal", "max_digits": 8, "places": 3, "min": 0.001, "required": True},
        "note": {"type": "string", "min": 0, "max": 10_000, "nullable": True, "default": None},
        "shipped_at": {"type": "datetime", "nullable": True, "default": None},
    }
    assert found["server_fields"] == ["id", "created_at", "updated_at", "owner_id"]
    assert (found["rbac"], found["forbidden_status"], found["admin_sees_all"]) == ("ownership", 404, False)
    assert found["unique_scope"] == "owner"
    assert found["jwt"]["secret"] == "${SECRET_KEY:-" + "s" * 32 + "}"
    assert found["jwt"]["users"] == {name: {"sub": USERS[name]} for name in ("alice", "bob", "admin")}
    assert found["jwt"]["bad_users"] == {"inactive-user": {"sub": USERS["inactive"]}}
    assert found["pagination"] == {
        "style": "cursor",
        "cursor_param": "cursor",
        "limit_param": "limit",
        "items": "data",
        "next": "next_cursor",
        "has_more": "has_more",
        "default_limit": 20,
        "max_limit": 100,
        "signed": True,
    }
    assert found["filters"] == [
        {
            "param": "carrier",
            "type": "enum",
            "value": "dhl",
            "yes": {"carrier": "dhl"},
            "no": {"carrier": "fedex"},
        }
    ]
    assert found["sort"]["keys"] == ["created_at", "-created_at", "shipped_at", "-shipped_at"]
    assert found["sort"]["default"] == "-created_at"
    assert found["sort"]["values"]["shipped_at"] == sorted(found["sort"]["values"]["shipped_at"])
    assert (found["location"], found["exact_allow"], found["max_body"]) == (True, True, 1048576)
    assert found["create"]["tracking"] == "Tracking {n}"
    assert found["update"]["tracking"] == "New {n}"
    assert {"weight": "0.000"} in found["invalid"]
    assert "hidden_fields" not in found
    assert "cache" not in found


def test_public_and_offset_with_a_plain_reference_to_a_user() -> None:
    plan = a_plan(
        (*PARCEL, "owner:ref/users"),
        listing=Listing(pagination="offset", total=True, limit=10, limit_max=50),
        cache=Cache(kind="control", seconds=60),
    )
    found = describe(plan, URL)
    assert (found["auth"], found["rbac"]) == ("none", "none")
    assert "jwt" not in found
    assert found["cache"] == {"kind": "cache_control", "max_age": 60}
    assert found["fields"]["owner_id"] == {"type": "uuid", "required": True, "references": True}
    assert found["create"]["owner_id"] == USERS["alice"]
    assert found["pagination"] == {
        "style": "offset",
        "offset_param": "offset",
        "limit_param": "limit",
        "items": "data",
        "has_more": "has_more",
        "total": "total",
        "default_limit": 10,
        "max_limit": 50,
    }
    assert found["server_fields"] == ["id", "created_at", "updated_at"]


def test_what_was_not_asked_for_is_not_claimed() -> None:
    found = describe(a_plan(("name:str60",), methods=("list", "create"), facts={"id_type": "int"}), URL)
    claimed = {"update", "sort", "filters", "cache", "location", "exact_allow", "max_body", "unique_scope"}
    assert not claimed & set(found)
    assert found["id_type"] == "int"
    assert found["pagination"]["signed"] is False


@pytest.mark.parametrize(
    ("line", "claim"),
    [
        ("n:int:min=0:max=5", {"type": "int", "min": 0, "max": 5, "required": True}),
        ("n:int=3", {"type": "int", "min": -(2**31), "max": 2**31 - 1, "default": 3}),
        ("n:decimal5.2=1", {"type": "decimal", "max_digits": 5, "places": 2, "default": "1.00"}),
        ("n:bool=false", {"type": "bool", "default": False}),
        ("n:json={}", {"type": "json", "default": {}}),
        ("n:str20=x", {"type": "string", "min": 0, "max": 20, "default": "x"}),
        ("n:datetime=now", {"type": "datetime"}),
        ("n:enum/a/b=b", {"type": "enum", "values": ["a", "b"], "default": "b"}),
        ("n:date:optional", {"type": "date", "nullable": True, "default": None}),
    ],
)
def test_each_type_is_described_exactly(line: str, claim: dict[str, object]) -> None:
    assert describe(a_plan((line,)), URL)["fields"] == {"n": claim}


def test_types_the_suite_does_not_know_are_sent_and_judged_by_what_they_refuse() -> None:
    found = describe(a_plan(("mail:email:unique", "home:url:optional")), URL)
    assert found["fields"] == {}
    assert found["create"] == {"mail": "{n}@example.com", "home": "https://example.com/0/{n}"}
    assert {"mail": "nobody"} in found["invalid"]


def test_fields_the_client_may_not_send_or_see() -> None:
    lines = (
        "shown:str20:readonly:optional",
        "pin:str20:writeonly",
        "inner:str20:private:optional",
        "code:str20:immutable",
    )
    found = describe(a_plan(lines), URL)
    assert set(found["create"]) == {"pin", "code"}
    assert set(found["update"]) == {"pin"}
    assert set(found["fields"]) == set()
    assert found["hidden_fields"] == ["pin", "inner"]
    assert found["server_fields"][-1] == "shown"


@pytest.mark.parametrize(
    ("line", "filters"),
    [
        (
            "n:int:filter",
            [("n", {"n": 1}, {"n": 2}), ("n_min", {"n": 2}, {"n": 1}), ("n_max", {"n": 1}, {"n": 2})],
        ),
        ("n:bool:filter", [("n", {"n": False}, {"n": True})]),
    ],
)
def test_filters_come_with_rows_on_both_sides(line: str, filters: list[tuple[str, object, object]]) -> None:
    found = describe(a_plan((line,)), URL)["filters"]
    assert [(each["param"], each["yes"], each["no"]) for each in found] == filters


def test_text_filters_and_search() -> None:
    found = describe(a_plan(("title:str90:filter=contains:search",)), URL)["filters"]
    assert found == [
        {"param": "title_contains", "kind": "contains", "field": "title", "value": "needle"},
        {"param": "q", "kind": "contains", "field": "title", "value": "needle"},
    ]


def test_keys_are_sent_in_their_header() -> None:
    plan = a_plan((*PARCEL, "owner:ref/users:owner"), access=Access(auth="api-key", owner="owner"))

    found = describe(plan, URL)

    assert (found["auth"], found["www_authenticate"]) == ("api_key", "APIKey")
    assert found["headers"]["bob"] == {"X-API-Key": "key-of-bob"}
    assert found["bad_headers"]["revoked"] == {"X-API-Key": "key-of-alice-revoked"}
    assert "jwt" not in found


@pytest.mark.parametrize(
    ("facts", "kind"), [({"id_type": "int"}, "int"), ({"models.ids_as_text": True}, "string")]
)
def test_a_reference_by_number_or_text_is_not_described(facts: dict[str, object], kind: str) -> None:
    found = describe(a_plan(("name:str60", "owner:ref/users:optional:filter"), facts=facts), URL)

    assert set(found["fields"]) == {"name"}
    assert [each["type"] for each in found["filters"]] == [kind]


def test_the_command_prints_the_descriptor_of_a_saved_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "k" * 40)
    plan = a_plan((*PARCEL, "owner:ref/users:owner"), access=OWNED, facts=SCAFFOLD)
    file = tmp_path / "plan.json"
    file.write_bytes(planfile.dump(plan))
    assert main([str(file), "--base-url", URL]) == 0
    assert json.loads(capsys.readouterr().out) == describe(plan, URL, "k" * 40)


@pytest.mark.parametrize("content", [None, b"{}", b"no"])
def test_what_is_no_plan_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    file = tmp_path / "plan.json"
    if content is not None:
        file.write_bytes(content)
    assert main([str(file)]) == 1
    assert "plan.json" in capsys.readouterr().err


def test_only_projects_with_users_can_be_seeded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seed", str(tmp_path)]) == 1
    assert "no table of users" in capsys.readouterr().err
