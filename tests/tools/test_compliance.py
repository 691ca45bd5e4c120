"""The counting of findings: nothing passes because it was not looked at."""

from pathlib import Path

import pytest
from aws_cdk import Acknowledgment, App, CfnResource, Stack, Validations
from aws_cdk import aws_sqs as sqs

from tests.compliance import unexplained, unexplained_in
from tools.compliance import checkov, nag
from tools.compliance.planted import without_planted

REASON = "nobody reads it"
EXPECTED = {
    ("AwsSolutions", "AwsSolutions-SQS3"),
    ("AwsSolutions", "AwsSolutions-SQS4"),
    ("Serverless", "Serverless-SQSRedrivePolicy"),
    *([("checkov", "CKV_AWS_27")] if checkov.installed() else []),
}


def explain(queue: sqs.Queue) -> None:
    """Give each finding its reason, where its checker looks for it."""
    ids = [f"{pack}::{rule}" for pack, rule in EXPECTED if pack in nag.PACKS]
    Validations.of(queue).acknowledge(*(Acknowledgment(id=id, reason=REASON) for id in ids))
    resource = queue.node.default_child
    assert isinstance(resource, CfnResource)
    resource.add_metadata("checkov", {"skip": [{"id": "CKV_AWS_27", "comment": REASON}]})


@pytest.mark.parametrize("explained", [False, True])
def test_what_has_no_reason_is_found(app: App, explained: bool) -> None:
    queue = sqs.Queue(Stack(app, "Queues"), "Queue")
    if explained:
        explain(queue)
    found = unexplained_in(app)
    assert {(finding.pack, finding.rule) for finding in found} == (set() if explained else EXPECTED)
    if explained:
        outdir = Path(app.outdir)
        reported = nag.findings(outdir) + (checkov.findings(outdir) if checkov.installed() else [])
        assert {(finding.pack, finding.rule, finding.reason) for finding in reported} == {
            (*rule, REASON) for rule in EXPECTED
        }


def test_a_script_is_judged_as_it_stands(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text(
        "from aws_cdk import App, Stack, aws_sqs as sqs\n"
        "app = App()\n"
        "sqs.Queue(Stack(app, 'Queues'), 'Queue')\n"
        "app.synth()\n"
    )
    found = unexplained(script, folder=tmp_path, outdir=tmp_path / "cdk.out")
    assert ("AwsSolutions-SQS4", "Queues/Queue/Resource") in {(finding.rule, finding.where) for finding in found}


def test_a_script_that_fails_is_no_clean_one(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text("raise RuntimeError('no model')\n")
    with pytest.raises(RuntimeError, match="no model"):
        unexplained(script, folder=tmp_path, outdir=tmp_path / "cdk.out")


def test_a_pack_that_did_not_report_the_planted_fault_did_not_run() -> None:
    with pytest.raises(RuntimeError, match="not reported by checkov"):
        without_planted([], ["checkov"])
