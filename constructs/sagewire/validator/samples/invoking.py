"""Functions that ask endpoints, and what triggers them, sound as they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from sagewire.validator.samples import Resources, att, ref, resource, sub

ANY_CALL_OF_API = sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*")
CALLED_BY_API = sub(
    "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations"
)


def function(
    id: str = "Function",
    *,
    endpoint: str | None = "Endpoint",
    action: str = "sagemaker:InvokeEndpoint",
    variables: Mapping[str, Any] | None = None,
    stated: Mapping[str, Any] | None = None,
    statements: Sequence[Mapping[str, Any]] = (),
    **changes: Any,
) -> Resources:
    """A function that asks an endpoint, with its role. statements: what the role may besides. stated: its facts."""
    named = {"ENDPOINT_NAME": att(endpoint, "EndpointName")} if endpoint else {}
    properties = {
        "Runtime": "python3.13",
        "Handler": "index.handler",
        "Code": {"S3Bucket": "code", "S3Key": "invoker.zip"},
        "Role": att(f"{id}Role", "Arn"),
        "Timeout": 300,
        "MemorySize": 512,
        "Environment": {"Variables": {**named, **(variables or {})}},
    }
    allowed = [{"Effect": "Allow", "Action": action, "Resource": ref(endpoint)}] if endpoint else []
    return {
        **resource(id, "AWS::Lambda::Function", properties, changes, stated=stated),
        **function_role(f"{id}Role", [*allowed, *statements]),
    }


def function_role(id: str, statements: Sequence[Mapping[str, Any]], **changes: Any) -> Resources:
    """A function's role: it may write its log, and do what the statements say."""
    basic = sub("arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    inline = {"PolicyName": "Invoke", "PolicyDocument": {"Version": "2012-10-17", "Statement": list(statements)}}
    properties: dict[str, Any] = {
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
        "ManagedPolicyArns": [basic],
        "Policies": [inline] if statements else None,
    }
    return resource(id, "AWS::IAM::Role", properties, changes)


def alias(version: Any) -> Resources:
    """A version of the function, and an alias of what is given, whose concurrency is provisioned."""
    properties = {
        "FunctionName": ref("Function"),
        "FunctionVersion": version,
        "Name": "live",
        "ProvisionedConcurrencyConfig": {"ProvisionedConcurrentExecutions": 2},
    }
    return {
        **resource("Version", "AWS::Lambda::Version", {"FunctionName": ref("Function")}, {}),
        **resource("Alias", "AWS::Lambda::Alias", properties, {}),
    }


def url(**changes: Any) -> Resources:
    """A function URL for callers whom IAM knows."""
    properties = {"TargetFunctionArn": att("Function", "Arn"), "AuthType": "AWS_IAM"}
    return resource("Url", "AWS::Lambda::Url", properties, changes)


def open_url() -> Resources:
    """A function URL for everybody, with what lets them call it."""
    return {
        **url(AuthType="NONE"),
        **permission("*", None, id="UrlMayBeCalled", Action="lambda:InvokeFunctionUrl", FunctionUrlAuthType="NONE"),
        **permission("*", None, id="MayBeCalledByUrl", InvokedViaFunctionUrl=True),
    }


def http_api(**changes: Any) -> Resources:
    """An HTTP API before the function, for callers whom IAM knows. changes: of the integration."""
    integration = {
        "ApiId": ref("Api"),
        "IntegrationType": "AWS_PROXY",
        "IntegrationUri": att("Function", "Arn"),
        "PayloadFormatVersion": "2.0",
    }
    route = {
        "ApiId": ref("Api"),
        "RouteKey": "POST /",
        "AuthorizationType": "AWS_IAM",
        "Target": sub("integrations/${Integration}"),
    }
    return {
        **resource("Api", "AWS::ApiGatewayV2::Api", {"Name": "ranking", "ProtocolType": "HTTP"}, {}),
        **resource("Integration", "AWS::ApiGatewayV2::Integration", integration, changes),
        **resource("Route", "AWS::ApiGatewayV2::Route", route, {}),
        **permission("apigateway.amazonaws.com", ANY_CALL_OF_API),
    }


def rest_api(*, integration: Mapping[str, Any] | None = None, method: Mapping[str, Any] | None = None) -> Resources:
    """A REST API before the function, for callers whom IAM knows."""
    calls = {"Type": "AWS_PROXY", "IntegrationHttpMethod": "POST", "Uri": CALLED_BY_API, **(integration or {})}
    properties = {
        "RestApiId": ref("Api"),
        "ResourceId": att("Api", "RootResourceId"),
        "HttpMethod": "POST",
        "AuthorizationType": "AWS_IAM",
        "Integration": calls,
    }
    regional = {"Name": "ranking", "EndpointConfiguration": {"Types": ["REGIONAL"]}}
    return {
        **resource("Api", "AWS::ApiGateway::RestApi", regional, {}),
        **resource("Method", "AWS::ApiGateway::Method", properties, method or {}),
        **permission("apigateway.amazonaws.com", ANY_CALL_OF_API),
    }


def permission(service: str, source: Any, *, id: str = "Permission", **changes: Any) -> Resources:
    """Lets one source of one service call the function."""
    properties = {
        "Action": "lambda:InvokeFunction",
        "FunctionName": att("Function", "Arn"),
        "Principal": service,
        "SourceArn": source,
    }
    return resource(id, "AWS::Lambda::Permission", properties, changes)


def queue(id: str = "Requests", *, dead_letters: str | None = "DeadLetters", **changes: Any) -> Resources:
    """A queue with its dead-letter queue; hidden for six times the function's timeout."""
    redrive = {"deadLetterTargetArn": att(dead_letters, "Arn"), "maxReceiveCount": 5} if dead_letters else None
    properties = {"VisibilityTimeout": 1800, "RedrivePolicy": redrive}
    kept = resource(dead_letters, "AWS::SQS::Queue", {"MessageRetentionPeriod": 1_209_600}, {}) if dead_letters else {}
    return {**resource(id, "AWS::SQS::Queue", properties, changes), **kept}


def mapping(**changes: Any) -> Resources:
    """Lets the function read the queue `Requests`, which its role may."""
    properties = {
        "EventSourceArn": att("Requests", "Arn"),
        "FunctionName": ref("Function"),
        "BatchSize": 5,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
    }
    read = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    return {
        **resource("Mapping", "AWS::Lambda::EventSourceMapping", properties, changes),
        **grant("MayReadRequests", read, att("Requests", "Arn")),
    }


def grant(id: str, actions: str | Sequence[str], on: Any, *, role: str = "FunctionRole") -> Resources:
    """Lets the function do something more."""
    statement = {"Effect": "Allow", "Action": actions, "Resource": on}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    properties = {"PolicyName": id, "PolicyDocument": document, "Roles": [ref(role)]}
    return resource(id, "AWS::IAM::Policy", properties, {})


def event_rule(
    *, target: Mapping[str, Any] | None = None, pattern: Mapping[str, Any] | None = None, **changes: Any
) -> Resources:
    """A rule of this account's own events, with retries, a dead-letter queue and the permission to call."""
    calls = {
        "Id": "Function",
        "Arn": att("Function", "Arn"),
        "RetryPolicy": {"MaximumRetryAttempts": 10, "MaximumEventAgeInSeconds": 3600},
        "DeadLetterConfig": {"Arn": att("RuleDeadLetters", "Arn")},
        **(target or {}),
    }
    matched = {
        "source": ["pages"],
        "account": [ref("AWS::AccountId")],
        "detail-type": ["Page Viewed"],
        **(pattern or {}),
    }
    properties = {
        "EventPattern": {name: value for name, value in matched.items() if value is not None},
        "Targets": [{name: value for name, value in calls.items() if value is not None}],
    }
    return {
        **resource("Rule", "AWS::Events::Rule", properties, changes),
        **permission("events.amazonaws.com", att("Rule", "Arn"), id="RulePermission"),
        **dead_letters("RuleDeadLetters", "events.amazonaws.com", att("Rule", "Arn")),
        **failures(),
    }


def dead_letters(id: str, service: str, source: Any, **changes: Any) -> Resources:
    """A queue for what a service could not deliver on behalf of one resource."""
    return {
        **resource(id, "AWS::SQS::Queue", {"MessageRetentionPeriod": 1_209_600}, changes),
        **let_send(id, service, source),
    }


def let_send(queue: str, service: str, source: Any) -> Resources:
    """Lets a service send to a queue on behalf of one resource."""
    send = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sqs:SendMessage",
        "Resource": att(queue, "Arn"),
        "Condition": {"ArnEquals": {"aws:SourceArn": source}},
    }
    properties = {"Queues": [ref(queue)], "PolicyDocument": {"Version": "2012-10-17", "Statement": [send]}}
    return resource(f"{queue}Policy", "AWS::SQS::QueuePolicy", properties, {})


def failures() -> Resources:
    """What the function fails on goes to a queue."""
    properties = {
        "FunctionName": ref("Function"),
        "Qualifier": "$LATEST",
        "MaximumRetryAttempts": 2,
        "DestinationConfig": {"OnFailure": {"Destination": att("Failures", "Arn")}},
    }
    return {
        **resource("OnFailure", "AWS::Lambda::EventInvokeConfig", properties, {}),
        **resource("Failures", "AWS::SQS::Queue", {"MessageRetentionPeriod": 1_209_600}, {}),
        **grant("MayKeepFailures", "sqs:SendMessage", att("Failures", "Arn")),
    }


def topic(*, subscription: Mapping[str, Any] | None = None, **changes: Any) -> Resources:
    """A topic that the function is subscribed to, with what cannot be delivered kept."""
    redrive = {"deadLetterTargetArn": att("TopicDeadLetters", "Arn")}
    subscribed = {
        "Protocol": "lambda",
        "TopicArn": ref("Topic"),
        "Endpoint": att("Function", "Arn"),
        "RedrivePolicy": redrive,
    }
    return {
        **resource("Topic", "AWS::SNS::Topic", {}, changes),
        **resource("Subscription", "AWS::SNS::Subscription", subscribed, subscription or {}),
        **permission("sns.amazonaws.com", ref("Topic"), id="TopicPermission"),
        **dead_letters("TopicDeadLetters", "sns.amazonaws.com", ref("Topic")),
        **failures(),
    }
