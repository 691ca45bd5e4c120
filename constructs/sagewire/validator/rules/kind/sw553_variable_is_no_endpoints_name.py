"""InvokeEndpoint takes the name of an endpoint. A `Ref` to it is its ARN, and the names of its configuration and of its
model are others: a function that is given one of these, and asks with it, is refused each time.
"""

import re
from collections.abc import Iterator

from sagewire.validator.arns import by_name, given_by_arn
from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import CONFIG, ENDPOINT
from sagewire.validator.graph.function import Function
from sagewire.validator.graph.model import MODEL
from sagewire.validator.graph.names import NAMED_BY
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_ENDPOINT = re.compile(r"endpoint", re.IGNORECASE)
# Variables that are meant for something else of the endpoint, or for its ARN.
_OTHER = re.compile(r"config|(?:^|_)arn(?:_|$)|^arn|[a-z]Arn|endpointarn", re.IGNORECASE)
# A variable that speaks of models may be meant for one.
_MODEL = re.compile(r"model", re.IGNORECASE)
# Code that takes a name out of an ARN.
_PARSED = re.compile(r"arn|split|partition|substring|slice|match|search|replace|re\.", re.IGNORECASE)


def _check(graph: Graph) -> Iterator[Fault]:
    for called in graph.functions:
        for name, value in called.variables.entries.items():
            given = _misnamed(value)
            if given is None or not _is_meant(name, given) or _parses(called):
                continue
            what = "ARN" if given_by_arn(value) is not None else "name"
            meant = by_name(given) if given.type == ENDPOINT else "the endpoint's name"
            yield fault(value, given.logical_id, variable=name, what=what, instead=meant)


def _is_meant(name: str, given: Resource) -> bool:
    """Whether a variable is meant for an endpoint's name, by what it is called."""
    other = _OTHER.search(name) or (given.type == MODEL and _MODEL.search(name))
    return bool(_ENDPOINT.search(name)) and not other


def _misnamed(value: Value) -> Resource | None:
    """What a variable is given that is no endpoint's name: an endpoint's ARN, a configuration, or a model."""
    given = value.reference
    if given is None:
        return None
    if given.type in (CONFIG, MODEL):
        # A name that people choose may be the endpoint's as well.
        return given if given[NAMED_BY[given.type]].absent else None
    return given if given.type == ENDPOINT and given_by_arn(value) is not None else None


def _parses(called: Function) -> bool:
    return bool(_PARSED.search(called["Code"]["ZipFile"].text or ""))


RULE = Rule(
    id="SW553",
    title="variable is no endpoint's name",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html",
    message="{variable} is the {what} of {found}; an endpoint is asked by its own name",
    fix="Take {instead}, or call the variable what it is.",
    check=_check,
    wrong=lambda: template(serverless(), function(variables={"ENDPOINT_NAME": ref("Endpoint")})),
    right=lambda: template(serverless(), function()),
)
