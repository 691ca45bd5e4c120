"""Asynchronous inference: a backlog, and workers that go from S3 through the model to S3 and SNS."""

import logging
import threading
import time
from collections import deque
from collections.abc import Mapping
from contextvars import copy_context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sagewire.local.aws_error import AwsError
from sagewire.local.sagemaker import metrics, notification, objects
from sagewire.local.sagemaker.fleet import Fleet
from sagewire.local.sagemaker.invocation import Invocation
from sagewire.local.sagemaker.models import container
from sagewire.local.sagemaker.roles import ExecutionRole

if TYPE_CHECKING:
    from sagewire.local.sagemaker.endpoint import Endpoint

log = logging.getLogger("sagewire.asynchronous")

_WORKERS = 4


@dataclass(frozen=True, kw_only=True)
class Job:
    """One request: its input is `body`, or the object at `input_location`; times are epoch seconds.

    `request` is what a notification repeats of it.
    """

    inference_id: str
    body: bytes | None
    input_location: str | None
    output_location: str
    failure_location: str | None
    headers: Mapping[str, str]
    request: Mapping[str, str]
    seconds: float
    received: float
    expires: float


class Backlog:
    """The requests of an endpoint that wait; it outlives the fleets that work on it."""

    def __init__(self) -> None:
        """Empty, and nobody works on it."""
        self._jobs: deque[Job] = deque()
        self._crew: Crew | None = None
        self._changed = threading.Condition()

    def add(self, job: Job) -> None:
        """Queue a request."""
        with self._changed:
            self._jobs.append(job)
            self._changed.notify()

    def serve(self, endpoint: "Endpoint", fleet: Fleet, config: Mapping[str, Any]) -> None:
        """Let `fleet` work on it from the next job on; workers of an earlier one end with theirs."""
        settings = config.get("AsyncInferenceConfig")
        if settings is None:
            self.close()
            return
        crew = Crew(endpoint=endpoint, fleet=fleet, settings=settings, role=_role(config))
        with self._changed:
            self._crew = crew
            self._changed.notify_all()
        per_instance = settings.get("ClientConfig", {}).get("MaxConcurrentInvocationsPerInstance", _WORKERS)
        for _ in range(per_instance):
            run = copy_context().run
            threading.Thread(target=run, args=(self._work, crew), name="async-inference", daemon=True).start()

    def close(self) -> None:
        """Let every worker end, and forget what waits."""
        with self._changed:
            self._crew = None
            self._jobs.clear()
            self._changed.notify_all()

    def _work(self, crew: "Crew") -> None:
        while (job := self._take(crew)) is not None:
            try:
                crew.process(job)
            finally:
                crew.fleet.leave()

    def _take(self, crew: "Crew") -> Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._crew is not crew or self._jobs)
            if self._crew is not crew:
                return None
            crew.fleet.enter()
            return self._jobs.popleft()


@dataclass(frozen=True, kw_only=True)
class Crew:
    """A fleet at work on a backlog, with the execution role's permissions."""

    endpoint: "Endpoint"
    fleet: Fleet
    settings: Mapping[str, Any]
    role: ExecutionRole

    def process(self, job: Job) -> None:
        """Run a job to its end: output or failure object, notification, metrics."""
        try:
            content_type = self._infer(job)
        except Exception as error:  # noqa: BLE001  whatever it is, it is this request's failure
            log.warning("%s: request %s failed: %s", self.endpoint.name, job.inference_id, error)
            self._finish(job, failure=str(error))
        else:
            self._finish(job, content_type=content_type)

    def _infer(self, job: Job) -> str:
        if time.time() > job.expires:
            raise AwsError("RequestExpired", "The request has expired: it waited longer than RequestTTLSeconds")
        body = job.body if job.body is not None else self._read(job.input_location or "")
        invocation = Invocation(
            endpoint=self.endpoint.name,
            body=body,
            headers=job.headers,
            seconds=job.seconds,
            asynchronous=True,
            inference_id=job.inference_id,
        )
        _, answer = invocation.run(self.fleet)
        content_type = answer.headers.get("content-type", "application/octet-stream")
        self._write(job.output_location, answer.body, content_type)
        return content_type

    def _finish(self, job: Job, *, failure: str | None = None, content_type: str | None = None) -> None:
        name, variant = self.endpoint.name, self.fleet.variants[0].name
        metrics.publish(name, variant, TotalProcessingTime=((time.time() - job.received) * 1e3, "Milliseconds"))
        topics = self.settings["OutputConfig"].get("NotificationConfig", {})
        topic = topics.get("SuccessTopic" if failure is None else "ErrorTopic")
        try:
            if failure is not None:
                metrics.publish(name, variant, InvocationFailures=(1.0, "Count"))
                if job.failure_location:
                    self._write(job.failure_location, failure.encode(), "text/plain")
            if topic:
                message = notification.message(job, failure=failure, content_type=content_type)
                self.role.client("sns").publish(TopicArn=topic, Message=message)
        except Exception as error:  # noqa: BLE001  there is nobody left to tell but the log
            log.warning("%s: the end of request %s is lost: %s", name, job.inference_id, error)
            metrics.publish(name, variant, NotificationFailures=(1.0, "Count"))

    def _read(self, location: str) -> bytes:
        content: bytes = objects.get(location, role=self.role).read()
        return content

    def _write(self, location: str, content: bytes, content_type: str) -> None:
        key = self.settings["OutputConfig"].get("KmsKeyId")
        objects.put(location, content, content_type=content_type, role=self.role, key_id=key)


def _role(config: Mapping[str, Any]) -> ExecutionRole:
    role = container(config["ProductionVariants"][0]["ModelName"]).role
    if role is None:
        raise AwsError("ValidationException", "An asynchronous endpoint needs a model with an ExecutionRoleArn")
    return role
