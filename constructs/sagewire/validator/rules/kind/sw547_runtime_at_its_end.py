"""A runtime that is deprecated has no more patches. Some time later Lambda makes no new function with it: the stack
cannot be deployed anew, in another region or after a loss. Later still Lambda takes no new code either: from then on it
is an error, since no deployment that changes the function works.
"""

from collections.abc import Iterator

from sagewire.limits import PYTHON_RUNTIMES
from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_RUNTIMES = {runtime.name: runtime for runtime in PYTHON_RUNTIMES}


def _check(graph: Graph) -> Iterator[Fault]:
    for made in graph.view(Inference).functions:
        runtime = _RUNTIMES.get(made["Runtime"].text or "")
        if runtime is None or made["PackageType"].text == "Image" or graph.today < runtime.deprecated:
            continue
        if graph.today >= runtime.update_blocked:
            how = f"with which Lambda neither makes nor updates a function since {runtime.update_blocked}"
            yield fault(made["Runtime"], how=how, severity=Severity.ERROR)
        elif graph.today >= runtime.creation_blocked:
            how = f"with which Lambda makes no new function since {runtime.creation_blocked}"
            yield fault(made["Runtime"], how=f"{how}; those there are it updates until {runtime.update_blocked}")
        else:
            how = f"deprecated since {runtime.deprecated}; Lambda makes no new function from {runtime.creation_blocked}"
            yield fault(made["Runtime"], how=f"{how} on")


RULE = Rule(
    id="SW547",
    title="runtime that Lambda has given up",
    severity=Severity.WARNING,
    why=__doc__,
    message="{resource} runs on {found}, {how}",
    fix="Set Runtime to the newest Python that your code and its packages take.",
    source=PYTHON_RUNTIMES[0].source,
    check=_check,
    wrong=lambda: template(serverless(), function(Runtime="python3.7")),
    right=lambda: template(serverless(), function(Runtime="python3.13")),
)
