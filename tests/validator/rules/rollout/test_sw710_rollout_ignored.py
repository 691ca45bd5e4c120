"""A rollout that SageMaker ignores."""

from typing import Any

import pytest

from sagewire.validator.rules.rollout.sw710_rollout_ignored import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, rolled_out
from sagewire.validator.samples.serving import model, real_time
from tests.validator.judging import found_in, only_finding


def on(type: str, *, rollout: bool = True) -> dict[str, Any]:
    parts = [rolled_out(blue_green())] if rollout else []
    return template(real_time(variant={"InstanceType": type}), *parts)


def test_inferentia_of_the_first_generation_has_none() -> None:
    finding = only_finding(RULE, on("ml.inf1.2xlarge"))
    assert (finding.resource, finding.found) == ("Config", "ml.inf1.2xlarge")
    assert "Endpoint has a rollout" in finding.message


@pytest.mark.parametrize("type", ["ml.inf2.xlarge", "ml.m5.large"])
def test_other_types_have(type: str) -> None:
    assert RULE.id not in found_in(on(type))


def test_without_a_rollout_nothing_is_ignored() -> None:
    assert RULE.id not in found_in(on("ml.inf1.2xlarge", rollout=False))


@pytest.mark.parametrize(("account", "found"), [("865070037744", [RULE.id]), ("111122223333", [])])
def test_a_container_of_the_marketplace_has_none(account: str, found: list[str]) -> None:
    package = f"arn:aws:sagemaker:us-east-1:{account}:model-package/ranking/1"
    sold = model(PrimaryContainer={"ModelPackageName": package})
    assert found_in(template(real_time(), sold, rolled_out(blue_green()))) == found
