"""InvokeEndpoint, InvokeEndpointAsync and InvokeEndpointWithResponseStream."""

import asyncio
import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from typing import Any
from urllib.parse import unquote

from sagewire.local import authorization, seams, validation
from sagewire.local.aws_error import AwsError
from sagewire.local.sagemaker import event_stream, response_stream
from sagewire.local.sagemaker.asynchronous import Job
from sagewire.local.sagemaker.component import COMPONENTS, Component
from sagewire.local.sagemaker.endpoint import Endpoint
from sagewire.local.sagemaker.endpoints import ENDPOINTS
from sagewire.local.sagemaker.fleet import Fleet, Variant
from sagewire.local.sagemaker.invocation import CUSTOM_ATTRIBUTES, Invocation
from sagewire.local.sagemaker.multi_model import TARGET_MODEL
from sagewire.local.seams import Response

_SERVICE = "sagemaker-runtime"
# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
_MODEL_SECONDS = 60.0
# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html
_ASYNC_SECONDS = 900
# https://aws.amazon.com/sagemaker/ai/faqs/
_STREAM_SECONDS = 480.0
_ASYNC_TTL_SECONDS = 21_600

_OPERATIONS = {
    "invocations": "InvokeEndpoint",
    "async-invocations": "InvokeEndpointAsync",
    "invocations-response-stream": "InvokeEndpointWithResponseStream",
}
_REPEATED = {
    "Accept": "accept",
    "ContentType": "contentType",
    "EndpointName": "endpointName",
    "InputLocation": "inputLocation",
}
_NOT_HERE = frozenset(
    {
        "EnableExplanations",
        "PrefixAwareId",
        "SessionId",
        "TargetContainerHostname",
    }
)


async def handle(path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]) -> Response:
    """Answer one request, off the event loop."""
    try:
        return await asyncio.to_thread(_answer, path, headers, body, query)
    except AwsError as error:
        return error.response()


def _answer(path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]) -> Response:
    received = time.monotonic()
    quoted, _, verb = path.removeprefix("/endpoints/").partition("/")
    if verb not in _OPERATIONS:
        raise AwsError("UnknownOperationException", f"{_SERVICE} has no operation at {path}", status=404)
    name, operation = unquote(quoted), _OPERATIONS[verb]
    for resource in _asked_about(name, headers):
        authorization.authorize(
            headers,
            query,
            service="sagemaker",
            action=f"sagemaker:{operation}",
            resource=resource,
            status=403,
        )
    parameters = _parameters(operation, headers) | {"EndpointName": name, "Body": body}
    if operation == "InvokeEndpointAsync" and not body:
        del parameters["Body"]
    validation.check(_SERVICE, operation, parameters, code="ValidationError")
    if refused := sorted(_NOT_HERE & parameters.keys()):
        raise _invalid(f"The embedded AWS does not support {', '.join(refused)}")
    return _HANDLERS[operation](_endpoint(name), parameters, received)


def _asked_about(endpoint: str, headers: Mapping[str, str]) -> Iterator[str]:
    """The endpoint, and the inference component on it that a request names.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
    """
    yield ENDPOINTS.arn(endpoint)
    if component := headers.get("x-amzn-sagemaker-inference-component"):
        yield COMPONENTS.arn(component)


def _parameters(operation: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """The operation's parameters that travel as headers."""
    shape: Any = validation.service_model(_SERVICE).operation_model(operation).input_shape
    found = {}
    for name, member in shape.members.items():
        value = headers.get(member.serialization.get("name", "").lower())
        if member.serialization.get("location") == "header" and value is not None:
            found[name] = _integer(name, value) if member.type_name == "integer" else value
    return found


def _integer(name: str, value: str) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise _invalid(f"{name} must be an integer, and is {value!r}") from error


def _endpoint(name: str) -> Endpoint:
    endpoint: Endpoint | None = ENDPOINTS.records.get(name.lower())
    if endpoint is None or endpoint.name != name:  # in CreateEndpoint the case does not count, here it does
        raise _invalid(f"Endpoint {name} of account {seams.account()} not found.")
    return endpoint


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationError", message)


def _headers_for_model(parameters: Mapping[str, Any]) -> dict[str, str]:
    headers = {
        "Content-Type": parameters.get("ContentType", "application/octet-stream"),
        "Accept": parameters.get("Accept", "*/*"),
    }
    if "CustomAttributes" in parameters:
        headers[CUSTOM_ATTRIBUTES] = parameters["CustomAttributes"]
    if "TargetModel" in parameters:
        headers[TARGET_MODEL] = parameters["TargetModel"]
    return headers


def _serving(endpoint: Endpoint, parameters: Mapping[str, Any]) -> AbstractContextManager[Fleet]:
    """The fleet of the endpoint, or of the inference component on it that the request names."""
    name = parameters.get("InferenceComponentName")
    if name is None:
        return endpoint.serving()
    component: Component | None = COMPONENTS.records.get(name.lower())
    if component is None or component.name != name or component.endpoint is not endpoint:
        raise _invalid(f"Inference Component {name} not found on endpoint {endpoint.name}.")
    return component.serving()


def _check_target_model(endpoint: Endpoint, fleet: Fleet, parameters: Mapping[str, Any]) -> None:
    multi_model = any(variant.multi_model for variant in fleet.variants)
    if multi_model and "TargetModel" not in parameters:
        raise _invalid(
            f"Request {uuid.uuid4()} is missing a target model header, which a request to the multi-model endpoint "
            f"{endpoint.name} must have: give TargetModel"
        )
    if "TargetModel" in parameters and not multi_model:
        raise _invalid(
            f"Endpoint {endpoint.name} is not a multi-model endpoint and does not support target model header."
        )


def _invoke(endpoint: Endpoint, parameters: Mapping[str, Any], received: float) -> Response:
    _refuse_asynchronous(endpoint)
    invocation = _invocation(endpoint, parameters, received, seconds=_MODEL_SECONDS)
    with _serving(endpoint, parameters) as fleet:
        _check_target_model(endpoint, fleet, parameters)
        variant, answer = invocation.run(fleet)
    headers = {
        # In lower case, since MiniStack corrects the JSON of a "Content-Type" to that of SageMaker's own answers.
        "content-type": answer.headers.get("content-type", "application/octet-stream"),
        **_headers_of(variant, answer.headers),
    }
    return 200, headers, answer.body


def _invoke_with_response_stream(endpoint: Endpoint, parameters: Mapping[str, Any], received: float) -> Response:
    _refuse_asynchronous(endpoint)
    invocation = _invocation(endpoint, parameters, received, seconds=_STREAM_SECONDS)
    with ExitStack() as stack:
        fleet = stack.enter_context(_serving(endpoint, parameters))
        _check_target_model(endpoint, fleet, parameters)
        variant, answer, chunks = invocation.stream(fleet)
        answer.closing.push(stack.pop_all())  # the fleet is needed until the last chunk
    headers = {
        "Content-Type": event_stream.MEDIA_TYPE,
        "X-Amzn-SageMaker-Content-Type": answer.headers.get("content-type", "application/octet-stream"),
        **_headers_of(variant, answer.headers),
    }
    return 200, headers, seams.streamed(response_stream.frames(chunks))


def _refuse_asynchronous(endpoint: Endpoint) -> None:
    if "AsyncInferenceConfig" in endpoint.config:
        raise _invalid(f"Endpoint {endpoint.name} is asynchronous: use InvokeEndpointAsync")


def _headers_of(variant: Variant, answered: Mapping[str, str]) -> dict[str, str]:
    headers = {"x-Amzn-Invoked-Production-Variant": variant.name}
    if attributes := answered.get(CUSTOM_ATTRIBUTES.lower()):
        headers[CUSTOM_ATTRIBUTES] = attributes
    return headers


def _invocation(endpoint: Endpoint, parameters: Mapping[str, Any], received: float, *, seconds: float) -> Invocation:
    return Invocation(
        endpoint=endpoint.name,
        body=parameters["Body"],
        headers=_headers_for_model(parameters),
        seconds=seconds,
        target=parameters.get("TargetVariant"),
        component=parameters.get("InferenceComponentName"),
        inference_id=parameters.get("InferenceId"),
        received=received,
    )


def _invoke_async(endpoint: Endpoint, parameters: Mapping[str, Any], _received: float) -> Response:
    settings = endpoint.config.get("AsyncInferenceConfig")
    if settings is None or endpoint.fleet is None:
        raise _invalid(f"Endpoint {endpoint.name} is not an asynchronous endpoint in service")
    if ("InputLocation" in parameters) == ("Body" in parameters):
        raise _invalid("Exactly one of InputLocation and Body must be given")
    job = _job(settings["OutputConfig"], parameters)
    endpoint.backlog.add(job)
    headers = {"Content-Type": "application/json", "X-Amzn-SageMaker-OutputLocation": job.output_location}
    if job.failure_location:
        headers["X-Amzn-SageMaker-FailureLocation"] = job.failure_location
    return 202, headers, json.dumps({"InferenceId": job.inference_id}).encode()


def _job(output: Mapping[str, str], parameters: Mapping[str, Any]) -> Job:
    now, identity = time.time(), str(uuid.uuid4())
    extension = parameters.get("S3OutputPathExtension", "").strip("/")
    folder = "/".join(part for part in (output["S3OutputPath"].rstrip("/"), extension) if part)
    failures = output.get("S3FailurePath", "").rstrip("/")
    return Job(
        inference_id=parameters.get("InferenceId", identity),
        body=parameters.get("Body"),
        input_location=parameters.get("InputLocation"),
        output_location=f"{folder}/{parameters.get('Filename', f'{identity}.out')}",
        failure_location=f"{failures}/{identity}-error.out" if failures else None,
        headers=_headers_for_model(parameters),
        request={_REPEATED[name]: value for name, value in parameters.items() if name in _REPEATED},
        seconds=parameters.get("InvocationTimeoutSeconds", _ASYNC_SECONDS),
        received=now,
        expires=now + parameters.get("RequestTTLSeconds", _ASYNC_TTL_SECONDS),
    )


_HANDLERS: Mapping[str, Callable[[Endpoint, Mapping[str, Any], float], Response]] = {
    "InvokeEndpoint": _invoke,
    "InvokeEndpointAsync": _invoke_async,
    "InvokeEndpointWithResponseStream": _invoke_with_response_stream,
}
