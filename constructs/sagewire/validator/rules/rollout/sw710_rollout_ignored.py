"""For Inf1 instances and for containers from AWS Marketplace SageMaker takes a rollout and ignores it without a word:
an update moves all traffic at once, and no alarm is looked at while it does.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import EndpointConfig
from sagewire.validator.graph.rollout import rollouts_of
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.rollouts import blue_green, rolled_out
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.hardware import types_of
from sagewire.validator.serving.served import marketplace_package, models_of
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_EXCLUDED = "ml.inf1."


def _check(graph: Graph) -> Iterator[Fault]:
    for rollout in graph.view(rollouts_of):
        config = rollout.endpoint.config if rollout.endpoint else None
        for excluded in _excluded(graph, config) if config else ():
            yield fault(excluded, endpoint=rollout.resource.logical_id)


def _excluded(graph: Graph, config: EndpointConfig) -> list[Value]:
    """What of the endpoint's has no rollouts."""
    types = [stated for variant in config.variants for stated in types_of(variant)]
    packages = [marketplace_package(model) for model in models_of(graph, config)]
    inferentia = [stated for stated in types if (stated.text or "").startswith(_EXCLUDED)]
    return [*inferentia, *(package for package in packages if package is not None)]


RULE = Rule(
    id="SW710",
    title="rollout that SageMaker ignores",
    severity=Severity.WARNING,
    why=__doc__,
    message="{endpoint} has a rollout, which SageMaker ignores for {found}: all traffic moves at once",
    fix="Take a type such as ml.inf2, or your own container; or leave DeploymentConfig out and update at a quiet time.",
    source="https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html",
    check=_check,
    wrong=lambda: template(real_time(variant={"InstanceType": "ml.inf1.xlarge"}), rolled_out(blue_green())),
    right=lambda: template(real_time(variant={"InstanceType": "ml.inf2.xlarge"}), rolled_out(blue_green())),
)
