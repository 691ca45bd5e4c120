"""The most tokens of Hugging Face's TGI are those of a question and of its answer together. Where the question alone
may have as many, the server ends with "`max_input_tokens` must be < `max_total_tokens`": the endpoint is waited for,
and fails.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sagewire.limits.sources import SAGEMAKER
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import model
from sagewire.validator.serving.images import Image
from sagewire.validator.serving.model_servers import TGI, server_of, version_of
from sagewire.validator.serving.served import containers_in
from sagewire.validator.severity import Severity

# The first since which MAX_INPUT_TOKENS is certain to be read; MAX_INPUT_LENGTH, its older name, always is.
_RENAMED = (2, 1)
_TOTAL = "MAX_TOTAL_TOKENS"
_IMAGE = (
    "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-tgi-inference"
    ":2.7.0-tgi3.3.4-gpu-py311-cu124-ubuntu22.04"
)


def _check(graph: Graph) -> Iterator[Fault]:
    for container in containers_in(graph):
        server = server_of(container)
        if server is None or server.repository != TGI:
            continue
        total = container["Environment"][_TOTAL].number
        for name in _names(server):
            asked = container["Environment"][name]
            if asked.number is not None and total is not None and asked.number >= total:
                yield fault(asked, limit=f"{total:g}", variable=name, total=_TOTAL)


def _names(server: Image) -> tuple[str, ...]:
    """How it calls the most tokens of a question."""
    version = version_of(server)
    renamed = version is not None and version >= _RENAMED
    return ("MAX_INPUT_LENGTH", "MAX_INPUT_TOKENS") if renamed else ("MAX_INPUT_LENGTH",)


def _with(most: str) -> Mapping[str, Any]:
    environment = {"HF_MODEL_ID": "mistralai/Mistral-7B-v0.1", "MAX_INPUT_TOKENS": most, "MAX_TOTAL_TOKENS": "4096"}
    return template(model(image=_IMAGE, container={"Environment": environment, "ModelDataUrl": None}))


RULE = Rule(
    id="SW567",
    title="question may have as many tokens as it and its answer together",
    severity=Severity.ERROR,
    why=__doc__,
    source=f"{SAGEMAKER}/dg/large-model-inference-container-docs.html",
    message="{variable} is {found}, and {total} is {limit}: the server does not start",
    fix="Set {variable} below {limit}, or {total} to the tokens of a question and its answer together.",
    check=_check,
    wrong=lambda: _with("4096"),
    right=lambda: _with("4095"),
)
