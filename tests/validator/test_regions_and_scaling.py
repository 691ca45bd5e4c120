"""Where a resource is deployed, and how an endpoint is scaled, as far as the templates tell."""

import copy
from typing import Any

from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.judge import templates_of
from sagewire.validator.samples import resource, sub, template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.template import Template

SCALED = resource(
    "Target",
    "AWS::ApplicationAutoScaling::ScalableTarget",
    {"ServiceNamespace": "sagemaker", "ScalableDimension": "sagemaker:variant:DesiredInstanceCount", "MaxCapacity": 4},
    {"ResourceId": sub("endpoint/${Endpoint.EndpointName}/variant/AllTraffic")},
)


def graph_of(body: dict[str, Any]) -> Graph:
    return Graph(Assembly(templates_of({"one.template.json": body})))


def test_a_resource_is_where_its_template_is_else_where_all_are() -> None:
    other = Template("other", template(real_time()))
    one = Template("one", template(real_time()), region="eu-west-1")
    graph = Graph(Assembly([one, other]), region="us-east-1")
    regions = {found.resource.template.name: graph.region_of(found.resource) for found in graph.endpoints}
    assert regions == {"one": "eu-west-1", "other": "us-east-1"}


def test_an_endpoint_is_scaled_by_the_targets_that_name_it() -> None:
    graph = graph_of(template(real_time(), SCALED))
    (endpoint,) = graph.endpoints
    assert [target.resource.logical_id for target in graph.scaled[endpoint]] == ["Target"]


def test_a_target_of_an_endpoint_elsewhere_is_told_apart() -> None:
    elsewhere = copy.deepcopy(SCALED)
    elsewhere["Target"]["Properties"]["ResourceId"] = "endpoint/elsewhere/variant/AllTraffic"
    graph = graph_of(template(real_time(), elsewhere))
    assert {endpoint: len(targets) for endpoint, targets in graph.scaled.items()} == {None: 1}
