"""`explain`: what a rule is for."""

import click

from fastapi_endpoint.faces.cli import exits
from fastapi_endpoint.faces.cli.console import answer_json, fail, show
from fastapi_endpoint.faces.cli.options import json_option


@click.command("explain")
@click.argument("rule", required=False)
@json_option
def command(*, rule: str | None, as_json: bool) -> int:
    """What RULE (an id or a name) is for, with a bad and a good example; without one, a list of all."""
    from fastapi_endpoint import workflow
    from fastapi_endpoint.faces.cli.views.findings import rule_view, rules_view

    if rule is None:
        rules = workflow.rules()
        if as_json:
            answer_json("explained", rules=rules)
        else:
            show(rules_view(rules))
        return exits.DONE
    doc = workflow.explain(rule)
    if doc is None:
        fail(f"{rule} is no rule", hint=_nearest(rule, [rule.name for rule in workflow.rules()]))
        return exits.ERROR
    if as_json:
        answer_json("explained", rules=(doc,))
    else:
        show(rule_view(doc))
    return exits.DONE


def _nearest(name: str, names: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), names, n=1)
    return f"did you mean {near[0]}?" if near else "fastapi-endpoint explain lists them"
