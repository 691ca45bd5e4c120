"""All names and values of a function's environment together have a limit in bytes. A letter outside of ASCII is two to
four of them, so that an environment can be too large which has few enough letters.
"""

from collections.abc import Iterator

from sagewire.limits import LAMBDA_ENVIRONMENT
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.serving.environments import bytes_of
from sagewire.validator.severity import Severity

_MOST = LAMBDA_ENVIRONMENT.value


def _check(graph: Graph) -> Iterator[Fault]:
    for each in graph.functions:
        size = bytes_of(each.variables)
        if size > _MOST:
            yield fault(each.variables, size)


RULE = Rule(
    id="SW315",
    title="environment of a function is too large",
    severity=Severity.ERROR,
    why=__doc__,
    limit=LAMBDA_ENVIRONMENT,
    message="the environment of {resource} has {found} B, names and values together; a function may have {limit}",
    fix="Keep long values in a parameter of Systems Manager or in S3, and name them in the environment.",
    check=_check,
    wrong=lambda: template(serverless(), function(variables={"GREETING": "\u3042" * 1400})),
    right=lambda: template(serverless(), function(variables={"GREETING": "a" * 1400})),
)
