"""Some types of instance have NVMe storage of their own, which SageMaker takes instead of a volume. For these it
refuses a size, so that the configuration is not made; AWS's Python SDK leaves it out for them.
"""

from collections.abc import Iterator

from sagewire.limits import VOLUMELESS_FAMILIES
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.hardware import types_of
from sagewire.validator.serving.served import variants_in
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for variant in variants_in(graph):
        size = variant["VolumeSizeInGB"]
        if size.number is None:
            continue
        types = [named.text or "" for named in types_of(variant)]
        own = next((name for name in types if _family(name) in VOLUMELESS_FAMILIES.values), None)
        if own is not None:
            yield fault(size, limit="no size", type=own)


def _family(name: str) -> str:
    """The g5 of ml.g5.xlarge."""
    return name.removeprefix("ml.").partition(".")[0]


RULE = Rule(
    id="SW219",
    title="volume for instances that have storage of their own",
    severity=Severity.WARNING,
    why=__doc__,
    message="VolumeSizeInGB is {found}; {type} has storage of its own, and SageMaker takes no size for it",
    fix="Leave VolumeSizeInGB out; if the model needs more room than {type} has, take a larger type.",
    source=VOLUMELESS_FAMILIES.source,
    check=_check,
    wrong=lambda: template(real_time(variant={"InstanceType": "ml.g5.xlarge", "VolumeSizeInGB": 100})),
    right=lambda: template(real_time(variant={"InstanceType": "ml.g5.xlarge"})),
)
