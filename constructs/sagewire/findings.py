"""Gives an app that wants it our reasons for what cdk-nag and checkov report of our resources, and of no others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from glob import escape

from aws_cdk import CfnResource
from constructs import Construct, IConstruct

from sagewire.acknowledgements import acknowledge, skip_checks
from sagewire.arguments import check_choice
from sagewire.batch.batch_transform import BatchTransform
from sagewire.endpoints.asynchronous import AsyncEndpoint
from sagewire.endpoints.endpoint import Endpoint
from sagewire.endpoints.inference_component import InferenceComponent
from sagewire.explanations import CHECKOV, EXPLANATIONS, PACKS, Explanation
from sagewire.invokers.lambda_invoker import LambdaInvoker
from sagewire.model import Model

_STORAGE = ("Input", "Output", "AccessLogs")
# What our constructs make, by its id below them; whatever else stands there is of whoever put it there.
_MADE: Mapping[type[Construct], Sequence[str]] = {
    Model: ("Resource", "ExecutionRole", "Permissions"),
    Endpoint: ("*Config", "ExecutionRole", "ModelPolicy", "RollbackPolicy", "*Rollback"),
    AsyncEndpoint: (*_STORAGE, "Succeeded", "Failed"),
    InferenceComponent: ("RollbackPolicy", "*Rollback"),
    LambdaInvoker: (
        "Function",
        "FunctionRole",
        "FunctionLogs",
        "DeadLetters",
        "FifoDeadLetters",
        "SchedulerRole",
        "PublishResult*",
        "IdempotencyKeys",
        "Circuits",
    ),
    BatchTransform: (
        "Function",
        "FunctionRole",
        "FunctionLogs",
        "DeadLetters",
        "SchedulerRole",
        "JobPolicy",
        *_STORAGE,
    ),
}
_PARTS = ("Resource", "DefaultPolicy", "DeadLettersPolicy", "DefaultStage", "DeploymentStage.prod")


def acknowledge_findings(scope: IConstruct, *, packs: Sequence[str] = PACKS) -> None:
    """Acknowledge what cdk-nag and checkov report of the resources that our constructs below `scope` have made.

    Each gets its reason, in CDK's validation report and in the template's metadata for checkov; a finding on any other
    resource stays. Call it last: what is made or changed afterwards, it does not see. docs/findings.md lists the rules,
    the reasons, and what mends each for whom a reason won't do.

    Args:
        scope: A stack, the app, or one construct.
        packs: Whose rules: "Serverless", "NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321", "checkov".

    Raises:
        ValueError: For another pack. AwsSolutions has nothing to be explained: the constructs themselves do.
    """
    for pack in packs:
        check_choice("pack", pack, PACKS)
    for made in _made_below(scope):
        for explanation in EXPLANATIONS:
            if made.shows(explanation):
                _explain(made.resource, explanation, tuple(packs))


@dataclass(frozen=True, kw_only=True)
class _Made:
    """A resource of ours, and the id, below our construct, of what it belongs to."""

    child: str
    type: str
    resource: CfnResource

    def shows(self, explanation: Explanation) -> bool:
        """Whether the resource is one of those that the explanation is for."""
        return (
            self.type in explanation.types
            and (not explanation.children or self.child in explanation.children)
            and (explanation.unless is None or not getattr(self.resource, explanation.unless))
        )


def _made_below(scope: IConstruct) -> Iterator[_Made]:
    for construct in scope.node.find_all():
        patterns = [pattern for owner, ids in _MADE.items() if isinstance(construct, owner) for pattern in ids]
        if isinstance(construct, LambdaInvoker):
            patterns += map(escape, construct.made)
        if patterns:
            for child in construct.node.children:
                name = child.node.id
                if any(fnmatchcase(name, pattern) for pattern in patterns):
                    yield from _resources(child, name)


def _resources(child: IConstruct, name: str) -> Iterator[_Made]:
    """The resource that the child is, or those that a construct of CDK's has made for it."""
    for part in (child, *filter(None, map(child.node.try_find_child, _PARTS))):
        resource = part if isinstance(part, CfnResource) else part.node.default_child
        if isinstance(resource, CfnResource):
            yield _Made(child=name, type=resource.cfn_resource_type, resource=resource)


def _explain(resource: CfnResource, explanation: Explanation, packs: tuple[str, ...]) -> None:
    acknowledge(resource, dict.fromkeys(explanation.ids(packs), explanation.reason))
    if explanation.check and CHECKOV in packs:
        skip_checks(resource, {explanation.check: explanation.reason})
