"""The dashboard of each kind: what its graphs show, and from where."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_cloudwatch as cloudwatch

from sagewire.endpoints.dashboard import dashboard_widgets
from sagewire.published_metrics import published_by
from tests.endpoints.monitored import PUBLISHERS, asynchronous, real_time
from tests.templates import only, resources

TITLES = {
    "RealTime": ["Traffic", "Errors", "Latency", "Capacity", "Resources"],
    "Serverless": ["Traffic", "Errors", "Latency", "Cold starts", "Capacity", "Resources"],
    "Asynchronous": ["Traffic", "Errors", "Latency", "Capacity", "Oldest request", "Resources"],
    "Component": ["Resources", "Capacity"],
    "InferenceComponent": ["Traffic", "Errors", "Latency", "Capacity", "Resources"],
}


def widgets(stack: Stack) -> list[dict[str, Any]]:
    """The widgets of the stack's one dashboard; what is known at deployment only stands as an empty text."""
    body = only(stack, "AWS::CloudWatch::Dashboard")["DashboardBody"]
    parts = body if isinstance(body, str) else "".join(part for part in body["Fn::Join"][1] if isinstance(part, str))
    found: list[dict[str, Any]] = json.loads(parts)["widgets"]
    return found


def graphs(stack: Stack) -> dict[str, list[list[Any]]]:
    """What each graph shows, by its title."""
    return {
        widget["properties"]["title"]: widget["properties"]["metrics"]
        for widget in widgets(stack)
        if widget["type"] == "metric"
    }


def shown(curves: list[list[Any]]) -> list[str]:
    """The names of the metrics among a graph's curves; an expression has none."""
    return [curve[1] for curve in curves if isinstance(curve[0], str)]


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_the_graphs_of_a_kind(stack: Stack, publisher: str) -> None:
    """Pitfall 14: none of what the kind does not publish."""
    assert PUBLISHERS[publisher](stack).dashboard is not None
    found = graphs(stack)
    assert list(found) == TITLES[publisher]
    names = {name for curves in found.values() for name in shown(curves)}
    assert names <= set(published_by(publisher))


def test_an_asynchronous_dashboard_shows_the_queue_and_no_invocations(stack: Stack) -> None:
    """Pitfalls 14 and 15."""
    assert asynchronous(stack).dashboard
    found = graphs(stack)
    assert shown(found["Traffic"]) == ["InvocationsProcessed"]
    backlog = found["Capacity"][0]
    assert backlog[:4] == ["AWS/SageMaker", "ApproximateBacklogSize", "EndpointName", "ranking"]
    assert "VariantName" not in backlog


def test_latency_is_shown_in_milliseconds(stack: Stack) -> None:
    """Pitfall 28: a microsecond's thousandfold is drawn; what comes in milliseconds already is left as it is."""
    assert asynchronous(stack).dashboard
    curves = graphs(stack)["Latency"]
    drawn = {curve[-1]["label"]: curve[-1] for curve in curves if curve[-1].get("visible", True)}
    assert list(drawn) == [
        "model p50",
        "model p90",
        "model p99",
        "queued, average",
        "in all, average",
        "in all, maximum",
    ]
    hidden = {curve[-1]["id"]: curve for curve in curves if not curve[-1].get("visible", True)}
    id = drawn["model p99"]["expression"].removesuffix(" / 1000")
    assert hidden[id][:2] == ["AWS/SageMaker", "ModelLatency"]
    assert hidden[id][-1]["stat"] == "p99"
    assert "expression" not in drawn["in all, maximum"]
    (latency,) = [widget for widget in widgets(stack) if widget["properties"].get("title") == "Latency"]
    assert latency["properties"]["yAxis"]["left"] == {"label": "ms", "min": 0, "showUnits": False}


def test_each_variant_has_a_line_with_its_name(stack: Stack) -> None:
    assert real_time(stack, ["champion", "challenger"]).dashboard
    traffic = graphs(stack)["Traffic"]
    assert [(curve[5], curve[-1]["label"]) for curve in traffic] == [
        ("champion", "champion: invocations"),
        ("challenger", "challenger: invocations"),
    ]


def test_it_is_made_once_and_when_it_is_asked_for(stack: Stack) -> None:
    endpoint = real_time(stack)
    assert endpoint.node.children == []
    assert endpoint.dashboard is endpoint.dashboard
    assert len(resources(stack, "AWS::CloudWatch::Dashboard")) == 1


@pytest.mark.parametrize("alarms_first", [True, False])
def test_it_shows_the_alarms_whichever_was_made_first(stack: Stack, alarms_first: bool) -> None:
    endpoint = real_time(stack)
    steps: list[Callable[[], object]] = [endpoint.add_alarms, lambda: endpoint.dashboard]
    for step in steps if alarms_first else reversed(steps):
        step()
    (status,) = [widget for widget in widgets(stack) if widget["type"] == "alarm"]
    assert len(status["properties"]["alarms"]) == 4


def test_without_alarms_it_shows_none(stack: Stack) -> None:
    endpoint = real_time(stack)
    assert endpoint.dashboard
    endpoint.add_alarms(model_errors=None, p99_latency=None, memory_utilization=None, disk_utilization=None)
    assert {widget["type"] for widget in widgets(stack)} == {"metric"}


def test_its_widgets_go_onto_a_dashboard_of_the_users_own(stack: Stack) -> None:
    endpoint = real_time(stack)
    own = cloudwatch.Dashboard(stack, "Own", dashboard_name="everything")
    own.add_widgets(*dashboard_widgets(endpoint))
    assert list(graphs(stack)) == TITLES["RealTime"]
    assert only(stack, "AWS::CloudWatch::Dashboard")["DashboardName"] == "everything"


def test_an_endpoint_elsewhere_is_shown_from_there(regional_stack: Stack) -> None:
    assert real_time(regional_stack, account="111122223333", region="us-east-1").dashboard
    (invocations,) = graphs(regional_stack)["Traffic"]
    assert (invocations[-1]["accountId"], invocations[-1]["region"]) == ("111122223333", "us-east-1")
