"""EventBridge calls functions, topics, queues and log groups by the leave of their own policies, but with a role that
the target names state machines, pipelines, builds, jobs, tasks, streams of Kinesis and API destinations. It refuses a
rule without one; a role of the rule as a whole does not stand in for it. Looks at all rules of the templates.
"""

import re
from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.value import Value

_CALLED = {
    "AWS::Batch::JobQueue": "a job queue",
    "AWS::CodeBuild::Project": "a build",
    "AWS::ECS::Cluster": "a cluster",
    "AWS::Events::ApiDestination": "an API destination",
    "AWS::Kinesis::Stream": "a stream",
    "AWS::StepFunctions::StateMachine": "a state machine",
}
_ARNS = {
    "batch:.*:job-queue/": "a job queue",
    "codebuild:.*:project/": "a build",
    "codepipeline:": "a pipeline",
    "ecs:.*:cluster/": "a cluster",
    "events:.*:api-destination/": "an API destination",
    "kinesis:.*:stream/": "a stream",
    "sagemaker:.*:pipeline/": "a pipeline",
    "states:.*:stateMachine:": "a state machine",
}


def _check(graph: Graph) -> Iterator[Fault]:
    for rule in graph.view(Inference).rules:
        for target in rule.targets:
            kind = _kind(target["Arn"])
            if kind and target["RoleArn"].absent:
                yield fault(target["RoleArn"], kind=kind, target=target["Arn"].shown)


def _kind(arn: Value) -> str | None:
    """What a target is, if it is certainly one that takes a role."""
    if arn.reference is not None:
        return _CALLED.get(arn.reference.type)
    return next((kind for form, kind in _ARNS.items() if re.match(f"arn:[^:]*:{form}", arn.pattern or "")), None)


_MACHINE = {"Arn": "arn:aws:states:us-east-1:111122223333:stateMachine:Rank"}


RULE = Rule(
    id="SW857",
    title="target of a rule that takes a role has none",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-iam-roles.html",
    message="the target {target}, {kind}, has no RoleArn: EventBridge refuses the rule",
    fix="Set RoleArn of the target to a role that events.amazonaws.com may take, and that may start {target}.",
    check=_check,
    wrong=lambda: template(serverless(), function(), event_rule(target=_MACHINE)),
    right=lambda: template(
        serverless(),
        function(),
        event_rule(target={**_MACHINE, "RoleArn": "arn:aws:iam::111122223333:role/start-ranking"}),
    ),
)
