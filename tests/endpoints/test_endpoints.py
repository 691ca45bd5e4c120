"""Each kind of endpoint: what it provisions, who may invoke it, what it refuses."""

from collections.abc import Callable

import pytest
from aws_cdk import Size, Stack, Token
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker

from sagewire import (
    AsyncEndpoint,
    Endpoint,
    Model,
    ProductionVariant,
    RealTimeEndpoint,
    Rollout,
    ServerlessEndpoint,
)
from tests.templates import only, resources, statements

INSTANCE = "ml.c7i.large"


KINDS: dict[str, Callable[[Stack, Model], Endpoint]] = {
    "RealTime": lambda stack, model: RealTimeEndpoint(stack, "E", model=model, instance_type=INSTANCE),
    "Serverless": lambda stack, model: ServerlessEndpoint(stack, "E", model=model),
    "Asynchronous": lambda stack, model: AsyncEndpoint(stack, "E", model=model, instance_type=INSTANCE),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_is_part_of_the_logical_ids(stack: Stack, model: Model, kind: str) -> None:
    """AWS refuses to turn an endpoint of one kind into another, so CloudFormation must see a new resource."""
    KINDS[kind](stack, model)
    (endpoint,) = resources(stack, "AWS::SageMaker::Endpoint")
    (config,) = resources(stack, "AWS::SageMaker::EndpointConfig")
    assert endpoint.startswith(f"E{kind}Endpoint")
    assert config.startswith(f"E{kind}Config")


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_is_fixed_that_would_block_a_replacement(stack: Stack, model: Model, kind: str) -> None:
    KINDS[kind](stack, model)
    assert "EndpointConfigName" not in only(stack, "AWS::SageMaker::EndpointConfig")
    assert set(only(stack, "AWS::SageMaker::Endpoint")) == {"EndpointConfigName"}


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        ("RealTime", "sagemaker:InvokeEndpoint"),
        ("Serverless", "sagemaker:InvokeEndpoint"),
        ("Asynchronous", "sagemaker:InvokeEndpointAsync"),
    ],
)
def test_grant_invoke_names_the_action_of_the_kind_and_the_endpoint(
    stack: Stack, model: Model, kind: str, action: str
) -> None:
    endpoint = KINDS[kind](stack, model)
    endpoint.grant_invoke(iam.User(stack, "Caller"))
    (invoke,) = [s for s in statements(stack) if "sagemaker:" in str(s["Action"])]
    (logical_id,) = resources(stack, "AWS::SageMaker::Endpoint")
    assert invoke == {"Action": action, "Effect": "Allow", "Resource": {"Ref": logical_id}}


@pytest.mark.parametrize("kind", KINDS)
def test_other_constructs_take_it_as_an_endpoint(stack: Stack, model: Model, kind: str) -> None:
    endpoint = KINDS[kind](stack, model)
    api = apigateway.RestApi(stack, "Api")
    api.root.add_method("POST", apigateway.SagemakerIntegration(endpoint))
    integration = only(stack, "AWS::ApiGateway::Method")["Integration"]
    (logical_id,) = resources(stack, "AWS::SageMaker::Endpoint")
    assert {"Fn::GetAtt": [logical_id, "EndpointName"]} in integration["Uri"]["Fn::Join"][1]
    assert sagemaker.CfnEndpoint.arn_for_endpoint(endpoint) == endpoint.endpoint_arn


def test_a_real_time_endpoint_of_one_model(stack: Stack, model: Model) -> None:
    RealTimeEndpoint(stack, "E", model=model, instance_type=INSTANCE, instance_count=2, endpoint_name="ranking")
    (model_id,) = resources(stack, "AWS::SageMaker::Model")
    assert only(stack, "AWS::SageMaker::EndpointConfig")["ProductionVariants"] == [
        {
            "VariantName": "AllTraffic",
            "ModelName": {"Fn::GetAtt": [model_id, "ModelName"]},
            "InstanceType": INSTANCE,
            "InitialInstanceCount": 2,
            "InitialVariantWeight": 1,
        }
    ]
    assert only(stack, "AWS::SageMaker::Endpoint")["EndpointName"] == "ranking"


def test_a_real_time_endpoint_of_several_variants(stack: Stack, model: Model) -> None:
    champion = ProductionVariant(model=model, instance_type=INSTANCE, weight=9, variant_name="champion")
    challenger = ProductionVariant(model=model, instance_type=INSTANCE, weight=1, variant_name="challenger")
    RealTimeEndpoint(stack, "E", variants=[champion, challenger])
    variants = only(stack, "AWS::SageMaker::EndpointConfig")["ProductionVariants"]
    assert [(v["VariantName"], v["InitialVariantWeight"]) for v in variants] == [
        ("champion", 9),
        ("challenger", 1),
    ]


def test_a_serverless_endpoint(stack: Stack, model: Model) -> None:
    ServerlessEndpoint(
        stack, "E", model=model, memory=Size.gibibytes(4), max_concurrency=20, provisioned_concurrency=20
    )
    (variant,) = only(stack, "AWS::SageMaker::EndpointConfig")["ProductionVariants"]
    assert variant["ServerlessConfig"] == {
        "MemorySizeInMB": 4096,
        "MaxConcurrency": 20,
        "ProvisionedConcurrency": 20,
    }
    assert "InstanceType" not in variant


def test_figures_known_at_deployment_only_are_let_through(stack: Stack, model: Model) -> None:
    concurrency = Token.as_number({"Ref": "Concurrency"})
    ServerlessEndpoint(stack, "E", model=model, max_concurrency=concurrency, provisioned_concurrency=5)
    (variant,) = only(stack, "AWS::SageMaker::EndpointConfig")["ProductionVariants"]
    assert variant["ServerlessConfig"]["MaxConcurrency"] == {"Ref": "Concurrency"}


def test_an_asynchronous_endpoint_reads_writes_and_tells(stack: Stack, model: Model) -> None:
    AsyncEndpoint(stack, "E", model=model, instance_type=INSTANCE, max_concurrent_invocations_per_instance=4)
    config = only(stack, "AWS::SageMaker::EndpointConfig")["AsyncInferenceConfig"]
    assert config["ClientConfig"] == {"MaxConcurrentInvocationsPerInstance": 4}
    assert set(config["OutputConfig"]) == {"S3OutputPath", "S3FailurePath", "NotificationConfig"}
    assert set(config["OutputConfig"]["NotificationConfig"]) == {"SuccessTopic", "ErrorTopic"}
    granted = [(s["Action"], str(s["Resource"])) for s in statements(stack)]
    for action, part in [
        ("s3:GetObject", "EInput"),
        ("s3:PutObject", "/results/*"),
        ("s3:PutObject", "/failures/*"),
        ("sns:Publish", "ESucceeded"),
    ]:
        assert any(action == given and part in resource for given, resource in granted), (action, part)


def test_the_buckets_of_an_asynchronous_endpoint_are_closed(stack: Stack, model: Model) -> None:
    AsyncEndpoint(stack, "E", model=model, instance_type=INSTANCE)
    buckets = resources(stack, "AWS::S3::Bucket")
    policies = resources(stack, "AWS::S3::BucketPolicy").values()
    assert len(buckets) == len(policies) == 3
    for bucket in buckets.values():
        assert bucket["Properties"]["PublicAccessBlockConfiguration"]["RestrictPublicBuckets"] is True
        assert "BucketEncryption" in bucket["Properties"]
        assert "AccessControl" not in bucket["Properties"]
        (rule,) = bucket["Properties"]["LifecycleConfiguration"]["Rules"]
        assert rule["ExpirationInDays"] == 30
    for policy in policies:
        assert "aws:SecureTransport" in str(policy["Properties"]["PolicyDocument"])
    (events,) = [b for b in buckets.values() if "NotificationConfiguration" in b["Properties"]]
    assert events["Properties"]["NotificationConfiguration"] == {
        "EventBridgeConfiguration": {"EventBridgeEnabled": True}
    }


def test_the_role_of_a_model_that_exists_is_asked_for_only_where_it_is_granted_something(stack: Stack) -> None:
    model = Model.from_model_name(stack, "Model", "ranking-7")
    RealTimeEndpoint(stack, "R", model=model, instance_type=INSTANCE)
    ServerlessEndpoint(stack, "S", model=model)
    with pytest.raises(ValueError, match="^the role of model 'ranking-7' is not known"):
        AsyncEndpoint(stack, "A", model=model, instance_type=INSTANCE)
    with pytest.raises(ValueError, match="^the role of model 'ranking-7' is not known"):
        RealTimeEndpoint(stack, "W", model=model, instance_type=INSTANCE, rollout=Rollout.canary())


def test_two_of_each_kind_in_one_stack(stack: Stack, model: Model) -> None:
    for id in ("One", "Two"):
        RealTimeEndpoint(stack, f"RealTime{id}", model=model, instance_type=INSTANCE)
        ServerlessEndpoint(stack, f"Serverless{id}", model=model)
        AsyncEndpoint(stack, f"Async{id}", model=model, instance_type=INSTANCE)
    assert len(resources(stack, "AWS::SageMaker::Endpoint")) == 6


REFUSED: dict[str, tuple[Callable[[Stack, Model], object], str]] = {
    "a memory between two steps": (
        lambda s, m: ServerlessEndpoint(s, "E", model=m, memory=Size.mebibytes(1500)),
        "memory in MiB is 1500; allowed are 1024, 2048, 3072, 4096, 5120, 6144",
    ),
    "more than 200 at once": (
        lambda s, m: ServerlessEndpoint(s, "E", model=m, max_concurrency=201),
        "max_concurrency is 201; allowed are 1 to 200",
    ),
    "more provisioned than allowed at once": (
        lambda s, m: ServerlessEndpoint(s, "E", model=m, max_concurrency=5, provisioned_concurrency=6),
        "provisioned_concurrency is 6; allowed is at most max_concurrency, 5",
    ),
    "neither a model nor variants": (
        lambda s, _: RealTimeEndpoint(s, "E"),
        "model and variants are both missing",
    ),
    "a model and variants": (
        lambda s, m: RealTimeEndpoint(s, "E", model=m, variants=[ProductionVariant(model=m, instance_type=INSTANCE)]),
        "variants is given together with model: leave variants or the rest out",
    ),
    "a model without an instance type": (
        lambda s, m: RealTimeEndpoint(s, "E", model=m),
        "instance_type and instance_pools: neither given",
    ),
    "an EC2 type": (
        lambda s, m: RealTimeEndpoint(s, "E", model=m, instance_type="c7i.large"),
        "instance_type is 'c7i.large'; SageMaker's types start with 'ml.'",
    ),
    "a family without a size": (
        lambda s, m: RealTimeEndpoint(s, "E", model=m, instance_type="ml.c7i"),
        "instance_type is 'ml.c7i'; SageMaker's types start with 'ml.' and name a family and a size",
    ),
    "no instance": (
        lambda s, m: RealTimeEndpoint(s, "E", model=m, instance_type=INSTANCE, instance_count=0),
        "instance_count is 0; allowed are 1 and above",
    ),
    "a negative weight": (
        lambda _, m: ProductionVariant(model=m, instance_type=INSTANCE, weight=-1),
        "weight is -1; allowed are 0 and above",
    ),
    "two variants of one name": (
        lambda s, m: RealTimeEndpoint(s, "E", variants=[ProductionVariant(model=m, instance_type=INSTANCE)] * 2),
        "variant_name must differ between variants; given are AllTraffic, AllTraffic",
    ),
    "eleven variants": (
        lambda s, m: RealTimeEndpoint(
            s,
            "E",
            variants=[ProductionVariant(model=m, instance_type=INSTANCE, variant_name=f"v{n}") for n in range(11)],
        ),
        "the number of variants is 11; allowed are 1 to 10 variants",
    ),
    "a name with a slash": (
        lambda s, m: ServerlessEndpoint(s, "E", model=m, endpoint_name="org/model"),
        "endpoint_name is 'org/model'; allowed are 1 to 63",
    ),
    "too many invocations for an instance": (
        lambda s, m: AsyncEndpoint(
            s, "E", model=m, instance_type=INSTANCE, max_concurrent_invocations_per_instance=1001
        ),
        "max_concurrent_invocations_per_instance is 1001; allowed are 1 to 1000",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_work_is_refused(stack: Stack, model: Model, case: str) -> None:
    make, message = REFUSED[case]
    with pytest.raises(ValueError, match=message):
        make(stack, model)
