"""Findings in the forms that other programs read: SARIF, and GitHub's workflow commands."""

from collections.abc import Sequence
from typing import Any

from fastapi_endpoint import __version__
from fastapi_endpoint.check.registry import RULES
from fastapi_endpoint.domain.finding import Finding

_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}


def as_github(findings: Sequence[Finding]) -> str:
    """One workflow command a line, which GitHub shows beside the code."""
    return "\n".join(
        f"::{_GITHUB[finding.severity]} file={_property(finding.file)},line={finding.line},"
        f"title={finding.rule}::{_text(finding.message)}"
        for finding in findings
    )


def as_sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    """A SARIF 2.1.0 document, as a tree of JSON values."""
    rules = [
        {
            "id": rule.doc.id,
            "name": rule.doc.name,
            "shortDescription": {"text": rule.doc.summary},
            "fullDescription": {"text": rule.doc.why},
        }
        for rule in RULES
    ]
    driver = {"name": "fastapi-endpoint", "version": __version__, "rules": rules}
    results = [
        {
            "ruleId": finding.rule,
            "level": finding.severity,
            "message": {"text": finding.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": finding.file},
                        "region": {"startLine": finding.line},
                    }
                }
            ],
        }
        for finding in findings
    ]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _text(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _text(value).replace(":", "%3A").replace(",", "%2C")
