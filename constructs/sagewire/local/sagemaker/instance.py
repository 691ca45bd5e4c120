"""The instance that AWS would run a container on: its name, its log stream, and its metrics."""

import logging
import threading
import uuid
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from botocore.exceptions import BotoCoreError, ClientError

from sagewire.local.sagemaker import hosting
from sagewire.local.sagemaker.container_output import ContainerOutput
from sagewire.local.sagemaker.log_delivery import LogDelivery
from sagewire.local.sagemaker.model_process import ModelProcess
from sagewire.local.sagemaker.roles import ExecutionRole
from sagewire.local.sagemaker.usage import Meter

log = logging.getLogger("sagewire.instance")

_PERIOD_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Instance:
    """Without a role it has neither log stream nor metrics; `container` is the name in a pipeline, else empty."""

    namespace: ClassVar[str] = "/aws/sagemaker/Endpoints"

    endpoint: str
    variant: str
    role: ExecutionRole | None
    container: str = ""
    id: str = field(default_factory=lambda: f"i-{uuid.uuid4().hex[:17]}")

    def output(self, file: Path) -> ContainerOutput:
        """Where the next container of this instance prints."""
        if self.role is None:
            return ContainerOutput(file)
        group = f"{self.namespace}/{self.endpoint}"
        stream = "/".join(part for part in (self.variant, self.id, self.container) if part)
        return ContainerOutput(file, delivery=LogDelivery(self.role, group=group, stream=stream))

    def watch(self, process: ModelProcess) -> None:
        """Publish what the process and its children use: now, and each minute until they have ended."""
        if self.role is not None:
            meter = Meter(group=process.group, disk=Path(hosting.settings().directory), seen=process.started)
            # Read before it is the thread's turn: a transform job may be over by then.
            run, first = copy_context().run, meter.percent()
            arguments = (self._publish, self.role, process, meter, first)
            threading.Thread(target=run, args=arguments, name=f"metrics-{self.id}", daemon=True).start()

    def _publish(self, role: ExecutionRole, process: ModelProcess, meter: Meter, first: dict[str, float]) -> None:
        client, told = role.client("cloudwatch"), threading.Event()

        def publish(values: dict[str, float]) -> None:
            data = [self._datum(name, value) for name, value in values.items()]
            try:
                client.put_metric_data(Namespace=self.namespace, MetricData=data)
            except (ClientError, BotoCoreError) as error:
                if not told.is_set():
                    log.warning("%s: the metrics of its instance are not published: %s", self.endpoint, error)
                told.set()

        meter.follow(first, publish, period=_PERIOD_SECONDS, ended=process.output.wait)

    @property
    def dimensions(self) -> dict[str, str]:
        """Whose metrics they are."""
        return {"EndpointName": self.endpoint, "VariantName": self.variant}

    def _datum(self, name: str, value: float) -> dict[str, object]:
        return {
            "MetricName": name,
            "Dimensions": [{"Name": key, "Value": text} for key, text in self.dimensions.items()],
            "Value": value,
            "Unit": "Percent",
        }
