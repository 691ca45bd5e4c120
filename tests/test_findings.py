"""Our reasons for findings: for our own resources alone, and only where there is something to explain."""

from typing import Any, cast

import pytest
from aws_cdk import App, CfnResource, Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs

from sagewire import ContainerImage, LambdaInvoker, Model, RealTimeEndpoint, acknowledge_findings
from tests.compliance import unexplained_in
from tests.templates import resources
from tools.compliance import checkov

QUEUE = {"AwsSolutions-SQS3", "AwsSolutions-SQS4", "Serverless-SQSRedrivePolicy"}


@pytest.fixture
def invoker(stack: Stack) -> LambdaInvoker:
    model = Model(stack, "Model", image=ContainerImage.for_framework("sklearn", "1.2-1"))
    endpoint = RealTimeEndpoint(stack, "Endpoint", model=model, instance_type="ml.c7i.large")
    return LambdaInvoker(stack, "Invoker", endpoint=endpoint)


def skipped(resource: dict[str, Any]) -> list[str]:
    return [check["id"] for check in resource.get("Metadata", {}).get("checkov", {}).get("skip", [])]


def test_a_finding_on_a_users_own_resource_is_left_alone(app: App, stack: Stack, invoker: LambdaInvoker) -> None:
    """Wherever it stands: beside our constructs or below one."""
    made = sqs.Queue(stack, "Beside"), sqs.Queue(invoker, "Below")
    queues = [cast("CfnResource", queue.node.default_child) for queue in made]
    acknowledge_findings(app)
    reported = {(finding.rule, finding.where) for finding in unexplained_in(app)}
    expected = {(rule, f"Test/{where}/Resource") for rule in QUEUE for where in ("Beside", "Invoker/Below")}
    if checkov.installed():
        expected |= {("CKV_AWS_27", f"Test/{stack.get_logical_id(queue)}") for queue in queues}
    assert reported == expected


def test_nothing_is_acknowledged_unasked(app: App, invoker: LambdaInvoker) -> None:
    assert "NIST.800.53.R5-LambdaInsideVPC" in {finding.rule for finding in unexplained_in(app)}


def test_what_is_mended_is_not_explained(stack: Stack, invoker: LambdaInvoker) -> None:
    resource = invoker.function.node.default_child
    assert isinstance(resource, lambda_.CfnFunction)
    resource.reserved_concurrent_executions = 5
    acknowledge_findings(stack)
    (function,) = resources(stack, "AWS::Lambda::Function").values()
    assert skipped(function) == ["CKV_AWS_117", "CKV_AWS_116", "CKV_AWS_173"]


def test_explaining_twice_says_it_once(stack: Stack, invoker: LambdaInvoker) -> None:
    acknowledge_findings(stack)
    acknowledge_findings(invoker)
    (function,) = resources(stack, "AWS::Lambda::Function").values()
    assert len(skipped(function)) == len(set(skipped(function))) == 4


def test_a_check_that_is_skipped_already_keeps_its_reason(stack: Stack, invoker: LambdaInvoker) -> None:
    resource = invoker.function.node.default_child
    assert isinstance(resource, CfnResource)
    resource.add_metadata("checkov", {"skip": [{"id": "CKV_AWS_117", "comment": "ours"}]})
    acknowledge_findings(stack)
    (function,) = resources(stack, "AWS::Lambda::Function").values()
    assert function["Metadata"]["checkov"]["skip"][0] == {"id": "CKV_AWS_117", "comment": "ours"}
    assert len(skipped(function)) == 4


def test_only_the_packs_that_are_asked_for(app: App, stack: Stack, invoker: LambdaInvoker) -> None:
    acknowledge_findings(stack, packs=["PCI.DSS.321"])
    packs = {finding.pack for finding in unexplained_in(app)}
    assert packs - {checkov.PACK} == {"Serverless", "NIST.800.53.R5", "HIPAA.Security"}


def test_checkov_alone_or_not_at_all(stack: Stack, invoker: LambdaInvoker) -> None:
    acknowledge_findings(stack, packs=["Serverless"])
    (function,) = resources(stack, "AWS::Lambda::Function").values()
    assert skipped(function) == []
    acknowledge_findings(stack, packs=["checkov"])
    resource = invoker.function.node.default_child
    assert isinstance(resource, CfnResource)
    assert len(resource.get_metadata("checkov")["skip"]) == 4


def test_there_is_no_other_pack(stack: Stack) -> None:
    with pytest.raises(ValueError, match="pack is 'AwsSolutions'; allowed are Serverless, NIST"):
        acknowledge_findings(stack, packs=["AwsSolutions"])
