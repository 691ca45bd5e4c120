"""CreateEndpointConfig and its relatives: what they keep, and what they refuse."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.account import IMAGE, Account, instances, new_name, serverless

Members = dict[str, Any]
CAPTURE = {
    "EnableCapture": True,
    "InitialSamplingPercentage": 10,
    "DestinationS3Uri": "s3://bucket/captured",
    "CaptureOptions": [{"CaptureMode": "Input"}],
}
ASYNC = {"OutputConfig": {"S3OutputPath": "s3://bucket/out"}}
VPC = {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]}


def bare_model(account: Account, **members: Any) -> str:
    """A model that will never run."""
    name = new_name("model")
    account.sagemaker.create_model(ModelName=name, PrimaryContainer={"Image": IMAGE}, **members)
    return name


def refusal(account: Account, **members: Any) -> str:
    with pytest.raises(ClientError) as refused:
        account.sagemaker.create_endpoint_config(EndpointConfigName=new_name("config"), **members)
    assert refused.value.response["Error"]["Code"] == "ValidationException"
    return str(refused.value.response["Error"]["Message"])


def test_a_configuration_is_described_as_it_was_made(account: Account) -> None:
    variant = instances(bare_model(account))
    made = account.sagemaker.create_endpoint_config(
        EndpointConfigName="Described", ProductionVariants=[variant], AsyncInferenceConfig=ASYNC
    )
    found = account.sagemaker.describe_endpoint_config(EndpointConfigName="described")
    assert made["EndpointConfigArn"] == "arn:aws:sagemaker:us-east-1:123456789012:endpoint-config/described"
    assert (found["EndpointConfigName"], found["EndpointConfigArn"]) == ("Described", made["EndpointConfigArn"])
    assert (found["ProductionVariants"], found["AsyncInferenceConfig"]) == ([variant], ASYNC)


def test_a_deleted_configuration_is_gone(account: Account) -> None:
    name = account.config(instances(bare_model(account)))
    account.sagemaker.delete_endpoint_config(EndpointConfigName=name)
    with pytest.raises(ClientError, match=f'Could not find endpoint configuration ".*endpoint-config/{name}"'):
        account.sagemaker.describe_endpoint_config(EndpointConfigName=name)


def test_a_name_is_taken_once(account: Account) -> None:
    variant = instances(bare_model(account))
    name = account.config(variant)
    with pytest.raises(ClientError, match="Cannot create already existing endpoint configuration"):
        account.sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])


def test_a_model_must_exist(account: Account) -> None:
    said = refusal(account, ProductionVariants=[instances("absent")])
    assert said == 'Could not find model "arn:aws:sagemaker:us-east-1:123456789012:model/absent".'


def without(variant: Members, *names: str) -> Members:
    return {name: value for name, value in variant.items() if name not in names}


REFUSED: dict[str, tuple[Callable[[str], Members], str]] = {
    "neither instances nor serverless": (
        lambda model: {"ProductionVariants": [{"VariantName": "A", "ModelName": model}]},
        "Variant A needs exactly one of InstanceType and ServerlessConfig",
    ),
    "both instances and serverless": (
        lambda model: {"ProductionVariants": [instances(model) | serverless(model)]},
        "Variant AllTraffic needs exactly one of InstanceType and ServerlessConfig",
    ),
    "one name twice": (
        lambda model: {"ProductionVariants": [instances(model), instances(model)]},
        "Variant names must be unique, and are AllTraffic, AllTraffic",
    ),
    "a place for components without a role": (
        lambda model: {"ProductionVariants": [without(instances(model), "ModelName")]},
        "ExecutionRoleArn is required for an endpoint that hosts inference components",
    ),
    "a model beside a place for components": (
        lambda model: {
            "ProductionVariants": [instances(model, name="A"), without(instances(model, name="B"), "ModelName")]
        },
        "Either each variant has a ModelName or none has: B has none",
    ),
    "two shadow variants": (
        lambda model: {
            "ProductionVariants": [instances(model)],
            "ShadowProductionVariants": [instances(model, name="A"), instances(model, name="B")],
        },
        "With ShadowProductionVariants there is one production variant and one shadow variant",
    ),
    "a shadow of two variants": (
        lambda model: {
            "ProductionVariants": [instances(model, name="A"), instances(model, name="B")],
            "ShadowProductionVariants": [instances(model)],
        },
        "With ShadowProductionVariants there is one production variant and one shadow variant",
    ),
    "a shadow with the name of its variant": (
        lambda model: {"ProductionVariants": [instances(model)], "ShadowProductionVariants": [instances(model)]},
        "Variant names must be unique, and are AllTraffic, AllTraffic",
    ),
    "a shadow of an asynchronous variant": (
        lambda model: {
            "ProductionVariants": [instances(model)],
            "ShadowProductionVariants": [instances(model, name="Shadow")],
            "AsyncInferenceConfig": ASYNC,
        },
        "Shadow variants are not supported with asynchronous inference",
    ),
    "a serverless shadow": (
        lambda model: {
            "ProductionVariants": [instances(model)],
            "ShadowProductionVariants": [{**serverless(model), "VariantName": "Shadow"}],
        },
        "Shadow variants are not supported with serverless inference",
    ),
    "async without an output path": (
        lambda model: {"ProductionVariants": [instances(model)], "AsyncInferenceConfig": {"OutputConfig": {}}},
        "The embedded AWS needs an S3OutputPath in AsyncInferenceConfig.OutputConfig",
    ),
    "async with the response in the notification": (
        lambda model: {
            "ProductionVariants": [instances(model)],
            "AsyncInferenceConfig": {
                "OutputConfig": {
                    "S3OutputPath": "s3://bucket/out",
                    "NotificationConfig": {"IncludeInferenceResponseIn": ["SUCCESS_NOTIFICATION_TOPIC"]},
                }
            },
        },
        "The embedded AWS does not support IncludeInferenceResponseIn",
    ),
    "async with two variants": (
        lambda model: {
            "ProductionVariants": [instances(model, name="A"), instances(model, name="B")],
            "AsyncInferenceConfig": ASYNC,
        },
        "An asynchronous endpoint has one variant",
    ),
    "serverless with two variants": (
        lambda model: {"ProductionVariants": [serverless(model), instances(model, name="B")]},
        "Serverless variant AllTraffic cannot have more than one variant",
    ),
    "serverless with data capture": (
        lambda model: {"ProductionVariants": [serverless(model)], "DataCaptureConfig": CAPTURE},
        "Serverless variant AllTraffic cannot have data capture",
    ),
    "serverless with data capture by default": (
        lambda model: {
            "ProductionVariants": [serverless(model)],
            "DataCaptureConfig": {name: value for name, value in CAPTURE.items() if name != "EnableCapture"},
        },
        "Serverless variant AllTraffic cannot have data capture",
    ),
    "serverless with async": (
        lambda model: {"ProductionVariants": [serverless(model)], "AsyncInferenceConfig": ASYNC},
        "Serverless variant AllTraffic cannot have asynchronous inference",
    ),
    "serverless with an instance count": (
        lambda model: {"ProductionVariants": [{**serverless(model), "InitialInstanceCount": 1}]},
        "Serverless variant AllTraffic cannot have an instance count",
    ),
    "serverless with an odd memory size": (
        lambda model: {"ProductionVariants": [serverless(model, MemorySizeInMB=1500)]},
        "MemorySizeInMB must be 1024, 2048, ... 6144, and is 1500",
    ),
    "more provisioned than allowed": (
        lambda model: {"ProductionVariants": [serverless(model, most=1, ProvisionedConcurrency=2)]},
        "ProvisionedConcurrency must not be greater than MaxConcurrency",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused(account: Account, case: str) -> None:
    members, message = REFUSED[case]
    assert refusal(account, **members(bare_model(account))) == message


@pytest.mark.parametrize(
    ("members", "what"),
    [({"VpcConfig": VPC}, "a VPC configuration"), ({"EnableNetworkIsolation": True}, "network isolation")],
)
def test_a_serverless_variant_refuses_what_its_model_demands(account: Account, members: Members, what: str) -> None:
    variant = serverless(bare_model(account, **members))
    assert refusal(account, ProductionVariants=[variant]) == f"Serverless variant AllTraffic cannot have {what}"


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"AsyncInferenceConfig": ASYNC}, "asynchronous inference"),
        ({"ProductionVariants": [without(serverless("none"), "ModelName")]}, "serverless inference"),
        ({"ShadowProductionVariants": [without(instances("none", name="Shadow"), "ModelName")]}, "shadow variants"),
    ],
)
def test_what_cannot_host_inference_components(account: Account, members: Members, what: str) -> None:
    place = {"ProductionVariants": [without(instances("none"), "ModelName")], "ExecutionRoleArn": account.reader}
    assert refusal(account, **{**place, **members}) == f"Inference components are not supported with {what}"


def test_the_role_of_a_place_for_components_must_trust_sagemaker(account: Account) -> None:
    absent = "arn:aws:iam::123456789012:role/absent"
    place = [without(instances("none"), "ModelName")]
    assert refusal(account, ProductionVariants=place, ExecutionRoleArn=absent).startswith("Could not assume role")
