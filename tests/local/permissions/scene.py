"""Where a probe looks: whether something worked, or which words say that a role may not do it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from tests.local.account import Account, eventually, new_name
from tests.local.functions import call
from tests.local.permissions.deployment import Deployed

NOTHING = ""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One action of one role on one stack."""

    stack: Deployed
    label: str
    action: str

    @property
    def account(self) -> Account:
        return self.stack.account

    @property
    def role(self) -> str:
        return self.stack.roles[self.label]

    def denial(self, text: str) -> str:
        """The first words in a text that deny the role the action."""
        found = re.search(rf"[^\n]*:assumed-role/{self.role}/\S+ is not authorized to perform: {self.action}\b.*", text)
        return found[0] if found else NOTHING

    @contextmanager
    def watching(self) -> "Iterator[Watch]":
        """Look at what the server says from now on."""
        yield Watch(scene=self, start=len(self.account.aws.log()))

    def refusal(self, ask: Callable[[], object]) -> str:
        """The denial in the error of a call; any other error is one."""
        try:
            ask()
        except ClientError as error:
            if words := self.denial(str(error)):
                return words
            raise
        return NOTHING

    def called(self, event: object, *, error: str | None = None, denied: str | None = None) -> str:
        """The denial in what the role's function says, called with an event.

        `error` is how it ends otherwise, and `denied` the error that stands for a denial, where the log has none.
        """
        ended, words = self.outcome(event)
        words = words or (denied if denied and ended == denied else NOTHING)
        assert words or ended == error, ended
        return words

    def outcome(self, event: object) -> tuple[str | None, str]:
        """The error of a call of the role's function, and the denial in its log, of which a caller gets the end."""
        start = len(self.account.aws.log())
        outcome = call(self.account, self.stack.functions[self.label], event)
        words = self.denial(outcome.log) or self.denial(self.account.aws.log()[start:])
        return (outcome.payload["errorType"] if outcome.error else None), words

    def renew(self) -> None:
        """Have the role's function start anew, so that it knows nothing of before."""
        functions, name = self.stack.client("lambda"), self.stack.functions[self.label]
        variables = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        changed = {"Variables": {**variables, "RENEWED": new_name("time")}}
        functions.update_function_configuration(FunctionName=name, Environment=changed)

    @contextmanager
    def endpoint(self, config: str, **members: Any) -> Iterator[tuple[str, str]]:
        """Another endpoint for a while: its name, and why it failed, if it did."""
        name, sagemaker = new_name("probe"), self.account.sagemaker
        sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=config, **members)
        found = self.account.settled(name)
        try:
            yield name, found.get("FailureReason", NOTHING)
        finally:
            sagemaker.delete_endpoint(EndpointName=name)

    @contextmanager
    def component(self) -> Iterator[str]:
        """Another inference component for a while."""
        name, sagemaker = new_name("component"), self.account.sagemaker
        requirements = {"MinMemoryRequiredInMb": 256}
        sagemaker.create_inference_component(
            InferenceComponentName=name,
            EndpointName=self.stack.values["Host"],
            VariantName="AllTraffic",
            Specification={
                "ModelName": self.stack.values["ComponentModel"],
                "ComputeResourceRequirements": requirements,
            },
            RuntimeConfig={"CopyCount": 1},
        )
        try:
            eventually(lambda: self._component_status(name) != "Creating")
            yield name
        finally:
            sagemaker.delete_inference_component(InferenceComponentName=name)

    def _component_status(self, name: str) -> str:
        found: str = self.account.sagemaker.describe_inference_component(InferenceComponentName=name)[
            "InferenceComponentStatus"
        ]
        return found

    @contextmanager
    def scheduled(self, target: Mapping[str, Any]) -> Iterator[None]:
        """The stack's schedule once more, for a moment that has passed, with another target where given."""
        schedules, name = self.stack.client("scheduler"), new_name("schedule")
        found = schedules.get_schedule(Name=self.stack.values["Schedule"])
        schedules.create_schedule(
            Name=name,
            ScheduleExpression="at(2026-01-01T00:00:00)",
            FlexibleTimeWindow=found["FlexibleTimeWindow"],
            Target={**found["Target"], "Input": json.dumps({"token": name}), **target},
        )
        try:
            yield
        finally:
            schedules.delete_schedule(Name=name)

    def is_queued(self, queue: str, text: str) -> bool:
        """Whether a queue holds a message with that text."""
        found = self.account.sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0)
        return any(text in message["Body"] for message in found.get("Messages", ()))

    def samples(self, namespace: str, dimension: str, prefix: str) -> float:
        """How often the use of processors was told, of whatever has a dimension that begins so."""
        cloudwatch = self.stack.client("cloudwatch")
        metric = {"Namespace": namespace, "MetricName": "CPUUtilization"}
        now = datetime.now(UTC)
        window = {"StartTime": now - timedelta(hours=1), "EndTime": now + timedelta(hours=1), "Period": 7200}
        found = 0.0
        for each in cloudwatch.list_metrics(**metric)["Metrics"]:
            if {"Name": dimension, "Value": prefix} in [
                {**named, "Value": named["Value"][: len(prefix)]} for named in each["Dimensions"]
            ]:
                told = cloudwatch.get_metric_statistics(
                    **metric, **window, Dimensions=each["Dimensions"], Statistics=["SampleCount"]
                )
                found += sum(point["SampleCount"] for point in told["Datapoints"])
        return found

    @property
    def logs(self) -> Any:
        return self.stack.client("logs")

    def is_logged(self, group: str, *, stream: str = "", text: str = "") -> bool:
        """Whether something is in a log group, in a stream that begins so."""
        try:
            streams = self.logs.describe_log_streams(logGroupName=group)["logStreams"]
        except self.logs.exceptions.ResourceNotFoundException:
            return False
        names = [each["logStreamName"] for each in streams if each["logStreamName"].startswith(stream)]
        events = (self.logs.get_log_events(logGroupName=group, logStreamName=name)["events"] for name in names)
        return any(text in event["message"] for found in events for event in found)


@dataclass(frozen=True, kw_only=True)
class Watch:
    """The server's log from a moment on."""

    scene: Scene
    start: int

    def outcome(self, worked: Callable[[], bool]) -> str:
        """Nothing once it has worked, or the words of the denial: whichever comes first."""

        def ended() -> tuple[str] | None:
            words = self.scene.denial(self.scene.account.aws.log()[self.start :])
            return (words,) if words or worked() else None

        found = eventually(ended)
        assert found is not None
        return found[0]
