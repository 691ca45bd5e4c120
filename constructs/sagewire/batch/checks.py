"""What cannot run as a transform job, found before it is paid for."""

import re

from aws_cdk import Annotations
from aws_cdk import aws_kms as kms
from constructs import Construct

from sagewire.batch.configuration import DEFAULT_TIMEOUT, TransformInvocations, TransformWorkload
from sagewire.endpoints.exclusions import Exclusion
from sagewire.endpoints.instance_types import has_local_storage, is_instance_type
from sagewire.limits import TRANSFORM_FAMILIES, TRANSFORM_INSTANCES
from sagewire.pseudo import is_token
from sagewire.workload import ModelProfile

_CONTAINER = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"
_BURSTABLE = re.compile(r"ml\.t\d")
_CREATE = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html"

TRANSFORM = (
    Exclusion(
        trait="an uncompressed artifact",
        applies=lambda model: model.uncompressed,
        instead="pack the artifact as .tar.gz",
        source=_CONTAINER,
    ),
    Exclusion(
        trait="multi-model hosting",
        applies=lambda model: model.multi_model,
        instead="make a Model of the one artifact, since a job has no way to name it",
        source=_CREATE,
    ),
)


def check_instance_type(scope: Construct, instance_type: str, *, volume_key: kms.IKey | None) -> None:
    """Raise ValueError for a type that runs no transform jobs; warn of one that AWS's list does not have yet."""
    if is_token(instance_type):
        return
    if not is_instance_type(instance_type):
        raise ValueError(
            f"instance_type is {instance_type!r}; SageMaker's types start with 'ml.' and name a family and a size, such"
            " as 'ml.m5.large'"
        )
    if _BURSTABLE.match(instance_type):
        raise ValueError(
            f"instance_type is {instance_type!r}; burstable types run no transform jobs: take one such as 'ml.m5.large'"
            f" ({TRANSFORM_FAMILIES.source})"
        )
    if volume_key and has_local_storage(instance_type):
        raise ValueError(
            f"volume_key is given and {instance_type} has storage of its own, which SageMaker encrypts itself and"
            f" refuses a key for: leave volume_key out ({TRANSFORM_INSTANCES.source})"
        )
    family = instance_type.split(".")[1]
    if family not in TRANSFORM_FAMILIES.values:
        Annotations.of(scope).add_warning_v2(
            "sagewire:transform-instance-type",
            f"instance_type is {instance_type!r}; on {TRANSFORM_FAMILIES.checked} AWS listed"
            f" {', '.join(map(str, TRANSFORM_FAMILIES.values))} for transform jobs ({TRANSFORM_FAMILIES.source})",
        )


def check_workload(
    profile: ModelProfile,
    workload: TransformWorkload,
    invocations: TransformInvocations,
    *,
    instance_count: float,
) -> None:
    """Raise ValueError where the model, as fast as it was measured, cannot keep the timeout or the deadline."""
    if profile.latency is None:
        return
    latency = profile.latency.to_milliseconds() / 1000
    timeout = DEFAULT_TIMEOUT if invocations.seconds is None else invocations.seconds
    if not is_token(timeout) and latency > timeout:
        raise ValueError(
            f"invocations.timeout is {timeout:g} s and the model's latency {latency:g} s: every request would be given"
            f" up; raise the timeout ({_CREATE})"
        )
    _check_deadline(latency, workload, invocations, instance_count)


def _check_deadline(
    latency: float, workload: TransformWorkload, invocations: TransformInvocations, instance_count: float
) -> None:
    """Only what is certain: one record a request, and as many requests at a time as are stated."""
    records, concurrent = workload.records, invocations.max_concurrent
    if not (workload.deadline and records and concurrent) or invocations.strategy != "SingleRecord":
        return
    if any(map(is_token, (records, concurrent, instance_count))):
        return
    needed, deadline = records * latency / (instance_count * concurrent), workload.deadline.to_seconds()
    if needed > deadline:
        raise ValueError(
            f"workload.deadline is {deadline:g} s; {records:g} records of {latency:g} s each take {needed:g} s on"
            f" {instance_count:g} instances with {concurrent:g} requests at a time: add instances, or requests"
        )
