"""A container that starts more slowly than a serverless endpoint allows."""

import pytest

from sagewire.validator.rules.time.sw111_start_above_serverless import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import asynchronous, endpoint, model, real_time, serverless
from tests.validator.judging import found_in, only_finding


@pytest.mark.parametrize(("start", "ids"), [(179_999, []), (180_000, []), (180_001, ["SW111"])])
def test_a_container_has_three_minutes(start: int, ids: list[str]) -> None:
    assert found_in(template(serverless(stated={"startMilliseconds": start}))) == ids


def test_the_finding_is_about_the_model() -> None:
    finding = only_finding(RULE, template(serverless(stated={"startMilliseconds": 240_500}), endpoint("Second")))
    assert (finding.resource, finding.property) == ("Model", "Metadata/sagewire/startMilliseconds")
    assert (finding.found, finding.limit) == ("240.5 s", "180 s")


def test_instances_give_it_longer() -> None:
    for serving in (real_time, asynchronous):
        assert found_in(template(serving(stated={"startMilliseconds": 300_000}))) == []
    assert found_in(template(model(stated={"startMilliseconds": 300_000}))) == []
