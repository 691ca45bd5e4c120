"""The check of refusals: which messages it takes, and which it does not."""

import pytest
from aws_cdk import Size

from sagewire import Model, RealTimeEndpoint, ServerlessEndpoint
from tests.properties.drawn import Amount, Call, Scenario, Use
from tests.properties.refusal import shortcomings

MODEL = Call(Model, {"environment": {"A": "x"}}, construct=True)
DRAWN = Scenario(
    None,
    (
        Call(
            ServerlessEndpoint,
            {"model": MODEL, "memory": Amount(Size, "gibibytes", 7), "max_concurrency": 201},
            construct=True,
            uses=(Use("grant", positional=("<user>", "sagemaker:*"), names=("grantee", "actions")),),
        ),
        Call(RealTimeEndpoint, {"model": MODEL, "instance_count": 1.5}, construct=True),
    ),
)


@pytest.mark.parametrize(
    "message",
    [
        "max_concurrency is 201; allowed are 1 to 200 invocations",
        "memory in MiB is 7168; allowed are 1024, 2048",
        "actions are sagemaker:*; name each",
        "instance_count is 1.5; allowed are whole numbers",
        "variants is given together with model: leave variants or the rest out",
        "model and variants are both missing: give a model",
    ],
)
def test_a_message_that_says_all(message: str) -> None:
    assert shortcomings(message, DRAWN) == []


@pytest.mark.parametrize(
    ("message", "missing"),
    [
        ("max_concurrency is out of range; allowed are 1 to 200", "it shows no value"),
        ("max_concurrency is 2010; allowed are 1 to 200", "it shows no value"),
        ("max_concurrency is 201", "it does not say what is allowed"),
        ("201 is too much; allowed are 1 to 200", "it names no argument"),
        ("cannot convert float NaN to integer", "it names no argument"),
    ],
)
def test_a_message_that_leaves_something_out(message: str, missing: str) -> None:
    assert missing in shortcomings(message, DRAWN)
