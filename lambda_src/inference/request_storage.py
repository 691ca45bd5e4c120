"""Where requests that are too large to be sent inline wait for an asynchronous endpoint: objects in S3."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from botocore.config import Config

from inference.client import client
from inference.faults import translated
from inference.request import InferenceRequest
from inference.settings import InputLocation
from inference.suffix import suffix_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True, kw_only=True)
class RequestStorage:
    """A prefix of a bucket."""

    location: InputLocation
    config: Config
    making: Lock = field(default_factory=Lock)

    @cached_property
    def client(self) -> "S3Client":
        """Made with the first request that needs it, as most do not; from Python 3.12 on, only one thread may ask."""
        made: S3Client = client("s3", self.config)
        return made

    def put(self, request: InferenceRequest) -> str:
        """Stores the body and returns its s3:// address; raises InferenceError.

        The key begins with the request's id, for people; as callers choose that, it also has a digest of the body, so
        that no request takes another's place before the endpoint has read it.
        """
        digest = hashlib.sha256(request.body).hexdigest()
        bucket = self.location.bucket
        key = self.location.key(f"{request.id}-{digest}{suffix_of(request.content_type)}")
        with self.making:
            storage = self.client
        with translated():
            storage.put_object(Bucket=bucket, Key=key, Body=request.body, ContentType=request.content_type)
        return f"s3://{bucket}/{key}"
