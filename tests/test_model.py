"""A model, and an execution role that reads its artifact and its image and nothing else."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, CfnParameter, Duration, Size, Stack, Validations
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from cdk_nag import AwsSolutionsChecks

from sagewire import (
    Model,
    ModelArtifact,
    ModelProfile,
    ModelTraits,
    ObjectPrefix,
)
from tests.compliance import FLAGS
from tests.models import IMAGE, PACKAGE, allowing, bucket_of, everything
from tests.templates import only, resources, statements


def model(stack: Stack, folder: Path, **options: object) -> Model:
    return Model(stack, "Model", image=IMAGE, artifact=ModelArtifact.from_asset(folder), **options)  # type: ignore[arg-type]


def resource_of(stack: Stack) -> dict[str, Any]:
    (resource,) = resources(stack, "AWS::SageMaker::Model").values()
    return dict(resource)


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
    # It refers to the role, so that a dependency on that one would say the same twice (cfn-lint's W3005).
    assert resource["DependsOn"] == [policy]


def test_what_is_granted_to_a_given_role_later_is_waited_for(stack: Stack, model_folder: Path) -> None:
    role = iam.Role(stack, "Given", assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com"))
    model(stack, model_folder, role=role)
    role.add_to_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=["arn:aws:s3:::b/k"]))
    (resource,) = resources(stack, "AWS::SageMaker::Model").values()
    assert sorted(resource["DependsOn"]) == sorted(resources(stack, "AWS::IAM::Policy"))


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


# Packages of the Model Registry


def test_a_package_names_its_containers_itself(stack: Stack) -> None:
    made = Model.from_package(
        stack,
        "Model",
        package_arn=PACKAGE,
        artifacts=[ObjectPrefix(bucket=bucket_of(stack), prefix="ranking/")],
        repositories=[ecr.Repository.from_repository_name(stack, "Images", "ranking")],
        images=[IMAGE],
        environment={"WORKERS": "2"},
    )
    assert only(stack, "AWS::SageMaker::Model")["PrimaryContainer"] == {
        "ModelPackageName": PACKAGE,
        "Environment": {"WORKERS": "2"},
    }
    assert made.traits == ModelTraits(package=True)
    (read,) = allowing(stack, "s3:GetObject")
    assert read["Resource"]["Fn::Join"][1][-1] == ":s3:::models/ranking/*"
    pulled = json.dumps([s["Resource"] for s in allowing(stack, "ecr:BatchGetImage")])
    assert ":repository/ranking" in pulled
    assert ":repository/sagemaker-scikit-learn" in pulled


def test_a_package_may_be_known_at_deployment_only(stack: Stack) -> None:
    """Pitfall 8: the registry's approved package comes by a parameter."""
    approved = CfnParameter(stack, "Approved", type="AWS::SSM::Parameter::Value<String>", default="/ranking/approved")
    Model.from_package(stack, "Model", package_arn=approved.value_as_string)
    container = only(stack, "AWS::SageMaker::Model")["PrimaryContainer"]
    assert container == {"ModelPackageName": {"Ref": "Approved"}}


@pytest.mark.parametrize("arn", ["ranking", PACKAGE.replace("model-package", "model-package-group")])
def test_what_is_no_package_is_refused(stack: Stack, arn: str) -> None:
    with pytest.raises(ValueError, match=f"^package_arn is '{arn}'; allowed is the ARN of a model package"):
        Model.from_package(stack, "Model", package_arn=arn)


# Models that exist


def test_a_model_that_exists_is_named_and_not_made(stack: Stack) -> None:
    role = iam.Role.from_role_name(stack, "Role", "ranking")
    traits = ModelTraits(containers=2, accelerated=True)
    made = Model.from_model_attributes(stack, "Model", model_name="ranking-7", role=role, traits=traits)
    assert (made.model_name, made.role, made.traits) == ("ranking-7", role, traits)
    assert stack.resolve(made.model_arn)["Fn::Join"][1][-1] == ":model/ranking-7"
    assert resources(stack, "AWS::SageMaker::Model") == {}


@pytest.mark.parametrize("name", ["", "org/model", "-a"])
def test_a_model_that_exists_has_a_name_that_sagemaker_takes(stack: Stack, name: str) -> None:
    with pytest.raises(ValueError, match=f"^model_name is '{name}'; allowed are 1 to 63 letters"):
        Model.from_model_name(stack, "Model", name)


def test_the_role_of_a_model_that_is_only_named_is_not_known(stack: Stack) -> None:
    made = Model.from_model_name(stack, "Model", "ranking-7")
    assert made.traits == ModelTraits()
    with pytest.raises(ValueError, match=r"^the role of model 'ranking-7' is not known.*from_model_attributes"):
        _ = made.role


# Roles


def test_a_role_of_another_stack_makes_no_cycle(app: App, model_folder: Path) -> None:
    """Pitfall 6, pitfall 13: the model waits for the policy, which lies beside it, not beside the role."""
    identities, serving = Stack(app, "Identities"), Stack(app, "Serving")
    role = iam.Role(identities, "Role", assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com"))
    bucket = s3.Bucket(serving, "Models", encryption=s3.BucketEncryption.KMS, enforce_ssl=True)
    Model(serving, "Model", image=IMAGE, artifact=ModelArtifact.from_bucket(bucket, "7/model.tar.gz"), role=role)
    (policy,) = resources(serving, "AWS::IAM::Policy")
    assert policy in resource_of(serving)["DependsOn"]
    assert resources(identities, "AWS::IAM::Policy") == {}


def test_a_role_that_is_imported_gets_the_permissions_before_the_model(stack: Stack, model_folder: Path) -> None:
    """Pitfall 6: imported roles as well."""
    role = iam.Role.from_role_arn(stack, "Given", "arn:aws:iam::123456789012:role/given")
    model(stack, model_folder, role=role)
    policies = resources(stack, "AWS::IAM::Policy")
    assert set(policies) <= set(resource_of(stack)["DependsOn"])
    assert allowing(stack, "s3:GetObject")


def test_a_role_that_is_not_ours_to_change_is_left_alone(stack: Stack, model_folder: Path) -> None:
    role = iam.Role.from_role_arn(stack, "Given", "arn:aws:iam::123456789012:role/given", mutable=False)
    model(stack, model_folder, role=role)
    assert list(statements(stack)) == []


# All of it


def test_two_of_everything_in_one_stack(app: App, stack: Stack, model_folder: Path) -> None:
    """Pitfall 5: no id is taken twice, and nothing is shared that belongs to one model."""
    models = [made for scope in ("First", "Second") for made in everything(Stack(stack, scope), model_folder)]
    assert len({made.model_name for made in models}) == len(models)
    app.synth()


def test_the_same_app_gives_the_same_template(tmp_path: Path, model_folder: Path) -> None:
    """Pitfall 3."""
    texts = []
    for name in ("one", "two"):
        app = App(outdir=str(tmp_path / name), analytics_reporting=False, builtin_cloud_formation_validation=False)
        everything(Stack(app, "Stack"), model_folder)
        app.synth()
        texts.append((tmp_path / name / "Stack.template.json").read_bytes())
    assert texts[0] == texts[1]


def test_neither_cdks_own_validation_nor_cdk_nag_finds_anything(tmp_path: Path, model_folder: Path) -> None:
    """An error of CloudFormation's schema, or a wildcard without its reason, would end the synthesis."""
    app = App(outdir=str(tmp_path / "cdk.out"), context=FLAGS, analytics_reporting=False)
    everything(Stack(app, "Stack"), model_folder)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app, verbose=True))
    app.synth()


def test_a_model_without_a_network_does_not_load_ec2() -> None:
    """Loading it takes a quarter of a second."""
    code = (
        "import sys; from sagewire import ContainerImage, Model, ModelArtifact, Network; import aws_cdk;"
        "Model(aws_cdk.Stack(aws_cdk.App(), 'S'), 'M', image=ContainerImage.for_framework('sklearn', '1.2-1'));"
        "sys.exit('aws_cdk.aws_ec2' in sys.modules or 'aws_cdk.aws_ecr_assets' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
