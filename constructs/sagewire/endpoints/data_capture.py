"""Data capture: requests and answers of an endpoint, kept in S3 as they came."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sagemaker as sagemaker

from sagewire.arguments import check_range
from sagewire.artifact import object_url
from sagewire.limits import CAPTURE_SAMPLING, CAPTURE_URI, CONTENT_TYPE_LENGTH, CONTENT_TYPES
from sagewire.pseudo import is_token

_Config = sagemaker.CfnEndpointConfig
# Narrower than HTTP's own: SageMaker takes no plus, underscore or parameter.
_CONTENT_TYPE = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9])*/[a-zA-Z0-9](-*[a-zA-Z0-9.])*")


@dataclass(frozen=True, kw_only=True)
class DataCapture:
    """What of an endpoint's traffic is kept, and where.

    bucket, prefix: where the captured lines go, below the endpoint's name.
    sampling_percentage: which share of the requests, 0 to 100.
    requests, responses: what of them.
    csv_content_types, json_content_types: bodies of these types are kept as text, others in base64.

    https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture.html
    """

    bucket: s3.IBucket
    prefix: str = "captured"
    sampling_percentage: float = 100
    requests: bool = True
    responses: bool = True
    csv_content_types: Sequence[str] = ("text/csv",)
    json_content_types: Sequence[str] = ("application/json",)

    def __post_init__(self) -> None:
        check_range("sampling_percentage", self.sampling_percentage, CAPTURE_SAMPLING)
        if not (self.requests or self.responses):
            raise ValueError("requests and responses are both False; a capture keeps at least one of them")
        _check_content_types("csv_content_types", self.csv_content_types)
        _check_content_types("json_content_types", self.json_content_types)

    @property
    def objects_arn(self) -> str:
        """The objects that the endpoint writes."""
        return self.bucket.arn_for_objects(f"{self.prefix}/*")

    def to_property(self, *, key_id: str | None) -> _Config.DataCaptureConfigProperty:
        """The capture as it stands in the endpoint's configuration."""
        modes = [mode for mode, wanted in (("Input", self.requests), ("Output", self.responses)) if wanted]
        return _Config.DataCaptureConfigProperty(
            enable_capture=True,
            initial_sampling_percentage=self.sampling_percentage,
            destination_s3_uri=object_url("prefix", self.prefix, self.bucket, limit=CAPTURE_URI),
            kms_key_id=key_id,
            capture_options=[_Config.CaptureOptionProperty(capture_mode=mode) for mode in modes],
            capture_content_type_header=_Config.CaptureContentTypeHeaderProperty(
                csv_content_types=list(self.csv_content_types) or None,
                json_content_types=list(self.json_content_types) or None,
            )
            if self.csv_content_types or self.json_content_types
            else None,
        )


def _check_content_types(name: str, types: Sequence[str]) -> None:
    if not types:
        return
    check_range(f"the number of {name}", len(types), CONTENT_TYPES)
    for each in types:
        if not is_token(each) and (len(each) > CONTENT_TYPE_LENGTH.value or not _CONTENT_TYPE.fullmatch(each)):
            raise ValueError(
                f"{name} has {each[:40]!r}; allowed are types of up to {CONTENT_TYPE_LENGTH.value} letters, digits,"
                f" hyphens and dots, such as 'text/csv' ({CONTENT_TYPE_LENGTH.source})"
            )
