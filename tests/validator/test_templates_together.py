"""Templates that are deployed together refer to one another by exports, nested stacks and plain names."""

from typing import Any

import pytest

from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.samples import att, ref, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.template import Template


def _graph(**bodies: Any) -> Graph:
    return Graph(Assembly([Template(name, body) for name, body in bodies.items()]))


def _asked(graph: Graph) -> list[str]:
    return [endpoint.resource.logical_id for function in graph.functions for endpoint in function.endpoints]


def _calling(named: Any) -> dict[str, Any]:
    allowed = {"Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*"}
    return template(function(endpoint=None, variables={"ENDPOINT": named}, statements=[allowed]))


def _serving(name: Any = "ranking", export: Any = "serving-endpoint") -> dict[str, Any]:
    body = template(serverless())
    body["Resources"]["Endpoint"]["Properties"]["EndpointName"] = name
    exported = {"Value": att("Endpoint", "EndpointName"), "Export": {"Name": export}}
    return {**body, "Outputs": {"Name": exported}}


def test_an_export_leads_to_the_endpoint() -> None:
    assert _asked(_graph(serving=_serving(), calling=_calling({"Fn::ImportValue": "serving-endpoint"}))) == ["Endpoint"]


def test_an_export_of_two_templates_leads_nowhere() -> None:
    calling = _calling({"Fn::ImportValue": "serving-endpoint"})
    assert _asked(_graph(one=_serving("a"), two=_serving("b"), calling=calling)) == []


def test_a_plain_name_leads_to_the_one_endpoint_that_has_it() -> None:
    assert _asked(_graph(serving=_serving(), calling=_calling("ranking"))) == ["Endpoint"]
    assert _asked(_graph(serving=_serving(), calling=_calling("other"))) == ["Endpoint"], (
        "it may ask any, and there is one"
    )


def test_a_plain_name_of_two_endpoints_leads_nowhere() -> None:
    serving = {"one": _serving(export="a"), "two": _serving(export="b")}
    assert _asked(_graph(**serving, calling=_calling("ranking"))) == []


def test_the_end_of_an_arn_is_a_name() -> None:
    body = _calling("x")
    statement = body["Resources"]["FunctionRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"][0]
    statement["Resource"] = {"Fn::Sub": "arn:aws:sagemaker:${AWS::Region}:${AWS::AccountId}:endpoint/ranking"}
    assert _asked(_graph(one=_serving(export="a"), two=_serving("other", "b"), calling=body)) == ["Endpoint"]


def test_a_nested_stack_is_given_its_parameters() -> None:
    child = _calling(ref("Name")) | {"Parameters": {"Name": {"Type": "String", "Default": "default"}}}
    nested = {
        "Type": "AWS::CloudFormation::Stack",
        "Metadata": {"aws:asset:path": "child.nested.template.json"},
        "Properties": {"Parameters": {"Name": att("Endpoint", "EndpointName")}},
    }
    parent = template(serverless(), {"Child": nested})
    graph = _graph(**{"parent.template.json": parent, "child.nested.template.json": child})
    assert _asked(graph) == ["Endpoint"]


def test_what_a_nested_stack_puts_out_is_known_above_it() -> None:
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://bucket/child.yaml"}}
    calling = _calling(att("Serving", "Outputs.Name"))
    calling["Resources"]["Serving"] = nested
    assert _asked(_graph(**{"parent.yaml": calling, "folder/child.yaml": _serving()})) == ["Endpoint"]


def test_a_template_of_two_nested_stacks_keeps_its_defaults() -> None:
    nested = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {"TemplateURL": "child.yaml", "Parameters": {"P": "given"}},
    }
    child = {
        "Parameters": {"P": {"Type": "String", "Default": "default"}},
        "Resources": {"Q": {"Type": "T", "Properties": {"P": ref("P")}}},
    }
    both = Assembly([Template("parent.yaml", template({"A": nested, "B": nested})), Template("child.yaml", child)])
    assert both.templates[1].resources["Q"]["P"].text == "default"
    one = Assembly([Template("parent.yaml", template({"A": nested})), Template("child.yaml", child)])
    assert one.templates[1].resources["Q"]["P"].text == "given"


def test_a_stack_that_is_nested_in_itself_ends() -> None:
    nested = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {"TemplateURL": "b.yaml", "Parameters": {"P": ref("P")}},
    }
    back = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {"TemplateURL": "a.yaml", "Parameters": {"P": ref("P")}},
    }
    parameters = {"P": {"Type": "String", "Default": 1}}
    bodies = {
        "a.yaml": template({"N": nested}, Parameters=parameters),
        "b.yaml": template({"N": back}, Parameters=parameters),
    }
    assembly = Assembly([Template(name, body) for name, body in bodies.items()])
    assert all(resource["Parameters"]["P"].unknown for resource in assembly.resources)


def test_an_export_whose_name_is_imported_is_not_known() -> None:
    circular = {"X": {"Value": "1", "Export": {"Name": {"Fn::ImportValue": "foo"}}}}
    calling = _calling({"Fn::ImportValue": "serving-endpoint"})
    assert _asked(_graph(serving=_serving(), calling=calling, circular={"Outputs": circular})) == ["Endpoint"]


def test_an_export_that_is_made_of_itself_is_not_known() -> None:
    serving = template({"Q": {"Type": "T", "Properties": {"P": {"Fn::ImportValue": "a"}}}})
    serving["Outputs"] = {"A": {"Value": {"Fn::ImportValue": "a"}, "Export": {"Name": "a"}}}
    assert next(iter(Assembly([Template("t", serving)]).resources))["P"].unknown


def test_a_template_that_is_looked_at_again_is_looked_at_with_those_beside_it() -> None:
    serving = Template("serving", _serving())
    calling = Template("calling", _calling({"Fn::ImportValue": "serving-endpoint"}))
    assert _asked(Graph(Assembly([calling]))) == []
    assert _asked(Graph(Assembly([calling, serving]))) == ["Endpoint"]
    assert _asked(Graph(Assembly([calling]))) == []


def _parent(**stack: Any) -> dict[str, Any]:
    nested = {"Type": "AWS::CloudFormation::Stack", **stack}
    asked = {"Type": "T", "Properties": {"P": att("Nested", "Outputs.It"), "Q": {"Fn::GetAtt": "Nested.Outputs.It"}}}
    return template({"Nested": nested, "Asks": asked})


@pytest.mark.parametrize(
    "stack",
    [
        {"Properties": {"TemplateURL": "child.yaml"}},
        {"Properties": {"TemplateURL": "https://bucket/folder/child.yaml"}},
        {"Properties": {"TemplateURL": {"Fn::Sub": "https://${Bucket}/child.yaml"}}},
        {"Properties": {"TemplateURL": "other.yaml"}, "Metadata": {"aws:asset:path": "assets/child.yaml"}},
        {"Properties": {"TemplateURL": "child.yaml"}, "Metadata": {"aws:asset:path": 3}},
        {"Properties": {"TemplateURL": "child.yaml"}, "Metadata": "text"},
    ],
)
def test_the_template_of_a_nested_stack_is_known_by_its_file(stack: dict[str, Any]) -> None:
    child = {"Resources": {}, "Outputs": {"It": {"Value": "told"}, "Other": {"Value": "not asked for"}}}
    asks = _graph(**{"parent.yaml": _parent(**stack), "child.yaml": child}).of_type("T")[0]
    assert (asks["P"].text, asks["Q"].text) == ("told", "told")


@pytest.mark.parametrize(
    "stack",
    [
        {},
        {"Properties": {}},
        {"Properties": "text"},
        {"Properties": {"TemplateURL": {"Ref": "Address"}}},
        {"Properties": {"TemplateURL": "another.yaml"}},
    ],
)
def test_of_a_nested_stack_that_is_not_given_nothing_is_known(stack: dict[str, Any]) -> None:
    child = {"Resources": {}, "Outputs": {"It": {"Value": "told"}}}
    asks = _graph(**{"parent.yaml": _parent(**stack), "child.yaml": child}).of_type("T")[0]
    assert asks["P"].text is None
    assert asks["P"].reference is not None


def test_an_output_that_a_nested_stack_has_not_is_unknown() -> None:
    stack = {"Properties": {"TemplateURL": "child.yaml"}}
    child = {"Resources": {}, "Outputs": {"Other": {"Value": "told"}, "It": "no object"}}
    asks = _graph(**{"parent.yaml": _parent(**stack), "child.yaml": child}).of_type("T")[0]
    assert asks["P"].unknown


def test_a_template_is_looked_at_anew_beside_others() -> None:
    given = Template(
        "t.json",
        _serving(),
        region="eu-west-1",
        account="111122223333",
        acknowledged={"Stack": {"SW101": "slow"}},
        text="{}",
    )
    first, second = Assembly([given]), Assembly([given])
    (one,), (other,) = first.templates, second.templates
    assert one is not given is not other
    assert (one.assembly, other.assembly) == (first, second)
    for told in ("name", "body", "region", "account", "acknowledged", "text"):
        assert getattr(other, told) == getattr(given, told) is not None


def test_what_is_forgotten_holds_nothing() -> None:
    looked_at = Assembly([Template("t", _serving())])
    (held,) = looked_at.templates
    resource = held.resources["Endpoint"]
    looked_at.forget()
    assert vars(held) == vars(resource) == {}


def test_those_above_a_template_are_told_from_the_nearest_on() -> None:
    bodies = {"a.yaml": "b.yaml", "b.yaml": "c.yaml", "c.yaml": "elsewhere.yaml"}
    given = [Template(name, _parent(Properties={"TemplateURL": nested})) for name, nested in bodies.items()]
    assembly = Assembly(given)
    first, second, _ = assembly.templates
    assert [list(assembly.above(each)) for each in assembly.templates] == [[], [first], [second, first]]


def test_a_circle_of_nested_stacks_ends() -> None:
    bodies = {"a.yaml": "b.yaml", "b.yaml": "a.yaml"}
    given = [Template(name, _parent(Properties={"TemplateURL": nested})) for name, nested in bodies.items()]
    assembly = Assembly(given)
    first, second = assembly.templates
    assert [list(assembly.above(each)) for each in assembly.templates] == [[second], [first]]
