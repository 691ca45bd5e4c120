"""Runs a transform job: from S3, through the model in a process of its own, to S3, as the model's role."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from botocore.exceptions import ClientError

from sagewire.local.sagemaker import admission, hosting, objects, transform_input
from sagewire.local.sagemaker.container_fault import ContainerFault
from sagewire.local.sagemaker.container_output import ContainerOutput
from sagewire.local.sagemaker.failures import ModelFailure
from sagewire.local.sagemaker.instance import Instance
from sagewire.local.sagemaker.log_delivery import LogDelivery
from sagewire.local.sagemaker.model_server import Served
from sagewire.local.sagemaker.models import containers
from sagewire.local.sagemaker.roles import ExecutionRole
from sagewire.local.sagemaker.servers import Server, server_of
from sagewire.local.sagemaker.transform_input import Source
from sagewire.local.sagemaker.transform_job import TransformJob

log = logging.getLogger("sagewire.transform")

# Results are uploaded in parts; Encrypt is what AWS asks for the key of a job's output.
# https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html
# https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
_USES_OF_KEY = (*objects.IN_PARTS, "Encrypt")
_BINARY, _ANY = "application/octet-stream", "*/*"
_OK = range(200, 300)
_SERVER_ERROR = 500
# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelClientConfig.html
_SECONDS, _RETRIES = 600, 3


def run(job: TransformJob) -> None:
    """Run a job to its end, whatever that is."""
    failure: str | None = None
    try:
        _run(job)
    except Exception as error:  # noqa: BLE001  whatever it is, it is this job's FailureReason
        log.warning("%s: %s", job.name, error)
        failure = " ".join(str(error).split())
    job.end(failure)


def _run(job: TransformJob) -> None:
    model = job.request["ModelName"]
    admission.admit_model(model, volume_key=job.request["TransformResources"].get("VolumeKmsKeyId"))
    parts = containers(model)
    role = parts[0].role
    if role is None:
        raise ModelFailure(f"ClientError: the model {model} has no ExecutionRoleArn to read the input with")
    found = transform_input.sources(job.request["TransformInput"]["DataSource"]["S3DataSource"], role)
    environment = {**_told(job.request), **job.request.get("Environment", {})}
    server = server_of(
        [replace(part, environment={**part.environment, **environment}) for part in parts],
        endpoint=job.name,
        variant="",
        startup_seconds=hosting.settings().startup_timeout,
        instance=_Instance,
    )
    transform = _Transform(job=job, role=role, server=server)
    hosting.add(transform)
    job.running = transform
    try:
        if job.stopping.is_set():
            return
        server.prepare()
        server.start()
        job.begin()
        transform.run(found)
    finally:
        transform.stop()
        hosting.discard(transform)


def _told(request: Mapping[str, Any]) -> dict[str, str]:
    """What AWS tells a container of the job that it works for."""
    return {
        "SAGEMAKER_BATCH": "true",
        "SAGEMAKER_MAX_PAYLOAD_IN_MB": str(request.get("MaxPayloadInMB", 6)),
        "SAGEMAKER_BATCH_STRATEGY": "MULTI_RECORD" if _is_multi_record(request) else "SINGLE_RECORD",
        "SAGEMAKER_MAX_CONCURRENT_TRANSFORMS": str(_concurrent(request)),
    }


def _is_multi_record(request: Mapping[str, Any]) -> bool:
    return bool(request.get("BatchStrategy", "MultiRecord") == "MultiRecord")


def _concurrent(request: Mapping[str, Any]) -> int:
    return request.get("MaxConcurrentTransforms") or 1


@dataclass(frozen=True, kw_only=True, eq=False)
class _Transform:
    job: TransformJob
    role: ExecutionRole
    server: Server
    failures: list[str] = field(default_factory=list)

    def stop(self) -> None:
        """End the model's process."""
        self.server.stop()

    def run(self, found: Iterable[Source]) -> None:
        """One object after the other, each in full or not at all; ModelFailure if there was none for one of them."""
        with ThreadPoolExecutor(_concurrent(self.job.request)) as threads:
            for source in found:
                if self.job.stopping.is_set():
                    return
                try:
                    self._transform(source, threads)
                except (ModelFailure, ClientError) as error:
                    log.warning("%s: %s: %s", self.job.name, source.uri, error)
                    self.failures.append(f"{error} ({source.uri})")
        if self.failures:
            more = f" and {len(self.failures) - 1} more" if len(self.failures) > 1 else ""
            raise ModelFailure(f"{self.failures[0]}{more}")

    def _transform(self, source: Source, threads: ThreadPoolExecutor) -> None:
        content = objects.get(source.uri, role=self.role).read()
        asked = [
            threads.submit(copy_context().run, self._ask, payload)
            for payload in transform_input.payloads(content, self.job.request)
        ]
        try:
            answers = [each.result() for each in asked]
        finally:
            for each in asked:
                each.cancel()
        if not self.job.stopping.is_set():
            self._write(source, answers)

    def _write(self, source: Source, answers: list[Served]) -> None:
        output = self.job.request["TransformOutput"]
        content_type = answers[0].headers.get("content-type", _BINARY) if answers else _BINARY
        objects.put(
            f"{output['S3OutputPath'].rstrip('/')}/{source.name}.out",
            b"".join(_assembled(answers, output.get("AssembleWith", "None"))),
            content_type=content_type,
            role=self.role,
            key_id=output.get("KmsKeyId"),
            uses=_USES_OF_KEY,
        )

    def _ask(self, payload: bytes) -> Served:
        client = self.job.request.get("ModelClientConfig", {})
        headers = {
            "Content-Type": self.job.request["TransformInput"].get("ContentType", _BINARY),
            "Accept": self.job.request["TransformOutput"].get("Accept", _ANY),
        }
        failure = ""
        for _ in range(1 + client.get("InvocationsMaxRetries", _RETRIES)):
            if self.job.stopping.is_set():
                raise ModelFailure("the job is stopping")
            try:
                answer = self.server.invoke(
                    payload, headers, seconds=client.get("InvocationsTimeoutInSeconds", _SECONDS)
                )
            except ContainerFault as fault:
                failure = f"AlgorithmError: {fault}"
                continue
            if answer.status in _OK:
                return answer
            failure = f"AlgorithmError: Bad HTTP status received from algorithm: {answer.status}: {_said(answer)}"
            if answer.status < _SERVER_ERROR:
                break
        raise ModelFailure(failure)


def _said(answer: Served) -> str:
    lines = answer.body.decode(errors="replace").splitlines()
    return lines[0] if lines else "it gave no reason"


def _assembled(answers: list[Served], how: str) -> Iterator[bytes]:
    for answer in answers:
        yield answer.body
        if how == "Line":
            yield b"\n"


@dataclass(frozen=True, kw_only=True)
class _Instance(Instance):
    """An instance of a job: all jobs share a log group, and their metrics name the instance."""

    namespace: ClassVar[str] = "/aws/sagemaker/TransformJobs"

    def output(self, file: Path) -> ContainerOutput:
        if self.role is None:
            return ContainerOutput(file)
        stream = "/".join(part for part in (self.endpoint, self.id, self.container) if part)
        return ContainerOutput(file, delivery=LogDelivery(self.role, group=self.namespace, stream=stream))

    @property
    def dimensions(self) -> dict[str, str]:
        return {"Host": f"{self.endpoint}/{self.id}"}
