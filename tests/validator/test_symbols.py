"""Texts that are the same wherever they stand, and what is found by them."""

from typing import Any

import pytest

from sagewire.validator.assembly import Assembly
from sagewire.validator.fixed_names import is_fixed
from sagewire.validator.graph import Graph
from sagewire.validator.judge import templates_of
from sagewire.validator.samples import ref, sub, template
from sagewire.validator.samples.scaling import alarm, scaled
from sagewire.validator.samples.serving import endpoint, real_time
from sagewire.validator.template import Template

PARAMETERS = {"Name": {"Type": "String"}, "Stage": {"Type": "String", "Default": "prod"}}


def value(raw: Any) -> Any:
    body = {"Parameters": PARAMETERS, "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"Of": raw}}}}
    return Template("t", body).resources["Topic"]["Of"]


def graph(*bodies: dict[str, Any]) -> Graph:
    return Graph(Assembly(templates_of({str(position): body for position, body in enumerate(bodies)})))


@pytest.mark.parametrize(
    ("raw", "symbol"),
    [
        ("ranking", "ranking"),
        (7, "7"),
        (ref("Name"), "${Name}"),
        (ref("Stage"), "prod"),
        (ref("AWS::StackName"), "${AWS.StackName}"),
        (sub("${Stage}-${Name}-${AWS::Region}"), "prod-${Name}-${AWS.Region}"),
        ({"Fn::Sub": ["${It}-x", {"It": ref("Name")}]}, "${Name}-x"),
        ({"Fn::Join": ["-", ["a", ref("Name")]]}, "a-${Name}"),
    ],
)
def test_a_parameter_stands_for_itself(raw: Any, symbol: str) -> None:
    assert value(raw).symbol == symbol


@pytest.mark.parametrize(
    "raw",
    [
        ref("Topic"),
        ref("AWS::NoValue"),
        ref("Nobody"),
        sub("${Topic.TopicName}"),
        sub("${Name}{{resolve:ssm:/x}}"),
        {"Fn::Join": ["-", [{"Fn::ImportValue": "x"}]]},
        {"Fn::Join": ["-", ref("Name")]},
        "{{resolve:ssm:/x}}",
        [],
        {},
        True,
    ],
)
def test_what_is_put_together_otherwise_has_none(raw: Any) -> None:
    assert value(raw).symbol is None


@pytest.mark.parametrize(
    ("name", "fixed"),
    [
        ("a", True),
        (sub("${AWS::StackName}-a"), True),
        (ref("Stage"), True),
        (ref("Name"), False),
        (ref("Topic"), False),
    ],
)
def test_a_name_is_fixed_unless_a_parameter_may_change_it(name: Any, fixed: bool) -> None:
    assert is_fixed(value(name)) is fixed


def named(name: Any) -> dict[str, Any]:
    parts = [real_time(), scaled(ResourceId=sub("endpoint/${Name}/variant/AllTraffic"))]
    watched = alarm("ModelLatency", {"EndpointName": ref("Name"), "VariantName": "AllTraffic"})
    return {**template(*parts, endpoint(EndpointName=name), watched), "Parameters": PARAMETERS}


def test_an_endpoint_is_known_by_the_parameter_that_names_it() -> None:
    looked_at = graph(named(ref("Name")))
    (found,) = looked_at.endpoints
    assert looked_at.scalable_targets[0].endpoint is found
    assert looked_at.watches[0].endpoint is found


def test_another_name_is_another_endpoint() -> None:
    looked_at = graph(named(sub("${Name}-ranking")))
    assert looked_at.scalable_targets[0].endpoint is None
    assert looked_at.watches[0].endpoint is None


def test_a_parameter_of_another_template_may_be_given_another_name() -> None:
    here, there = named(ref("Name")), template(real_time(), endpoint(EndpointName=ref("Name")))
    here["Resources"]["Endpoint"]["Properties"]["EndpointName"] = "own"
    assert graph(here, {**there, "Parameters": PARAMETERS}).watches[0].endpoint is None
