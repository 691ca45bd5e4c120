"""What every role of every construct may do: no action with a wildcard, no resource but those on the list."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Duration, Environment, Size, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from aws_cdk.assertions import Template
from aws_cdk.aws_scheduler import ScheduleExpression

from sagewire import (
    AsyncEndpoint,
    BatchTransform,
    ComputeRequirements,
    Container,
    ContainerImage,
    DataCapture,
    InferenceComponent,
    InferenceComponentEndpoint,
    InvocationTarget,
    LambdaInvoker,
    Model,
    ModelArtifact,
    ObjectPrefix,
    ProductionVariant,
    RealTimeEndpoint,
    Rollout,
    TransformInput,
    TransformOutput,
)
from tests.local.permissions.stack import Everything, Ground
from tools.pages.permissions import catalogue

REGIONS = {"aws": "eu-west-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
ACCOUNT = "123456789012"
IMAGE = ContainerImage.for_framework("sklearn", "1.2-1")
INSTANCE = "ml.m5.large"
POLICIES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
RESOURCE_POLICIES = ("AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy")
CONFUSED = ("sagemaker.amazonaws.com", "scheduler.amazonaws.com")

Document = dict[str, Any]


def ground(partition: str) -> Ground:
    """Buckets and keys that nobody looks for."""
    key = f"arn:{partition}:kms:{REGIONS[partition]}:{ACCOUNT}:key/"
    names = [field.name for field in fields(Ground)]
    return Ground(**{name: key + name if name.endswith("key") else name.replace("_", "-") for name in names})


def rest(stack: Stack, folder: Path, partition: str) -> None:
    """What the embedded AWS does not run, or what would hold a permission twice."""
    artifact = ModelArtifact.from_asset(folder)
    bucket = s3.Bucket(stack, "Models")
    package = f"arn:{partition}:sagemaker:{REGIONS[partition]}:{ACCOUNT}:model-package/ranking/7"
    Model.from_package(stack, "Package", package_arn=package, artifacts=[ObjectPrefix(bucket=bucket)], images=[IMAGE])
    pipeline = [Container(image=IMAGE, artifact=artifact), Container(image=IMAGE, artifact=artifact)]
    Model(stack, "Pipeline", containers=pipeline)
    Model(stack, "Uncompressed", image=IMAGE, artifact=ModelArtifact.from_bucket_prefix(bucket, "ranking/7"))
    model = Model(stack, "Given", image=IMAGE, artifact=artifact, role=_role(stack, "Given", "sagemaker"))
    capture = DataCapture(bucket=bucket)
    RealTimeEndpoint(
        stack,
        "Shadowed",
        variants=[ProductionVariant(model=model, instance_type=INSTANCE)],
        shadow=ProductionVariant(model=model, instance_type=INSTANCE, variant_name="Shadow"),
        data_capture=capture,
    )
    host = InferenceComponentEndpoint(stack, "Host", instance_type=INSTANCE, data_capture=capture)
    _invoke(stack, host)
    requirements = ComputeRequirements(memory=Size.gibibytes(1))
    InferenceComponent(
        stack, "Component", endpoint=host, model=model, requirements=requirements, rollout=Rollout.rolling()
    )
    asynchronous = AsyncEndpoint(
        stack, "Async", model=model, instance_type=INSTANCE, response_in_notifications=True, data_capture=capture
    )
    asynchronous.read_input_from(bucket, "elsewhere/")
    BatchTransform(
        stack,
        "Batch",
        model=model,
        instance_type=INSTANCE,
        input=TransformInput(content_type="text/csv"),
        output=TransformOutput(capture_prefix="captured/"),
    )


def _invoke(stack: Stack, host: InferenceComponentEndpoint) -> None:
    """A function with all that it can be given and told, for callers that name their component."""
    key = kms.Key(stack, "InvokerKey")
    queue = sqs.Queue(stack, "Results", encryption_master_key=key)
    invoker = LambdaInvoker(stack, "Any", endpoint=host, tracing=lambda_.Tracing.ACTIVE, encryption_key=key)
    invoker.on_queue("Asked")
    invoker.on_queue("Ordered", fifo=True)
    invoker.on_topic("Told", sns.Topic(stack, "Topic"))
    invoker.send_results_to(queue)
    one = InvocationTarget(inference_component="ranking")
    LambdaInvoker(stack, "One", endpoint=host, target=one).on_schedule(
        "Hourly", ScheduleExpression.rate(Duration.hours(1)), payload=[1]
    )


def _role(stack: Stack, id: str, service: str) -> iam.Role:
    """One of the user's own, with a trust policy as AWS recommends it."""
    principal = iam.ServicePrincipal(
        f"{service}.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": stack.account}}
    )
    return iam.Role(stack, f"{id}Role", assumed_by=principal)


@pytest.fixture(scope="module", params=list(REGIONS))
def templates(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """All constructs in two stacks, in a region of each partition."""
    partition = request.param
    folder = tmp_path_factory.mktemp("model")
    (folder / "weights.json").write_text("[1]")
    outdir = str(tmp_path_factory.mktemp("cdk.out"))
    app = App(outdir=outdir, analytics_reporting=False, builtin_cloud_formation_validation=False)
    everything = Everything(app, ground(partition), folder, region=REGIONS[partition])
    other = Stack(app, "Rest", env=Environment(account=ACCOUNT, region=REGIONS[partition]))
    rest(other, folder, partition)
    return [dict(Template.from_stack(stack).to_json()) for stack in (everything, other)]


def resources(template: Document, *types: str) -> Iterator[tuple[str, Document]]:
    """Logical id and properties of the resources of these types."""
    for name, resource in template["Resources"].items():
        if resource["Type"] in types:
            yield name, resource.get("Properties", {})


def identity_statements(template: Document) -> Iterator[tuple[str, Document]]:
    """Whose statement, and the statement, of whatever says what a role may do."""
    for name, role in resources(template, "AWS::IAM::Role"):
        for policy in role.get("Policies", ()):
            yield from ((name, statement) for statement in policy["PolicyDocument"]["Statement"])
    for name, policy in resources(template, *POLICIES):
        yield from ((name, statement) for statement in policy["PolicyDocument"]["Statement"])


def all_statements(template: Document) -> Iterator[tuple[str, Document]]:
    """These, and those of buckets, topics and queues."""
    yield from identity_statements(template)
    for name, policy in resources(template, *RESOURCE_POLICIES):
        yield from ((name, statement) for statement in policy["PolicyDocument"]["Statement"])


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def written(node: Any, template: Document) -> str:
    """A resource as the page writes it; one of the stack by its logical id."""
    match node:
        case {"Ref": str() as name}:
            return "${" + name.removeprefix("AWS::").replace("AccountId", "Account") + "}"
        case {"Fn::GetAtt": [name, "Arn"]}:
            kind = template["Resources"][name]["Type"]
            known = {"AWS::S3::Bucket": f"arn:${{Partition}}:s3:::{name}", "AWS::Logs::LogGroup": f"{name}:*"}
            return known.get(kind, f"<{name}>")
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(written(part, template) for part in parts)
    return re.sub(r"\barn:aws(-[a-z]+)*:", "arn:${Partition}:", str(node))


def vague_actions(template: Document) -> list[str]:
    """Allowed actions with a wildcard; that of a denial may be broad."""
    return [
        f"{name}: {action}"
        for name, statement in all_statements(template)
        if statement["Effect"] == "Allow"
        for action in listed(statement.get("Action", "*"))
        if "*" in action or "?" in action
    ]


def shapes() -> Iterator[tuple[str, re.Pattern[str]]]:
    """The actions and resources on the list, as expressions in which <...> is whatever a caller gives."""
    for entry in catalogue():
        for resource in (each for each in entry.resources if entry.wildcard and "*" in each):
            expression = re.sub(r"<[^>]*>", ".*", re.escape(resource).replace(r"\ ", " "))
            yield from ((action, re.compile(expression)) for action in entry.actions)


def unlisted_wildcards(template: Document) -> list[str]:
    """Resources with a wildcard for which the list has no reason."""
    known = list(shapes())
    asked = (
        (name, action, written(resource, template))
        for name, statement in identity_statements(template)
        for action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    )
    return [
        f"{name}: {action} on {resource}"
        for name, action, resource in asked
        if "*" in resource and not any(action == each and shape.fullmatch(resource) for each, shape in known)
    ]


def test_no_action_has_a_wildcard(templates: list[Document]) -> None:
    assert [found for template in templates for found in vague_actions(template)] == []


def test_a_resource_with_a_wildcard_is_on_the_list_with_its_reason(templates: list[Document]) -> None:
    assert [found for template in templates for found in unlisted_wildcards(template)] == []


def test_no_role_has_a_policy_that_others_write(templates: list[Document]) -> None:
    roles = [role for template in templates for _, role in resources(template, "AWS::IAM::Role")]
    assert roles
    assert [role["ManagedPolicyArns"] for role in roles if "ManagedPolicyArns" in role] == []


def test_a_service_that_can_say_for_whom_it_acts_acts_for_this_account(templates: list[Document]) -> None:
    trusts = [
        statement
        for template in templates
        for _, role in resources(template, "AWS::IAM::Role")
        for statement in role["AssumeRolePolicyDocument"]["Statement"]
        if statement["Principal"].get("Service") in CONFUSED
    ]
    assert {statement["Principal"]["Service"] for statement in trusts} == set(CONFUSED)
    for statement in trusts:
        (account,) = statement["Condition"]["StringEquals"].values()
        assert list(statement["Condition"]["StringEquals"]) == ["aws:SourceAccount"]
        assert account in ({"Ref": "AWS::AccountId"}, ACCOUNT)


@pytest.mark.parametrize("templates", ["aws-cn", "aws-us-gov"], indirect=True)
def test_no_arn_is_of_the_partition_aws_elsewhere(templates: list[Document]) -> None:
    found = re.findall(r"arn:aws:[^\"]{0,60}", json.dumps(templates))
    assert found == []


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ({"actions": ["s3:Get*"], "resources": ["arn:aws:s3:::b/k"]}, "s3:Get*"),
        ({"actions": ["*"], "resources": ["arn:aws:s3:::b/k"]}, "*"),
    ],
)
def test_an_action_with_a_wildcard_is_named(stack: Stack, statement: Mapping[str, Any], message: str) -> None:
    iam.User(stack, "User").add_to_policy(iam.PolicyStatement(**statement))
    (found,) = vague_actions(dict(Template.from_stack(stack).to_json()))
    assert found.endswith(f": {message}")


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("s3:GetObject", "*"),
        ("s3:DeleteObject", "arn:aws:s3:::bucket/prefix/*"),
        ("logs:PutLogEvents", "arn:aws:logs:eu-west-1:123456789012:log-group:/mine/*"),
        ("sagemaker:InvokeEndpoint", "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/*"),
    ],
)
def test_a_resource_with_a_wildcard_that_is_on_no_list_is_named(stack: Stack, action: str, resource: str) -> None:
    iam.User(stack, "User").add_to_policy(iam.PolicyStatement(actions=[action], resources=[resource]))
    (found,) = unlisted_wildcards(dict(Template.from_stack(stack).to_json()))
    assert f": {action} on " in found
