"""A bus that takes events of other accounts takes those of SageMaker too that another account passes on, and their
source is aws.sagemaker as well. A rule on it that does not ask for this account acts on theirs: on their approvals,
and on their endpoints. Looks at rules that ask for SageMaker's events or call functions of inference, on a bus that a
policy of the templates opens.
"""

from collections.abc import Iterator

from sagewire.validator.buses import opened
from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import open_bus
from sagewire.validator.samples.invoking import event_rule, function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for rule in graph.view(Inference).matching:
        account = rule.pattern["account"]
        to = opened(graph, rule.resource["EventBusName"])
        if to is not None and account.absent and rule.pattern["$or"].absent:
            yield fault(account, rule.resource.logical_id, others=to)


RULE = Rule(
    id="SW838",
    title="rule on an open bus believes events of other accounts",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html",
    message="the pattern asks for no account, and the bus takes events of {others}: they can trigger {found}",
    fix="Ask for the accounts that are meant: account: [!Ref AWS::AccountId].",
    check=_check,
    wrong=template(serverless(), function(), event_rule(pattern={"account": None}), open_bus()),
    right=template(serverless(), function(), event_rule(), open_bus()),
)
