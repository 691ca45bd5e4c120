"""A model that is slower than its callers wait."""

import pytest

from sagewire.validator.rules.time.sw113_model_slower_than_deadline import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import asynchronous, serverless
from tests.validator.judging import found_in, only_finding


def test_the_model_answers_before_the_deadline() -> None:
    for latency, ids in ((1999, []), (2000, []), (2001, ["SW113"])):
        stated = {"deadlineMilliseconds": 2000}
        body = template(serverless(stated={"latencyMilliseconds": latency}), function(stated=stated))
        assert found_in(body) == ids


def test_the_finding_is_about_the_deadline() -> None:
    body = template(serverless(stated={"latencyMilliseconds": 4500}), function(stated={"deadlineMilliseconds": 2500}))
    finding = only_finding(RULE, body)
    assert (finding.found, finding.limit) == ("2.5 s", "at least 4.5 s")
    assert (finding.resource, finding.property) == ("Function", "Metadata/sagewire/deadlineMilliseconds")
    assert finding.path == "Function > Endpoint"


@pytest.mark.parametrize("stated", [None, {"requestBytes": 100}])
def test_without_a_deadline_there_is_nothing_to_compare(stated: dict[str, int] | None) -> None:
    assert found_in(template(serverless(stated={"latencyMilliseconds": 4500}), function(stated=stated))) == []


def test_callers_of_an_asynchronous_endpoint_wait_for_another_answer() -> None:
    asked = function(action="sagemaker:InvokeEndpointAsync", stated={"deadlineMilliseconds": 2000})
    assert found_in(template(asynchronous(stated={"latencyMilliseconds": 60_000}), asked)) == []
