"""Serverless variants: a cold start at the first request, and no more at a time than MaxConcurrency."""

import threading
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from sagewire.local import EmbeddedAws
from sagewire.local.processes import marked
from tests.local.account import Account, eventually, serverless

PID = """
import os
def model_fn(model_dir): return str(os.getpid())
def transform_fn(model, body, content_type, accept): return model
"""
GATED = """
import pathlib, time, uuid
def model_fn(model_dir): return None
def transform_fn(model, body, content_type, accept):
    pathlib.Path({asked!r}, uuid.uuid4().hex).touch()
    while not pathlib.Path({gate!r}).exists(): time.sleep(0.01)
    return "done"
"""


def test_the_model_starts_with_the_first_request(account: Account, aws: EmbeddedAws) -> None:
    before = set(marked(aws.directory))
    name = account.endpoint(account.config(serverless(account.model(PID))))
    assert set(marked(aws.directory)) == before
    first = account.ask(name)
    assert set(marked(aws.directory)) - before == {int(first)}
    assert account.ask(name) == first


def test_provisioned_concurrency_starts_it_at_creation(account: Account, aws: EmbeddedAws) -> None:
    before = set(marked(aws.directory))
    variant = serverless(account.model(PID), ProvisionedConcurrency=1)
    name = account.endpoint(account.config(variant))
    started = set(marked(aws.directory)) - before
    assert {int(account.ask(name))} == started
    (described,) = account.settled(name)["ProductionVariants"]
    assert described["CurrentServerlessConfig"] == variant["ServerlessConfig"]


def test_a_model_that_cannot_start_fails_the_request_and_is_tried_again(account: Account, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    source = f"import pathlib\nassert pathlib.Path({str(gate)!r}).exists(), 'not yet'\n{PID}"
    name = account.endpoint(account.config(serverless(account.model(source))))
    with pytest.raises(ClientError, match=r"\(ModelError\).*AssertionError: not yet") as failed:
        account.ask(name)
    assert failed.value.response.items() >= {"OriginalStatusCode": 500}.items()
    gate.touch()
    assert int(account.ask(name)) > 0


def test_above_max_concurrency_requests_are_throttled(account: Account, tmp_path: Path) -> None:
    asked, gate = tmp_path / "asked", tmp_path / "gate"
    asked.mkdir()
    model = account.model(GATED.format(asked=str(asked), gate=str(gate)))
    name = account.endpoint(account.config(serverless(model, most=2)))
    answers: list[bytes] = []
    waiting = [threading.Thread(target=lambda: answers.append(account.ask(name))) for _ in range(2)]
    for thread in waiting:
        thread.start()
    eventually(lambda: len(list(asked.iterdir())) == 2)
    with pytest.raises(ClientError) as refused:
        account.ask(name)
    error = refused.value.response
    assert (error["Error"]["Code"], error["Error"]["Message"]) == ("ThrottlingException", "Rate exceeded")
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 400
    gate.touch()
    for thread in waiting:
        thread.join()
    assert answers == [b"done", b"done"]
    assert account.ask(name) == b"done"


def test_first_requests_at_the_same_time_start_one_process(account: Account, aws: EmbeddedAws) -> None:
    name = account.endpoint(account.config(serverless(account.model(PID))))
    answers: list[bytes] = []
    asking = [threading.Thread(target=lambda: answers.append(account.ask(name))) for _ in range(5)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert len(answers) == 5
    assert len(set(answers)) == 1
