"""A server of language models that is told to spread its model over more GPUs than it finds does not start. Hugging
Face's TGI ends with "Each process is one gpu", vLLM with "World size (4) is larger than the number of available GPUs
(1)", and DJL Serving, of AWS's containers for large models, with "GPU devices are not enough to run 4 partitions": the
endpoint is waited for, and fails. It is a warning where something else may have the last word, such as a
serving.properties of DJL Serving's, and where an inference component gets fewer GPUs than there are.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from sagewire.validator.serving.model_servers import spreads
from sagewire.validator.severity import Severity

_IMAGE = (
    "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-tgi-inference"
    ":2.7.0-tgi3.3.4-gpu-py311-cu124-ubuntu22.04"
)


def _check(graph: Graph) -> Iterator[Fault]:
    for spread in spreads(graph):
        if (spread.asked.number or 0) > spread.room:
            severity = None if spread.certain else Severity.WARNING
            name, where = spread.asked.name, spread.where
            yield fault(spread.asked, limit=spread.room, severity=severity, variable=name, where=where)


def _on(instance_type: str) -> Mapping[str, Any]:
    environment = {"HF_MODEL_ID": "mistralai/Mistral-7B-v0.1", "SM_NUM_GPUS": "4"}
    served = model(image=_IMAGE, container={"Environment": environment, "ModelDataUrl": None})
    variant = instance_variant(InstanceType=instance_type, ContainerStartupHealthCheckTimeoutInSeconds=900)
    return template(served, config(variant), endpoint())


RULE = Rule(
    id="SW220",
    title="model is spread over more GPUs than there are",
    severity=Severity.ERROR,
    why=__doc__,
    source=f"{SAGEMAKER}/dg/large-model-inference-container-docs.html",
    message="{variable} asks for {found} GPUs, and {where} has {limit}: the server does not start",
    fix="Set {variable} to {limit} at most, or give the model more GPUs.",
    check=_check,
    wrong=lambda: _on("ml.g5.2xlarge"),
    right=lambda: _on("ml.g5.12xlarge"),
)
