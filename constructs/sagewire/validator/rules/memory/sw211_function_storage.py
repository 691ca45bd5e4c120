"""CloudFormation's schema and cfn-lint let a function have 32,768 MB of /tmp, which only functions with an
accelerator have. Lambda refuses it for any other function.
"""

from collections.abc import Iterator

from sagewire.limits import LAMBDA_STORAGE
from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for given in graph.functions:
        size = given["EphemeralStorage"]["Size"]
        if _plain(given) and size.number is not None and size.number > LAMBDA_STORAGE.value:
            yield fault(size)


def _plain(given: Function) -> bool:
    """Whether it certainly has no accelerator, which takes managed instances as well."""
    return given.managed_instances is False and given["AcceleratorConfig"].absent


RULE = Rule(
    id="SW211",
    title="function has more storage than Lambda gives",
    severity=Severity.ERROR,
    why=__doc__,
    limit=LAMBDA_STORAGE,
    message="{found} MiB of /tmp; a function without an accelerator has {limit} at most",
    fix="Set {limit} or less, or keep large files in S3 or EFS.",
    check=_check,
    wrong=lambda: template(function(endpoint=None, EphemeralStorage={"Size": 20_000})),
    right=lambda: template(function(endpoint=None, EphemeralStorage={"Size": 10_240})),
)
