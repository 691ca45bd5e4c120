"""SW541."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw541_stream_in_vpc import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, url
from tests.validator.judging import findings_of

GROUPS = ["sg-0123456789abcdef0"]
SUBNETS = ["subnet-0123456789abcdef0"]


def _of(network: Any, mode: Any = "RESPONSE_STREAM") -> dict[str, Any]:
    body = function(endpoint=None, Runtime="nodejs24.x", VpcConfig=network)
    return template(body, url(InvokeMode=mode), Parameters={"Network": {"Type": "String"}})


def test_a_function_in_a_vpc_does_not_stream_by_its_url() -> None:
    (finding,) = findings_of(RULE, _of({"SecurityGroupIds": GROUPS, "SubnetIds": SUBNETS}))
    assert (finding.resource, finding.property) == ("Url", "Properties/InvokeMode")


@pytest.mark.parametrize(
    "network",
    [None, {}, {"SecurityGroupIds": [], "SubnetIds": []}, {"Ref": "Network"}, {"SubnetIds": {"Ref": "Network"}}],
)
def test_no_subnets_or_unknown_ones_are_left_alone(network: Any) -> None:
    assert not findings_of(RULE, _of(network))


@pytest.mark.parametrize("mode", ["BUFFERED", None])
def test_a_url_that_does_not_stream_is_left_alone(mode: Any) -> None:
    assert not findings_of(RULE, _of({"SecurityGroupIds": GROUPS, "SubnetIds": SUBNETS}, mode))
