"""A model, and an execution role that reads its artifact and its image and nothing else."""

from pathlib import Path

import pytest
from aws_cdk import App, Duration, Size, Stack, Token
from aws_cdk import aws_iam as iam

from sagewire import ContainerImage, Model, ModelArtifact, ModelProfile
from sagewire.model import ModelTraits
from tests.templates import only, resources, statements

IMAGE = ContainerImage.for_framework("sklearn", "1.2-1")


def model(stack: Stack, folder: Path, **options: object) -> Model:
    return Model(stack, "Model", image=IMAGE, artifact=ModelArtifact.from_asset(folder), **options)  # type: ignore[arg-type]


def test_the_role_may_read_one_object_and_one_repository(regional_stack: Stack, model_folder: Path) -> None:
    model(regional_stack, model_folder)
    allowed = {str(s["Action"]): s["Resource"] for s in statements(regional_stack)}
    assert set(allowed) == {
        "ecr:GetAuthorizationToken",
        "['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents']",
        "cloudwatch:PutMetricData",
        "['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']",
        "s3:GetObject",
    }
    artifact = only(regional_stack, "AWS::SageMaker::Model")["PrimaryContainer"]["ModelDataUrl"]
    assert allowed["s3:GetObject"]["Fn::Join"][1][-1] == f":s3:::{artifact.removeprefix('s3://')}"


def test_the_model_waits_for_the_policy_of_a_given_role(stack: Stack, model_folder: Path) -> None:
    model(
        stack, model_folder, role=iam.Role(stack, "Given", assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com"))
    )
    (policy,) = resources(stack, "AWS::IAM::Policy")
    (resource,) = resources(stack, "AWS::SageMaker::Model").values()
    assert policy in resource["DependsOn"]


def test_its_own_role_is_assumed_for_this_account_only(stack: Stack, model_folder: Path) -> None:
    model(stack, model_folder)
    (trust,) = only(stack, "AWS::IAM::Role")["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    assert resources(stack, "AWS::IAM::Policy") == {}


def test_the_model_has_no_physical_name(stack: Stack, model_folder: Path) -> None:
    model(stack, model_folder)
    assert "ModelName" not in only(stack, "AWS::SageMaker::Model")


def test_new_weights_are_a_new_model_resource_property(app: App, model_folder: Path) -> None:
    before, after = Stack(app, "Before"), Stack(app, "After")
    model(before, model_folder)
    (model_folder / "weights.json").write_text("[9]")
    model(after, model_folder)
    first, second = (only(stack, "AWS::SageMaker::Model") for stack in (before, after))
    assert first["PrimaryContainer"]["ModelDataUrl"] != second["PrimaryContainer"]["ModelDataUrl"]


def test_the_profile_stands_in_the_metadata(stack: Stack, model_folder: Path) -> None:
    model(stack, model_folder, profile=ModelProfile(latency=Duration.millis(40), memory=Size.gibibytes(1)))
    (resource,) = resources(stack, "AWS::SageMaker::Model").values()
    assert resource["Metadata"]["sagewire"] == {"latencyMilliseconds": 40, "memoryMiB": 1024}


def test_the_environment_is_the_images_and_the_users(stack: Stack, model_folder: Path) -> None:
    model(stack, model_folder, environment={"SAGEMAKER_PROGRAM": "serve.py", "WORKERS": "2"})
    assert only(stack, "AWS::SageMaker::Model")["PrimaryContainer"]["Environment"] == {
        "SAGEMAKER_PROGRAM": "serve.py",
        "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
        "WORKERS": "2",
    }


def test_a_role_that_is_given_gets_the_permissions(stack: Stack, model_folder: Path) -> None:
    role = iam.Role(stack, "Given", assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com"))
    assert model(stack, model_folder, role=role).role is role
    assert len(resources(stack, "AWS::IAM::Role")) == 1
    assert "s3:GetObject" in [statement["Action"] for statement in statements(stack)]


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({f"V{n}": "x" for n in range(99)}, "environment has 101 variables; allowed are 100"),
        (
            {"TOO_LONG": "é" * 513},
            "environment variable 'TOO_LONG' is 1026 bytes in its name or value; allowed are 1024",
        ),
    ],
)
def test_an_environment_that_sagemaker_refuses(
    stack: Stack, model_folder: Path, environment: dict[str, str], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        model(stack, model_folder, environment=environment)


def test_an_environment_of_just_the_right_size(stack: Stack, model_folder: Path) -> None:
    fits = {f"V{n}": "x" for n in range(96)} | {
        "LONG": "x" * 1024,
        "LATER": Token.as_string({"Ref": "Later"}),
    }
    model(stack, model_folder, environment=fits)
    assert len(only(stack, "AWS::SageMaker::Model")["PrimaryContainer"]["Environment"]) == 100


def test_the_traits_of_a_single_container(stack: Stack, model_folder: Path) -> None:
    assert model(stack, model_folder).traits == ModelTraits(
        containers=1,
        multi_model=False,
        network_isolation=False,
        vpc=False,
        accelerated=False,
        uncompressed=False,
        package=False,
    )
