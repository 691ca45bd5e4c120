"""One transform job: what it was asked for, and how far it is."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sagewire.local import seams
from sagewire.local.aws_error import invalid
from sagewire.local.sagemaker import transform_events
from sagewire.local.sagemaker.collection import Collection
from sagewire.local.sagemaker.hosting import Running

JOBS = Collection(noun="transform job", prefix="TransformJob", kind="transform-job", records=seams.scoped_store())

_LONGEST_REASON = 1024


@dataclass(kw_only=True, eq=False)
class TransformJob:
    """`request` is CreateTransformJob's input, without its tags; `running` is what has its processes."""

    name: str
    arn: str
    request: Mapping[str, Any]
    status: str = "InProgress"
    failure: str | None = None
    created: float = field(default_factory=time.time)
    modified: float = field(default_factory=time.time)
    started: float | None = None
    ended: float | None = None
    running: Running | None = None
    stopping: threading.Event = field(default_factory=threading.Event)
    _changing: threading.Lock = field(default_factory=threading.Lock)

    def begin(self) -> None:
        """Its model has started: it begins with its input."""
        self.started = self.modified = time.time()

    def end(self, failure: str | None = None) -> None:
        """It has run to its end, one way or another, unless it was to stop."""
        with self._changing:
            stopped = self.stopping.is_set()
            self.status = "Stopped" if stopped else "Completed" if failure is None else "Failed"
            self.failure = None if stopped or failure is None else failure[:_LONGEST_REASON]
            self.ended = self.modified = time.time()
        self.announce()

    def begin_stop(self) -> None:
        """Let it come to an early end; ValidationException if it has ended already."""
        with self._changing:
            if self.status != "InProgress":
                raise invalid(f"The request was rejected because the transform job is in status {self.status}.")
            self.status, self.modified = "Stopping", time.time()
            self.stopping.set()
        self.announce()

    def stop(self) -> None:
        """End its processes, and with them what they are working on."""
        if self.running is not None:
            self.running.stop()

    def describe(self) -> dict[str, Any]:
        """DescribeTransformJob's answer."""
        optional = {
            "FailureReason": self.failure,
            "TransformStartTime": self.started,
            "TransformEndTime": self.ended,
        }
        return {
            **self.request,
            "TransformJobArn": self.arn,
            "TransformJobStatus": self.status,
            "CreationTime": self.created,
            **{name: value for name, value in optional.items() if value is not None},
        }

    def announce(self) -> None:
        """Put the state on the default bus."""
        transform_events.job_changed(self.describe())
