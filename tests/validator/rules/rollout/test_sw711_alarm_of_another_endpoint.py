"""A rollout that an alarm on another endpoint undoes."""

from typing import Any

from sagewire.validator.rules.rollout.sw711_alarm_of_another_endpoint import RULE
from sagewire.validator.samples import ref, sub, template
from sagewire.validator.samples.rollouts import NAME, blue_green, errors, rolled_out
from sagewire.validator.samples.scaling import alarm
from sagewire.validator.samples.serving import endpoint, real_time
from tests.validator.judging import found_in, only_finding


def watching(watched: Any, **sections: Any) -> dict[str, Any]:
    return {**template(real_time(), rolled_out(blue_green(), watched=watched)), **sections}


def test_another_name_is_another_endpoint() -> None:
    finding = only_finding(RULE, watching("retrieval"))
    assert (finding.resource, finding.found) == ("Endpoint", "Errors")
    assert finding.property.endswith("AutoRollbackConfiguration/Alarms/0/AlarmName")
    assert finding.message.endswith("and watches retrieval")


def test_a_reference_to_another_endpoint_is_one_too() -> None:
    other = endpoint("Other")
    watched = errors(watched={"Fn::GetAtt": ["Other", "EndpointName"]})
    finding = only_finding(RULE, template(real_time(), other, rolled_out(blue_green()), watched))
    assert finding.message.endswith("and watches Other")


def test_its_own_name_is_its_own() -> None:
    assert found_in(watching(NAME)) == []


def test_a_name_that_is_not_known_may_be_its_own() -> None:
    parameters = {"Name": {"Type": "String"}}
    assert found_in(watching(ref("Name"), Parameters=parameters)) == []
    assert found_in(watching(sub("${AWS::StackName}-ranking"))) == []


def test_an_alarm_on_something_else_may_undo_it() -> None:
    other = alarm("Errors", {"FunctionName": "caller"}, id="Errors", Namespace="AWS/Lambda")
    assert found_in(template(real_time(), rolled_out(blue_green()), other)) == []


def test_an_alarm_of_elsewhere_may_watch_it() -> None:
    elsewhere = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "errors-of-ranking"}]}}
    assert found_in(template(real_time(), rolled_out(blue_green(), undone_by=elsewhere))) == []


def test_a_metric_of_one_s_own_may_tell_of_an_endpoint_by_the_same_dimension() -> None:
    own = errors(watched="retrieval", Namespace="Shop")
    assert found_in(template(real_time(), rolled_out(blue_green()), own)) == []


def test_an_endpoint_whose_name_is_not_known_may_be_the_one_that_is_watched() -> None:
    body = watching("retrieval", Parameters={"Name": {"Type": "String"}})
    body["Resources"]["Endpoint"]["Properties"]["EndpointName"] = ref("Name")
    assert found_in(body) == []
