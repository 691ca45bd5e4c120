"""SW310."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw310_workflow_payload import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, url
from sagewire.validator.samples.serving import asynchronous, serverless
from sagewire.validator.samples.waiting import state_machine
from tests.validator.judging import findings_of, found_in, only_finding

MOST = 256 * 1024


def worked(**stated: Any) -> dict[str, Any]:
    return template(serverless(), function(stated=stated), state_machine())


@pytest.mark.parametrize("size", [MOST - 1, MOST, {"Ref": "Unset"}])
def test_what_a_state_carries_is_sound(size: Any) -> None:
    assert found_in(worked(requestBytes=size, responseBytes=size)) == []


def test_a_larger_input_is_found() -> None:
    finding = only_finding(RULE, worked(requestBytes=MOST + 1))
    assert finding.message == "requests have 262,145 B, as stated; a state of Machine carries 262,144 B"


def test_a_larger_result_is_found() -> None:
    finding = only_finding(RULE, worked(responseBytes=MOST + 1))
    assert (finding.severity, finding.property) == ("warning", "Metadata/sagewire/responseBytes")


def test_other_ways_in_carry_more() -> None:
    assert not findings_of(RULE, template(serverless(), function(stated={"requestBytes": MOST + 1}), url()))


def test_what_comes_may_be_stated_apart_from_what_is_asked() -> None:
    body = worked(requestBytes=MOST + 1)
    assert findings_of(RULE, body)[0].severity == "warning"
    stated = body["Resources"]["Function"]["Metadata"]["sagewire"]
    stated["eventBytes"] = 300
    assert not findings_of(RULE, body)
    stated.update(requestBytes=300, eventBytes=MOST + 1)
    (finding,) = findings_of(RULE, body)
    assert (finding.severity, finding.property) == ("error", "Metadata/sagewire/eventBytes")


def test_what_an_asynchronous_endpoint_answers_goes_to_a_bucket() -> None:
    stated = function(stated={"eventBytes": 300, "responseBytes": MOST + 1}, action="sagemaker:InvokeEndpointAsync")
    assert not findings_of(RULE, template(asynchronous(), stated, state_machine()))
