"""Ways in that wait for a function, and a function that is quicker than each of them, sound as they are."""

import json
from collections.abc import Mapping
from typing import Any

from sagewire.validator.samples import Resources, att, ref, resource, sub
from sagewire.validator.samples.invoking import ANY_CALL_OF_API, CALLED_BY_API, event_rule, function, permission


def prompt_function(*, stated: Mapping[str, Any] | None = None, **changes: Any) -> Resources:
    """A function that ends within 29 s: two attempts of 12 s each, as people state them."""
    attempts = {"readTimeoutMilliseconds": 12_000, "attempts": 2}
    return function(stated={**attempts, **(stated or {})}, **{"Timeout": 29, **changes})


def web_socket_api(**changes: Any) -> Resources:
    """A WebSocket API before the function, for callers whom IAM knows. changes: of the integration."""
    api = {"Name": "ranking", "ProtocolType": "WEBSOCKET", "RouteSelectionExpression": "$request.body.action"}
    integration = {"ApiId": ref("Api"), "IntegrationType": "AWS_PROXY", "IntegrationUri": CALLED_BY_API}
    route = {"ApiId": ref("Api"), "Target": sub("integrations/${Integration}")}
    connect = {**route, "RouteKey": "$connect", "AuthorizationType": "AWS_IAM"}
    return {
        **resource("Api", "AWS::ApiGatewayV2::Api", api, {}),
        **resource("Integration", "AWS::ApiGatewayV2::Integration", integration, changes),
        **resource("ConnectRoute", "AWS::ApiGatewayV2::Route", connect, {}),
        **resource("Route", "AWS::ApiGatewayV2::Route", {**route, "RouteKey": "$default"}, {}),
        **permission("apigateway.amazonaws.com", ANY_CALL_OF_API),
    }


def load_balancer(*, idle: Any = None) -> Resources:
    """An internal load balancer before the function. idle: seconds of silence after which it closes a connection."""
    attributes = None if idle is None else [{"Key": "idle_timeout.timeout_seconds", "Value": idle}]
    balancer = {"Scheme": "internal", "Type": "application", "Subnets": ["subnet-1", "subnet-2"]}
    listener = {
        "LoadBalancerArn": ref("Balancer"),
        "Port": 443,
        "Protocol": "HTTPS",
        "Certificates": [{"CertificateArn": "arn:aws:acm:us-east-1:111122223333:certificate/ranking"}],
        "DefaultActions": [{"Type": "forward", "TargetGroupArn": ref("Targets")}],
    }
    targets = {"TargetType": "lambda", "Targets": [{"Id": att("Function", "Arn")}]}
    source = sub(
        "arn:${AWS::Partition}:elasticloadbalancing:${AWS::Region}:${AWS::AccountId}:targetgroup/*",
    )
    return {
        **resource(
            "Balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer", balancer, {"LoadBalancerAttributes": attributes}
        ),
        **resource("Listener", "AWS::ElasticLoadBalancingV2::Listener", listener, {}),
        **resource("Targets", "AWS::ElasticLoadBalancingV2::TargetGroup", targets, {}),
        **permission("elasticloadbalancing.amazonaws.com", source, SourceAccount=ref("AWS::AccountId")),
    }


def state_machine(*, type: str = "STANDARD", action: str = "lambda:InvokeFunction", **task: Any) -> Resources:
    """A state machine with one state, which calls the function. task: what else that state says.

    action: what its role may do with the function.
    """
    rank = {"Type": "Task", "Resource": "${Function}", "End": True, **task}
    definition = json.dumps({"StartAt": "Rank", "States": {"Rank": rank}})
    properties = {
        "StateMachineType": type,
        "RoleArn": att("MachineRole", "Arn"),
        "DefinitionString": definition,
        "DefinitionSubstitutions": {"Function": att("Function", "Arn")},
    }
    trust = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
    calls = {"Effect": "Allow", "Action": action, "Resource": att("Function", "Arn")}
    role = {
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
        "Policies": [{"PolicyName": "Call", "PolicyDocument": {"Version": "2012-10-17", "Statement": [calls]}}],
    }
    return {
        **resource("Machine", "AWS::StepFunctions::StateMachine", properties, {}),
        **resource("MachineRole", "AWS::IAM::Role", role, {}),
    }


def starting_rule(*, action: str = "states:StartExecution") -> Resources:
    """A rule that starts the state machine, by a role of its own. action: what the role may do with the machine."""
    own = {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}}
    principal = {"Service": "events.amazonaws.com"}
    trust = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", "Condition": own}
    starts = {"Effect": "Allow", "Action": action, "Resource": ref("Machine")}
    role = {
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
        "Policies": [{"PolicyName": "Start", "PolicyDocument": {"Version": "2012-10-17", "Statement": [starts]}}],
    }
    return {
        **event_rule(target={"Arn": ref("Machine"), "RoleArn": att("StartRole", "Arn")}),
        **resource("StartRole", "AWS::IAM::Role", role, {}),
    }
