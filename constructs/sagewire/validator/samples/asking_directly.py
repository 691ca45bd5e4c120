"""A REST API that asks an endpoint itself, sound as it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from sagewire.validator.samples import Resources, att, ref, resource, sub


def asked(how: str = "invocations", name: str = "${Endpoint.EndpointName}") -> dict[str, Any]:
    """What an integration calls that asks an endpoint. how: the end of the address."""
    start = "arn:${AWS::Partition}:apigateway:${AWS::Region}:runtime.sagemaker:path/endpoints/"
    return sub(f"{start}{name}/{how}")


def asking_api(
    *,
    how: str = "invocations",
    integration: Mapping[str, Any] | None = None,
    method: Mapping[str, Any] | None = None,
    **role: Any,
) -> Resources:
    """The API, for callers whom IAM knows, with the role that it asks as. role: what is otherwise with that."""
    calls = {
        "Type": "AWS",
        "IntegrationHttpMethod": "POST",
        "Uri": asked(how),
        "Credentials": att("ApiRole", "Arn"),
        "IntegrationResponses": [{"StatusCode": "200"}],
        **(integration or {}),
    }
    properties = {
        "RestApiId": ref("Api"),
        "ResourceId": att("Api", "RootResourceId"),
        "HttpMethod": "POST",
        "AuthorizationType": "AWS_IAM",
        "Integration": {name: value for name, value in calls.items() if value is not None},
        "MethodResponses": [{"StatusCode": "200"}],
    }
    regional = {"Name": "ranking", "EndpointConfiguration": {"Types": ["REGIONAL"]}}
    return {
        **resource("Api", "AWS::ApiGateway::RestApi", regional, {}),
        **resource("Method", "AWS::ApiGateway::Method", properties, method or {}),
        **api_role(**role),
    }


def api_role(
    action: str | Sequence[str] = "sagemaker:InvokeEndpoint",
    on: Any = None,
    service: str = "apigateway",
    **changes: Any,
) -> Resources:
    """The role that an API asks as. on: what it may ask, the endpoint unless given. service: what may take the role."""
    principal = {"Service": f"{service}.amazonaws.com"}
    trust = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    may = {"Effect": "Allow", "Action": action, "Resource": ref("Endpoint") if on is None else on}
    document = {"Version": "2012-10-17", "Statement": [may]}
    properties = {
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
        "Policies": [{"PolicyName": "Ask", "PolicyDocument": document}],
    }
    return resource("ApiRole", "AWS::IAM::Role", properties, changes)
