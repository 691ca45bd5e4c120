"""UpdateEndpoint and UpdateEndpointWeightsAndCapacities: nobody notices a change, except in the answers."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sagewire.local import EmbeddedAws
from sagewire.local.processes import marked
from tests.local.account import Account, eventually, instances, serverless

SAYS = """
def model_fn(model_dir): return {answer!r}
def transform_fn(model, body, content_type, accept): return model
"""
SLOW = """
import pathlib, time
def model_fn(model_dir): return None
def transform_fn(model, body, content_type, accept):
    pathlib.Path({asked!r}).touch()
    while not pathlib.Path({gate!r}).exists(): time.sleep(0.01)
    return "slow"
"""


def saying(account: Account, answer: str) -> str:
    """A configuration whose model always gives that answer."""
    return account.config(instances(account.model(SAYS.format(answer=answer))))


def update(account: Account, name: str, config: str, **members: Any) -> dict[str, Any]:
    """The endpoint's description after the update."""
    answer = account.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=config, **members)
    assert answer["EndpointArn"].endswith(f":endpoint/{name}")
    return account.settled(name)


@contextmanager
def load(account: Account, name: str, *, threads: int = 4) -> Iterator[list[object]]:
    """Ask all the time; gives the answers, and the errors among them."""
    answers: list[object] = []
    over = threading.Event()

    def ask() -> None:
        runtime = account.aws.client("sagemaker-runtime")
        while not over.is_set():
            try:
                answers.append(runtime.invoke_endpoint(EndpointName=name, Body=b"")["Body"].read())
            except Exception as error:  # noqa: BLE001  whatever it is, it is what the test is about
                answers.append(error)

    asking = [threading.Thread(target=ask) for _ in range(threads)]
    for thread in asking:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in asking:
            thread.join()


def test_an_update_under_load_fails_no_request(account: Account, aws: EmbeddedAws) -> None:
    name = account.endpoint(saying(account, "blue"))
    running = set(marked(aws.directory))
    with load(account, name) as answers:
        eventually(lambda: len(answers) >= 20)
        for answer in ("green", "blue", "green"):
            assert update(account, name, saying(account, answer))["EndpointStatus"] == "InService"
            after = len(answers) + 20
            eventually(lambda: len(answers) >= after)  # noqa: B023
    assert set(answers) == {b"blue", b"green"}
    assert answers[-1] == b"green"
    eventually(lambda: len(set(marked(aws.directory))) == len(running))


def test_a_request_under_way_ends_on_the_old_model(account: Account, tmp_path: Path) -> None:
    asked, gate = tmp_path / "asked", tmp_path / "gate"
    name = account.serving(SLOW.format(asked=str(asked), gate=str(gate)))
    answers: list[bytes] = []
    waiting = threading.Thread(target=lambda: answers.append(account.ask(name)))
    waiting.start()
    eventually(asked.exists)
    update(account, name, saying(account, "new"))
    assert account.ask(name) == b"new"
    assert answers == []
    gate.touch()
    waiting.join()
    assert answers == [b"slow"]


def test_a_failed_update_keeps_the_old_model_and_its_answers(account: Account, aws: EmbeddedAws) -> None:
    config = saying(account, "old")
    name = account.endpoint(config)
    running = set(marked(aws.directory))
    broken = account.config(instances(account.model("def model_fn(d): raise KeyError('weights')\n")))
    with load(account, name) as answers:
        found = update(account, name, broken)
    assert (found["EndpointStatus"], found["EndpointConfigName"]) == ("InService", config)
    assert "it exited with code 1: KeyError: 'weights'" in found["FailureReason"]
    assert set(answers) == {b"old"}
    assert set(marked(aws.directory)) == running
    assert "FailureReason" not in update(account, name, saying(account, "new"))
    assert account.ask(name) == b"new"


def test_a_second_update_has_to_wait_for_the_first(account: Account, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    loading = (
        "import pathlib, time\n"
        "def model_fn(model_dir):\n"
        f"    while not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.01)\n"
        "def transform_fn(model, body, content_type, accept): return 'second'\n"
    )
    name, other = account.endpoint(saying(account, "first")), saying(account, "other")
    config = account.config(instances(account.model(loading)))
    account.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=config)
    assert account.sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"] == "Updating"
    with pytest.raises(ClientError, match="Cannot update in-progress endpoint"):
        account.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=other)
    assert account.ask(name) == b"first"
    gate.touch()
    assert account.settled(name)["EndpointConfigName"] == config
    assert account.ask(name) == b"second"


def test_what_an_update_refers_to_must_exist(account: Account) -> None:
    name, config = account.endpoint(saying(account, "here")), saying(account, "there")
    with pytest.raises(ClientError, match="Could not find endpoint configuration"):
        account.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName="absent")
    with pytest.raises(ClientError, match='Could not find endpoint ".*:endpoint/absent"'):
        account.sagemaker.update_endpoint(EndpointName="absent", EndpointConfigName=config)


def test_serverless_becomes_instances_but_not_the_other_way(account: Account) -> None:
    model = account.model(SAYS.format(answer="same"))
    on_demand, on_instances = account.config(serverless(model)), account.config(instances(model))
    name = account.endpoint(on_demand)
    (variant,) = update(account, name, on_instances)["ProductionVariants"]
    assert variant["CurrentInstanceCount"] == 1
    with pytest.raises(ClientError, match="Cannot update an endpoint with instances to a serverless one"):
        account.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=on_demand)


def two(account: Account, first: float, second: float) -> str:
    """A configuration with the variants A and B, of these weights, that answer with their names."""
    models = {name: account.model(SAYS.format(answer=name)) for name in "AB"}
    weights = {"A": first, "B": second}
    return account.config(*(instances(models[name], name=name, weight=weights[name]) for name in "AB"))


def spread(account: Account, name: str, requests: int = 60) -> Counter[bytes]:
    return Counter(account.ask(name) for _ in range(requests))


def change(account: Account, name: str, *wanted: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The variants, by name, after UpdateEndpointWeightsAndCapacities."""
    account.sagemaker.update_endpoint_weights_and_capacities(EndpointName=name, DesiredWeightsAndCapacities=[*wanted])
    return {variant["VariantName"]: variant for variant in account.settled(name)["ProductionVariants"]}


def test_weights_share_out_the_requests(account: Account) -> None:
    name = account.endpoint(two(account, 1.0, 0.0))
    assert spread(account, name) == {b"A": 60}
    variants = change(
        account, name, {"VariantName": "A", "DesiredWeight": 0.0}, {"VariantName": "B", "DesiredWeight": 3}
    )
    assert (variants["A"]["CurrentWeight"], variants["B"]["CurrentWeight"]) == (0.0, 3.0)
    assert spread(account, name) == {b"B": 60}
    change(account, name, {"VariantName": "A", "DesiredWeight": 3})
    assert spread(account, name).keys() == {b"A", b"B"}  # one in 10**18 has none of one


def test_a_target_variant_is_asked_whatever_its_weight(account: Account) -> None:
    name = account.endpoint(two(account, 1.0, 0.0))
    answer = account.runtime.invoke_endpoint(EndpointName=name, Body=b"", TargetVariant="B")
    assert (answer["Body"].read(), answer["InvokedProductionVariant"]) == (b"B", "B")
    with pytest.raises(ClientError, match=r"\(ValidationError\).*Variant C not found"):
        account.ask(name, TargetVariant="C")


def test_instance_counts_are_recorded(account: Account) -> None:
    name = account.endpoint(two(account, 1.0, 1.0))
    variants = change(account, name, {"VariantName": "B", "DesiredInstanceCount": 4})
    assert [variants[which]["CurrentInstanceCount"] for which in "AB"] == [1, 4]
    assert variants["B"]["CurrentWeight"] == 1.0


def test_a_weight_of_no_variant_changes_nothing(account: Account) -> None:
    name = account.endpoint(two(account, 1.0, 0.0))
    wanted = [{"VariantName": "A", "DesiredWeight": 9.0}, {"VariantName": "C", "DesiredWeight": 1.0}]
    with pytest.raises(ClientError, match=r'\(ValidationException\).*The variant\(s\) "C" do not exist'):
        account.sagemaker.update_endpoint_weights_and_capacities(EndpointName=name, DesiredWeightsAndCapacities=wanted)
    found = account.settled(name)
    assert (found["EndpointStatus"], found["ProductionVariants"][0]["CurrentWeight"]) == ("InService", 1.0)


def test_serverless_capacity_is_not_changed_in_place(account: Account) -> None:
    name = account.endpoint(account.config(serverless(account.model(SAYS.format(answer="same")))))
    wanted = [{"VariantName": "AllTraffic", "ServerlessUpdateConfig": {"MaxConcurrency": 9}}]
    with pytest.raises(ClientError, match="does not support ServerlessUpdateConfig"):
        account.sagemaker.update_endpoint_weights_and_capacities(EndpointName=name, DesiredWeightsAndCapacities=wanted)


@pytest.mark.parametrize(
    ("members", "weight", "count"),
    [
        ({}, 1.0, 1),
        ({"RetainAllVariantProperties": True}, 5.0, 3),
        (
            {
                "RetainAllVariantProperties": True,
                "ExcludeRetainedVariantProperties": [{"VariantPropertyType": "DesiredWeight"}],
            },
            1.0,
            3,
        ),
    ],
    ids=["nothing", "all", "all but the weight"],
)
def test_an_update_retains_what_it_is_asked_to(
    account: Account, members: dict[str, Any], weight: float, count: int
) -> None:
    name = account.endpoint(saying(account, "one"))
    change(account, name, {"VariantName": "AllTraffic", "DesiredWeight": 5.0, "DesiredInstanceCount": 3})
    (variant,) = update(account, name, saying(account, "two"), **members)["ProductionVariants"]
    assert (variant["CurrentWeight"], variant["CurrentInstanceCount"]) == (weight, count)
