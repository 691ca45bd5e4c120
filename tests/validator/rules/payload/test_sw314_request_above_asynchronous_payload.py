"""SW314."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw314_request_above_asynchronous_payload import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import asynchronous
from tests.validator.judging import found_in, only_finding

MOST = 1024**3


def asking(size: Any) -> dict[str, Any]:
    return template(asynchronous(), function(action="sagemaker:InvokeEndpointAsync", stated={"requestBytes": size}))


@pytest.mark.parametrize("size", [MOST - 1, MOST, {"Ref": "Unset"}])
def test_what_the_endpoint_reads_is_sound(size: Any) -> None:
    assert found_in(asking(size)) == []


def test_one_byte_more_is_found() -> None:
    finding = only_finding(RULE, asking(MOST + 1))
    assert (finding.found, finding.limit) == ("1,073,741,825", "1,073,741,824 B")
