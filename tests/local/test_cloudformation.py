"""Our resource types in a stack: made, updated in place or replaced, removed, and rolled back with AWS's message."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.account import IMAGE, RUN, Account, eventually, new_name, packed

Resources = dict[str, Any]
VERSION = "def model_fn(d): return {version!r}\ndef transform_fn(model, body, content_type, accept): return model\n"
RAISES = "def model_fn(d): raise ValueError('no such feature')\n"


def archive(account: Account, version: str) -> str:
    """A model that answers with its version."""
    return account.put(packed({"code/inference.py": VERSION.format(version=version)}))


def model(account: Account, url: str, **properties: Any) -> Resources:
    container = {"Image": IMAGE, "ModelDataUrl": url}
    given = {"ExecutionRoleArn": account.reader, "PrimaryContainer": container, **properties}
    return {"Type": "AWS::SageMaker::Model", "Properties": given}


def config(model: str = "Model", **variant: Any) -> Resources:
    given = {
        "VariantName": "AllTraffic",
        "ModelName": {"Fn::GetAtt": [model, "ModelName"]},
        "InstanceType": "ml.m5.large",
        # CloudFormation takes text for a number.
        "InitialInstanceCount": "1",
        "InitialVariantWeight": "1.0",
        **variant,
    }
    return {"Type": "AWS::SageMaker::EndpointConfig", "Properties": {"ProductionVariants": [given]}}


def endpoint(config: str = "Config", **properties: Any) -> Resources:
    name = {"Fn::GetAtt": [config, "EndpointConfigName"]}
    return {"Type": "AWS::SageMaker::Endpoint", "Properties": {"EndpointConfigName": name, **properties}}


def serving(account: Account, url: str, **properties: Any) -> dict[str, Resources]:
    """A model, its configuration and its endpoint."""
    return {"Model": model(account, url), "Config": config(), "Endpoint": endpoint(**properties)}


TARGET_ID = {"Fn::Sub": "endpoint/${Endpoint.EndpointName}/variant/AllTraffic"}


def scaling(most: int = 4, per_instance: float = 70.0, **target: Any) -> dict[str, Resources]:
    """The scaling of the endpoint."""
    return {
        "Target": {
            "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
            "Properties": {
                "MinCapacity": "1",
                "MaxCapacity": most,
                "ResourceId": TARGET_ID,
                "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
                "ServiceNamespace": "sagemaker",
                **target,
            },
        },
        "Policy": {
            "Type": "AWS::ApplicationAutoScaling::ScalingPolicy",
            "Properties": {
                "PolicyName": "keep-up",
                "PolicyType": "TargetTrackingScaling",
                "ScalingTargetId": {"Ref": "Target"},
                "TargetTrackingScalingPolicyConfiguration": {
                    "TargetValue": per_instance,
                    "PredefinedMetricSpecification": {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"},
                },
            },
        },
    }


class Stack:
    """A stack of its own for a test."""

    def __init__(self, account: Account) -> None:
        self.name = new_name("stack")
        self._cloudformation = account.aws.client("cloudformation")
        self._sagemaker = account.sagemaker

    def create(self, resources: Mapping[str, Resources], **members: Any) -> str:
        """Create it, and give its last status."""
        self._cloudformation.create_stack(StackName=self.name, TemplateBody=self._body(resources), **members)
        return self._settled()

    def update(self, resources: Mapping[str, Resources], **members: Any) -> str:
        self._cloudformation.update_stack(StackName=self.name, TemplateBody=self._body(resources), **members)
        return self._settled()

    def delete(self) -> None:
        self._cloudformation.delete_stack(StackName=self.name)
        eventually(self._is_gone)

    def id(self, logical_id: str) -> str:
        """The physical id of a resource."""
        resource = self._cloudformation.describe_stack_resource(StackName=self.name, LogicalResourceId=logical_id)
        found: str = resource["StackResourceDetail"]["PhysicalResourceId"]
        return found

    def name_of(self, logical_id: str) -> str:
        """The name in the ARN of a SageMaker resource."""
        return self.id(logical_id).rpartition("/")[2]

    def endpoint(self) -> str:
        """The name of the endpoint, in its own case, as InvokeEndpoint wants it."""
        found: str = self._sagemaker.describe_endpoint(EndpointName=self.name_of("Endpoint"))["EndpointName"]
        return found

    def events(self) -> list[tuple[str, str, str]]:
        """Logical id, status and reason of what happened, the first first."""
        found = self._cloudformation.describe_stack_events(StackName=self.name)["StackEvents"]
        return [
            (event["LogicalResourceId"], event["ResourceStatus"], event.get("ResourceStatusReason", ""))
            for event in reversed(found)
        ]

    def reason(self, logical_id: str) -> str:
        """Why a resource failed."""
        (found,) = (
            reason for name, status, reason in self.events() if name == logical_id and status.endswith("_FAILED")
        )
        return found

    def _body(self, resources: Mapping[str, Resources]) -> str:
        return json.dumps({"Resources": resources})

    def _settled(self) -> str:
        def status() -> str | None:
            found: str = self._cloudformation.describe_stacks(StackName=self.name)["Stacks"][0]["StackStatus"]
            return None if found.endswith("_IN_PROGRESS") else found

        found = eventually(status, seconds=60)
        assert found is not None
        return found

    def _is_gone(self) -> bool:
        try:
            return bool(
                self._cloudformation.describe_stacks(StackName=self.name)["Stacks"][0]["StackStatus"]
                == "DELETE_COMPLETE"
            )
        except ClientError:
            return True


@pytest.fixture
def stack(account: Account) -> Stack:
    return Stack(account)


def test_a_stack_makes_an_endpoint_that_answers_and_takes_it_away_again(account: Account, stack: Stack) -> None:
    assert stack.create(serving(account, archive(account, "one"))) == "CREATE_COMPLETE"
    names = {logical_id: stack.name_of(logical_id) for logical_id in ("Model", "Config", "Endpoint")}
    for logical_id, name in names.items():
        assert name.startswith(f"{stack.name}-{logical_id}".lower())
    assert account.ask(stack.endpoint()) == b"one"
    stack.delete()
    for describe, key, logical_id in (
        (account.sagemaker.describe_model, "ModelName", "Model"),
        (account.sagemaker.describe_endpoint_config, "EndpointConfigName", "Config"),
        (account.sagemaker.describe_endpoint, "EndpointName", "Endpoint"),
    ):
        with pytest.raises(ClientError, match="Could not find"):
            describe(**{key: names[logical_id]})


def test_what_a_template_can_refer_to(account: Account, stack: Stack) -> None:
    resources = serving(account, archive(account, "one"), EndpointName=new_name("Given"))
    cloudformation = account.aws.client("cloudformation")
    outputs = {
        f"{logical_id}{attribute or 'Ref'}": {
            "Value": {"Fn::GetAtt": [logical_id, attribute]} if attribute else {"Ref": logical_id}
        }
        for logical_id, attributes in (
            ("Model", ("ModelName", None)),
            ("Config", ("EndpointConfigName", None)),
            ("Endpoint", ("EndpointName", None)),
        )
        for attribute in attributes
    }
    body = json.dumps({"Resources": resources, "Outputs": outputs})
    cloudformation.create_stack(StackName=stack.name, TemplateBody=body)
    assert stack._settled() == "CREATE_COMPLETE"
    found = {
        output["OutputKey"]: output["OutputValue"]
        for output in cloudformation.describe_stacks(StackName=stack.name)["Stacks"][0]["Outputs"]
    }
    given = resources["Endpoint"]["Properties"]["EndpointName"]
    assert found["EndpointEndpointName"] == given
    assert found["EndpointRef"] == f"arn:aws:sagemaker:us-east-1:123456789012:endpoint/{given.lower()}"
    assert account.sagemaker.describe_model(ModelName=found["ModelModelName"])["ModelArn"] == found["ModelRef"]
    config = account.sagemaker.describe_endpoint_config(EndpointConfigName=found["ConfigEndpointConfigName"])
    assert config["EndpointConfigArn"] == found["ConfigRef"]
    stack.delete()


def test_a_new_model_replaces_model_and_configuration_and_updates_the_endpoint(account: Account, stack: Stack) -> None:
    stack.create(serving(account, archive(account, "one")))
    before = {logical_id: stack.id(logical_id) for logical_id in ("Model", "Config", "Endpoint")}
    assert stack.update(serving(account, archive(account, "two"))) == "UPDATE_COMPLETE"
    after = {logical_id: stack.id(logical_id) for logical_id in before}
    assert {logical_id for logical_id in before if before[logical_id] != after[logical_id]} == {"Model", "Config"}
    assert account.ask(stack.endpoint()) == b"two"
    for arn, describe, key in (
        (before["Model"], account.sagemaker.describe_model, "ModelName"),
        (before["Config"], account.sagemaker.describe_endpoint_config, "EndpointConfigName"),
    ):
        with pytest.raises(ClientError, match="Could not find"):
            describe(**{key: arn.rpartition("/")[2]})
    stack.delete()


def test_a_new_endpoint_name_replaces_the_endpoint(account: Account, stack: Stack) -> None:
    url, first, second = archive(account, "one"), new_name("first"), new_name("second")
    stack.create(serving(account, url, EndpointName=first))
    assert stack.update(serving(account, url, EndpointName=second)) == "UPDATE_COMPLETE"
    assert account.ask(second) == b"one"
    with pytest.raises(ClientError, match="Could not find"):
        account.sagemaker.describe_endpoint(EndpointName=first)
    stack.delete()


def test_tags_are_set_and_changed_in_place(account: Account, stack: Stack) -> None:
    def tagged(**tags: str) -> dict[str, Resources]:
        resources = serving(account, url)
        for resource in resources.values():
            resource["Properties"]["Tags"] = [{"Key": key, "Value": value} for key, value in tags.items()]
        return resources

    def tags_of(logical_id: str) -> dict[str, str]:
        found = account.sagemaker.list_tags(ResourceArn=stack.id(logical_id))["Tags"]
        return {tag["Key"]: tag["Value"] for tag in found if not tag["Key"].startswith("aws:")}

    url = archive(account, "one")
    stack.create(tagged(team="blue", old="x"), Tags=[{"Key": "of", "Value": "stack"}])
    before = [stack.id(logical_id) for logical_id in ("Model", "Config", "Endpoint")]
    assert all(tags_of(arn) == {"team": "blue", "old": "x", "of": "stack"} for arn in ("Model", "Config", "Endpoint"))
    stack.update(tagged(team="green"), Tags=[{"Key": "of", "Value": "stack"}])
    assert all(tags_of(arn) == {"team": "green", "of": "stack"} for arn in ("Model", "Config", "Endpoint"))
    assert before == [stack.id(logical_id) for logical_id in ("Model", "Config", "Endpoint")]
    stack.delete()


def test_a_model_that_raises_fails_the_stack_with_its_words_and_leaves_nothing(account: Account, stack: Stack) -> None:
    url = account.put(packed({"code/inference.py": RAISES}))
    assert stack.create(serving(account, url)) == "ROLLBACK_COMPLETE"
    assert "ValueError: no such feature" in stack.reason("Endpoint")
    deleted = {name for name, status, _ in stack.events() if status == "DELETE_COMPLETE"}
    assert {"Model", "Config"} <= deleted
    left = account.sagemaker.list_endpoints(NameContains=stack.name)["Endpoints"]
    assert left == []


def test_an_update_that_fails_is_rolled_back_and_the_old_model_answers(account: Account, stack: Stack) -> None:
    stack.create(serving(account, archive(account, "one")))
    url = account.put(packed({"code/inference.py": RAISES}))
    assert stack.update(serving(account, url)) == "UPDATE_ROLLBACK_COMPLETE"
    assert "ValueError: no such feature" in stack.reason("Endpoint")
    name = stack.endpoint()
    assert account.ask(name) == b"one"
    description = account.sagemaker.describe_endpoint(EndpointName=name)
    assert description["EndpointStatus"] == "InService"
    assert description["EndpointConfigName"].lower() == stack.name_of("Config")
    assert stack.update(serving(account, archive(account, "three"))) == "UPDATE_COMPLETE"
    assert account.ask(name) == b"three"
    stack.delete()


def test_an_update_that_fails_behind_the_endpoint_takes_the_endpoint_back(account: Account, stack: Stack) -> None:
    stack.create({**serving(account, archive(account, "one")), **scaling()})
    config = stack.id("Config")
    resources = {**serving(account, archive(account, "two")), **scaling(most=0)}
    assert stack.update(resources) == "UPDATE_ROLLBACK_COMPLETE"
    assert "Maximum capacity cannot be less than minimum capacity" in stack.reason("Target")
    assert account.ask(stack.endpoint()) == b"one"
    assert stack.id("Config") == config
    stack.delete()


def test_an_archive_that_the_role_may_not_read_fails_the_stack_naming_the_role(account: Account, stack: Stack) -> None:
    blind = account.role(*RUN)
    resources = serving(account, archive(account, "one"))
    resources["Model"]["Properties"]["ExecutionRoleArn"] = blind
    assert stack.create(resources) == "ROLLBACK_COMPLETE"
    reason = stack.reason("Endpoint")
    assert blind in reason
    assert "s3:GetObject" in reason


@pytest.mark.parametrize(
    ("logical_id", "changed", "reason"),
    [
        ("Model", {"PrimaryContainer": {"Image": IMAGE, "Colour": "red"}}, 'parameter in PrimaryContainer: "Colour"'),
        ("Model", {"ExecutionRoleArn": "arn:aws:iam::123456789012:role/absent"}, "Could not assume role"),
        ("Config", {"ProductionVariants": [{"VariantName": "A", "ModelName": "absent", "InstanceType": "ml.m5.large",
                                            "InitialInstanceCount": 1}]}, "Could not find model"),
        ("Config", {"ProductionVariants": []}, "length"),
        ("Endpoint", {"EndpointConfigName": "absent"}, "Could not find endpoint configuration"),
        ("Endpoint", {"EndpointName": "not_a_name"}, "regular expression pattern"),
    ],
)  # fmt: skip
def test_a_wrong_property_fails_its_resource_in_the_services_words(
    account: Account, stack: Stack, logical_id: str, changed: Mapping[str, Any], reason: str
) -> None:
    resources = serving(account, archive(account, "one"))
    resources[logical_id]["Properties"] |= changed
    assert stack.create(resources) == "ROLLBACK_COMPLETE"
    assert reason in stack.reason(logical_id)
    assert "(Service: sagemaker; Status Code: 400; Error Code: ValidationException)" in stack.reason(logical_id)


def test_a_target_and_its_policy_are_made_changed_in_place_and_removed(account: Account, stack: Stack) -> None:
    records = account.aws.client("application-autoscaling")

    def recorded() -> tuple[Any, Any, Any]:
        (target,) = records.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
        (policy,) = records.describe_scaling_policies(ServiceNamespace="sagemaker")["ScalingPolicies"]
        schedules = records.describe_scheduled_actions(ServiceNamespace="sagemaker")["ScheduledActions"]
        return target, policy, [schedule["ScheduledActionName"] for schedule in schedules]

    resources = serving(account, archive(account, "one"))
    night = {
        "ScheduledActionName": "night",
        "Schedule": "cron(0 22 * * ? *)",
        "ScalableTargetAction": {"MinCapacity": 1, "MaxCapacity": 1},
    }
    assert stack.create({**resources, **scaling(ScheduledActions=[night])}) == "CREATE_COMPLETE"
    before, policy, schedules = recorded()
    assert (before["MinCapacity"], before["MaxCapacity"], schedules) == (1, 4, ["night"])
    assert before["ResourceId"] == f"endpoint/{stack.endpoint()}/variant/AllTraffic"
    assert policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] == 70
    assert stack.id("Policy") == policy["PolicyARN"]
    assert stack.update({**resources, **scaling(most=9, per_instance=20)}) == "UPDATE_COMPLETE"
    after, changed, schedules = recorded()
    assert (after["MaxCapacity"], schedules) == (9, [])
    assert after["ScalableTargetARN"] == before["ScalableTargetARN"]
    assert changed["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] == 20
    assert changed["PolicyARN"] == policy["PolicyARN"]
    assert stack.update(resources) == "UPDATE_COMPLETE"
    assert records.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"] == []
    assert records.describe_scaling_policies(ServiceNamespace="sagemaker")["ScalingPolicies"] == []
    stack.delete()


def test_a_target_and_its_policy_follow_a_new_endpoint(account: Account, stack: Stack) -> None:
    records, url = account.aws.client("application-autoscaling"), archive(account, "one")
    stack.create({**serving(account, url), **scaling()})
    name = new_name("renamed")
    assert stack.update({**serving(account, url, EndpointName=name), **scaling()}) == "UPDATE_COMPLETE"
    (target,) = records.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
    (policy,) = records.describe_scaling_policies(ServiceNamespace="sagemaker")["ScalingPolicies"]
    assert target["ResourceId"] == policy["ResourceId"] == f"endpoint/{name}/variant/AllTraffic"
    stack.delete()
    assert records.describe_scaling_policies(ServiceNamespace="sagemaker")["ScalingPolicies"] == []


def test_a_target_of_a_variant_that_is_not_there_fails_and_is_rolled_back(account: Account, stack: Stack) -> None:
    resources = serving(account, archive(account, "one"))
    target = scaling(ResourceId={"Fn::Sub": "endpoint/${Endpoint.EndpointName}/variant/Other"})
    assert stack.create({**resources, **target}) == "ROLLBACK_COMPLETE"
    assert "No endpoint variant" in stack.reason("Target")


def test_the_server_answers_while_an_endpoint_of_a_stack_starts(account: Account, stack: Stack) -> None:
    """The model waits for an object that this test puts while the stack is being made."""
    gate = f"{new_name('gate')}"
    code = f"""
import time, boto3
s3 = boto3.client("s3")
while True:
    try:
        s3.get_object(Bucket={account.bucket!r}, Key={gate!r})
        break
    except s3.exceptions.NoSuchKey:
        time.sleep(0.05)
def model_fn(d): return None
"""
    bucket = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "*"}
    resources = serving(account, account.put(packed({"code/inference.py": code})))
    resources["Model"]["Properties"]["ExecutionRoleArn"] = account.role(*RUN, bucket)
    cloudformation = account.aws.client("cloudformation")
    cloudformation.create_stack(StackName=stack.name, TemplateBody=json.dumps({"Resources": resources}))
    eventually(lambda: account.sagemaker.list_endpoints(NameContains=stack.name)["Endpoints"])
    (found,) = account.sagemaker.list_endpoints(NameContains=stack.name)["Endpoints"]
    assert found["EndpointStatus"] == "Creating"
    account.s3.put_object(Bucket=account.bucket, Key=gate, Body=b"")
    assert stack._settled() == "CREATE_COMPLETE"
    stack.delete()


def test_two_endpoints_of_one_stack_start_one_after_the_other(account: Account, stack: Stack) -> None:
    """MiniStack provisions a stack's resources in turn, where AWS starts these together."""
    resources = {"Model": model(account, archive(account, "one")), "Config": config()}
    resources |= {"A": endpoint(), "B": endpoint()}
    assert stack.create(resources) == "CREATE_COMPLETE"
    events = [(name, status) for name, status, _ in stack.events() if name in ("A", "B")]
    assert [status for _, status in events] == ["CREATE_IN_PROGRESS", "CREATE_COMPLETE"] * 2
    stack.delete()


def test_a_bucket_that_asks_for_tls_takes_plain_http_on_loopback_and_nothing_more(account: Account) -> None:
    """CDK's own bucket policies ask for it; a refusal for another reason stays one."""
    bucket = new_name("private")
    account.s3.create_bucket(Bucket=bucket)
    resource = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    tls = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": resource,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    never = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/locked/*",
    }
    policy = {"Version": "2012-10-17", "Statement": [tls, never]}
    account.s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    reader = account.caller("s3", {"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
    reader.put_object(Bucket=bucket, Key="open", Body=b"here")
    with reader.get_object(Bucket=bucket, Key="open")["Body"] as body:
        assert body.read() == b"here"
    with pytest.raises(ClientError, match="AccessDenied"):
        reader.put_object(Bucket=bucket, Key="locked/x", Body=b"")
