"""A figure that AWS's own API model states as well must be the same there."""

import re

import botocore.session
import pytest

from sagewire import limits
from sagewire.limits import Choice, Limit

LIMITS = {name: value for name, value in vars(limits).items() if isinstance(value, Limit)}
MODELLED = {name: limit for name, limit in LIMITS.items() if limit.shape}


@pytest.mark.parametrize("name", MODELLED)
def test_limit_agrees_with_botocore(name: str) -> None:
    limit = MODELLED[name]
    service, shape_name = str(limit.shape).split(":")
    shape = botocore.session.get_session().get_service_model(service).shape_for(shape_name)
    assert limit.value == shape.metadata.get("max", limit.value)
    assert (limit.minimum or 0) >= shape.metadata.get("min", 0)
    assert shape.metadata.keys() & {"min", "max"}, f"{limit.shape} states nothing to compare"


@pytest.mark.parametrize("name", LIMITS)
def test_limit_names_its_source(name: str) -> None:
    assert re.match(r"https://docs\.aws\.amazon\.com/\S+$", LIMITS[name].source)
    assert LIMITS[name].what
    assert LIMITS[name].unit


def test_each_figure_stands_once() -> None:
    told = [(limit.what, limit.source) for limit in LIMITS.values()]
    assert len(told) == len(set(told))


CHOICES = {name: value for name, value in vars(limits).items() if isinstance(value, Choice)}


@pytest.mark.parametrize("name", [name for name, choice in CHOICES.items() if choice.shape])
def test_choice_agrees_with_botocore(name: str) -> None:
    service, shape_name = str(CHOICES[name].shape).split(":")
    shape = botocore.session.get_session().get_service_model(service).shape_for(shape_name)
    assert list(CHOICES[name].values) == shape.metadata["enum"]


@pytest.mark.parametrize("name", CHOICES)
def test_choice_names_its_source(name: str) -> None:
    assert re.match(r"https://docs\.aws\.amazon\.com/\S+$", CHOICES[name].source)
    assert CHOICES[name].what
