"""What the endpoint answered, and how JSON can carry it."""

import base64
import json
import math
import re
from codecs import getincrementaldecoder
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from inference.errors import ResultTooLarge

# Names of the API's response members, and the headers that carry them.
TOLD: Mapping[str, str] = {
    "CustomAttributes": "x-amzn-sagemaker-custom-attributes",
    "NewSessionId": "x-amzn-sagemaker-new-session-id",
    "ClosedSessionId": "x-amzn-sagemaker-closed-session-id",
}
# Synchronous answers of Lambda: 6 MB. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
ANSWER_LIMIT = 6 * 1024 * 1024
_LONGEST_ESCAPE = 6  # bytes that JSON may need for one byte, as in \u0000
_ESCAPED_SURROGATE = re.compile(rb"\\u[dD]")  # of a pair, or half of one, which is no Unicode
_REST = 64 * 1024  # bytes, more than all that an answer has beside the result


@dataclass(frozen=True, kw_only=True)
class InferenceResponse:
    """A result (200), or the receipt for a result to come (202).

    `told` is what the endpoint said beside it: of its session, and attributes of the model's own.
    """

    body: bytes
    content_type: str
    variant: str | None = None
    status: int = 200
    told: Mapping[str, str] = field(default_factory=dict)

    def as_partial(self) -> dict[str, Any]:
        """{contentType, text} of a body that may end within a character, or {contentType, base64} of no text."""
        try:
            told = {"text": getincrementaldecoder("utf-8")().decode(self.body)}
        except UnicodeDecodeError:
            told = {"base64": base64.b64encode(self.body).decode("ascii")}
        return {"contentType": self.content_type, **told}

    def as_json(self) -> Any:
        """The parsed JSON, or {contentType, base64} for all that is not strictly JSON, or that JSON cannot carry on."""
        if is_json(self.content_type):
            try:
                return _parsed(self.body)
            except (ValueError, RecursionError):
                pass
        return {"contentType": self.content_type, "base64": base64.b64encode(self.body).decode("ascii")}


def is_json(content_type: str) -> bool:
    """Whether a body of this type is one JSON document."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind == "application/json" or kind.endswith("+json")


def check_answer(answer: Any, *, raw_size: int) -> None:
    """Raises ResultTooLarge when Lambda could not carry the answer; `raw_size` is the result's bytes."""
    if raw_size * _LONGEST_ESCAPE < ANSWER_LIMIT - _REST:
        return
    size = len(json.dumps(answer, ensure_ascii=False).encode(errors="surrogatepass"))
    if size > ANSWER_LIMIT:
        raise ResultTooLarge(f"the answer has {size} bytes as JSON, Lambda carries at most {ANSWER_LIMIT}")


def _parsed(body: bytes) -> Any:
    """Raises ValueError for what Lambda's runtime could not write as JSON again."""
    parsed = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse, parse_float=_finite)
    if _ESCAPED_SURROGATE.search(body):
        json.dumps(parsed, ensure_ascii=False).encode()
    return parsed


def _finite(number: str) -> float:
    """Of 1e400 Python makes infinity, which JSON has not."""
    parsed = float(number)
    return parsed if math.isfinite(parsed) else _refuse(number)


def _refuse(constant: str) -> NoReturn:
    """Python reads NaN and Infinity, JSON has neither."""
    raise ValueError(constant)
