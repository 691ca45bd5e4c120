"""SW210."""

import pytest

from sagewire.validator.rules.memory.sw210_function_memory import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from tests.validator.judging import found_in, only_finding

PROVIDER = {"LambdaManagedInstancesCapacityProviderConfig": {"CapacityProviderArn": "arn:aws:lambda:us-east-1:1:x"}}


@pytest.mark.parametrize("memory", [10_239, 10_240, None])
def test_what_lambda_gives_is_sound(memory: int | None) -> None:
    assert found_in(template(function(endpoint=None, MemorySize=memory))) == []


def test_a_megabyte_more_is_found() -> None:
    finding = only_finding(RULE, template(function(endpoint=None, MemorySize=10_241)))
    assert (finding.property, finding.found, finding.limit) == ("Properties/MemorySize", "10241", "10,240 MiB")


@pytest.mark.parametrize("provider", [PROVIDER, {"Ref": "Unset"}])
def test_managed_instances_give_more(provider: dict[str, object]) -> None:
    body = template(function(endpoint=None, MemorySize=32_768, CapacityProviderConfig=provider))
    assert RULE.id not in found_in(body)
