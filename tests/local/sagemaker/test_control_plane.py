"""What every operation of the control plane has in common: validation, IAM, tags, pages."""

import http.client
import json
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sagewire.local import EmbeddedAws, seams
from sagewire.local.aws_error import AwsError
from sagewire.local.sagemaker.collection import Collection
from tests.local.account import IMAGE, Account, allow, new_name

ARN = "arn:aws:sagemaker:us-east-1:123456789012:"
CONTAINER = {"Image": IMAGE}


def post(aws: EmbeddedAws, operation: str, body: bytes, *, path: str = "/") -> tuple[int, dict[str, Any]]:
    """A request that boto3 would refuse to send: its status and answer."""
    scope = "20261124/us-east-1/sagemaker/aws4_request"
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": f"SageMaker.{operation}",
        "Authorization": f"AWS4-HMAC-SHA256 Credential=test/{scope}, SignedHeaders=host, Signature=0",
    }
    connection = http.client.HTTPConnection("127.0.0.1", aws.port, timeout=30)
    try:
        connection.request("POST", path, body=body, headers=headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("operation", "body", "status", "code", "message"),
    [
        ("CreateTrainingJob", b"{}", 501, "UnsupportedOperationException", "does not have sagemaker:CreateTrainingJob"),
        ("MakeCoffee", b"{}", 400, "UnknownOperationException", "sagemaker has no operation 'MakeCoffee'"),
        ("ListModels", b"{", 400, "SerializationException", "not JSON"),
        ("ListModels", b"[]", 400, "SerializationException", "not a JSON object"),
        ("DescribeModel", b"{}", 400, "ValidationException", 'Missing required parameter in input: "ModelName"'),
        ("ListModels", b'{"MaxResults": 101}', 400, "ValidationException", "value less than or equal to 100"),
        ("ListModels", b'{"MaxResults": "1"}', 400, "ValidationException", "Invalid type for parameter MaxResults"),
        ("ListModels", b'{"SortBy": "Size"}', 400, "ValidationException", "enum value set: [Name, CreationTime]"),
        ("ListModels", b'{"NameLike": "a"}', 400, "ValidationException", 'Unknown parameter in input: "NameLike"'),
        ("ListModels", b'{"NextToken": "x"}', 400, "ValidationException", "NextToken is not one of this operation's"),
        ("DescribeModel", b'{"ModelName": "a_b"}', 400, "ValidationException", "regular expression pattern"),
        ("CreateModel", b'{"ModelName": "%s"}' % (b"a" * 64), 400, "ValidationException", "less than or equal to 63"),
    ],
)
def test_a_wrong_request_is_told_in_the_shape_of_aws(
    aws: EmbeddedAws, operation: str, body: bytes, status: int, code: str, message: str
) -> None:
    answered, error = post(aws, operation, body)
    assert (answered, error["__type"]) == (status, code)
    assert message in error["message"]


@pytest.mark.parametrize("path", ["/endpoints/", "/endpoints/name", "/endpoints/name/explain"])
def test_a_path_of_no_operation_is_told_as_well(aws: EmbeddedAws, path: str) -> None:
    status, error = post(aws, "", b"{}", path=path)
    assert (status, error["__type"]) == (404, "UnknownOperationException")
    assert error["message"] == f"sagemaker-runtime has no operation at {path}"


def test_a_caller_without_the_permission_is_refused_by_name(account: Account) -> None:
    caller = account.caller("sagemaker", allow("sagemaker:DescribeModel", resource=f"{ARN}model/mine"))
    account.sagemaker.create_model(ModelName="mine", PrimaryContainer=CONTAINER)
    assert caller.describe_model(ModelName="mine")["ModelName"] == "mine"
    with pytest.raises(ClientError) as refused:
        caller.describe_model(ModelName="other")
    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"
    for part in (":user/user-", "not authorized to perform: sagemaker:DescribeModel", f"on resource: {ARN}model/other"):
        assert part in str(refused.value)


def test_of_two_that_found_a_name_free_one_gets_it() -> None:
    collection = Collection(noun="model", prefix="Model", kind="model", records=seams.scoped_store())
    first, second = ({"ModelName": name} for name in ("Raced", "raced"))
    collection.require_new("Raced")
    collection.require_new("raced")
    collection.add(first, first)
    with pytest.raises(AwsError, match="Cannot create already existing model"):
        collection.add(second, second)
    assert collection.get("raced") is first


def test_tags_are_set_read_and_removed(account: Account) -> None:
    def tags() -> dict[str, str]:
        return {tag["Key"]: tag["Value"] for tag in account.sagemaker.list_tags(ResourceArn=arn)["Tags"]}

    arn = account.sagemaker.create_model(
        ModelName="tagged", PrimaryContainer=CONTAINER, Tags=[{"Key": "a", "Value": "1"}]
    )["ModelArn"]
    assert tags() == {"a": "1"}
    answer = account.sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "a", "Value": "2"}, {"Key": "b", "Value": "3"}])
    assert {tag["Key"]: tag["Value"] for tag in answer["Tags"]} == tags() == {"a": "2", "b": "3"}
    account.sagemaker.delete_tags(ResourceArn=arn, TagKeys=["a", "absent"])
    assert tags() == {"b": "3"}
    with pytest.raises(ClientError, match="Could not find resource"):
        account.sagemaker.add_tags(ResourceArn=f"{ARN}model/absent", Tags=[{"Key": "a", "Value": "1"}])


@pytest.fixture(scope="module")
def five(account: Account) -> list[str]:
    """Names of models, oldest first."""
    names = ["Five-c", "Five-a", "Five-e", "Five-b", "Five-d"]
    for name in names:
        account.sagemaker.create_model(ModelName=name, PrimaryContainer=CONTAINER)
    return names


def listed(account: Account, **members: Any) -> list[str]:
    found = account.sagemaker.list_models(NameContains="five-", **members)["Models"]
    return [model["ModelName"] for model in found]


def test_a_list_is_newest_first_unless_asked_otherwise(account: Account, five: list[str]) -> None:
    assert listed(account) == five[::-1]
    assert listed(account, SortOrder="Ascending") == five
    assert listed(account, SortBy="Name", SortOrder="Ascending") == sorted(five)


def test_a_list_comes_in_pages(account: Account, five: list[str]) -> None:
    pages = account.sagemaker.get_paginator("list_models").paginate(
        NameContains="FIVE", PaginationConfig={"PageSize": 2}
    )
    names = [[model["ModelName"] for model in page["Models"]] for page in pages]
    assert names == [five[4:2:-1], five[2:0:-1], five[:1]]


def test_a_list_keeps_to_the_times_it_is_asked_for(account: Account, five: list[str]) -> None:
    made = account.sagemaker.describe_model(ModelName=five[0])["CreationTime"]
    hour = timedelta(hours=1)
    assert listed(account, CreationTimeAfter=made - hour, CreationTimeBefore=made + hour) == five[::-1]
    assert listed(account, CreationTimeAfter=made + hour) == []
    assert listed(account, CreationTimeBefore=made - hour) == []


def test_other_lists_have_their_own_members(account: Account) -> None:
    model = new_name("model")
    account.sagemaker.create_model(ModelName=model, PrimaryContainer=CONTAINER)
    variant = {"VariantName": "A", "ModelName": model, "InstanceType": "ml.m5.large"}
    config = account.config(variant)
    (found,) = account.sagemaker.list_endpoint_configs(NameContains=config)["EndpointConfigs"]
    assert found.keys() == {"EndpointConfigName", "EndpointConfigArn", "CreationTime"}
