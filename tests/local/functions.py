"""Functions that tests make on an embedded AWS."""

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.local.account import Account, Statement, new_name

BASIC = {"Effect": "Allow", "Action": "logs:*", "Resource": "*"}


def zipped(files: Mapping[str, str]) -> bytes:
    """A deployment package."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """An invocation's answer; `error` is "Unhandled" or None, `log` the end of its log."""

    payload: Any
    error: str | None
    log: str


def function(account: Account, code: str, *statements: Statement, **members: Any) -> str:
    """The name of a new Python function whose app.py is `code`, and whose handler is app.handler."""
    name = members.pop("FunctionName", None) or new_name("function")
    role = account.role(BASIC, *statements, service="lambda.amazonaws.com")
    defaults = {
        "Runtime": "python3.12",
        "Handler": "app.handler",
        "Role": role,
        "Code": {"ZipFile": zipped({"app.py": code})},
    }
    account.aws.client("lambda").create_function(FunctionName=name, **(defaults | members))
    return name


def call(account: Account, name: str, event: object = None) -> Outcome:
    """Invoke a function and wait for its answer."""
    answer = account.aws.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event), LogType="Tail")
    with answer["Payload"] as payload:
        content = json.load(payload)
    log = base64.b64decode(answer.get("LogResult", "")).decode()
    return Outcome(payload=content, error=answer.get("FunctionError"), log=log)
