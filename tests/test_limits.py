"""A figure that AWS's own models state as well must be the same there."""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.retries import standard
from cfnlint.helpers import LIMITS as LINTED
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from sagewire import limits
from sagewire.limits import Choice, Limit, Runtime

LIMITS = {name: value for name, value in vars(limits).items() if isinstance(value, Limit)}
CHOICES = {name: value for name, value in vars(limits).items() if isinstance(value, Choice)}
RUNTIMES = {runtime.name: runtime for runtime in limits.PYTHON_RUNTIMES}
SOURCED: dict[str, Limit | Choice | Runtime] = {**LIMITS, **CHOICES, **RUNTIMES}
MOST = ("max", "maximum", "maxLength", "maxItems", "maxProperties")
LEAST = ("min", "minimum", "minLength", "minItems", "minProperties")
DAYS = ("deprecated", "create-block", "update-block")
SETTINGS = {
    "read_timeout": limits.BOTOCORE_READ_TIMEOUT,
    "connect_timeout": limits.BOTOCORE_CONNECT_TIMEOUT,
    "max_pool_connections": limits.BOTOCORE_CONNECTIONS,
}


def botocore_shape(stated: str | None) -> Mapping[str, Any]:
    service, name = str(stated).split(":")
    metadata: Mapping[str, Any] = botocore.session.get_session().get_service_model(service).shape_for(name).metadata
    return metadata


def cloudformation_schema(stated: str | None) -> Mapping[str, Any]:
    resource_type, path = str(stated).split("#/")
    root = resource_schema(resource_type)
    node = root
    for part in path.split("/"):
        node = followed(root, node["items"] if part == "*" else node["properties"][part])
    return node


@cache
def resource_schema(resource_type: str) -> Mapping[str, Any]:
    schema: Mapping[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", resource_type).schema
    return schema


def followed(root: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node:
        target = root
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def assert_same(limit: Limit, stated: Mapping[str, Any]) -> None:
    most = [stated[key] for key in MOST if key in stated]
    least = [stated[key] for key in LEAST if key in stated]
    assert most or least, "it states nothing to compare"
    assert limit.value == (most or [limit.value])[0]
    assert (limit.minimum or 0) >= (least or [0])[0]
    if limit.default is not None:
        assert limit.default == stated.get("default", limit.default)


@pytest.mark.parametrize("name", [name for name, limit in LIMITS.items() if limit.shape])
def test_limit_agrees_with_botocore(name: str) -> None:
    assert_same(LIMITS[name], botocore_shape(LIMITS[name].shape))


@pytest.mark.parametrize("name", [name for name, limit in LIMITS.items() if limit.schema])
def test_limit_agrees_with_cloudformation(name: str) -> None:
    assert_same(LIMITS[name], cloudformation_schema(LIMITS[name].schema))


@pytest.mark.parametrize("name", [name for name, choice in CHOICES.items() if choice.shape])
def test_choice_agrees_with_botocore(name: str) -> None:
    assert list(CHOICES[name].values) == botocore_shape(CHOICES[name].shape)["enum"]


@pytest.mark.parametrize("name", [name for name, choice in CHOICES.items() if choice.schema])
def test_choice_agrees_with_cloudformation(name: str) -> None:
    assert set(CHOICES[name].values) == set(cloudformation_schema(CHOICES[name].schema)["enum"])


def test_least_cpu_of_a_component_agrees_with_botocore() -> None:
    assert limits.COMPONENT_CPU.value == 1000 * botocore_shape("sagemaker:NumberOfCpuCores")["min"]


@pytest.mark.parametrize("setting", SETTINGS)
def test_setting_agrees_with_botocore(setting: str) -> None:
    assert SETTINGS[setting].value == Config.OPTION_DEFAULTS[setting]


def test_attempts_agree_with_botocore() -> None:
    legacy = json.loads(files("botocore").joinpath("data/_retry.json").read_text())
    assert limits.BOTOCORE_ATTEMPTS.value == standard.DEFAULT_MAX_ATTEMPTS
    assert limits.BOTOCORE_LEGACY_ATTEMPTS.value == legacy["retry"]["__default__"]["max_attempts"]


def test_template_agrees_with_cfn_lint() -> None:
    assert limits.TEMPLATE_RESOURCES.value == LINTED["Resources"]["number"]
    assert limits.TEMPLATE_PARAMETERS.value == LINTED["Parameters"]["number"]
    assert limits.TEMPLATE_OUTPUTS.value == LINTED["Outputs"]["number"]
    assert limits.TEMPLATE_MAPPINGS.value == LINTED["Mappings"]["number"]
    assert limits.TEMPLATE_BODY.value == LINTED["template"]["body"]


def test_python_runtimes_agree_with_cfn_lint() -> None:
    table = json.loads(files("cfnlint").joinpath("data/AdditionalSpecs/LmbdRuntimeLifecycle.json").read_text())
    days = {
        name: tuple(date.fromisoformat(row[day]) for day in DAYS) for name, row in table.items() if "python" in name
    }
    assert days == {
        name: (runtime.deprecated, runtime.creation_blocked, runtime.update_blocked)
        for name, runtime in RUNTIMES.items()
    }


@pytest.mark.parametrize("name", RUNTIMES)
def test_runtime_is_blocked_after_it_is_deprecated(name: str) -> None:
    runtime = RUNTIMES[name]
    assert runtime.deprecated <= runtime.creation_blocked <= runtime.update_blocked


@pytest.mark.parametrize("name", SOURCED)
def test_figure_names_its_source(name: str) -> None:
    assert re.match(r"https://docs\.aws\.amazon\.com/\S+$", SOURCED[name].source)
    assert SOURCED[name].what


@pytest.mark.parametrize("name", LIMITS)
def test_limit_lies_within_itself(name: str) -> None:
    limit = LIMITS[name]
    least = limit.minimum if limit.minimum is not None else limit.value
    assert least <= limit.value
    assert limit.default is None or limit.default == limit.value or least <= limit.default <= limit.value
    assert limit.unit


@pytest.mark.parametrize("name", [name for name, limit in LIMITS.items() if limit.adjustable])
def test_adjustable_limit_names_a_quota(name: str) -> None:
    assert re.fullmatch(r"quota|L-[0-9A-F]{8}", str(LIMITS[name].adjustable))


def test_each_figure_stands_once() -> None:
    told = [(figure.what, figure.source) for figure in SOURCED.values() if not isinstance(figure, Runtime)]
    assert len(told) == len(set(told))


def test_large_regions_have_serverless_endpoints() -> None:
    assert set(limits.SERVERLESS_LARGE_REGIONS.values) < set(limits.SERVERLESS_REGIONS.values)


def test_serverless_memory_sizes_span_the_range() -> None:
    sizes, span = limits.SERVERLESS_MEMORY_SIZES.values, limits.SERVERLESS_MEMORY
    assert sizes == tuple(range(span.minimum or 0, span.value + 1, 1024))
