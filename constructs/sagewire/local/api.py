"""A JSON 1.1 service: finds the operation, asks IAM, checks the input, answers in AWS's shape."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sagewire.local import authorization, validation
from sagewire.local.aws_error import JSON, AwsError
from sagewire.local.seams import Response

Parameters = dict[str, Any]
Operation = Callable[[Parameters], Mapping[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class JsonApi:
    """`resource` gives the ARN that IAM is asked about."""

    service: str
    operations: Mapping[str, Operation]
    resource: Callable[[Parameters], str]

    async def handle(
        self, _method: str, _path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]
    ) -> Response:
        """Answer one request, off the event loop."""
        try:
            result = await asyncio.to_thread(self._answer, headers, body, query)
        except AwsError as error:
            return error.response()
        return 200, {"Content-Type": JSON}, json.dumps(result).encode() if result is not None else b""

    def _answer(self, headers: Mapping[str, str], body: bytes, query: Mapping[str, Any]) -> Mapping[str, Any] | None:
        operation = headers.get("x-amz-target", "").rpartition(".")[2]
        parameters = _parse(body)
        authorization.authorize(
            headers,
            query,
            service=self.service,
            action=f"{self.service}:{operation}",
            resource=self.resource(parameters),
        )
        return self.call(operation, parameters)

    def call(self, operation: str, parameters: Parameters) -> Mapping[str, Any] | None:
        """Run an operation as its caller, without asking IAM; AwsError if it is refused."""
        if operation not in self.operations:
            raise self._refusal(operation)
        validation.check(self.service, operation, parameters)
        return self.operations[operation](parameters)

    def _refusal(self, operation: str) -> AwsError:
        if validation.has_operation(self.service, operation):
            have = ", ".join(sorted(self.operations))
            message = f"The embedded AWS does not have {self.service}:{operation}; it has {have}"
            return AwsError("UnsupportedOperationException", message, status=501)
        return AwsError("UnknownOperationException", f"{self.service} has no operation {operation!r}")


def _parse(body: bytes) -> Parameters:
    try:
        parameters = json.loads(body or b"{}")
    except ValueError as error:
        raise AwsError("SerializationException", f"The request body is not JSON: {error}") from error
    if not isinstance(parameters, dict):
        raise AwsError("SerializationException", "The request body is not a JSON object")
    return parameters
