"""SW865."""

from typing import Any

import pytest

from sagewire.validator import Severity
from sagewire.validator.rules.events.sw865_deployed_before_its_methods import RULE
from sagewire.validator.samples import Resources, after, ref, resource, template, without
from sagewire.validator.samples.asking_directly import asking_api
from sagewire.validator.samples.invoking import function, rest_api
from sagewire.validator.samples.serving import asynchronous, real_time
from tests.validator.judging import changed, findings_of, only_finding, report_on, with_sections

DEPLOYED = resource("Deployment", "AWS::ApiGateway::Deployment", {"RestApiId": ref("Api")}, {})
ASKING = function(action="sagemaker:InvokeEndpointAsync", Timeout=20)
OTHER = resource("Other", "AWS::ApiGateway::RestApi", {"Name": "other"}, {})


def _of(*more: Resources, deployed: Resources = DEPLOYED, asking: Resources = ASKING) -> dict[str, Any]:
    return template(asynchronous(), asking, rest_api(), deployed, *more)


def _method(id: str, api: Any, **changes: Any) -> Resources:
    return resource(id, "AWS::ApiGateway::Method", rest_api()["Method"]["Properties"], {"RestApiId": api, **changes})


def _is_found(*bodies: dict[str, Any]) -> bool:
    return [finding.rule for finding in findings_of(RULE, *bodies)] == ["SW865"]


def test_a_deployment_that_waits_for_no_method_is_found() -> None:
    finding = only_finding(RULE, _of())
    assert (finding.found, finding.resource, finding.property) == ("Api", "Deployment", "Properties/RestApiId")
    assert "with Method and" in finding.fix


def test_each_deployment_is_found() -> None:
    second = resource("Second", "AWS::ApiGateway::Deployment", {"RestApiId": ref("Api")}, {})
    assert [finding.resource for finding in findings_of(RULE, _of(second))] == ["Deployment", "Second"]


def test_to_wait_for_what_each_method_waits_for_as_well_does_not_help() -> None:
    (finding,) = findings_of(RULE, _of(deployed=after(DEPLOYED, "FunctionRole")))
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize("other", [["Function", "Endpoint"], ["Permission"]])
def test_to_wait_for_something_else_may_take_long_enough(other: list[str]) -> None:
    permitted = resource("Permission", "AWS::Lambda::Permission", {"FunctionName": ref("Function")}, {})
    (finding,) = findings_of(RULE, _of(permitted, deployed=after(DEPLOYED, *other)))
    assert finding.severity is Severity.WARNING


def test_a_method_that_waits_for_no_more_may_be_made_first() -> None:
    plain = _method("Plain", ref("Api"), ResourceId="root", Integration={"Type": "MOCK"})
    (finding,) = findings_of(RULE, _of(plain))
    assert finding.severity is Severity.WARNING


def test_to_wait_for_a_method_of_another_api_does_not_help() -> None:
    foreign = _method("Foreign", ref("Other"))
    assert _is_found(_of(OTHER, foreign, deployed=after(DEPLOYED, "Foreign")))


def test_to_wait_for_one_method_is_enough() -> None:
    second = _method("Second", ref("Api"), HttpMethod="OPTIONS", Integration={"Type": "MOCK"})
    assert not _is_found(_of(second, deployed=after(DEPLOYED, "Second")))


def test_to_wait_for_what_may_be_a_method_of_the_api_is_enough() -> None:
    assert not _is_found(_of(_method("Second", {"Fn::ImportValue": "api"}), deployed=after(DEPLOYED, "Second")))


def test_to_wait_for_what_waits_for_a_method_is_enough() -> None:
    made = after(resource("Made", "AWS::CloudFormation::WaitConditionHandle", {}, {}), "Method")
    assert not _is_found(_of(made, deployed=after(DEPLOYED, "Made")))


def test_to_refer_to_a_method_is_enough() -> None:
    named = resource(
        "Deployment", "AWS::ApiGateway::Deployment", {"RestApiId": ref("Api")}, {"Description": ref("Method")}
    )
    assert not _is_found(_of(deployed=named))


@pytest.mark.parametrize("name", ["Body", "BodyS3Location", "CloneFrom"])
@pytest.mark.parametrize("said", ["x", {"paths": {}}, {"Fn::ImportValue": "x"}])
def test_an_api_that_has_methods_by_other_means_is_sound(name: str, said: Any) -> None:
    assert not _is_found(changed(_of(), ("Api", "Properties", name), said))


def test_an_api_that_calls_something_else_is_not_looked_at() -> None:
    assert not _is_found(_of(asking=function(endpoint=None, Timeout=20)))


def test_one_method_that_asks_is_enough_to_look_at_the_api() -> None:
    assert _is_found(_of(_method("A", ref("Api"), Integration={"Type": "MOCK"})))


@pytest.mark.parametrize("api", [{"Fn::ImportValue": "api"}, "a1b2c3", ref("Function")])
def test_an_api_that_is_elsewhere_is_not_looked_at(api: Any) -> None:
    assert not _is_found(changed(_of(), ("Deployment", "Properties", "RestApiId"), api))


def test_an_api_that_others_may_add_to_is_not_looked_at() -> None:
    nested = resource("Nested", "AWS::CloudFormation::Stack", {"Parameters": {"Api": ref("Api")}}, {})
    assert not _is_found(_of(nested))


def test_a_template_that_a_macro_adds_to_is_not_looked_at() -> None:
    assert not _is_found({**_of(), "Transform": "Macro"})


def test_an_api_that_is_exported_is_looked_at_all_the_same() -> None:
    exported = {"Api": {"Export": {"Name": "api"}, "Value": ref("Api")}}
    assert _is_found(with_sections(_of(), Outputs=exported))


def test_methods_of_another_stack_may_come_first() -> None:
    given = {"TemplateURL": "1.template.json", "Parameters": {"Api": ref("Api")}}
    parent = template(asynchronous(), ASKING, rest_api(), resource("Nested", "AWS::CloudFormation::Stack", given, {}))
    child = {**template(DEPLOYED), "Parameters": {"Api": {"Type": "String"}}}
    assert not report_on(parent, child, rules=[RULE]).findings
    whole = {**child, "Resources": {**child["Resources"], **_method("Own", ref("Api"))}}
    assert not report_on(parent, whole, rules=[RULE]).findings


def test_the_methods_of_the_api_are_asked_for_not_all() -> None:
    other = _method("M", ref("Other"))
    assert not _is_found(template(asynchronous(), ASKING, without(rest_api(), "Method"), DEPLOYED, OTHER, other))


def test_an_api_that_asks_the_endpoint_itself_is_found() -> None:
    assert _is_found(template(real_time(), asking_api(), DEPLOYED))
    assert not _is_found(template(real_time(), asking_api(), after(DEPLOYED, "Method")))
