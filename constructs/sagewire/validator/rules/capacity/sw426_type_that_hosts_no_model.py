"""SageMaker hosts models on fewer types of instances than it trains, processes and opens notebooks on: ml.t3.medium is
one of those. The list is the one of its API when sagewire was released; a newer type may be missing.
"""

from collections.abc import Iterator
from difflib import get_close_matches

from sagewire import instances
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.hardware import types_in
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    known = instances.known()
    for named in types_in(graph):
        if named.text and instances.FORM.fullmatch(named.text) and named.text not in known:
            yield fault(named, alike=" or ".join(_alike(named.text)))


def _alike(name: str) -> list[str]:
    """The two known types whose names are closest to it."""
    return get_close_matches(name, sorted(instances.known()), n=2, cutoff=0)


RULE = Rule(
    id="SW426",
    title="instance type is not among those that host models",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
    message="{found} is not among the instance types that SageMaker hosts models on",
    fix="Take one that is, such as {alike}; acknowledge this for a type that is newer than this sagewire.",
    check=_check,
    wrong=lambda: template(real_time(variant={"InstanceType": "ml.t3.medium"})),
    right=lambda: template(real_time(variant={"InstanceType": "ml.t2.medium"})),
)
