"""The operations on transform jobs."""

import threading
from collections.abc import Iterator, Mapping
from contextvars import copy_context
from typing import Any

from sagewire.local.api import Parameters
from sagewire.local.aws_error import AwsError, invalid
from sagewire.local.sagemaker import transform_run
from sagewire.local.sagemaker.models import MODELS, containers
from sagewire.local.sagemaker.transform_job import JOBS, TransformJob

# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
_MOST_MEGABYTES = 100
_DEFAULT_MEGABYTES = 6
_NO_PROCESSING: Mapping[str, str] = {"InputFilter": "$", "OutputFilter": "$", "JoinSource": "None"}


def create_transform_job(parameters: Parameters) -> dict[str, Any]:
    """Answer at once; the job runs in the background."""
    name = parameters["TransformJobName"]
    _require_new(name)
    for check in (_refuse_what_is_not_here, _check_payload, _check_model):
        for reason in check(parameters):
            raise invalid(reason)
    request = {member: value for member, value in parameters.items() if member != "Tags"}
    job = TransformJob(name=name, arn=JOBS.arn(name), request=request)
    answer = JOBS.add(parameters, job)
    job.announce()
    run = copy_context().run
    threading.Thread(target=run, args=(transform_run.run, job), name=f"transform-{name}", daemon=True).start()
    return answer


def _require_new(name: str) -> None:
    if name.lower() in JOBS.records:
        raise AwsError(
            "ResourceInUse",
            "Job name must be unique within an AWS account and region, and a job with this name already exists "
            f"({JOBS.arn(name)})",
        )


def _refuse_what_is_not_here(parameters: Parameters) -> Iterator[str]:
    processing = parameters.get("DataProcessing", {})
    for name, value in processing.items():
        if value != _NO_PROCESSING[name]:
            yield f"The embedded AWS does not support DataProcessing.{name}"
    if "DataCaptureConfig" in parameters:
        yield "The embedded AWS does not support DataCaptureConfig of a transform job"
    settings = parameters["TransformInput"]
    if settings.get("SplitType", "None") not in ("None", "Line"):
        yield f"The embedded AWS does not support SplitType {settings['SplitType']}: use None or Line"
    kind = settings["DataSource"]["S3DataSource"]["S3DataType"]
    if kind not in ("S3Prefix", "ManifestFile"):
        yield f"S3DataType {kind} is not compatible with batch transform: use S3Prefix or ManifestFile"


def _check_payload(parameters: Parameters) -> Iterator[str]:
    most, concurrent = parameters.get("MaxPayloadInMB", _DEFAULT_MEGABYTES), parameters.get("MaxConcurrentTransforms")
    if most > _MOST_MEGABYTES:
        yield f"The value of MaxPayloadInMB cannot be greater than {_MOST_MEGABYTES} MB, and is {most}"
    if concurrent and concurrent * most > _MOST_MEGABYTES:
        yield (
            f"The value of (MaxConcurrentTransforms * MaxPayloadInMB) cannot exceed {_MOST_MEGABYTES} MB, "
            f"and is {concurrent} * {most}"
        )


def _check_model(parameters: Parameters) -> Iterator[str]:
    model = MODELS.get(parameters["ModelName"])
    definitions = [*model.get("Containers", ()), model.get("PrimaryContainer") or {}]
    if any("ModelDataSource" in definition for definition in definitions):
        yield "ModelDataSource is not supported with batch transform: use ModelDataUrl"
    if any(container.prefix is not None for container in containers(parameters["ModelName"])):
        yield "A multi-model container is not supported with batch transform"


def stop_transform_job(parameters: Parameters) -> None:
    """Answer at once; what the model is working on is given up."""
    job = _get(parameters["TransformJobName"])
    job.begin_stop()
    threading.Thread(target=copy_context().run, args=(job.stop,), name=f"stop-{job.name}", daemon=True).start()


def describe_transform_job(parameters: Parameters) -> dict[str, Any]:
    """What it is and how it is."""
    return _get(parameters["TransformJobName"]).describe()


def list_transform_jobs(parameters: Parameters) -> dict[str, Any]:
    """A page of jobs."""
    found = [{**job.describe(), "LastModifiedTime": job.modified} for job in list(JOBS.records.values())]
    status = parameters.get("StatusEquals")
    found = [item for item in found if status in (None, item["TransformJobStatus"])]
    members = ("TransformJobStatus", "TransformEndTime", "LastModifiedTime", "FailureReason")
    page = JOBS.page(parameters, found, members)
    return {"TransformJobSummaries": page.pop("TransformJobs"), **page}


def _get(name: str) -> TransformJob:
    job: TransformJob | None = JOBS.records.get(name.lower())
    if job is None:
        raise invalid(f"Could not find requested job with name: {name}")
    return job
