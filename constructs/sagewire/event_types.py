"""What EventBridge calls the events of SageMaker inference: each detail-type once.

The names are those of https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html.
SageMaker may send several events for one change, and sends them as best it can: whoever receives one must bear it
twice.
No detail-type is known for inference components; the calls that change one show in CloudTrail only.
"""

SOURCE = "aws.sagemaker"

ENDPOINT_STATE_CHANGE = "SageMaker Endpoint State Change"
# Comes with each step of a rollout; AWS says that it may not come for what deployment guardrails exclude.
ENDPOINT_DEPLOYMENT_STATE_CHANGE = "SageMaker Endpoint Deployment State Change"
MODEL_STATE_CHANGE = "SageMaker Model State Change"
MODEL_PACKAGE_STATE_CHANGE = "SageMaker Model Package State Change"
TRANSFORM_JOB_STATE_CHANGE = "SageMaker Transform Job State Change"
