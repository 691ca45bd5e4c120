"""The configured job, and what becomes of it for one order."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inference.settings import Variable
from start_transform.errors import BadRequest
from start_transform.order import Order

# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformS3DataSource.html
URI_LENGTH = 1024
_DIGEST_LENGTH = 16


def _job(given: str) -> dict[str, Any]:
    job = json.loads(given)
    if not isinstance(job, dict):
        raise ValueError  # Variable turns it into its message
    return job


NAME_PREFIX = Variable(name="SAGEWIRE_JOB_NAME_PREFIX", allowed="what the names of the jobs start with", parse=str)
JOB = Variable(name="SAGEWIRE_TRANSFORM_JOB", allowed="the parameters of CreateTransformJob as JSON", parse=_job)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A bucket and a prefix in it, below which an order may choose."""

    bucket: str
    prefix: str

    @classmethod
    def of(cls, uri: str) -> "Place":
        """The place at s3://bucket/prefix."""
        bucket, _, prefix = uri.removeprefix("s3://").partition("/")
        return cls(bucket=bucket, prefix=prefix)

    def uri(self, name: str, chosen: str) -> str:
        """The URI of a chosen prefix; raises BadRequest for one outside, or one that SageMaker cannot take."""
        if not chosen.startswith(self.prefix):
            raise BadRequest(
                f"{name} is {chosen[:64]!a}; it must start with {self.prefix!a}, where the job's role has access"
            )
        uri = f"s3://{self.bucket}/{chosen}"
        if len(uri) > URI_LENGTH or not chosen.isprintable():
            raise BadRequest(f"{name} is {chosen[:64]!a}; its URI must be at most {URI_LENGTH} printable characters")
        return uri


@dataclass(frozen=True, kw_only=True)
class ConfiguredJob:
    """The job as the construct configured it; it lacks a name, and its places are the widest allowed."""

    name_prefix: str
    parameters: Mapping[str, Any]

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "ConfiguredJob":
        """From the environment; raises SettingsError."""
        return cls(name_prefix=NAME_PREFIX.read(environment), parameters=JOB.read(environment))

    def name(self, order: Order, *, function: str) -> str:
        """The same for each delivery of the order, and different for every other order and function."""
        digest = hashlib.sha256(f"{function}\n{order.token}".encode(errors="surrogatepass")).hexdigest()
        return "-".join(part for part in (self.name_prefix, order.time, digest[:_DIGEST_LENGTH]) if part)

    def request(self, order: Order, name: str) -> dict[str, Any]:
        """The parameters of CreateTransformJob; raises BadRequest for a place outside the configured ones.

        Where nothing else is asked for, each job writes below its own name, so that none mixes its results with
        those of another.
        """
        source, output = self.parameters["TransformInput"], self.parameters["TransformOutput"]
        stored = source["DataSource"]["S3DataSource"]
        read, written = Place.of(stored["S3Uri"]), Place.of(output["S3OutputPath"])
        if order.input_bucket not in (None, read.bucket):
            raise BadRequest(f"the object is in {order.input_bucket[:64]!a}; this job reads from {read.bucket!a}")
        read_uri = read.uri("inputPrefix", order.input_prefix or read.prefix)
        written_uri = written.uri("outputPrefix", order.output_prefix or f"{written.prefix}{name}")
        return {
            **self.parameters,
            "TransformJobName": name,
            "TransformInput": {**source, "DataSource": {"S3DataSource": {**stored, "S3Uri": read_uri}}},
            "TransformOutput": {**output, "S3OutputPath": written_uri},
        }
