"""What scales what, and which alarm calls it."""

from typing import Any

from sagewire.published_metrics import ASYNCHRONOUS, COMPONENT, REAL_TIME
from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.graph.alarm import alarms_by_action
from sagewire.validator.judge import templates_of
from sagewire.validator.order import waits_for
from sagewire.validator.samples import att, ref, sub, template
from sagewire.validator.samples.scaling import (
    COMPONENT_DIMENSIONS,
    COMPONENT_TARGET,
    alarm,
    backlog,
    scaled,
    step,
    target,
    tracking,
    wake_up,
)
from sagewire.validator.samples.serving import (
    asynchronous,
    component,
    component_host,
    config,
    endpoint,
    instance_variant,
    real_time,
)

NAMED = endpoint(EndpointName="ranking")


def graph(*parts: Any, **sections: Any) -> Graph:
    return Graph(Assembly(templates_of({"t": template(*parts, **sections)})))


def policies(looked_at: Graph) -> list[str]:
    return [policy.logical_id for policy in looked_at.scalable_targets[0].policies]


def test_a_policy_refers_to_its_target() -> None:
    assert policies(graph(real_time(), scaled(policy={**tracking(), **step()}))) == ["Tracking", "WakeUp"]


def test_a_policy_may_name_what_its_target_refers_to() -> None:
    plain: dict[str, Any] = {"ScalingTargetId": None, "ScalableDimension": "sagemaker:variant:DesiredInstanceCount"}
    same = tracking(id="Same", ResourceId="endpoint/ranking/variant/AllTraffic", **plain)
    other = tracking(id="Other", ResourceId="endpoint/ranking/variant/Other", **plain)
    assert policies(graph(real_time(), NAMED, target(), same, other)) == ["Same"]


def test_it_is_told_what_a_target_scales() -> None:
    (of_variant,) = graph(real_time(), scaled()).scalable_targets
    assert (of_variant.publisher, of_variant.initial and of_variant.initial.number) == (REAL_TIME, 2)
    assert of_variant.scaled_variant is not None
    (of_component,) = graph(component_host(), component(copies=3), target(**COMPONENT_TARGET)).scalable_targets
    assert (of_component.publisher, of_component.initial and of_component.initial.number) == (COMPONENT, 3)
    (elsewhere,) = graph(target(ResourceId="endpoint/elsewhere/variant/Main")).scalable_targets
    assert (elsewhere.publisher, elsewhere.initial, elsewhere.scaled_variant) == (None, None, None)


def test_schedules_have_bounds_too() -> None:
    night = {"ScheduledActionName": "night", "ScalableTargetAction": {"MinCapacity": 0, "MaxCapacity": 1}}
    (scheduled,) = graph(real_time(), scaled(ScheduledActions=[night])).scalable_targets
    assert [(least.number, most.number) for least, most in scheduled.bounds] == [(2, 8), (0, 1)]


def test_alarms_are_found_by_what_they_call() -> None:
    looked_at = graph(asynchronous(), scaled(MinCapacity=0, policy={**backlog(), **wake_up()}))
    called = {policy.logical_id: list(alarms) for policy, alarms in looked_at.view(alarms_by_action).items()}
    assert {name: [one.logical_id for one in alarms] for name, alarms in called.items()} == {"WakeUp": ["WakeUpAlarm"]}


def test_a_dimension_of_another_name_still_tells_which_endpoint_is_meant() -> None:
    (watch,) = graph(asynchronous(), alarm("x", {"Endpoint": att("Endpoint", "EndpointName")})).watches
    assert (watch.endpoint, watch.publisher) == (None, ASYNCHRONOUS)


def test_a_resource_waits_for_what_it_refers_to() -> None:
    def topic(depends: Any = None, **properties: Any) -> dict[str, Any]:
        return {"Type": "AWS::SNS::Topic", "Properties": properties, **({"DependsOn": depends} if depends else {})}

    made = {"A": topic(TopicName=sub("${B}-x")), "B": topic("C"), "C": topic(["D", "Nobody"]), "D": topic(Of=ref("A"))}
    resources = graph(made).assembly.templates[0].resources
    assert waits_for(resources["A"], resources["D"])
    assert waits_for(resources["B"], resources["A"])
    assert not waits_for(graph({"A": topic(), "B": topic()}).assembly.templates[0].resources["A"], resources["B"])


def test_the_variant_is_found_that_a_target_names() -> None:
    two = config(instance_variant(VariantName="A"), instance_variant(VariantName="B"))
    (scaled_one,) = graph(
        real_time(), two, target(ResourceId=sub("endpoint/${Endpoint.EndpointName}/variant/B"))
    ).scalable_targets
    assert scaled_one.scaled_variant is not None
    assert scaled_one.scaled_variant.name == "B"


def test_a_metric_of_a_component_is_that_component_s() -> None:
    (watch,) = graph(component_host(), component(), alarm("Invocations", COMPONENT_DIMENSIONS)).watches
    assert watch.component is not None
    assert (watch.component.resource.logical_id, watch.publisher) == ("Component", COMPONENT)
