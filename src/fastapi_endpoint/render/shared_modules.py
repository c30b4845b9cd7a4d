"""The text of the shared modules."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from fastapi_endpoint.dialects.sqlalchemy.columns import moment_type
from fastapi_endpoint.dialects.sqlmodel import idiom as sqlmodel
from fastapi_endpoint.fragments import Fragment, Import, Module, code
from fastapi_endpoint.render import shared
from fastapi_endpoint.render.access import reference
from fastapi_endpoint.render.sayings import SHARED
from fastapi_endpoint.render.templates import shape
from fastapi_endpoint.render.view import ResourceView

_UNIQUE_PATTERNS = {
    "postgresql": r'''violates unique constraint "(?P<postgresql>\w+)"''',
    "sqlite": r"UNIQUE constraint failed: (?P<sqlite>[\w., ]+)",
    "mysql": r"for key '(?:\w+\.)?(?P<mysql>\w+)'",
}


def shared_module(view: ResourceView, name: str) -> Module:
    """The shared module of that name, whole."""
    return replace(_MAKERS[name](view), says=SHARED.get(name, ()))


def _utc_now(view: ResourceView) -> tuple[str, frozenset[Import]]:
    if view.python >= (3, 11):
        return "UTC", _imports("datetime.UTC", "datetime.datetime")
    return "timezone.utc", _imports("datetime.timezone", "datetime.datetime")


def _imports(*names: str) -> frozenset[Import]:
    return frozenset(Import(*name.rsplit(".", 1)) for name in names)


def _keyset(view: ResourceView) -> Module:
    secret = view.listing.sealed_with
    zone_lost = secret is None and any(column.zone_lost for column in view.columns)
    utc, utc_imports = _utc_now(view)
    typed_columns = not sqlmodel.speaks(view.conventions.orm.value)
    body = shape(
        "shared/keyset.py",
        attribute="InstrumentedAttribute[Any]" if typed_columns else "Any",
        secret=secret.text if secret else "",
        zone_lost=zone_lost,
        utc=utc,
        words=view.databases.nulls_first_last,
        row_values=view.databases.row_value_seek,
        type_parameters=view.python >= (3, 12),
    )
    imports = _imports(
        "base64.urlsafe_b64decode",
        "base64.urlsafe_b64encode",
        "collections.abc.Sequence",
        "typing.Any",
        "types.GenericAlias",
        "fastapi.exceptions.RequestValidationError",
        "pydantic.TypeAdapter",
        "sqlalchemy.ColumnElement",
        "sqlalchemy.Select",
        "sqlalchemy.and_",
        "sqlalchemy.literal",
        "sqlalchemy.or_",
        "sqlalchemy.orm.InstrumentedAttribute",
    ) | {Import("operator")}
    if view.python < (3, 12):
        imports |= _imports("typing.Generic", "typing.TypeVar")
    if view.databases.row_value_seek:
        imports |= _imports("sqlalchemy.tuple_")
    if zone_lost:
        imports |= utc_imports | _imports("sqlalchemy.types.TypeEngine")
    if secret:
        imports |= {Import("hashlib"), Import("hmac"), *secret.imports}
    else:
        imports |= {Import("json")} | _imports(
            "datetime.datetime",
            "datetime.timedelta",
            "decimal.Decimal",
            "sqlalchemy.BigInteger",
            "sqlalchemy.Numeric",
        )
    return Module(
        body=body,
        imports=imports,
        defines=("Keyset", "Page"),
        docstring="Keyset pagination: a page starts right after the last row of the page before.",
    )


def _conflicts(view: ResourceView) -> Module:
    names = dict.fromkeys("mysql" if name == "mariadb" else name for name in view.databases.names)
    patterns = [_UNIQUE_PATTERNS[name] for name in sorted(names)]
    lines = _in_lines(patterns, view.conventions.tools.line_length.value)
    own = view.conventions.answers.conflict.value
    error = reference(own) if own else Fragment("ConflictError")
    base, table = code("DeclarativeBase", "sqlalchemy.orm.DeclarativeBase"), code("model.__table__")
    if sqlmodel.speaks(view.conventions.orm.value):
        base = code("SQLModel", "sqlmodel.SQLModel")
        table = code("inspect(model).local_table", "sqlalchemy.inspect")
    return Module(
        body=shape(
            "shared/conflicts.py",
            unique_patterns=lines,
            error=error.text,
            defined=own is None,
            base=base.text,
            table=table.text,
        ),
        imports=frozenset({Import("re")})
        | error.imports
        | base.imports
        | table.imports
        | _imports(
            "sqlalchemy.Index",
            "sqlalchemy.Table",
            "sqlalchemy.UniqueConstraint",
            "sqlalchemy.exc.IntegrityError",
        ),
        defines=("conflict",) if own else ("ConflictError", "conflict"),
        docstring="Tells broken unique constraints and references from other errors.",
    )


def _in_lines(patterns: Sequence[str], width: int) -> tuple[str, ...]:
    """The alternatives as one raw string where a line holds it: formatters differ on parts that fit in it."""
    whole = "|".join(patterns)
    if len(f"    {_raw(whole)}") <= width and not {"'", '"'} <= set(whole):
        return (_raw(whole),)
    return (_raw(patterns[0]), *(_raw(f"|{pattern}") for pattern in patterns[1:]))


def _raw(pattern: str) -> str:
    quote = "'" if '"' in pattern else '"'
    return f"r{quote}{pattern}{quote}"


def _utc(view: ResourceView) -> Module:
    name, imports = _utc_now(view)
    return Module(
        body=shape("shared/utc.py", utc=name),
        imports=imports,
        defines=("utc_now",),
    )


def _moments(view: ResourceView) -> Module:
    name, imports = _utc_now(view)
    return Module(
        body=shape("shared/moments.py", utc=name), imports=imports, defines=("refuse_numbers", "to_utc")
    )


def _utc_datetime(view: ResourceView) -> Module:
    name, imports = _utc_now(view)
    impl = moment_type(view.databases.names)
    return Module(
        body=shape("shared/utc_datetime.py", utc=name, impl=impl.text),
        imports=imports | impl.imports | _imports("sqlalchemy.Dialect", "sqlalchemy.types.TypeDecorator"),
        defines=("UtcDateTime",),
    )


def _local_time(view: ResourceView) -> Module:
    return Module(
        body=shape("shared/local_time.py"),
        imports=_imports(
            "datetime.time",
            "typing.Annotated",
            "pydantic.AfterValidator",
            "pydantic.BeforeValidator",
            "pydantic.Field",
            f"{view.shared_place(shared.MOMENTS).module}.refuse_numbers",
        ),
        defines=("LocalTime",),
    )


def _bounded_json(view: ResourceView) -> Module:  # noqa: ARG001 - the same for every host
    imports = frozenset({Import("json")}) | _imports("typing.Any")
    return Module(body=shape("shared/bounded_json.py"), imports=imports, defines=("bounded",))


def _error_response(view: ResourceView) -> Module:
    name = view.error_model.name
    return Module(
        body=shape("shared/error_response.py", class_name=name),
        imports=_imports("pydantic.BaseModel", "typing.Any"),
        defines=(name, "error_responses"),
    )


def _hashing(view: ResourceView) -> Module:
    """With the host's own hasher where it has one that can be called from here."""
    auth, is_async = view.conventions.auth, view.idiom.is_async
    own = reference(auth.hasher.value) if hashes_itself(view) and auth.hasher.value else None
    imports = _imports("typing.Any", "pydantic.SecretStr")
    imports |= own.imports if own else _imports("pwdlib.PasswordHash")
    function = own.text if own else "password_hash.hash"
    if is_async and not (own and auth.hasher_is_async.value):
        imports |= _imports("fastapi.concurrency.run_in_threadpool")
        call = f"await run_in_threadpool({function}, value.get_secret_value())"
    else:
        call = f"{view.idiom.await_}{function}(value.get_secret_value())"
    return Module(
        body=shape("shared/hashing.py", own=own is not None, def_=view.idiom.def_, call=call),
        imports=imports,
        defines=("hash_secrets",),
    )


def hashes_secrets(view: ResourceView) -> bool:
    """Does the resource need a library that hashes, which the project may lack?"""
    secret = any(field.spec.type.name == "secret" for field in view.fields)
    return secret and not hashes_itself(view)


def hashes_itself(view: ResourceView) -> bool:
    """Has the host a function that hashes passwords, and can queries call it?"""
    auth = view.conventions.auth
    return auth.hasher.value is not None and (view.idiom.is_async or not auth.hasher_is_async.value)


_MAKERS: dict[str, Callable[[ResourceView], Module]] = {
    shared.KEYSET: _keyset,
    shared.CONFLICTS: _conflicts,
    shared.UTC: _utc,
    shared.UTC_DATETIME: _utc_datetime,
    shared.MOMENTS: _moments,
    shared.LOCAL_TIME: _local_time,
    shared.BOUNDED_JSON: _bounded_json,
    shared.ERROR_RESPONSE: _error_response,
    shared.HASHING: _hashing,
}
