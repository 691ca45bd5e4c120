"""What a transform job reads, asks and writes, in AWS's nouns."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from aws_cdk import Duration, Size
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from sagewire.amounts import in_mebibytes, in_milliseconds
from sagewire.arguments import check_count, check_duration, check_one_of, check_range
from sagewire.limits import (
    TRANSFORM_ASSEMBLIES,
    TRANSFORM_COMPRESSIONS,
    TRANSFORM_CONCURRENT_PAYLOAD,
    TRANSFORM_FILTER,
    TRANSFORM_PAYLOAD,
    TRANSFORM_RETRIES,
    TRANSFORM_SPLITS,
    TRANSFORM_STRATEGIES,
    TRANSFORM_TIMEOUT,
)
from sagewire.pseudo import is_token

# What SageMaker takes where nothing is stated:
# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
DEFAULT_PAYLOAD = 6
DEFAULT_TIMEOUT = 600


@dataclass(frozen=True, kw_only=True)
class TransformInput:
    """The objects that a job reads, and how they become requests.

    content_type: of every request, such as "text/csv".
    bucket: None makes a private one, which sends its events to EventBridge. prefix: below which the objects are.
    split: where an object is cut into records; "None" sends each object whole.
    compression: of the objects; SageMaker unpacks them.
    filter: a JSONPath that takes a part of each record, such as "$[1:]"; None takes all of it.
    key: what the objects are encrypted with, if it is not the bucket's own key.
    """

    content_type: str
    bucket: s3.IBucket | None = None
    prefix: str = "input/"
    split: Literal["None", "Line", "RecordIO", "TFRecord"] = "None"
    compression: Literal["None", "Gzip"] = "None"
    filter: str | None = None
    key: kms.IKey | None = None

    def __post_init__(self) -> None:
        check_one_of("input.split", self.split, TRANSFORM_SPLITS)
        check_one_of("input.compression", self.compression, TRANSFORM_COMPRESSIONS)
        _check_prefix("input.prefix", self.prefix)
        _check_filter("input.filter", self.filter)
        if self.key and not self.bucket:
            raise ValueError("input.key is given without a bucket: name the bucket whose objects it encrypts")


@dataclass(frozen=True, kw_only=True)
class TransformOutput:
    """Where a job writes, and what.

    bucket: None makes a private one. prefix: each job writes below it, under its own name.
    accept: the content type that the model is asked for.
    assemble: "Line" ends every result with a newline.
    join: each result is written beside its record. filter: a JSONPath that takes a part of that, or of the result.
    key: what the results are encrypted with; the bucket's own key if not given.
    capture_prefix: below it, in the same bucket, requests and answers are kept as the model saw them.
    """

    bucket: s3.IBucket | None = None
    prefix: str = "output/"
    accept: str | None = None
    assemble: Literal["None", "Line"] = "None"
    join: bool = False
    filter: str | None = None
    key: kms.IKey | None = None
    capture_prefix: str | None = None

    def __post_init__(self) -> None:
        check_one_of("output.assemble", self.assemble, TRANSFORM_ASSEMBLIES)
        _check_prefix("output.prefix", self.prefix)
        _check_prefix("output.capture_prefix", self.capture_prefix or "")
        _check_filter("output.filter", self.filter)


@dataclass(frozen=True, kw_only=True)
class TransformInvocations:
    """How a job asks the model.

    strategy: one record a request, or as many as fit; it takes a split. SageMaker's default is "MultiRecord".
    max_payload: of one request, whole MiB up to 100, 6 if not given; 0 sends it in chunks, which few containers take.
    max_concurrent: requests at a time to one instance; 0, or None, asks the container, and 1 if that does not say.
    timeout: for one request, 10 minutes if not given. max_retries: of one request, 3 if not given.
    """

    strategy: Literal["MultiRecord", "SingleRecord"] | None = None
    max_payload: Size | None = None
    max_concurrent: float | None = None
    timeout: Duration | None = None
    max_retries: float | None = None

    def __post_init__(self) -> None:
        check_one_of("invocations.strategy", self.strategy, TRANSFORM_STRATEGIES)
        check_range("invocations.max_payload in MiB", self.payload, TRANSFORM_PAYLOAD)
        check_count("invocations.max_concurrent", self.max_concurrent or 0, 0)
        check_duration("invocations.timeout", self.timeout, TRANSFORM_TIMEOUT)
        check_range("invocations.max_retries", self.max_retries, TRANSFORM_RETRIES)
        self._check_concurrent_payload()

    @cached_property
    def payload(self) -> float | None:
        """The largest request in MiB."""
        if self.max_payload is None:
            return None
        size = in_mebibytes("invocations.max_payload", self.max_payload)
        if not is_token(size) and size != int(size):
            raise ValueError(
                f"invocations.max_payload is {size:g} MiB; allowed are whole MiB ({TRANSFORM_PAYLOAD.source})"
            )
        return size

    @cached_property
    def seconds(self) -> float | None:
        """The time for one request."""
        return None if self.timeout is None else self.timeout.to_seconds()

    def _check_concurrent_payload(self) -> None:
        payload = DEFAULT_PAYLOAD if self.payload is None else self.payload
        if is_token(payload) or is_token(self.max_concurrent) or not self.max_concurrent:
            return
        check_range(
            f"invocations.max_payload times max_concurrent, {payload:g} MiB x {self.max_concurrent:g},",
            payload * self.max_concurrent,
            TRANSFORM_CONCURRENT_PAYLOAD,
        )


@dataclass(frozen=True, kw_only=True)
class TransformWorkload:
    """What one job has to do, stated by the people who know the data.

    records: how many it holds. deadline: by when, after its start, it must have ended.
    """

    records: float | None = None
    deadline: Duration | None = None

    def __post_init__(self) -> None:
        check_count("workload.records", 0 if self.records is None else self.records, 0)

    def to_metadata(self) -> dict[str, Any]:
        """The workload as it stands in the template, under Metadata.sagewire of the function."""
        milliseconds = None if self.deadline is None else in_milliseconds("workload.deadline", self.deadline)
        facts = {"records": self.records, "deadlineMilliseconds": milliseconds}
        return {name: value for name, value in facts.items() if value is not None}


def _check_prefix(name: str, prefix: str) -> None:
    if prefix.startswith("/"):
        raise ValueError(f"{name} is {prefix!r}; S3's keys start without a slash: {prefix.lstrip('/')!r}")


def _check_filter(name: str, path: str | None) -> None:
    if path is None or is_token(path):
        return
    if not path.startswith("$"):
        raise ValueError(f"{name} is {path!r}; a JSONPath starts with '$', such as '$.features'")
    check_range(f"the length of {name}", len(path), TRANSFORM_FILTER)
