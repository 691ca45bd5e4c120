"""One endpoint: what it says of itself, and the fleet that serves it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sagewire.local.aws_error import AwsError
from sagewire.local.sagemaker import events
from sagewire.local.sagemaker.asynchronous import Backlog
from sagewire.local.sagemaker.fleet import Fleet
from sagewire.local.sagemaker.resource import Resource


@dataclass(kw_only=True, eq=False)
class Endpoint(Resource):
    """`config` is the endpoint configuration that serves, or that the first fleet is made from."""

    noun: ClassVar[str] = "endpoint"

    config: Mapping[str, Any]
    deployment: Mapping[str, Any] | None = None
    fleet: Fleet | None = None
    backlog: Backlog = field(default_factory=Backlog)

    @property
    def hosts_components(self) -> bool:
        """Whether its variants are places for inference components, not models."""
        return any("ModelName" not in variant for variant in self.config["ProductionVariants"])

    def begin(self, status: str) -> None:
        """Enter a transition, and say so."""
        super().begin(status)
        self.announce()

    def serve(self, fleet: Fleet, config: Mapping[str, Any]) -> Fleet | None:
        """Let `fleet` serve from now on, and give back the one that did."""
        with self._changed:
            before, self.fleet, self.config = self.fleet, fleet, config
            self._settle("InService", None)
        self.announce()
        return before

    def fail(self, reason: str) -> None:
        """Keep what serves, if anything does, and say why there is nothing new."""
        with self._changed:
            self._settle("InService" if self.fleet else "Failed", reason)
        self.announce()

    @contextmanager
    def serving(self) -> Iterator[Fleet]:
        """The fleet of the moment, kept alive for one request."""
        with self._changed:
            fleet = self.fleet
            if fleet is None:
                raise AwsError("ValidationError", f"Endpoint {self.name} is not in service: {self.status}")
            fleet.enter()
        try:
            yield fleet
        finally:
            fleet.leave()

    def describe(self) -> dict[str, Any]:
        """DescribeEndpoint's answer."""
        optional = {
            "FailureReason": self.failure,
            "ProductionVariants": [variant.describe() for variant in self.fleet.variants] if self.fleet else None,
            "ShadowProductionVariants": self._shadows(),
            "AsyncInferenceConfig": self.config.get("AsyncInferenceConfig"),
            "LastDeploymentConfig": self.deployment,
            "DataCaptureConfig": self.fleet.capture.describe() if self.fleet and self.fleet.capture else None,
        }
        return {
            "EndpointName": self.name,
            "EndpointArn": self.arn,
            "EndpointConfigName": self.config["EndpointConfigName"],
            "EndpointStatus": self.status,
            "CreationTime": self.created,
            "LastModifiedTime": self.modified,
            **{name: value for name, value in optional.items() if value is not None},
        }

    def _shadows(self) -> list[dict[str, Any]] | None:
        shadows = self.fleet.shadows if self.fleet else ()
        return [shadow.describe() for shadow in shadows] or None

    def announce(self) -> None:
        """Put the state on the default bus."""
        events.endpoint_changed(self.describe())
