"""`check` and `explain` over folders on disk."""

import json

import pytest

from fastapi_endpoint.check import RULES
from fastapi_endpoint.faces.cli import run

BAD = next(rule.bad for rule in RULES if rule.doc.id == "FE103")
GOOD = next(rule.good for rule in RULES if rule.doc.id == "FE103")


@pytest.fixture
def folder(tmp_path):
    def write(files):
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        return str(tmp_path)

    return write


def test_findings_stand_under_their_file_and_end_in_2(folder, capsys):
    assert run(["check", folder(BAD)]) == 2
    out = capsys.readouterr().out
    assert "app/routers/products.py" in out
    assert "FE103  GET /products takes any limit, however large" in out
    assert "1 warning" in out


def test_a_clean_project_ends_in_0(folder, capsys):
    assert run(["check", folder(GOOD)]) == 0
    assert capsys.readouterr().out == "Nothing found.\n"


def test_a_rule_left_out_finds_nothing(folder):
    assert run(["check", folder(BAD), "--ignore", "FE103"]) == 0


def test_an_unknown_rule_is_an_error(folder, capsys):
    assert run(["check", folder(GOOD), "--select", "FE999"]) == 1
    assert "FE999 is no rule" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_other_programs_get_json(folder, capsys, form):
    assert run(["check", folder(BAD), "--format", form]) == 2
    assert "FE103" in json.dumps(json.loads(capsys.readouterr().out))


def test_github_gets_a_command_a_line(folder, capsys):
    assert run(["check", folder(BAD), "--format", "github"]) == 2
    assert capsys.readouterr().out.startswith("::warning file=app/routers/products.py,line=")


def test_outside_of_a_project_nothing_is_checked(tmp_path, capsys):
    assert run(["check", str(tmp_path)]) == 1
    assert "no FastAPI application was found" in capsys.readouterr().err


def test_a_rule_is_explained_by_id_and_by_name(capsys):
    assert run(["explain", "FE103"]) == 0
    by_id = capsys.readouterr().out
    assert run(["explain", "unbounded-limit"]) == 0
    assert capsys.readouterr().out == by_id
    assert "Bad" in by_id


def test_all_rules_are_listed(capsys):
    assert run(["explain"]) == 0
    out = capsys.readouterr().out
    assert all(rule.doc.id in out for rule in RULES)


def test_no_rule_is_no_explanation(capsys):
    assert run(["explain", "FE999"]) == 1
    assert "FE999 is no rule" in capsys.readouterr().err


def test_a_name_that_is_nearly_a_rules_is_told_the_right_one(capsys):
    assert run(["explain", "unbounded-limt"]) == 1
    assert "next: did you mean unbounded-limit?" in capsys.readouterr().err
