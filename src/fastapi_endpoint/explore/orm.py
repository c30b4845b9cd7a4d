"""What the project talks to its database with: the ORM, its declarative base, the type of ids."""

import re
from collections import Counter
from collections.abc import Iterator
from posixpath import commonpath, dirname

from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import Fact, Symbol, Witness
from fastapi_endpoint.domain.project import Column, Model, Requirement
from fastapi_endpoint.explore.classes import is_base
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.votes import SHOWN, vote
from fastapi_endpoint.source.resolve import Target

_ASYNC = re.compile(rb"AsyncSession|create_async_engine|async_sessionmaker|async_scoped_session")
_SYNC = re.compile(rb"\bcreate_engine\(|\bsessionmaker\(|\bSession\(|: Session\b|scoped_session\(")
_ASYNC_DRIVER = re.compile(rb"\+(?:asyncpg|aiosqlite|aiomysql|asyncmy|aioodbc)\b")
_SESSION = re.compile(r"\b(?:Async)?Session\b|scoped_session")
_ENGINE = re.compile(rb"\b(create_async_engine|create_engine)\(")
_RAW = rb"(?m)^\s*(?:import|from) (?:asyncpg|psycopg2?|aiosqlite|sqlite3|pymysql|aiomysql|databases)\b"
_OTHERS = (
    rb"(?m)^\s*(?:import|from) "
    rb"(?:prisma|piccolo|pony|ormar|gino|edgedb|gel|redis_om|aredis_om|mongoengine|odmantic|motormongo|bunnet"
    rb"|pynamodb|neomodel|edgy|saffier|elasticsearch_dsl|django\.db)\b"
)
_STORES = (
    rb"(?m)^\s*(?:import|from) "
    rb"(?:motor|pymongo|supabase|firebase_admin|google\.cloud\.firestore|neo4j|cassandra)\b"
    rb"|\([\"']dynamodb[\"']"
)
_DECLARED = re.compile(
    r"(?m)^[ \t]+\w+\s*(?::\s*(?P<type>[^=\n]+?))?\s*=\s*(?P<field>[\w.]+)\([^()]*\bprimary_key\s*=\s*True"
)
_WHOLE = re.compile(r"\bint\b|Integer|BigInt|Serial|AutoField")
_DRIVERS = frozenset(
    {"asyncpg", "psycopg", "psycopg2", "psycopg2-binary", "aiosqlite", "databases", "pymysql"}
)


def detect_orm(index: Index, requirements: tuple[Requirement, ...]) -> Fact[str]:
    """sqlalchemy or sqlmodel with _async or _sync, tortoise, beanie, peewee, raw_sql, other or none."""
    tables = [table for table in index.tables if not is_aside(table.file)]
    if tables:
        count = Counter(table.orm for table in tables)
        kind = max(count, key=lambda orm: count[orm])
        witnesses = tuple(Witness(t.file, t.class_.line) for t in tables if t.orm == kind)[:8]
        against = tuple(Witness(t.file, t.class_.line) for t in tables if t.orm != kind)[:8]
        if kind not in ("sqlalchemy", "sqlmodel"):
            return Fact(
                value=kind, confidence="low" if against else "high", witnesses=witnesses, against=against
            )
        handed = _queried(index)
        if handed:
            return Fact(value="raw_sql", confidence="low", witnesses=handed, against=witnesses)
        asynchronous, sure = _is_async(index)
        return Fact(
            value=f"{kind}_{'async' if asynchronous else 'sync'}",
            confidence="high" if sure else "low",
            witnesses=witnesses,
            against=against,
        )
    return _without_tables(index, requirements)


def _queried(index: Index) -> tuple[Witness, ...]:
    """Where endpoints take a connection of `databases`, and none a session of the ORM of the tables."""
    taken = [use for use in index.uses if use.where == "endpoint" and use.annotation]
    if any(_SESSION.search(use.annotation) for use in taken):
        return ()
    handed = (use for use in taken if index.files.target(use.file, use.annotation).module == "databases")
    return tuple(Witness(use.file, use.line) for use in handed)[:SHOWN]


def _is_async(index: Index) -> tuple[bool, bool]:
    """Are sessions of endpoints async, and is that beyond doubt?"""
    sessions = [
        "Async" in use.annotation or "async_scoped" in use.annotation
        for use in index.uses
        if "ession" in use.annotation and _SESSION.search(use.annotation)
    ]
    if sessions:
        share = sum(sessions) / len(sessions)
        return share >= 0.5, share >= 0.8 or share <= 0.2
    paths = [path for path in index.files.modules if not is_aside(path)]
    engines = [_ENGINE.findall(index.tree.read(path)) for path in paths]
    made = {name for found in engines for name in found}
    if len(made) == 1:  # what engines are made is beyond doubt
        return made == {b"create_async_engine"}, True
    asynchronous = sum(len(_ASYNC.findall(index.tree.read(path))) for path in paths)
    synchronous = sum(len(_SYNC.findall(index.tree.read(path))) for path in paths)
    if not asynchronous and not synchronous:  # a library makes the engine: its driver may tell
        waits = any(_ASYNC_DRIVER.search(index.tree.read(path)) for path in index.files.python)
        return waits, waits
    return asynchronous > synchronous, not (asynchronous and synchronous)


def _without_tables(index: Index, requirements: tuple[Requirement, ...]) -> Fact[str]:
    files = [path for path in index.files.python if path not in index.files.tests and not is_aside(path)]
    tortoise = _import_of(index, files, rb"(?m)^\s*from tortoise|^\s*import tortoise")
    if tortoise:
        return Fact(value="tortoise", confidence="high", witnesses=tortoise)
    other = _import_of(index, files, _OTHERS)
    raw = _import_of(index, files, _RAW)
    if other:  # what an ORM raises is imported from its driver
        return Fact(
            value="other",
            confidence="low" if len(raw) > len(other) else "high",
            witnesses=other,
            against=raw,
        )
    if raw:
        return Fact(value="raw_sql", confidence="high", witnesses=_near_first(index, raw))
    names = [
        requirement
        for requirement in requirements
        if requirement.name in _DRIVERS | {"sqlalchemy", "sqlmodel"}
    ]
    core = _import_of(index, files, rb"(?m)^\s*from sqlalchemy|^\s*import sqlalchemy")
    written = tuple(where for where in core if re.search(rb"\btext\(", index.tree.read(where.file)))
    if written:
        return Fact(value="raw_sql", confidence="low", witnesses=written)
    if core:
        asynchronous = any(_ASYNC.search(index.tree.read(witness.file)) for witness in core)
        kind = "async" if asynchronous else "sync"
        return Fact(value=f"sqlalchemy_{kind}", confidence="low", witnesses=core)
    against = tuple(Witness(requirement.file, requirement.line) for requirement in names)
    against += _import_of(index, files, _STORES)  # rows may lie there
    return Fact(value="none", confidence="low" if against else "high", against=against, origin="default")


def _near_first(index: Index, places: tuple[Witness, ...]) -> tuple[Witness, ...]:
    """What lies in the application's own package before what lies beside it."""
    home = index.reach.app.key.file.partition("/")[0] if index.reach.app else ""
    return tuple(sorted(places, key=lambda place: place.file.partition("/")[0] != home))


def _import_of(index: Index, files: list[str], pattern: bytes) -> tuple[Witness, ...]:
    return tuple(Witness(path, 1) for path in files if re.search(pattern, index.tree.read(path)))[:8]


def detect_declarative_base(index: Index) -> Fact[Symbol | None]:
    """The base that most tables descend from; the one that tables name where there are several steps."""
    tables = [
        (table.file, index.symbol(table.base), Witness(table.file, table.class_.line))
        for table in index.tables
        if table.orm == "sqlalchemy" and table.base and table.base.file and not is_aside(table.file)
    ]
    rows = [Witness(t.file, t.class_.line) for t in index.tables if t.orm == "sqlmodel"]
    if not tables and rows:
        return Fact(value=None, origin="default")
    if not tables:
        return _loose_base(index)
    if len(rows) > len(tables):  # what few tables descend from is not the base of the project
        return Fact(value=None, confidence="low", against=tuple(where for *_, where in tables[:SHOWN]))
    ballots: list[tuple[Symbol | None, Witness]] = [(symbol, where) for _, symbol, where in tables]
    fact = vote(ballots, None)
    naming = [file for file, symbol, _ in tables if symbol == fact.value]
    return replace(fact, value=_as_imported(index, naming, fact.value))


def _as_imported(index: Index, files: list[str], base: Symbol | None) -> Symbol | None:
    """The base as most tables import it: a module that hands on all tables is no place for one."""
    if base is None:
        return None
    modules: Counter[str] = Counter()
    for file in files:
        module = index.files.module(file)
        found = module.import_(base.imported) if module else None
        if found is not None and not found.level and found.bound == found.name:
            modules[found.module] += 1
    usual = modules.most_common(1)
    return replace(base, module=usual[0][0]) if usual else base


def _loose_base(index: Index) -> Fact[Symbol | None]:
    """No table descends from one yet: the only base, else the one nearest to the application."""
    loose = [base for base in _bases(index) if not is_aside(base.file)]
    if not loose:
        return Fact(value=None, origin="default")
    app = index.reach.app

    def distance(base: Target) -> tuple[int, str]:
        shared = commonpath((dirname(base.file), dirname(app.key.file))) if app else ""
        return (-len(shared), base.file)

    best, *others = sorted(loose, key=distance)
    return Fact(
        value=index.symbol(best),
        confidence="low" if others else "high",
        witnesses=(Witness(best.file, 1),),
        against=tuple(Witness(base.file, 1) for base in others[:8]),
    )


def _bases(index: Index) -> list[Target]:
    """Declarative bases, whether or not a table descends from them."""
    found = []
    for path, module in index.files.modules.items():
        names = [c.name for c in module.classes] + [a.target for a in module.assignments]
        dotted = index.files.resolver.module_name(path)
        found += [t for name in names if is_base(index.files, t := Target(path, dotted, name))]
    return found


def detect_id_type(index: Index, models: tuple[Model, ...], orm: str) -> Fact[str]:
    """int, uuid or other: what most tables have as their primary key."""
    keys = list(_single_keys(index, models))
    # What a package brings is no habit of the project.
    brought = [(kind, where) for column, kind, where in keys if column.source.startswith("SQLAlchemyBase")]
    ballots = [
        (kind, where) for column, kind, where in keys if not column.source.startswith("SQLAlchemyBase")
    ]
    # Of equally many, an id that this project makes comes before one that comes from elsewhere.
    ballots.sort(key=lambda ballot: ballot[0] == "other")
    if ballots:
        return vote(ballots, "")
    if brought:
        found = vote(brought, "")
        return Fact(value=found.value, confidence="low", witnesses=found.witnesses, against=found.against)
    if orm == "beanie":
        return Fact(value="other", confidence="high", origin="default")
    given = vote(_base_ids(index) if orm != "other" else _declared_ids(index), "")
    if given.value:
        return given
    asked = vote(_path_ids(index), "other" if orm in ("none", "other") else "int")
    return Fact(value=asked.value, confidence="low", witnesses=asked.witnesses, origin=asked.origin)


def detect_ids_as_text(index: Index, models: tuple[Model, ...]) -> Fact[bool]:
    """Are ids that are UUIDs kept in columns of text, rather than of the database's own type?"""
    return vote(
        (
            (column.type == "str", where)
            for column, kind, where in _single_keys(index, models)
            if kind == "uuid" and not column.source.startswith("SQLAlchemyBase")
        ),
        default=False,
    )


def _single_keys(index: Index, models: tuple[Model, ...]) -> Iterator[tuple[Column, str, Witness]]:
    """The primary keys of one column, each with what it is and where."""
    written = {(table.file, table.class_.name): table.class_ for table in index.tables}
    for model in models:
        keys = [column for column in model.columns if column.primary_key]
        if len(keys) == 1:
            class_ = written.get((model.file, model.name))
            said = class_.assignment(keys[0].name) if class_ else None
            text = said.value if said else keys[0].declared
            kind = _id_kind(keys[0], f"{text} {_default_of(index, model.file, text)}")
            yield keys[0], kind, Witness(model.file, keys[0].line or model.line)


def _default_of(index: Index, file: str, text: str) -> str:
    """The source of the project's function that makes the default, or ""."""
    named = re.search(r"\bdefault(?:_factory)?\s*=\s*([\w.]+)", text)
    placed = index.files.placed_function(index.files.target(file, named[1])) if named else None
    return index.files.source_of(*placed).decode("utf-8", "replace") if placed else ""


def _base_ids(index: Index) -> Iterator[tuple[str, Witness]]:
    """Without tables: the id that the declarative base gives to each."""
    for base in _bases(index):
        class_ = index.files.class_at(base)
        field = class_.assignment("id") if class_ else None
        if field is not None and not is_aside(base.file):
            said = f"{field.annotation} {field.value}"
            kind = (
                "uuid"
                if re.search(r"(?i)uuid", said)
                else "int"
                if re.search(r"\bint\b|Integer", said)
                else "other"
            )
            yield kind, Witness(base.file, field.line)


def _declared_ids(index: Index) -> Iterator[tuple[str, Witness]]:
    """The primary keys of tables that are not read: by the type or the field that they are declared with."""
    for path in index.files.mentioning("primary_key"):
        text = index.tree.text(path)
        if is_aside(path) or not re.search(_OTHERS, index.tree.read(path)):
            continue
        for found in _DECLARED.finditer(text):
            said = f"{found['type'] or ''} {found['field']}"
            kind = "uuid" if re.search(r"(?i)uuid", said) else "int" if _WHOLE.search(said) else "other"
            yield kind, Witness(path, text.count("\n", 0, found.start()) + 1)


def _path_ids(index: Index) -> Iterator[tuple[str, Witness]]:
    """Without tables: the types of the ids that paths take."""
    for endpoint in index.endpoints:
        for parameter in endpoint.function.parameters:
            if re.fullmatch(r"id|\w+_id", parameter.name) and f"{{{parameter.name}}}" in (
                endpoint.path or ""
            ):
                kind = re.search(r"\b(int|UUID|UUID4|str)\b", parameter.annotation)
                name = (
                    {"int": "int", "UUID": "uuid", "UUID4": "uuid"}.get(kind[1], "other") if kind else "other"
                )
                yield name, Witness(endpoint.file, parameter.line)


def _id_kind(column: Column, text: str) -> str:
    if column.type in ("int", "uuid"):
        return column.type
    return "uuid" if re.search(r"(?i)uuid|guid", f"{column.source} {column.name} {text}") else "other"
