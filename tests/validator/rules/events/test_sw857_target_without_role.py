"""SW857."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw857_target_without_role import RULE
from sagewire.validator.samples import att, ref, resource, template
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, found_in, only_finding

MACHINE = "arn:aws:states:us-east-1:111122223333:stateMachine:Rank"
ROLE = "arn:aws:iam::111122223333:role/start-ranking"
ELSEWHERE = {"Fn::ImportValue": "elsewhere"}
OWN = "${AWS::Region}:${AWS::AccountId}"


def _of(arn: Any, *, made: str | None = None, rule: Any = None, **target: Any) -> dict[str, Any]:
    called = resource("Called", made, {}, {}) if made else {}
    return template(serverless(), function(), event_rule(target={"Arn": arn, **target}, **(rule or {})), called)


def test_a_machine_without_a_role_is_found() -> None:
    finding = only_finding(RULE, _of(MACHINE))
    assert (finding.resource, finding.property) == ("Rule", "Properties/Targets/0/RoleArn")
    assert finding.message == f"the target {MACHINE}, a state machine, has no RoleArn: EventBridge refuses the rule"
    assert finding.fix.endswith(f"that may start {MACHINE}.")


@pytest.mark.parametrize(
    ("made", "arn", "kind"),
    [
        ("AWS::Batch::JobQueue", ref("Called"), "a job queue"),
        ("AWS::CodeBuild::Project", att("Called", "Arn"), "a build"),
        ("AWS::ECS::Cluster", att("Called", "Arn"), "a cluster"),
        ("AWS::Events::ApiDestination", att("Called", "Arn"), "an API destination"),
        ("AWS::Kinesis::Stream", att("Called", "Arn"), "a stream"),
        ("AWS::StepFunctions::StateMachine", ref("Called"), "a state machine"),
    ],
)
def test_each_kind_of_the_templates_is_known_by_its_type(made: str, arn: Any, kind: str) -> None:
    (finding,) = findings_of(RULE, _of(arn, made=made))
    assert finding.message.startswith(f"the target Called, {kind}, has no RoleArn")
    assert findings_of(RULE, _of(arn, made=made, RoleArn=ROLE)) == []


@pytest.mark.parametrize(
    ("arn", "kind"),
    [
        ("arn:aws:batch:us-east-1:111122223333:job-queue/rank", "a job queue"),
        ("arn:aws:codebuild:us-east-1:111122223333:project/rank", "a build"),
        ("arn:aws:codepipeline:us-east-1:111122223333:rank", "a pipeline"),
        ("arn:aws-cn:ecs:cn-north-1:111122223333:cluster/rank", "a cluster"),
        ("arn:aws:events:us-east-1:111122223333:api-destination/rank/1", "an API destination"),
        ("arn:aws:kinesis:us-east-1:111122223333:stream/rank", "a stream"),
        ("arn:aws:sagemaker:us-east-1:111122223333:pipeline/rank", "a pipeline"),
        ({"Fn::Sub": f"arn:${{AWS::Partition}}:sagemaker:{OWN}:pipeline/${{Endpoint}}"}, "a pipeline"),
        ({"Fn::Sub": f"arn:${{AWS::Partition}}:codepipeline:{OWN}:${{Unset}}"}, "a pipeline"),
    ],
)
def test_others_are_known_by_their_arn(arn: Any, kind: str) -> None:
    body = {**_of(arn), "Parameters": {"Unset": {"Type": "String"}}}
    (finding,) = findings_of(RULE, body)
    assert f", {kind}, has no RoleArn" in finding.message


@pytest.mark.parametrize(
    "arn",
    [
        att("Function", "Arn"),
        att("RuleDeadLetters", "Arn"),
        "arn:aws:events:us-east-1:111122223333:event-bus/default",
        "arn:aws:logs:us-east-1:111122223333:log-group:/aws/events/rank",
        "arn:aws:sns:us-east-1:111122223333:rank",
        "arn:aws:execute-api:us-east-1:111122223333:api/prod/POST/rank",
        "arn:aws:sagemaker:us-east-1:111122223333:endpoint/rank",
        "arn:aws:lambda:us-east-1:111122223333:function:states",
        "arn:aws:batch:us-east-1:111122223333:job-definition/rank",
        "arn:aws:codebuild:us-east-1:111122223333:report-group/rank",
        "arn:aws:ecs:us-east-1:111122223333:task-definition/rank",
        "arn:aws:states:us-east-1:111122223333:activity:rank",
        ELSEWHERE,
        {"Fn::If": ["Open", MACHINE, ELSEWHERE]},
    ],
)
def test_what_takes_no_role_or_is_not_known_is_left_alone(arn: Any) -> None:
    assert findings_of(RULE, {**_of(arn), "Conditions": {"Open": {"Fn::Equals": [ELSEWHERE, "a"]}}}) == []


@pytest.mark.parametrize("role", [ROLE, att("FunctionRole", "Arn"), ELSEWHERE])
def test_a_role_is_sound(role: Any) -> None:
    assert found_in(_of(MACHINE, RoleArn=role)) == []


def test_a_role_of_the_rule_does_not_stand_in_for_it() -> None:
    assert len(findings_of(RULE, _of(MACHINE, rule={"RoleArn": ROLE}))) == 1


def test_each_target_is_told() -> None:
    targets = [
        {"Id": "One", "Arn": MACHINE},
        {"Id": "Two", "Arn": MACHINE, "RoleArn": ROLE},
        {"Id": "3", "Arn": MACHINE},
    ]
    found = findings_of(RULE, _of(MACHINE, rule={"Targets": targets}))
    assert [finding.property.split("/")[2] for finding in found] == ["0", "2"]


def test_a_rule_that_is_switched_off_is_left_alone() -> None:
    assert findings_of(RULE, _of(MACHINE, rule={"State": "DISABLED"})) == []
