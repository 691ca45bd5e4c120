"""The named resources of one kind, as AWS keeps them: names differ by more than case, ARNs are lower case."""

import time
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any

from botocore.utils import parse_to_aware_datetime

from sagewire.local import seams
from sagewire.local.api import Parameters
from sagewire.local.aws_error import AwsError, invalid

TAGS = seams.scoped_store()
_PAGE = 100
_FOREVER = 2**33  # seconds: the year 2242


def arn(kind: str, name: str) -> str:
    """The ARN of a SageMaker resource."""
    return f"arn:aws:sagemaker:{seams.region()}:{seams.account()}:{kind}/{name.lower()}"


@dataclass(frozen=True, kw_only=True)
class Collection:
    """`prefix` is the one of its members: EndpointConfig of EndpointConfigName and EndpointConfigArn."""

    noun: str
    prefix: str
    kind: str
    records: MutableMapping[str, Any]

    def arn(self, name: str) -> str:
        """The ARN that a resource of this name has, or would have."""
        return arn(self.kind, name)

    def require_new(self, name: str) -> None:
        """ValidationException if the name is taken."""
        if name.lower() in self.records:
            raise self._taken(name)

    def _taken(self, name: str) -> AwsError:
        return invalid(f'Cannot create already existing {self.noun} "{self.arn(name)}".')

    def add(self, parameters: Parameters, record: Any) -> dict[str, Any]:
        """Keep a record and its tags under the name in `parameters`, and answer its ARN; of two at once, one wins."""
        name = parameters[f"{self.prefix}Name"]
        if self.records.setdefault(name.lower(), record) is not record:
            raise self._taken(name)
        TAGS[self.arn(name)] = {tag["Key"]: tag["Value"] for tag in parameters.get("Tags", ())}
        return {f"{self.prefix}Arn": self.arn(name)}

    def described(self, parameters: Parameters) -> dict[str, Any]:
        """What a description of a resource just made from `parameters` says."""
        members = {name: value for name, value in parameters.items() if name != "Tags"}
        return {**members, f"{self.prefix}Arn": self.arn(members[f"{self.prefix}Name"]), "CreationTime": time.time()}

    def get(self, name: str) -> Any:
        """The record; ValidationException if there is none."""
        record = self.records.get(name.lower())
        if record is None:
            raise invalid(f'Could not find {self.noun} "{self.arn(name)}".')
        return record

    def remove(self, name: str) -> None:
        """Forget the record and its tags; ValidationException if there is none."""
        self.get(name)
        self.records.pop(name.lower(), None)
        TAGS.pop(self.arn(name), None)

    def page(
        self, parameters: Parameters, summaries: Iterable[dict[str, Any]], members: Iterable[str]
    ) -> dict[str, Any]:
        """One page of a List operation: filtered by name and time, newest first unless asked otherwise."""
        part = parameters.get("NameContains", "").lower()
        found = [
            item for item in summaries if part in item[f"{self.prefix}Name"].lower() and _in_time(item, parameters)
        ]
        found.sort(key=self._order(parameters), reverse=parameters.get("SortOrder", "Descending") == "Descending")
        start = _start(parameters.get("NextToken", "0"))
        end = start + parameters.get("MaxResults", _PAGE)
        wanted = (f"{self.prefix}Name", f"{self.prefix}Arn", "CreationTime", *members)
        page = [{name: item[name] for name in wanted if name in item} for item in found[start:end]]
        more = {"NextToken": str(end)} if end < len(found) else {}
        return {f"{self.prefix}s": page, **more}

    def _order(self, parameters: Parameters) -> Any:
        by = parameters.get("SortBy", "CreationTime")
        name = {"Name": f"{self.prefix}Name", "Status": f"{self.prefix}Status"}.get(by, "CreationTime")
        return lambda item: item[name]


def _in_time(item: dict[str, Any], parameters: Parameters) -> bool:
    """Whether it was made, and changed, between the times that are asked for."""
    return all(
        _seconds(parameters.get(f"{name}After", 0)) < item[name]
        and item[name] < _seconds(parameters.get(f"{name}Before", _FOREVER))
        for name in ("CreationTime", "LastModifiedTime")
        if name in item
    )


def _seconds(time_asked_for: Any) -> float:
    return parse_to_aware_datetime(time_asked_for).timestamp()


def _start(token: str) -> int:
    if not token.isdecimal():
        raise invalid(f"NextToken is not one of this operation's: {token!r}")
    return int(token)
