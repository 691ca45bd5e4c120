"""SW515."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw515_shadow_exclusions import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import IMAGE, async_settings, config, endpoint, instance_variant, model
from tests.validator.judging import findings_of

SHADOW = instance_variant(VariantName="Shadow")


def _of(model_changes: dict[str, Any] | None = None, *, shadow: Any = SHADOW, **changes: Any) -> dict[str, Any]:
    served = config(instance_variant(), ShadowProductionVariants=[shadow], **changes)
    return template(model(**(model_changes or {})), served, endpoint())


@pytest.mark.parametrize(
    ("model_changes", "reason"),
    [
        ({"container": {"Mode": "MultiModel"}}, "multi-model"),
        ({"PrimaryContainer": None, "Containers": [{"Image": IMAGE}] * 2}, "several containers"),
        (
            {"PrimaryContainer": {"ModelPackageName": "arn:aws:sagemaker:us-east-1:865070037744:model-package/r-1"}},
            "Marketplace",
        ),
    ],
)
def test_what_a_model_is_rules_a_shadow_out(model_changes: dict[str, Any], reason: str) -> None:
    (finding,) = findings_of(RULE, _of(model_changes))
    assert reason in finding.message
    assert finding.property == "Properties/ShadowProductionVariants"


def test_an_asynchronous_endpoint_has_no_shadow() -> None:
    (finding,) = findings_of(RULE, _of(AsyncInferenceConfig=async_settings(NotificationConfig=None)))
    assert "asynchronous" in finding.message


def test_inf1_has_no_shadow() -> None:
    shadow = instance_variant(VariantName="Shadow", InstanceType="ml.inf1.xlarge")
    (finding,) = findings_of(RULE, _of(shadow=shadow))
    assert "Shadow runs on Inf1" in finding.message


def test_inf2_has_one() -> None:
    shadow = instance_variant(VariantName="Shadow", InstanceType="ml.inf2.xlarge")
    assert not findings_of(RULE, _of(shadow=shadow))


def test_several_reasons_are_one_finding() -> None:
    body = _of({"container": {"Mode": "MultiModel"}}, AsyncInferenceConfig=async_settings(NotificationConfig=None))
    assert len(findings_of(RULE, body)) == 1


def test_the_same_without_shadow_is_left_alone() -> None:
    body = template(model(container={"Mode": "MultiModel"}), config(instance_variant()), endpoint())
    assert not findings_of(RULE, body)
