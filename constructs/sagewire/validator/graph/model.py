"""Models, and what people have stated about them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from sagewire.validator.template import Resource
from sagewire.validator.value import Value

MODEL = "AWS::SageMaker::Model"


class Model:
    """A model: `AWS::SageMaker::Model`."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource

    @cached_property
    def containers(self) -> Sequence[Value]:
        """Its containers, one after another in a pipeline."""
        primary = self.resource["PrimaryContainer"]
        return [*([primary] if primary.present else []), *self.resource["Containers"].elements]

    @property
    def whole(self) -> bool:
        """Whether all of its containers are known to be these."""
        return not self.resource["PrimaryContainer"].unknown and self.resource["Containers"].complete

    @property
    def images(self) -> Sequence[Value]:
        """The images of its containers."""
        return [container["Image"] for container in self.containers]

    @property
    def latency(self) -> Value:
        """Milliseconds that one invocation takes (99th percentile), as stated."""
        return self.resource.stated["latencyMilliseconds"]

    @property
    def memory(self) -> Value:
        """MiB that the loaded model takes, its framework included, as stated."""
        return self.resource.stated["memoryMiB"]

    @property
    def accelerator_memory(self) -> Value:
        """MiB that the loaded model takes of the accelerators' own memory, all of them together, as stated."""
        return self.resource.stated["acceleratorMemoryMiB"]

    @property
    def start(self) -> Value:
        """Milliseconds from the container's start to its first answer on /ping, as stated."""
        return self.resource.stated["startMilliseconds"]
