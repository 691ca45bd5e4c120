"""A place in a template answers whatever it is asked, and says nothing that it does not know."""

from typing import Any

import pytest

from sagewire.validator.template import Resource, Template
from sagewire.validator.value import Value


def _resource(properties: Any, **body: Any) -> Resource:
    sections = {
        "Parameters": {"Open": {"Type": "String"}},
        "Conditions": {"Unclear": {"Fn::Equals": [{"Ref": "Open"}, ""]}},
    }
    resources = {"It": {"Type": "T", "Properties": properties, **body}, "Other": {"Type": "T"}}
    return Template("t", {**sections, "Resources": resources}).resources["It"]


def _value(raw: Any) -> Value:
    return _resource({"P": raw})["P"]


@pytest.mark.parametrize(
    ("raw", "number"),
    [(1, 1), (1.5, 1.5), ("60", 60), (" 60 ", 60), ("-1", -1), ("1.5", 1.5), ("1e3", 1000)],
)
def test_a_figure_may_be_written_as_a_text(raw: Any, number: float) -> None:
    assert _value(raw).number == number


@pytest.mark.parametrize("raw", [True, "x", "", "nan", "inf", [], {}, None, {"Ref": "Open"}, {"Ref": "Other"}])
def test_what_is_no_figure_is_none(raw: Any) -> None:
    assert _value(raw).number is None


@pytest.mark.parametrize("raw", [10**400, 10**101, 1e100, -1e100, 1e308, "1e308", "-1e100", float("inf"), float("nan")])
def test_a_figure_that_is_beyond_all_counting_is_none(raw: Any) -> None:
    assert _value(raw).number is None


@pytest.mark.parametrize("raw", [10**99, 9.9e99, -9.9e99])
def test_a_figure_may_be_large(raw: Any) -> None:
    assert _value(raw).number == raw


@pytest.mark.parametrize(
    ("raw", "shown"), [("60", "60"), ("+60", "60"), ("-60", "-60"), (" 60 ", "60"), ("60.0", "60.0")]
)
def test_a_whole_figure_stays_one(raw: str, shown: str) -> None:
    assert str(_value(raw).number) == shown


@pytest.mark.parametrize("raw", ["1_000", "1_0.5", "\u0663"])
def test_what_python_alone_takes_for_a_figure_is_none(raw: str) -> None:
    assert _value(raw).number is None


@pytest.mark.parametrize(("raw", "flag"), [(True, True), ("true", True), (False, False), ("False", False), (1, None)])
def test_a_flag_may_be_written_as_a_text(raw: Any, flag: bool | None) -> None:
    assert _value(raw).flag is flag


@pytest.mark.parametrize(("raw", "text"), [("a", "a"), (3, "3"), (True, "true"), ([], None), ({"Ref": "Open"}, None)])
def test_a_text_is_known_or_none(raw: Any, text: str | None) -> None:
    assert _value(raw).text == text


def test_what_is_missing_is_absent_all_the_way_down() -> None:
    below = _value({})["A"]["B"][0]["C"]
    assert below.absent
    assert below.place == "Properties/P/A/B/0/C"
    assert below.name == "C"
    assert below.complete


def test_a_place_is_looked_at_once() -> None:
    value = _value({"A": [1]})
    assert value["A"] is value["A"]
    assert value["A"][0] is value["A"].elements[0]


def test_beside_the_elements_of_a_list_nothing_stands() -> None:
    assert _value([1])[0].number == 1
    assert _value([1])[1].absent
    assert _value([1])[-1].absent


def test_below_what_is_not_known_nothing_is_known() -> None:
    below = _value({"Ref": "Open"})["A"][0]
    assert below.unknown
    assert not below.absent
    assert not below.complete


@pytest.mark.parametrize("raw", ["text", 3, {"Fn::Sub": "${Open}x"}])
def test_below_a_text_nothing_is_known(raw: Any) -> None:
    assert _value(raw)["A"].unknown


def test_a_list_leaves_out_what_the_template_leaves_out() -> None:
    listed = _value([1, {"Ref": "AWS::NoValue"}, 2])
    assert [element.number for element in listed.elements] == [1, 2]
    assert listed.complete


def test_a_list_with_something_unclear_in_it_is_not_complete() -> None:
    listed = _value([1, {"Fn::If": ["Unclear", 1, {"Ref": "AWS::NoValue"}]}])
    assert [element.number for element in listed.elements] == [1]
    assert not listed.complete


def test_one_may_stand_for_a_list_of_one() -> None:
    assert [value.text for value in _value("a").listed] == ["a"]
    assert [value.text for value in _value(["a", "b"]).listed] == ["a", "b"]
    assert _value({"Ref": "AWS::NoValue"}).listed == []


def test_entries_are_those_that_stand_there() -> None:
    entries = _value({"A": 1, "B": {"Ref": "AWS::NoValue"}, "C": {"Ref": "Open"}}).entries
    assert {name: value.number for name, value in entries.items()} == {"A": 1}


def test_it_mentions_all_that_it_is_made_of() -> None:
    value = _value({"a": [{"Fn::Sub": "x-${Other}"}], "b": {"Fn::GetAtt": ["It", "Arn"]}, "c": {"Ref": "Open"}})
    assert {resource.logical_id for resource in value.mentions} == {"Other", "It"}


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (1500, "1500"),
        (True, "true"),
        ("text", "text"),
        ({"Ref": "AWS::NoValue"}, "not set"),
        ({"Ref": "Other"}, "Other"),
        ({"Fn::Sub": "a-${Open}"}, "a-${Open}"),
        ({"Fn::Sub": "${AWS::AccountId}-*"}, "${AWS::AccountId}-*"),
        ({"Fn::Sub": "a-${Other}-${Other.Arn}-${ Open }"}, "a-${Other}-${Other.Arn}-${Open}"),
        ({"Fn::Sub": ["${A}-${B}", {"A": "a", "B": {"Ref": "Open"}}]}, "a-${Open}"),
        ({"Fn::Join": ["/", ["a", 1, {"Fn::GetAtt": ["Other", "Arn"]}]]}, "a/1/${Other.Arn}"),
        ({"Fn::Join": ["/", ["a", {"Fn::GetAtt": "Other.Arn"}]]}, "a/${Other.Arn}"),
        ({"Fn::Join": ["/", ["a", {"Fn::ImportValue": "b"}]]}, "a/*"),
        ({"Fn::Sub": ["a-${B}", {"B": {"Fn::ImportValue": "b"}}]}, "a-*"),
        ({"Fn::Sub": "a-{{resolve:ssm:b}}-${Open}"}, "a-{{resolve:ssm:b}}-${Open}"),
        ("a-{{resolve:ssm:b}}", "a-*"),
        ({"Fn::Sub": f"{'x' * 113}${{Open}}"}, f"{'x' * 113}${{Open}}"),
        ({"Fn::Sub": f"{'x' * 114}${{Open}}"}, f"{'x' * 77}..."),
        ({"A": 1}, "P"),
        ("x" * 81, f"{'x' * 77}..."),
        ("x" * 80, "x" * 80),
    ],
)
def test_a_message_quotes_it_as_people_write_it(raw: Any, shown: str) -> None:
    assert _value(raw).shown == shown


def test_a_resource_tells_where_it_was_made_and_what_is_stated() -> None:
    resource = _resource({}, Metadata={"aws:cdk:path": "Stack/It/Resource", "sagewire": {"latencyMilliseconds": 5}})
    assert resource.construct_path == "Stack/It/Resource"
    assert resource.stated["latencyMilliseconds"].number == 5
    assert resource.stated["latencyMilliseconds"].place == "Metadata/sagewire/latencyMilliseconds"


@pytest.mark.parametrize("properties", [None, [], "x", 3])
def test_properties_of_a_wrong_type_have_nothing_in_them(properties: Any) -> None:
    assert not _resource(properties)["P"].present


def test_a_condition_decides_over_a_resource() -> None:
    assert _resource({}).certain
    assert not _resource({}, Condition="Unclear").certain
    assert not _resource({}, Condition="Unclear").dropped


def test_a_value_is_also_told_as_it_is_written() -> None:
    assert _value({"Fn::Join": ["", ["a", "b"]]}).raw == {"Fn::Join": ["", ["a", "b"]]}


@pytest.mark.parametrize("filling", ["Fn::Transform", "Fn::ForEach::Each"])
def test_a_macro_or_a_loop_may_put_more_into_an_object(filling: str) -> None:
    value = _value({"A": 1, filling: []})
    assert value["A"].number == 1
    assert value["B"].unknown
    assert not value.complete
    assert list(value.entries) == ["A"]


def test_a_macro_may_put_the_properties_into_a_resource() -> None:
    body = {"Type": "T", "Fn::Transform": {"Name": "AWS::Include"}}
    resource = Template("t", {"Resources": {"It": body}}).resources["It"]
    assert resource["P"].unknown
    assert resource.metadata["sagewire"].unknown
    assert not resource.certain


@pytest.mark.parametrize(
    "body",
    [
        {"Resources": {"Fn::ForEach::Each": ["X", ["a"], {}]}},
        {"Resources": {"Fn::Transform": {"Name": "AWS::Include"}}},
        {"Resources": {"It": {"Fn::Transform": {"Name": "AWS::Include"}}}},
        {"Resources": {}, "Fn::Transform": {"Name": "AWS::Include"}},
        {"Resources": {}, "Transform": "AcmeMacro"},
        {"Resources": {"It": {"Type": "Acme::Lambda::Grants::MODULE"}}},
    ],
)
def test_a_template_that_a_macro_or_a_loop_adds_to_is_not_complete(body: Any) -> None:
    assert not Template("t", body).complete


def test_a_template_is_complete_where_nothing_adds_resources_to_it() -> None:
    inside = {"Type": "T", "Properties": {"Fn::Transform": {"Name": "AWS::Include"}}}
    assert Template("t", {"Resources": {"It": inside}, "Transform": ["AWS::LanguageExtensions"]}).complete


@pytest.mark.parametrize(
    "named",
    [{"Ref": "Other"}, {"Fn::GetAtt": ["Other", "Arn"]}, {"Fn::GetAtt": "Other.Arn"}, {"Fn::Base64": {"Ref": "Other"}}],
)
def test_an_expression_that_cannot_be_evaluated_mentions_what_it_is_made_of(named: Any) -> None:
    value = _value({"Fn::Cidr": [{"a": ["x", named]}, {"Ref": "Nobody"}, {"Ref": ["It"]}, {"Fn::GetAtt": [1]}]})
    assert value.unknown
    assert {resource.logical_id for resource in value.mentions} == {"Other"}


def test_an_expression_mentions_all_of_several() -> None:
    value = _value({"Fn::Cidr": [{"Ref": "It"}, {"Fn::GetAtt": ["Other", "Arn"]}]})
    assert {resource.logical_id for resource in value.mentions} == {"It", "Other"}
