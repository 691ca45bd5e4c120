"""CreateModel, DescribeModel, ListModels, DeleteModel: what they keep, and what they refuse."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.account import IMAGE, Account, allow, new_name


def refusal(account: Account, **members: Any) -> str:
    """What CreateModel says to a model that it does not make."""
    defaults = {"ModelName": new_name("model"), "ExecutionRoleArn": account.reader}
    with pytest.raises(ClientError) as refused:
        account.sagemaker.create_model(**{**defaults, **members})
    assert refused.value.response["Error"]["Code"] == "ValidationException"
    return str(refused.value.response["Error"]["Message"])


def test_a_model_is_described_as_it_was_made(account: Account) -> None:
    container = {"Image": IMAGE, "Environment": {"A": "1"}}
    made = account.sagemaker.create_model(
        ModelName="Described", PrimaryContainer=container, ExecutionRoleArn=account.reader
    )
    found = account.sagemaker.describe_model(ModelName="Described")
    assert made["ModelArn"] == "arn:aws:sagemaker:us-east-1:123456789012:model/described"
    assert found["ModelArn"] == made["ModelArn"]
    assert (found["ModelName"], found["PrimaryContainer"]) == ("Described", container)
    assert (found["ExecutionRoleArn"], found["EnableNetworkIsolation"]) == (account.reader, False)
    assert found["CreationTime"].year >= 2026


def test_a_name_is_taken_once_whatever_its_case(account: Account) -> None:
    account.sagemaker.create_model(ModelName="Taken", PrimaryContainer={"Image": IMAGE})
    said = refusal(account, ModelName="taken", PrimaryContainer={"Image": IMAGE})
    assert said == ('Cannot create already existing model "arn:aws:sagemaker:us-east-1:123456789012:model/taken".')


def test_a_deleted_model_is_gone_with_its_tags(account: Account) -> None:
    tags = [{"Key": "team", "Value": "search"}]
    made = account.sagemaker.create_model(ModelName="gone", PrimaryContainer={"Image": IMAGE}, Tags=tags)
    account.sagemaker.delete_model(ModelName="gone")
    for operation, members in (
        ("describe_model", {"ModelName": "gone"}),
        ("delete_model", {"ModelName": "gone"}),
        ("list_tags", {"ResourceArn": made["ModelArn"]}),
    ):
        with pytest.raises(ClientError, match="Could not find"):
            getattr(account.sagemaker, operation)(**members)


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({}, "At least one container must be given"),
        ({"PrimaryContainer": {}}, "At least one container must be given"),
        ({"PrimaryContainer": {"Environment": {"A": "1"}}}, "The container has no Image"),
        ({"Containers": [{"Image": IMAGE}, {}]}, "The container has no Image"),
        (
            {"PrimaryContainer": {"ModelPackageName": "arn:aws:sagemaker:us-east-1:123456789012:model-package/p/1"}},
            "does not support ModelPackageName",
        ),
        (
            {
                "PrimaryContainer": {
                    "Image": IMAGE,
                    "ModelDataSource": {
                        "S3DataSource": {"S3Uri": "s3://b/k", "S3DataType": "S3Prefix", "CompressionType": "None"}
                    },
                }
            },
            "use S3DataType S3Object and CompressionType Gzip",
        ),
    ],
)
def test_what_this_hosting_has_not_is_refused(account: Account, members: dict[str, Any], message: str) -> None:
    assert message in refusal(account, **members)


def test_a_role_must_exist_and_trust_sagemaker(account: Account) -> None:
    absent = "arn:aws:iam::123456789012:role/absent"
    distrusting = account.role(allow("s3:GetObject"), service="lambda.amazonaws.com")
    for role in (absent, distrusting):
        said = refusal(account, ExecutionRoleArn=role, PrimaryContainer={"Image": IMAGE})
        assert said.startswith(f"Could not assume role {role}. Please ensure that the role exists and allows principal")


def test_model_data_need_a_role(account: Account) -> None:
    container = {"Image": IMAGE, "ModelDataUrl": "s3://bucket/model.tar.gz"}
    with pytest.raises(ClientError, match="ExecutionRoleArn is required"):
        account.sagemaker.create_model(ModelName=new_name("model"), PrimaryContainer=container)
