"""What each station of a path allows: time, bytes, and how much at a time."""

from collections.abc import Mapping
from typing import Any

import pytest

from sagewire.validator.assembly import Assembly
from sagewire.validator.finding import Hop
from sagewire.validator.graph import Graph
from sagewire.validator.judge import templates_of
from sagewire.validator.path import Path
from sagewire.validator.samples import att, ref, resource, template
from sagewire.validator.samples.invoking import (
    event_rule,
    function,
    http_api,
    mapping,
    queue,
    rest_api,
    topic,
    url,
)
from sagewire.validator.samples.serving import (
    asynchronous,
    component,
    component_host,
    config,
    endpoint,
    instance_variant,
    model,
    real_time,
    serverless,
)

MIB = 1024 * 1024


def paths(*parts: Mapping[str, Any]) -> list[Path]:
    """The paths of a template with these parts."""
    return list(Graph(Assembly(templates_of({"a": template(*map(dict, parts))}))).paths)


def hops(*parts: Mapping[str, Any]) -> dict[str, Hop]:
    """The stations of the one path, by their kinds."""
    (path,) = paths(*parts)
    found = {hop.kind: hop for hop in path.summary.hops}
    assert len(found) == len(path.summary.hops)
    return found


def own(**variables: str) -> dict[str, Any]:
    """A function with sagewire's own code."""
    settings = {"READ_TIMEOUT": "70", "MAX_ATTEMPTS": "5", **variables}
    named = {f"SAGEWIRE_{name}": value for name, value in settings.items()}
    return function(variables={"SAGEWIRE_ENDPOINT_NAME": att("Endpoint", "EndpointName"), **named}, Timeout=80)


def test_a_path_leads_from_the_caller_to_the_model() -> None:
    stated = {"deadlineMilliseconds": 20_000}
    found = hops(http_api(), function(stated=stated), serverless(stated={"latencyMilliseconds": 4500}))
    assert [(kind, hop.resource, hop.seconds) for kind, hop in found.items()] == [
        ("caller", "Function", 20),
        ("HTTP API", "Integration", 30),
        ("Lambda function", "Function", 300),
        ("call, 3 attempts", "Function", 183),
        ("serverless endpoint", "Endpoint", 60),
        ("model", "Model", 4.5),
    ]
    assert {kind for kind, hop in found.items() if hop.stated} == {"caller", "model"}
    assert {hop.template for hop in found.values()} == {"a"}


def test_a_path_is_named_after_its_stations() -> None:
    (path,) = paths(url(), function(), serverless())
    assert path.id == path.summary.id == "Url > Function > Endpoint"
    (begun,) = paths(function(), serverless())
    assert begun.id == "Function > Endpoint"


def test_paths_of_two_templates_that_would_have_one_name_are_told_apart() -> None:
    serving = template(serverless()) | {
        "Outputs": {"Name": {"Value": att("Endpoint", "EndpointName"), "Export": {"Name": "serving"}}}
    }
    variables = {"ENDPOINT_NAME": {"Fn::ImportValue": "serving"}}
    calling = template(function(endpoint=None, variables=variables, Role="arn:aws:iam::111122223333:role/elsewhere"))
    bodies = {"a": template(url(), function(), serverless()), "b": template(url(), function(), serverless())}
    found = Graph(Assembly(templates_of({**bodies, "c": serving, "d": calling}))).paths
    assert [path.id for path in found] == [
        "a: Url > Function > Endpoint",
        "b: Url > Function > Endpoint",
        "Function > Endpoint",
    ]
    crossing = Graph(Assembly(templates_of({"a": template(function(), serverless()), "c": serving, "d": calling})))
    assert [path.id for path in crossing.paths] == ["a: Function > Endpoint", "d: Function > c: Endpoint"]


def test_each_way_in_and_each_endpoint_has_a_path_of_its_own() -> None:
    other = endpoint("Other")
    variables = {"OTHER": att("Other", "EndpointName")}
    found = paths(url(), queue(), mapping(), function(variables=variables), serverless(), other)
    assert len({path.id for path in found}) == len(found) == 4


def test_nothing_is_said_of_times_that_nobody_stated() -> None:
    assert list(hops(function(), serverless())) == ["Lambda function", "call, 3 attempts", "serverless endpoint"]


@pytest.mark.parametrize(
    ("stated", "kind", "seconds"),
    [
        ({}, "call, 3 attempts", 3 * 60 + 1 + 2),
        ({"attempts": 5}, "call, 5 attempts", 5 * 60 + 1 + 2 + 4 + 8),
        ({"attempts": 8, "readTimeoutMilliseconds": 500}, "call, 8 attempts", 4 + 1 + 2 + 4 + 8 + 16 + 20 + 20),
        ({"attempts": 1, "readTimeoutMilliseconds": 70_000}, "call", 70),
        ({"attempts": 0}, "call, 0 attempts", 0),
        ({"attempts": 10**99}, "call, 1e+99 attempts", pytest.approx(80 * 1e99)),
    ],
)
def test_attempts_take_their_waits_and_the_pauses_between_them(
    stated: dict[str, Any], kind: str, seconds: float
) -> None:
    hop = hops(function(stated=stated), serverless())[kind]
    assert hop.seconds == seconds
    assert hop.stated is ("readTimeoutMilliseconds" in stated)


@pytest.mark.parametrize("attempts", [10**300, 1e308, "1e308"])
def test_attempts_beyond_all_counting_are_not_known(attempts: Any) -> None:
    stated = {"attempts": attempts, "readTimeoutMilliseconds": 60_000}
    calls = [hop for kind, hop in hops(function(stated=stated), serverless()).items() if kind.startswith("call")]
    assert [hop.seconds for hop in calls] == [None]


def test_sagewires_own_code_waits_once() -> None:
    found = hops(own(), serverless())
    assert found["call"].seconds == 70
    assert found["serverless endpoint"].seconds == 60


def test_sagewires_own_code_waits_longer_for_a_stream() -> None:
    found = hops(own(STREAM="collect", STREAM_TIME="240"), real_time())
    assert found["call"].seconds == 240
    assert found["real-time endpoint"].seconds == 480


def test_a_wait_that_is_not_known_is_not_assumed() -> None:
    body = template(own(), serverless(), Parameters={"Unset": {"Type": "Number"}})
    body["Resources"]["Function"]["Properties"]["Environment"]["Variables"]["SAGEWIRE_READ_TIMEOUT"] = ref("Unset")
    (path,) = Graph(Assembly(templates_of({"a": body}))).paths
    assert [hop.seconds for hop in path.summary.hops] == [80, None, 60]


@pytest.mark.parametrize(
    ("parts", "kind", "seconds", "request_size", "response"),
    [
        (serverless(), "serverless endpoint", 60, 4 * MIB, 4 * MIB),
        (real_time(), "real-time endpoint", 60, 6_291_456, 6_291_456),
        (asynchronous(), "asynchronous endpoint", 3600, 1024 * MIB, None),
        ({**component_host(), **component()}, "component endpoint", 60, 6_291_456, 6_291_456),
        (endpoint(config="Elsewhere"), "endpoint", 60, 6_291_456, 6_291_456),
    ],
    ids=["serverless", "real-time", "asynchronous", "components", "unknown"],
)
def test_each_kind_of_endpoint_has_its_limits(
    parts: Mapping[str, Any], kind: str, seconds: float, request_size: int, response: int | None
) -> None:
    hop = hops(function(), parts)[kind]
    assert (hop.seconds, hop.request, hop.response) == (seconds, request_size, response)


def test_a_serverless_endpoint_and_a_function_tell_how_much_they_do_at_a_time() -> None:
    found = hops(function(ReservedConcurrentExecutions=8), serverless(settings={"MaxConcurrency": 12}))
    assert found["serverless endpoint"].concurrency == 12
    assert found["Lambda function"].concurrency == 8
    unbounded = hops(function(), real_time())
    assert [hop.concurrency for hop in unbounded.values()] == [None] * 3


def test_a_function_gets_less_of_an_event_than_of_a_request() -> None:
    asked = hops(url(), function(), serverless())["Lambda function"]
    assert (asked.request, asked.response) == (6 * MIB, 6 * MIB)
    told = hops(topic(), function(), serverless())["Lambda function"]
    assert (told.request, told.response) == (1 * MIB, None)
    streamed = hops(url(InvokeMode="RESPONSE_STREAM"), function(), serverless())["Lambda function"]
    assert (streamed.request, streamed.response) == (6 * MIB, 200 * MIB)


TARGET = {"Id": att("Function", "Arn")}
WAYS: Mapping[str, tuple[Mapping[str, Any], str, int | None, int | None]] = {
    "url": (url(), "function URL", 6 * MIB, 6 * MIB),
    "streaming-url": (url(InvokeMode="RESPONSE_STREAM"), "function URL", 6 * MIB, 200 * MIB),
    "http": (http_api(), "HTTP API", 10 * MIB, 10 * MIB),
    "rest": (rest_api(), "REST API", 10 * MIB, 10 * MIB),
    "streaming-rest": (rest_api(integration={"ResponseTransferMode": "STREAM"}), "REST API", 10 * MIB, None),
    "balancer": (
        resource("Way", "AWS::ElasticLoadBalancingV2::TargetGroup", {"Targets": [TARGET]}, {}),
        "load balancer",
        MIB,
        MIB,
    ),
    "rule": (event_rule(), "EventBridge rule", MIB, None),
    "cron": (
        resource(
            "Way", "AWS::Events::Rule", {"ScheduleExpression": "rate(1 day)", "Targets": [{"Arn": ref("Function")}]}, {}
        ),
        "schedule",
        8192,
        None,
    ),
    "scheduler": (
        resource("Way", "AWS::Scheduler::Schedule", {"Target": {"Arn": ref("Function")}}, {}),
        "schedule",
        256 * 1024,
        None,
    ),
    "topic": (topic(), "SNS topic", MIB, None),
    "queue": ({**queue(), **mapping()}, "SQS queue", MIB, None),
    "stream": (mapping(EventSourceArn="arn:aws:kinesis:eu-west-1:111122223333:stream/s"), "stream", None, None),
    "machine": (
        resource("Way", "AWS::StepFunctions::StateMachine", {"DefinitionSubstitutions": {"F": ref("Function")}}, {}),
        "state machine",
        256 * 1024,
        256 * 1024,
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_in_carries_so_much(way: str) -> None:
    parts, kind, request_size, response = WAYS[way]
    hop = hops(parts, function(), serverless())[kind]
    assert (hop.request, hop.response) == (request_size, response)


def test_a_queue_bounds_how_many_calls_come_at_a_time() -> None:
    found = hops(queue(), mapping(ScalingConfig={"MaximumConcurrency": 3}), function(), serverless())
    assert found["SQS queue"].concurrency == 3


def latency(*parts: Mapping[str, Any]) -> float | None:
    """Seconds of the one path's model."""
    (path,) = paths(*parts)
    return path.latency


def two_variants(**variables: Any) -> tuple[Mapping[str, Any], ...]:
    variants = [instance_variant(model=name, VariantName=name) for name in ("Fast", "Slow")]
    return (
        model("Fast", stated={"latencyMilliseconds": 100}),
        model("Slow", stated={"latencyMilliseconds": 9000}),
        config(*variants),
        endpoint(),
        function(variables=variables),
    )


def test_the_slowest_variant_counts_unless_one_is_asked_for() -> None:
    assert latency(*two_variants()) == 9
    assert latency(*two_variants(SAGEWIRE_TARGET_VARIANT="Fast")) == 0.1


def test_the_component_counts_that_is_asked() -> None:
    fast = component("Fast", stated={"latencyMilliseconds": 100})
    slow = component("Slow", stated={"latencyMilliseconds": 9000})
    named = function(variables={"COMPONENT": ref("Fast")})
    assert latency(component_host(), fast, function()) == 0.1
    assert latency(component_host(), fast, slow, named) == 0.1
    assert latency(component_host(), fast, slow, function()) is None


def test_only_the_models_that_are_asked_are_stations() -> None:
    (path,) = paths(*two_variants(SAGEWIRE_TARGET_VARIANT="Fast"))
    assert [hop.resource for hop in path.summary.hops if hop.kind == "model"] == ["Fast"]
