"""Where asynchronous endpoints write, and whether that triggers the function that asks them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import Endpoint
from sagewire.validator.graph.event_rule import EventRule
from sagewire.validator.graph.function import Function
from sagewire.validator.inference import Inference
from sagewire.validator.known import Reference, Text
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

# What is written, the setting that says where, and how its keys end: each result's is an id and this.
_WRITTEN = (("results", "S3OutputPath", ".out"), ("failures", "S3FailurePath", ""))


class Place(NamedTuple):
    """Objects of a bucket whose keys begin, and end, so. bucket: the resource, or the name where there is none."""

    bucket: Resource | str
    prefix: str
    suffix: str = ""

    def meets(self, results: Place) -> bool:
        """Whether each result that is written to a place is one of these objects."""
        return (
            self.bucket == results.bucket
            and results.prefix.startswith(self.prefix)
            and results.suffix.endswith(self.suffix)
        )


class Listener(NamedTuple):
    """Somebody who hears of each new object of a place. at: where the place is told."""

    at: Value
    function: Function
    place: Place


def written_by(graph: Graph, endpoint: Endpoint) -> Mapping[str, Place]:
    """Where an asynchronous endpoint writes its results, and its failures, as far as that is known."""
    if endpoint.config is None:
        return {}
    output = endpoint.config.resource["AsyncInferenceConfig"]["OutputConfig"]
    places = {what: _place(graph, output[name], suffix) for what, name, suffix in _WRITTEN}
    return {what: place for what, place in places.items() if place is not None}


def _place(graph: Graph, path: Value, suffix: str) -> Place | None:
    content = path.content
    parts: Sequence[object] = content.parts if isinstance(content, Text) else [content]
    match parts:
        case [str() as uri]:
            name, _, prefix = uri.removeprefix("s3://").partition("/")
            return Place(bucket=_bucket(graph, name), prefix=prefix, suffix=suffix)
        case ["s3://", Reference(resource=bucket), str() as prefix]:
            return Place(bucket=bucket, prefix=prefix.removeprefix("/"), suffix=suffix)
        case ["s3://", Reference(resource=bucket)]:
            return Place(bucket=bucket, prefix="", suffix=suffix)
    return None


def listeners(graph: Graph) -> Iterator[Listener]:
    """All functions that are called for each new object of some place."""
    for bucket in graph.of_type("AWS::S3::Bucket"):
        for told in bucket["NotificationConfiguration"]["LambdaConfigurations"].elements:
            if (told["Event"].text or "").startswith("s3:ObjectCreated:"):
                yield from _notified(graph, bucket, told["Function"], told["Filter"]["S3Key"]["Rules"])
    for set_by_cdk in graph.of_type("Custom::S3BucketNotifications"):
        named = set_by_cdk["BucketName"].reference
        for told in set_by_cdk["NotificationConfiguration"]["LambdaFunctionConfigurations"].elements:
            created = any((event.text or "").startswith("s3:ObjectCreated:") for event in told["Events"].elements)
            if created and named is not None:
                yield from _notified(graph, named, told["LambdaFunctionArn"], told["Filter"]["Key"]["FilterRules"])
    for rule in graph.view(Inference).rules:
        yield from _hearing(rule)


def _notified(graph: Graph, bucket: Resource, called: Value, rules: Value) -> Iterator[Listener]:
    filters = {(rule["Name"].text or "").lower(): rule["Value"].text for rule in rules.elements}
    prefix, suffix = filters.get("prefix", ""), filters.get("suffix", "")
    if not called.unknown and rules.complete and prefix is not None and suffix is not None:
        for function in graph.functions_in(called):
            yield Listener(at=called, function=function, place=Place(bucket=bucket, prefix=prefix, suffix=suffix))


def _hearing(rule: EventRule) -> Iterator[Listener]:
    detail = rule.pattern["detail"]
    buckets = detail["bucket"]["name"]
    keys = detail["object"]["key"]
    prefixes = [""] if keys.absent else [text for key in keys.elements if (text := _prefix(key)) is not None]
    if "aws.s3" not in rule.sources or "Object Created" not in rule.detail_types or not detail["reason"].absent:
        return
    for bucket in buckets.elements:
        named = bucket.reference or _bucket(rule.graph, bucket.text or "")
        for prefix in prefixes:
            for target in rule.targets:
                for function in target.functions:
                    yield Listener(at=target["Arn"], function=function, place=Place(bucket=named, prefix=prefix))


def _prefix(key: Value) -> str | None:
    """What keys have to begin with, where a pattern asks for that and for nothing else."""
    return key["prefix"].text if set(key.entries) == {"prefix"} else None


def _bucket(graph: Graph, name: str) -> Resource | str:
    named = [bucket for bucket in graph.of_type("AWS::S3::Bucket") if bucket["BucketName"].text == name]
    return named[0] if len(named) == 1 else name
