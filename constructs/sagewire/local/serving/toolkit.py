"""The inference toolkit's handler functions: the user's where there are any, the defaults where not.

https://github.com/aws/sagemaker-inference-toolkit
"""

import json
import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from types import ModuleType
from typing import Any

from sagewire.local.serving.media import JSON, UTF8, UnsupportedFormatError, decode, encode

_FUNCTIONS = (
    "pre_model_fn",
    "model_fn",
    "model_warmup_fn",
    "transform_fn",
    "input_fn",
    "predict_fn",
    "output_fn",
)
_ANY = "*/*"
_SERVER_ERROR = 500


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What goes back to the caller."""

    status: int
    content_type: str
    body: bytes


class Toolkit:
    """A loaded model and the functions around it."""

    def __init__(self, module: ModuleType | None, *, model_dir: str) -> None:
        """Load the model; ValueError if the functions contradict each other or model_fn is missing."""
        functions: dict[str, Callable[..., Any]] = {
            name: getattr(module, name) for name in _FUNCTIONS if hasattr(module, name)
        }
        if "model_fn" not in functions:
            raise ValueError("model_fn is missing: define model_fn(model_dir) in code/inference.py of the archive")
        if "transform_fn" in functions and functions.keys() & {"input_fn", "predict_fn", "output_fn"}:
            raise ValueError("transform_fn cannot be combined with input_fn, predict_fn or output_fn: drop one side")
        self._transform = functions.get("transform_fn", self._in_three_steps)
        self._input = functions.get("input_fn", decode)
        self._predict = functions.get("predict_fn", _predict)
        self._output = functions.get("output_fn", encode)
        if "pre_model_fn" in functions:
            _call(functions["pre_model_fn"], model_dir)
        self._model = _call(functions["model_fn"], model_dir)
        if "model_warmup_fn" in functions:
            _call(functions["model_warmup_fn"], model_dir, self._model)

    def answer(self, body: bytes, *, content_type: str, accept: str) -> Reply:
        """Run one request; an error becomes its status, its message and its traceback, as in the toolkit."""
        accept = os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", JSON) if accept in ("", _ANY) else accept
        try:
            data = body.decode() if content_type.partition(";")[0].strip() in UTF8 else body
            result = _call(self._transform, self._model, data, content_type, accept)
            content, accept = result if isinstance(result, tuple) else (result, accept)
            return Reply(status=200, content_type=accept, body=_as_bytes(content))
        except Exception as error:  # noqa: BLE001  the user's code, whatever it raises
            trace = traceback.format_exc()
            print(trace, flush=True)
            text = f"{getattr(error, 'message', error)}\n{trace}"
            return Reply(status=_status(error), content_type="text/plain", body=text.encode())

    def _in_three_steps(self, model: Any, data: Any, content_type: str, accept: str) -> Any:
        parsed = _call(self._input, data, content_type)
        return _call(self._output, _call(self._predict, parsed, model), accept)


def _call(function: Callable[..., Any], *arguments: Any) -> Any:
    """A handler may take one argument more than it is given: the toolkit's context, which is None here."""
    missing = len(signature(function).parameters) - len(arguments)
    if missing not in (0, 1):
        name, takes = getattr(function, "__name__", "handler"), len(arguments) + missing
        raise TypeError(f"{name} takes {takes} arguments but {len(arguments)} were given.")
    return function(*arguments, *(None,) * missing)


def _predict(data: Any, model: Any) -> Any:
    return model.predict(data) if hasattr(model, "predict") else model(data)


def _as_bytes(content: Any) -> bytes:
    """Bytes and text as they are, anything else as JSON."""
    if isinstance(content, bytes | bytearray):
        return bytes(content)
    return (content if isinstance(content, str) else json.dumps(content)).encode()


def _status(error: Exception) -> int:
    """415 for a media type; the toolkit's own errors, and others like them, say their status themselves."""
    if isinstance(error, UnsupportedFormatError):
        return error.status_code
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) and hasattr(error, "phrase") else _SERVER_ERROR
