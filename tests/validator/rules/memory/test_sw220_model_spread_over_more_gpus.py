"""SW220."""

from collections.abc import Mapping
from typing import Any

import pytest

from sagewire.validator.rules.memory.sw220_model_spread_over_more_gpus import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import component, component_host, config, endpoint, instance_variant, model
from sagewire.validator.severity import Severity
from tests.validator.judging import findings_of

AWS = "763104351884.dkr.ecr.us-east-1.amazonaws.com"
TGI = f"{AWS}/huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.4-gpu-py311-cu124-ubuntu22.04"
NEURON = f"{AWS}/huggingface-pytorch-tgi-inference:2.1.2-optimum0.0.28-neuronx-py310-ubuntu22.04"
VLLM = f"{AWS}/vllm:0.20.0-gpu-py312-cu130-ubuntu22.04-sagemaker"
DJL = f"{AWS}/djl-inference:0.33.0-lmi15.0.0-cu128"
EIGHT = {"OPTION_TENSOR_PARALLEL_DEGREE": "8"}


def served(
    image: Any = TGI, *, told: Mapping[str, Any] | None = None, type: Any = "ml.g5.12xlarge", **container: Any
) -> dict[str, Any]:
    environment = {"HF_MODEL_ID": "org/model-7b", **(told if told is not None else {"SM_NUM_GPUS": "8"})}
    contents = {"Environment": environment, "ModelDataUrl": None, **container}
    made = model(image=image, container={name: value for name, value in contents.items() if value is not None})
    if contents["ModelDataUrl"] is None:
        del made["Model"]["Properties"]["PrimaryContainer"]["ModelDataUrl"]
    body = template(made, config(instance_variant(InstanceType=type)), endpoint())
    return {**body, "Parameters": {"Unset": {"Type": "String"}}}


def placed(asked: Any, requirements: Mapping[str, Any], *, own: bool = False, type: str = "ml.g5.12xlarge") -> Any:
    container = {"Image": TGI, "Environment": {"HF_MODEL_ID": "org/model-7b", "SM_NUM_GPUS": asked}}
    made = component(requirements=requirements)
    if own:
        specification = made["Component"]["Properties"]["Specification"]
        del specification["ModelName"]
        specification["Container"] = container
    else:
        made["ComponentModel"]["Properties"]["PrimaryContainer"] = container
    return template(component_host(variant={"InstanceType": type}), made)


def test_more_gpus_than_the_instance_has_are_found() -> None:
    (finding,) = findings_of(RULE, served())
    assert (finding.found, finding.limit, finding.severity) == ("8", "4", Severity.ERROR)
    assert finding.property == "Properties/PrimaryContainer/Environment/SM_NUM_GPUS"
    assert finding.message == "SM_NUM_GPUS asks for 8 GPUs, and ml.g5.12xlarge has 4: the server does not start"


@pytest.mark.parametrize(
    ("asked", "found"), [("4", 0), (4, 0), ("5", 1), (5, 1), ("1", 0), ("all", 0), ({"Ref": "Unset"}, 0)]
)
def test_as_many_as_there_are_may_be_asked_for(asked: Any, found: int) -> None:
    assert len(findings_of(RULE, served(told={"SM_NUM_GPUS": asked}))) == found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"NUM_SHARD": "8"}, "NUM_SHARD"),
        ({"NUM_SHARD": "8", "SM_NUM_GPUS": "4"}, None),
        ({"NUM_SHARD": "4", "SM_NUM_GPUS": "8"}, "SM_NUM_GPUS"),
        ({"NUM_SHARD": "8", "SM_NUM_GPUS": ref("Unset")}, None),
        ({"NUM_SHARD": "8", "SM_NUM_GPUS": ref("AWS::NoValue")}, "NUM_SHARD"),
        ({"TENSOR_PARALLEL_DEGREE": "8"}, None),
        ({}, None),
    ],
)
def test_the_entry_point_has_the_last_word(told: dict[str, Any], found: str | None) -> None:
    findings = findings_of(RULE, served(told=told))
    assert [finding.property.rpartition("/")[2] for finding in findings] == ([found] if found else [])


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"OPTION_TENSOR_PARALLEL_DEGREE": "8"}, 1),
        ({"TENSOR_PARALLEL_DEGREE": "8"}, 1),
        ({"TENSOR_PARALLEL_DEGREE": "8", "OPTION_TENSOR_PARALLEL_DEGREE": "4"}, 0),
        ({"OPTION_TENSOR_PARALLEL_DEGREE": "max"}, 0),
        ({"SM_NUM_GPUS": "8"}, 0),
    ],
)
def test_djl_serving_has_variables_of_its_own(told: dict[str, Any], found: int) -> None:
    findings = findings_of(RULE, served(DJL, told=told))
    assert [finding.severity for finding in findings] == [Severity.ERROR] * found


@pytest.mark.parametrize(
    ("changes", "severity"),
    [
        ({}, Severity.ERROR),
        ({"ModelDataUrl": "s3://models/7b/model.tar.gz"}, Severity.WARNING),
        ({"ModelDataSource": {"S3DataSource": {"S3Uri": "s3://models/7b/"}}}, Severity.WARNING),
        ({"AdditionalModelDataSources": [{}]}, Severity.WARNING),
        ({"ModelPackageName": "package"}, Severity.WARNING),
        ({"told": {**EIGHT, "HF_MODEL_ID": "s3://models/7b/"}}, Severity.WARNING),
        ({"told": {**EIGHT, "HF_MODEL_ID": "/opt/ml/model"}}, Severity.WARNING),
        ({"told": {**EIGHT, "HF_MODEL_ID": ref("Unset")}}, Severity.WARNING),
        ({"told": {**EIGHT, "OPTION_MODEL_ID": "s3://models/7b/"}}, Severity.WARNING),
        ({"told": {**EIGHT, "SERVING_LOAD_MODELS": "test::Python:0=/opt/m"}}, Severity.WARNING),
        ({"told": {**EIGHT, "OPTION_MODEL_ID": "gpt2"}}, Severity.ERROR),
    ],
)
def test_the_files_of_the_model_may_say_otherwise(changes: dict[str, Any], severity: Severity) -> None:
    (finding,) = findings_of(RULE, served(**{"image": DJL, "told": EIGHT, **changes}))
    assert finding.severity is severity


@pytest.mark.parametrize(
    ("told", "severity"),
    [
        ({}, Severity.ERROR),
        ({"SM_VLLM_DISTRIBUTED_EXECUTOR_BACKEND": "ray"}, Severity.WARNING),
        ({"SM_VLLM_NNODES": ref("Unset")}, Severity.WARNING),
        ({"SERVING_LOAD_MODELS": "test"}, Severity.ERROR),
    ],
)
def test_vllm_may_be_told_of_several_machines(told: dict[str, Any], severity: Severity) -> None:
    told = {"SM_VLLM_TENSOR_PARALLEL_SIZE": "8", **told}
    (finding,) = findings_of(RULE, served(VLLM, told=told, ModelDataUrl="s3://models/7b/model.tar.gz"))
    assert finding.severity is severity
    assert finding.message.startswith("SM_VLLM_TENSOR_PARALLEL_SIZE asks for 8 GPUs")


def test_vllm_takes_no_variables_of_others() -> None:
    assert not findings_of(RULE, served(VLLM, told={"SM_NUM_GPUS": "8", "OPTION_TENSOR_PARALLEL_DEGREE": "8"}))


def test_of_tgi_no_file_says_otherwise() -> None:
    (finding,) = findings_of(RULE, served(ModelDataUrl="s3://models/7b/model.tar.gz"))
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("image", "type"),
    [
        (NEURON, "ml.inf2.xlarge"),
        (TGI, "ml.inf2.xlarge"),
        # SW522 speaks of these.
        (TGI, "ml.m5.xlarge"),
        (TGI, "ml.new.xlarge"),
        (TGI, {"Ref": "Unset"}),
        (TGI.replace("763104351884", "111122223333"), "ml.g5.xlarge"),
        (f"{AWS}/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker", "ml.g5.xlarge"),
        ({"Fn::Sub": f"{TGI.rpartition(':')[0]}:${{Unset}}"}, "ml.g5.xlarge"),
        ({"Ref": "Unset"}, "ml.g5.xlarge"),
    ],
)
def test_other_servers_and_hardware_are_left_alone(image: Any, type: Any) -> None:
    assert not findings_of(RULE, served(image, type=type))


SIZES = ("12xlarge", "xlarge", "12xlarge", "48xlarge")


def test_of_variants_each_type_is_told_of_once() -> None:
    variants = [
        instance_variant(VariantName=name, InstanceType=f"ml.g5.{size}")
        for name, size in zip("abcd", SIZES, strict=True)
    ]
    body = served()
    body["Resources"].update(config(*variants))
    assert sorted(finding.limit or "" for finding in findings_of(RULE, body)) == ["1", "4"]


def test_a_model_that_may_be_another_one_is_left_alone() -> None:
    body = served()
    body["Resources"]["Config"]["Properties"]["ProductionVariants"][0]["ModelName"] = ref("Unset")
    assert not findings_of(RULE, body)


@pytest.mark.parametrize("own", [False, True])
def test_a_component_finds_what_its_instance_has(own: bool) -> None:
    (finding,) = findings_of(RULE, placed("8", {"NumberOfAcceleratorDevicesRequired": 2}, own=own))
    assert (finding.limit, finding.severity) == ("4", Severity.ERROR)


@pytest.mark.parametrize(
    ("asked", "reserved", "limit"),
    [("4", 2, "2"), ("3", 2, "2"), ("2", 2, None), ("4", 4, None), ("4", None, None), ("4", {"Ref": "Unset"}, None)],
)
def test_a_component_finds_what_it_reserves(asked: str, reserved: Any, limit: str | None) -> None:
    body = placed(asked, {"NumberOfAcceleratorDevicesRequired": reserved})
    findings = findings_of(RULE, {**body, "Parameters": {"Unset": {"Type": "Number"}}})
    assert [(finding.limit, finding.severity) for finding in findings] == ([(limit, Severity.WARNING)] if limit else [])
    assert all("and each copy of the component has 2" in finding.message for finding in findings)


def test_a_component_without_a_variant_is_left_alone() -> None:
    body = placed("8", {})
    del body["Resources"]["Config"]
    assert not findings_of(RULE, body)


def test_a_component_is_placed_where_there_is_room() -> None:
    body = placed("4", {"NumberOfAcceleratorDevicesRequired": 4})
    variant = body["Resources"]["Config"]["Properties"]["ProductionVariants"][0]
    del variant["InstanceType"]
    variant["InstancePools"] = [{"InstanceType": f"ml.g5.{size}"} for size in ("12xlarge", "xlarge")]
    assert not findings_of(RULE, body)
    variant["InstancePools"] = [{"InstanceType": f"ml.g5.{size}"} for size in ("2xlarge", "xlarge")]
    assert [finding.limit for finding in findings_of(RULE, body)] == ["1"]
