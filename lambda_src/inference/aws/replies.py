"""What AWS replied: the metadata that boto3 gives of it, and the error it stands for."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from http.client import responses
from typing import Any

from botocore.exceptions import ClientError
from botocore.response import StreamingBody

from inference.aws.connections import Reply
from inference.aws.service import Service

_REQUEST_ID = "x-amzn-requestid"
_ERROR_TYPE = "x-amzn-errortype"
_QUERY_ERROR = "x-amzn-query-error"
_NUMBERS = frozenset({"OriginalStatusCode"})


def checked(reply: Reply, service: Service, operation: str) -> Reply:
    """The reply to a request that was accepted; raises ClientError for any other."""
    if reply.status < HTTPStatus.MULTIPLE_CHOICES:
        return reply
    content = reply.content or body(reply).read()
    told = _of_status(reply) if _is_wordless(reply, content) else _told(reply, json_of(content), service)
    raise _kind(service, told["Error"]["Code"])(told, operation)


def body(reply: Reply) -> StreamingBody:
    """A body that is still to be read. It fails as boto3's does when it is cut or silent for too long."""
    length: Any = reply.headers.get("content-length")
    raw: Any = reply.raw
    return StreamingBody(raw, length)


def metadata(reply: Reply) -> dict[str, Any]:
    """What boto3 has under ResponseMetadata."""
    headers = {name.lower(): reply.headers[name] for name in reply.headers}  # items() has a name once for each line
    known = {"RequestId": headers[_REQUEST_ID]} if _REQUEST_ID in headers else {}
    return {**known, "HTTPStatusCode": reply.status, "HTTPHeaders": headers, "RetryAttempts": 0}


def json_of(body: bytes) -> dict[str, Any]:
    """The JSON object of the body; what is none is taken for a message, as boto3 does."""
    text = body.decode(errors="replace")
    try:
        parsed = json.loads(text) if text else {}
    except ValueError:
        return {"message": text}
    return parsed if isinstance(parsed, dict) else {}


def _is_wordless(reply: Reply, content: bytes) -> bool:
    """Whether it is a server error that says nothing, or a proxy's page."""
    said = content.strip()
    return reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR and (not said or said.startswith(b"<html>"))


def _of_status(reply: Reply) -> dict[str, Any]:
    error = {"Code": str(reply.status), "Message": responses.get(reply.status, "")}
    told = metadata(reply)
    told.pop("RequestId", None)  # boto3 leaves it among the headers
    return {"Error": error, "ResponseMetadata": told}


def _told(reply: Reply, said: Mapping[str, Any], service: Service) -> dict[str, Any]:
    error = {"Message": said.get("message", said.get("Message", "")), "Code": _code(reply, said, service)}
    query = reply.headers.get(_QUERY_ERROR, "").split(";")
    if len(query) == 2 and query[0]:  # noqa: PLR2004 (the older code, and who is at fault)
        error |= {"QueryErrorCode": error["Code"], "Type": query[1], "Code": query[0]}
    members = _members(said, service.errors.get(error["Code"], ()))
    return {"Error": error, "ResponseMetadata": metadata(reply), **members}


def _code(reply: Reply, said: Mapping[str, Any], service: Service) -> str:
    code = said.get("__type", str(reply.status))
    if service.rest:
        code = reply.headers.get(_ERROR_TYPE) or said.get("code", said.get("Code", code))
    return str(code).partition(":")[0].rpartition("#")[2]


def _members(told: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: int(told[name]) if name in _NUMBERS else told[name] for name in names if told.get(name) is not None}


@cache
def _kind(service: Service, code: str) -> Callable[[Any, str], ClientError]:
    """boto3 gives each error that a service declares a class of its own."""
    return type(code, (ClientError,), {}) if code in service.errors else ClientError
