"""Endpoints that another stack, or another tool, has made."""

import pytest
from aws_cdk import Stack, Token
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns

from sagewire import AsyncEndpoint, InferenceComponentEndpoint, LambdaInvoker, RealTimeEndpoint, ServerlessEndpoint
from sagewire.endpoints.endpoint import Endpoint
from tests.templates import only, resources, statements


def test_its_arn_is_written_in_lower_case(stack: Stack) -> None:
    """Pitfall 4: SageMaker writes names in ARNs in lower case, and IAM compares them as they are written."""
    RealTimeEndpoint.from_endpoint_name(stack, "E", "My-Ranking").grant_invoke(iam.User(stack, "Caller"))
    (invoke,) = [s for s in statements(stack) if "sagemaker:" in str(s["Action"])]
    assert invoke["Resource"]["Fn::Join"][1][-1] == ":endpoint/my-ranking"


@pytest.mark.parametrize("kind", [RealTimeEndpoint, ServerlessEndpoint, InferenceComponentEndpoint])
def test_nothing_is_made_of_it(stack: Stack, kind: type[RealTimeEndpoint]) -> None:
    endpoint = kind.from_endpoint_name(stack, "E", "ranking")
    assert isinstance(endpoint, Endpoint)
    assert endpoint.endpoint_name == "ranking"
    assert endpoint.variant_names == ("AllTraffic",)
    assert resources(stack, "AWS::SageMaker::Endpoint") == {}


def test_a_name_known_at_deployment_only(stack: Stack) -> None:
    name = Token.as_string({"Ref": "Name"})
    endpoint = RealTimeEndpoint.from_endpoint_name(stack, "E", name)
    assert stack.resolve(endpoint.endpoint_name) == {"Ref": "Name"}
    assert {"Ref": "Name"} in stack.resolve(endpoint.endpoint_arn)["Fn::Join"][1]


def test_one_of_another_account_and_region(stack: Stack) -> None:
    endpoint = RealTimeEndpoint.from_endpoint_attributes(
        stack, "E", endpoint_name="ranking", variant_names=("a", "b"), account="111122223333", region="eu-west-1"
    )
    assert endpoint.env.region == "eu-west-1"
    assert stack.resolve(endpoint.endpoint_arn)["Fn::Join"][1][-1] == (
        ":sagemaker:eu-west-1:111122223333:endpoint/ranking"
    )
    assert stack.resolve(endpoint.metric_invocations(variant_name="b").region) == "eu-west-1"


def test_each_variant_is_named_once(stack: Stack) -> None:
    with pytest.raises(ValueError, match="^variant_names has a, b, a; name each variant once"):
        RealTimeEndpoint.from_endpoint_attributes(stack, "E", endpoint_name="ranking", variant_names=("a", "b", "a"))


def test_an_invoker_stands_in_front_of_it(stack: Stack) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=ServerlessEndpoint.from_endpoint_name(stack, "E", "ranking"))
    variables = only(stack, "AWS::Lambda::Function")["Environment"]["Variables"]
    assert variables["SAGEWIRE_ENDPOINT_NAME"] == "ranking"
    assert variables["SAGEWIRE_REQUEST_LIMIT"] == "4194304"


def imported_async(stack: Stack, encryption_key: kms.IKey | None = None) -> AsyncEndpoint:
    return AsyncEndpoint.from_endpoint_attributes(
        stack,
        "E",
        endpoint_name="newsletter",
        input_bucket=s3.Bucket.from_bucket_name(stack, "Input", "requests"),
        success_topic=sns.Topic(stack, "Succeeded"),
        error_topic=sns.Topic(stack, "Failed"),
        encryption_key=encryption_key,
    )


def test_an_asynchronous_one_is_sent_its_requests_through_its_bucket(stack: Stack) -> None:
    """Pitfall 23: the caller must be allowed to put the request where the endpoint reads it."""
    endpoint = imported_async(stack, encryption_key=kms.Key(stack, "Key"))
    endpoint.grant_invoke(iam.User(stack, "Caller"))
    actions = {str(s["Action"]) for s in statements(stack)}
    assert actions == {"sagemaker:InvokeEndpointAsync", "s3:PutObject", "kms:GenerateDataKey"}


def test_what_its_role_may_is_not_ours_to_change(stack: Stack) -> None:
    endpoint = imported_async(stack)
    with pytest.raises(ValueError, match="^endpoint Test/E is imported, so its model's role is not ours to change"):
        endpoint.read_input_from(s3.Bucket.from_bucket_name(stack, "Other", "other"))


@pytest.mark.parametrize("name", ["org/model", ""])
def test_a_name_that_no_endpoint_has(stack: Stack, name: str) -> None:
    """Pitfall 4: model hubs have names with slashes, dots and underscores; SageMaker has not."""
    with pytest.raises(ValueError, match=f"endpoint_name is '{name}'; allowed are 1 to 63"):
        RealTimeEndpoint.from_endpoint_name(stack, "E", name)
