"""What a test says of a plan. A failure shows what the plan does instead."""

from fastapi_endpoint.domain.plan import CreateFile, EditFile, Hunk, Plan


def assert_plan_creates(plan: Plan, path: str, contains: str | tuple[str, ...] = ()) -> None:
    """The plan creates the file, and its text holds each of the given pieces."""
    created = {each.path: each.text for each in plan.operations if isinstance(each, CreateFile)}
    if path not in created:
        raise AssertionError(f"{path} is not created.\n{_listing(plan)}")
    for piece in (contains,) if isinstance(contains, str) else contains:
        if piece not in created[path]:
            raise AssertionError(f"{path} does not hold {piece!r}:\n{created[path]}")


def assert_plan_edits(plan: Plan, path: str, patch: str) -> None:
    """The plan edits the file, and changes exactly the lines of `patch`: `-` taken away, `+` put in.

    Lines of the patch that begin with neither (context, headers) are left out of the comparison.
    """
    edited = {each.path: each.hunks for each in plan.operations if isinstance(each, EditFile)}
    if path not in edited:
        raise AssertionError(f"{path} is not edited.\n{_listing(plan)}")
    changed = [line for hunk in edited[path] for line in _changes(hunk)]
    wanted = [
        line for line in patch.splitlines() if line[:1] in {"+", "-"} and line[:3] not in {"+++", "---"}
    ]
    if changed != wanted:
        raise AssertionError(f"{path} is edited otherwise:\n" + "\n".join(changed))


def assert_unchanged(plan: Plan, *paths: str) -> None:
    """The plan leaves the files alone; without paths, all of them."""
    touched = [each.path for each in plan.operations if isinstance(each, CreateFile | EditFile)]
    for path in paths or touched:
        if path in touched:
            raise AssertionError(f"{path} is written.\n{_listing(plan)}")


def _changes(hunk: Hunk) -> list[str]:
    removed = [f"-{line}" for line in hunk.removed.splitlines()]
    return removed + [f"+{line}" for line in hunk.inserted.splitlines()]


def _listing(plan: Plan) -> str:
    return "The plan would:\n" + "\n".join(f"  {each.describe()}" for each in plan.operations)
