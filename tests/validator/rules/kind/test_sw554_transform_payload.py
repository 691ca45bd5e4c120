"""SW554."""

import json
from typing import Any

import pytest

from sagewire.validator.rules.kind.sw554_transform_payload import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.batch import (
    machine_of,
    pipeline_of,
    transform_machine,
    transform_state,
    transform_step,
)
from sagewire.validator.samples.serving import model
from tests.validator.judging import found_in, only_finding

UNKNOWN = {"Unset": {"Type": "Number"}}


def found(payload: Any, at_once: Any, **asked: Any) -> list[str]:
    machine = transform_machine(MaxPayloadInMB=payload, MaxConcurrentTransforms=at_once, **asked)
    return found_in(template(machine, Parameters=UNKNOWN))


@pytest.mark.parametrize(
    ("payload", "at_once", "ids"),
    [
        (99, 1, []),
        (100, 1, []),
        (101, 1, ["SW554"]),
        (100, 0, []),
        (101, 0, ["SW554"]),
        (0, 200, []),
        (25, 4, []),
        (25, 5, ["SW554"]),
        (6, 16, []),
        (6, 17, ["SW554"]),
        ("101", "1", ["SW554"]),
    ],
)
def test_one_request_and_all_at_a_time_have_100_mb(payload: Any, at_once: Any, ids: list[str]) -> None:
    assert found(payload, at_once) == ids


def test_one_request_that_is_too_large_needs_no_other() -> None:
    finding = only_finding(RULE, template(transform_machine(MaxPayloadInMB=120, MaxConcurrentTransforms=ref("Unset"))))
    assert finding.message.endswith("MaxPayloadInMB is 120")
    assert finding.property == "Properties/Definition/States/Rank/Parameters/MaxPayloadInMB"


def test_the_product_is_told() -> None:
    finding = only_finding(RULE, template(transform_machine(MaxPayloadInMB=50)))
    assert (finding.found, finding.limit) == ("200 MB", "100 MB")
    assert finding.message.endswith("4 requests of 50 MB at a time are 200 MB")


@pytest.mark.parametrize(("payload", "at_once"), [(ref("Unset"), 200), (50, ref("Unset")), ("{% $large %}", 200)])
def test_what_is_not_known_is_left_alone(payload: Any, at_once: Any) -> None:
    assert found(payload, at_once) == []


def test_a_step_of_a_pipeline_is_looked_at_too() -> None:
    finding = only_finding(RULE, template(pipeline_of(transform_step("Large", MaxPayloadInMB=120))))
    assert finding.property == "Properties/PipelineDefinition/PipelineDefinitionBody"
    assert finding.message.startswith("the step Large asks for more than 100 MB at a time")


def test_a_step_may_stand_behind_a_condition() -> None:
    steps = {"IfSteps": [transform_step(MaxPayloadInMB=120)], "ElseSteps": [transform_step(MaxPayloadInMB=130)]}
    condition = {"Name": "Choose", "Type": "Condition", "Arguments": {"Conditions": [], **steps}}
    assert found_in(template(pipeline_of(condition))) == [RULE.id] * 2


@pytest.mark.parametrize(
    "step",
    [
        transform_step(),
        transform_step(MaxPayloadInMB={"Get": "Parameters.Size"}),
        transform_step(MaxPayloadInMB=50, MaxConcurrentTransforms={"Get": "Parameters.AtOnce"}),
        {**transform_step(MaxPayloadInMB=120), "Type": "Training"},
        "Rank",
    ],
)
def test_other_steps_are_left_alone(step: Any) -> None:
    assert found_in(template(pipeline_of(step))) == []


@pytest.mark.parametrize("body", ["", "[", "{}", "[]", ref("Unset"), {"Fn::Sub": '{"Steps": ${Unset}}'}])
def test_a_pipeline_that_cannot_be_read_is_left_alone(body: Any) -> None:
    made = pipeline_of()
    made["Pipeline"]["Properties"]["PipelineDefinition"]["PipelineDefinitionBody"] = body
    assert found_in(template(made, Parameters=UNKNOWN)) == []


def test_a_pipeline_may_name_resources() -> None:
    made = pipeline_of(transform_step(MaxPayloadInMB=120, ModelName="${Model.ModelName}"))
    definition = made["Pipeline"]["Properties"]["PipelineDefinition"]
    definition["PipelineDefinitionBody"] = {"Fn::Sub": definition["PipelineDefinitionBody"]}
    assert found_in(template(model(), made)) == [RULE.id]


def test_what_the_input_tells_is_left_alone() -> None:
    state = transform_state(**{"MaxPayloadInMB.$": "$.size"})
    del state["Parameters"]["MaxPayloadInMB"]
    assert found_in(template(machine_of({"StartAt": "Rank", "States": {"Rank": state}}))) == []


def _text(state: dict[str, Any]) -> str:
    return json.dumps({"StartAt": "Rank", "States": {"Rank": state}})


def test_a_definition_that_is_a_text_is_read() -> None:
    text = _text(transform_state(MaxPayloadInMB=50))
    finding = only_finding(RULE, template(machine_of(text, named="DefinitionString")))
    assert (finding.property, finding.found) == ("Properties/DefinitionString", "200 MB")
    assert found_in(template(machine_of(_text(transform_state()), named="DefinitionString"))) == []


def test_a_text_that_is_joined_is_read() -> None:
    before, after = _text(transform_state(MaxPayloadInMB=50)).split("arn:aws:")
    joined = {"Fn::Join": ["", [f"{before}arn:", ref("AWS::Partition"), f":{after}"]]}
    assert found_in(template(machine_of(joined, named="DefinitionString"))) == ["SW554"]


@pytest.mark.parametrize("text", ["no definition", "[]", '"States"', "{}", '{"States": []}', '{"States": {"Rank": 1}}'])
def test_a_text_that_is_no_definition_is_left_alone(text: str) -> None:
    assert found_in(template(machine_of(text, named="DefinitionString"), transform_note())) == []


def transform_note() -> dict[str, Any]:
    """Machines are read only where the template speaks of transform jobs."""
    return {"Note": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "createTransformJob"}}}


@pytest.mark.parametrize(
    "resource",
    [
        "arn:aws:states:::sagemaker:createTransformJob",
        "arn:aws-cn:states:::sagemaker:createTransformJob.sync",
        "arn:aws:states:::aws-sdk:sagemaker:createTransformJob",
        {"Fn::Sub": "arn:${AWS::Partition}:states:::sagemaker:createTransformJob.sync"},
    ],
)
def test_all_that_begins_a_job_is_known(resource: Any) -> None:
    state = {**transform_state(MaxPayloadInMB=50), "Resource": resource}
    assert found_in(template(machine_of({"StartAt": "Rank", "States": {"Rank": state}}))) == ["SW554"]


@pytest.mark.parametrize(
    "other",
    [
        {"Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync"},
        {"Resource": "arn:aws:states:::sagemaker:createTransformJobs"},
        {"Type": "Pass"},
        {"Resource": ref("Unset")},
    ],
)
def test_another_state_is_left_alone(other: dict[str, Any]) -> None:
    state = {**transform_state(MaxPayloadInMB=50), **other}
    body = template(machine_of({"StartAt": "Rank", "States": {"Rank": state}}), Parameters=UNKNOWN)
    assert found_in(body) == []


def test_jsonata_has_arguments() -> None:
    state = transform_state(MaxPayloadInMB=50)
    state["Arguments"] = state.pop("Parameters")
    finding = only_finding(RULE, template(machine_of({"StartAt": "Rank", "States": {"Rank": state}})))
    assert finding.property == "Properties/Definition/States/Rank/Arguments/MaxPayloadInMB"


def test_a_state_in_a_branch_or_a_map_is_found() -> None:
    inner = {"StartAt": "Rank", "States": {"Rank": transform_state(MaxPayloadInMB=50)}}
    branches = {"Type": "Parallel", "Branches": [inner], "End": True}
    mapped = {"Type": "Map", "ItemProcessor": inner, "End": True}
    for outer in (branches, mapped):
        assert found_in(template(machine_of({"StartAt": "All", "States": {"All": outer}}))) == ["SW554"]
