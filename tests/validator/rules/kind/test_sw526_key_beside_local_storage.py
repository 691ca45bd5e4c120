"""SW526."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw526_key_beside_local_storage import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import (
    asynchronous,
    component_host,
    config,
    endpoint,
    instance_variant,
    model,
    real_time,
)
from tests.validator.judging import findings_of

KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def _of(instance_type: Any, key: Any = KEY) -> dict[str, Any]:
    parameters = {"Key": {"Type": "String"}, "Unset": {"Type": "String"}}
    return template(real_time(variant={"InstanceType": instance_type}, KmsKeyId=key), Parameters=parameters)


@pytest.mark.parametrize("instance_type", ["ml.g5.xlarge", "ml.m5d.xlarge", "ml.c6gd.large"])
@pytest.mark.parametrize("key", [KEY, "alias/own"])
def test_a_type_with_storage_of_its_own_is_found(instance_type: str, key: str) -> None:
    (finding,) = findings_of(RULE, _of(instance_type, key))
    assert finding.property == "Properties/KmsKeyId"
    assert instance_type in finding.message


@pytest.mark.parametrize(
    ("instance_type", "key"),
    [
        ("ml.m5.xlarge", KEY),
        ("ml.g5.xlarge", None),
        ("ml.zz9.xlarge", KEY),
        ({"Ref": "Unset"}, KEY),
        ("ml.g5.xlarge", {"Fn::If": ["Own", KEY, {"Ref": "AWS::NoValue"}]}),
    ],
)
def test_what_is_covered_or_not_known_is_left_alone(instance_type: Any, key: Any) -> None:
    body = {**_of(instance_type, key), "Conditions": {"Own": {"Fn::Equals": [{"Ref": "Unset"}, "own"]}}}
    assert not findings_of(RULE, body)


def test_several_types_are_one_finding_that_names_each_once() -> None:
    shadow = instance_variant(VariantName="Shadow", InstanceType="ml.m5d.large")
    variant = instance_variant(InstanceType="ml.g5.xlarge")
    body = template(model(), config(variant, variant, ShadowProductionVariants=[shadow], KmsKeyId=KEY), endpoint())
    (finding,) = findings_of(RULE, body)
    assert finding.message.endswith("ml.g5.xlarge and ml.m5d.large")


@pytest.mark.parametrize("kind", [asynchronous, component_host])
def test_every_kind_on_instances_is_looked_at(kind: Any) -> None:
    assert findings_of(RULE, template(kind(variant={"InstanceType": "ml.g5.xlarge"}, KmsKeyId=KEY)))
