"""One transform job: the parameters of CreateTransformJob, and what its role needs."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from sagewire import permissions
from sagewire.arguments import check_range
from sagewire.artifact import object_url
from sagewire.batch.configuration import TransformInput, TransformInvocations, TransformOutput
from sagewire.key import key_behind
from sagewire.limits import (
    LAMBDA_ENVIRONMENT,
    TRANSFORM_ENVIRONMENT_ENTRIES,
    TRANSFORM_ENVIRONMENT_NAME,
    TRANSFORM_ENVIRONMENT_VALUE,
)
from sagewire.permissions import Permission
from sagewire.pseudo import is_token, with_tokens_as

_VARIABLE = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")


@dataclass(frozen=True, kw_only=True)
class TransformJob:
    """A job with its buckets; `to_parameters` lacks the name, which each start adds."""

    model_name: str
    resources: Mapping[str, Any]
    input: TransformInput
    input_bucket: s3.IBucket
    output: TransformOutput
    output_bucket: s3.IBucket
    invocations: TransformInvocations
    environment: Mapping[str, str]
    volume_key: kms.IKey | None

    def __post_init__(self) -> None:
        if self.invocations.strategy and self.input.split == "None":
            raise ValueError(
                f"invocations.strategy is {self.invocations.strategy!r} and input.split 'None', which makes no records:"
                " set split to 'Line', 'RecordIO' or 'TFRecord', or leave the strategy out"
            )
        if self.input_bucket is self.output_bucket:
            self._check_apart("output.prefix", self.output.prefix)
            if self.output.capture_prefix is not None:
                self._check_apart("output.capture_prefix", self.output.capture_prefix)
        check_environment(self.environment)

    def to_parameters(self) -> dict[str, Any]:
        """The parameters of CreateTransformJob.

        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
        """
        volume_key = {"VolumeKmsKeyId": self.volume_key.key_arn} if self.volume_key else {}
        return _stated(
            ModelName=self.model_name,
            MaxConcurrentTransforms=self.invocations.max_concurrent,
            ModelClientConfig=_stated(
                InvocationsTimeoutInSeconds=self.invocations.seconds,
                InvocationsMaxRetries=self.invocations.max_retries,
            ),
            MaxPayloadInMB=self.invocations.payload,
            BatchStrategy=self.invocations.strategy,
            Environment=dict(self.environment),
            TransformInput=self._input(),
            TransformOutput=self._output(),
            DataCaptureConfig=self._capture(),
            TransformResources={**self.resources, **volume_key},
            DataProcessing=_stated(
                InputFilter=self.input.filter,
                OutputFilter=self.output.filter,
                JoinSource="Input" if self.output.join else None,
            ),
        )

    def needed(self) -> list[Permission]:
        """What the model's role needs for the job, beside what it needs to serve."""
        read, written = self.input_bucket, self.output_bucket
        needed = [
            permissions.list_objects(read.bucket_arn, self.input.prefix),
            permissions.read_objects(read.arn_for_objects(f"{self.input.prefix}*")),
            permissions.write_objects(written.arn_for_objects(f"{self.output.prefix}*")),
            permissions.write_transform_logs(),
            permissions.put_transform_metrics(),
        ]
        if self.output.capture_prefix is not None:
            needed.append(permissions.write_objects(written.arn_for_objects(f"{self.output.capture_prefix}*")))
        if key := key_behind(self.input.key or read.encryption_key):
            needed.append(permissions.decrypt_objects(key.key_arn))
        if key := self._output_key:
            needed.append(permissions.encrypt_objects(key.key_arn))
        if key := key_behind(self.volume_key):
            needed.append(permissions.encrypt_volumes(key.key_arn))
        return needed

    @cached_property
    def _output_key(self) -> kms.IKey | None:
        # SageMaker would take S3's key of the account, not the bucket's, where none is named.
        return key_behind(self.output.key or self.output_bucket.encryption_key)

    def _input(self) -> dict[str, Any]:
        uri = object_url("input.prefix", self.input.prefix, self.input_bucket)
        return {
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": uri}},
            "ContentType": self.input.content_type,
            "SplitType": self.input.split,
            "CompressionType": self.input.compression,
        }

    def _output(self) -> dict[str, Any]:
        return _stated(
            S3OutputPath=object_url("output.prefix", self.output.prefix, self.output_bucket),
            Accept=self.output.accept,
            AssembleWith=self.output.assemble,
            KmsKeyId=self._output_key.key_arn if self._output_key else None,
        )

    def _capture(self) -> dict[str, Any]:
        if self.output.capture_prefix is None:
            return {}
        return {"DestinationS3Uri": object_url("output.capture_prefix", self.output.capture_prefix, self.output_bucket)}

    def _check_apart(self, name: str, prefix: str) -> None:
        if prefix.startswith(self.input.prefix) or self.input.prefix.startswith(prefix):
            raise ValueError(
                f"{name} is {prefix!r} and input.prefix {self.input.prefix!r} in the same bucket: the next job would"
                " read what this one wrote; choose prefixes of which none begins with the other"
            )


def check_environment(environment: Mapping[str, str]) -> None:
    """Raise ValueError for variables that CreateTransformJob refuses."""
    check_range("the number of variables in environment", len(environment), TRANSFORM_ENVIRONMENT_ENTRIES)
    for name, value in environment.items():
        if not _VARIABLE.fullmatch(name):
            raise ValueError(
                f"environment has a variable {name[:40]!r}; allowed are letters, digits and underscores, of which the"
                f" first is no digit ({TRANSFORM_ENVIRONMENT_NAME.source})"
            )
        check_range(f"the length of the name {name[:40]!r} in environment", len(name), TRANSFORM_ENVIRONMENT_NAME)
        if not is_token(value):
            check_range(f"the length of environment variable {name!r}", len(value), TRANSFORM_ENVIRONMENT_VALUE)


def check_function_environment(parameters: Mapping[str, Any]) -> None:
    """Raise ValueError for a job that the starting function's own environment cannot hold; tokens do not count."""
    size = len(with_tokens_as("", json.dumps(parameters)).encode())
    if size > LAMBDA_ENVIRONMENT.value:
        raise ValueError(
            f"the job takes {size} B in the environment of the function that starts it{_longest(parameters)}; allowed"
            f" are {LAMBDA_ENVIRONMENT.value} B: shorten environment, or move it to the model"
            f" ({LAMBDA_ENVIRONMENT.source})"
        )


def _longest(parameters: Mapping[str, Any]) -> str:
    lengths = {name: len(with_tokens_as("", value)) for name, value in parameters.get("Environment", {}).items()}
    if not lengths:
        return ""
    name = max(lengths, key=lengths.__getitem__)
    return f", where environment variable {name!r} has {lengths[name]} characters"


def _stated(**parameters: Any) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if value is not None and value != {}}
