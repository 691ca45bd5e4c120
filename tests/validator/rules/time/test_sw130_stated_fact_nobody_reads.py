"""A fact that is stated and that no rule reads."""

from typing import Any

import pytest

from sagewire.validator.rules.time.sw130_stated_fact_nobody_reads import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import real_time, serverless
from tests.validator.judging import findings_of, found_in, only_finding, placed


def test_a_mistyped_fact_is_told_with_the_one_that_is_meant() -> None:
    finding = only_finding(RULE, template(serverless(stated={"latencyMiliseconds": 250})))
    assert (finding.resource, finding.property) == ("Model", "Metadata/sagewire/latencyMiliseconds")
    assert finding.message == (
        "`latencyMiliseconds` is no fact of AWS::SageMaker::Model: rules reckon as if it were not stated"
    )
    assert finding.fix == "Call it latencyMilliseconds."
    assert finding.limit == "latencyMilliseconds, memoryMiB, acceleratorMemoryMiB, startMilliseconds, acknowledge"


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("latency", "latencyMilliseconds"),
        ("latencyMs", "latencyMilliseconds"),
        ("LATENCYMILLISECONDS", "latencyMilliseconds"),
        ("memoryMB", "memoryMiB"),
        ("acknowledged", "acknowledge"),
    ],
)
def test_another_name_is_told_with_the_nearest(key: str, meant: str) -> None:
    assert only_finding(RULE, template(serverless(stated={key: 250}))).fix == f"Call it {meant}."


@pytest.mark.parametrize("resource", ["Config", "Endpoint"])
def test_a_fact_of_another_resource_is_told_with_where_it_belongs(resource: str) -> None:
    body = placed(template(serverless()), (resource, "Metadata", "sagewire", "latencyMilliseconds"), 250)
    finding = only_finding(RULE, body)
    assert finding.message.startswith("`latencyMilliseconds` is not asked of AWS::SageMaker::Endpoint")
    assert finding.fix == "State it under Metadata.sagewire of the AWS::SageMaker::Model."


def test_a_mistyped_fact_of_another_resource_is_told_with_both() -> None:
    body = template(serverless(), function(stated={"latencyMiliseconds": 250}))
    (finding,) = findings_of(RULE, body)
    assert finding.fix == "State it under Metadata.sagewire of the AWS::SageMaker::Model, called latencyMilliseconds."


def test_what_resembles_nothing_is_told_with_what_there_is() -> None:
    (finding,) = findings_of(RULE, template(serverless(), function(stated={"xyz": 1})))
    assert finding.fix.startswith("State one of deadlineMilliseconds, requestBytes, ")


@pytest.mark.parametrize("value", ["90 s", "", -1, "-1", True, [], {}, {"a": 1}])
def test_a_fact_is_a_number_of_0_or_above(value: Any) -> None:
    finding = only_finding(RULE, template(serverless(stated={"latencyMilliseconds": value})))
    assert finding.limit == "a number, 0 or above"
    assert finding.fix == "Write a number alone: latencyMilliseconds, of one invocation, 99th percentile."


@pytest.mark.parametrize("value", [0, 0.5, "250", None, {"Ref": "Given"}, {"Ref": "AWS::NoValue"}, {"Ref": "Model"}])
def test_a_number_and_what_is_not_known_are_left_alone(value: Any) -> None:
    body = template(serverless(stated={"memoryMiB": value}), Parameters={"Given": {"Type": "Number"}})
    assert found_in(body) == []


@pytest.mark.parametrize("block", ["text", 5, True, [], ["latencyMilliseconds"]])
def test_a_block_that_is_no_object_is_told(block: Any) -> None:
    finding = only_finding(RULE, placed(template(serverless()), ("Model", "Metadata", "sagewire"), block))
    assert finding.property == "Metadata/sagewire"
    assert finding.message.startswith("`sagewire` is no object with facts: ")


@pytest.mark.parametrize("block", [None, {}, {"Ref": "Given"}, {"acknowledge": []}])
def test_a_block_without_facts_is_left_alone(block: Any) -> None:
    body = template(serverless(), Parameters={"Given": {"Type": "String"}})
    body["Resources"]["Config"]["Metadata"] = {"sagewire": block, "aws:cdk:path": "Stack/Config"}
    assert found_in(body) == []


@pytest.mark.parametrize("type", ["AWS::Lambda::Function", "AWS::Serverless::Function"])
def test_a_macro_hands_the_facts_of_a_function_on(type: str) -> None:
    stated = {"sagewire": {"peakRate": 2, "records": 5}}
    body = template(
        real_time(), {"Function": {"Type": type, "Metadata": stated}}, Transform="AWS::Serverless-2016-10-31"
    )
    assert not findings_of(RULE, body)
