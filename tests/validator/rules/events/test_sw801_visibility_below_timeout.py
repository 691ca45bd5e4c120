"""SW801."""

from typing import Any

import pytest

from sagewire.validator.rules.events.sw801_visibility_below_timeout import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def _of(visibility: int | None, **changes: Any) -> dict[str, object]:
    return template(serverless(), function(**changes), queue(VisibilityTimeout=visibility), mapping())


@pytest.mark.parametrize("visibility", [0, 299])
def test_less_than_the_timeout_is_refused(visibility: int) -> None:
    finding = only_finding(RULE, _of(visibility))
    assert (finding.found, finding.limit, finding.resource) == (str(visibility), "300 s", "Requests")
    assert finding.property == "Properties/VisibilityTimeout"


@pytest.mark.parametrize("visibility", [300, 301])
def test_the_timeout_itself_is_taken_though_it_is_short(visibility: int) -> None:
    assert found_in(_of(visibility)) == ["SW802"]


def test_a_queue_that_states_nothing_hides_for_thirty_seconds() -> None:
    assert only_finding(RULE, _of(None)).found == "30"


def test_a_function_that_states_no_timeout_has_three_seconds() -> None:
    assert "SW801" not in found_in(_of(3, Timeout=None))
    assert "SW801" in found_in(_of(2, Timeout=None))


def test_a_function_that_asks_no_endpoint_is_refused_as_well() -> None:
    assert found_in(template(function(endpoint=None), queue(VisibilityTimeout=299), mapping())) == ["SW801"]


def test_of_managed_instances_nothing_is_said() -> None:
    provider = {"LambdaManagedInstancesCapacityProviderConfig": {"CapacityProviderArn": "arn:aws:lambda:..."}}
    assert "SW801" not in found_in(_of(299, CapacityProviderConfig=provider))


def test_a_queue_of_another_stack_is_not_known() -> None:
    body = template(serverless(), function(), mapping(EventSourceArn={"Fn::ImportValue": "queue"}))
    assert "SW801" not in found_in(body)


UNKNOWN: Any = {"Fn::ImportValue": "elsewhere"}


@pytest.mark.parametrize(
    "body",
    [
        template(serverless(), function(), queue(VisibilityTimeout=299), mapping(FunctionName=UNKNOWN)),
        template(serverless(), function(Timeout=UNKNOWN), queue(VisibilityTimeout=299), mapping()),
        template(serverless(), function(), queue(VisibilityTimeout=UNKNOWN), mapping()),
        template(serverless(), function(), queue(VisibilityTimeout=299), mapping(EventSourceArn=UNKNOWN)),
    ],
    ids=["function", "timeout", "visibility", "queue"],
)
def test_what_is_not_known_is_not_compared(body: dict[str, Any]) -> None:
    assert "SW801" not in found_in(body)
