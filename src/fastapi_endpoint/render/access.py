"""The session and the caller: how an endpoint of this host declares both."""

from msgspec.structs import replace

from fastapi_endpoint.dialects.sqlmodel import idiom as sqlmodel
from fastapi_endpoint.domain.conventions import Conventions, Symbol
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.fragments import Fragment, Import, code, join
from fastapi_endpoint.render.view import AccessView, Idiom, RoleView, ScopeView, SessionView, SuperusersView


def idiom(habits: Conventions) -> Idiom:
    """Asynchronous or not, in the words of the host's ORM."""
    is_async = habits.session.is_async.value
    session = (
        code("AsyncSession", "sqlalchemy.ext.asyncio.AsyncSession")
        if is_async
        else code("Session", "sqlalchemy.orm.Session")
    )
    plain = Idiom(
        is_async=is_async,
        def_="async def" if is_async else "def",
        await_="await " if is_async else "",
        session_type=session,
    )
    if not sqlmodel.speaks(habits.orm.value):
        return plain
    return replace(
        plain,
        session_type=sqlmodel.session_type(is_async=is_async),
        select=sqlmodel.SELECT,
        rows="exec",
        execute="exec",
        column=sqlmodel.COLUMN,
        wrapper=sqlmodel.WRAPPER,
    )


def reference(symbol: Symbol) -> Fragment:
    """How code that imports the symbol writes it."""
    return Fragment(symbol.expression, frozenset({Import(symbol.module, symbol.imported)}))


def session_view(habits: Conventions, idiom_: Idiom) -> SessionView:
    """The session parameter, and the call that commits.

    A commit after `yield` comes after the answer, so such hosts get an explicit one in the queries.
    """
    session = habits.session
    name = session.parameter.value
    annotation, default = dependency_parameter(
        session.alias.value, session.dependency.value, idiom_.session_type, habits
    )
    helper = session.commit_helper.value
    by_helper = session.commit.value == "helper" and helper is not None
    commit = Fragment(f"{idiom_.await_}{name}.commit()")
    if by_helper and helper is not None:
        commit = reference(helper).put(idiom_.await_, f"({name})")
    expires = session.expire_on_commit.value
    return SessionView(
        parameter=name,
        annotation=annotation,
        default=default,
        commit="endpoint" if by_helper or session.commit.value == "endpoint" else "crud",
        commit_call=commit,
        keep_readable=not idiom_.is_async if expires is None else expires,
    )


def access_view(
    spec: EndpointSpec,
    habits: Conventions,
    scopes: tuple[ScopeView, ...],
    role: RoleView | None,
    seeing: SuperusersView | None,
) -> AccessView:
    """Who may call; the user is declared where a scope reads it."""
    if spec.access.auth == "none":
        return AccessView(secured=False)
    auth = habits.auth
    user = auth.annotation.value or habits.user_model.value
    user_class = reference(user) if user else None
    annotation, default = dependency_parameter(
        auth.alias.value,
        auth.current_user_dependency.value,
        user_class or code("Any", "typing.Any"),
        habits,
    )
    unread = not any(scope.of_caller for scope in scopes)
    dependency = auth.current_user_dependency.value
    whole = role.of_all(spec.operations) if role else None
    if whole is None and unread and dependency is not None:
        whole = depends(reference(dependency))
    return AccessView(
        secured=True,
        parameter=auth.parameter.value,
        annotation=annotation,
        default=default,
        dependency=whole,
        user_class=user_class,
        others=spec.access.others,
        role=role,
        seeing=seeing,
    )


def caller(habits: Conventions, *, aliased: bool) -> Fragment:
    """The parameter that is the caller, as `current_user: CurrentUser`."""
    auth = habits.auth
    user = auth.annotation.value or habits.user_model.value
    annotation, default = dependency_parameter(
        auth.alias.value if aliased else None,
        auth.current_user_dependency.value,
        reference(user) if user else code("Any", "typing.Any"),
        habits,
    )
    return declared(auth.parameter.value, annotation, default)


def declared(name: str, annotation: Fragment, default: Fragment | None) -> Fragment:
    """A parameter: `session: SessionDep`, or `session: Session = Depends(get_session)`."""
    parameter = annotation.put(f"{name}: ")
    return parameter if default is None else join(" = ", [parameter, default])


def depends(dependency: Fragment) -> Fragment:
    """`Depends(get_session)`."""
    return dependency.put("Depends(", ")").needing(Import("fastapi", "Depends"))


def dependency_parameter(
    alias: Symbol | None, dependency: Symbol | None, type_: Fragment, habits: Conventions
) -> tuple[Fragment, Fragment | None]:
    """The annotation and the default of a parameter that is depended on, in the host's way."""
    style = habits.answers.dependency_style.value
    if alias is not None and (style == "annotated" or dependency is None):
        return reference(alias), None
    if dependency is None:
        return type_, None
    if style == "annotated":
        inner = join(", ", [type_, depends(reference(dependency))])
        return inner.put("Annotated[", "]").needing(Import("typing", "Annotated")), None
    return type_, depends(reference(dependency))
