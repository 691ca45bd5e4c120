"""State machines and pipelines that begin transform jobs, sound as they are."""

import json
from typing import Any

from sagewire.validator.samples import Resources, att, ref, resource, sub

BEGINS = "arn:aws:states:::sagemaker:createTransformJob.sync"


def transform_state(**asked: Any) -> dict[str, Any]:
    """A state that begins a transform job, and waits until it has ended. asked: of the job, otherwise than usual."""
    usual = {
        "TransformJobName.$": "$.name",
        "ModelName": "ranking",
        "MaxPayloadInMB": 6,
        "MaxConcurrentTransforms": 4,
        "TransformInput": {
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://requests/pages/"}},
            "SplitType": "Line",
        },
        "TransformOutput": {"S3OutputPath": "s3://results/ranks/"},
        "TransformResources": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1},
    }
    return {"Type": "Task", "Resource": BEGINS, "End": True, "Parameters": {**usual, **asked}}


def transform_machine(**asked: Any) -> Resources:
    """A state machine that ranks all pages by a transform job. asked: of the job, otherwise than usual."""
    return machine_of({"StartAt": "Rank", "States": {"Rank": transform_state(**asked)}})


def machine_of(definition: Any, *, named: str = "Definition") -> Resources:
    """A state machine. named: the property that the definition stands in."""
    properties = {"RoleArn": att("MachineRole", "Arn"), named: definition}
    return {**resource("Machine", "AWS::StepFunctions::StateMachine", properties, {}), **_machine_role()}


def transform_step(name: str = "Rank", **asked: Any) -> dict[str, Any]:
    """A step of a pipeline of SageMaker's that begins a transform job. asked: of the job, otherwise than usual."""
    usual = {name: value for name, value in transform_state()["Parameters"].items() if not name.endswith(".$")}
    return {"Name": name, "Type": "Transform", "Arguments": {**usual, **asked}}


def pipeline_of(*steps: Any) -> Resources:
    """A pipeline of SageMaker's."""
    body = json.dumps({"Version": "2020-12-01", "Steps": list(steps)})
    properties = {
        "PipelineName": "ranks",
        "PipelineDefinition": {"PipelineDefinitionBody": body},
        "RoleArn": "arn:aws:iam::111122223333:role/ranks",
    }
    return resource("Pipeline", "AWS::SageMaker::Pipeline", properties, {})


def _machine_role() -> Resources:
    own = {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}}
    principal = {"Service": "states.amazonaws.com"}
    trust = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", "Condition": own}
    jobs = sub("arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:transform-job/*")
    actions = ["sagemaker:CreateTransformJob", "sagemaker:DescribeTransformJob", "sagemaker:StopTransformJob"]
    begins = {"Effect": "Allow", "Action": actions, "Resource": jobs}
    document = {"Version": "2012-10-17", "Statement": [begins]}
    properties = {
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
        "Policies": [{"PolicyName": "Transform", "PolicyDocument": document}],
    }
    return resource("MachineRole", "AWS::IAM::Role", properties, {})
