"""The circuit breaker as an option of the invoker: its table, its figures, and what is refused."""

import pytest
from aws_cdk import Duration, Stack, Token
from aws_cdk import aws_dynamodb as dynamodb

from sagewire import CircuitBreaker, Endpoint, Idempotency, LambdaInvoker, Model, RealTimeEndpoint
from tests.models import IMAGE
from tests.templates import only, resources, statements

LATER = Token.as_number({"Ref": "Later"})


@pytest.fixture
def endpoint(stack: Stack) -> Endpoint:
    return RealTimeEndpoint(stack, "RealTime", model=Model(stack, "Model", image=IMAGE), instance_type="ml.c7i.large")


def figures(stack: Stack) -> dict[str, object]:
    found: dict[str, object] = only(stack, "AWS::Lambda::Function")["Environment"]["Variables"]
    return {name.removeprefix("SAGEWIRE_CIRCUIT_"): value for name, value in found.items() if "CIRCUIT" in name}


def test_its_figures_reach_the_function(stack: Stack, endpoint: Endpoint) -> None:
    breaker = CircuitBreaker(failures=7, recovery=Duration.minutes(1), successes=LATER)
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, circuit_breaker=breaker)
    (table,) = resources(stack, "AWS::DynamoDB::Table")
    assert figures(stack) == {
        "TABLE": {"Ref": table},
        "FAILURES": "7",
        "RECOVERY": "60",
        "SUCCESSES": {"Ref": "Later"},
    }


def test_without_figures_it_has_those_of_powertools(stack: Stack, endpoint: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, circuit_breaker=CircuitBreaker())
    assert {"FAILURES": "5", "RECOVERY": "30", "SUCCESSES": "3"}.items() <= figures(stack).items()
    assert len(only(stack, "AWS::Lambda::Function")["Layers"]) == 1


def test_the_function_may_read_and_write_circuits_and_delete_none(stack: Stack, endpoint: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, circuit_breaker=CircuitBreaker())
    (table,) = resources(stack, "AWS::DynamoDB::Table")
    allowed = [each for each in statements(stack) if "dynamodb" in str(each["Action"])]
    actions = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    assert allowed == [{"Effect": "Allow", "Action": actions, "Resource": {"Fn::GetAtt": [table, "Arn"]}}]


def test_one_table_may_hold_circuits_and_keys(stack: Stack, endpoint: Endpoint) -> None:
    table = dynamodb.Table(
        stack,
        "Own",
        partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
        time_to_live_attribute="expiration",
    )
    LambdaInvoker(
        stack,
        "Invoker",
        endpoint=endpoint,
        idempotency=Idempotency(table=table),
        circuit_breaker=CircuitBreaker(table=table),
    )
    (id,) = resources(stack, "AWS::DynamoDB::Table")
    assert figures(stack)["TABLE"] == {"Ref": id}


def test_a_table_with_another_key_is_refused(stack: Stack, endpoint: Endpoint) -> None:
    name = dynamodb.Attribute(name="pk", type=dynamodb.AttributeType.STRING)
    table = dynamodb.Table(stack, "Own", partition_key=name)
    with pytest.raises(ValueError, match="^table of circuit_breaker Test/Own has the key pk of type S; Powertools"):
        LambdaInvoker(stack, "Invoker", endpoint=endpoint, circuit_breaker=CircuitBreaker(table=table))


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ({"failures": 0}, "^failures is 0; allowed are 1 and above"),
        ({"failures": 2.5}, "^failures is 2.5; allowed are whole numbers"),
        ({"successes": 0}, "^successes is 0; allowed are 1 and above"),
        ({"recovery": Duration.millis(500)}, "^recovery in seconds is 0.5; allowed are 1 and above"),
    ],
)
def test_a_figure_that_is_none_is_refused(figures: dict[str, float | Duration], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        CircuitBreaker(**figures)  # type: ignore[arg-type]
