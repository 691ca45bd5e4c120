"""Data capture: a sample of what an endpoint is asked and answers, as lines of JSON in S3.

https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
"""

import base64
import json
import logging
import random
import uuid
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from botocore.exceptions import BotoCoreError, ClientError

from sagewire.local.batches import Batches
from sagewire.local.sagemaker import objects
from sagewire.local.sagemaker.failures import ModelFailure
from sagewire.local.sagemaker.models import container
from sagewire.local.sagemaker.roles import ExecutionRole

log = logging.getLogger("sagewire.data_capture")

_GATHERED_SECONDS = 0.5
_FLUSH_SECONDS = 2.0
_BASE64 = "BASE64"
_INPUT, _OUTPUT, _BOTH = "Input", "Output", "InputAndOutput"
_TEXT = {"CSV": "CsvContentTypes", "JSON": "JsonContentTypes"}


@dataclass(frozen=True, kw_only=True)
class Payload:
    """The body of a request or of an answer."""

    content_type: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class _Record:
    variant: str
    line: str
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


class DataCapture:
    """Writes in the background, as the roles of the variants; what a role may not write is lost."""

    def __init__(self, settings: Mapping[str, Any], *, endpoint: str, roles: Mapping[str, ExecutionRole]) -> None:
        """`settings` is the DataCaptureConfig."""
        self._settings = settings
        self._endpoint = endpoint
        self._roles = roles
        self._modes = {option["CaptureMode"] for option in settings["CaptureOptions"]}
        self._records = Batches(self._write, name=f"capture-{endpoint}", seconds=_GATHERED_SECONDS)

    @classmethod
    def of(cls, config: Mapping[str, Any], *, endpoint: str) -> Self | None:
        """What an endpoint configuration asks for, if it does; ModelFailure if a variant has no role to write with."""
        settings = config.get("DataCaptureConfig")
        if not settings or not settings.get("EnableCapture", True):
            return None
        variants = [*config["ProductionVariants"], *config.get("ShadowProductionVariants", ())]
        roles = {variant["VariantName"]: _role(config, variant) for variant in variants}
        return cls(settings, endpoint=endpoint, roles=roles)

    def record(self, variant: str, *, asked: Payload, answered: Payload, inference_id: str | None) -> None:
        """Keep a request and its answer, if it is one of the sample."""
        if random.random() * 100 >= self._settings["InitialSamplingPercentage"]:  # noqa: S311
            return
        captured = {}
        if self._modes & {_INPUT, _BOTH}:
            captured["endpointInput"] = self._captured(asked, "INPUT")
        if self._modes & {_OUTPUT, _BOTH}:
            captured["endpointOutput"] = self._captured(answered, "OUTPUT")
        metadata = {"eventId": str(uuid.uuid4()), "inferenceTime": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
        if inference_id is not None:
            metadata["inferenceId"] = inference_id
        line = {"captureData": captured, "eventMetadata": metadata, "eventVersion": "0"}
        self._records.put(_Record(variant=variant, line=json.dumps(line)))

    def stop(self) -> None:
        """Write what has been captured, and end."""
        self._records.end()
        self._records.join(_FLUSH_SECONDS)

    def describe(self) -> dict[str, Any]:
        """The DataCaptureConfigSummary of DescribeEndpoint."""
        key = {"KmsKeyId": self._settings["KmsKeyId"]} if "KmsKeyId" in self._settings else {}
        return {
            "EnableCapture": True,
            "CaptureStatus": "Started",
            "CurrentSamplingPercentage": self._settings["InitialSamplingPercentage"],
            "DestinationS3Uri": self._settings["DestinationS3Uri"],
            **key,
        }

    def _captured(self, payload: Payload, mode: str) -> dict[str, str]:
        data, encoding = base64.b64encode(payload.body).decode(), _BASE64
        media_type = payload.content_type.partition(";")[0].strip().lower()
        for name, member in _TEXT.items():
            if media_type in self._settings.get("CaptureContentTypeHeader", {}).get(member, ()):
                with suppress(UnicodeDecodeError):  # a body that is not what its header says stays in Base64
                    data, encoding = payload.body.decode(), name
        return {"observedContentType": payload.content_type, "mode": mode, "data": data, "encoding": encoding}

    def _write(self, records: list[_Record]) -> None:
        by_variant: dict[str, list[_Record]] = defaultdict(list)
        for record in records:
            by_variant[record.variant].append(record)
        for variant, captured in by_variant.items():
            try:
                self._put(variant, captured)
            except (ClientError, BotoCoreError) as error:
                log.warning(
                    "%s: %d captured requests of %s are lost: %s", self._endpoint, len(captured), variant, error
                )

    def _put(self, variant: str, records: list[_Record]) -> None:
        at = records[0].at
        name = f"{at:%Y/%m/%d/%H/%M-%S}-{at.microsecond // 1000:03d}-{uuid.uuid4()}.jsonl"
        objects.put(
            f"{self._settings['DestinationS3Uri'].rstrip('/')}/{self._endpoint}/{variant}/{name}",
            "".join(f"{record.line}\n" for record in records).encode(),
            content_type="application/json",
            role=self._roles[variant],
            key_id=self._settings.get("KmsKeyId"),
            uses=objects.IN_PARTS,
        )


def _role(config: Mapping[str, Any], variant: Mapping[str, Any]) -> ExecutionRole:
    if "ExecutionRoleArn" in config:  # of a configuration for inference components
        return ExecutionRole(config["ExecutionRoleArn"])
    role = container(variant["ModelName"]).role
    if role is None:
        raise ModelFailure(f"Variant {variant['VariantName']}: data capture needs a model with an ExecutionRoleArn")
    return role
