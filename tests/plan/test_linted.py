"""New files in projects whose linter wants docstrings, and other things that plain code does not do."""

import pytest

from fastapi_endpoint.domain.plan import CreateFile, EditFile, Plan
from fastapi_endpoint.testing import SampleProject
from fastapi_endpoint.tools.ruff import broken_rules
from plan.shops import shop

RULES = "[tool.ruff.lint]\nselect = ['D1', 'EM', 'ARG', 'ANN401', 'PLR2004']\n"
BY_FLAKE8 = "fastapi\npydantic>=2\nsqlalchemy>=2\nflake8\nflake8-docstrings\n"
FIELDS = ["code:str40:unique", "expires_at:datetime:optional:sort", "kind:enum/gift/refund:filter"]
TESTS = "tests/test_vouchers.py"


def a_shop(**files: str) -> SampleProject:
    """The shop with other files, its own keeping every rule since they are excused."""
    tree = shop().tree
    own = {path: b"# ruff: noqa\n" + tree.read(path) for path in tree.paths() if path.endswith(".py")}
    return SampleProject(tree.overlay(own | {path: text.encode() for path, text in files.items()}))


def created(host: SampleProject) -> dict[str, str]:
    plan = host.plan("Voucher", FIELDS, auth="none", paginate="cursor")
    assert isinstance(plan, Plan), plan
    return {each.path: each.text for each in plan.operations if isinstance(each, CreateFile)}


@pytest.fixture(scope="module")
def strict() -> dict[str, str]:
    return created(a_shop(**{"pyproject.toml": RULES}))


def test_a_host_that_keeps_its_rules_gets_files_that_keep_them(strict: dict[str, str]) -> None:
    host = a_shop(**{"pyproject.toml": RULES})
    assert broken_rules(strict, host.tree) == {}


def test_what_is_said_is_true_and_short(strict: dict[str, str]) -> None:
    model, schema = strict["app/models/voucher.py"], strict["app/schemas/voucher.py"]
    assert model.startswith('"""The table of vouchers."""\n\n')
    assert 'class Voucher(Base):\n    """A voucher as the database keeps it."""\n\n' in model
    assert '    """What a voucher is created from."""\n\n    model_config' in schema
    assert '    """What voucher kind may be."""\n' in schema


def test_plain_tests_name_what_they_break_and_what_a_library_hands_in_is_excused(
    strict: dict[str, str],
) -> None:
    assert strict[TESTS].startswith('# ruff: noqa: ANN401, D103, PLR2004\n"""Tests of vouchers."""\n')
    assert strict["app/utc_datetime.py"].count("# noqa: ARG002") == 2


def test_messages_stand_apart_where_that_is_wanted(strict: dict[str, str]) -> None:
    assert 'msg = "out of range"\n        raise ValueError(msg) from None' in strict["app/moments.py"]


def test_a_rule_that_the_host_breaks_itself_adds_nothing() -> None:
    own = '"""Boxes."""\n\n\nclass Box:\n    pass\n'
    texts = created(a_shop(**{"pyproject.toml": RULES, "app/box.py": own}))
    assert texts["app/models/voucher.py"].startswith('"""The table of vouchers."""\n\n')
    assert 'class Voucher(Base):\n    __tablename__ = "vouchers"\n' in texts["app/models/voucher.py"]


def test_flake8_wants_them_where_it_has_the_plugin() -> None:
    texts = created(a_shop(**{"requirements.txt": BY_FLAKE8, ".flake8": "[flake8]\nmax-line-length = 88\n"}))
    code = {path: text for path, text in texts.items() if not path.startswith("tests/")}
    assert broken_rules(code, shop().tree, rules="D1") == {}
    assert texts[TESTS].startswith('# flake8: noqa: D103\n"""Tests of vouchers."""\n')


def test_elsewhere_nothing_is_added() -> None:
    texts = created(a_shop())
    assert "The table of vouchers" not in texts["app/models/voucher.py"]
    assert "noqa" not in "".join(texts.values())


def test_what_is_appended_names_it_in_its_lines() -> None:
    conftest = '"""Tests."""\n\nimport pytest\n'
    plan = a_shop(**{"pyproject.toml": RULES, "tests/conftest.py": conftest}).plan(
        "Voucher", FIELDS, auth="none", paginate="cursor"
    )
    assert isinstance(plan, Plan), plan
    added = "".join(
        hunk.inserted for each in plan.operations if isinstance(each, EditFile) for hunk in each.hunks
    )
    assert "def skip_fsync(connection: Any, _: object) -> None:  # noqa: ANN401\n" in added
