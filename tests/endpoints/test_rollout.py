"""Rollouts: how much moves at once, what undoes it, and who can have none."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Duration, Stack, Token
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker

from sagewire import permissions, pseudo, published_metrics
from sagewire.endpoints.guardrails import (
    check_rollout,
    component_deployment_config,
    component_rollback_alarms,
    deployment_config,
    rollback_alarms,
)
from sagewire.endpoints.kind import ASYNCHRONOUS, REAL_TIME, SERVERLESS, EndpointKind
from sagewire.endpoints.rollback import RollbackAlarms
from sagewire.endpoints.rollout import Rollout
from tests.templates import only, resources

ENDPOINT = "AWS::SageMaker::Endpoint"
COMPONENT = "AWS::SageMaker::InferenceComponent"
ALARM = "AWS::CloudWatch::Alarm"
UNKNOWN = Token.as_number({"Ref": "Figure"})


def provision(stack: Stack, rollout: Rollout, kind: EndpointKind, variants: tuple[str, ...]) -> None:
    name = f"ranking-{pseudo.stack_digits()}"
    alarms = rollback_alarms(stack, rollout=rollout, kind=kind, endpoint_name=name, variant_names=variants)
    sagemaker.CfnEndpoint(
        stack,
        "Endpoint",
        endpoint_name=name,
        endpoint_config_name="config",
        deployment_config=deployment_config(rollout, alarms),
    )


def provision_component(stack: Stack, rollout: Rollout) -> None:
    alarms = component_rollback_alarms(stack, rollout=rollout, component_name="ranking")
    sagemaker.CfnInferenceComponent(
        stack,
        "Component",
        inference_component_name="ranking",
        endpoint_name="endpoint",
        variant_name="AllTraffic",
        runtime_config=sagemaker.CfnInferenceComponent.InferenceComponentRuntimeConfigProperty(copy_count=4),
        specification=sagemaker.CfnInferenceComponent.InferenceComponentSpecificationProperty(model_name="model"),
        deployment_config=component_deployment_config(rollout, alarms, copies=4),
    )


def deploy(
    stack: Stack, rollout: Rollout, *, kind: EndpointKind = REAL_TIME, variants: tuple[str, ...] = ("AllTraffic",)
) -> dict[str, Any]:
    """The deployment configuration of an endpoint that is updated like this."""
    provision(stack, rollout, kind, variants)
    configuration: dict[str, Any] = only(stack, ENDPOINT)["DeploymentConfig"]
    return configuration


def deploy_component(stack: Stack, rollout: Rollout) -> dict[str, Any]:
    """The deployment configuration of a component that is updated like this."""
    provision_component(stack, rollout)
    configuration: dict[str, Any] = only(stack, COMPONENT)["DeploymentConfig"]
    return configuration


def alarms_of(stack: Stack) -> dict[str, dict[str, Any]]:
    """The stack's alarms, by the metric that they watch."""
    return {alarm["Properties"]["MetricName"]: alarm["Properties"] for alarm in resources(stack, ALARM).values()}


@pytest.mark.parametrize(
    ("rollout", "routing"),
    [
        (Rollout.all_at_once(), {"Type": "ALL_AT_ONCE"}),
        (Rollout.canary(), {"Type": "CANARY", "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 10}}),
        (Rollout.canary(count=2), {"Type": "CANARY", "CanarySize": {"Type": "INSTANCE_COUNT", "Value": 2}}),
        (Rollout.linear(), {"Type": "LINEAR", "LinearStepSize": {"Type": "CAPACITY_PERCENT", "Value": 25}}),
        (Rollout.linear(count=1), {"Type": "LINEAR", "LinearStepSize": {"Type": "INSTANCE_COUNT", "Value": 1}}),
    ],
)
def test_traffic_moves_to_a_second_fleet(stack: Stack, rollout: Rollout, routing: dict[str, Any]) -> None:
    configuration = deploy(stack, rollout)
    policy = {"TrafficRoutingConfiguration": {**routing, "WaitIntervalInSeconds": 300}}
    assert configuration["BlueGreenUpdatePolicy"] == policy
    assert "RollingUpdatePolicy" not in configuration


def test_the_waits_of_a_second_fleet(stack: Stack) -> None:
    minutes = Duration.minutes
    rollout = Rollout.canary(
        percent=50, bake=minutes(10), termination_wait=minutes(15), timeout=Duration.hours(1), rollback=None
    )
    assert deploy(stack, rollout) == {
        "BlueGreenUpdatePolicy": {
            "TrafficRoutingConfiguration": {
                "Type": "CANARY",
                "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 50},
                "WaitIntervalInSeconds": 600,
            },
            "TerminationWaitInSeconds": 900,
            "MaximumExecutionTimeoutInSeconds": 3600,
        }
    }


def test_a_rolling_rollout_has_no_second_fleet(stack: Stack) -> None:
    rollout = Rollout.rolling(count=2, rollback_percent=50, bake=Duration.minutes(2), timeout=Duration.hours(2))
    configuration = deploy(stack, rollout)
    assert configuration["RollingUpdatePolicy"] == {
        "MaximumBatchSize": {"Type": "INSTANCE_COUNT", "Value": 2},
        "RollbackMaximumBatchSize": {"Type": "CAPACITY_PERCENT", "Value": 50},
        "WaitIntervalInSeconds": 120,
        "MaximumExecutionTimeoutInSeconds": 7200,
    }
    assert "BlueGreenUpdatePolicy" not in configuration


def test_a_rollback_is_at_once_unless_it_is_said_how(stack: Stack) -> None:
    assert deploy(stack, Rollout.rolling())["RollingUpdatePolicy"] == {
        "MaximumBatchSize": {"Type": "CAPACITY_PERCENT", "Value": 25},
        "WaitIntervalInSeconds": 300,
    }


def test_a_component_counts_copies(stack: Stack) -> None:
    configuration = deploy_component(stack, Rollout.rolling(count=2, rollback_count=1, timeout=Duration.hours(1)))
    assert configuration["RollingUpdatePolicy"] == {
        "MaximumBatchSize": {"Type": "COPY_COUNT", "Value": 2},
        "RollbackMaximumBatchSize": {"Type": "COPY_COUNT", "Value": 1},
        "WaitIntervalInSeconds": 300,
        "MaximumExecutionTimeoutInSeconds": 3600,
    }
    ids = [{"AlarmName": {"Ref": id}} for id in resources(stack, ALARM)]
    assert sorted(configuration["AutoRollbackConfiguration"]["Alarms"], key=str) == sorted(ids, key=str)
    for alarm in alarms_of(stack).values():
        assert alarm["Dimensions"] == [{"Name": "InferenceComponentName", "Value": "ranking"}]


@pytest.mark.parametrize("rollout", [Rollout.all_at_once(), Rollout.canary(), Rollout.linear()])
def test_a_component_is_updated_batch_by_batch_only(rollout: Rollout) -> None:
    with pytest.raises(ValueError, match=rf"rollout is {rollout.strategy}; .* use Rollout\.rolling"):
        component_deployment_config(rollout, [])


def test_every_rollout_is_undone_by_alarms_of_its_own(stack: Stack) -> None:
    configuration = deploy(stack, Rollout.canary())
    ids = resources(stack, ALARM)
    named = configuration["AutoRollbackConfiguration"]["Alarms"]
    assert sorted(alarm["AlarmName"]["Ref"] for alarm in named) == sorted(ids)
    assert set(alarms_of(stack)) == {"InvocationModelErrors", "Invocation5XXErrors"}
    for alarm in alarms_of(stack).values():
        assert alarm["Namespace"] == "AWS/SageMaker"
        assert alarm["Statistic"] == "Sum"
        assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
        assert (alarm["Threshold"], alarm["Period"], alarm["EvaluationPeriods"]) == (5, 60, 1)
        assert alarm["TreatMissingData"] == "notBreaching"


def test_the_alarms_do_not_refer_to_the_endpoint(stack: Stack) -> None:
    """Pitfall 28: the endpoint refers to its alarms, so they must know its name without it."""
    deploy(stack, Rollout.canary())
    (endpoint,) = resources(stack, ENDPOINT)
    assert f'"{endpoint}"' not in json.dumps(resources(stack, ALARM))
    name = only(stack, ENDPOINT)["EndpointName"]
    for alarm in alarms_of(stack).values():
        assert alarm["Dimensions"] == [
            {"Name": "EndpointName", "Value": name},
            {"Name": "VariantName", "Value": "AllTraffic"},
        ]


def test_the_execution_role_may_look_at_these_alarms_alone(stack: Stack) -> None:
    names = rollback_alarms(
        stack, rollout=Rollout.canary(), kind=REAL_TIME, endpoint_name="ranking", variant_names=["AllTraffic"]
    )
    permissions.describe_alarms(names).grant_to(iam.User(stack, "Role"))
    (statement,) = only(stack, "AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    assert statement["Action"] == "cloudwatch:DescribeAlarms"
    ends = [arn["Fn::Join"][1][-2:] for arn in statement["Resource"]]
    assert sorted(ends, key=str) == sorted(([":alarm:", {"Ref": id}] for id in resources(stack, ALARM)), key=str)


@pytest.mark.parametrize(
    ("limit", "threshold"),
    [
        (Duration.millis(1), 1_000),
        (Duration.millis(750), 750_000),
        (Duration.seconds(2), 2_000_000),
        (Duration.minutes(1), 60_000_000),
    ],
)
def test_latency_is_in_microseconds(stack: Stack, limit: Duration, threshold: float) -> None:
    """Pitfall 28: taken for milliseconds, the alarm would be raised by every request."""
    deploy(stack, Rollout.canary(rollback=RollbackAlarms(p99_latency=limit, evaluation_periods=3)))
    alarm = alarms_of(stack)["ModelLatency"]
    assert alarm["Threshold"] == threshold
    assert alarm["ExtendedStatistic"] == "p99"
    assert "Statistic" not in alarm
    assert alarm["ComparisonOperator"] == "GreaterThanThreshold"
    assert alarm["EvaluationPeriods"] == 3


def test_an_asynchronous_endpoint_is_watched_by_what_it_publishes(stack: Stack) -> None:
    """Pitfall 14: an alarm on InvocationModelErrors would never be raised there."""
    rollback = RollbackAlarms(p99_latency=Duration.seconds(1))
    deploy(stack, Rollout.canary(rollback=rollback), kind=ASYNCHRONOUS)
    assert set(alarms_of(stack)) == {"InvocationFailures", "Invocation5XXErrors", "ModelLatency"}
    published = published_metrics.published_by(published_metrics.ASYNCHRONOUS)
    for name, alarm in alarms_of(stack).items():
        assert alarm["Namespace"] == published[name].namespace
        assert tuple(dimension["Name"] for dimension in alarm["Dimensions"]) == published[name].dimensions


def test_the_new_fleet_alone_can_be_watched(stack: Stack) -> None:
    alarms = rollback_alarms(
        stack,
        rollout=Rollout.canary(),
        kind=REAL_TIME,
        endpoint_name="ranking",
        variant_names=["AllTraffic"],
        endpoint_config_name="config-2",
    )
    assert len(alarms) == 2
    for alarm in alarms_of(stack).values():
        assert {d["Name"]: d["Value"] for d in alarm["Dimensions"]} == {
            "EndpointName": "ranking",
            "VariantName": "AllTraffic",
            "EndpointConfigName": "config-2",
        }


def test_every_variant_has_its_own_alarms(stack: Stack) -> None:
    unknown = Token.as_string({"Ref": "Variant"})
    deploy(stack, Rollout.canary(), variants=("champion", unknown))
    variants = [alarm["Properties"]["Dimensions"][1]["Value"] for alarm in resources(stack, ALARM).values()]
    assert sorted(variants, key=str) == ["champion", "champion", {"Ref": "Variant"}, {"Ref": "Variant"}]


def test_alarms_of_the_user_stand_beside(stack: Stack) -> None:
    mine = cloudwatch.Alarm.from_alarm_arn(stack, "Mine", "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:mine")
    rollback = RollbackAlarms(model_errors=None, server_errors=None, alarms=[mine])
    configuration = deploy(stack, Rollout.canary(rollback=rollback, bake=Duration.seconds(0)))
    assert configuration["AutoRollbackConfiguration"] == {"Alarms": [{"AlarmName": "mine"}]}
    assert resources(stack, ALARM) == {}


def test_without_alarms_nothing_rolls_back(stack: Stack) -> None:
    assert "AutoRollbackConfiguration" not in deploy(stack, Rollout.canary(rollback=None))
    assert resources(stack, ALARM) == {}
    with pytest.raises(ValueError, match="RollbackAlarms watches nothing"):
        RollbackAlarms(model_errors=None, server_errors=None)


@pytest.mark.parametrize(("mine", "fits"), [(7, True), (8, True), (9, False)])
def test_there_are_ten_alarms_at_most(stack: Stack, mine: int, fits: bool) -> None:
    """Pitfall 27: two are made here, so eight are left."""
    arn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a"
    alarms = [cloudwatch.Alarm.from_alarm_arn(stack, f"Mine{number}", f"{arn}{number}") for number in range(mine)]
    rollout = Rollout.canary(rollback=RollbackAlarms(alarms=alarms))
    if fits:
        assert len(deploy(stack, rollout)["AutoRollbackConfiguration"]["Alarms"]) == mine + 2
        return
    with pytest.raises(ValueError, match="rollback has 11 alarms: 2 for each of 1 variants and 9 in alarms; .* 10"):
        deploy(stack, rollout)


def test_many_variants_have_too_many_alarms(stack: Stack) -> None:
    deploy(stack, Rollout.canary(), variants=tuple(f"v{number}" for number in range(5)))
    assert len(resources(stack, ALARM)) == 10
    with pytest.raises(ValueError, match="rollback has 12 alarms: 2 for each of 6 variants"):
        deploy(stack, Rollout.canary(), variants=tuple(f"v{number}" for number in range(6)))


SIZES: dict[str, tuple[Callable[..., Rollout], str, float, float]] = {
    "canary": (Rollout.canary, "percent", 1, 50),
    "linear": (Rollout.linear, "percent", 10, 50),
    "rolling": (Rollout.rolling, "percent", 5, 50),
    "rollback": (Rollout.rolling, "rollback_percent", 1, 100),
}


@pytest.mark.parametrize("strategy", SIZES)
def test_the_share_of_the_fleet_has_bounds(strategy: str) -> None:
    """Pitfall 27."""
    make, argument, least, most = SIZES[strategy]
    for value in (least, most, UNKNOWN):
        make(**{argument: value})
    for value in (least - 1, most + 1):
        with pytest.raises(ValueError, match=f"^{argument} is {value:g}; allowed are {least:g} to {most:g} %"):
            make(**{argument: value})


@pytest.mark.parametrize("make", [Rollout.canary, Rollout.linear, Rollout.rolling])
def test_a_size_is_a_share_or_a_count(make: Callable[..., Rollout]) -> None:
    with pytest.raises(ValueError, match="percent and count are both given"):
        make(percent=20, count=1)
    with pytest.raises(ValueError, match="count is 0; allowed are 1 and above"):
        make(count=0)
    make(count=UNKNOWN)


@pytest.mark.parametrize(
    ("rollout", "fleet", "fits"),
    [
        (Rollout.canary(count=1), 1, False),
        (Rollout.canary(count=1), 2, True),
        (Rollout.canary(count=2), 3, False),
        pytest.param(Rollout.canary(count=2), UNKNOWN, True, id="known-later"),
        (Rollout.canary(percent=10), 1, True),
        (Rollout.linear(count=1), 10, True),
        (Rollout.linear(count=1), 11, False),
        (Rollout.rolling(count=1), 20, True),
        (Rollout.rolling(count=1), 21, False),
        (Rollout.all_at_once(), 1, True),
    ],
)
def test_a_count_must_suit_the_fleet(rollout: Rollout, fleet: float, fits: bool) -> None:
    """Pitfall 27: AWS's bounds are in percent of the variant's instances for a count too."""

    def check() -> None:
        check_rollout(rollout, kind=REAL_TIME, variant_count=1, instance_types=[], instance_counts=[fleet])

    if fits:
        check()
        return
    with pytest.raises(ValueError, match=f"count is . of {fleet:g} instances, .* %; allowed are"):
        check()


def test_batches_of_copies_must_suit_a_component() -> None:
    component_deployment_config(Rollout.rolling(count=2), [], copies=4)
    with pytest.raises(ValueError, match="count is 2 of 3 copies"):
        component_deployment_config(Rollout.rolling(count=2), [], copies=3)


@pytest.mark.parametrize(
    ("argument", "least", "most"), [("bake", 0, 3600), ("termination_wait", 0, 3600), ("timeout", 600, 28_800)]
)
def test_times_have_bounds(argument: str, least: int, most: int) -> None:
    """Pitfall 27."""

    def make(seconds: float) -> None:
        times: dict[str, Any] = {argument: Duration.seconds(seconds)}
        Rollout.all_at_once(rollback=None, **times)

    for seconds in (least, most, UNKNOWN):
        make(seconds)
    # CDK itself refuses a negative time.
    for seconds in (least - 1, most + 1) if least else (most + 1,):
        with pytest.raises(ValueError, match=f"{argument} in seconds is {seconds}; allowed are {least} to {most} s"):
            make(seconds)


@pytest.mark.parametrize(("timeout", "fits"), [(1199, False), (1200, False), (1201, True)])
def test_the_timeout_exceeds_the_waits(timeout: int, fits: bool) -> None:
    """Pitfall 27."""

    def make() -> None:
        Rollout.canary(
            bake=Duration.minutes(5), termination_wait=Duration.minutes(15), timeout=Duration.seconds(timeout)
        )

    if fits:
        make()
        return
    with pytest.raises(ValueError, match=f"timeout is {timeout} s; allowed is more than .* together, 1200 s"):
        make()


@pytest.mark.parametrize(("bake", "fits"), [(119, False), (120, True), (121, True)])
def test_a_bake_is_long_enough_for_its_alarms(bake: int, fits: bool) -> None:
    rollback = RollbackAlarms(evaluation_periods=2)
    if fits:
        Rollout.rolling(bake=Duration.seconds(bake), rollback=rollback)
        return
    with pytest.raises(ValueError, match=f"bake is {bake} s, and over before its alarms can go off: give it 120 s"):
        Rollout.rolling(bake=Duration.seconds(bake), rollback=rollback)


def test_a_rolling_rollout_has_nothing_that_waits() -> None:
    with pytest.raises(ValueError, match="termination_wait is given"):
        Rollout(strategy="ROLLING", termination_wait=Duration.minutes(1))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"model_errors": 0}, "model_errors is 0; allowed are 1 and above"),
        ({"server_errors": 0}, "server_errors is 0; allowed are 1 and above"),
        ({"evaluation_periods": 0}, "evaluation_periods is 0; allowed are 1 and above"),
        ({"p99_latency": Duration.millis(0)}, "p99_latency in milliseconds is 0"),
        ({"p99_latency": Duration.millis(UNKNOWN)}, "p99_latency is known at deployment only"),
    ],
)
def test_thresholds_that_cannot_be_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        RollbackAlarms(**arguments)


def test_thresholds_known_at_deployment_only_are_let_through(stack: Stack) -> None:
    deploy(stack, Rollout.canary(rollback=RollbackAlarms(model_errors=UNKNOWN)))
    assert alarms_of(stack)["InvocationModelErrors"]["Threshold"] == {"Ref": "Figure"}


ALL = [Rollout.all_at_once(), Rollout.canary(), Rollout.linear(), Rollout.rolling()]


@pytest.mark.parametrize("rollout", ALL, ids=lambda rollout: rollout.strategy)
def test_who_can_have_none(rollout: Rollout) -> None:
    """Pitfall 27: SageMaker refuses it for serverless endpoints, and ignores it for Inf1."""
    check_rollout(rollout, kind=ASYNCHRONOUS, variant_count=1, instance_types=["ml.inf2.xlarge"])
    with pytest.raises(ValueError, match="rollout is given, and a serverless endpoint has none"):
        check_rollout(rollout, kind=SERVERLESS, variant_count=1, instance_types=[])
    with pytest.raises(ValueError, match=r"'ml\.inf1\.xlarge', for which SageMaker ignores it"):
        check_rollout(rollout, kind=REAL_TIME, variant_count=1, instance_types=["ml.c7i.large", "ml.inf1.xlarge"])


@pytest.mark.parametrize("rollout", ALL, ids=lambda rollout: rollout.strategy)
def test_only_a_second_fleet_takes_several_variants(rollout: Rollout) -> None:
    """Pitfall 27."""
    if rollout.strategy != "ROLLING":
        check_rollout(rollout, kind=REAL_TIME, variant_count=2, instance_types=[])
        return
    with pytest.raises(ValueError, match="a rolling rollout is given to 2 variants"):
        check_rollout(rollout, kind=REAL_TIME, variant_count=2, instance_types=[])


def test_cfn_lint_has_no_finding(app: App) -> None:
    latency = RollbackAlarms(p99_latency=Duration.seconds(1))
    for name, rollout in [
        ("AllAtOnce", Rollout.all_at_once(timeout=Duration.hours(1))),
        ("Canary", Rollout.canary(count=1, termination_wait=Duration.minutes(5), rollback=latency)),
        ("Linear", Rollout.linear(percent=50)),
        ("Rolling", Rollout.rolling(rollback_percent=50)),
    ]:
        provision(Stack(app, name), rollout, REAL_TIME, ("AllTraffic",))
    provision_component(Stack(app, "Component"), Rollout.rolling(count=1, rollback_count=2, rollback=latency))
    templates = [str(path) for path in sorted(Path(app.synth().directory).glob("*.template.json"))]
    assert len(templates) == 5
    lint = [str(Path(sys.executable).with_name("cfn-lint")), "--", *templates]
    found = subprocess.run(lint, capture_output=True, text=True, check=False)
    assert (found.stdout, found.returncode) == ("", 0)
