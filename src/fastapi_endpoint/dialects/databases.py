"""What databases can do, as rows. Generated statements use what all databases of a project can do."""

from msgspec import Struct


class Capabilities(Struct, frozen=True, kw_only=True):
    """One database, or what several have in common.

    `update_returning`, `delete_returning`: the statement can answer with its rows. `row_value_seek`: a
    comparison of row values is answered from an index. `nulls_first_last`: ORDER BY takes the words.
    `computed_not_null`: a generated column takes NOT NULL. `whole_seconds`: times lose what is less than a
    second, unless their type says otherwise.
    """

    names: tuple[str, ...]
    update_returning: bool
    delete_returning: bool
    row_value_seek: bool
    nulls_first_last: bool
    insert_returning: bool = True
    computed_not_null: bool = True
    whole_seconds: bool = False


SQLITE = Capabilities(
    names=("sqlite",),
    update_returning=True,
    delete_returning=True,
    row_value_seek=True,
    nulls_first_last=True,
)
POSTGRESQL = Capabilities(
    names=("postgresql",),
    update_returning=True,
    delete_returning=True,
    row_value_seek=True,
    nulls_first_last=True,
)
MYSQL = Capabilities(
    names=("mysql",),
    insert_returning=False,
    computed_not_null=False,  # a project that names MySQL may mean MariaDB
    whole_seconds=True,
    update_returning=False,
    delete_returning=False,
    row_value_seek=False,
    nulls_first_last=False,
)
MARIADB = Capabilities(
    names=("mariadb",),
    computed_not_null=False,
    whole_seconds=True,
    update_returning=False,
    delete_returning=True,
    row_value_seek=False,
    nulls_first_last=False,
)
DATABASES = {each.names[0]: each for each in (SQLITE, POSTGRESQL, MYSQL, MARIADB)}


def common(names: tuple[str, ...]) -> Capabilities:
    """What the named databases can all do; where none is known, SQLite and PostgreSQL stand for them."""
    chosen = [DATABASES[name] for name in names if name in DATABASES] or [SQLITE, POSTGRESQL]
    return Capabilities(
        names=tuple(each.names[0] for each in chosen),
        update_returning=all(each.update_returning for each in chosen),
        delete_returning=all(each.delete_returning for each in chosen),
        row_value_seek=all(each.row_value_seek for each in chosen),
        nulls_first_last=all(each.nulls_first_last for each in chosen),
        insert_returning=all(each.insert_returning for each in chosen),
        computed_not_null=all(each.computed_not_null for each in chosen),
        whole_seconds=any(each.whole_seconds for each in chosen),
    )
