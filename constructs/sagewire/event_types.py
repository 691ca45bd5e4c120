"""What EventBridge calls the events of SageMaker inference: each detail-type once.

The names are those of https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html.
SageMaker may send several events for one change, and sends them as best it can: whoever receives one must bear it
twice.
No detail-type is known for inference components; the calls that change one show in CloudTrail only. All names
are listed on https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-sagemaker.html.
"""

from collections.abc import Mapping

SOURCE = "aws.sagemaker"

ENDPOINT_STATE_CHANGE = "SageMaker Endpoint State Change"
# Comes with each step of a rollout; AWS says that it may not come for what deployment guardrails exclude.
ENDPOINT_DEPLOYMENT_STATE_CHANGE = "SageMaker Endpoint Deployment State Change"
MODEL_STATE_CHANGE = "SageMaker Model State Change"
MODEL_PACKAGE_STATE_CHANGE = "SageMaker Model Package State Change"
TRANSFORM_JOB_STATE_CHANGE = "SageMaker Transform Job State Change"
PIPELINE_EXECUTION_STATUS_CHANGE = "SageMaker Model Building Pipeline Execution Status Change"
PIPELINE_STEP_STATUS_CHANGE = "SageMaker Model Building Pipeline Execution Step Status Change"

# Those that have to do with models and their ways into service; SageMaker sends others besides.
DETAIL_TYPES = (
    ENDPOINT_STATE_CHANGE,
    ENDPOINT_DEPLOYMENT_STATE_CHANGE,
    "SageMaker Endpoint Config State Change",
    MODEL_STATE_CHANGE,
    MODEL_PACKAGE_STATE_CHANGE,
    "SageMaker Model Card State Change",
    TRANSFORM_JOB_STATE_CHANGE,
    "SageMaker Processing Job State Change",
    "SageMaker Training Job State Change",
    "SageMaker HyperParameter Tuning Job State Change",
    "SageMaker Monitoring Schedule State Change",
    PIPELINE_EXECUTION_STATUS_CHANGE,
    PIPELINE_STEP_STATUS_CHANGE,
)

# The API's word for each status of an endpoint, and the event's. AWS's pages show IN_SERVICE and UPDATING; the others
# follow them.
EVENT_STATUSES: Mapping[str, str] = {
    "Creating": "CREATING",
    "Updating": "UPDATING",
    "SystemUpdating": "SYSTEM_UPDATING",
    "RollingBack": "ROLLING_BACK",
    "InService": "IN_SERVICE",
    "OutOfService": "OUT_OF_SERVICE",
    "Deleting": "DELETING",
    "Failed": "FAILED",
    "UpdateRollbackFailed": "UPDATE_ROLLBACK_FAILED",
}

_JOB = ("InProgress", "Completed", "Failed", "Stopping", "Stopped")
_EXECUTION = ("Executing", "Stopping", "Stopped", "Failed", "Succeeded")
# What the fields of an event's detail say: the names and the words of SageMaker's API, but for those of an endpoint.
STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    "EndpointStatus": tuple(EVENT_STATUSES.values()),
    "ModelApprovalStatus": ("Approved", "Rejected", "PendingManualApproval"),
    "ModelPackageStatus": ("Pending", "InProgress", "Completed", "Failed", "Deleting"),
    "TransformJobStatus": _JOB,
    "ProcessingJobStatus": _JOB,
    "TrainingJobStatus": (*_JOB, "Deleting"),
    "HyperParameterTuningJobStatus": (*_JOB, "Deleting", "DeleteFailed"),
    "currentPipelineExecutionStatus": _EXECUTION,
    "previousPipelineExecutionStatus": _EXECUTION,
    "currentStepStatus": ("Starting", *_EXECUTION),
    "previousStepStatus": ("Starting", *_EXECUTION),
}
