"""The seven things to see to before an endpoint is done, answered from plan, OpenAPI and tests."""

from collections.abc import Iterable

from fastapi_endpoint.domain.plan import CreateFile, EditFile, Plan
from fastapi_endpoint.domain.report import ChecklistItem, Outcome, Rehearsal

_BY_OPERATION = {"create": 201, "delete": 204}


def checklist(plan: Plan, rehearsal: Rehearsal | None) -> tuple[ChecklistItem, ...]:
    """Seven items. What only a run can show is `not-verified` where `rehearsal` did not show it."""
    return (
        _status_codes(plan, rehearsal),
        _orm_mode(plan),
        _pagination(plan),
        _auth(plan, rehearsal),
        _tests(plan, rehearsal),
        _registered(plan, rehearsal),
        _indexes(plan),
    )


def _status_codes(plan: Plan, rehearsal: Rehearsal | None) -> ChecklistItem:
    wrong = [
        f"{route.method} {route.path} answers {route.statuses[0]}"
        for route in plan.routes
        if route.statuses and route.statuses[0] != _BY_OPERATION.get(route.operation, 200)
    ]
    codes = ", ".join(f"{route.operation} {route.statuses[0]}" for route in plan.routes if route.statuses)
    if wrong:
        return ChecklistItem(
            text="Status codes",
            outcome="green" if _is_habit(plan) else "red",
            evidence="; ".join(wrong) + (" (the project's habit)" if _is_habit(plan) else ""),
        )
    return ChecklistItem(
        text="Status codes", outcome=_seen(rehearsal, "openapi"), evidence=f"{codes}; read from OpenAPI"
    )


def _is_habit(plan: Plan) -> bool:
    return any("status" in habit for habit in plan.kept)


def _orm_mode(plan: Plan) -> ChecklistItem:
    text = "".join(_new_text(plan))
    found = "from_attributes" in text
    base = any(fact.path == "shared_schema_base" and fact.value != "null" for fact in plan.facts)
    outcome: Outcome = "green" if found or base else "red"
    evidence = (
        "from_attributes=True" if found else "set on the project's schema base" if base else "not found"
    )
    return ChecklistItem(text="Schemas read ORM rows", outcome=outcome, evidence=evidence)


def _pagination(plan: Plan) -> ChecklistItem:
    listing = plan.spec.listing
    if "list" not in plan.spec.methods:
        return ChecklistItem(text="Lists are paginated", outcome="green", evidence="no list was asked for")
    if listing.pagination == "none":
        return ChecklistItem(
            text="Lists are paginated", outcome="green", evidence="no pagination, as answered"
        )
    evidence = f"{listing.pagination}, {listing.limit} rows by default, at most {listing.limit_max}"
    if listing.host or listing.pagination == "fastapi_pagination":
        evidence = f"{listing.pagination}, as the project's other lists are"
    return ChecklistItem(text="Lists are paginated", outcome="green", evidence=evidence)


def _auth(plan: Plan, rehearsal: Rehearsal | None) -> ChecklistItem:
    if plan.spec.access.auth == "none":
        return ChecklistItem(text="Authentication", outcome="green", evidence="public, as answered")
    bare = [f"{route.method} {route.path}" for route in plan.routes if 401 not in route.statuses]
    if bare:
        return ChecklistItem(
            text="Authentication", outcome="red", evidence=f"without authentication: {', '.join(bare)}"
        )
    tests = [name for name in plan.test_names if _about(name, "anonymous", "unauth", "credentials", "401")]
    shown = ", ".join(tests) or "no test"
    return ChecklistItem(
        text="Authentication",
        outcome=_seen(rehearsal, "tests") if tests else "not-verified",
        evidence=f"on every operation ({len(plan.routes)}); calls without credentials: {shown}",
    )


def _tests(plan: Plan, rehearsal: Rehearsal | None) -> ChecklistItem:
    return ChecklistItem(
        text="Tests",
        outcome=_seen(rehearsal, "tests"),
        evidence=f"{len(plan.test_names)} tests in {', '.join(plan.tests)}",
    )


def _registered(plan: Plan, rehearsal: Rehearsal | None) -> ChecklistItem:
    if plan.manual:
        steps = ", ".join(f"{step.file}:{step.line}" for step in plan.manual)
        return ChecklistItem(
            text="Router registered", outcome="not-verified", evidence=f"by hand, still to do: {steps}"
        )
    return ChecklistItem(
        text="Router registered",
        outcome=_seen(rehearsal, "openapi"),
        evidence=f"{len(plan.routes)} operations in the application's OpenAPI document",
    )


def _indexes(plan: Plan) -> ChecklistItem:
    if plan.table is None or plan.spec.model is not None:
        return ChecklistItem(text="Indexes", outcome="green", evidence="no new table")
    fields = plan.spec.fields.fields
    wanted = [field.name for field in fields if field.filter or field.sort]
    covered = [columns for _, columns in (*plan.table.indexes, *plan.table.uniques)]
    missing = [name for name in wanted if not any(name in columns for columns in covered)]
    names = ", ".join(name for name, _ in plan.table.indexes) or "none needed"
    return ChecklistItem(
        text="Indexes",
        outcome="red" if missing else "green",
        evidence=f"none for {', '.join(missing)}" if missing else names,
    )


def _seen(rehearsal: Rehearsal | None, check: str) -> Outcome:
    return rehearsal.outcome(check) if rehearsal is not None else "not-verified"


def _about(name: str, *words: str) -> bool:
    return any(word in name.lower() for word in words)


def _new_text(plan: Plan) -> Iterable[str]:
    for operation in plan.operations:
        if isinstance(operation, CreateFile):
            yield operation.text
        elif isinstance(operation, EditFile):
            yield from (hunk.inserted for hunk in operation.hunks)
