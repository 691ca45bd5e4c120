"""One inference component: a model with a place on an endpoint, and what it says of itself."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

from sagewire.local import seams
from sagewire.local.aws_error import AwsError
from sagewire.local.sagemaker import component_metrics
from sagewire.local.sagemaker.collection import Collection
from sagewire.local.sagemaker.endpoint import Endpoint
from sagewire.local.sagemaker.fleet import Fleet
from sagewire.local.sagemaker.resource import Resource

COMPONENTS = Collection(
    noun="inference component",
    prefix="InferenceComponent",
    kind="inference-component",
    records=seams.scoped_store(),
)


@dataclass(kw_only=True, eq=False)
class Component(Resource):
    """`specification` and `copies` are what serves, or what the first deployment is made from."""

    noun: ClassVar[str] = COMPONENTS.noun

    endpoint: Endpoint
    variant: str
    specification: Mapping[str, Any]
    copies: int
    deployment: Mapping[str, Any] | None = None
    fleet: Fleet | None = None

    def serve(self, fleet: Fleet | None, *, specification: Mapping[str, Any], copies: int) -> Fleet | None:
        """Let `fleet` serve from now on, or nothing with no copies, and give back the one that did."""
        with self._changed:
            before, self.fleet = self.fleet, fleet
            self.specification, self.copies = specification, copies
            self._settle("InService", None)
        return before

    def fail(self, reason: str) -> None:
        """Keep what serves, and say why there is nothing new."""
        with self._changed:
            self._settle("Failed" if self.status == "Creating" else "InService", reason)

    def close(self) -> Fleet | None:
        """Take no request from now on, and give back what served."""
        with self._changed:
            before, self.fleet = self.fleet, None
        return before

    @contextmanager
    def serving(self) -> Iterator[Fleet]:
        """The fleet of the moment, kept alive for one request; ValidationError, and its metric, without a copy."""
        with self._changed:
            if self.fleet is not None:
                self.fleet.enter()
            fleet, status = self.fleet, self.status
        if fleet is None:
            raise self._no_capacity(status)
        try:
            yield fleet
        finally:
            fleet.leave()

    def _no_capacity(self, status: str) -> AwsError:
        if status != "InService":
            return AwsError("ValidationError", f"Inference Component {self.name} is not in service: {status}")
        component_metrics.no_capacity(self.name)
        return AwsError(
            "ValidationError",
            "Inference Component has no capacity to process this request. ApplicationAutoScaling may be in-progress "
            "(if configured) or try to increase the capacity by invoking UpdateInferenceComponentRuntimeConfig API.",
        )

    def describe(self) -> dict[str, Any]:
        """DescribeInferenceComponent's answer."""
        optional = {"FailureReason": self.failure, "LastDeploymentConfig": self.deployment}
        return {
            "InferenceComponentName": self.name,
            "InferenceComponentArn": self.arn,
            "EndpointName": self.endpoint.name,
            "EndpointArn": self.endpoint.arn,
            "VariantName": self.variant,
            "Specification": self._summary(),
            "RuntimeConfig": {
                "DesiredCopyCount": self.copies,
                "CurrentCopyCount": self.copies if self.fleet is not None else 0,
            },
            "InferenceComponentStatus": self.status,
            "CreationTime": self.created,
            "LastModifiedTime": self.modified,
            **{name: value for name, value in optional.items() if value is not None},
        }

    def _summary(self) -> dict[str, Any]:
        """The specification, with the image as AWS tells it."""
        if "Container" not in self.specification:
            return dict(self.specification)
        container = dict(self.specification["Container"])
        image = container.pop("Image")
        deployed = {"SpecifiedImage": image, "ResolvedImage": image, "ResolutionTime": self.created}
        return {**self.specification, "Container": {**container, "DeployedImage": deployed}}


def hosted_by(endpoint: Endpoint) -> list[Component]:
    """The components of an endpoint."""
    return [component for component in list(COMPONENTS.records.values()) if component.endpoint is endpoint]
