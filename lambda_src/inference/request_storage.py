"""Where requests that are too large to be sent inline wait for an asynchronous endpoint: objects in S3."""

from dataclasses import dataclass
from functools import cached_property
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

    @cached_property
    def client(self) -> "S3Client":
        """Made with the first request that needs it, as most do not."""
        made: S3Client = client("s3", self.config)
        return made

    def put(self, request: InferenceRequest) -> str:
        """Stores the body under the request's id and returns its s3:// address; raises InferenceError."""
        bucket = self.location.bucket
        key = self.location.key(request.id + suffix_of(request.content_type))
        with translated():
            self.client.put_object(Bucket=bucket, Key=key, Body=request.body, ContentType=request.content_type)
        return f"s3://{bucket}/{key}"
