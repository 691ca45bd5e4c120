"""A real-time endpoint that scales, captures its data and rolls back, and a function that works off a queue."""

from typing import Any

from tests.validator.sound_parts import Json, allow, att, function, queue, ref, resource, sagemaker_role, sub
from tests.validator.sound_serverless import FIVE_ATTEMPTS
from tests.validator.sound_storage import encrypt_volumes, model, serve, write_objects

# The alarms that roll back must name the endpoint before it exists: a reference would go round in a circle.
NAME = "ranking-real-time"

# Messages of one batch, each of which may take all attempts.
BATCH = 2

_WORK = (
    "import os, boto3",
    "runtime = boto3.client('sagemaker-runtime')",
    "def handler(event, context):",
    "    failed = []",
    "    for record in event['Records']:",
    "        try:",
    "            runtime.invoke_endpoint(",
    "                EndpointName=os.environ['ENDPOINT_NAME'], ContentType='application/json', Body=record['body'])",
    "        except Exception:",
    "            failed.append({'itemIdentifier': record['messageId']})",
    "    return {'batchItemFailures': failed}",
)


def _config() -> Json:
    variant = {
        "VariantName": "Main",
        "ModelName": att("RealTimeModel", "ModelName"),
        "InitialVariantWeight": 1,
        "InstanceType": "ml.m5.xlarge",
        "InitialInstanceCount": 2,
    }
    capture = {
        "EnableCapture": True,
        "InitialSamplingPercentage": 20,
        "DestinationS3Uri": sub("s3://${Bucket}/captured"),
        "KmsKeyId": att("Key"),
        "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
        "CaptureContentTypeHeader": {"JsonContentTypes": ["application/json"]},
    }
    return resource(
        "AWS::SageMaker::EndpointConfig", KmsKeyId=att("Key"), ProductionVariants=[variant], DataCaptureConfig=capture
    )


def _endpoint() -> Json:
    canary = {
        "Type": "CANARY",
        "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 50},
        "WaitIntervalInSeconds": 600,
    }
    alarms = [{"AlarmName": ref("ErrorAlarm")}, {"AlarmName": ref("LatencyAlarm")}]
    return resource(
        "AWS::SageMaker::Endpoint",
        EndpointName=NAME,
        EndpointConfigName=att("RealTimeConfig", "EndpointConfigName"),
        RetainAllVariantProperties=True,
        DeploymentConfig={
            "BlueGreenUpdatePolicy": {
                "TrafficRoutingConfiguration": canary,
                "TerminationWaitInSeconds": 300,
                "MaximumExecutionTimeoutInSeconds": 7200,
            },
            "AutoRollbackConfiguration": {"Alarms": alarms},
        },
    )


def _alarm(metric: str, *, threshold: int, **statistic: Any) -> Json:
    return resource(
        "AWS::CloudWatch::Alarm",
        Namespace="AWS/SageMaker",
        MetricName=metric,
        Dimensions=[{"Name": "EndpointName", "Value": NAME}, {"Name": "VariantName", "Value": "Main"}],
        Period=60,
        EvaluationPeriods=3,
        Threshold=threshold,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="notBreaching",
        AlarmActions=[ref("AlarmTopic")],
        **statistic,
    )


def _scaling() -> Json:
    target = resource(
        "AWS::ApplicationAutoScaling::ScalableTarget",
        ServiceNamespace="sagemaker",
        ScalableDimension="sagemaker:variant:DesiredInstanceCount",
        ResourceId=sub("endpoint/${RealTimeEndpoint.EndpointName}/variant/Main"),
        MinCapacity=2,
        MaxCapacity=8,
    )
    tracking = {
        "PredefinedMetricSpecification": {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"},
        "TargetValue": 600,
        "ScaleInCooldown": 300,
        "ScaleOutCooldown": 60,
    }
    policy = resource(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        PolicyName="invocations",
        PolicyType="TargetTrackingScaling",
        ScalingTargetId=ref("RealTimeTarget"),
        TargetTrackingScalingPolicyConfiguration=tracking,
    )
    return {"RealTimeTarget": target, "RealTimePolicy": policy}


def _work() -> Json:
    timeout = BATCH * FIVE_ATTEMPTS
    receive = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    mapping = resource(
        "AWS::Lambda::EventSourceMapping",
        EventSourceArn=att("Requests"),
        FunctionName=ref("Work"),
        BatchSize=BATCH,
        FunctionResponseTypes=["ReportBatchItemFailures"],
        ScalingConfig={"MaximumConcurrency": 5},
    )
    return {
        "DeadRequests": queue(),
        "Requests": queue(6 * timeout, dead_letters="DeadRequests"),
        **function(
            "Work",
            code=_WORK,
            timeout=timeout,
            environment={"ENDPOINT_NAME": att("RealTimeEndpoint", "EndpointName")},
            grants=[allow("sagemaker:InvokeEndpoint", ref("RealTimeEndpoint")), allow(receive, att("Requests"))],
        ),
        "RequestsToWork": mapping,
    }


def real_time() -> Json:
    grants = [*serve("real-time"), *write_objects("captured"), encrypt_volumes()]
    return {
        "RealTimeModelRole": sagemaker_role(*grants),
        "RealTimeModel": model("real-time", role="RealTimeModelRole", EnableNetworkIsolation=True),
        "RealTimeConfig": _config(),
        "ErrorAlarm": _alarm("Invocation5XXErrors", threshold=5, Statistic="Sum"),
        "LatencyAlarm": _alarm("ModelLatency", threshold=20_000_000, ExtendedStatistic="p99", Unit="Microseconds"),
        "RealTimeEndpoint": _endpoint(),
        **_scaling(),
        **_work(),
    }
