"""The message that asynchronous inference publishes to SNS.

https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-check-predictions.html
"""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sagewire.local import seams

if TYPE_CHECKING:
    from sagewire.local.sagemaker.asynchronous import Job


def message(job: "Job", *, failure: str | None, content_type: str | None) -> str:
    """The JSON text for a request that has completed, or failed for the reason given."""
    body: dict[str, Any] = {
        "awsRegion": seams.region(),
        "eventTime": _timestamp(datetime.now(UTC)),
        "receivedTime": _timestamp(datetime.fromtimestamp(job.received, UTC)),
        "invocationStatus": "Completed" if failure is None else "Failed",
        "requestParameters": dict(job.request),
        "inferenceId": job.inference_id,
        "eventVersion": "1.0",
        "eventSource": "aws:sagemaker",
        "eventName": "InferenceResult",
    }
    if failure is None:
        body["responseParameters"] = {"contentType": content_type, "outputLocation": job.output_location}
    else:
        body["failureReason"] = failure
        if job.failure_location:
            body["responseParameters"] = {"outputLocation": job.failure_location}
    return json.dumps(body)


def _timestamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
