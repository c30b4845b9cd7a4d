"""Signing in with a password for a token: users, their table, and who is calling."""

from msgspec.structs import replace

from fastapi_endpoint.domain.plan import PlannedRoute, Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.fragments import Fragment, Import, Module, code, join
from fastapi_endpoint.render.access import declared, dependency_parameter, depends
from fastapi_endpoint.render.commits import committed
from fastapi_endpoint.render.crud import get_query, guarded_write
from fastapi_endpoint.render.describe import describe_routes, describe_table
from fastapi_endpoint.render.files import model_module, placed_files
from fastapi_endpoint.render.functions import function, given, mapped, passed, schema
from fastapi_endpoint.render.kits.kit import Caller, Kit, annotated, named, shared_place, symbol
from fastapi_endpoint.render.kits.people import has_role, user_view
from fastapi_endpoint.render.kits.settings import SECRET, secret_expression, secret_setting, settings_module
from fastapi_endpoint.render.kits.tests import sign_in_tests
from fastapi_endpoint.render.router import router_of
from fastapi_endpoint.render.router.failures import responses
from fastapi_endpoint.render.router.handlers import Handler, handler
from fastapi_endpoint.render.templates import shape
from fastapi_endpoint.render.tests import names_of
from fastapi_endpoint.render.view import Artefact, OperationView, Place, ResourceView

SECURITY, AUTH, SETTINGS = "security", "auth", "auth_settings"
PACKAGES = ("pyjwt", "pwdlib[argon2]", "python-multipart", "email-validator")
TOKEN = "TokenResponse"  # noqa: S105 - the name of a class
_FIELDS = ("email:str254:unique", "hashed_password:str255:writeonly", "is_active:bool=true:readonly")


def sign_in_kit(spec: EndpointSpec, project: ProjectMap) -> Kit | Refusal:
    """The kit for this project; users have a role where the endpoint asks for one."""
    view = user_view(spec, project, _FIELDS)
    if isinstance(view, Refusal):
        return view
    files = placed_files(view, _modules(view))
    setting = secret_setting(view.conventions)
    tests = sign_in_tests(view, secret_expression(view.conventions, _own(view)))
    return Kit(
        name="sign-in",
        view=view,
        files=(*files, *tests),
        table=describe_table(view),
        routes=_routes(view),
        routed=True,
        packages=(*PACKAGES, *(("pydantic-settings",) if _own_settings(view) else ())),
        test_names=names_of(tests[-1]),
        setting=setting,
        secret=setting.variable if setting else SECRET if _own_settings(view) else "",
        risks=_risks(view),
    )


def sign_in_caller(spec: EndpointSpec, project: ProjectMap) -> Caller | None:
    """How endpoints get to know who is calling; None where the sign-in is the project's own."""
    view = user_view(spec, project, _FIELDS)
    found = project.conventions.auth.current_user_dependency.value
    if isinstance(view, Refusal) or found is None or found.file != shared_place(view, AUTH).path:
        return None
    auth = shared_place(view, AUTH)
    return Caller(
        kind="oauth2_password_bearer",
        dependency=symbol(auth, "get_current_user"),
        alias=symbol(auth, "CurrentUser") if annotated(view.conventions) else None,
        user=symbol(view.places.model, view.model_class),
    )


def _risks(view: ResourceView) -> tuple[str, ...]:
    first = f"anybody can sign up (POST {view.url})"
    if not has_role(view):
        return (first,)
    return (first, f"who signs up is a plain user: set {view.table.name}.role of the first one who is more")


def _own(view: ResourceView) -> Place:
    return shared_place(view, SETTINGS)


def _own_settings(view: ResourceView) -> bool:
    return view.conventions.settings.value is None


def _modules(view: ResourceView) -> list[tuple[Artefact, Place, Module]]:
    places = view.places
    found: list[tuple[Artefact, Place, Module]] = [
        ("model", places.model, model_module(view)),
        ("schema", places.schema, _schemas(view)),
        ("crud", places.crud, _queries(view)),
        ("router", places.router, _router(view)),
        ("security", shared_place(view, SECURITY), _security(view)),
        ("security", shared_place(view, AUTH), _auth(view)),
    ]
    if _own_settings(view):
        found.append(("security", _own(view), settings_module()))
    return found


# -- passwords and tokens ---------------------------------------------------------------------------
def _security(view: ResourceView) -> Module:
    secret = secret_expression(view.conventions, _own(view))
    is_async = view.idiom.is_async

    def threaded(called: str, arguments: str) -> str:
        return f"await run_in_threadpool({called}, {arguments})" if is_async else f"{called}({arguments})"

    imports = {Import("jwt"), Import("pwdlib", "PasswordHash"), Import("datetime", "timedelta")}
    imports |= {Import("pwdlib.exceptions", "UnknownHashError"), Import("datetime", "datetime")}
    imports |= {Import("fastapi.concurrency", "run_in_threadpool")} if is_async else set()
    newer = view.python >= (3, 11)
    imports |= {Import("datetime", "UTC" if newer else "timezone")}
    body = shape(
        "kits/security.py",
        def_=view.idiom.def_,
        threaded=threaded,
        id=view.id.column.python.text,
        plain_id=view.id.plain_type.text,
        secret=secret.text,
        utc="UTC" if newer else "timezone.utc",
    )
    return Module(
        body=body,
        imports=frozenset(imports)
        | secret.imports
        | view.id.column.python.imports
        | view.id.plain_type.imports,
        defines=("hash_password", "verify_password", "create_access_token", "read_access_token"),
    )


def _auth(view: ResourceView) -> Module:
    security = shared_place(view, SECURITY)
    getter = view.operation("get")
    assert getter is not None  # noqa: S101 - for the type checker; the view has it
    token = code("str | None")
    scheme = depends(Fragment("oauth2_scheme"))
    if annotated(view.conventions):
        token = join(", ", [token, scheme]).put("token: Annotated[", "]")
    else:
        token = join(" = ", [token.put("token: "), scheme])
    session = declared(view.session.parameter, view.session.annotation, view.session.default)
    get_user = view.crud.reference.put(view.idiom.await_, f".{getter.crud}({passed(view, 'user_id')})")
    parameters = join(", ", [session, token])
    body = shape(
        "kits/token_auth.py",
        def_=view.idiom.def_,
        aliased=annotated(view.conventions),
        token_url=f"{view.url.strip('/')}/token",
        parameters=parameters.text,
        get_user=get_user.text,
    )
    imports = parameters.imports | get_user.imports | mapped(view).imports
    imports |= named(security, "read_access_token").imports
    imports |= {Import("fastapi", name) for name in ("Depends", "HTTPException", "status")}
    imports |= {Import("fastapi.security", "OAuth2PasswordBearer")}
    imports |= {Import("typing", "Annotated")} if annotated(view.conventions) else set()
    return Module(body=body, imports=frozenset(imports), defines=("get_current_user", "CurrentUser"))


# -- queries ------------------------------------------------------------------------------------------
def _queries(view: ResourceView) -> Module:
    create, getter = view.operation("create"), view.operation("get")
    assert create is not None  # noqa: S101 - for the type checker; the view has both
    assert getter is not None  # noqa: S101 - the same
    functions = [_create(view, create), get_query(view, getter), _authenticate(view)]
    body = shape(
        "crud.py",
        constants=[],
        functions=[each.text for each in functions],
        class_name=view.crud.class_name,
    )
    imports = frozenset().union(*(each.imports for each in functions), view.idiom.session_type.imports)
    defines = (view.crud.class_name,) if view.crud.class_name else (create.crud, getter.crud, "authenticate")
    return Module(body=body, imports=imports | mapped(view).imports, defines=defines)


def _create(view: ResourceView, operation: OperationView) -> Fragment:
    model, data = view.model_class, view.schemas.body
    hashed = named(shared_place(view, SECURITY), "hash_password").put(view.idiom.await_, f"({data}.password)")
    body = [
        hashed.put(f"user = {model}(email={data}.email, hashed_password=", ")"),
        Fragment(f"{view.session.parameter}.add(user)"),
        *guarded_write(view, operation, committed(view, "user")),
        Fragment("return user"),
    ]
    parameters = [schema(view, view.schemas.create).put(f"{data}: ")]
    return function(view, operation.crud, parameters, Fragment(model), body)


def _authenticate(view: ResourceView) -> Fragment:
    model, await_ = view.model_class, view.idiom.await_
    security = shared_place(view, SECURITY)
    query = f'select({model}).where({model}.email == email.lower().replace("\\0", ""))'
    verified = join(
        "",
        [
            named(security, "verify_password").put(await_, "(password, user.hashed_password if user else "),
            named(security, "DUMMY_HASH").put("", ")"),
        ],
    )
    body = [
        Fragment('"""The active user with this email and password, or None."""'),
        Fragment("# PostgreSQL cannot be asked for a text with NUL in it, and no address has one."),
        code(f"rows = {await_}{view.session.parameter}.scalars({query})", "sqlalchemy.select"),
        Fragment("user = rows.one_or_none()"),
        verified.put("known = "),
        Fragment("return user if user and known and user.is_active else None"),
    ]
    taken = [Fragment("email: str"), Fragment("password: str")]
    return function(view, "authenticate", taken, Fragment(f"{model} | None"), body)


# -- bodies and endpoints -----------------------------------------------------------------------------
def _schemas(view: ResourceView) -> Module:
    set_already = view.schemas.given
    forbid, from_attributes = 'extra="forbid"' not in set_already, "from_attributes=True" not in set_already
    body = shape(
        "kits/schemas.py",
        create=view.schemas.create,
        response=view.schemas.response,
        base=", ".join(base.name for base in view.schemas.bases),
        forbid=forbid,
        from_attributes=from_attributes,
        id=view.id.column.python.text,
        has_role=has_role(view),
        stamps=view.stamps,
    )
    imports = {Import("pydantic", name) for name in ("AfterValidator", "EmailStr", "Field")}
    imports |= {Import("pydantic", "ConfigDict")} if forbid or from_attributes else set()
    imports |= {Import("datetime", "datetime")} if view.stamps else set()
    imports |= {Import("typing", "Annotated"), Import("typing", "Literal")}
    return Module(
        body=body,
        imports=frozenset(imports) | frozenset(view.schemas.bases) | view.id.column.python.imports,
        defines=(view.schemas.create or "", view.schemas.response, TOKEN),
    )


def _router(view: ResourceView) -> Module:
    create = view.operation("create")
    assert create is not None  # noqa: S101 - for the type checker; the view has it
    alone = replace(view, operations=(create,))
    handlers = [
        replace(handler(alone, create), docstring="Sign up."),
        _sign_in(view),
        _me(view),
    ]
    return router_of(view, handlers)


def _sign_in(view: ResourceView) -> Handler:
    await_ = view.idiom.await_
    form = code("OAuth2PasswordRequestForm", "fastapi.security.OAuth2PasswordRequestForm")
    if annotated(view.conventions):
        form = form.put("form: Annotated[", ", Depends()]").needing(Import("typing", "Annotated"))
    else:
        form = form.put("form: ", " = Depends()")
    session = declared(view.session.parameter, view.session.annotation, view.session.default)
    arguments = given(view, email="form.username", password="form.password")  # noqa: S106 - source, no secret
    found = view.crud.reference.put(f"user = {await_}", f".authenticate({arguments})")
    token = named(shared_place(view, SECURITY), "create_access_token")
    body = (
        found,
        Fragment("if user is None:"),
        code(
            "    raise HTTPException(status.HTTP_401_UNAUTHORIZED, "
            'detail="Incorrect email or password", headers={"WWW-Authenticate": "Bearer"})',
            "fastapi.HTTPException",
            "fastapi.status",
        ),
        Fragment('response.headers["Cache-Control"] = "no-store"'),
        join("", [schema(view, TOKEN).put("return ", "(access_token="), token.put("", "(user.id))")]),
    )
    response = code("response: Response", "fastapi.Response")
    parameters = [response, form.needing(Import("fastapi", "Depends")), session]
    return Handler(
        verb="post",
        def_=view.idiom.def_,
        name="sign_in",
        docstring="Trade an email address and a password for an access token.",
        arguments=join(", ", [Fragment('"/token"'), responses(view, (400, 401))]),
        parameters=join(", ", parameters),
        returns=schema(view, TOKEN),
        body=body,
    )


def _me(view: ResourceView) -> Handler:
    auth = shared_place(view, AUTH)
    annotation, default = dependency_parameter(
        symbol(auth, "CurrentUser"), symbol(auth, "get_current_user"), mapped(view), view.conventions
    )
    user = declared("current_user", annotation, default)
    shown = schema(view, view.schemas.response)
    return Handler(
        verb="get",
        def_=view.idiom.def_,
        name="read_current_user",
        docstring="Show who is signed in.",
        arguments=join(", ", [Fragment('"/me"'), shown.put("response_model="), responses(view, (401,))]),
        parameters=user,
        returns=mapped(view),
        body=(Fragment("return current_user"),),
    )


def _routes(view: ResourceView) -> tuple[PlannedRoute, ...]:
    first = next(route for route in describe_routes(view) if route.operation == "create")
    base = view.url.rstrip("/")
    return (
        first,
        PlannedRoute(
            operation="sign-in",
            method="POST",
            path=f"{base}/token",
            function="sign_in",
            statuses=(200, 400, 401, 422),
            who="anybody",
        ),
        PlannedRoute(
            operation="me",
            method="GET",
            path=f"{base}/me",
            function="read_current_user",
            statuses=(200, 401),
            who="any signed-in user",
        ),
    )
