"""API keys: kept as digests, shown once, revocable, found by their digest."""

from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import Fact, Symbol
from fastapi_endpoint.domain.plan import PlannedRoute, Refusal
from fastapi_endpoint.domain.project import Model, ProjectMap
from fastapi_endpoint.domain.spec import Access, EndpointSpec, Fields, Listing, Order
from fastapi_endpoint.fieldtypes.grammar import parse
from fastapi_endpoint.fragments import Fragment, Import, Module, code, join
from fastapi_endpoint.render.access import declared, depends, reference
from fastapi_endpoint.render.commits import committed
from fastapi_endpoint.render.describe import describe_routes, describe_table
from fastapi_endpoint.render.files import model_module, placed_files
from fastapi_endpoint.render.functions import function, given, identified, mapped, schema, scope, within
from fastapi_endpoint.render.kits.kit import Caller, Kit, annotated, named, shared_place, symbol
from fastapi_endpoint.render.kits.tests import key_tests
from fastapi_endpoint.render.list_queries import list_query
from fastapi_endpoint.render.make_view import make_view
from fastapi_endpoint.render.router import router_of
from fastapi_endpoint.render.router.failures import responses
from fastapi_endpoint.render.router.handlers import Handler, handler
from fastapi_endpoint.render.shared import shared_places
from fastapi_endpoint.render.templates import shape
from fastapi_endpoint.render.tests import names_of
from fastapi_endpoint.render.tests.fixtures import KEY_GUARD
from fastapi_endpoint.render.view import Artefact, OperationView, Place, ResourceView

API_KEY, COMMAND = "api_key", "api_keys"
GUARD, ALIAS = KEY_GUARD, "ApiKeyOwner"
FIND, REVOKE = "get_api_key_owner", "revoke_api_key"
_FIELDS = ("name:str100", "digest:str64:unique:writeonly", "revoked_at:datetime:optional:readonly")
_DIGEST = "sha256(key.encode()).hexdigest()"


def key_caller(project: ProjectMap) -> Caller | None:
    """How endpoints know the holder of a key; None where nobody can hold one yet."""
    user = project.conventions.user_model.value
    if user is None:
        return None
    place = _guard_place(project)
    alias = symbol(place, ALIAS) if annotated(project.conventions) else None
    return Caller(kind="api_key_header", dependency=symbol(place, GUARD), alias=alias, user=user)


def has_keys(project: ProjectMap) -> bool:
    """Are the keys there already?"""
    return _guard_place(project).module in project.modules


def keys_kit(project: ProjectMap) -> Kit | Refusal:
    """The kit for a project that has users; keys are issued to whoever can sign in, else by a command."""
    view, users = _view(project), _users(project)
    if isinstance(view, Refusal):
        return view
    if users is None:
        why = "the table of this project's users is not known, so that nobody can hold a key"
        return Refusal(kind="missing", message=why, hint="name it: [tool.fastapi-endpoint] user_model")
    routed = _signs_in(project)
    if not routed and users.column("name") is None:
        why = f"nobody can sign in, and {users.name} has no name that a command could issue a key to"
        return Refusal(
            kind="unsupported", message=why, hint="add a sign-in, then answer --auth api-key again"
        )
    files = placed_files(view, _modules(view, users, routed=routed))
    tests = key_tests(view, users, routed=routed, guard=shared_place(view, API_KEY))
    return Kit(
        name="API keys",
        view=view,
        files=(*files, *tests),
        table=describe_table(view),
        routes=_routes(view) if routed else (),
        routed=routed,
        packages=(),
        test_names=names_of(tests[-1]),
        risks=() if routed else (_how_to_issue(view),),
    )


def _how_to_issue(view: ResourceView) -> str:
    return f"`python -m {shared_place(view, COMMAND).module} issue NAME` issues a key, which is shown once"


def _guard_place(project: ProjectMap) -> Place:
    beside = dict(shared_places(project))["keyset"]
    module = f"{beside.package}.{API_KEY}" if beside.package else API_KEY
    return Place(path=beside.path.replace("keyset.py", f"{API_KEY}.py"), module=module)


def _signs_in(project: ProjectMap) -> bool:
    return project.conventions.auth.current_user_dependency.value is not None


def _users(project: ProjectMap) -> Model | None:
    user = project.conventions.user_model.value
    return next((m for m in project.models if user and (m.name, m.file) == (user.name, user.file)), None)


def _view(project: ProjectMap) -> ResourceView | Refusal:
    users, caller = _users(project), key_caller(project)
    if users is None or caller is None:
        return Refusal(
            kind="missing", message="there are no users who could hold a key", hint="add them first"
        )
    known = project
    if not _signs_in(project):
        auth = project.conventions.auth
        auth = replace(
            auth,
            kinds=Fact(value=(caller.kind,)),
            current_user_dependency=Fact(value=caller.dependency),
            alias=Fact(value=caller.alias),
            annotation=Fact(value=caller.user),
        )
        known = replace(project, conventions=replace(project.conventions, auth=auth))
    fields = parse((*_FIELDS, f"owner:ref/{users.table}:owner"))
    assert isinstance(fields, Fields)  # noqa: S101 - for the type checker: the lines are ours
    asked = EndpointSpec(
        resource="ApiKey",
        plural="api_keys",
        methods=("list", "create", "delete"),
        fields=fields,
        access=Access(auth="existing", owner="owner", unique_scope="global"),
        listing=Listing(pagination="none", order=Order("created_at")),
    )
    return make_view(asked, known)


def _modules(view: ResourceView, users: Model, *, routed: bool) -> list[tuple[Artefact, Place, Module]]:
    places = view.places
    found: list[tuple[Artefact, Place, Module]] = [
        ("model", places.model, model_module(view)),
        ("crud", places.crud, _queries(view, routed=routed)),
        ("security", shared_place(view, API_KEY), _guard(view, users)),
    ]
    if routed:
        return [*found, ("schema", places.schema, _schemas(view)), ("router", places.router, _router(view))]
    return [*found, ("security", shared_place(view, COMMAND), _command(view, users))]


def _operation(view: ResourceView, method: str) -> OperationView:
    return next(each for each in view.operations if each.method == method)


def _user(view: ResourceView) -> Fragment:
    user = view.conventions.user_model.value
    return reference(user or Symbol("", "User"))


# -- queries ------------------------------------------------------------------------------------------
def _queries(view: ResourceView, *, routed: bool) -> Module:
    functions = [_issue(view), _find(view)]
    if routed:
        functions += [list_query(view, _operation(view, "list")), _revoke(view)]
    else:
        functions.append(_revoke_by_key(view))
    body = shape(
        "crud.py",
        constants=[],
        functions=[each.text for each in functions],
        class_name=view.crud.class_name,
    )
    imports = frozenset().union(*(each.imports for each in functions), view.idiom.session_type.imports)
    return Module(body=body, imports=imports | mapped(view).imports, defines=())


def _issue(view: ResourceView) -> Fragment:
    create, session = _operation(view, "create"), view.session.parameter
    owner = view.scopes[0]
    made = f"{view.model_class}(name=name, digest={_DIGEST}, {owner.column.python_name}={owner.keyword})"
    body = [
        Fragment('"""A new key and its row: only the caller ever sees the key."""'),
        code("key = token_urlsafe(32)", "secrets.token_urlsafe"),
        code(f"api_key = {made}", "hashlib.sha256"),
        Fragment(f"{session}.add(api_key)"),
        *committed(view, "api_key"),
        Fragment("return api_key, key"),
    ]
    returns = Fragment(f"tuple[{view.model_class}, str]")
    return function(view, create.crud, [Fragment("name: str")], returns, body)


def _find(view: ResourceView) -> Fragment:
    user, model = _user(view), view.model_class
    key = view.scopes[0].column.reference.column if view.scopes[0].column.reference else "id"
    join_ = f"{model}.{view.scopes[0].column.python_name} == {user.text}.{key}"
    body = [
        Fragment('"""The user that a key was issued to, unless it was revoked."""'),
        Fragment("statement = ("),
        code(f"    select({user.text})", "sqlalchemy.select"),
        Fragment(f"    .join({model}, {join_})"),
        code(f"    .where({model}.digest == {_DIGEST}, {model}.revoked_at.is_(None))", "hashlib.sha256"),
        Fragment(")"),
        Fragment(f"rows = {view.idiom.await_}{view.session.parameter}.scalars(statement)"),
        Fragment("return rows.one_or_none()"),
    ]
    returns = user.put("", " | None")
    return within(view, (), FIND, [Fragment("key: str")], returns, body)


def _revoke(view: ResourceView) -> Fragment:
    lines = _revoking(view, scope(view))
    return function(view, _operation(view, "delete").crud, [identified(view)], Fragment("bool"), lines)


def _revoke_by_key(view: ResourceView) -> Fragment:
    lines = _revoking(view, code(f"{view.model_class}.digest == {_DIGEST}", "hashlib.sha256").text)
    return within(view, (), REVOKE, [Fragment("key: str")], Fragment("bool"), lines)


def _revoking(view: ResourceView, where: str) -> list[Fragment]:
    model, session, await_ = view.model_class, view.session.parameter, view.idiom.await_
    now = named(view.shared_place("utc"), "utc_now")
    touched = view.touch[1].put(f", {view.touch[0]}=") if view.touch else Fragment("")
    update = [
        Fragment("statement = ("),
        code(f"    update({model})", "sqlalchemy.update"),
        Fragment(f"    .where({where}, {model}.revoked_at.is_(None))"),
        join("", [now.put("    .values(revoked_at=", "()"), touched, Fragment(")")]),
    ]
    if view.databases.update_returning:
        return [
            *update,
            Fragment(f"    .returning({model}.{view.id.column.python_name})"),
            Fragment(")"),
            Fragment(f"revoked = {await_}{session}.scalar(statement)"),
            *committed(view),
            Fragment("return revoked is not None"),
        ]
    return [
        *update,
        Fragment(")"),
        code(
            f'result = cast("CursorResult[Any]", {await_}{session}.execute(statement))',
            "typing.cast",
            "typing.Any",
            "sqlalchemy.CursorResult",
        ),
        *committed(view),
        Fragment("return result.rowcount == 1"),
    ]


# -- who holds a key ----------------------------------------------------------------------------------
def _guard(view: ResourceView, users: Model) -> Module:
    key, scheme = code("str | None"), depends(Fragment("api_key_header"))
    if annotated(view.conventions):
        key = join(", ", [key, scheme]).put("key: Annotated[", "]")
    else:
        key = join(" = ", [key.put("key: "), scheme])
    session = declared(view.session.parameter, view.session.annotation, view.session.default)
    parameters = join(", ", [session, key])
    find = view.crud.reference.put(view.idiom.await_, f".{FIND}({given(view, key='key')})")
    user = _user(view)
    body = shape(
        "kits/key_auth.py",
        def_=view.idiom.def_,
        parameters=parameters.text,
        find=find.text,
        user=user.text,
        has_active=users.column("is_active") is not None,
        aliased=annotated(view.conventions),
    )
    imports = parameters.imports | find.imports | user.imports
    imports |= {Import("fastapi", name) for name in ("Depends", "HTTPException", "status")}
    imports |= {Import("fastapi.security", "APIKeyHeader")}
    imports |= {Import("typing", "Annotated")} if annotated(view.conventions) else set()
    return Module(body=body, imports=frozenset(imports), defines=(GUARD, ALIAS))


def _command(view: ResourceView, users: Model) -> Module:
    is_async, user = view.idiom.is_async, _user(view)
    manager = "asynccontextmanager" if is_async else "contextmanager"
    dependency = view.conventions.session.dependency.value
    get_session = reference(dependency) if dependency else Fragment("get_session")
    create = _operation(view, "create")
    owner = f"{view.scopes[0].keyword}=user.id"
    arguments = given(replace_session(view), name="name")
    called = view.crud.reference.put(view.idiom.await_, f".{create.crud}({arguments}, {owner})")
    revoked = view.crud.reference.put(
        view.idiom.await_, f".{REVOKE}({given(replace_session(view), key='key')})"
    )
    body = shape(
        "kits/key_command.py",
        def_=view.idiom.def_,
        async_="async " if is_async else "",
        await_=view.idiom.await_,
        manager=manager,
        get_session=get_session.text,
        user=user.text,
        create=called.text,
        revoke=revoked.text,
        run="asyncio.run" if is_async else "",
        commits=view.session.commit == "endpoint",
        has_role=users.column("role") is not None,
    )
    imports = {
        Import("argparse"),
        Import("sys"),
        Import("contextlib", manager),
        Import("sqlalchemy", "select"),
    }
    imports |= {Import("asyncio")} if is_async else set()
    imports |= get_session.imports | user.imports | called.imports
    return Module(body=body, imports=frozenset(imports), defines=("main",))


def replace_session(view: ResourceView) -> ResourceView:
    """The view as code sees it where the session is called `session`."""
    return replace(view, session=replace(view.session, parameter="session"))


# -- bodies and endpoints -----------------------------------------------------------------------------
def _schemas(view: ResourceView) -> Module:
    set_already = view.schemas.given
    forbid, from_attributes = 'extra="forbid"' not in set_already, "from_attributes=True" not in set_already
    name = next(field for field in view.fields if field.name == "name").taken
    body = shape(
        "kits/key_schemas.py",
        create=view.schemas.create,
        response=view.schemas.response,
        issued=_issued(view),
        listing=view.schemas.listing,
        items=view.listing.items_key,
        base=", ".join(base.name for base in view.schemas.bases),
        forbid=forbid,
        from_attributes=from_attributes,
        id=view.id.column.python.text,
        taken=name.text,
        stamps=view.stamps,
    )
    imports = {Import("datetime", "datetime"), *view.schemas.bases, *name.imports}
    imports |= {Import("pydantic", "ConfigDict")} if forbid or from_attributes else set()
    return Module(body=body, imports=frozenset(imports) | view.id.column.python.imports, defines=())


def _issued(view: ResourceView) -> str:
    return f"{view.words.capital}Issued"


def _router(view: ResourceView) -> Module:
    return router_of(
        view,
        [
            replace(handler(view, _operation(view, "list")), docstring="List the caller's API keys."),
            _create(view),
            replace(
                handler(view, _operation(view, "delete")), docstring="Revoke one of the caller's API keys."
            ),
        ],
    )


def _create(view: ResourceView) -> Handler:
    create = _operation(view, "create")
    owner, issued = view.scopes[0], schema(view, _issued(view))
    arguments = given(view, name=f"{view.schemas.body}.name")
    call = view.crud.reference.put(
        f"api_key, key = {view.idiom.await_}",
        f".{create.crud}({arguments}, {owner.keyword}={owner.expression})",
    )
    shown = schema(view, view.schemas.response).put("shown = ", ".model_validate(api_key)")
    access = view.access
    parameters = [
        schema(view, view.schemas.create).put(f"{view.schemas.body}: "),
        code("response: Response", "fastapi.Response"),
        declared(view.session.parameter, view.session.annotation, view.session.default),
    ]
    if access.annotation is not None:
        parameters.append(declared(access.parameter, access.annotation, access.default))
    commit = [view.session.commit_call] if view.session.commit == "endpoint" else []
    status = code("status_code=status.HTTP_201_CREATED", "fastapi.status")
    decorator = [Fragment(f'"{create.path}"'), status, responses(view, (400,))]
    return Handler(
        verb="post",
        def_=view.idiom.def_,
        name=create.handler,
        docstring="Issue an API key to the caller: this answer alone holds it.",
        arguments=join(", ", decorator),
        parameters=join(", ", parameters),
        returns=issued,
        body=(
            call,
            *commit,
            Fragment('response.headers["Cache-Control"] = "no-store"'),
            shown,
            issued.put("return ", "(**shown.model_dump(), key=key)"),
        ),
    )


def _routes(view: ResourceView) -> tuple[PlannedRoute, ...]:
    return tuple(
        replace(route, statuses=(201, 400, 401, 422)) if route.operation == "create" else route
        for route in describe_routes(view)
    )
