"""SW131."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw131_transform_timeout import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.batch import pipeline_of, transform_machine, transform_step
from tests.validator.judging import found_in, only_finding


def given(seconds: Any) -> dict[str, Any]:
    machine = transform_machine(ModelClientConfig={"InvocationsTimeoutInSeconds": seconds})
    return template(machine, Parameters={"Unset": {"Type": "Number"}})


@pytest.mark.parametrize(
    ("seconds", "ids"), [(1, []), (3599, []), (3600, []), (3601, ["SW131"]), (ref("Unset"), []), ("{% $long %}", [])]
)
def test_one_request_has_an_hour(seconds: Any, ids: list[str]) -> None:
    assert found_in(given(seconds)) == ids


def test_the_state_is_named() -> None:
    finding = only_finding(RULE, given(4000))
    assert (finding.found, finding.limit) == ("4000 s", "3,600 s")
    assert finding.message.startswith("the state Rank gives one request 4000 s (InvocationsTimeoutInSeconds)")
    assert finding.property.endswith("Rank/Parameters/ModelClientConfig/InvocationsTimeoutInSeconds")


@pytest.mark.parametrize(("seconds", "ids"), [(3600, []), (3601, ["SW131"]), ({"Get": "Parameters.Seconds"}, [])])
def test_a_step_of_a_pipeline_is_looked_at_too(seconds: Any, ids: list[str]) -> None:
    body = template(pipeline_of(transform_step(ModelClientConfig={"InvocationsTimeoutInSeconds": seconds})))
    assert found_in(body) == ids
    if ids:
        assert only_finding(RULE, body).message.startswith("the step Rank gives one request")


def test_nothing_said_is_ten_minutes() -> None:
    assert found_in(template(transform_machine())) == []
