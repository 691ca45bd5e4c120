"""Where things are: what a function, a rule or a subscription works with must be in its region."""

from typing import NamedTuple

from aws_cdk import IResource
from constructs import IConstruct

from sagewire import pseudo
from sagewire.endpoints.endpoint import Endpoint


class Reason(NamedTuple):
    """What is wrong with another region, or else account, and where AWS says so."""

    text: str
    source: str
    account: bool = False


ENDPOINT = Reason(
    "the function asks SageMaker in its own region and account",
    "https://docs.aws.amazon.com/general/latest/gr/sagemaker.html",
    account=True,
)
RESULT_BUS = Reason(
    "the function puts events onto buses of its own region",
    "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html",
)
RESULT_QUEUE = Reason(
    "the function asks SQS in its own region", "https://docs.aws.amazon.com/general/latest/gr/sqs-service.html"
)
SOURCE_BUS = Reason(
    "a rule is where its bus is",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html",
    account=True,
)
SOURCE_QUEUE = Reason(
    "Lambda reads queues of its own region only",
    "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
)
TOPIC = Reason(
    "the dead-letter queue of a subscription must be where its topic is",
    "https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html",
)


def check_place(name: str, resource: IResource, scope: IConstruct, reason: Reason) -> None:
    """Raise ValueError for a resource that is known to be in another region than `scope`, or another account."""
    stack, there = pseudo.stack_of(scope), resource.env
    _check("region", name, resource, scope, here=stack.region, there=there.region, reason=reason)
    if reason.account:
        _check("account", name, resource, scope, here=stack.account, there=there.account, reason=reason)


def check_endpoint_place(endpoint: Endpoint, scope: IConstruct) -> None:
    """Raise ValueError for an endpoint that is elsewhere; one that is made in the same stack is not."""
    if endpoint.existing or pseudo.stack_of(endpoint) is not pseudo.stack_of(scope):
        check_place("endpoint", endpoint, scope, ENDPOINT)


def _check(
    where: str, name: str, resource: IResource, scope: IConstruct, *, here: str, there: str, reason: Reason
) -> None:
    if here != there and not pseudo.is_token(here) and not pseudo.is_token(there):
        raise ValueError(
            f"{name} {resource.node.path} is in {where} {there}, and {scope.node.path} in {here}: {reason.text}"
            f" ({reason.source}); put both into one {where}"
        )
