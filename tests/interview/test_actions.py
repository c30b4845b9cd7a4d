"""Actions as they are written: what they mean, and what is wrong with those that mean nothing."""

import pytest

from fastapi_endpoint.domain.question import Answer
from fastapi_endpoint.domain.spec import Action, EndpointSpec
from fastapi_endpoint.interview import build, command_line, read_answers, validate
from projects import a_project

STATUS = "status:enum/pending/paid/in-transit/cancelled=pending:readonly"
CANCEL = "cancel:from=pending/paid:to=cancelled"


def given(**answers: str | tuple[str, ...]) -> tuple[Answer, ...]:
    usual = {"resource": "Parcel", "fields": (STATUS,), "auth": "none", "paginate": "cursor", "cache": "none"}
    return tuple(Answer(key, value, "flag") for key, value in {**usual, **answers}.items())


def built(**answers: str | tuple[str, ...]) -> EndpointSpec:
    found = build(a_project(), given(**answers))
    assert isinstance(found, EndpointSpec), found
    return found


def test_an_action_leads_from_states_to_a_state() -> None:
    spec = built(action=(CANCEL, "send-off:to=in-transit:from=paid"))

    assert spec.actions == (
        Action(name="cancel", field="status", sources=("pending", "paid"), target="cancelled"),
        Action(name="send_off", field="status", sources=("paid",), target="in-transit"),
    )
    assert spec.operations == ("list", "create", "get", "update", "delete", "cancel", "send_off")


def test_the_field_is_named_where_more_than_one_has_these_states() -> None:
    fields = (STATUS, "refund:enum/pending/paid/cancelled=pending")
    spec = built(fields=fields, action=("cancel:field=refund:from=pending:to=cancelled",))

    assert spec.actions[0].field == "refund"


def test_an_endpoint_may_have_actions_alone() -> None:
    spec = built(methods=("action",), action=(CANCEL,))

    assert (spec.methods, spec.operations) == ((), ("cancel",))


def test_an_action_may_need_a_role() -> None:
    spec = built(auth="existing", action=("send-off:from=paid:to=in-transit",), role=("send_off=admin",))

    assert spec.access.roles == (("send_off", ("admin",)),)


def test_the_same_in_an_answers_file_and_on_a_command_line() -> None:
    answers = read_answers(f'resource = "Parcel"\nfields = ["{STATUS}"]\naction = ["{CANCEL}"]\n')

    assert command_line(answers) == f"fastapi-endpoint add Parcel {STATUS} --action {CANCEL}"


@pytest.mark.parametrize(
    ("action", "message", "hint"),
    [
        ("9:from=pending:to=paid", '"9" is no name', "cancel:from="),
        ("Cancel:from=pending:to=paid", '"Cancel" is no name', ""),
        ("delete:from=pending:to=cancelled", "an operation of its own", ""),
        ("cancel", "does not say from which", "cancel:from="),
        ("cancel:from=pending", "does not say to which", ""),
        ("cancel:from=:to=paid", "from is said once", ""),
        ("cancel:from=pending:from=paid:to=cancelled", "from is said once", ""),
        ("cancel:form=pending:to=cancelled", 'no word "form"', 'did you mean "from"?'),
        ("cancel:from=pending:to=paid/cancelled", "leads to one state", ""),
        ("cancel:from=pending/cancelled:to=cancelled", "from one state to another", ""),
        ("cancel:from=pending/pending:to=cancelled", "from one state to another", ""),
        ("cancel:from=pendign:to=cancelled", 'status has no state "pendign"', 'did you mean "pending"?'),
        ("cancel:from=pending:to=gone", 'status has no state "gone"', "pending, paid, in-transit"),
        ("cancel:field=weight:from=pending:to=cancelled", "weight holds no state", "it is status"),
        ("cancel:field=status:from=new:to=cancelled", 'status has no state "new"', ""),
    ],
)
def test_a_wrong_action_is_named(action: str, message: str, hint: str) -> None:
    (problem,) = validate(a_project(), given(action=(action,)))

    assert (problem.id, problem.text) == ("action", action)
    assert message in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("fields", "message", "hint"),
    [
        (("weight:int",), "no field holds the state", "status:enum/"),
        (
            (STATUS, "refund:enum/pending/paid/cancelled"),
            "status and refund have these states",
            "field=status",
        ),
        ((f"{STATUS.removesuffix('readonly')}private",), "status is not shown", "private"),
    ],
)
def test_fields_that_an_action_cannot_be_about(fields: tuple[str, ...], message: str, hint: str) -> None:
    (problem,) = validate(a_project(), given(fields=fields, action=(CANCEL,)))

    assert message in problem.message
    assert hint in problem.hint


def test_each_action_has_a_name_of_its_own() -> None:
    (problem,) = validate(a_project(), given(action=(CANCEL, "cancel:from=paid:to=pending")))

    assert "already" in problem.message


def test_a_role_of_an_action_that_there_is_not() -> None:
    (problem,) = validate(a_project(), given(auth="existing", action=(CANCEL,), role=("cancle=admin",)))

    assert (problem.id, problem.hint) == ("role", 'did you mean "cancel"?')
