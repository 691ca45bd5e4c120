"""An asynchronous endpoint that scales to zero, and a function that hands it each object that arrives."""

from typing import Any

from tests.validator.sound_parts import (
    Json,
    allow,
    att,
    function,
    let_rule_invoke,
    let_send,
    queue,
    ref,
    resource,
    rule,
    sagemaker_role,
    sub,
)
from tests.validator.sound_serverless import FIVE_ATTEMPTS
from tests.validator.sound_storage import encrypt_volumes, model, serve, write_objects

NAME = "ranking-asynchronous"

_SUBMIT = (
    "import os, boto3",
    "runtime = boto3.client('sagemaker-runtime')",
    "def handler(event, context):",
    "    place = event['detail']",
    "    runtime.invoke_endpoint_async(",
    "        EndpointName=os.environ['ENDPOINT_NAME'], ContentType='application/json',",
    "        InferenceId=event['id'],",
    "        InputLocation=f\"s3://{place['bucket']['name']}/{place['object']['key']}\")",
)


def _config() -> Json:
    variant = {
        "VariantName": "Main",
        "ModelName": att("AsynchronousModel", "ModelName"),
        "InitialVariantWeight": 1,
        "InstanceType": "ml.m5.2xlarge",
        "InitialInstanceCount": 1,
    }
    return resource(
        "AWS::SageMaker::EndpointConfig",
        KmsKeyId=att("Key"),
        ProductionVariants=[variant],
        AsyncInferenceConfig={
            "ClientConfig": {"MaxConcurrentInvocationsPerInstance": 4},
            "OutputConfig": {
                "S3OutputPath": sub("s3://${Bucket}/answers/"),
                "S3FailurePath": sub("s3://${Bucket}/answers/failed/"),
                "KmsKeyId": att("Key"),
                "NotificationConfig": {"SuccessTopic": ref("SuccessTopic"), "ErrorTopic": ref("ErrorTopic")},
            },
        },
    )


def _endpoint() -> Json:
    return resource(
        "AWS::SageMaker::Endpoint",
        EndpointName=NAME,
        EndpointConfigName=att("AsynchronousConfig", "EndpointConfigName"),
        RetainAllVariantProperties=True,
        DeploymentConfig={
            "BlueGreenUpdatePolicy": {
                "TrafficRoutingConfiguration": {"Type": "ALL_AT_ONCE", "WaitIntervalInSeconds": 600},
                "TerminationWaitInSeconds": 300,
                "MaximumExecutionTimeoutInSeconds": 7200,
            },
            "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": ref("FailureAlarm")}]},
        },
    )


def _alarm(metric: str, *dimensions: tuple[str, str], actions: str, periods: int, **more: Any) -> Json:
    return resource(
        "AWS::CloudWatch::Alarm",
        Namespace="AWS/SageMaker",
        MetricName=metric,
        Dimensions=[{"Name": name, "Value": value} for name, value in dimensions],
        Period=60,
        EvaluationPeriods=periods,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="notBreaching",
        AlarmActions=[ref(actions)],
        **more,
    )


def _policy(name: str, type: str, **configuration: Any) -> Json:
    return resource(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        PolicyName=name,
        PolicyType=type,
        ScalingTargetId=ref("AsynchronousTarget"),
        **configuration,
    )


def _scaling() -> Json:
    backlog = {
        "Namespace": "AWS/SageMaker",
        "MetricName": "ApproximateBacklogSizePerInstance",
        "Dimensions": [{"Name": "EndpointName", "Value": NAME}],
        "Statistic": "Average",
    }
    tracking = {
        "CustomizedMetricSpecification": backlog,
        "TargetValue": 5,
        "ScaleInCooldown": 600,
        "ScaleOutCooldown": 300,
    }
    step = {
        "AdjustmentType": "ChangeInCapacity",
        "Cooldown": 300,
        "MetricAggregationType": "Maximum",
        "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}],
    }
    endpoint = ("EndpointName", NAME)
    return {
        "AsynchronousTarget": resource(
            "AWS::ApplicationAutoScaling::ScalableTarget",
            ServiceNamespace="sagemaker",
            ScalableDimension="sagemaker:variant:DesiredInstanceCount",
            ResourceId=sub("endpoint/${AsynchronousEndpoint.EndpointName}/variant/Main"),
            MinCapacity=0,
            MaxCapacity=4,
        ),
        "BacklogPolicy": _policy("backlog", "TargetTrackingScaling", TargetTrackingScalingPolicyConfiguration=tracking),
        "WakePolicy": _policy("wake", "StepScaling", StepScalingPolicyConfiguration=step),
        "WakeAlarm": _alarm(
            "HasBacklogWithoutCapacity", endpoint, actions="WakePolicy", periods=1, Statistic="Average", Threshold=1
        ),
    }


def _notifications() -> Json:
    """Topics whose messages end in queues: what failed does not go by unseen."""
    made: Json = {"DeadNotices": queue()}
    for outcome in ("Success", "Error"):
        topic, messages = f"{outcome}Topic", f"{outcome}Messages"
        made[topic] = resource("AWS::SNS::Topic", KmsMasterKeyId=ref("Key"))
        made[messages] = queue(dead_letters="DeadNotices")
        made[f"{messages}Policy"] = let_send(messages, "sns.amazonaws.com", ref(topic))
        made[f"{outcome}Subscription"] = resource(
            "AWS::SNS::Subscription", TopicArn=ref(topic), Protocol="sqs", Endpoint=att(messages)
        )
    return made


def _submit() -> Json:
    pattern = {
        "source": ["aws.s3"],
        "account": [ref("AWS::AccountId")],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": [ref("Bucket")]}, "object": {"key": [{"prefix": "requests/"}]}},
    }
    grants = [
        allow("sagemaker:InvokeEndpointAsync", ref("AsynchronousEndpoint")),
        allow("sqs:SendMessage", att("DeadObjects")),
    ]
    return {
        "DeadObjects": queue(),
        "DeadObjectsPolicy": let_send("DeadObjects", "events.amazonaws.com", att("ObjectRule")),
        **function(
            "Submit",
            code=_SUBMIT,
            timeout=FIVE_ATTEMPTS,
            environment={"ENDPOINT_NAME": att("AsynchronousEndpoint", "EndpointName")},
            grants=grants,
            DeadLetterConfig={"TargetArn": att("DeadObjects")},
        ),
        "ObjectRule": rule(pattern, target="Submit", dead_letters="DeadObjects"),
        "ObjectRuleMayInvoke": let_rule_invoke("Submit", "ObjectRule"),
    }


def asynchronous() -> Json:
    grants = [
        *serve("asynchronous"),
        allow("s3:GetObject", sub("${Bucket.Arn}/requests/*")),
        *write_objects("answers"),
        encrypt_volumes(),
        allow("sns:Publish", [ref("SuccessTopic"), ref("ErrorTopic")]),
    ]
    endpoint, variant = ("EndpointName", NAME), ("VariantName", "Main")
    return {
        "AsynchronousModelRole": sagemaker_role(*grants),
        "AsynchronousModel": model("asynchronous", role="AsynchronousModelRole", EnableNetworkIsolation=True),
        "AsynchronousConfig": _config(),
        "FailureAlarm": _alarm(
            "InvocationFailures", endpoint, variant, actions="AlarmTopic", periods=3, Statistic="Sum", Threshold=5
        ),
        "AsynchronousEndpoint": _endpoint(),
        **_scaling(),
        **_notifications(),
        **_submit(),
    }
