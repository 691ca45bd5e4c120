"""SW423."""

from typing import Any

import pytest

from sagewire.validator.rules.capacity.sw423_provisioned_for_latest import RULE
from sagewire.validator.samples import ref, resource, template
from sagewire.validator.samples.invoking import function
from tests.validator.judging import findings_of, found_in

WARM = {"ProvisionedConcurrentExecutions": 2}


def _of(version: Any, warm: Any = WARM) -> dict[str, Any]:
    properties = {"FunctionName": ref("Function"), "FunctionVersion": version, "Name": "live"}
    alias = resource("Alias", "AWS::Lambda::Alias", properties, {"ProvisionedConcurrencyConfig": warm})
    return template(function(endpoint=None), alias, Parameters={"Unset": {"Type": "String"}})


def test_an_alias_of_the_latest_code_is_refused() -> None:
    (finding,) = findings_of(RULE, _of("$LATEST"))
    assert (finding.found, finding.property) == ("$LATEST", "Properties/FunctionVersion")


@pytest.mark.parametrize("version", ["1", {"Ref": "Unset"}])
def test_a_published_version_is_sound(version: Any) -> None:
    assert not findings_of(RULE, _of(version))


@pytest.mark.parametrize("warm", [None, {"Ref": "Unset"}])
def test_an_alias_that_is_not_known_to_be_kept_warm_may_be_of_the_latest(warm: Any) -> None:
    assert found_in(_of("$LATEST", warm)) == []
