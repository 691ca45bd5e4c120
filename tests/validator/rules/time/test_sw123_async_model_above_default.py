"""An asynchronous model that is slower than a request gets by default."""

import pytest

from sagewire.validator.rules.time.sw123_async_model_above_default import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import asynchronous, endpoint
from tests.validator.judging import found_in, only_finding


@pytest.mark.parametrize(
    ("latency", "ids"),
    [(900_000, []), (900_001, ["SW123"]), (3_600_000, ["SW123"]), (3_600_001, ["SW103"])],
)
def test_a_request_gets_15_minutes_unless_it_asks_for_more(latency: int, ids: list[str]) -> None:
    assert found_in(template(asynchronous(stated={"latencyMilliseconds": latency}))) == ids


def test_the_finding_is_about_the_model_once() -> None:
    body = template(asynchronous(stated={"latencyMilliseconds": 1_000_000}), endpoint("Second"))
    finding = only_finding(RULE, body)
    assert (finding.found, finding.limit, finding.resource) == ("1000 s", "900 s", "Model")
    assert finding.property == "Metadata/sagewire/latencyMilliseconds"
