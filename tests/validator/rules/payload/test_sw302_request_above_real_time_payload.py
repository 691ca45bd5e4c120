"""SW302."""

from typing import Any

import pytest

from sagewire.validator.rules.payload.sw302_request_above_real_time_payload import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import asynchronous, component, component_host, real_time
from tests.validator.judging import findings_of, only_finding

MOST = 25 * 1024**2


def asking(size: Any) -> dict[str, Any]:
    return template(real_time(), function(stated={"requestBytes": size}))


@pytest.mark.parametrize("size", [MOST - 1, MOST, {"Ref": "Unset"}])
def test_what_some_page_of_aws_allows_is_no_error(size: Any) -> None:
    assert not findings_of(RULE, asking(size))


def test_one_byte_more_is_found() -> None:
    finding = only_finding(RULE, asking(MOST + 1))
    assert finding.message == "requests have 26,214,401 B, as stated; Endpoint takes 26,214,400 B at most"


def test_inference_components_take_no_more() -> None:
    body = template(component_host(), component(), function(stated={"requestBytes": MOST + 1}))
    assert findings_of(RULE, body)


def test_asynchronous_endpoints_take_more() -> None:
    invoking = function(action="sagemaker:InvokeEndpointAsync", stated={"requestBytes": MOST + 1})
    assert not findings_of(RULE, template(asynchronous(), invoking))
