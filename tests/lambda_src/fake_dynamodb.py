"""A table of DynamoDB on the loopback: conditional writes as Powertools sends them, items of 400 KB at most."""

import json
import re
from collections.abc import Callable
from math import nan
from typing import Any, ClassVar

from sagewire.testing import Answer, Reply, Request
from sagewire.testing.loopback import LoopbackServer

Item = dict[str, dict[str, str]]

ITEM_LIMIT = 400 * 1024
SECONDS = ("expiration", "opened_at", "probe_lease_expiry")
MILLISECONDS = ("in_progress_expiration",)


class FakeDynamoDb:
    """The server: its items' key is `id`; operations in `denied` fail, and no condition holds of a `frozen` table."""

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self.denied: set[str] = set()
        self.frozen = False
        self._server = LoopbackServer(self)
        self.url = self._server.url

    def close(self) -> None:
        self._server.close()

    @property
    def asked(self) -> list[str]:
        """The operations so far."""
        return [_operation(request) for request in self._server.requests]

    def pass_time(self, seconds: int) -> None:
        """Moves all times of the items into the past."""
        for item in self.items.values():
            for names, unit in ((SECONDS, 1), (MILLISECONDS, 1000)):
                for name in names:
                    if name in item:
                        item[name] = {"N": str(int(item[name]["N"]) - seconds * unit)}

    def unread(self) -> Answer | None:
        """For the server."""
        return None

    def answer(self, request: Request) -> Answer:
        """For the server, which asks for one answer at a time."""
        operation = _operation(request)
        if operation in self.denied:
            return _fault("AccessDeniedException", "not on arn:aws:dynamodb:eu-west-1:123456789012:table/keys")
        return self._OPERATIONS[operation](self, json.loads(request.body))

    def _get(self, asked: dict[str, Any]) -> Answer:
        item = self.items.get(asked["Key"]["id"]["S"])
        return _reply({"Item": item} if item else {})

    def _put(self, asked: dict[str, Any]) -> Answer:
        return self._write(asked, asked["Item"])

    def _update(self, asked: dict[str, Any]) -> Answer:
        item = self.items.get(asked["Key"]["id"]["S"], asked["Key"])
        names, values = asked["ExpressionAttributeNames"], asked["ExpressionAttributeValues"]
        assignments, _, removals = asked["UpdateExpression"].removeprefix("SET ").partition(" REMOVE ")
        assigned = dict(part.split(" = ") for part in assignments.split(", "))
        removed = [names[name] for name in removals.split(", ") if name]
        kept = {name: value for name, value in item.items() if name not in removed}
        return self._write(asked, {**kept, **{names[name]: values[value] for name, value in assigned.items()}})

    def _delete(self, asked: dict[str, Any]) -> Answer:
        self.items.pop(asked["Key"]["id"]["S"], None)
        return _reply({})

    def _write(self, asked: dict[str, Any], item: Item) -> Answer:
        if sum(len(name) + len(*value.values()) for name, value in item.items()) > ITEM_LIMIT:
            return _fault("ValidationException", "Item size has exceeded the maximum allowed size")
        found = self.items.get(item["id"]["S"], {})
        if "ConditionExpression" in asked and (self.frozen or not _holds(asked, found)):
            old = {"Item": found} if "ReturnValuesOnConditionCheckFailure" in asked else {}
            return _fault("ConditionalCheckFailedException", "The conditional request failed", **old)
        self.items[item["id"]["S"]] = item
        return _reply({})

    _OPERATIONS: ClassVar[dict[str, Callable[["FakeDynamoDb", dict[str, Any]], Answer]]] = {
        "GetItem": _get,
        "PutItem": _put,
        "UpdateItem": _update,
        "DeleteItem": _delete,
    }


def _holds(asked: dict[str, Any], item: Item) -> bool:
    """The condition, read as Python; what an item has not is neither less nor more nor equal."""
    known = {name: item.get(attribute) for name, attribute in asked["ExpressionAttributeNames"].items()}
    known |= asked["ExpressionAttributeValues"]
    python = re.sub(r"[#:]\w+", r"value('\g<0>')", asked["ConditionExpression"])
    for theirs, ours in ((" = ", " == "), (" AND ", " and "), (" OR ", " or ")):
        python = python.replace(theirs, ours)
    functions = {"attribute_exists": lambda value: value == value, "attribute_not_exists": lambda value: value != value}  # noqa: PLR0124
    return bool(eval(python, {"value": lambda name: _value(known[name]), **functions}))


def _value(attribute: dict[str, str] | None) -> float | str:
    if attribute is None:
        return nan
    return int(attribute["N"]) if "N" in attribute else attribute["S"]


def _operation(request: Request) -> str:
    return request.headers["x-amz-target"].partition(".")[2]


def _reply(body: dict[str, Any]) -> Answer:
    return Reply(headers={"content-type": "application/x-amz-json-1.0"}, body=json.dumps(body).encode())


def _fault(code: str, message: str, **members: Any) -> Answer:
    told = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": message, **members}
    return Reply(status=400, headers={"content-type": "application/x-amz-json-1.0"}, body=json.dumps(told).encode())
