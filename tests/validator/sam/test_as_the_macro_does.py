"""What is found in a SAM template is what is found in what SAM's own macro makes of it.

But that its APIs are open: the macro writes them as a document, which the validator does not read.
"""

import copy
from collections import Counter
from typing import Any

import boto3
import pytest
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from sagewire.validator.samples import att, ref
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import report_on

REGION = "us-east-1"
INVOKES = {"Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": ref("Endpoint")}
ASKING: dict[str, Any] = {
    "Runtime": "python3.13",
    "Handler": "index.handler",
    "InlineCode": "def handler(event, context): ...",
    "Timeout": 190,
    "Environment": {"Variables": {"ENDPOINT_NAME": att("Endpoint", "EndpointName")}},
    "Policies": [{"Statement": [INVOKES]}],
}
QUEUE = {"Type": "AWS::SQS::Queue"}
TOPIC = {"Type": "AWS::SNS::Topic"}
STREAM = {"Type": "AWS::Kinesis::Stream", "Properties": {"ShardCount": 1}}
MACHINE = {
    "Type": "AWS::Serverless::StateMachine",
    "Properties": {
        "Definition": {
            "StartAt": "Ask",
            "States": {"Ask": {"Type": "Task", "Resource": att("Ask", "Arn"), "TimeoutSeconds": 10, "End": True}},
        },
        "Policies": [{"Statement": [{"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "*"}]}],
        "Events": {"Changed": {"Type": "EventBridgeRule", "Properties": {"Pattern": {"source": ["aws.sagemaker"]}}}},
    },
}
CASES: dict[str, dict[str, Any]] = {
    "sound": {},
    "asks by no policy": {"Policies": []},
    "asks by another action": {"Policies": [{"Statement": [{**INVOKES, "Action": "sagemaker:InvokeEndpointAsync"}]}]},
    "AWS's policy by its name": {"Policies": ["AmazonSageMakerFullAccess"]},
    "trusts another": {
        "AssumeRolePolicyDocument": {
            "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}
            ]
        }
    },
    "in a VPC": {"VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}},
    "dead letters": {
        "DeadLetterQueue": {"Type": "SQS", "TargetArn": att("Letters", "Arn")},
        "beside": {"Letters": QUEUE},
    },
    "failures": {
        "EventInvokeConfig": {
            "DestinationConfig": {
                "OnFailure": {"Type": "SQS", "Destination": att("Letters", "Arn")},
                "OnSuccess": {"Type": "SNS"},
            }
        },
        "beside": {"Letters": QUEUE},
    },
    "open URL": {"FunctionUrlConfig": {"AuthType": "NONE"}},
    "alias": {"AutoPublishAlias": "live", "ProvisionedConcurrencyConfig": {"ProvisionedConcurrentExecutions": 1}},
    "REST API": {"Events": {"Way": {"Type": "Api", "Properties": {"Path": "/", "Method": "post"}}}},
    "HTTP API": {"Events": {"Way": {"Type": "HttpApi", "Properties": {"Path": "/", "Method": "post"}}}},
    "queue": {
        "Events": {"Way": {"Type": "SQS", "Properties": {"Queue": att("Jobs", "Arn")}}},
        "beside": {"Jobs": QUEUE},
    },
    "stream": {
        "Events": {
            "Way": {
                "Type": "Kinesis",
                "Properties": {
                    "Stream": att("Orders", "Arn"),
                    "StartingPosition": "LATEST",
                    "DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": att("Letters", "Arn")}},
                },
            }
        },
        "beside": {"Orders": STREAM, "Letters": QUEUE},
    },
    "topic": {"Events": {"Way": {"Type": "SNS", "Properties": {"Topic": ref("Orders")}}}, "beside": {"Orders": TOPIC}},
    "topic by a queue": {
        "Events": {"Way": {"Type": "SNS", "Properties": {"Topic": ref("Orders"), "SqsSubscription": True}}},
        "beside": {"Orders": TOPIC},
    },
    "topic by a queue of its own": {
        "Events": {
            "Way": {
                "Type": "SNS",
                "Properties": {
                    "Topic": ref("Orders"),
                    "SqsSubscription": {"QueueArn": att("Jobs", "Arn"), "QueueUrl": ref("Jobs"), "BatchSize": 3},
                },
            }
        },
        "beside": {"Orders": TOPIC, "Jobs": QUEUE},
    },
    "bucket": {
        "Events": {"Way": {"Type": "S3", "Properties": {"Bucket": ref("Uploads"), "Events": "s3:ObjectCreated:*"}}},
        "beside": {"Uploads": {"Type": "AWS::S3::Bucket"}},
    },
    "rule": {"Events": {"Way": {"Type": "EventBridgeRule", "Properties": {"Pattern": {"source": ["aws.sagemaker"]}}}}},
    "rule with letters": {
        "Events": {
            "Way": {
                "Type": "EventBridgeRule",
                "Properties": {
                    "Pattern": {"source": ["aws.sagemaker"]},
                    "DeadLetterConfig": {"Arn": att("Letters", "Arn")},
                },
            }
        },
        "beside": {"Letters": QUEUE},
    },
    "schedule": {"Events": {"Way": {"Type": "Schedule", "Properties": {"Schedule": "rate(1 hour)"}}}},
    "scheduler": {"Events": {"Way": {"Type": "ScheduleV2", "Properties": {"ScheduleExpression": "rate(1 hour)"}}}},
    "logs": {"Events": {"Way": {"Type": "CloudWatchLogs", "Properties": {"LogGroupName": "x", "FilterPattern": "y"}}}},
    "state machine": {"beside": {"Flow": MACHINE}},
    "a topic that may not call": {
        "beside": {
            "Orders": TOPIC,
            "Hears": {
                "Type": "AWS::SNS::Subscription",
                "Properties": {"TopicArn": ref("Orders"), "Protocol": "lambda", "Endpoint": att("Ask", "Arn")},
            },
        }
    },
}


def sam(*, beside: Any = None, **properties: Any) -> dict[str, Any]:
    function = {"Type": "AWS::Serverless::Function", "Properties": {**ASKING, **properties}}
    return {"Transform": "AWS::Serverless-2016-10-31", "Resources": {**serverless(), "Ask": function, **(beside or {})}}


def by_the_macro(body: dict[str, Any]) -> dict[str, Any]:
    """What CloudFormation gets; the macro keeps the line that asks for it."""
    given = copy.deepcopy(body)
    made: dict[str, Any] = Translator({}, Parser(), None, boto3.Session(region_name=REGION)).translate(given, {})
    return {name: value for name, value in made.items() if name != "Transform"}


def found_in(body: dict[str, Any]) -> Counter[str]:
    return Counter(finding.rule for finding in report_on(body, region=REGION).findings)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_as_much_is_found_as_in_what_the_macro_makes(case: dict[str, Any]) -> None:
    body = sam(**case)
    found = found_in(body)
    assert found - Counter(["SW916"]) == found_in(by_the_macro(body))
    assert bool(found["SW916"]) == ("Api" in str(case))


@pytest.mark.parametrize("policy", ["AWSLambdaRole", {"SQSPollerPolicy": {"QueueName": "jobs"}}], ids=str)
def test_of_what_sam_has_from_elsewhere_nothing_is_said(policy: Any) -> None:
    """The macro knows where each of AWS's policies lies, and what its own templates of policies allow."""
    body = sam(Policies=[policy])
    assert found_in(by_the_macro(body)) - found_in(body) == Counter(["SW906"])
    assert found_in(body) <= found_in(by_the_macro(body))


@pytest.mark.parametrize(
    ("case", "rules"),
    [
        ("sound", []),
        ("asks by no policy", ["SW906"]),
        ("asks by another action", ["SW905"]),
        ("a topic that may not call", ["SW821"]),
        ("trusts another", ["SW926"]),
    ],
)
def test_what_is_missing_is_found(case: str, rules: list[str]) -> None:
    assert set(rules) <= set(found_in(sam(**CASES[case])))
    assert bool(rules) == bool(found_in(sam(**CASES[case])))
