"""Migrations: which kind, and Alembic's set-up as it would be found by a run."""

import pytest

from fastapi_endpoint.domain.conventions import Migrations
from fastapi_endpoint.explore.migrations import detect_migrations
from fastapi_endpoint.explore.requirements import detect_requirements
from fastapi_endpoint.source.tree import SourceTree

ENV = "from alembic import context\n\ndef run_migrations_online(): ...\n"
INI = "[alembic]\nscript_location = migrations\n"


def revision(own: str, *parents: str) -> str:
    down = repr(parents) if len(parents) > 1 else repr(parents[0]) if parents else None
    return f'"""A step."""\nrevision: str = "{own}"\ndown_revision = {down}\n'


def found(files: dict[str, str], root: str = "") -> tuple[str, Migrations]:
    tree = SourceTree.of_files(files)
    paths = tuple(path for path in tree.paths() if path.endswith(".py"))
    fact, alembic = detect_migrations(tree, root, detect_requirements(tree, root), paths)
    return fact.value, alembic


def test_heads_come_from_the_graph() -> None:
    kind, alembic = found(
        {
            "alembic.ini": INI,
            "migrations/env.py": ENV,
            "migrations/script.py.mako": "revision: str = ${repr(up_revision)}\n",
            "migrations/versions/1.py": revision("aaaaaaaaaaa1"),
            "migrations/versions/2.py": revision("aaaaaaaaaaa2", "aaaaaaaaaaa1"),
            "migrations/versions/3.py": revision("aaaaaaaaaaa3", "aaaaaaaaaaa1"),
            "migrations/versions/4.py": revision("aaaaaaaaaaa4", "aaaaaaaaaaa2", "aaaaaaaaaaa3"),
            "migrations/versions/__init__.py": "",
        }
    )
    assert kind == "alembic"
    assert alembic.config.value == "alembic.ini"
    assert (alembic.script_location.value, alembic.versions.value) == ("migrations", "migrations/versions")
    assert alembic.heads.value == ("aaaaaaaaaaa4",)
    assert (alembic.revision_style.value, alembic.typed.value) == ("hex", True)
    assert alembic.file_template.value == "%(rev)s_%(slug)s"


def test_two_heads_are_both_told() -> None:
    files = {"alembic.ini": INI, "migrations/env.py": ENV}
    files |= {f"migrations/versions/{n}.py": revision(f"000{n}") for n in (1, 2)}
    _, alembic = found(files)
    assert (alembic.heads.value, alembic.revision_style.value) == (("0001", "0002"), "sequence")


@pytest.mark.parametrize(
    ("location", "config", "folder"),
    [
        ("%(here)s/db/migrations", "alembic.ini", "db/migrations"),
        ("shop:db/migrations", "alembic.ini", "shop/db/migrations"),
        ("shop:db/migrations", "alembic.ini", "src/shop/db/migrations"),
        ("alembic", "src/alembic.ini", "src/alembic"),
        (".", "db/alembic.ini", "db"),
        ("src/alembic", "src/alembic.ini", "src/alembic"),
    ],
)
def test_script_locations(location: str, config: str, folder: str) -> None:
    _, alembic = found({config: f"[alembic]\nscript_location = {location}\n", f"{folder}/env.py": ENV})
    assert alembic.script_location.value == folder
    assert alembic.config.value == config


def test_template_loses_the_doubled_percent_signs_of_ini_files() -> None:
    text = INI + "file_template = %%(year)d_%%(rev)s\nrecursive_version_locations = true\n"
    files = {"alembic.ini": text, "migrations/env.py": ENV}
    files["migrations/versions/2026/a.py"] = revision("aaaaaaaaaaaa")
    _, alembic = found(files)
    assert alembic.file_template.value == "%(year)d_%(rev)s"
    assert alembic.heads.value == ("aaaaaaaaaaaa",)


def test_settings_in_pyproject() -> None:
    text = '[tool.alembic]\nscript_location = "%(here)s/db"\nfile_template = "%(rev)s"\n'
    kind, alembic = found({"pyproject.toml": text, "db/env.py": ENV})
    assert (kind, alembic.config.value, alembic.script_location.value) == ("alembic", "pyproject.toml", "db")
    assert alembic.file_template.value == "%(rev)s"


def test_the_nearest_set_up_is_the_applications_own() -> None:
    files = {"backend/alembic.ini": INI, "backend/migrations/env.py": ENV}
    files |= {"worker/alembic.ini": INI, "worker/migrations/env.py": ENV}
    assert found(files, "backend")[1].config.value == "backend/alembic.ini"


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"pyproject.toml": "[tool.aerich]\ntortoise_orm = 'app.db.CONFIG'\n"}, "aerich"),
        ({"requirements.txt": "aerich\n"}, "aerich"),
        ({"requirements.txt": "yoyo-migrations\n"}, "other"),
        ({"app/db.py": 'db.execute("ALTER TABLE todos ADD COLUMN x")\n'}, "other"),
        ({"requirements.txt": "alembic\n"}, "none"),
        ({"lib/alembic/env.py": ENV}, "alembic"),
        ({}, "none"),
    ],
)
def test_kinds(files: dict[str, str], kind: str) -> None:
    assert found(files)[0] == kind


def test_numbered_steps_of_a_folder_are_migrations() -> None:
    assert found({"requirements.txt": "peewee\n", "migrations/versions/001_initial.py": ""})[0] == "other"
    assert found({"requirements.txt": "peewee\n", "app/v1_routes.py": ""})[0] == "none"


@pytest.mark.parametrize(
    "said", ["app:migrations/versions", "app/migrations/versions:lib/more", "app/migrations/versions"]
)
def test_folders_of_versions_may_lie_in_a_package(said: str) -> None:
    _, alembic = found(
        {
            "alembic.ini": f"[alembic]\nscript_location = app:migrations\nversion_locations = {said}\n",
            "app/migrations/env.py": ENV,
            "app/migrations/versions/1.py": revision("aaaaaaaaaaa1"),
        }
    )
    assert alembic.heads.value == ("aaaaaaaaaaa1",)


def test_a_list_of_what_was_applied_is_a_project_s_own_way() -> None:
    run = "def run(db): db.execute('SELECT version FROM schema_migrations')\n"
    assert found({"requirements.txt": "asyncpg\n", "migrate.py": run})[0] == "other"
