"""Intrinsic functions are evaluated as far as the template tells, and no further."""

from collections.abc import Callable
from typing import Any

import pytest

from sagewire.validator.conditions import truth
from sagewire.validator.known import ABSENT, UNKNOWN, Reference, Text
from sagewire.validator.template import Template
from sagewire.validator.value import Value

SECTIONS: dict[str, Any] = {
    "Parameters": {
        "Size": {"Type": "Number", "Default": 3},
        "Names": {"Type": "CommaDelimitedList", "Default": "a, b,c"},
        "Open": {"Type": "String"},
        "Stored": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/name/of/it"},
        "Broken": "no object",
        "Kindless": {"Type": ["String"], "Default": "x"},
        "Rest": {"Default": "ze"},
    },
    "Outputs": {
        "Size": {"Value": {"Ref": "Size"}, "Export": {"Name": "size"}},
        "Nothing": {"Export": {"Name": "nothing"}},
        "Broken": "no object",
    },
    "Mappings": {"Sizes": {"small": {"memory": 1024, "zones": ["x", "y"]}}},
    "Conditions": {
        "Yes": {"Fn::Equals": [{"Ref": "Size"}, "3"]},
        "No": {"Fn::Not": [{"Condition": "Yes"}]},
        "Unclear": {"Fn::Equals": [{"Ref": "Open"}, "x"]},
        "Swapped": {"Fn::Equals": ["3", {"Ref": "Size"}]},
        "Circle": {"Condition": "Circle"},
    },
    "Resources": {"Queue": {"Type": "AWS::SQS::Queue"}},
}


def _template(**sections: Any) -> Template:
    return Template("t", {**SECTIONS, **sections}, region="eu-west-1")


def _evaluated(raw: Any, **sections: Any) -> Value:
    template = _template(**sections)
    return Value(template.resources["Queue"], ("Properties", "It"), template, raw)


@pytest.mark.parametrize(
    ("raw", "content"),
    [
        ({"Ref": "Size"}, 3),
        ({"Ref": "Names"}, ["a", "b", "c"]),
        ({"Ref": "AWS::Region"}, "eu-west-1"),
        ({"Ref": "AWS::Partition"}, "aws"),
        ({"Ref": "AWS::NoValue"}, ABSENT),
        ({"Fn::FindInMap": ["Sizes", "small", "memory"]}, 1024),
        ({"Fn::FindInMap": ["Sizes", "large", "memory", {"DefaultValue": 7}]}, 7),
        ({"Fn::If": ["Yes", 1, 2]}, 1),
        ({"Fn::If": ["No", 1, 2]}, 2),
        ({"Fn::If": ["Unclear", 5, 5]}, 5),
        ({"Fn::Join": ["-", ["a", {"Ref": "Size"}, "b"]]}, "a-3-b"),
        ({"Fn::Join": ["", []]}, ""),
        ({"Fn::Join": [",", {"Ref": "Names"}]}, "a,b,c"),
        ({"Fn::Sub": "${Size} in ${AWS::Region}, ${!Literal}"}, "3 in eu-west-1, ${Literal}"),
        ({"Fn::Sub": ["${It}", {"It": {"Ref": "Size"}}]}, "3"),
        ({"Fn::Select": [1, {"Ref": "Names"}]}, "b"),
        ({"Fn::Select": ["0", {"Fn::Split": ["/", "x/y"]}]}, "x"),
        ({"Fn::Split": ["/", "x/y"]}, ["x", "y"]),
        ({"Fn::Select": [{"Ref": "Size"}, ["a", "b", "c", "d"]]}, "d"),
        ({"Fn::Length": {"Ref": "Names"}}, 3),
        ({"Fn::Join": ["-", [True, 1.5, {"Fn::Join": ["+", ["a", "b"]]}]]}, "true-1.5-a+b"),
        ({"Fn::If": ["Swapped", 1, 2]}, 1),
        ({"Fn::ImportValue": "size"}, 3),
        ({"Fn::ImportValue": {"Fn::Sub": "si${Rest}"}}, 3),
        ({"Fn::ToJsonString": {"a": [{"Ref": "Size"}, True]}}, '{"a": [3, true]}'),
        ({"Ref": "Size", "and": "more"}, {"Ref": "Size", "and": "more"}),
    ],
)
def test_what_the_template_tells_is_known(raw: Any, content: Any) -> None:
    assert _evaluated(raw).content == content


@pytest.mark.parametrize(
    "raw",
    [
        {"Ref": "Open"},
        {"Ref": "Stored"},
        {"Ref": "Broken"},
        {"Ref": "Nobody"},
        {"Ref": ["Size"]},
        {"Ref": "AWS::AccountId"},
        {"Fn::If": ["Unclear", 1, 2]},
        {"Fn::If": ["Circle", 1, 2]},
        {"Fn::If": ["Yes"]},
        {"Fn::FindInMap": ["Sizes", "large", "memory"]},
        {"Fn::FindInMap": ["Sizes", {"Ref": "Open"}, "memory"]},
        {"Fn::Select": [3, {"Ref": "Names"}]},
        {"Fn::Select": [-1, {"Ref": "Names"}]},
        {"Fn::Select": ["9" * 10_000, {"Ref": "Names"}]},
        {"Fn::Select": [{"Ref": "Open"}, {"Ref": "Names"}]},
        {"Fn::Select": [0, {"Fn::GetAZs": ""}]},
        {"Fn::Split": ["", "x"]},
        {"Fn::Split": ["/", {"Ref": "Open"}]},
        {"Fn::Join": ["", {"Ref": "Open"}]},
        {"Fn::ImportValue": "from-elsewhere"},
        {"Fn::ImportValue": "nothing"},
        {"Fn::ImportValue": ["size"]},
        {"Ref": "Kindless"},
        {"Fn::FindInMap": ["Sizes", "small", "nothing"]},
        {"Fn::FindInMap": ["Sizes", "large", "memory", {"Other": 7}]},
        {"Fn::Length": {"Ref": "Open"}},
        {"Fn::Length": "three"},
        {"Fn::Sub": 1},
        {"Fn::Sub": ["${It}", {"It": 1}, "more"]},
        {"Fn::GetAtt": 1},
        {"Fn::GetAtt": ["Queue", "Arn", "more"]},
        {"Fn::ToJsonString": {"a": {"Ref": "Queue"}}},
        {"Fn::ToJsonString": {"a": [{"Fn::Sub": "${Queue}/x"}]}},
        {"Fn::ToJsonString": {"a": {"Ref": "Open"}}},
        {"Fn::GetAtt": ["Nobody", "Arn"]},
        {"Fn::GetAtt": "Queue"},
        {"Fn::Transform": {"Name": "AWS::Include"}},
        {"Fn::NoSuchFunction": 1},
        "{{resolve:ssm:/size}}",
    ],
)
def test_what_it_does_not_tell_is_unknown(raw: Any) -> None:
    value = _evaluated(raw)
    assert value.content is UNKNOWN
    assert not value.present
    assert not value.absent


def test_a_reference_names_its_resource() -> None:
    for raw, attribute in (
        ({"Ref": "Queue"}, None),
        ({"Fn::GetAtt": ["Queue", "Arn"]}, "Arn"),
        ({"Fn::GetAtt": "Queue.Arn"}, "Arn"),
    ):
        value = _evaluated(raw)
        assert value.content == Reference(resource=value.owner, attribute=attribute)
        assert value.reference is value.owner


def test_a_text_is_known_in_its_parts() -> None:
    value = _evaluated({"Fn::Sub": "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Queue.QueueName}"})
    assert value.pattern == "arn:aws:sqs:eu-west-1:*:*"
    assert value.text is None
    assert value.mentions == {value.owner}
    assert isinstance(value.content, Text)


def test_a_secret_within_a_text_is_not_known() -> None:
    assert _evaluated("a-{{resolve:secretsmanager:x}}-b").pattern == "a-*-b"
    assert _evaluated("{{resolve:ssm:a}}/{{resolve:ssm:b}}!").pattern == "*/*!"


def test_a_text_of_texts_is_known_in_their_parts() -> None:
    value = _evaluated({"Fn::Join": ["/", ["a", {"Fn::Sub": "${Open}-${Queue}"}, "b"]]})
    assert value.pattern == "a/*-*/b"
    assert value.mentions == {value.owner}


def test_an_attribute_of_an_attribute_names_its_resource() -> None:
    value = _evaluated({"Fn::Split": [".", {"Fn::GetAtt": "Queue.Outputs.Name"}]})
    assert value.unknown
    assert value.mentions == {value.owner}


def test_a_split_that_cannot_be_made_still_names_what_it_splits() -> None:
    value = _evaluated({"Fn::Select": [1, {"Fn::Split": ["/", {"Ref": "Queue"}]}]})
    assert value.unknown
    assert value.mentions == {value.owner}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"Fn::And": [{"Condition": "Yes"}, {"Condition": "Yes"}]}, True),
        ({"Fn::And": [{"Condition": "Unclear"}, {"Condition": "No"}]}, False),
        ({"Fn::And": [{"Condition": "Unclear"}, {"Condition": "Yes"}]}, None),
        ({"Fn::Or": [{"Condition": "Unclear"}, {"Condition": "Yes"}]}, True),
        ({"Fn::Or": [{"Condition": "No"}, {"Condition": "No"}]}, False),
        ({"Fn::Or": [{"Condition": "No"}, {"Condition": "Unclear"}]}, None),
        ({"Fn::Not": [{"Condition": "Unclear"}]}, None),
        ({"Fn::Equals": [True, "true"]}, True),
        ({"Fn::Equals": [1]}, None),
        ({"Condition": "Nothing"}, None),
        ("Yes", None),
    ],
)
def test_a_condition_holds_or_not_or_is_unclear(condition: Any, holds: bool | None) -> None:
    assert truth(_template(), condition) is holds


def test_without_a_region_its_parts_are_not_known() -> None:
    template = Template("t", SECTIONS)
    value = Value(template.resources["Queue"], (), template, {"Fn::Sub": "${AWS::Region}.${AWS::URLSuffix}"})
    assert value.pattern == "*.*"


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [("cn-north-1", "aws-cn", "amazonaws.com.cn"), ("us-gov-west-1", "aws-us-gov", "amazonaws.com")],
)
def test_other_partitions_have_their_names(region: str, partition: str, suffix: str) -> None:
    pseudo = Template("t", {}, region=region).pseudo
    assert (pseudo["AWS::Partition"], pseudo["AWS::URLSuffix"]) == (partition, suffix)


def test_what_refers_to_itself_ends() -> None:
    deep: Any = 1
    for _ in range(300):
        deep = {"Fn::If": ["Yes", deep, 0]}
    assert _evaluated(deep).unknown


def test_a_condition_that_is_made_of_itself_is_unclear() -> None:
    conditions = {"A": {"Fn::Or": [{"Condition": "A"}, {"Condition": "A"}]}}
    assert _template(Conditions=conditions).holds("A") is None


class _Looked(dict[str, Any]):
    """Conditions that are looked up a few times, and not over and over."""

    left = 20

    def get(self, name: str, default: Any = None) -> Any:
        self.left -= 1
        assert self.left, "what is known already is worked out anew"
        return super().get(name, default)


def test_each_condition_is_worked_out_once() -> None:
    fourfold = {f"C{n}": {"Fn::And": [{"Condition": f"C{n + 1}"}] * 4} for n in range(13)}
    template = _template()
    template.conditions = _Looked({**fourfold, "C13": {"Fn::Equals": ["a", "a"]}})
    assert template.holds("C0") is True


def test_each_parameter_and_each_export_is_worked_out_once() -> None:
    parts = {"Fn::Join": [",", [{"Ref": "Size"}, {"Ref": "Size"}]]}
    outputs = {"It": {"Value": parts, "Export": {"Name": "it"}}}
    template = _template(Parameters={**SECTIONS["Parameters"], "Parts": {"Default": parts}}, Outputs=outputs)
    assert template.argument("Parts").content == "3,3"
    assert template.argument("Parts") is template.argument("Parts")
    assert template.exported("it").content == "3,3"
    assert template.exported("it") is template.exported("it")


@pytest.mark.parametrize(
    ("around", "times"),
    [
        (lambda inner: {"Fn::If": ["Yes", inner, "no"]}, 32),
        (lambda inner: {"Fn::Join": ["", [inner]]}, 32),
        (lambda inner: {"Fn::Sub": ["${It}", {"It": inner}]}, 32),
        (lambda inner: {"Fn::Select": [0, [inner]]}, 32),
        (lambda inner: {"Fn::FindInMap": ["Sizes", "large", "none", {"DefaultValue": inner}]}, 32),
        (lambda inner: {"Fn::Select": [0, {"Fn::Split": ["/", inner]}]}, 16),
    ],
)
def test_functions_are_followed_so_far_and_no_further(around: Callable[[Any], Any], times: int) -> None:
    """Deeper than anybody nests them; and not without end."""
    deep: Any = "it"
    for _ in range(times):
        deep = around(deep)
    assert _evaluated(deep).content == "it"
    assert _evaluated(around(deep)).text is None


def test_what_stands_beside_an_expression_does_not_make_it_less_deep() -> None:
    deep: Any = "it"
    for _ in range(40):
        deep = {"Fn::Join": ["", [{"Ref": "Rest"}, deep]]}
    assert _evaluated(deep).text is None


def test_a_parameter_that_is_made_of_itself_is_not_known() -> None:
    made = {"Default": {"Fn::Join": ["", ["a", {"Ref": "Made"}]]}}
    assert _evaluated({"Ref": "Made"}, Parameters={"Made": made}).pattern == "a*"


def test_an_export_that_is_made_of_itself_is_not_known() -> None:
    output = {"Value": {"Fn::Sub": ["a${It}", {"It": {"Fn::ImportValue": "it"}}]}, "Export": {"Name": "it"}}
    assert _evaluated({"Fn::ImportValue": "it"}, Outputs={"It": output}).pattern == "a*"


def test_an_export_whose_name_is_made_of_an_import_ends() -> None:
    output = {"Value": "a", "Export": {"Name": {"Fn::ImportValue": "it"}}}
    assert _evaluated({"Fn::ImportValue": "it"}, Outputs={"It": output}).unknown


def test_conditions_are_followed_so_far_and_no_further() -> None:
    deep: Any = {"Fn::Equals": ["a", "a"]}
    for _ in range(31):
        deep = {"Fn::Not": [deep]}
    assert truth(_template(), deep) is False
    assert truth(_template(), {"Fn::Not": [deep]}) is None


def test_one_that_is_too_deep_keeps_none_from_being_evaluated_after_it() -> None:
    deep: Any = "it"
    for _ in range(200):
        deep = {"Fn::Join": ["", [deep]]}
    template = _template()
    assert Value(template.resources["Queue"], (), template, deep).text is None
    assert Value(template.resources["Queue"], (), template, {"Fn::Join": ["", ["it"]]}).text == "it"


WORDS = "ten letter" * 64


def _doubled(parts: Callable[[str], Any], levels: int = 11) -> dict[str, Any]:
    """Parameters each of which is made of the next, twice; the last says WORDS."""
    made = {f"P{level}": {"Type": "String", "Default": parts(f"P{level + 1}")} for level in range(levels)}
    return {**made, f"P{levels}": {"Type": "String", "Default": WORDS}, "Open": {"Type": "String"}}


def test_a_text_is_as_long_as_a_template_and_no_longer() -> None:
    joined = _doubled(lambda name: {"Fn::Join": ["", [{"Ref": name}, {"Ref": name}]]})
    assert _evaluated({"Ref": "P1"}, Parameters=joined).text == WORDS * 2**10
    assert _evaluated({"Ref": "P0"}, Parameters=joined).unknown
    parted = _doubled(lambda name: {"Fn::Sub": f"${{{name}}}${{Open}}${{{name}}}"})
    assert _evaluated({"Ref": "P1"}, Parameters=parted).pattern == "*".join([WORDS] * 2**10)
    assert _evaluated({"Ref": "P0"}, Parameters=parted).unknown
    unknown = _doubled(lambda name: {"Fn::Join": ["", [{"Ref": name}] * 8]}, levels=8)
    unknown["P8"] = {"Type": "String"}
    assert _evaluated({"Ref": "P2"}, Parameters=unknown).pattern == "*" * 8**6
    assert _evaluated({"Ref": "P1"}, Parameters=unknown).unknown


def test_long_texts_are_made_until_there_are_too_many() -> None:
    """Each of them is no longer than a template; a thousand of them are no template's."""
    template = _template(Parameters=_doubled(lambda name: {"Fn::Join": ["", [{"Ref": name}, {"Ref": name}]]}))

    def asked(raw: Any) -> Value:
        return Value(template.resources["Queue"], (), template, raw)

    made = [asked({"Fn::Join": ["", [{"Ref": "P1"}]]}).text for _ in range(100)]
    assert made[:50] == [WORDS * 2**10] * 50
    assert made[-1] is None
    assert asked({"Fn::Split": ["t", {"Ref": "P1"}]}).unknown
    assert asked({"Fn::Sub": "${P1}${Open}"}).unknown
    assert asked({"Fn::Join": ["", ["a" * 999, "b"]]}).text == "a" * 999 + "b"


def test_many_in_one_are_followed_until_there_are_too_many() -> None:
    """People write hundreds in one; ten of ten others each, and so on, are no template's."""
    many = {"Fn::Join": ["", [{"Ref": "Rest"}] * 10_000]}
    assert _evaluated(many).text == "ze" * 10_000
    template = _template(Mappings=_Looked(M={"a": {"b": {"Fn::FindInMap": [{"Fn::FindInMap": ["M", "a", "b"]}] * 3}}}))
    template.mappings = _Endless(template.mappings)
    assert Value(template.resources["Queue"], (), template, {"Fn::FindInMap": ["M", "a", "b"]}).unknown
    for _ in range(5):
        few = {"Fn::Join": ["", [{"Ref": "Rest"}] * 255]}
        assert Value(template.resources["Queue"], (), template, few).text == "ze" * 255
    assert Value(template.resources["Queue"], (), template, {"Fn::Join": ["", [{"Ref": "Rest"}] * 257]}).text is None


class _Endless(dict[str, Any]):
    """Mappings that are not looked up without end."""

    left = 300_000

    def get(self, name: str, default: Any = None) -> Any:
        self.left -= 1
        assert self.left, "there is no end to it"
        return super().get(name, default)
