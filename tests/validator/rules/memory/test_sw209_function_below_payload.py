"""SW209."""

from typing import Any

import pytest

from sagewire.validator.rules.memory.sw209_function_below_payload import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import asynchronous, real_time
from tests.validator.judging import found_in, only_finding

MIB = 1024**2


def asking(memory: int | None, *, request: float = 0, response: float = 0, **options: Any) -> dict[str, Any]:
    stated = {"requestBytes": request * MIB, "responseBytes": response * MIB}
    return template(real_time(), function(MemorySize=memory, stated=stated, **options))


@pytest.mark.parametrize("memory", [130, 131])
def test_a_function_with_room_for_four_copies_is_sound(memory: int) -> None:
    assert found_in(asking(memory, request=5, response=5)) == []


def test_a_function_without_room_for_them_is_found() -> None:
    finding = only_finding(RULE, asking(129, request=5, response=5))
    assert (finding.property, finding.found) == ("Properties/MemorySize", "129")
    assert finding.message == (
        "129 MB of memory; boto3 and four copies of 10 MiB of request and response take about 130 MB"
    )


def test_a_function_that_states_no_memory_has_the_least() -> None:
    assert only_finding(RULE, asking(None, request=5, response=5)).found == "128"


def test_one_of_the_payloads_alone_may_be_stated() -> None:
    body = template(real_time(), function(MemorySize=100, stated={"responseBytes": 5 * MIB}))
    assert only_finding(RULE, body).limit == "about 110 MB"


def test_a_function_of_whose_payloads_nothing_is_stated_is_sound() -> None:
    assert found_in(template(real_time(), function(MemorySize=128, stated={"requestBytes": 0}))) == []


def test_what_an_asynchronous_endpoint_is_asked_is_not_held() -> None:
    stated = {"requestBytes": 500 * MIB}
    invoking = function(MemorySize=128, stated=stated, action="sagemaker:InvokeEndpointAsync")
    assert RULE.id not in found_in(template(asynchronous(), invoking))


def test_the_invoker_of_this_package_reckons_its_memory_itself() -> None:
    own = {"SAGEWIRE_ENDPOINT_NAME": "ranking"}
    assert RULE.id not in found_in(asking(128, request=5, response=5, variables=own))
