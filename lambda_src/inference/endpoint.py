"""The endpoint as its invokers ask it: at once, or through its queue."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from inference.client import client, single_attempt
from inference.context import Context
from inference.faults import translated
from inference.log import InvocationRecord
from inference.request import JSON, InferenceRequest
from inference.response import InferenceResponse
from inference.retry import RetryPolicy
from inference.settings import EndpointSettings, InputLocation
from inference.suffix import suffix_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sagemaker_runtime import SageMakerRuntimeClient

ACCEPTED = 202


class Endpoint(Protocol):
    """Either kind of endpoint."""

    @property
    def settings(self) -> EndpointSettings:
        """Its name and limits."""
        ...

    def infer(self, request: InferenceRequest, *, context: Context, record: InvocationRecord) -> InferenceResponse:
        """The answer to the request; raises InferenceError."""
        ...


@dataclass(frozen=True, kw_only=True)
class SynchronousEndpoint:
    """A real-time or serverless endpoint, which answers with the result."""

    settings: EndpointSettings
    client: "SageMakerRuntimeClient"

    @classmethod
    def of(cls, settings: EndpointSettings) -> "SynchronousEndpoint":
        """The endpoint and a client for it."""
        return cls(settings=settings, client=client("sagemaker-runtime", single_attempt(settings.read_timeout)))

    def infer(self, request: InferenceRequest, *, context: Context, record: InvocationRecord) -> InferenceResponse:
        """InvokeEndpoint, with the whole result read."""
        request.check_size(self.settings.request_limit)

        def attempt() -> InferenceResponse:
            record.attempts += 1
            with translated():
                answer = self.client.invoke_endpoint(
                    EndpointName=self.settings.endpoint_name, Body=request.body, **_headers(request)
                )
                return InferenceResponse(
                    body=answer["Body"].read(),
                    content_type=answer.get("ContentType") or JSON,
                    variant=answer.get("InvokedProductionVariant"),
                )

        policy = RetryPolicy.of(self.settings)
        return policy.call(attempt, remaining=context.get_remaining_time_in_millis)


@dataclass(frozen=True, kw_only=True)
class AsynchronousEndpoint:
    """An asynchronous endpoint, which answers with the receipt of a request it reads from S3."""

    settings: EndpointSettings
    client: "SageMakerRuntimeClient"
    input_location: InputLocation
    storage: "S3Client"

    @classmethod
    def of(cls, settings: EndpointSettings, input_location: InputLocation) -> "AsynchronousEndpoint":
        """The endpoint and clients for it and for its input."""
        config = single_attempt(settings.read_timeout)
        return cls(
            settings=settings,
            client=client("sagemaker-runtime", config),
            input_location=input_location,
            storage=client("s3", config),
        )

    def infer(self, request: InferenceRequest, *, context: Context, record: InvocationRecord) -> InferenceResponse:
        """InvokeEndpointAsync on the object in S3; a request that came inline is stored there first."""
        request.check_size(self.settings.request_limit)
        policy = RetryPolicy.of(self.settings)
        remaining = context.get_remaining_time_in_millis
        location = request.input_location or policy.call(lambda: self._store(request), remaining=remaining)

        def attempt() -> InferenceResponse:
            record.attempts += 1
            with translated():
                answer = self.client.invoke_endpoint_async(
                    EndpointName=self.settings.endpoint_name, InputLocation=location, **_headers(request)
                )
            return _receipt(
                inferenceId=answer.get("InferenceId", request.id),
                outputLocation=answer.get("OutputLocation"),
                failureLocation=answer.get("FailureLocation"),
            )

        return policy.call(attempt, remaining=remaining)

    def _store(self, request: InferenceRequest) -> str:
        bucket = self.input_location.bucket
        key = self.input_location.key(request.id + suffix_of(request.content_type))
        with translated():
            self.storage.put_object(Bucket=bucket, Key=key, Body=request.body, ContentType=request.content_type)
        return f"s3://{bucket}/{key}"


def _headers(request: InferenceRequest) -> dict[str, Any]:
    """Its inference id is the request's own id, so that whoever sent it recognizes the result."""
    headers = {"ContentType": request.content_type, "InferenceId": request.id}
    return headers | ({"Accept": request.accept} if request.accept else {})


def _receipt(**fields: str | None) -> InferenceResponse:
    known: Mapping[str, str] = {name: value for name, value in fields.items() if value}
    return InferenceResponse(body=json.dumps(known).encode(), content_type=JSON, status=ACCEPTED)
