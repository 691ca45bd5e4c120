"""The events that SageMaker puts on the default bus."""

import json
from collections.abc import Mapping
from typing import Any

from sagewire.local import seams
from sagewire.local.sagemaker.collection import TAGS

# https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
_STATUS = {
    "Creating": "CREATING",
    "Updating": "UPDATING",
    "InService": "IN_SERVICE",
    "Failed": "FAILED",
    "Deleting": "DELETING",
}
_TIMES = ("CreationTime", "LastModifiedTime")


def endpoint_changed(description: Mapping[str, Any]) -> None:
    """SageMaker Endpoint State Change, with times in milliseconds."""
    detail = {
        **description,
        **{name: int(description[name] * 1000) for name in _TIMES},
        "EndpointStatus": _STATUS[description["EndpointStatus"]],
        "Tags": TAGS.get(description["EndpointArn"], {}),
    }
    seams.put_event(
        source="aws.sagemaker",
        detail_type="SageMaker Endpoint State Change",
        detail=json.dumps(detail),
        resources=[description["EndpointArn"]],
    )
