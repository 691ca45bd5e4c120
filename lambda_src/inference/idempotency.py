"""One inference for each idempotency key: its answer is kept in DynamoDB, and given again to whoever asks again.

| what happens                                | what the caller gets                                                |
|---------------------------------------------|---------------------------------------------------------------------|
| the key has an answer                       | that answer; the endpoint is not asked                              |
| the key is being inferred right now         | AlreadyRunning                                                      |
| the key came with another request           | BadRequest                                                          |
| the inference fails                         | its error; the key is free again, at the latest after the timeout   |
| the function dies before the answer is kept | AlreadyRunning until its timeout is over, then one more inference   |
| DynamoDB does not take the key              | KeyNotStored: without it, one inference cannot be promised          |
| DynamoDB does not take the answer           | the answer; the log says that the same key may be inferred again    |
| the answer is too large for an item         | the answer; the log says so, now and when the key is inferred again |

The table holds digests of keys and requests, never these themselves.
https://docs.aws.amazon.com/powertools/python/latest/utilities/idempotency/
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.idempotency import exceptions as faults
from aws_lambda_powertools.utilities.idempotency.serialization.custom_dict import CustomDictSerializer

from inference.client import TABLE, client
from inference.context import Context
from inference.endpoint import Endpoint
from inference.errors import AlreadyRunning, BadRequest, KeyNotStored
from inference.log import InvocationRecord
from inference.request import InferenceRequest
from inference.response import InferenceResponse
from inference.settings import IDEMPOTENCY_SECONDS, EndpointSettings

# Bytes of an answer's body that fit into an item of 400 KB as base64, beside all else that is kept.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items
LARGEST_BODY = (400 - 8) * 1024 * 3 // 4
_TOO_LARGE = "the answer is too large to be kept with its idempotency key, which is inferred again when it comes again"


@dataclass(frozen=True, kw_only=True)
class IdempotentEndpoint:
    """An endpoint that is asked once for each key; requests without one pass."""

    endpoint: Endpoint
    store: DynamoDBPersistenceLayer
    seconds: int  # that an answer is kept

    @classmethod
    def read(cls, environment: Mapping[str, str], *, endpoint: Endpoint, table: str) -> "IdempotentEndpoint":
        """As the environment says; raises SettingsError."""
        seconds = IDEMPOTENCY_SECONDS.read(environment)
        store = DynamoDBPersistenceLayer(table_name=table, boto3_client=client("dynamodb", TABLE))
        # With the first request it would be too late: others that come at once would use it half configured.
        store.configure(_config(seconds))
        return cls(endpoint=endpoint, store=store, seconds=seconds)

    @property
    def settings(self) -> EndpointSettings:
        """The endpoint's."""
        return self.endpoint.settings

    def infer(self, request: InferenceRequest, *, context: Context, record: InvocationRecord) -> InferenceResponse:
        """The endpoint's answer, or the one that is kept.

        Raises:
            AlreadyRunning: another invocation infers the same key.
            BadRequest: the key came with another request before.
            KeyNotStored: DynamoDB did not take the key.
            InferenceError: the endpoint's.
        """
        ask = partial(self.endpoint.infer, request, context=context, record=record)
        if not request.idempotency_key:
            return ask()
        inference = _Inference(ask=ask)
        try:
            kept = self._once(inference, request, context)
        except faults.IdempotencyPersistenceLayerError as fault:
            return inference.without_table(fault, record)
        if inference.response is None and kept is not None:
            record.detail = "the answer that was kept with the idempotency key"
            return kept
        if kept is None or not _fits(kept):
            record.detail = _TOO_LARGE
        return kept or ask()

    def _once(self, inference: "_Inference", request: InferenceRequest, context: Context) -> InferenceResponse | None:
        """The answer, or None for one that was too large to be kept."""
        run = idempotent_function(
            inference.run,
            data_keyword_argument="asked",
            persistence_store=self.store,
            config=_config(self.seconds, context),
            output_serializer=CustomDictSerializer(to_dict=_kept, from_dict=_answer),
            key_prefix=_prefix(self.settings),
        )
        try:
            answer: InferenceResponse | None = run(asked=_asked(request))
        except faults.IdempotencyValidationError:
            raise BadRequest("the idempotency key came with another request before: take a new one") from None
        except (faults.IdempotencyAlreadyInProgressError, faults.IdempotencyInconsistentStateError):
            raise AlreadyRunning from None
        return answer


@dataclass(kw_only=True)
class _Inference:
    """How an inference ended, whatever DynamoDB says to it."""

    ask: Callable[[], InferenceResponse]
    response: InferenceResponse | None = None
    error: Exception | None = None

    def run(self, *, asked: Mapping[str, str]) -> InferenceResponse:  # noqa: ARG002 (Powertools reads it)
        try:
            self.response = self.ask()
        except Exception as error:
            self.error = error
            raise
        return self.response

    def without_table(
        self, fault: faults.IdempotencyPersistenceLayerError, record: InvocationRecord
    ) -> InferenceResponse:
        """The answer that was not kept; raises the endpoint's error, or KeyNotStored if it was not asked."""
        if self.response is not None:
            record.detail = f"the same idempotency key may be inferred again: {fault}"
            return self.response
        raise self.error or KeyNotStored(detail=str(fault)) from fault


def _config(seconds: int, context: Context | None = None) -> IdempotencyConfig:
    """What the context is for: a key is free again when the function that holds it must have ended."""
    lambda_context: Any = context
    return IdempotencyConfig(
        event_key_jmespath="key",
        payload_validation_jmespath="request",
        expires_after_seconds=seconds,
        hash_function="sha256",
        lambda_context=lambda_context,
    )


def _prefix(settings: EndpointSettings) -> str:
    """Whose keys these are: functions that share a table, and ask one endpoint for other models, have other answers."""
    fixed = settings.fixed.choices
    if not fixed:
        return settings.endpoint_name
    return f"{settings.endpoint_name}:{hashlib.sha256(json.dumps(fixed, sort_keys=True).encode()).hexdigest()}"


def _asked(request: InferenceRequest) -> dict[str, str]:
    """The key, and a digest of all that the answer depends on."""
    told = [request.content_type, request.accept, request.input_location, sorted(request.choices.items())]
    digest = hashlib.sha256(json.dumps(told).encode())
    digest.update(request.body)
    return {"key": request.idempotency_key or "", "request": digest.hexdigest()}


def _fits(response: InferenceResponse) -> bool:
    return len(response.body) <= LARGEST_BODY


def _kept(response: InferenceResponse) -> dict[str, Any]:
    if not _fits(response):
        return {"tooLarge": len(response.body)}
    return {
        "body": base64.b64encode(response.body).decode("ascii"),
        "content_type": response.content_type,
        "variant": response.variant,
        "status": response.status,
        "told": dict(response.told),
    }


def _answer(kept: dict[str, Any]) -> InferenceResponse | None:
    if "tooLarge" in kept:
        return None
    return InferenceResponse(**{**kept, "body": base64.b64decode(kept["body"])})
