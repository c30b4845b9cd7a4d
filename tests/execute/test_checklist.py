"""The seven answers, where the project's habits are not the usual ones."""

from fastapi_endpoint.domain.report import ChecklistItem
from fastapi_endpoint.execute.checklist import checklist
from plan.clubs import planned


def item(text: str, **answers: str) -> ChecklistItem:
    return next(each for each in checklist(planned(**answers), None) if each.text == text)


def test_a_status_that_neighbours_have_is_a_habit_and_not_wrong() -> None:
    found = item("Status codes")

    assert found.outcome == "green"
    assert found.evidence == "PATCH /parcels/{parcel_id}/ answers 202 (the project's habit)"


def test_pages_in_the_projects_own_way_are_not_said_to_have_our_sizes() -> None:
    assert item("Lists are paginated").evidence == "page, as the project's other lists are"
    assert "20 rows" in item("Lists are paginated", paginate="cursor").evidence
