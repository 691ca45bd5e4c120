"""Application Auto Scaling keeps targets, policies and schedules, and scales nothing."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sagewire.local import EmbeddedAws
from tests.local.account import IMAGE, Account, allow, instances, new_name

POLICY = {
    "PolicyType": "TargetTrackingScaling",
    "TargetTrackingScalingPolicyConfiguration": {
        "TargetValue": 70.0,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"},
    },
}
SCHEDULE = {"Schedule": "cron(0 8 * * ? *)", "ScalableTargetAction": {"MinCapacity": 2, "MaxCapacity": 3}}
FOREIGN = {
    "ServiceNamespace": "dynamodb",
    "ResourceId": "table/visitors",
    "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
}


@pytest.fixture(scope="module")
def scaling(aws: EmbeddedAws) -> Any:
    return aws.client("application-autoscaling")


@pytest.fixture(scope="module")
def endpoint(account: Account) -> str:
    """An endpoint; a target needs its variant, not its answers."""
    model = new_name("model")
    account.sagemaker.create_model(ModelName=model, PrimaryContainer={"Image": IMAGE})
    name = new_name("endpoint")
    account.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=account.config(instances(model)))
    return name


def target(endpoint: str, variant: str = "AllTraffic") -> dict[str, str]:
    return {
        "ServiceNamespace": "sagemaker",
        "ResourceId": f"endpoint/{endpoint}/variant/{variant}",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    }


@pytest.fixture
def key(scaling: Any, endpoint: str) -> Iterator[dict[str, str]]:
    """The key of a registered target; it is deregistered after the test."""
    scaling.register_scalable_target(**target(endpoint), MinCapacity=1, MaxCapacity=4)
    yield target(endpoint)
    with suppress(scaling.exceptions.ObjectNotFoundException):
        scaling.deregister_scalable_target(**target(endpoint))


def targets(scaling: Any, **members: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = scaling.describe_scalable_targets(ServiceNamespace="sagemaker", **members)[
        "ScalableTargets"
    ]
    return found


def test_a_target_is_described_as_it_was_registered(scaling: Any, endpoint: str) -> None:
    arn = scaling.register_scalable_target(**target(endpoint), MinCapacity=0, MaxCapacity=4)["ScalableTargetARN"]
    (found,) = targets(scaling, ResourceIds=[target(endpoint)["ResourceId"]])
    assert arn.startswith("arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/")
    assert found.items() >= {**target(endpoint), "MinCapacity": 0, "MaxCapacity": 4, "ScalableTargetARN": arn}.items()
    assert "CreationTime" in found
    assert targets(scaling, ResourceIds=["endpoint/other/variant/AllTraffic"]) == []
    scaling.deregister_scalable_target(**target(endpoint))
    assert targets(scaling) == []


def test_a_registered_target_is_changed_in_part(scaling: Any, key: dict[str, str]) -> None:
    (before,) = targets(scaling)
    answer = scaling.register_scalable_target(**key, MinCapacity=2)
    (found,) = targets(scaling)
    assert (found["MinCapacity"], found["MaxCapacity"]) == (2, 4)
    assert found["ScalableTargetARN"] == before["ScalableTargetARN"] == answer["ScalableTargetARN"]


@pytest.mark.parametrize("limits", [{"MinCapacity": 5}, {"MaxCapacity": 0}, {"MinCapacity": 3, "MaxCapacity": 2}])
def test_the_limits_of_a_target_must_fit(scaling: Any, key: dict[str, str], limits: dict[str, int]) -> None:
    with pytest.raises(scaling.exceptions.ValidationException, match="Maximum capacity cannot be less than minimum"):
        scaling.register_scalable_target(**key, **limits)
    (found,) = targets(scaling)
    assert (found["MinCapacity"], found["MaxCapacity"]) == (1, 4)


@pytest.mark.parametrize(
    ("limits", "message"),
    [({}, "MinCapacity and MaxCapacity must be specified"), ({"MinCapacity": 1}, "MaxCapacity must be specified")],
)
def test_a_new_target_needs_its_limits(scaling: Any, endpoint: str, limits: dict[str, int], message: str) -> None:
    with pytest.raises(scaling.exceptions.ValidationException, match=message):
        scaling.register_scalable_target(**target(endpoint), **limits)


def test_a_target_must_be_a_variant_of_an_endpoint(scaling: Any, endpoint: str) -> None:
    for absent in (target("absent"), target(endpoint, "Absent"), target(endpoint) | {"ResourceId": "model/a"}):
        message = f"No endpoint variant: {absent['ResourceId']}"
        with pytest.raises(scaling.exceptions.ValidationException, match=message):
            scaling.register_scalable_target(**absent, MinCapacity=1, MaxCapacity=2)


def test_targets_of_other_services_are_kept_apart(scaling: Any, key: dict[str, str]) -> None:
    scaling.register_scalable_target(**FOREIGN, MinCapacity=1, MaxCapacity=2)
    (found,) = scaling.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"]
    assert found["ResourceId"] == "table/visitors"
    assert [item["ResourceId"] for item in targets(scaling)] == [key["ResourceId"]]


def test_a_policy_is_put_changed_described_and_deleted(scaling: Any, key: dict[str, str]) -> None:
    answer = scaling.put_scaling_policy(**key, PolicyName="tracking", **POLICY)
    assert answer["Alarms"] == []
    assert answer["PolicyARN"].startswith("arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:")
    assert answer["PolicyARN"].endswith(f":resource/sagemaker/{key['ResourceId']}:policyName/tracking")
    changed = {**POLICY, "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 9.0}}
    assert scaling.put_scaling_policy(**key, PolicyName="tracking", **changed)["PolicyARN"] == answer["PolicyARN"]
    scaling.put_scaling_policy(**key, PolicyName="other", **POLICY)

    found = scaling.describe_scaling_policies(ServiceNamespace="sagemaker", PolicyNames=["tracking"])
    (policy,) = found["ScalingPolicies"]
    assert policy.items() >= {**key, **changed, "PolicyName": "tracking", "PolicyARN": answer["PolicyARN"]}.items()
    scaling.delete_scaling_policy(**key, PolicyName="tracking")
    left = scaling.describe_scaling_policies(ServiceNamespace="sagemaker", ResourceId=key["ResourceId"])
    assert [policy["PolicyName"] for policy in left["ScalingPolicies"]] == ["other"]
    with pytest.raises(scaling.exceptions.ObjectNotFoundException, match="No scaling policy found for .*tracking"):
        scaling.delete_scaling_policy(**key, PolicyName="tracking")


def test_a_scheduled_action_is_put_described_and_deleted(scaling: Any, key: dict[str, str]) -> None:
    scaling.put_scheduled_action(**key, ScheduledActionName="morning", **SCHEDULE)
    (found,) = scaling.describe_scheduled_actions(ServiceNamespace="sagemaker")["ScheduledActions"]
    assert found.items() >= {**key, **SCHEDULE, "ScheduledActionName": "morning"}.items()
    assert found["ScheduledActionARN"].endswith(":scheduledActionName/morning")
    scaling.delete_scheduled_action(**key, ScheduledActionName="morning")
    assert scaling.describe_scheduled_actions(ServiceNamespace="sagemaker")["ScheduledActions"] == []


def test_policies_and_schedules_need_a_target(scaling: Any, endpoint: str) -> None:
    message = "No scalable target registered for service namespace: sagemaker, resource ID: endpoint/"
    with pytest.raises(scaling.exceptions.ObjectNotFoundException, match=message):
        scaling.put_scaling_policy(**target(endpoint), PolicyName="tracking", **POLICY)
    with pytest.raises(scaling.exceptions.ObjectNotFoundException, match=message):
        scaling.put_scheduled_action(**target(endpoint), ScheduledActionName="morning", **SCHEDULE)


def test_a_target_takes_its_policies_and_schedules_with_it(scaling: Any, key: dict[str, str]) -> None:
    scaling.register_scalable_target(**FOREIGN, MinCapacity=1, MaxCapacity=2)
    for owner in (key, FOREIGN):
        scaling.put_scaling_policy(**owner, PolicyName="tracking", **POLICY)
        scaling.put_scheduled_action(**owner, ScheduledActionName="morning", **SCHEDULE)
    scaling.deregister_scalable_target(**key)
    with pytest.raises(scaling.exceptions.ObjectNotFoundException, match="No scalable target found"):
        scaling.deregister_scalable_target(**key)
    for namespace, left in (("sagemaker", 0), ("dynamodb", 1)):
        assert len(scaling.describe_scaling_policies(ServiceNamespace=namespace)["ScalingPolicies"]) == left
        assert len(scaling.describe_scheduled_actions(ServiceNamespace=namespace)["ScheduledActions"]) == left


def test_wrong_input_and_other_operations_are_refused(scaling: Any, key: dict[str, str]) -> None:
    with pytest.raises(ClientError, match=r"\(ValidationException\).*enum value set: \[.*StepScaling"):
        scaling.put_scaling_policy(**key, PolicyName="tracking", PolicyType="Magic")
    with pytest.raises(ClientError, match="UnsupportedOperationException.*DescribeScalingActivities; it has Delete"):
        scaling.describe_scaling_activities(ServiceNamespace="sagemaker")


def test_a_caller_needs_the_permission(account: Account) -> None:
    caller = account.caller("application-autoscaling", allow("sagemaker:*"))
    with pytest.raises(ClientError, match="AccessDeniedException.*application-autoscaling:DescribeScalableTargets"):
        caller.describe_scalable_targets(ServiceNamespace="sagemaker")


def test_a_scaled_variant_keeps_its_instance_type(account: Account, endpoint: str, key: dict[str, str]) -> None:
    """Pitfall 11: SageMaker refuses another instance type while the variant is a scalable target."""
    described = account.sagemaker.describe_endpoint(EndpointName=endpoint)
    config = account.sagemaker.describe_endpoint_config(EndpointConfigName=described["EndpointConfigName"])
    (variant,) = config["ProductionVariants"]
    other = account.config({**variant, "InstanceType": "ml.c7i.large"})
    with pytest.raises(ClientError, match="while it is registered as a scalable target"):
        account.sagemaker.update_endpoint(EndpointName=endpoint, EndpointConfigName=other)
