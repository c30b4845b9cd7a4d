"""Actions that a row takes once: one statement with the state in its WHERE; other states are refused."""

from fastapi_endpoint.domain.spec import Action, EndpointSpec
from fastapi_endpoint.fragments import Fragment, Import, code, join
from fastapi_endpoint.render.commits import committed_change, conflict_error
from fastapi_endpoint.render.docstrings import states_in_words
from fastapi_endpoint.render.functions import call, function, identified, scope
from fastapi_endpoint.render.view import ActionView, FieldView, OperationView, Place, ResourceView


def action_views(spec: EndpointSpec, fields: tuple[FieldView, ...], schemas: Place) -> tuple[ActionView, ...]:
    """The actions with their states as code writes them: members of the enum of the field."""
    by_name = {field.spec.name: field for field in fields}
    return tuple(_view(action, by_name[action.field], schemas) for action in spec.actions)


def _view(action: Action, field: FieldView, schemas: Place) -> ActionView:
    def member(state: str) -> Fragment:
        written = field.kind.literal(field.spec, state, field.context)
        return written if written.imports else written.needing(Import(schemas.module, field.enum or ""))

    return ActionView(
        spec=action,
        field=field,
        sources=tuple(member(state) for state in action.sources),
        target=member(action.target),
    )


def action_query(view: ResourceView, operation: OperationView) -> Fragment:
    """The function that takes the action, gives the row, or none, and refuses one in another state."""
    assert operation.action is not None  # noqa: S101 - for the type checker: only actions come here
    action, model = operation.action, view.model_class
    touched = view.touch[1].put(f", {view.touch[0]}=") if view.touch else Fragment("")
    statement = [
        code("statement = (", "sqlalchemy.update"),
        Fragment(f"    update({model})"),
        join("", [Fragment(f"    .where({scope(view)}, "), _in_state(view, action), Fragment(")")]),
        join("", [action.target, touched]).put(f"    .values({action.field.column.python_name}=", ")"),
    ]
    end = _returned if view.databases.update_returning else _read_again
    body = [*statement, *end(view, _refused(view, action)), Fragment(f"return {view.words.singular}")]
    return function(view, operation.crud, [identified(view)], Fragment(f"{model} | None"), body)


def _in_state(view: ResourceView, action: ActionView) -> Fragment:
    column = view.column(action.field.column)
    if len(action.sources) == 1:
        return action.sources[0].put(f"{column} == ")
    return join(", ", action.sources).put(f"{column}.in_([", "])")


def _refused(view: ResourceView, action: ActionView) -> Fragment:
    states = states_in_words(action.spec.sources)
    return conflict_error(view).put("raise ", f'("This {view.words.human} is not {states}")')


def _returned(view: ResourceView, refused: Fragment) -> list[Fragment]:
    """The row from the same statement; where there is none, a look whether it is there in another state."""
    row = view.words.singular
    return [
        Fragment(f"    .returning({view.model_class})"),
        Fragment("    .execution_options(populate_existing=True)"),
        Fragment(")"),
        Fragment(f"{row} = {view.idiom.await_}{view.session.parameter}.scalar(statement)"),
        _is_there(view).put(f"if {row} is None and ", " is not None:"),
        refused.put("    "),
        *committed_change(view),
    ]


def _is_there(view: ResourceView) -> Fragment:
    getter = view.operation("get")
    if getter is not None:
        return Fragment(call(view, view.scopes, getter.crud, view.id.parameter))
    found = f"{view.session.parameter}.scalar(select({view.column(view.id.column)}).where({scope(view)}))"
    return view.idiom.selected(f"{view.idiom.await_}{found}")


def _read_again(view: ResourceView, refused: Fragment) -> list[Fragment]:
    """The count of the statement says whether it was in that state, a second one reads the row."""
    row, session, await_ = view.words.singular, view.session.parameter, view.idiom.await_
    found = f"select({view.model_class}).where({scope(view)}).execution_options(populate_existing=True)"
    return [
        Fragment(")"),
        code(
            f'result = cast("CursorResult[Any]", {await_}{session}.{view.idiom.execute}(statement))',
            "typing.cast",
            "typing.Any",
            "sqlalchemy.CursorResult",
        ),
        view.idiom.selected(f"{row} = {await_}{session}.scalar({found})"),
        Fragment(f"if {row} is not None and result.rowcount == 0:"),
        refused.put("    "),
        *committed_change(view),
    ]
