"""What a caller may choose for one inference beside its body, as SageMaker's runtime API names it.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html#API_runtime_InvokeEndpoint_RequestParameters
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Flag, auto

from inference.errors import BadRequest

_PREFIX = "x-amzn-sagemaker-"


class Operation(Flag):
    """The ways to ask an endpoint."""

    INVOKE = auto()
    INVOKE_STREAM = auto()
    INVOKE_ASYNC = auto()


_AT_ONCE = Operation.INVOKE | Operation.INVOKE_STREAM
_ANY = _AT_ONCE | Operation.INVOKE_ASYNC


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One parameter of the API: the header that carries it, in lower case, and which operations have it."""

    header: str
    longest: int  # characters
    of: Operation = _AT_ONCE
    allowed: range | None = None  # of a whole number

    def check(self, name: str, value: str) -> None:
        """Raises BadRequest for what is no number that the API allows."""
        if self.allowed and not (value.isdecimal() and int(value) in self.allowed):
            least, most = self.allowed[0], self.allowed[-1]
            raise BadRequest(f"{name} is {value[:64]!a}: it must be a whole number of seconds from {least} to {most}")


CHOICES: Mapping[str, Choice] = {
    "TargetVariant": Choice(header=f"{_PREFIX}target-variant", longest=63),
    "TargetModel": Choice(header=f"{_PREFIX}target-model", longest=1024, of=Operation.INVOKE),
    "TargetContainerHostname": Choice(header=f"{_PREFIX}target-container-hostname", longest=63),
    "InferenceComponentName": Choice(header=f"{_PREFIX}inference-component", longest=63),
    "SessionId": Choice(header=f"{_PREFIX}session-id", longest=256),
    "PrefixAwareId": Choice(header=f"{_PREFIX}prefix-aware-id", longest=64),
    "CustomAttributes": Choice(header=f"{_PREFIX}custom-attributes", longest=1024, of=_ANY),
    "EnableExplanations": Choice(header=f"{_PREFIX}enable-explanations", longest=64, of=Operation.INVOKE),
    "Filename": Choice(header=f"{_PREFIX}filename", longest=32, of=Operation.INVOKE_ASYNC),
    "S3OutputPathExtension": Choice(header=f"{_PREFIX}s3outputpathextension", longest=512, of=Operation.INVOKE_ASYNC),
    "RequestTTLSeconds": Choice(
        header=f"{_PREFIX}requestttlseconds", longest=5, of=Operation.INVOKE_ASYNC, allowed=range(60, 21_601)
    ),
    "InvocationTimeoutSeconds": Choice(
        header=f"{_PREFIX}invocationtimeoutseconds", longest=4, of=Operation.INVOKE_ASYNC, allowed=range(1, 3_601)
    ),
}


def chosen_in_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The choices among HTTP headers, whose names are in lower case."""
    return {name: headers[choice.header] for name, choice in CHOICES.items() if headers.get(choice.header)}


def chosen_by_name(named: Mapping[str, str]) -> dict[str, str]:
    """The choices among values that go by the API's names."""
    return {name: named[name] for name in CHOICES if named.get(name)}


@dataclass(frozen=True, kw_only=True)
class FixedChoices:
    """What whoever deployed the function chose for all of its callers, and what every caller has to choose."""

    choices: Mapping[str, str] = field(default_factory=dict)
    required: str | None = None

    def completed(self, asked: Mapping[str, str], *, operation: Operation) -> dict[str, str]:
        """The caller's choices and these.

        Raises:
            BadRequest: the caller chose what is fixed otherwise, what the operation has not, or not enough.
        """
        for name, value in asked.items():
            if operation not in CHOICES[name].of:
                raise BadRequest(f"{name} is {value[:64]!a}: this endpoint leaves no such choice, leave it out")
            if value != self.choices.get(name, value):
                raise BadRequest(f"{name} is {value[:64]!a}: this function always asks {self.choices[name]}")
            CHOICES[name].check(name, value)
        chosen = {**asked, **self.choices}
        if self.required and self.required not in chosen:
            raise BadRequest(f"{self.required} is missing: this endpoint has several to choose from, name one")
        return chosen
