"""The endpoint as its invokers ask it: at once, or through its queue."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from inference.aws.sagemaker_runtime import SageMakerRuntime
from inference.choices import Operation
from inference.client import single_attempt
from inference.context import Context
from inference.faults import translated
from inference.log import InvocationRecord
from inference.request import JSON, InferenceRequest
from inference.request_storage import RequestStorage
from inference.response import TOLD, InferenceResponse
from inference.retry import CONNECT_TIMEOUT, RetryPolicy
from inference.settings import EndpointSettings, InputLocation

ACCEPTED = 202
# Bytes that InvokeEndpointAsync takes inline; more of them are read from S3.
# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html
INLINE_LIMIT = 128_000
Ask = Callable[[], InferenceResponse]
Guard = Callable[[Ask], InferenceResponse]


def unguarded(ask: Ask) -> InferenceResponse:
    """Nothing stands between a request and the endpoint."""
    return ask()


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
    client: SageMakerRuntime
    guard: Guard = unguarded

    @classmethod
    def of(cls, settings: EndpointSettings, *, guard: Guard = unguarded) -> "SynchronousEndpoint":
        """The endpoint and a client for it; `guard` may refuse a request."""
        return cls(settings=settings, client=runtime(settings), guard=guard)

    def infer(self, request: InferenceRequest, *, context: Context, record: InvocationRecord) -> InferenceResponse:
        """InvokeEndpoint, with the whole result read."""
        request.check_size(self.settings.request_limit)
        parameters = asked(request, self.settings, Operation.INVOKE)

        def attempt() -> InferenceResponse:
            with record.attempt(), translated():
                answer: Mapping[str, Any] = self.client.invoke_endpoint(Body=request.body, **parameters)
                return InferenceResponse(
                    body=answer["Body"].read(),
                    content_type=answer.get("ContentType") or JSON,
                    variant=answer.get("InvokedProductionVariant"),
                    told={name: answer[name] for name in TOLD if name in answer},
                )

        policy = RetryPolicy.of(self.settings)
        return self.guard(lambda: policy.call(attempt, remaining=context.get_remaining_time_in_millis))


@dataclass(frozen=True, kw_only=True)
class AsynchronousEndpoint:
    """An asynchronous endpoint, which answers with the receipt of a request that it queues."""

    settings: EndpointSettings
    client: SageMakerRuntime
    storage: RequestStorage
    guard: Guard = unguarded

    @classmethod
    def of(
        cls, settings: EndpointSettings, input_location: InputLocation, *, guard: Guard = unguarded
    ) -> "AsynchronousEndpoint":
        """The endpoint and clients for it and for its input; `guard` may refuse a request."""
        config = single_attempt(settings.read_timeout)
        return cls(
            settings=settings,
            client=runtime(settings),
            storage=RequestStorage(location=input_location, config=config),
            guard=guard,
        )

    def infer(self, request: InferenceRequest, *, context: Context, record: InvocationRecord) -> InferenceResponse:
        """InvokeEndpointAsync on an object in S3 or a body; one too large for that is stored in S3 first."""
        request.check_size(self.settings.request_limit)
        parameters = asked(request, self.settings, Operation.INVOKE_ASYNC)
        policy = RetryPolicy.of(self.settings)
        remaining = context.get_remaining_time_in_millis
        source = self._source(request, lambda: policy.call(lambda: self.storage.put(request), remaining=remaining))

        def attempt() -> InferenceResponse:
            with record.attempt(), translated():
                answer = self.client.invoke_endpoint_async(**source, **parameters)
            return _receipt(
                inferenceId=answer.get("InferenceId", request.id),
                outputLocation=answer.get("OutputLocation"),
                failureLocation=answer.get("FailureLocation"),
            )

        return self.guard(lambda: policy.call(attempt, remaining=remaining))

    @staticmethod
    def _source(request: InferenceRequest, store: Callable[[], str]) -> dict[str, Any]:
        if request.input_location is None and request.size <= INLINE_LIMIT:
            return {"Body": request.body}
        return {"InputLocation": request.input_location or store()}


def runtime(settings: EndpointSettings) -> SageMakerRuntime:
    """A client with a connection for each of the inferences that may run at once."""
    return SageMakerRuntime(
        read_timeout=settings.read_timeout,
        connect_timeout=CONNECT_TIMEOUT,
        max_connections=settings.concurrency,
    )


def asked(request: InferenceRequest, settings: EndpointSettings, operation: Operation) -> dict[str, Any]:
    """The parameters of the operation beside the body.

    The inference id is the request's own id, so that whoever sent it recognizes the result.

    Raises:
        BadRequest: the caller chose what the endpoint or this function leaves no choice of.
    """
    accept = {"Accept": request.accept} if request.accept else {}
    return {
        "EndpointName": settings.endpoint_name,
        "ContentType": request.content_type,
        "InferenceId": request.id,
        **accept,
        **settings.fixed.completed(request.choices, operation=operation),
    }


def _receipt(**fields: str | None) -> InferenceResponse:
    known: Mapping[str, str] = {name: value for name, value in fields.items() if value}
    return InferenceResponse(body=json.dumps(known).encode(), content_type=JSON, status=ACCEPTED)
