"""AWS::SageMaker::InferenceComponent in a stack."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.account import IMAGE, Account, packed
from tests.local.test_cloudformation import RAISES, Resources, Stack, archive, endpoint


def resources(account: Account, url: str, *, copies: Any = "1") -> dict[str, Resources]:
    """An endpoint for components, and one on it."""
    variant = {"VariantName": "AllTraffic", "InstanceType": "ml.m5.large", "InitialInstanceCount": "1"}
    given = {
        "EndpointName": {"Fn::GetAtt": ["Endpoint", "EndpointName"]},
        "VariantName": "AllTraffic",
        "Specification": {
            "Container": {"Image": IMAGE, "ArtifactUrl": url},
            # CloudFormation takes text for a number.
            "ComputeResourceRequirements": {"MinMemoryRequiredInMb": "256", "NumberOfCpuCoresRequired": "0.5"},
        },
        "RuntimeConfig": {"CopyCount": copies},
    }
    return {
        "Config": {
            "Type": "AWS::SageMaker::EndpointConfig",
            "Properties": {"ProductionVariants": [variant], "ExecutionRoleArn": account.reader},
        },
        "Endpoint": endpoint(),
        "Component": {"Type": "AWS::SageMaker::InferenceComponent", "Properties": given},
    }


@pytest.fixture
def stack(account: Account) -> Stack:
    return Stack(account)


def described(account: Account, stack: Stack) -> dict[str, Any]:
    found: dict[str, Any] = account.sagemaker.describe_inference_component(
        InferenceComponentName=stack.name_of("Component")
    )
    return found


def answer(account: Account, stack: Stack) -> bytes:
    name = described(account, stack)["InferenceComponentName"]
    return account.ask(stack.endpoint(), InferenceComponentName=name)


def test_a_component_is_made_changed_in_place_and_removed_before_its_endpoint(account: Account, stack: Stack) -> None:
    assert stack.create(resources(account, archive(account, "one"))) == "CREATE_COMPLETE"
    before = stack.id("Component")
    assert before.startswith("arn:aws:sagemaker:us-east-1:123456789012:inference-component/")
    assert answer(account, stack) == b"one"
    assert stack.update(resources(account, archive(account, "two"), copies=2)) == "UPDATE_COMPLETE"
    assert stack.id("Component") == before
    assert answer(account, stack) == b"two"
    assert described(account, stack)["RuntimeConfig"]["DesiredCopyCount"] == 2
    name = stack.name_of("Component")
    stack.delete()
    with pytest.raises(ClientError, match="Could not find inference component"):
        account.sagemaker.describe_inference_component(InferenceComponentName=name)


def test_what_a_template_can_refer_to(account: Account, stack: Stack) -> None:
    attributes = (
        "InferenceComponentArn",
        "InferenceComponentStatus",
        "CreationTime",
        "LastModifiedTime",
        "RuntimeConfig.CurrentCopyCount",
        "RuntimeConfig.DesiredCopyCount",
    )
    outputs: dict[str, Any] = {
        f"O{number}": {"Value": {"Fn::GetAtt": ["Component", name]}} for number, name in enumerate(attributes)
    }
    outputs["Ref"] = {"Value": {"Ref": "Component"}}
    cloudformation = account.aws.client("cloudformation")
    body = json.dumps({"Resources": resources(account, archive(account, "one"), copies=3), "Outputs": outputs})
    cloudformation.create_stack(StackName=stack.name, TemplateBody=body)
    assert stack._settled() == "CREATE_COMPLETE"
    found = {
        output["OutputKey"]: output["OutputValue"]
        for output in cloudformation.describe_stacks(StackName=stack.name)["Stacks"][0]["Outputs"]
    }
    arn = described(account, stack)["InferenceComponentArn"]
    assert (found["Ref"], found["O0"], found["O1"], found["O4"], found["O5"]) == (arn, arn, "InService", "3", "3")
    assert found["O2"].startswith("20")
    assert found["O3"].startswith("20")
    stack.delete()


def test_one_that_does_not_start_fails_the_stack_with_its_words_and_leaves_nothing(
    account: Account, stack: Stack
) -> None:
    url = account.put(packed({"code/inference.py": RAISES}))
    assert stack.create(resources(account, url)) == "ROLLBACK_COMPLETE"
    assert "ValueError: no such feature" in stack.reason("Component")
    assert account.sagemaker.list_inference_components(NameContains=stack.name)["InferenceComponents"] == []
    assert account.sagemaker.list_endpoints(NameContains=stack.name)["Endpoints"] == []


def test_an_update_that_fails_is_rolled_back_and_the_old_model_answers(account: Account, stack: Stack) -> None:
    stack.create(resources(account, archive(account, "one")))
    url = account.put(packed({"code/inference.py": RAISES}))
    assert stack.update(resources(account, url)) == "UPDATE_ROLLBACK_COMPLETE"
    assert answer(account, stack) == b"one"
    stack.delete()
