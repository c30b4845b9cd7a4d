"""The migration check: up, down, up on a throw-away database, and a table that agrees with its model."""

import pytest

from execute.hosts import added, host, options
from execute.plans import plan_of, plant, tree
from fastapi_endpoint.domain.plan import PlannedTable
from fastapi_endpoint.execute import rehearse

INI = "[alembic]\nscript_location = %(here)s/alembic\nprepend_sys_path = .\n"

ENV = """
from alembic import context

import app.models
from app.database import Base, engine

with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
"""

FIRST = """
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("users")
"""

SECOND = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table(
        "parcels",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(40), nullable=False),
    )
    op.create_index("ix_parcels_name", "parcels", ["name"])


def downgrade():
    op.drop_table("parcels")
"""

MODELS = """
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class Parcel(Base):
    __tablename__ = "parcels"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), index=True)
"""

BEFORE = host() | {
    "alembic.ini": INI.encode(),
    "alembic/env.py": ENV.encode(),
    "alembic/versions/0001_first.py": FIRST.encode(),
    "app/models.py": b"",
}
REVISION = "alembic/versions/0002_parcels.py"
AFTER = added(BEFORE) | {"app/models.py": MODELS.encode(), REVISION: SECOND.encode()}


def migrate(tmp_path, url, after=AFTER, before=BEFORE, **more):
    root = plant(tmp_path / "project", before)
    settings = tmp_path / "settings.env"
    settings.write_text(f"DATABASE_URL={url}\n")
    plan = plan_of(before, after, table=PlannedTable(name="parcels", columns=()))
    wanted = options(env_file=str(settings), host_tests=False, alembic__heads=("0001",), **more)
    rehearsal = rehearse(plan, after, root=root, options=wanted)
    assert tree(root) == before
    return next(check for check in rehearsal.checks if check.name == "migration")


@pytest.mark.slow
def test_up_down_up_on_sqlite(tmp_path):
    check = migrate(tmp_path, "sqlite:///./dev.db")
    assert (check.outcome, check.why) == ("green", "up, down, up on sqlite; model and table agree")


@pytest.mark.slow
@pytest.mark.postgresql
def test_up_down_up_on_postgresql(tmp_path, server):
    check = migrate(tmp_path, server.theirs.replace("postgresql:", "postgresql+psycopg:"), server=server.url)
    assert (check.outcome, check.why) == ("green", "up, down, up on postgresql; model and table agree")
    assert server.is_untouched()


@pytest.mark.slow
def test_sqlite_stands_in_and_says_so(tmp_path):
    check = migrate(tmp_path, "postgresql+psycopg://db.example/prod")
    assert check.outcome == "green"
    assert "on SQLite: no PostgreSQL server for tests is known" in check.why


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('op.drop_table("parcels")', "raise RuntimeError('no way back')", "does not go down"),
        (
            '    op.create_index("ix_parcels_name", "parcels", ["name"])',
            "",
            "differ: add_index ix_parcels_name",
        ),
        ("nullable=False", "nullable=True", "differ: modify_nullable name"),
        ("sa.String(40)", "sa.Strin(40)", "does not go up"),
    ],
)
def test_a_wrong_revision_is_red(tmp_path, old, new, said):
    assert old in SECOND
    check = migrate(tmp_path, "sqlite:///./dev.db", AFTER | {REVISION: SECOND.replace(old, new).encode()})
    assert check.outcome == "red"
    assert said in check.why


@pytest.mark.slow
def test_a_history_that_does_not_replay_is_not_our_red(tmp_path):
    broken = BEFORE | {
        "alembic/versions/0001_first.py": FIRST.replace("op.create_table", "op.nothing").encode()
    }
    check = migrate(tmp_path, "sqlite:///./dev.db", before=broken)
    assert check.outcome == "not-verified"
    assert "history does not replay" in check.why


@pytest.mark.slow
@pytest.mark.parametrize(
    ("metadata", "outcome", "said"),
    [
        ("MetaData()", "not-verified", "env.py does not know the project's other tables either"),
        ("Table('users', MetaData()).metadata", "red", "env.py knows every table but this one"),
        ("[Base.metadata, Table('other', MetaData()).metadata]", "green", "model and table agree"),
    ],
)
def test_only_what_env_py_knows_is_compared(tmp_path, metadata, outcome, said):
    env = ENV.replace("Base.metadata", metadata).replace(
        "\n", "\nfrom sqlalchemy import MetaData, Table\n", 1
    )
    before = BEFORE | {"alembic/env.py": env.encode()}
    check = migrate(tmp_path, "sqlite:///./dev.db", before=before)
    assert check.outcome == outcome, check
    assert said in check.why
