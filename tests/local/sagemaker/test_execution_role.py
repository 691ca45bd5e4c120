"""What the execution role needs before a container starts, and for objects: each permission is missed, by its name."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sagewire.local import EmbeddedAws
from sagewire.local.sagemaker.admission import admit_image
from sagewire.local.sagemaker.roles import ExecutionRole
from tests.local.account import IMAGE, RUN, Account, Statement, allow, eventually, instances, new_name, serverless

ECHO = """
def model_fn(model_dir): return None
def transform_fn(model, body, content_type, accept): return body
"""
REPOSITORY = "arn:aws:ecr:us-east-1:683313688378:repository/sagemaker-scikit-learn"
EC2 = "arn:aws:ec2:us-east-1:123456789012"
VPC = {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1", "subnet-2"]}
PULL = {
    "ecr:GetAuthorizationToken": "*",
    "ecr:BatchCheckLayerAvailability": REPOSITORY,
    "ecr:GetDownloadUrlForLayer": REPOSITORY,
    "ecr:BatchGetImage": REPOSITORY,
}
NETWORK = {
    "ec2:CreateNetworkInterface": f"{EC2}:*/*",
    "ec2:CreateNetworkInterfacePermission": f"{EC2}:network-interface/*",
    "ec2:DeleteNetworkInterface": f"{EC2}:network-interface/*",
    "ec2:DeleteNetworkInterfacePermission": f"{EC2}:network-interface/*",
    "ec2:DescribeDhcpOptions": "*",
    "ec2:DescribeNetworkInterfaces": "*",
    "ec2:DescribeSecurityGroups": "*",
    "ec2:DescribeSubnets": "*",
    "ec2:DescribeVpcs": "*",
}
READ = allow("s3:GetObject")


def each(statements: dict[str, str], *, without: str | None = None) -> Iterator[Statement]:
    """A statement per action."""
    return (allow(action, resource=on) for action, on in statements.items() if action != without)


def outcome(account: Account, *, role: str, vpc: Any = None, serve: Any = instances, **members: Any) -> tuple[str, str]:
    """The status of a new endpoint that runs as `role`, and its FailureReason."""
    model = account.model(ECHO, ExecutionRoleArn=role, **({"VpcConfig": vpc} if vpc else {}))
    name = new_name("endpoint")
    account.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=account.config(serve(model), **members))
    found = account.settled(name)
    return found["EndpointStatus"], found.get("FailureReason", "")


SERVES = ("InService", "")


# The image


def test_an_image_is_pulled_with_these_permissions_on_its_repository(account: Account) -> None:
    assert outcome(account, role=account.role(READ, *each(PULL))) == SERVES


@pytest.mark.parametrize("action", PULL)
@pytest.mark.parametrize("serve", [instances, serverless], ids=["instances", "serverless"])
def test_without_one_of_them_the_endpoint_fails(account: Account, action: str, serve: Any) -> None:
    role = account.role(READ, *each(PULL, without=action))
    status, reason = outcome(account, role=role, serve=serve)
    assert status == "Failed"
    assert reason.startswith(
        f"The role '{role}' does not have {action[4:]} permission for the image: '{IMAGE}'. "
        f"User: {role.replace('iam', 'sts').replace('role/', 'assumed-role/', 1)}/SageMaker "
        f"is not authorized to perform: {action} "
    )
    assert reason.endswith(f"; grant {action} on {PULL[action]}.")


def test_another_repository_is_another_resource(account: Account) -> None:
    elsewhere = {action: on.replace("scikit-learn", "xgboost") for action, on in PULL.items()}
    status, reason = outcome(account, role=account.role(READ, *each(elsewhere)))
    assert (status, "BatchCheckLayerAvailability permission" in reason) == ("Failed", True)


def test_a_condition_is_evaluated(account: Account) -> None:
    def conditional(region: str) -> list[Statement]:
        condition = {"Condition": {"StringEquals": {"aws:RequestedRegion": region}}}
        return [READ, *({**statement, **condition} for statement in each(PULL))]

    assert outcome(account, role=account.role(*conditional("us-east-1"))) == SERVES
    assert outcome(account, role=account.role(*conditional("eu-west-1")))[0] == "Failed"


def test_an_explicit_deny_wins(account: Account) -> None:
    deny = {"Effect": "Deny", "Action": "ecr:BatchGetImage", "Resource": REPOSITORY}
    _, reason = outcome(account, role=account.role(READ, *each(PULL), deny))
    assert "with an explicit deny" in reason


def test_an_update_to_what_the_role_may_not_pull_leaves_what_serves(account: Account) -> None:
    name = account.serving(ECHO)
    model = account.model(ECHO, ExecutionRoleArn=account.role(READ))
    account.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=account.config(instances(model)))
    found = account.settled(name)
    assert found["EndpointStatus"] == "InService"
    assert "does not have GetAuthorizationToken permission" in found["FailureReason"]
    assert account.ask(name, b"still here") == b"still here"


@pytest.mark.parametrize(
    "image", ["any/python:1", "docker.io/library/python:3", "x.dkr.ecr.us-east-1.amazonaws.com/x:1"]
)
def test_an_image_that_is_not_in_ecr_needs_no_permission(image: str) -> None:
    admit_image(image, ExecutionRole("arn:aws:iam::123456789012:role/none"))


# The network


def test_a_model_in_a_vpc_needs_a_network_interface(account: Account) -> None:
    assert outcome(account, role=account.role(READ, *RUN, *each(NETWORK)), vpc=VPC) == SERVES


@pytest.mark.parametrize("action", NETWORK)
def test_without_one_permission_for_it_the_endpoint_fails(account: Account, action: str) -> None:
    role = account.role(READ, *RUN, *each(NETWORK, without=action))
    status, reason = outcome(account, role=role, vpc=VPC)
    assert status == "Failed"
    assert reason.startswith(f"The role '{role}' does not have permission to connect the model to its VPC: User: ")
    assert f"is not authorized to perform: {action} " in reason


@pytest.mark.parametrize("resource", ["subnet/subnet-2", "security-group/sg-1", "network-interface/*"])
def test_the_interface_is_made_in_each_subnet_and_group(account: Account, resource: str) -> None:
    deny = {"Effect": "Deny", "Action": "ec2:CreateNetworkInterface", "Resource": f"{EC2}:{resource}"}
    _, reason = outcome(account, role=account.role(READ, *RUN, *each(NETWORK), deny), vpc=VPC)
    assert reason.endswith(f"; grant ec2:CreateNetworkInterface on {EC2}:{resource}.")


# Keys


@dataclass(frozen=True)
class Key:
    """A customer's key, by each of its names."""

    arn: str
    id: str
    alias: str

    @property
    def alias_arn(self) -> str:
        return self.arn.replace(f"key/{self.id}", self.alias)


@pytest.fixture(scope="module")
def key(aws: EmbeddedAws) -> Key:
    kms, alias = aws.client("kms"), f"alias/{new_name('key')}"
    made = kms.create_key()["KeyMetadata"]
    kms.create_alias(AliasName=alias, TargetKeyId=made["KeyId"])
    return Key(arn=made["Arn"], id=made["KeyId"], alias=alias)


@pytest.mark.parametrize("form", ["arn", "id", "alias", "alias_arn"])
def test_a_volume_with_a_key_needs_a_grant(account: Account, key: Key, form: str) -> None:
    name = getattr(key, form)
    allowed = account.role(READ, *RUN, allow("kms:CreateGrant", resource=key.arn))
    assert outcome(account, role=allowed, KmsKeyId=name) == SERVES
    status, reason = outcome(account, role=account.role(READ, *RUN), KmsKeyId=name)
    assert status == "Failed"
    assert f"to encrypt the instance's volume with the KMS key '{name}': " in reason
    assert reason.endswith(f"; grant kms:CreateGrant on {key.arn}.")


def test_a_configuration_for_inference_components_has_a_role_of_its_own(account: Account, key: Key) -> None:
    variant = {name: value for name, value in instances("none").items() if name != "ModelName"}

    def outcome(*statements: Statement, **members: Any) -> tuple[str, str]:
        role, name = account.role(*statements), new_name("endpoint")
        config = account.config(variant, ExecutionRoleArn=role, **members)
        account.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=config)
        found = account.settled(name)
        return found["EndpointStatus"], found.get("FailureReason", "")

    grant = allow("kms:CreateGrant", resource=key.arn)
    assert outcome(*each(NETWORK), grant, VpcConfig=VPC, KmsKeyId=key.arn) == SERVES
    assert "perform: ec2:DescribeVpcs " in outcome(grant, VpcConfig=VPC, KmsKeyId=key.arn)[1]
    assert "perform: kms:CreateGrant " in outcome(*each(NETWORK), VpcConfig=VPC, KmsKeyId=key.arn)[1]


def test_the_grant_is_for_a_resource_of_aws(account: Account, key: Key) -> None:
    def grant(for_aws: str) -> Statement:
        condition = {"Condition": {"Bool": {"kms:GrantIsForAWSResource": for_aws}}}
        return {**allow("kms:CreateGrant", resource=key.arn), **condition}

    assert outcome(account, role=account.role(READ, *RUN, grant("true")), KmsKeyId=key.arn) == SERVES
    assert outcome(account, role=account.role(READ, *RUN, grant("false")), KmsKeyId=key.arn)[0] == "Failed"


def test_the_policy_of_the_key_must_allow_it_as_well(account: Account, aws: EmbeddedAws) -> None:
    policy = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:Put*", "Resource": "*", '
        '"Principal": {"AWS": "arn:aws:iam::123456789012:root"}}]}'
    )
    arn = aws.client("kms").create_key(Policy=policy, BypassPolicyLockoutSafetyCheck=True)["KeyMetadata"]["Arn"]
    status, reason = outcome(account, role=account.role(READ, *RUN, allow("kms:*")), KmsKeyId=arn)
    assert (status, f"grant kms:CreateGrant on {arn}." in reason) == ("Failed", True)


@pytest.fixture(scope="module")
def encrypted(account: Account, key: Key) -> str:
    """A bucket whose objects are encrypted with the key."""
    bucket = new_name("encrypted")
    account.s3.create_bucket(Bucket=bucket)
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key.arn}
    rules = {"Rules": [{"ApplyServerSideEncryptionByDefault": default}]}
    account.s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration=rules)
    return bucket


def test_an_encrypted_archive_is_read_with_its_key(account: Account, key: Key, encrypted: str) -> None:
    plain = account.sagemaker.describe_model(ModelName=account.model(ECHO))["PrimaryContainer"]["ModelDataUrl"]
    account.s3.put_object(Bucket=encrypted, Key="model.tar.gz", Body=account.get(plain))
    container = {"Image": IMAGE, "ModelDataUrl": f"s3://{encrypted}/model.tar.gz"}

    def failure(*statements: Statement) -> str:
        model = account.model(PrimaryContainer=container, ExecutionRoleArn=account.role(READ, *RUN, *statements))
        name = new_name("endpoint")
        account.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=account.config(instances(model)))
        return str(account.settled(name).get("FailureReason", ""))

    assert failure(allow("kms:Decrypt", resource=key.arn)) == ""
    reason = failure()
    assert reason.startswith(f"Could not access model data at s3://{encrypted}/model.tar.gz.")
    assert f"is not authorized to perform: kms:Decrypt on resource: {key.arn}" in reason


@pytest.fixture
def asked(account: Account, encrypted: str) -> Any:
    """Asks an asynchronous endpoint whose role has these statements and whose output has this configuration."""

    def ask(statements: Iterable[Statement], *, location: str | None = None, **output: str) -> tuple[bytes, str]:
        model = account.model(ECHO, ExecutionRoleArn=account.role(READ, allow("s3:PutObject"), *RUN, *statements))
        places = {"S3OutputPath": f"s3://{account.bucket}/out", "S3FailurePath": f"s3://{account.bucket}/failed"}
        config = account.config(instances(model), AsyncInferenceConfig={"OutputConfig": {**places, **output}})
        request = {"InputLocation": location} if location else {"Body": b"plain"}
        answer = account.runtime.invoke_endpoint_async(EndpointName=account.endpoint(config), **request)

        def found() -> list[tuple[bytes, str]]:
            for place in (answer["OutputLocation"], answer["FailureLocation"]):
                bucket, _, name = place.removeprefix("s3://").partition("/")
                try:
                    object_ = account.s3.get_object(Bucket=bucket, Key=name)
                except ClientError:
                    continue
                return [(object_["Body"].read(), object_.get("SSEKMSKeyId", ""))]
            return []

        return eventually(found)[0]

    return ask


def test_an_encrypted_input_is_read_with_its_key(account: Account, key: Key, encrypted: str, asked: Any) -> None:
    account.s3.put_object(Bucket=encrypted, Key="input", Body=b"secret")
    location = f"s3://{encrypted}/input"
    assert asked([allow("kms:Decrypt", resource=key.arn)], location=location) == (b"secret", "")
    assert b"is not authorized to perform: kms:Decrypt" in asked([], location=location)[0]


def test_an_output_in_an_encrypted_bucket_takes_the_key(account: Account, key: Key, encrypted: str, asked: Any) -> None:
    place = f"s3://{encrypted}/out"
    assert asked([allow("kms:GenerateDataKey", resource=key.arn)], S3OutputPath=place) == (b"plain", key.arn)
    assert b"is not authorized to perform: kms:GenerateDataKey" in asked([], S3OutputPath=place)[0]


def test_an_output_with_a_key_of_its_own_takes_that(account: Account, key: Key, asked: Any, aws: EmbeddedAws) -> None:
    assert asked([allow("kms:GenerateDataKey", resource=key.arn)], KmsKeyId=key.id) == (b"plain", key.id)
    model = account.model(ECHO, ExecutionRoleArn=account.role(READ, allow("s3:PutObject"), *RUN))
    output = {"S3OutputPath": f"s3://{account.bucket}/out", "KmsKeyId": key.arn}
    config = account.config(instances(model), AsyncInferenceConfig={"OutputConfig": output})
    name = account.endpoint(config)
    account.runtime.invoke_endpoint_async(EndpointName=name, Body=b"x")
    eventually(lambda: re.search(f"{name}: request .* not authorized to perform: kms:GenerateDataKey", aws.log()))
