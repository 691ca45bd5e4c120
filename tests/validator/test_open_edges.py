"""What an Fn::If picks by a condition that is not known is not certain: no edge of the graph, and so no error."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.judge import templates_of
from sagewire.validator.samples import Resources, att, ref, resource, sub, template, without
from sagewire.validator.samples.invoking import event_rule, function, mapping, queue
from sagewire.validator.samples.serving import component, component_host, real_time, serverless
from sagewire.validator.severity import Severity
from tests.validator.judging import changed, report_on

SETTINGS: Mapping[str, Any] = {
    "Parameters": {"Other": {"Type": "String"}},
    "Conditions": {"Open": {"Fn::Equals": [ref("Other"), ""]}},
}
READING = {**serverless(), **function(), **queue(), **mapping()}
SLOW = {**serverless(stated={"latencyMilliseconds": 40_000}), **function(Timeout=20)}
_VERSION = resource(
    "Live",
    "AWS::Lambda::Version",
    {
        "FunctionName": ref("Function"),
        "ProvisionedConcurrencyConfig": {"ProvisionedConcurrentExecutions": 6},
    },
    {},
)
# What is an error of which rule, until the place names the resource only if the condition holds.
EDGES: Mapping[str, tuple[str, Resources, Iterable[str | int]]] = {
    "configuration": (
        "SW301",
        {**serverless(), **function(stated={"requestBytes": 5_000_000})},
        ("Endpoint", "Properties", "EndpointConfigName"),
    ),
    "model": (
        "SW203",
        real_time(stated={"memoryMiB": 40_000}),
        ("Config", "Properties", "ProductionVariants", 0, "ModelName"),
    ),
    "component's endpoint": (
        "SW207",
        {**component_host(), **component(requirements={"NumberOfAcceleratorDevicesRequired": 4})},
        ("Component", "Properties", "EndpointName"),
    ),
    "queue": (
        "SW803",
        {**READING, **mapping(BatchSize=100)},
        ("Mapping", "Properties", "EventSourceArn"),
    ),
    "function of a mapping": (
        "SW801",
        {**READING, **function(Timeout=60), **queue(VisibilityTimeout=40)},
        ("Mapping", "Properties", "FunctionName"),
    ),
    "role": ("SW834", without(READING, "MayReadRequests"), ("Function", "Properties", "Role")),
    "function of a version": (
        "SW416",
        {**function(endpoint=None, ReservedConcurrentExecutions=5), **_VERSION},
        ("Live", "Properties", "FunctionName"),
    ),
    "function of a rule": (
        "SW809",
        without({**serverless(), **function(), **event_rule()}, "RulePermission"),
        ("Rule", "Properties", "Targets", 0, "Arn"),
    ),
    "endpoint": ("SW102", SLOW, ("Function", "Properties", "Environment", "Variables", "ENDPOINT_NAME")),
}


def errors_in(body: Mapping[str, Any]) -> set[str]:
    """The ids of the rules of which there is an error."""
    return {finding.rule for finding in report_on(body).findings if finding.severity is Severity.ERROR}


@pytest.mark.parametrize(("rule", "parts", "place"), EDGES.values(), ids=EDGES)
def test_what_a_condition_picks_that_is_not_known_is_no_error(
    rule: str, parts: Resources, place: Iterable[str | int]
) -> None:
    body = template(parts, **SETTINGS)
    assert rule in errors_in(body)
    named: Any = body["Resources"]
    for key in place:
        named = named[key]
    for branches in ([named, ref("Other")], [ref("Other"), named]):
        assert rule not in errors_in(changed(body, place, {"Fn::If": ["Open", *branches]}))


@pytest.mark.parametrize(
    "named",
    [
        {"Fn::If": ["Open", att("Endpoint", "EndpointName"), ref("Endpoint")]},
        {"Fn::Select": [1, {"Fn::Split": ["/", ref("Endpoint")]}]},
        {"Fn::Select": [1, {"Fn::Split": ["/", sub("${Endpoint}")]}]},
    ],
    ids=["either way", "part of the ARN", "part of a text"],
)
def test_what_is_the_same_whatever_a_condition_says_is_certain(named: Any) -> None:
    scaled = resource("Target", "AWS::SageMaker::InferenceComponent", {"EndpointName": named}, {})
    graph = Graph(Assembly(templates_of({"a": template(component_host(), scaled, **SETTINGS)})))
    (placed,) = graph.components
    assert placed.endpoint is graph.endpoints[0]


def test_a_function_that_may_ask_one_of_two_endpoints_asks_none_for_certain() -> None:
    both = {"Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": [ref("Endpoint"), ref("Second")]}
    second = resource("Second", "AWS::SageMaker::Endpoint", {"EndpointConfigName": ref("Config")}, {})
    picked = {"Fn::If": ["Open", att("Endpoint", "EndpointName"), att("Second", "EndpointName")]}
    asking = function(endpoint=None, variables={"ENDPOINT_NAME": picked}, statements=[both])
    graph = Graph(Assembly(templates_of({"a": template(serverless(), second, asking, **SETTINGS)})))
    assert graph.functions[0].asks
    assert graph.paths == []
