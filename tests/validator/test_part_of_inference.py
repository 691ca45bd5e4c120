"""Which functions are part of inference, of all that a stack may hold."""

from typing import Any

import pytest

from sagewire.validator.assembly import Assembly
from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.judge import templates_of
from sagewire.validator.samples import Resources, ref, template
from sagewire.validator.samples.invoking import event_rule, function, topic
from sagewire.validator.samples.serving import asynchronous, serverless

INVOKE = {"Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*"}
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
HEARING = event_rule(pattern={"source": ["aws.sagemaker"]})
OWN = function(
    endpoint=None, variables={"SAGEWIRE_ENDPOINT_NAME": "elsewhere"}, Role="arn:aws:iam::111122223333:role/x"
)


def part(*parts: Resources) -> list[str]:
    graph = Graph(Assembly(templates_of({"one": template(*parts)})))
    return sorted(function.resource.logical_id for function in graph.view(Inference).functions)


def _answered(name: str, **subscription: Any) -> Resources:
    return {**asynchronous(), **topic(subscription={"TopicArn": ref(name), **subscription})}


@pytest.mark.parametrize(
    "parts",
    [
        (serverless(), function()),
        (function(endpoint=None, statements=[INVOKE]),),
        (OWN,),
        (function(endpoint=None), HEARING),
        (function(endpoint=None), event_rule(pattern={"detail-type": ["SageMaker Endpoint State Change"]})),
        (function(endpoint=None), _answered("Answered")),
        (function(endpoint=None), _answered("Failed")),
    ],
    ids=["asks", "may ask", "is ours", "hears SageMaker", "hears of endpoints", "hears answers", "hears failures"],
)
def test_a_function_that_has_to_do_with_inference_is_part_of_it(parts: tuple[Resources, ...]) -> None:
    assert part(*parts) == ["Function"]


@pytest.mark.parametrize(
    "parts",
    [
        (serverless(), function(endpoint=None)),
        (function(endpoint=None, statements=[EVERYTHING]),),
        (function(endpoint=None), event_rule()),
        (function(endpoint=None), event_rule(pattern={"source": ["aws.sagemaker"]}, State="DISABLED")),
        (function(endpoint=None), asynchronous(), topic()),
    ],
    ids=["asks nobody", "may do anything", "hears other events", "a rule that is off", "hears another topic"],
)
def test_other_functions_are_not(parts: tuple[Resources, ...]) -> None:
    assert part(*parts) == []


def test_what_the_graph_is_asked_for_is_worked_out_once() -> None:
    graph = Graph(Assembly(templates_of({"one": template(function())})))
    assert graph.view(Inference) is graph.view(Inference)
