"""SW517."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw517_component_host_without_role import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import asynchronous, component_host, real_time, serverless
from tests.validator.judging import findings_of


def test_a_host_of_components_names_a_role() -> None:
    (finding,) = findings_of(RULE, template(component_host(ExecutionRoleArn=None)))
    assert (finding.found, finding.property) == ("not set", "Properties/ExecutionRoleArn")


def test_a_role_that_is_not_known_is_one() -> None:
    body = template(component_host(ExecutionRoleArn=ref("Role")), Parameters={"Role": {"Type": "String"}})
    assert not findings_of(RULE, body)


@pytest.mark.parametrize("kind", [real_time, serverless, asynchronous])
def test_endpoints_with_models_have_those_models_roles(kind: Any) -> None:
    assert not findings_of(RULE, template(kind()))


def test_a_variant_that_may_have_a_model_is_left_alone() -> None:
    body = template(
        component_host(variant={"ModelName": ref("Model")}, ExecutionRoleArn=None),
        Parameters={"Model": {"Type": "String"}},
    )
    assert not findings_of(RULE, body)
