"""Routing by the start of a prompt needs to be told how much of it to compare, and how busy an instance may be. Without
both SageMaker refuses the variant; with another strategy they have no say.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.served import variants_in
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_STRATEGY = "PREFIX_AWARE"
_SETTINGS = ("PrefixLength", "ConcurrencyThreshold")
_ROUTING = {"RoutingStrategy": _STRATEGY, "PrefixAwareRoutingConfig": {"PrefixLength": 2048, "ConcurrencyThreshold": 8}}


def _check(graph: Graph) -> Iterator[Fault]:
    for variant in variants_in(graph):
        yield from _of(variant["RoutingConfig"])


def _of(routing: Value) -> Iterator[Fault]:
    strategy, settings = routing["RoutingStrategy"], routing["PrefixAwareRoutingConfig"]
    missing = [name for name in _SETTINGS if settings[name].absent]
    if strategy.text == _STRATEGY and missing:
        yield fault(strategy, what=f"{' and '.join(missing)} not set")
    elif strategy.text not in (None, _STRATEGY) and settings.present:
        yield fault(strategy, what="PrefixAwareRoutingConfig, which is not for it", severity=Severity.WARNING)


RULE = Rule(
    id="SW520",
    title="prefix-aware routing and its settings do not go together",
    severity=Severity.ERROR,
    why=__doc__,
    message="the routing strategy is {found}, with {what}",
    fix="Set PrefixLength and ConcurrencyThreshold with PREFIX_AWARE, and leave their object out otherwise.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantRoutingConfig.html",
    check=_check,
    wrong=lambda: template(real_time(variant={"RoutingConfig": {"RoutingStrategy": _STRATEGY}})),
    right=lambda: template(real_time(variant={"RoutingConfig": _ROUTING})),
)
