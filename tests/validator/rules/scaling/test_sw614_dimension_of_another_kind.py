"""Scaling by a dimension that the kind of endpoint does not have."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw614_dimension_of_another_kind import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.scaling import COMPONENT_TARGET, backlog, scaled, target, tracking
from sagewire.validator.samples.serving import asynchronous, component, component_host, real_time, serverless
from tests.validator.judging import found_in, only_finding

INSTANCES = "sagemaker:variant:DesiredInstanceCount"
PROVISIONED = "sagemaker:variant:DesiredProvisionedConcurrency"
COPIES = "sagemaker:inference-component:DesiredCopyCount"


def test_a_serverless_endpoint_has_no_instances() -> None:
    finding = only_finding(RULE, template(serverless(), target(), tracking()))
    assert (finding.found, finding.property) == (INSTANCES, "Properties/ScalableDimension")
    assert finding.message.startswith("Target scales a serverless endpoint by")


def test_instances_have_no_provisioned_concurrency() -> None:
    assert found_in(template(real_time(), scaled(ScalableDimension=PROVISIONED))) == [RULE.id]


def test_a_variant_has_no_copies() -> None:
    assert RULE.id in found_in(template(real_time(), scaled(ScalableDimension=COPIES)))


@pytest.mark.parametrize(("dimension", "found"), [(INSTANCES, True), (PROVISIONED, True), (COPIES, False)])
def test_a_component_has_copies_alone(dimension: str, found: bool) -> None:
    changes: dict[str, Any] = {**COMPONENT_TARGET, "ScalableDimension": dimension, "MinCapacity": 1}
    body = template(component_host(), component(), target(**changes), tracking())
    assert (RULE.id in found_in(body)) is found


def test_asynchronous_endpoints_have_instances() -> None:
    assert found_in(template(asynchronous(), scaled(policy=backlog()))) == []


def test_an_endpoint_of_elsewhere_may_be_of_any_kind() -> None:
    elsewhere = target(ResourceId="endpoint/elsewhere/variant/Main")
    assert RULE.id not in found_in(template(serverless(), elsewhere, tracking()))


def test_a_dimension_that_is_not_known_may_be_right() -> None:
    body = template(serverless(), target(ScalableDimension={"Ref": "Dimension"}), tracking())
    assert RULE.id not in found_in({**body, "Parameters": {"Dimension": {"Type": "String"}}})
