"""Whatever a template holds, the validator ends, breaks down nowhere, and says nothing of what it does not know."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sagewire.validator.catalogue import all_rules
from sagewire.validator.judge import judge, templates_of
from sagewire.validator.reports import as_json, as_text
from sagewire.validator.samples import att, ref, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.stated import FACTS
from tests.validator.judging import report_on
from tests.validator.sound import sound

# Far above what is needed, on any machine: only work that grows with the square of a template exceeds it.
SECONDS = 10
RESOURCES = 10_000
_RIGHT = [rule.right() for rule in all_rules()] + [rule.wrong() for rule in all_rules()]
_NAMES = ["A", "B", "Function", "Endpoint", "Config", "Model", "Open"]
_TYPES = sorted({resource["Type"] for body in _RIGHT for resource in body["Resources"].values()})

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from([*_NAMES, "", "arn:aws:x:::y/A", "60"])
)
functions = st.sampled_from(
    [
        "Ref",
        "Fn::GetAtt",
        "Fn::If",
        "Fn::Join",
        "Fn::Sub",
        "Fn::Select",
        "Fn::Split",
        "Fn::FindInMap",
        "Fn::ImportValue",
        "Fn::ToJsonString",
        "Fn::Length",
        "Fn::Transform",
        "Fn::ForEach::x",
        "Condition",
        "Fn::Equals",
        "Fn::And",
    ]
)


def _or_computed(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    computed = st.dictionaries(functions, values | st.lists(values, max_size=4), min_size=1, max_size=1)
    return computed | st.lists(values, max_size=4) | st.dictionaries(st.sampled_from(_NAMES), values, max_size=4)


anything = st.recursive(scalars, _or_computed, max_leaves=12)


@st.composite
def mangled(draw: st.DrawFn) -> dict[str, Any]:
    """A template that makes sense, in which anything stands at some places."""
    body = draw(st.sampled_from(_RIGHT))

    def mangle(value: Any, depth: int) -> Any:
        if depth and draw(st.integers(0, 14)) == 0:
            return draw(anything)
        if isinstance(value, dict):
            return {key: mangle(inside, depth + 1) for key, inside in value.items()}
        if isinstance(value, list):
            return [mangle(inside, depth + 1) for inside in value]
        return value

    return {**mangle(body, 0), "Conditions": draw(anything), "Parameters": draw(anything), "Mappings": draw(anything)}


@given(st.dictionaries(st.sampled_from(["Resources", "Parameters", "Outputs", "Transform", "Conditions"]), anything))
@settings(max_examples=150, deadline=None)
def test_anything_at_all_is_looked_at(body: dict[str, Any]) -> None:
    report_on(body)


@given(mangled())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_template_with_anything_at_some_places_is_looked_at(body: dict[str, Any]) -> None:
    report_on(body)


@given(st.lists(st.sampled_from(_TYPES), max_size=30), anything)
@settings(max_examples=60, deadline=None)
def test_resources_of_which_nothing_is_known_have_no_finding(types: list[str], unset: Any) -> None:
    unknown = {"Fn::ImportValue": {"Ref": "AWS::StackName"}}
    resources = {f"R{position}": {"Type": kind, "Properties": unknown} for position, kind in enumerate(types)}
    assert report_on({"Resources": resources}).findings == []


def _circular(count: int) -> dict[str, Any]:
    """Each resource refers to the next, the last to the first; parameters and conditions to themselves."""
    resources = {
        f"R{position}": {
            "Type": _TYPES[position % len(_TYPES)],
            "Condition": "Round",
            "Properties": {
                "EndpointName": {"Ref": f"R{(position + 1) % count}"},
                "Role": {"Fn::GetAtt": f"R{position}.Arn"},
            },
        }
        for position in range(count)
    }
    conditions = {"Round": {"Fn::Not": [{"Condition": "Round"}]}}
    parameters = {"P": {"Type": "String", "Default": {"Ref": "P"}}}
    return {"Resources": resources, "Conditions": conditions, "Parameters": parameters}


def _many(count: int) -> dict[str, Any]:
    """The sound template, over and over under other names."""
    resources = sound()["Resources"]
    copies = count // len(resources) + 1
    return {
        "Resources": {
            f"{logical_id}{copy}": _renamed(resource, copy, set(resources))
            for copy in range(copies)
            for logical_id, resource in resources.items()
        }
    }


def _renamed(value: Any, copy: int, names: set[str]) -> Any:
    match value:
        case {"Ref": str() as name} if name in names:
            return {"Ref": f"{name}{copy}"}
        case {"Fn::GetAtt": [str() as name, attribute]} if name in names:
            return {"Fn::GetAtt": [f"{name}{copy}", attribute]}
        case dict():
            return {key: _renamed(inside, copy, names) for key, inside in value.items()}
        case list():
            return [_renamed(inside, copy, names) for inside in value]
    return value


@pytest.mark.parametrize("made", [_circular, _many])
def test_ten_thousand_resources_are_looked_at_in_time(made: Any) -> None:
    """In CPU time."""
    templates = templates_of({"t": made(RESOURCES)})
    began = time.process_time()
    report = judge(templates)
    assert time.process_time() - began < SECONDS
    assert not report.failures


def _tenfold(made: Callable[[str], Any], levels: int = 20) -> dict[str, Any]:
    """Parameters each of which is made of the next, ten times; a variable says each of them."""
    parameters: dict[str, Any] = {f"P{level}": {"Default": made(f"P{level + 1}")} for level in range(levels)}
    variables = {f"V{level}": ref(f"P{level}") for level in reversed(range(levels))}
    asked = function(variables=variables)
    asked["Function"]["Properties"]["Timeout"] = {"Fn::ToJsonString": ref("P0")}
    return template(serverless(), asked, Parameters={**parameters, f"P{levels}": {"Default": "ten letter"}})


def _exported(levels: int = 20) -> dict[str, Any]:
    """Exports each of which is made of the next, ten times."""
    outputs = {
        f"O{level}": {
            "Value": {"Fn::Join": ["", [{"Fn::ImportValue": f"e{level + 1}"}] * 10]},
            "Export": {"Name": f"e{level}"},
        }
        for level in range(levels)
    }
    last = {"Value": "ten letter", "Export": {"Name": f"e{levels}"}}
    variables = {f"V{level}": {"Fn::ImportValue": f"e{level}"} for level in reversed(range(levels))}
    return template(serverless(), function(variables=variables), Outputs={**outputs, "Last": last})


def _looked_up_in_itself() -> dict[str, Any]:
    """A mapping's entry is made of itself, three times."""
    place = {"Fn::FindInMap": ["M", "a", "b"]}
    asked = function(Timeout=place, MemorySize=place)
    return template(serverless(), asked, Mappings={"M": {"a": {"b": {"Fn::FindInMap": [place] * 3}}}})


def _nested_in_one_another(times: int) -> dict[str, dict[str, Any]]:
    """The output of each of two stacks is made of the other's, so many times."""

    def stack(other: str) -> dict[str, Any]:
        nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": f"https://x/{other}.json"}}
        outputs = {"O": {"Value": {"Fn::Join": ["", [att("Other", "Outputs.O")] * times]}}}
        return template(serverless(), function(Timeout=att("Other", "Outputs.O")), {"Other": nested}, Outputs=outputs)

    return {"a.json": stack("b"), "b.json": stack("a")}


@pytest.mark.parametrize(
    "bodies",
    [
        {"t": _tenfold(lambda name: {"Fn::Join": ["", [ref(name)] * 10]})},
        {"t": _tenfold(lambda name: {"Fn::Sub": f"${{{name}}}" * 10})},
        {"t": _tenfold(lambda name: [ref(name)] * 10)},
        {"t": _tenfold(lambda name: {"Fn::ToJsonString": [ref(name)] * 10})},
        {"t": _tenfold(lambda name: {"Fn::Split": [",", {"Fn::Join": [",", [ref(name)] * 10]}]})},
        {"t": _exported()},
        {"t": _looked_up_in_itself()},
        _nested_in_one_another(3),
        _nested_in_one_another(10),
    ],
)
def test_what_is_made_of_itself_over_and_over_is_looked_at_in_time(bodies: Any) -> None:
    """In CPU time."""
    templates = templates_of(bodies)
    began = time.process_time()
    report = judge(templates)
    assert time.process_time() - began < SECONDS
    assert not report.failures


@pytest.mark.parametrize("figure", [1e308, -1e308, 1e99, 1e-308, "1e308", 10**400, float("inf"), float("nan")])
def test_figures_of_any_size_are_reported(figure: Any) -> None:
    """Programs read no infinity."""
    body = sound()
    for resource in body["Resources"].values():
        facts = FACTS.get(resource["Type"], ())
        resource["Metadata"] = {"sagewire": dict.fromkeys(facts, figure)}
        if resource["Type"] == "AWS::Lambda::Function":
            resource["Properties"]["ReservedConcurrentExecutions"] = figure
    report = report_on(body, region="us-east-1")
    said = as_json.render(report, texts={})
    assert json.loads(said, parse_constant=pytest.fail)["paths"]
    assert as_text.render(report, titles={}, texts={})


def _crossed(ways: int, endpoints: int) -> dict[str, Any]:
    """One function with so many rules before it and so many endpoints behind it."""
    target = {"Id": "Function", "Arn": att("Function", "Arn")}
    rules = {
        f"Rule{position}": {
            "Type": "AWS::Events::Rule",
            "Properties": {"ScheduleExpression": "rate(1 hour)", "Targets": [target]},
        }
        for position in range(ways)
    }
    served = {
        f"{logical_id}{position}": _renamed(part, position, set(serverless()))
        for position in range(endpoints)
        for logical_id, part in serverless().items()
    }
    named = {f"ENDPOINT_{position}": att(f"Endpoint{position}", "EndpointName") for position in range(endpoints)}
    may = [{"Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": ref("Endpoint0")}]
    return template(rules, served, function(endpoint=None, variables=named, statements=may))


def test_each_way_to_each_endpoint_is_told_in_time() -> None:
    templates = templates_of({"t": _crossed(ways=600, endpoints=60)})
    began = time.process_time()
    report = judge(templates)
    assert time.process_time() - began < SECONDS
    assert not report.failures
    assert len({path.id for path in report.paths}) == len(report.paths) == 600 * 60
