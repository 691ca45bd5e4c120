"""The instance that AWS would run a container on: its name, its log stream, and its metrics."""

import logging
import shutil
import threading
import time
import uuid
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from sagewire.local.sagemaker import hosting, usage
from sagewire.local.sagemaker.container_output import ContainerOutput
from sagewire.local.sagemaker.log_delivery import LogDelivery
from sagewire.local.sagemaker.model_process import ModelProcess
from sagewire.local.sagemaker.roles import ExecutionRole

log = logging.getLogger("sagewire.instance")

_NAMESPACE = "/aws/sagemaker/Endpoints"
_PERIOD_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Instance:
    """Without a role it has neither log stream nor metrics; `container` is the name in a pipeline, else empty."""

    endpoint: str
    variant: str
    role: ExecutionRole | None
    container: str = ""
    id: str = field(default_factory=lambda: f"i-{uuid.uuid4().hex[:17]}")

    def output(self, file: Path) -> ContainerOutput:
        """Where the next container of this instance prints."""
        if self.role is None:
            return ContainerOutput(file)
        group = f"{_NAMESPACE}/{self.endpoint}"
        stream = "/".join(part for part in (self.variant, self.id, self.container) if part)
        return ContainerOutput(file, delivery=LogDelivery(self.role, group=group, stream=stream))

    def watch(self, process: ModelProcess, *, period: float = _PERIOD_SECONDS) -> None:
        """Publish what the process and its children use: now, and each `period` until they have ended."""
        if self.role is not None:
            watch = _Watch(instance=self, role=self.role, process=process, seen=process.started)
            run = copy_context().run
            arguments = (watch.publish_until_end, period)
            threading.Thread(target=run, args=arguments, name=f"metrics-{self.id}", daemon=True).start()


@dataclass(kw_only=True)
class _Watch:
    instance: Instance
    role: ExecutionRole
    process: ModelProcess
    seen: float
    cpu_seconds: float = 0.0
    told: bool = False

    def publish_until_end(self, period: float) -> None:
        client = self.role.client("cloudwatch")
        while values := self._values():
            data = [self._datum(name, value) for name, value in values.items()]
            try:
                client.put_metric_data(Namespace=_NAMESPACE, MetricData=data)
            except (ClientError, BotoCoreError) as error:
                self._tell(error)
            if self.process.output.wait(period):
                return

    def _tell(self, error: Exception) -> None:
        if not self.told:
            log.warning("%s: the metrics of its instance are not published: %s", self.instance.endpoint, error)
        self.told = True

    def _datum(self, name: str, value: float) -> dict[str, object]:
        dimensions = {"EndpointName": self.instance.endpoint, "VariantName": self.instance.variant}
        return {
            "MetricName": name,
            "Dimensions": [{"Name": key, "Value": text} for key, text in dimensions.items()],
            "Value": value,
            "Unit": "Percent",
        }

    def _values(self) -> dict[str, float]:
        """Percent: of one core, so that two busy ones are 200; of the machine's memory; of the disk."""
        used = usage.of_group(self.process.group)
        if used is None:
            return {}
        now, disk = time.monotonic(), shutil.disk_usage(hosting.settings().directory)
        cpu = 100 * (used.cpu_seconds - self.cpu_seconds) / (now - self.seen)
        self.seen, self.cpu_seconds = now, used.cpu_seconds
        return {
            "CPUUtilization": cpu,
            "MemoryUtilization": 100 * used.memory_bytes / usage.machine_memory(),
            "DiskUtilization": 100 * disk.used / disk.total,
        }
