"""The input of a transform job: the objects it is about, and the payloads that each is split into."""

import gzip
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from sagewire.local import seams
from sagewire.local.sagemaker import objects
from sagewire.local.sagemaker.failures import ModelFailure
from sagewire.local.sagemaker.roles import ExecutionRole

MEBIBYTE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Source:
    """An object; `name` is what its output is called after."""

    uri: str
    name: str


def sources(data: Mapping[str, Any], role: ExecutionRole) -> list[Source]:
    """The objects under a prefix or in a manifest; ModelFailure, in AWS's words, if there is none to be had."""
    uri = data["S3Uri"]
    try:
        found = list(_of_manifest(uri, role) if data["S3DataType"] == "ManifestFile" else _of_prefix(uri, role))
    except ClientError as error:
        raise ModelFailure(f"{_NONE_FOUND.format(uri=uri, **_place(uri, role))} {error}") from error
    if not found:
        raise ModelFailure(_NONE_FOUND.format(uri=uri, **_place(uri, role)))
    return found


_NONE_FOUND = (
    'ClientError: No S3 objects found under S3 URL "{uri}" given in the input data source. Please ensure that the '
    "bucket exists in the selected region ({region}), that objects exist under that S3 prefix, and that the role "
    '"{role}" has "s3:ListBucket" permissions on bucket "{bucket}".'
)


def _place(uri: str, role: ExecutionRole) -> dict[str, str]:
    return {"region": seams.region(), "role": role.arn, "bucket": urlsplit(uri).netloc}


def _of_prefix(uri: str, role: ExecutionRole) -> Iterator[Source]:
    bucket, prefix = urlsplit(uri).netloc, urlsplit(uri).path.lstrip("/")
    folder = prefix[: prefix.rfind("/") + 1]
    for page in role.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for found in page.get("Contents", ()):
            if not found["Key"].endswith("/"):  # what the console makes of a folder
                yield Source(uri=f"s3://{bucket}/{found['Key']}", name=found["Key"].removeprefix(folder))


def _of_manifest(uri: str, role: ExecutionRole) -> Iterator[Source]:
    try:
        head, *names = json.loads(objects.get(uri, role=role).read())
        prefix = head["prefix"]
    except (ValueError, TypeError, KeyError) as error:
        raise ModelFailure(
            f'ClientError: {uri} is not a manifest: [{{"prefix": "s3://bucket/prefix/"}}, "name", ...]'
        ) from error
    yield from (Source(uri=f"{prefix}{name}", name=name) for name in names)


def payloads(content: bytes, request: Mapping[str, Any]) -> Iterator[bytes]:
    """What the model is asked; ModelFailure for a record that is too large."""
    settings, most = request["TransformInput"], request.get("MaxPayloadInMB", 6) * MEBIBYTE
    if settings.get("CompressionType") == "Gzip":
        content = _unpacked(content)
    if settings.get("SplitType", "None") == "None":
        return _checked([content], most)
    lines = _checked(io.BytesIO(content).readlines(), most)
    return _filled(lines, most) if request.get("BatchStrategy", "MultiRecord") == "MultiRecord" else lines


def _unpacked(content: bytes) -> bytes:
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise ModelFailure(f"ClientError: CompressionType is Gzip, and the object is not: {error}") from error


def _checked(records: Iterable[bytes], most: int) -> Iterator[bytes]:
    for record in records:
        if 0 < most < len(record):
            raise ModelFailure(
                f"ClientError: a record has {len(record)} bytes, more than MaxPayloadInMB allows ({most} bytes)"
            )
        yield record


def _filled(records: Iterable[bytes], most: int) -> Iterator[bytes]:
    """As many records in one payload as fit into it; without a limit, all."""
    batch = bytearray()
    for record in records:
        if batch and 0 < most < len(batch) + len(record):
            yield bytes(batch)
            batch.clear()
        batch += record
    if batch:
        yield bytes(batch)
