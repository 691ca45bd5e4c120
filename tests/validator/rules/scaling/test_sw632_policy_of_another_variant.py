"""A policy of a variant that no scalable target names."""

from typing import Any

import pytest

from sagewire.validator.rules.scaling.sw632_policy_of_another_variant import RULE
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.scaling import scaled, target, tracking
from sagewire.validator.samples.serving import config, endpoint, instance_variant, real_time
from tests.validator.judging import findings_of, only_finding

INSTANCES = "sagemaker:variant:DesiredInstanceCount"
TWO = {**real_time(), **config(instance_variant(), instance_variant(VariantName="Other"))}


def by_name(variant: str, dimension: Any = INSTANCES, of: str = "Endpoint", **changes: Any) -> dict[str, Any]:
    named = {
        "ScalingTargetId": None,
        "ServiceNamespace": "sagemaker",
        "ScalableDimension": dimension,
        "ResourceId": sub(f"endpoint/${{{of}.EndpointName}}/variant/{variant}"),
    }
    metric = "SageMakerVariantConcurrentRequestsPerModelHighResolution"
    return tracking(metric, id="Concurrency", value=5, **{**named, **changes})


def test_a_variant_that_no_target_names_is_not_registered() -> None:
    finding = only_finding(RULE, template(TWO, scaled(), by_name("Other")))
    place = "Properties/ResourceId"
    assert (finding.resource, finding.found, finding.limit, finding.property) == (
        "Concurrency",
        "Other",
        "AllTraffic",
        place,
    )
    assert finding.fix.startswith("Set ScalingTargetId: Ref Target ")


@pytest.mark.parametrize(("variant", "found"), [("AllTraffic", 0), ("alltraffic", 1), ("AllTraffic2", 1)])
def test_the_letters_must_be_the_same(variant: str, found: int) -> None:
    assert len(findings_of(RULE, template(TWO, scaled(), by_name(variant)))) == found


def test_one_of_several_targets_is_enough() -> None:
    other = target("OtherTarget", ResourceId=sub("endpoint/${Endpoint.EndpointName}/variant/Other"))
    assert findings_of(RULE, template(TWO, scaled(), other, by_name("Other"))) == []


def test_an_endpoint_without_any_target_may_be_registered_elsewhere() -> None:
    assert findings_of(RULE, template(TWO, by_name("Other"))) == []
    assert findings_of(RULE, template(TWO, endpoint("Second"), scaled(), by_name("Other", of="Second"))) == []


@pytest.mark.parametrize("dimension", ["sagemaker:variant:DesiredProvisionedConcurrency", {"Ref": "Dimension"}])
def test_a_target_of_another_dimension_is_another_one(dimension: Any) -> None:
    body = template(TWO, scaled(), by_name("Other", dimension))
    assert findings_of(RULE, {**body, "Parameters": {"Dimension": {"Type": "String"}}}) == []


def test_a_policy_of_another_dimension_is_of_another_target() -> None:
    provisioned = target(ScalableDimension="sagemaker:variant:DesiredProvisionedConcurrency")
    assert findings_of(RULE, template(TWO, provisioned, by_name("Other"))) == []


def test_a_policy_with_its_target_s_id_belongs_to_it() -> None:
    assert findings_of(RULE, template(TWO, scaled(), by_name("Other", ScalingTargetId={"Ref": "Target"}))) == []


def named(of_target: str, of_policy: str, **changes: dict[str, Any]) -> dict[str, Any]:
    """An endpoint, a target and a policy by names that are made of parameters."""
    return template(
        real_time(),
        endpoint(EndpointName={"Ref": "EndpointName"}),
        target(ResourceId=sub(f"endpoint/${{EndpointName}}/variant/{of_target}")),
        by_name("", ResourceId=sub(f"endpoint/${{EndpointName}}/variant/{of_policy}")),
        Parameters={name: {"Type": "String", **changes.get(name, {})} for name in ("EndpointName", "One", "Two")},
    )


@pytest.mark.parametrize(
    ("of_target", "of_policy", "found"),
    [
        ("${One}", "${One}", 0),
        ("${One}", "${Two}", 0),
        ("${One}", "Main", 0),
        ("${One}", "${Two}${One}", 1),
        ("${One}", "${One}-2", 1),
        ("${One}-1", "${One}-2", 0),
        ("Main", "Other", 1),
    ],
)
def test_two_parameters_may_be_the_same(of_target: str, of_policy: str, found: int) -> None:
    assert len(findings_of(RULE, named(of_target, of_policy))) == found


@pytest.mark.parametrize(
    ("of_policy", "two", "found"),
    [
        ("${Two}${One}", {"AllowedValues": ["", "blue-"]}, 0),
        ("${One}${Two}", {"AllowedValues": ["", "-blue"]}, 0),
        ("${Two}${Two}${One}", {"AllowedValues": ["", "blue-"]}, 0),
        ("${Two}-${One}", {"AllowedValues": ["", "blue"]}, 1),
        ("${Two}${One}${One}", {"AllowedValues": ["", "blue"]}, 1),
        ("${Two}${One}", {"AllowedValues": ["blue-", "green-"]}, 1),
        ("${Two}${One}", {"AllowedValues": "text"}, 1),
        ("${Two}${One}", {"Default": ""}, 0),
    ],
)
def test_a_parameter_that_may_be_empty_makes_no_other_name(of_policy: str, two: dict[str, Any], found: int) -> None:
    assert len(findings_of(RULE, named("${One}", of_policy, Two=two))) == found


def test_a_parameter_of_another_template_is_another_one() -> None:
    body = named("${One}", "${One}-2", EndpointName={"Default": "ranking"})
    resources = dict(body["Resources"])
    policy = {"Concurrency": resources.pop("Concurrency")}
    templates = {"a.json": {**body, "Resources": resources}, "b.json": {**body, "Resources": policy}}
    assert len(findings_of(RULE, body)) == 1
    assert findings_of(RULE, **templates) == []


@pytest.mark.parametrize(("default", "found"), [({"Default": ""}, 0), ({"Default": "blue-"}, 1), ({}, 1)])
def test_what_a_nested_stack_is_given_may_be_empty_where_its_default_is(default: dict[str, str], found: int) -> None:
    given = {"Parameters": {"Two": {"Ref": "Unset"}}, "TemplateURL": "child.json"}
    parent = {
        "Parameters": {"Unset": {"Type": "String"}},
        "Resources": {"Child": {"Type": "AWS::CloudFormation::Stack", "Properties": given}},
    }
    child = named("${One}", "${Two}${One}", Two=default)
    assert len(findings_of(RULE, **{"parent.json": parent, "child.json": child})) == found
