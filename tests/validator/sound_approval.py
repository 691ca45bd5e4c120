"""A rule that hears of approved model packages, and a function that scores yesterday's data with each."""

from tests.validator.sound_parts import (
    Json,
    allow,
    att,
    function,
    let_rule_invoke,
    let_send,
    queue,
    ref,
    rule,
    sagemaker_role,
    sub,
)
from tests.validator.sound_serverless import FIVE_ATTEMPTS
from tests.validator.sound_storage import serve, write_objects

_GROUP = "ranking"
_CANDIDATES = "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}"

_SCORE = (
    "import os, boto3",
    "sagemaker = boto3.client('sagemaker')",
    "def handler(event, context):",
    "    package = sagemaker.describe_model_package(ModelPackageName=event['detail']['ModelPackageArn'])",
    "    if package['ModelApprovalStatus'] != 'Approved':",
    "        return",
    "    name = f\"candidate-{package['ModelPackageVersion']}\"",
    "    sagemaker.create_model(",
    "        ModelName=name, ExecutionRoleArn=os.environ['MODEL_ROLE'],",
    "        PrimaryContainer={'ModelPackageName': package['ModelPackageArn']})",
    "    bucket = os.environ['BUCKET']",
    "    source = {'S3DataType': 'S3Prefix', 'S3Uri': f's3://{bucket}/yesterday/'}",
    "    sagemaker.create_transform_job(",
    "        TransformJobName=name, ModelName=name,",
    "        TransformInput={'DataSource': {'S3DataSource': source}, 'ContentType': 'application/json'},",
    "        TransformOutput={'S3OutputPath': f's3://{bucket}/scores/{name}'},",
    "        TransformResources={'InstanceType': 'ml.m5.xlarge', 'InstanceCount': 1})",
)


def _grants() -> list[Json]:
    to_sagemaker = {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}
    return [
        allow("sagemaker:DescribeModelPackage", sub(f"{_CANDIDATES}:model-package/{_GROUP}/*")),
        allow("sagemaker:CreateModel", sub(f"{_CANDIDATES}:model/candidate-*")),
        allow("sagemaker:CreateTransformJob", sub(f"{_CANDIDATES}:transform-job/candidate-*")),
        allow("iam:PassRole", att("CandidateRole"), conditions=to_sagemaker),
        allow("sqs:SendMessage", att("DeadApprovals")),
    ]


def _candidate_role() -> Json:
    """What a transform job needs beside what its model does: the data, and a place for the scores."""
    jobs = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/sagemaker/TransformJobs:*"
    return sagemaker_role(
        *serve("*"),
        allow("s3:GetObject", sub("${Bucket.Arn}/yesterday/*")),
        allow("s3:ListBucket", att("Bucket"), conditions={"StringLike": {"s3:prefix": "yesterday/*"}}),
        *write_objects("scores"),
        allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], sub(jobs)),
    )


def approval() -> Json:
    pattern = {
        "source": ["aws.sagemaker"],
        "account": [ref("AWS::AccountId")],
        "detail-type": ["SageMaker Model Package State Change"],
        "detail": {"ModelPackageGroupName": [_GROUP], "ModelApprovalStatus": ["Approved"]},
    }
    return {
        "CandidateRole": _candidate_role(),
        "DeadApprovals": queue(),
        "DeadApprovalsPolicy": let_send("DeadApprovals", "events.amazonaws.com", att("ApprovalRule")),
        **function(
            "Score",
            code=_SCORE,
            timeout=FIVE_ATTEMPTS,
            environment={"MODEL_ROLE": att("CandidateRole"), "BUCKET": ref("Bucket")},
            grants=_grants(),
            DeadLetterConfig={"TargetArn": att("DeadApprovals")},
        ),
        "ApprovalRule": rule(pattern, target="Score", dead_letters="DeadApprovals"),
        "ApprovalRuleMayInvoke": let_rule_invoke("Score", "ApprovalRule"),
    }
