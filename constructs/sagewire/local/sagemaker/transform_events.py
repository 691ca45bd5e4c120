"""The event that SageMaker puts on the default bus when a transform job changes."""

import json
from collections.abc import Mapping
from typing import Any

from sagewire.local import seams
from sagewire.local.sagemaker.collection import TAGS

_TIMES = ("CreationTime", "TransformStartTime", "TransformEndTime")


def job_changed(description: Mapping[str, Any]) -> None:
    """SageMaker Transform Job State Change, with times in milliseconds."""
    arn = description["TransformJobArn"]
    times = {name: int(description[name] * 1000) for name in _TIMES if name in description}
    seams.put_event(
        source="aws.sagemaker",
        detail_type="SageMaker Transform Job State Change",
        detail=json.dumps({**description, **times, "Tags": TAGS.get(arn, {})}),
        resources=[arn],
    )
