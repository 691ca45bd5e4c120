"""The rules of EventBridge that listen to SageMaker, and what they ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sagewire.event_types import DETAIL_TYPES, MODEL_PACKAGE_STATE_CHANGE, SOURCE
from sagewire.validator.graph import Graph
from sagewire.validator.graph.event_rule import RULE
from sagewire.validator.messages.event_patterns import letters
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_PREFIX = "sagemaker "
# What a rule starts, where it does more than to tell or to keep.
_STARTED = frozenset(
    {
        "AWS::Lambda::Function",
        "AWS::Lambda::Alias",
        "AWS::Lambda::Version",
        "AWS::StepFunctions::StateMachine",
        "AWS::CodePipeline::Pipeline",
        "AWS::CodeBuild::Project",
        "AWS::SageMaker::Pipeline",
    }
)
_STARTED_ARN = re.compile(r"arn:[^:]*:(lambda|states|codepipeline|codebuild|sagemaker):")
# What people leave out of a name, or put in place of one another.
_INTERCHANGED = ("state", "status", "model building", "amazon", " ")


@dataclass(frozen=True, eq=False)
class Listener:
    """A rule on events of SageMaker's."""

    resource: Resource

    @property
    def types(self) -> Sequence[Value]:
        """The names of the events that it listens to, as far as they are known."""
        return [name for name in self.resource["EventPattern"]["detail-type"].elements if name.text is not None]

    @property
    def detail(self) -> Value:
        """What it asks of an event's content."""
        return self.resource["EventPattern"]["detail"]

    @property
    def acts(self) -> bool:
        """Whether it starts something, and does not only tell of the event or keep it."""
        return any(_starts(target["Arn"]) for target in self.resource["Targets"].elements)

    def hears(self, *types: str) -> bool:
        """Whether it listens to one of these events."""
        return any(name.text in types for name in self.types)

    def leaves_open(self, *fields: str) -> bool:
        """Whether it certainly asks nothing of these fields of an event's content, nor one thing or another."""
        return all(self.detail[field].absent for field in (*fields, "$or"))


def listeners(graph: Graph) -> Sequence[Listener]:
    """The rules on SageMaker's events: by their source, or by an event's name alone."""
    return [listener for listener in map(Listener, graph.of_type(RULE)) if _hears_sagemaker(listener)]


def acting_on_packages(graph: Graph) -> Sequence[Listener]:
    """The rules that start something at a change of a model package."""
    heard = (listener for listener in graph.view(listeners) if listener.hears(MODEL_PACKAGE_STATE_CHANGE))
    return [listener for listener in heard if listener.acts]


def _hears_sagemaker(listener: Listener) -> bool:
    stated = listener.resource["EventPattern"]["source"]
    named = any((name.text or "").casefold().startswith(_PREFIX) for name in listener.types)
    return any(source.text == SOURCE for source in stated.elements) or (named and stated.absent)


def meant(name: str) -> str | None:
    """The event that a name was meant for which SageMaker never sends; None for one that it sends, or may send."""
    if name in DETAIL_TYPES:
        return None
    return _by_core().get(_core(name))


def _starts(target: Value) -> bool:
    named = _STARTED_ARN.match(target.pattern or "") is not None
    return named or any(started.type in _STARTED for started in target.mentions)


def of_component(name: str) -> bool:
    """Whether a name was meant for an event of inference components, of which there is none."""
    return "inferencecomponent" in letters(name)


def _core(name: str) -> str:
    core = name.casefold()
    for part in _INTERCHANGED:
        core = core.replace(part, "")
    return core


@cache
def _by_core() -> Mapping[str, str]:
    return {_core(name): name for name in DETAIL_TYPES}
