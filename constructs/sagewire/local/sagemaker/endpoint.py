"""One endpoint: what it says of itself, and the fleet that serves it."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sagewire.local.aws_error import AwsError, invalid
from sagewire.local.sagemaker import events
from sagewire.local.sagemaker.asynchronous import Backlog
from sagewire.local.sagemaker.fleet import Fleet

IN_PROGRESS = ("Creating", "Updating", "Deleting")


@dataclass(kw_only=True, eq=False)
class Endpoint:
    """`config` is the endpoint configuration that serves, or that the first fleet is made from."""

    name: str
    arn: str
    config: Mapping[str, Any]
    status: str = "Creating"
    failure: str | None = None
    deployment: Mapping[str, Any] | None = None
    created: float = field(default_factory=time.time)
    modified: float = field(default_factory=time.time)
    fleet: Fleet | None = None
    backlog: Backlog = field(default_factory=Backlog)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def begin(self, status: str) -> None:
        """Enter a transition; ValidationException while another one is under way, or if it has failed for good."""
        with self._changed:
            if self.status in IN_PROGRESS:
                raise invalid(f'Cannot update in-progress endpoint "{self.arn}".')
            if self.status == "Failed" and status != "Deleting":
                raise invalid(f'Cannot update failed endpoint "{self.arn}": delete it.')
            self.status, self.modified = status, time.time()
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

    def _settle(self, status: str, failure: str | None) -> None:
        self.status, self.failure, self.modified = status, failure, time.time()
        self._changed.notify_all()

    def wait(self) -> str | None:
        """Wait for the end of the transition under way, and give its failure."""
        with self._changed:
            self._changed.wait_for(lambda: self.status not in IN_PROGRESS)
            return self.failure

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
