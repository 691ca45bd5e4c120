"""Each example is what its user gets: it synthesizes, stays the same, and leaves no finding without a reason."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from aws_cdk import Stack
from cfnlint.api import lint_file
from syrupy.assertion import SnapshotAssertion

from sagewire.explanations import EXPLANATIONS, PACKS, Explanation
from tests.examples.apps import ALL, app_of, synthesize
from tests.templates import normalised, resources
from tools.compliance import checkov
from tools.compliance.finding import Finding


def _template(assembly: Path) -> Path:
    (template,) = assembly.glob("*.template.json")
    return template


def test_it_synthesizes_to_the_template_that_was_reviewed(assembly: Path, snapshot_json: SnapshotAssertion) -> None:
    assert normalised(json.loads(_template(assembly).read_text())) == snapshot_json


def test_cfn_lint_has_no_finding(assembly: Path) -> None:
    assert lint_file(_template(assembly)) == []


def test_cdk_has_no_finding(assembly: Path) -> None:
    """Neither its built-in validation nor a warning of a construct."""
    report = json.loads((assembly / "validation-report.json").read_text())
    assert [violation for plugin in report["pluginReports"] for violation in plugin["violations"]] == []


def test_two_syntheses_are_byte_identical(folder: Path, tmp_path: Path) -> None:
    """Pitfall 3."""
    outdirs = (synthesize("asynchronous_to_zero", folder=folder, outdir=tmp_path / name) for name in ("one", "two"))
    first, second = ({file.name: file.read_bytes() for file in outdir.glob("*.json")} for outdir in outdirs)
    assert first.keys() == second.keys()
    assert {name for name in first if first[name] != second[name]} == set()


@pytest.mark.parametrize("name", ALL)
def test_each_finding_has_a_reason(judged: Mapping[str, list[Finding]], name: str) -> None:
    assert [finding for finding in judged[name] if finding.reason is None] == []


@pytest.mark.parametrize("explanation", EXPLANATIONS, ids=lambda each: f"{each.rule or each.check} {each.children}")
def test_each_explanation_is_needed(judged: Mapping[str, list[Finding]], explanation: Explanation) -> None:
    """In each of its packs, by an example or by the stack that app.py deploys: what nobody reports needs no reason."""
    given = {finding.rule for found in judged.values() for finding in found if finding.reason == explanation.reason}
    expected = set(explanation.ids(PACKS))
    if explanation.check and checkov.installed():
        expected.add(explanation.check)
    assert given == expected


@pytest.mark.parametrize("kind", ["real-time", "serverless", "asynchronous"])
def test_any_kind_is_one_word_away(kind: str, folder: Path, tmp_path: Path) -> None:
    app = app_of("another_kind", folder=folder, outdir=tmp_path, kind=kind)
    (stack,) = (child for child in app.node.children if isinstance(child, Stack))
    (name,) = resources(stack, "AWS::SageMaker::EndpointConfig")
    assert name.startswith("Endpoint" + kind.title().replace("-", ""))
