"""What Application Auto Scaling does with an endpoint."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sagewire.published_metrics import ASYNCHRONOUS, COMPONENT, COMPONENT_HOST, REAL_TIME, SERVERLESS
from sagewire.validator.graph.alarm import Watch, calculated_with
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.endpoint import Endpoint, InferenceComponent, Variant

TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"
INSTANCES = "sagemaker:variant:DesiredInstanceCount"
PROVISIONED = "sagemaker:variant:DesiredProvisionedConcurrency"
COPIES = "sagemaker:inference-component:DesiredCopyCount"
TRACKING = "TargetTrackingScalingPolicyConfiguration"
_VARIANT = re.compile(r"/variant/([^/*]+)$")


@dataclass(frozen=True, eq=False)
class ScalableTarget:
    """What may be scaled, and within which bounds: `AWS::ApplicationAutoScaling::ScalableTarget`, for SageMaker."""

    graph: Graph
    resource: Resource

    def __getitem__(self, name: str) -> Value:
        """A property of the target."""
        return self.resource[name]

    @property
    def dimension(self) -> str | None:
        """INSTANCES, PROVISIONED or COPIES."""
        return self["ScalableDimension"].text

    @cached_property
    def endpoint(self) -> Endpoint | None:
        """The endpoint whose variant is scaled."""
        return self.graph.endpoint_behind(self["ResourceId"])

    @cached_property
    def component(self) -> InferenceComponent | None:
        """The inference component that is scaled."""
        return self.graph.component_behind(self["ResourceId"])

    @property
    def variant(self) -> str | None:
        """The name of the variant that is scaled."""
        named = _VARIANT.search(self["ResourceId"].pattern or "")
        return named[1] if named else None

    @cached_property
    def scaled_variant(self) -> Variant | None:
        """The variant that is scaled, if it is among the templates."""
        variants = self.endpoint.variants if self.endpoint else ()
        found = [variant for variant in variants if variant.name is not None and variant.name == self.variant]
        return found[0] if len(found) == 1 else None

    @property
    def publisher(self) -> str | None:
        """Who publishes the metrics it could go by: the kind of its endpoint, or COMPONENT; None if not known."""
        if self.dimension == COPIES:
            return COMPONENT
        return self.endpoint.kind if self.endpoint else None

    @property
    def kinds(self) -> Sequence[str]:
        """The kinds of endpoint that have what it scales; nothing where that is not known."""
        return _SCALED_ON.get(self.dimension or "", ())

    @property
    def initial(self) -> Value | None:
        """Where it says how much there is at first: instances, provisioned concurrency, or copies."""
        if self.dimension == COPIES:
            return self.component.copies if self.component else None
        variant = self.scaled_variant
        if variant is None or self.dimension not in (INSTANCES, PROVISIONED):
            return None
        provisioned = variant["ServerlessConfig"]["ProvisionedConcurrency"]
        return provisioned if self.dimension == PROVISIONED else variant["InitialInstanceCount"]

    @property
    def bounds(self) -> Sequence[tuple[Value, Value]]:
        """The least and the most that it may be: always, and from the time of each of its schedules on."""
        actions = [action["ScalableTargetAction"] for action in self["ScheduledActions"].elements]
        return [(of["MinCapacity"], of["MaxCapacity"]) for of in (self.resource.properties, *actions)]

    @property
    def policies(self) -> Sequence[Resource]:
        """The policies that scale it."""
        return self.graph.view(policies_by_target).get(self.resource, ())

    @property
    def policies_known(self) -> bool:
        """Whether it is certain that no other policy scales it."""
        return self.graph.complete and not self.graph.view(policies_by_target).get(None)


# A variant of a component host has instances, but SageMaker itself scales them.
_SCALED_ON = {
    INSTANCES: (REAL_TIME, ASYNCHRONOUS, COMPONENT_HOST),
    PROVISIONED: (SERVERLESS,),
    COPIES: (COMPONENT,),
}


def policies_by_target(graph: Graph) -> Mapping[Resource | None, Sequence[Resource]]:
    """The policies of each target; under None those of which it cannot be told what they scale."""
    named: defaultdict[Hashable, list[Resource]] = defaultdict(list)
    for target in graph.scalable_targets:
        named[_identity(graph, target.resource)].append(target.resource)
    found: defaultdict[Resource | None, list[Resource]] = defaultdict(list)
    for policy in graph.of_type(POLICY):
        referred = policy["ScalingTargetId"]
        scaled: Sequence[Resource | None] = [referred.reference]
        if referred.absent and policy["ResourceId"].pattern and policy["ScalableDimension"].text:
            scaled = named[_identity(graph, policy)]
        for target_of_policy in scaled:
            found[target_of_policy].append(policy)
    return found


def tracked(graph: Graph, policy: Resource) -> list[Watch]:
    """The metrics that a policy of target tracking goes by, but for those that AWS predefines."""
    metric = policy[TRACKING]["CustomizedMetricSpecification"]
    own = [Watch(graph, policy, metric)] if metric["MetricName"].present else []
    return own + calculated_with(graph, policy, metric["Metrics"])


def predefined(policy: Resource) -> Value:
    """The metric that a policy of target tracking goes by, where it is one that AWS predefines."""
    return policy[TRACKING]["PredefinedMetricSpecification"]["PredefinedMetricType"]


def _identity(graph: Graph, resource: Resource) -> Hashable:
    scaled = resource["ResourceId"]
    named = [endpoint.resource for endpoint in graph.endpoints_in(scaled)]
    named += [component.resource for component in graph.components_in(scaled)]
    whose: Hashable = named[0] if len(named) == 1 else (scaled.pattern, scaled.mentions)
    variant = _VARIANT.search(scaled.pattern or "")
    return whose, variant[1] if variant else None, resource["ScalableDimension"].text
