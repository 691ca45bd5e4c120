"""SW409."""

import pytest

from sagewire.validator.rules.capacity.sw409_serverless_concurrency import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


@pytest.mark.parametrize("most", [1, 199, 200])
def test_what_sagemaker_gives_is_sound(most: int) -> None:
    assert found_in(template(serverless(settings={"MaxConcurrency": most}))) == []


def test_one_more_is_found() -> None:
    finding = only_finding(RULE, template(serverless(settings={"MaxConcurrency": 201})))
    assert finding.property == "Properties/ProductionVariants/0/ServerlessConfig/MaxConcurrency"
    assert (finding.found, finding.limit) == ("201", "200 invocations")
