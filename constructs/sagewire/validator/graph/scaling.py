"""What Application Auto Scaling does with an endpoint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sagewire.validator.template import Resource
from sagewire.validator.value import Value

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph
    from sagewire.validator.graph.endpoint import Endpoint, InferenceComponent

TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"
INSTANCES = "sagemaker:variant:DesiredInstanceCount"
PROVISIONED = "sagemaker:variant:DesiredProvisionedConcurrency"
COPIES = "sagemaker:inference-component:DesiredCopyCount"
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
        found = self.graph.endpoints_in(self["ResourceId"])
        return found[0] if len(found) == 1 else None

    @cached_property
    def component(self) -> InferenceComponent | None:
        """The inference component that is scaled."""
        found = self.graph.components_in(self["ResourceId"])
        return found[0] if len(found) == 1 else None

    @property
    def variant(self) -> str | None:
        """The name of the variant that is scaled."""
        named = _VARIANT.search(self["ResourceId"].pattern or "")
        return named[1] if named else None

    @cached_property
    def policies(self) -> Sequence[Resource]:
        """The policies that scale it."""
        identity = (self["ResourceId"].pattern, self["ResourceId"].mentions, self.dimension)
        return [
            policy
            for policy in self.graph.of_type(POLICY)
            if policy["ScalingTargetId"].reference is self.resource
            or (
                policy["ResourceId"].present
                and (policy["ResourceId"].pattern, policy["ResourceId"].mentions, policy["ScalableDimension"].text)
                == identity
            )
        ]
