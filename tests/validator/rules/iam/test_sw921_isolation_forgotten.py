"""SW921."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw921_isolation_forgotten import RULE
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.serving import (
    IMAGE,
    config,
    endpoint,
    instance_variant,
    model,
    serverless_variant,
)
from tests.validator.judging import findings_of, only_finding

NETWORK = {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]}


def two(variant: dict[str, Any] | None = None, *, isolated: Any = True, **changes: Any) -> dict[str, Any]:
    first = {**model(EnableNetworkIsolation=isolated), **config(instance_variant()), **endpoint()}
    second = {**model("Other", **changes), **config(variant or instance_variant(model="Other"), id="OtherConfig")}
    return template(first, second, endpoint("OtherEndpoint", config="OtherConfig"))


@pytest.mark.parametrize("flag", [False, "false", None])
def test_a_model_like_one_that_is_isolated_is_found(flag: Any) -> None:
    finding = only_finding(RULE, two(EnableNetworkIsolation=flag))
    assert finding.severity == "info"
    assert finding.message == "Other may call anywhere, though Model runs the same image without a network"


@pytest.mark.parametrize("flag", [True, {"Ref": "Unset"}])
def test_a_model_that_is_isolated_or_may_be_is_left_alone(flag: Any) -> None:
    assert not findings_of(RULE, two(EnableNetworkIsolation=flag))


@pytest.mark.parametrize("flag", [False, None, {"Ref": "Unset"}])
def test_where_none_is_isolated_nothing_was_forgotten(flag: Any) -> None:
    assert not findings_of(RULE, two(isolated=flag))


@pytest.mark.parametrize("image", [sub("${Registry}/other:1"), {"Ref": "Image"}])
def test_another_image_may_need_a_network(image: Any) -> None:
    assert image != IMAGE
    assert not findings_of(RULE, two(image=image))


def test_a_model_in_a_network_of_ones_own_is_left_alone() -> None:
    assert not findings_of(RULE, two(VpcConfig=NETWORK))


def test_a_serverless_model_cannot_be_isolated() -> None:
    assert not findings_of(RULE, two(serverless_variant(model="Other")))
