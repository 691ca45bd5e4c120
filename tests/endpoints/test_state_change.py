"""Rules on what SageMaker says of an endpoint."""

import re
from typing import Any

import botocore.session
import pytest
from aws_cdk import Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sqs as sqs

from sagewire.event_types import EVENT_STATUSES
from tests.endpoints.monitored import real_time
from tests.templates import only

HERE = {"account": [{"Ref": "AWS::AccountId"}], "region": [{"Ref": "AWS::Region"}]}


def pattern(stack: Stack) -> dict[str, Any]:
    found: dict[str, Any] = only(stack, "AWS::Events::Rule")["EventPattern"]
    return found


def test_a_rule_on_every_change_of_this_endpoint(stack: Stack) -> None:
    real_time(stack).on_state_change("Changed")
    assert pattern(stack) == {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Endpoint State Change"],
        "detail": {"EndpointName": ["ranking"]},
        **HERE,
    }


@pytest.mark.parametrize("status", ["InService", "IN_SERVICE"])
def test_a_status_is_matched_as_the_event_spells_it(stack: Stack, status: str) -> None:
    """Pitfall 36: that an update was accepted does not say that it is applied; this event does.

    The API says InService, the event IN_SERVICE.
    """
    real_time(stack).on_state_change("Changed", statuses=[status, "RollingBack"])
    assert pattern(stack)["detail"] == {"EndpointName": ["ranking"], "EndpointStatus": ["IN_SERVICE", "ROLLING_BACK"]}


def test_a_rule_on_the_steps_of_a_rollout(stack: Stack) -> None:
    real_time(stack).on_deployment_state_change("Step")
    assert pattern(stack) == {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Endpoint Deployment State Change"],
        "detail": {"EndpointName": ["ranking"]},
        **HERE,
    }


def test_only_events_of_the_stacks_account_and_region_match(regional_stack: Stack) -> None:
    """On a bus that takes events of other accounts, one of those could send its own endpoint's of the same name."""
    real_time(regional_stack).on_state_change("Changed")
    found = pattern(regional_stack)
    assert (found["account"], found["region"]) == (["123456789012"], ["eu-west-1"])


def test_the_account_and_region_are_those_of_an_endpoint_elsewhere(stack: Stack) -> None:
    real_time(stack, account="111122223333", region="eu-central-1").on_state_change("Changed")
    found = pattern(stack)
    assert (found["account"], found["region"]) == (["111122223333"], ["eu-central-1"])


@pytest.mark.parametrize("method", ["on_state_change", "on_deployment_state_change"])
def test_a_target_receives_the_events_and_more_can_be_added(stack: Stack, method: str) -> None:
    first, second = sqs.Queue(stack, "First"), sqs.Queue(stack, "Second")
    rule: events.Rule = getattr(real_time(stack), method)(
        "Changed", target=targets.SqsQueue(first), description="who is on call", rule_name="changed"
    )
    rule.add_target(targets.SqsQueue(second))
    found = only(stack, "AWS::Events::Rule")
    assert len(found["Targets"]) == 2
    assert (found["Description"], found["Name"]) == ("who is on call", "changed")


@pytest.mark.parametrize(
    ("statuses", "message"),
    [
        (["Ready"], "status 'Ready' is unknown; allowed are CREATING, UPDATING, SYSTEM_UPDATING, ROLLING_BACK"),
        ([], r"statuses is \[\]; give a list such as"),
        ("FAILED", "statuses is 'FAILED'; give a list such as"),
    ],
)
def test_what_no_event_says_is_refused(stack: Stack, statuses: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        real_time(stack).on_state_change("Changed", statuses=statuses)


def test_every_status_of_the_api_has_its_events_spelling() -> None:
    service = botocore.session.get_session().get_service_model("sagemaker")
    assert set(EVENT_STATUSES) == set(service.shape_for("EndpointStatus").enum)  # type: ignore[attr-defined]
    for api, event in EVENT_STATUSES.items():
        assert event == re.sub(r"(?<=[a-z])(?=[A-Z])", "_", api).upper()
