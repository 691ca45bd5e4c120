"""Several models on one endpoint: each with its requirements, its copies and its own grants."""

from collections.abc import Callable

import pytest
from aws_cdk import Duration, Size, Stack, Token
from aws_cdk import aws_iam as iam

from sagewire import (
    ComponentStartup,
    ComputeRequirements,
    InferenceComponent,
    InferenceComponentEndpoint,
    ManagedInstanceScaling,
    Model,
    Rollout,
    Scaling,
)
from tests.templates import only, resources, statements

TYPE = "ml.g5.2xlarge"
NEEDS = ComputeRequirements(memory=Size.gibibytes(4), accelerators=1, cpus=0.25)


@pytest.fixture
def endpoint(stack: Stack) -> InferenceComponentEndpoint:
    managed = ManagedInstanceScaling(min_instances=0, max_instances=4, consolidate=True, cooldown=Duration.minutes(5))
    return InferenceComponentEndpoint(stack, "E", instance_type=TYPE, managed_scaling=managed)


def test_the_endpoint_has_a_role_and_no_model(stack: Stack, endpoint: InferenceComponentEndpoint) -> None:
    """Pitfall 20: managed instance scaling goes with components only, and these need the execution role."""
    config = only(stack, "AWS::SageMaker::EndpointConfig")
    (variant,) = config["ProductionVariants"]
    assert "ModelName" not in variant
    assert variant["ManagedInstanceScaling"] == {
        "Status": "ENABLED",
        "MinInstanceCount": 0,
        "MaxInstanceCount": 4,
        "ScaleInPolicy": {"Strategy": "CONSOLIDATION", "CooldownInMinutes": 5},
    }
    (role,) = resources(stack, "AWS::IAM::Role")
    assert config["ExecutionRoleArn"] == {"Fn::GetAtt": [role, "Arn"]}


def test_a_component_takes_its_share(stack: Stack, endpoint: InferenceComponentEndpoint, model: Model) -> None:
    startup = ComponentStartup(startup_timeout=Duration.minutes(10), data_cache=True)
    InferenceComponent(stack, "Chat", endpoint=endpoint, model=model, requirements=NEEDS, copy_count=2, startup=startup)
    found = only(stack, "AWS::SageMaker::InferenceComponent")
    assert found["RuntimeConfig"] == {"CopyCount": 2}
    assert found["VariantName"] == "AllTraffic"
    specification = found["Specification"]
    assert specification["ComputeResourceRequirements"] == {
        "MinMemoryRequiredInMb": 4096,
        "NumberOfAcceleratorDevicesRequired": 1,
        "NumberOfCpuCoresRequired": 0.25,
    }
    assert specification["StartupParameters"] == {"ContainerStartupHealthCheckTimeoutInSeconds": 600}
    assert specification["DataCacheConfig"] == {"EnableCaching": True}


def test_two_models_share_one_endpoint(stack: Stack, endpoint: InferenceComponentEndpoint, model: Model) -> None:
    for name in ("Chat", "Embed"):
        InferenceComponent(stack, name, endpoint=endpoint, model=model, requirements=NEEDS)
    assert len(resources(stack, "AWS::SageMaker::InferenceComponent")) == 2
    assert len(resources(stack, "AWS::SageMaker::Endpoint")) == 1


def test_a_caller_may_invoke_this_component(stack: Stack, endpoint: InferenceComponentEndpoint, model: Model) -> None:
    component = InferenceComponent(stack, "Chat", endpoint=endpoint, model=model, requirements=NEEDS)
    component.grant_invoke(iam.User(stack, "Caller"), response_stream=True)
    invoke = [s for s in statements(stack) if "sagemaker:" in str(s["Action"])]
    (endpoint_id,) = resources(stack, "AWS::SageMaker::Endpoint")
    (component_id,) = resources(stack, "AWS::SageMaker::InferenceComponent")
    assert [s["Action"] for s in invoke] == ["sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream"]
    assert all(s["Resource"] == [{"Ref": endpoint_id}, {"Ref": component_id}] for s in invoke)


def test_a_component_does_not_allow_its_own_model(
    stack: Stack, endpoint: InferenceComponentEndpoint, model: Model
) -> None:
    component = InferenceComponent(stack, "Chat", endpoint=endpoint, model=model, requirements=NEEDS)
    with pytest.raises(ValueError, match="^grantee is the execution role of a model that is to be invoked"):
        component.grant_invoke(model.role)


def test_a_component_needs_to_know_the_variant_of_its_endpoint(stack: Stack, model: Model) -> None:
    endpoint = InferenceComponentEndpoint.from_endpoint_attributes(
        stack, "Elsewhere", endpoint_name="chat", variant_names=()
    )
    with pytest.raises(ValueError, match="^endpoint Test/Elsewhere is imported without variant_names"):
        InferenceComponent(stack, "Chat", endpoint=endpoint, model=model, requirements=NEEDS)


def test_a_component_sleeps_and_wakes_up(stack: Stack, endpoint: InferenceComponentEndpoint, model: Model) -> None:
    """Pitfall 20: without the alarm on NoCapacityInvocationFailures a component at zero never wakes up."""
    scaling = Scaling(min_capacity=0, max_capacity=4, concurrent_requests_per_copy=5)
    InferenceComponent(stack, "Chat", endpoint=endpoint, model=model, requirements=NEEDS, scaling=scaling)
    assert only(stack, "AWS::SageMaker::InferenceComponent")["RuntimeConfig"] == {"CopyCount": 1}
    target = only(stack, "AWS::ApplicationAutoScaling::ScalableTarget")
    assert target["ScalableDimension"] == "sagemaker:inference-component:DesiredCopyCount"
    assert target["MinCapacity"] == 0
    alarm = only(stack, "AWS::CloudWatch::Alarm")
    assert alarm["MetricName"] == "NoCapacityInvocationFailures"
    assert [dimension["Name"] for dimension in alarm["Dimensions"]] == ["InferenceComponentName"]


def test_an_update_rolls_and_is_rolled_back(stack: Stack, endpoint: InferenceComponentEndpoint, model: Model) -> None:
    rollout = Rollout.rolling(percent=50)
    InferenceComponent(stack, "Chat", endpoint=endpoint, model=model, requirements=NEEDS, copy_count=2, rollout=rollout)
    component = only(stack, "AWS::SageMaker::InferenceComponent")
    assert component["DeploymentConfig"]["RollingUpdatePolicy"]["MaximumBatchSize"] == {
        "Type": "CAPACITY_PERCENT",
        "Value": 50,
    }
    assert component["DeploymentConfig"]["AutoRollbackConfiguration"]["Alarms"]
    alarms = str(resources(stack, "AWS::CloudWatch::Alarm"))
    (component_id,) = resources(stack, "AWS::SageMaker::InferenceComponent")
    assert component_id not in alarms
    assert component["InferenceComponentName"]["Fn::Join"][1][0].startswith("Test-Chat-")


REFUSED: dict[str, tuple[Callable[[Stack, InferenceComponentEndpoint, Model], object], str]] = {
    "less than 128 MiB": (
        lambda *_: ComputeRequirements(memory=Size.mebibytes(127)),
        "memory in MiB is 127; allowed are 128 and above",
    ),
    "a maximum below the minimum": (
        lambda *_: ComputeRequirements(memory=Size.mebibytes(256), max_memory=Size.mebibytes(255)),
        "max_memory in MiB is 255; allowed are 256 and above",
    ),
    "a tenth of a core": (
        lambda *_: ComputeRequirements(memory=Size.mebibytes(256), cpus=0.1),
        "cpus is 0.1; allowed are 0.25 and above",
    ),
    "half a GPU": (
        lambda *_: ComputeRequirements(memory=Size.mebibytes(256), accelerators=0.5),
        "accelerators is 0.5; allowed are 1 and above",
    ),
    "no copy at creation": (
        lambda s, e, m: InferenceComponent(s, "C", endpoint=e, model=m, requirements=NEEDS, copy_count=0),
        "copy_count is 0; allowed are 1 and above",
    ),
    "a minimum above the maximum": (
        lambda *_: ManagedInstanceScaling(min_instances=3, max_instances=2),
        "min_instances is 3; allowed are 0 to max_instances, 2",
    ),
    "a cooldown of four minutes": (
        lambda *_: ManagedInstanceScaling(max_instances=2, consolidate=False, cooldown=Duration.minutes(4)),
        "cooldown in seconds is 240; allowed are 300 to 86400",
    ),
    "a cooldown of five minutes and a half": (
        lambda *_: ManagedInstanceScaling(max_instances=2, consolidate=False, cooldown=Duration.seconds(330)),
        "cooldown is 330 s; allowed are whole minutes",
    ),
    "a cooldown in seconds that nobody knows": (
        lambda *_: ManagedInstanceScaling(
            max_instances=2, consolidate=False, cooldown=Duration.seconds(Token.as_number({"Ref": "Seconds"}))
        ),
        "cooldown is known at deployment only; give a time, since SageMaker takes it in minutes",
    ),
    "a part of a mebibyte": (
        lambda *_: ComputeRequirements(memory=Size.kibibytes(150_000)),
        "memory in MiB is 146.484375; allowed are whole numbers, 128 and above",
    ),
    "a cooldown of nothing": (
        lambda *_: ManagedInstanceScaling(max_instances=2, cooldown=Duration.minutes(5)),
        "cooldown is given without consolidate",
    ),
    "a canary": (
        lambda s, e, m: InferenceComponent(
            s, "C", endpoint=e, model=m, requirements=NEEDS, rollout=Rollout.canary(percent=10)
        ),
        "rolling",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_component_cannot_have_is_refused(
    stack: Stack, endpoint: InferenceComponentEndpoint, model: Model, case: str
) -> None:
    make, message = REFUSED[case]
    with pytest.raises(ValueError, match=message):
        make(stack, endpoint, model)
