"""A reference that an open condition may lead elsewhere makes no error.

What refers to what is the graph. One reference after another becomes `Fn::If: [Open, it, a parameter]`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from sagewire.validator import Severity
from sagewire.validator.catalogue import all_rules
from sagewire.validator.rule import Rule
from tests.validator.judging import findings_of, only_finding, placed, report_on, with_sections

Place = tuple[str | int, ...]
UNKNOWN = {"Ref": "Unset"}
RULES = {rule.id: rule for rule in all_rules()}
ERRORS = {
    rule_id: rule
    for rule_id, rule in RULES.items()
    if only_finding(rule, rule.wrong(), region=rule.region).severity is Severity.ERROR
}

CUSTOMIZED = "TargetTrackingScalingPolicyConfiguration/CustomizedMetricSpecification"
# Where references lead that errors do not rest on, by the reason. An error may stay there, if it also does where the
# reference is not known at all.
NO_BEARING: Mapping[str, tuple[str, ...]] = {
    "the variants are wrong in themselves, or the function's role tells which endpoint it asks": (
        "AWS::SageMaker::Endpoint EndpointConfigName",
        "AWS::Lambda::Function Environment/Variables/ENDPOINT_NAME",
        "AWS::Lambda::Function Environment/Variables/SAGEWIRE_ENDPOINT_NAME",
    ),
    "the function's variables tell which endpoint it asks, or the function is wrong in itself": (
        "AWS::Lambda::Function Role",
        "AWS::IAM::Role ManagedPolicyArns/*",
    ),
    "a variant, or a component, is wrong in itself, whatever its model": (
        "AWS::SageMaker::EndpointConfig ProductionVariants/*/ModelName",
        "AWS::SageMaker::EndpointConfig ShadowProductionVariants/*/ModelName",
        "AWS::SageMaker::InferenceComponent EndpointName",
        "AWS::SageMaker::InferenceComponent Specification/ModelName",
    ),
    "only the image's name tells more of a model than is stated": (
        "AWS::SageMaker::Model Containers/*/Image",
        "AWS::SageMaker::Model PrimaryContainer/Image",
    ),
    "what SageMaker may do changes no figure": (
        "AWS::SageMaker::Model ExecutionRoleArn",
        "AWS::SageMaker::EndpointConfig ExecutionRoleArn",
        "AWS::IAM::Role Policies/*/PolicyDocument/Statement/*/Resource",
        "AWS::IAM::Policy PolicyDocument/Statement/*/Resource",
        "AWS::IAM::Policy PolicyDocument/Statement/*/Resource/*",
        "AWS::IAM::Policy Roles/*",
    ),
    "who may call, or send, changes no figure, and is no permission of the one that has none": (
        "AWS::Lambda::Permission FunctionName",
        "AWS::Lambda::Permission SourceArn",
        "AWS::SQS::QueuePolicy PolicyDocument/Statement/*/Condition/ArnEquals/aws:SourceArn",
        "AWS::SQS::QueuePolicy PolicyDocument/Statement/*/Resource",
        "AWS::SQS::QueuePolicy Queues/*",
        "AWS::SNS::Subscription TopicArn",
    ),
    "failures are kept elsewhere than the error is": (
        "AWS::Events::Rule Targets/*/Arn",
        "AWS::Events::Rule Targets/*/DeadLetterConfig/Arn",
        "AWS::Lambda::EventInvokeConfig DestinationConfig/OnFailure/Destination",
        "AWS::Lambda::EventSourceMapping DestinationConfig/OnFailure/Destination",
        "AWS::Lambda::EventInvokeConfig FunctionName",
        "AWS::SNS::Subscription RedrivePolicy/deadLetterTargetArn",
        "AWS::SQS::Queue RedrivePolicy/deadLetterTargetArn",
        "AWS::Scheduler::Schedule Target/DeadLetterConfig/Arn",
        "AWS::SageMaker::EndpointConfig AsyncInferenceConfig/OutputConfig/NotificationConfig/ErrorTopic",
        "AWS::SageMaker::EndpointConfig AsyncInferenceConfig/OutputConfig/NotificationConfig/SuccessTopic",
    ),
    "the mapping, or the queue, is wrong in itself": (
        "AWS::Lambda::EventSourceMapping EventSourceArn",
        "AWS::Lambda::EventSourceMapping FunctionName",
    ),
    "the integration, or the target group, is wrong in itself, however it is reached": (
        "AWS::ApiGateway::Method Integration/Credentials",
        "AWS::ApiGateway::Method Integration/Uri",
        "AWS::ApiGateway::Method ResourceId",
        "AWS::ApiGateway::Method RestApiId",
        "AWS::ApiGatewayV2::Integration ApiId",
        "AWS::ApiGatewayV2::Integration IntegrationUri",
        "AWS::ApiGatewayV2::Route ApiId",
        "AWS::ApiGatewayV2::Route Target",
        "AWS::ElasticLoadBalancingV2::Listener DefaultActions/*/TargetGroupArn",
        "AWS::ElasticLoadBalancingV2::Listener LoadBalancerArn",
    ),
    "the job, or the alias, is wrong in itself": (
        "AWS::StepFunctions::StateMachine RoleArn",
        "AWS::Lambda::Alias FunctionName",
        "AWS::Lambda::Version FunctionName",
    ),
    "the bounds, the policy, or the metric are wrong in themselves": (
        "AWS::ApplicationAutoScaling::ScalableTarget ResourceId",
        "AWS::ApplicationAutoScaling::ScalingPolicy ScalingTargetId",
        f"AWS::ApplicationAutoScaling::ScalingPolicy {CUSTOMIZED}/Dimensions/*/Value",
    ),
    "the alarm is wrong in itself, and so are the steps that it calls": (
        "AWS::CloudWatch::Alarm AlarmActions/*",
        "AWS::CloudWatch::Alarm Dimensions/*/Value",
    ),
    "the rollout is wrong in itself, whatever rolls it back": (
        "AWS::SageMaker::Endpoint DeploymentConfig/AutoRollbackConfiguration/Alarms/*/AlarmName",
    ),
}
LISTED = {place for places in NO_BEARING.values() for place in places}


def _references(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    """The references to resources below a place, each with where it stands."""
    match value:
        case {"Ref": str() as name} if name.startswith("AWS::"):
            return
        case {"Ref": _} | {"Fn::GetAtt": _} | {"Fn::Sub": _}:
            yield place, value
        case dict():
            for key, inside in value.items():
                yield from _references(inside, (*place, key))
        case list():
            for position, inside in enumerate(value):
                yield from _references(inside, (*place, position))


def references(body: Mapping[str, Any]) -> list[tuple[Place, Any]]:
    """Those in the properties of a template's resources."""
    resources = body["Resources"].items()
    return [
        found
        for logical_id, resource in resources
        for found in _references(resource.get("Properties", {}), (logical_id, "Properties"))
    ]


def kind_of(body: Mapping[str, Any], place: Place) -> str:
    """The place, whatever the resource is called: "AWS::Lambda::Function Role"."""
    logical_id, _, *parts = place
    inside = "/".join("*" if isinstance(part, int) else part for part in parts)
    return f"{body['Resources'][logical_id]['Type']} {inside}"


def opened(body: Mapping[str, Any], place: Place, reference: Any) -> dict[str, Any]:
    """The template in which something else stands at a place."""
    return with_sections(
        placed(body, place, reference),
        Parameters={"Unset": {"Type": "String"}},
        Conditions={"Open": {"Fn::Equals": [UNKNOWN, "a"]}},
    )


def is_error(rule: Rule, place: Place, value: Any) -> bool:
    findings = findings_of(rule, opened(rule.wrong(), place, value), region=rule.region)
    return any(finding.severity is Severity.ERROR for finding in findings)


@pytest.mark.parametrize("rule", ERRORS.values(), ids=ERRORS)
def test_no_error_rests_on_a_reference_that_may_lead_elsewhere(rule: Rule) -> None:
    rests = [
        kind_of(rule.wrong(), place)
        for place, reference in references(rule.wrong())
        if is_error(rule, place, {"Fn::If": ["Open", reference, UNKNOWN]})
        and not (kind_of(rule.wrong(), place) in LISTED and is_error(rule, place, UNKNOWN))
    ]
    assert rests == []


def test_each_place_that_is_listed_is_one_that_errors_stay_at() -> None:
    stays = {
        kind_of(rule.wrong(), place)
        for rule in ERRORS.values()
        for place, _ in references(rule.wrong())
        if kind_of(rule.wrong(), place) in LISTED and is_error(rule, place, UNKNOWN)
    }
    assert sorted(LISTED - stays) == []


def _places_of_right_templates() -> dict[str, tuple[Rule, Place, Any]]:
    """Each reference of the right templates, where it stands first."""
    found: dict[str, tuple[Rule, Place, Any]] = {}
    for rule in RULES.values():
        for place, reference in references(rule.right()):
            found.setdefault(f"{kind_of(rule.right(), place)}: {reference}", (rule, place, reference))
    return found


SOUND = _places_of_right_templates()


@pytest.mark.parametrize(("rule", "place", "reference"), SOUND.values(), ids=SOUND)
def test_what_is_sound_is_no_error_where_a_reference_may_lead_elsewhere(
    rule: Rule, place: Place, reference: Any
) -> None:
    for value in (UNKNOWN, {"Fn::If": ["Open", reference, UNKNOWN]}):
        findings = report_on(opened(rule.right(), place, value), region=rule.region).findings
        assert [finding.rule for finding in findings if finding.severity is Severity.ERROR] == [], value
