"""Figures of data capture."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import SAGEMAKER

CAPTURE_SAMPLING = Limit(
    value=100,
    minimum=0,
    unit="%",
    what="share of the requests that data capture keeps",
    source=f"{SAGEMAKER}/APIReference/API_DataCaptureConfig.html",
    shape="sagemaker:SamplingPercentage",
    schema="AWS::SageMaker::EndpointConfig#/DataCaptureConfig/InitialSamplingPercentage",
)
CAPTURE_URI = Limit(
    value=512,
    unit="characters",
    what="the s3:// URI below which data capture writes",
    source=f"{SAGEMAKER}/APIReference/API_DataCaptureConfig.html",
    shape="sagemaker:DestinationS3Uri",
    schema="AWS::SageMaker::EndpointConfig#/DataCaptureConfig/DestinationS3Uri",
)
CONTENT_TYPE_LENGTH = Limit(
    value=256,
    minimum=1,
    unit="characters",
    what="content type that data capture keeps as text",
    source=f"{SAGEMAKER}/APIReference/API_CaptureContentTypeHeader.html",
    shape="sagemaker:CsvContentType",
    schema="AWS::SageMaker::EndpointConfig#/DataCaptureConfig/CaptureContentTypeHeader/CsvContentTypes/*",
)
CONTENT_TYPES = Limit(
    value=10,
    minimum=1,
    unit="content types",
    what="content types that data capture keeps as CSV, or as JSON",
    source=f"{SAGEMAKER}/APIReference/API_CaptureContentTypeHeader.html",
    shape="sagemaker:CsvContentTypes",
    schema="AWS::SageMaker::EndpointConfig#/DataCaptureConfig/CaptureContentTypeHeader/CsvContentTypes",
)
