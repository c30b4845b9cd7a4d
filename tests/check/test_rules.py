"""Every rule: its bad case is found, its good case is clean, its words are whole."""

import ast
import re

import pytest

from fastapi_endpoint.check import RULES, as_github, as_sarif, check, explain, unknown_names
from fastapi_endpoint.domain.finding import Finding
from fastapi_endpoint.explore import explore
from fastapi_endpoint.source.tree import SourceTree


def findings(files, **options):
    tree = SourceTree.of_files(files)
    return check(explore(tree), tree, **options)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.doc.name)
def test_the_bad_case_is_found_where_it_stands(rule):
    found = [finding for finding in findings(rule.bad) if finding.rule == rule.doc.id]

    assert found
    assert all(finding.file in rule.bad for finding in found)
    assert all(0 < finding.line <= rule.bad[finding.file].count("\n") + 1 for finding in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.doc.name)
def test_the_good_case_is_clean(rule):
    assert findings(rule.good) == ()


def test_ids_and_names_are_unique_and_in_order():
    ids = [rule.doc.id for rule in RULES]
    assert ids == sorted(set(ids))
    assert all(re.fullmatch(r"FE[1-7]\d\d", rule_id) for rule_id in ids)
    names = [rule.doc.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.doc.name)
def test_a_rule_explains_itself(rule):
    assert explain(rule.doc.id) == explain(rule.doc.name) == rule.doc
    assert all((rule.doc.summary, rule.doc.why, rule.doc.bad, rule.doc.good, rule.hint))
    for path, text in {**rule.bad, **rule.good}.items():
        if path.endswith(".py"):
            ast.parse(text)


def test_rules_can_be_chosen_and_left_out():
    bad = next(rule.bad for rule in RULES if rule.doc.id == "FE103")
    assert [finding.rule for finding in findings(bad)] == ["FE103"]
    assert findings(bad, ignore=["FE103"]) == ()
    assert findings(bad, select=["FE4"]) == ()
    assert [finding.rule for finding in findings(bad, select=["unbounded-limit"])] == ["FE103"]
    wrong = unknown_names(["FE103", "FE9", "nonsense"])
    assert [problem.message for problem in wrong] == ["FE9 is no rule", "nonsense is no rule"]
    assert "FE103" in wrong[0].hint


def test_a_line_can_say_that_it_is_meant():
    bad = dict(next(rule.bad for rule in RULES if rule.doc.id == "FE402"))
    path = "app/config.py"
    bad[path] = bad[path].replace('"change-me"', '"change-me"  # fastapi-endpoint: ignore[FE402]')
    assert findings(bad) == ()


def test_other_programs_can_read_findings():
    finding = Finding(rule="FE103", message="50% of it", file="app/a.py", line=3, severity="note")
    assert as_github([finding]) == "::notice file=app/a.py,line=3,title=FE103::50%25 of it"
    run = as_sarif([finding])["runs"][0]
    assert run["results"][0]["ruleId"] == "FE103"
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {rule.doc.id for rule in RULES}


def test_a_long_value_is_told_with_what_is_left_out():
    bad = next(rule.bad for rule in RULES if rule.doc.id == "FE102")
    value = '{"deleted": product_id, "by": "the shop itself"}'
    longer = {path: text.replace('{"deleted": product_id}', value) for path, text in bad.items()}
    assert [finding.message.partition("returns ")[2] for finding in findings(longer)] == [
        '{"deleted": product_id, "by": "the shop...'
    ]
