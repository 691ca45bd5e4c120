"""What an invoker works with must be in its region; only what is known at synth can be refused."""

from collections.abc import Callable

import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from sagewire import LambdaInvoker, RealTimeEndpoint

HERE, ELSEWHERE = "eu-west-1:123456789012", "us-east-1:123456789012"
OTHER_ACCOUNT = "eu-west-1:210987654321"
PATTERN = events.EventPattern(source=["website"])
Use = Callable[[LambdaInvoker, str], object]

USES: dict[str, Use] = {
    "bus of results": lambda invoker, where: invoker.publish_results_to(bus(invoker, where)),
    "queue of results": lambda invoker, where: invoker.send_results_to(queue(invoker, where)),
    "bus": lambda invoker, where: invoker.on_event("Asked", pattern=PATTERN, bus=bus(invoker, where)),
    "queue": lambda invoker, where: invoker.on_queue("Queue", queue(invoker, where)),
    "topic": lambda invoker, where: invoker.on_topic("Told", topic(invoker, where)),
}


def bus(invoker: LambdaInvoker, where: str) -> events.IEventBus:
    return events.EventBus.from_event_bus_arn(invoker, "Bus", f"arn:aws:events:{where}:event-bus/asked")


def queue(invoker: LambdaInvoker, where: str) -> sqs.IQueue:
    return sqs.Queue.from_queue_arn(invoker, "Own", f"arn:aws:sqs:{where}:asked")


def topic(invoker: LambdaInvoker, where: str) -> sns.ITopic:
    return sns.Topic.from_topic_arn(invoker, "Topic", f"arn:aws:sns:{where}:asked")


def invoker_in(stack: Stack) -> LambdaInvoker:
    endpoint = RealTimeEndpoint.from_endpoint_name(stack, "Endpoint", "ranking")
    return LambdaInvoker(stack, "Invoker", endpoint=endpoint)


@pytest.mark.parametrize("use", USES)
def test_another_region_is_refused(regional_stack: Stack, use: str) -> None:
    noun = use.split(maxsplit=1)[0]
    message = f"^{noun} Regional/Invoker/.* is in region us-east-1, and Regional/Invoker in eu-west-1: .*one region$"
    with pytest.raises(ValueError, match=message):
        USES[use](invoker_in(regional_stack), ELSEWHERE)


@pytest.mark.parametrize("use", USES)
def test_the_same_region_is_not(regional_stack: Stack, use: str) -> None:
    USES[use](invoker_in(regional_stack), HERE)


@pytest.mark.parametrize("use", USES)
def test_where_the_stack_will_be_may_be_unknown(stack: Stack, use: str) -> None:
    USES[use](invoker_in(stack), ELSEWHERE)


@pytest.mark.parametrize("use", USES)
def test_another_account_is_refused_where_a_rule_belongs_to_it(regional_stack: Stack, use: str) -> None:
    invoker = invoker_in(regional_stack)
    if use == "bus":
        message = "^bus .* is in account 210987654321, and Regional/Invoker in 123456789012: a rule is where .*account$"
        with pytest.raises(ValueError, match=message):
            USES[use](invoker, OTHER_ACCOUNT)
    else:
        USES[use](invoker, OTHER_ACCOUNT)


@pytest.mark.parametrize(
    ("account", "region", "found"),
    [
        ("123456789012", "eu-west-2", "region eu-west-2, and Regional/Invoker in eu-west-1"),
        (None, "eu-west-2", "region eu-west-2, and Regional/Invoker in eu-west-1"),
        ("210987654321", None, "account 210987654321, and Regional/Invoker in 123456789012"),
    ],
)
def test_an_imported_endpoint_elsewhere(
    regional_stack: Stack, account: str | None, region: str | None, found: str
) -> None:
    endpoint = RealTimeEndpoint.from_endpoint_attributes(
        regional_stack, "Endpoint", endpoint_name="ranking", account=account, region=region
    )
    with pytest.raises(ValueError, match=f"^endpoint Regional/Endpoint is in {found}: the function asks SageMaker"):
        LambdaInvoker(regional_stack, "Invoker", endpoint=endpoint)


def test_an_endpoint_of_a_stack_elsewhere(app: App, regional_stack: Stack) -> None:
    other = Stack(app, "Other", env=Environment(account="123456789012", region="us-east-1"))
    endpoint = RealTimeEndpoint.from_endpoint_name(other, "Endpoint", "ranking")
    with pytest.raises(ValueError, match="^endpoint Other/Endpoint is in region us-east-1, and Regional/Invoker in eu"):
        LambdaInvoker(regional_stack, "Invoker", endpoint=endpoint)
