"""SageMaker's runtime: the three ways to ask an endpoint, with the parameters and the answers of boto3's client.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations_Amazon_SageMaker_Runtime.html
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from botocore.exceptions import ParamValidationError

from inference.aws.connections import Reply
from inference.aws.replies import body, checked, json_of, metadata
from inference.aws.service import SAGEMAKER_RUNTIME
from inference.aws.transport import Transport

_ENDPOINT_NAME = "EndpointName"
_BODY = "Body"
_CHOICES: Mapping[str, str] = {
    "CustomAttributes": "X-Amzn-SageMaker-Custom-Attributes",
    "TargetVariant": "X-Amzn-SageMaker-Target-Variant",
    "TargetContainerHostname": "X-Amzn-SageMaker-Target-Container-Hostname",
    "InferenceId": "X-Amzn-SageMaker-Inference-Id",
    "InferenceComponentName": "X-Amzn-SageMaker-Inference-Component",
    "SessionId": "X-Amzn-SageMaker-Session-Id",
    "PrefixAwareId": "X-Amzn-SageMaker-Prefix-Aware-Id",
}
_ANSWERS: Mapping[str, str] = {
    "InvokedProductionVariant": "x-Amzn-Invoked-Production-Variant",
    "CustomAttributes": "X-Amzn-SageMaker-Custom-Attributes",
}


class Operation:
    """One operation: parameters and members of the answer, each with the header that carries it."""

    def __init__(
        self,
        *,
        name: str,
        path: str,
        parameters: Mapping[str, str],
        answers: Mapping[str, str],
        required: tuple[str, ...] = (_ENDPOINT_NAME, _BODY),
    ) -> None:
        """`path` is that below the endpoint's."""
        self.name = name
        self.path = path
        self.parameters = parameters
        self.answers = answers
        self.required = required

    def check(self, parameters: Mapping[str, Any]) -> None:
        """Raises botocore.exceptions.ParamValidationError, in the words of boto3."""
        allowed = {_ENDPOINT_NAME, _BODY, *self.parameters}
        missing = [f'Missing required parameter in input: "{name}"' for name in self.required if name not in parameters]
        unknown = [
            f'Unknown parameter in input: "{name}", must be one of: {", ".join(sorted(allowed))}'
            for name in parameters
            if name not in allowed
        ]
        if missing or unknown:
            raise ParamValidationError(report="\n".join(missing + unknown))

    def headers(self, parameters: Mapping[str, Any]) -> dict[str, str]:
        """In the order of the parameters, as boto3 sends them."""
        return {self.parameters[name]: str(value) for name, value in parameters.items() if name in self.parameters}


INVOKE = Operation(
    name="InvokeEndpoint",
    path="invocations",
    parameters={
        "ContentType": "Content-Type",
        "Accept": "Accept",
        "TargetModel": "X-Amzn-SageMaker-Target-Model",
        "EnableExplanations": "X-Amzn-SageMaker-Enable-Explanations",
        **_CHOICES,
    },
    answers={
        "ContentType": "Content-Type",
        "NewSessionId": "X-Amzn-SageMaker-New-Session-Id",
        "ClosedSessionId": "X-Amzn-SageMaker-Closed-Session-Id",
        **_ANSWERS,
    },
)
INVOKE_STREAM = Operation(
    name="InvokeEndpointWithResponseStream",
    path="invocations-response-stream",
    parameters={"ContentType": "Content-Type", "Accept": "X-Amzn-SageMaker-Accept", **_CHOICES},
    answers={"ContentType": "X-Amzn-SageMaker-Content-Type", **_ANSWERS},
)
# botocore had no inline Body for it before 1.43; the function has it with every botocore.
INVOKE_ASYNC = Operation(
    name="InvokeEndpointAsync",
    path="async-invocations",
    parameters={
        "ContentType": "X-Amzn-SageMaker-Content-Type",
        "Accept": "X-Amzn-SageMaker-Accept",
        "CustomAttributes": "X-Amzn-SageMaker-Custom-Attributes",
        "InferenceId": "X-Amzn-SageMaker-Inference-Id",
        "InputLocation": "X-Amzn-SageMaker-InputLocation",
        "S3OutputPathExtension": "X-Amzn-SageMaker-S3OutputPathExtension",
        "Filename": "X-Amzn-SageMaker-Filename",
        "RequestTTLSeconds": "X-Amzn-SageMaker-RequestTTLSeconds",
        "InvocationTimeoutSeconds": "X-Amzn-SageMaker-InvocationTimeoutSeconds",
    },
    answers={
        "OutputLocation": "X-Amzn-SageMaker-OutputLocation",
        "FailureLocation": "X-Amzn-SageMaker-FailureLocation",
    },
    required=(_ENDPOINT_NAME,),
)


class SageMakerRuntime:
    """A client that sends each request once: what to repeat is retry.py's to say."""

    def __init__(self, *, read_timeout: float, connect_timeout: float = 3.0, max_connections: int = 10) -> None:
        """Timeouts in seconds, `read_timeout` of the whole answer; so many connections are kept for threads."""
        self._transport = Transport(
            SAGEMAKER_RUNTIME,
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
            max_connections=max_connections,
        )

    def invoke_endpoint(self, **parameters: Any) -> dict[str, Any]:
        """The answer, its Body still to be read; raises what boto3's client raises."""
        reply = self._send(INVOKE, parameters, stream_output=True)
        return {**_answer(INVOKE, reply), _BODY: body(reply)}

    def invoke_endpoint_with_response_stream(self, **parameters: Any) -> dict[str, Any]:
        """The answer, its Body urllib3's response, whose frames stream.py reads; raises what boto3's client raises."""
        reply = self._send(INVOKE_STREAM, parameters, stream_output=True)
        return {**_answer(INVOKE_STREAM, reply), _BODY: reply.raw}

    def invoke_endpoint_async(self, **parameters: Any) -> dict[str, Any]:
        """The receipt of a request with an InputLocation, or a Body of at most 128,000 bytes."""
        reply = self._send(INVOKE_ASYNC, parameters)
        told = json_of(reply.content)
        known = {"InferenceId": told["InferenceId"]} if told.get("InferenceId") is not None else {}
        return {**_answer(INVOKE_ASYNC, reply), **known}

    def close(self) -> None:
        """Closes the connections."""
        self._transport.close()

    def _send(self, operation: Operation, parameters: Mapping[str, Any], *, stream_output: bool = False) -> Reply:
        operation.check(parameters)
        payload = parameters.get(_BODY, b"")
        reply = self._transport.send(
            f"/endpoints/{quote(parameters[_ENDPOINT_NAME], safe='-._~')}/{operation.path}",
            operation.headers(parameters),
            payload.encode() if isinstance(payload, str) else payload,
            stream_output=stream_output,
        )
        return checked(reply, SAGEMAKER_RUNTIME, operation.name)


def _answer(operation: Operation, reply: Reply) -> dict[str, Any]:
    headers = reply.headers
    known = {name: headers[header] for name, header in operation.answers.items() if header in headers}
    return {"ResponseMetadata": metadata(reply), **known}
