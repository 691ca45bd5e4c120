"""The stack that app.py deploys: stable, and without a finding of any of the usual checks."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Validations
from aws_cdk import aws_sqs as sqs
from cdk_nag import AwsSolutionsChecks
from syrupy.assertion import SnapshotAssertion

from cdk.personalization_stack import PersonalizationStack
from tests.templates import normalised

ROOT = Path(__file__).parents[2]
# Among the flags: an error of CDK's own validation ends the synthesis.
FLAGS = json.loads((ROOT / "cdk.json").read_text())["context"]


def synthesize(into: Path, model_folder: Path) -> Path:
    """Run app.py as the CDK CLI does, in a process of its own."""
    environment = {
        **os.environ,
        "CDK_OUTDIR": str(into),
        "CDK_CONTEXT_JSON": json.dumps({"model": str(model_folder), **FLAGS}),
    }
    subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment, check=True)
    return into / "Personalization.template.json"


@pytest.fixture(scope="module")
def assemblies(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two syntheses of the same app, with CDK's own validation, whose errors end them."""
    folder = tmp_path_factory.mktemp("model")
    (folder / "weights.json").write_text("[1]")
    return [synthesize(tmp_path_factory.mktemp("cdk.out"), folder).parent for _ in range(2)]


def test_synthesis_is_byte_identical(assemblies: list[Path]) -> None:
    first, second = ({file.name: file.read_bytes() for file in folder.glob("*.json")} for folder in assemblies)
    assert first.keys() == second.keys()
    assert {name for name in first if first[name] != second[name]} == set()


def test_cfn_lint_has_no_finding(assemblies: list[Path]) -> None:
    template = assemblies[0] / "Personalization.template.json"
    lint = [str(Path(sys.executable).with_name("cfn-lint")), "--", str(template)]
    found = subprocess.run(lint, capture_output=True, text=True, check=False)
    assert (found.stdout, found.returncode) == ("", 0)


def test_the_template_is_the_one_that_was_reviewed(assemblies: list[Path], snapshot_json: SnapshotAssertion) -> None:
    template = json.loads((assemblies[0] / "Personalization.template.json").read_text())
    assert normalised(template) == snapshot_json


@pytest.mark.parametrize("flags", [{}, FLAGS], ids=["no flag", "all flags"])
@pytest.mark.parametrize("fault", [False, True])
def test_cdk_nag_finds_nothing_but_a_planted_fault(
    tmp_path: Path, model_folder: Path, flags: dict[str, bool], fault: bool
) -> None:
    """Whatever AwsSolutions reports of our own resources is acknowledged, with a reason, beside its cause."""
    outdir = tmp_path / "cdk.out"
    app = App(outdir=str(outdir), context=flags, analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = PersonalizationStack(app, "Personalization", model_folder=model_folder)
    if fault:
        sqs.Queue(stack, "Planted")
    Validations.of(app).add_plugins(AwsSolutionsChecks(app, verbose=True))
    if not fault:
        app.synth()
        return
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    (plugin,) = json.loads((outdir / "validation-report.json").read_text())["pluginReports"]
    assert {violation["ruleName"] for violation in plugin["violations"]} == {"AwsSolutions-SQS3", "AwsSolutions-SQS4"}


def allowed(node: Any) -> Iterator[dict[str, Any]]:
    """Every statement that allows something, of every policy in the template."""
    match node:
        case {"Effect": "Allow", "Action": _}:
            yield node
        case dict():
            yield from (statement for value in node.values() for statement in allowed(value))
        case list():
            yield from (statement for value in node for statement in allowed(value))


def test_no_action_is_a_wildcard_and_few_resources_are(assemblies: list[Path]) -> None:
    template = json.loads((assemblies[0] / "Personalization.template.json").read_text())
    statements = list(allowed(template))
    assert [s for s in statements if "*" in str(s["Action"])] == []
    assert "ManagedPolicyArns" not in str(template)
    assert {str(s["Action"]) for s in statements if s.get("Resource") == "*"} == {
        "ecr:GetAuthorizationToken",
        "cloudwatch:PutMetricData",
    }


def test_a_missing_model_is_one_line(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "CDK_OUTDIR": str(tmp_path / "cdk.out"),
        "CDK_CONTEXT_JSON": json.dumps({"model": str(tmp_path / "absent")}),
    }
    run = subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert run.stderr == f"app.py: there is no model at '{tmp_path}/absent': name a folder or a .tar.gz file\n"
