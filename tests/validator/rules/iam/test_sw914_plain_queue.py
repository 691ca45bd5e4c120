"""SW914."""

from typing import Any

import pytest

from sagewire.validator.rules.iam.sw914_plain_queue import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.events import queue_and_dead_letters
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of, only_finding

PLAIN: dict[str, Any] = {"SqsManagedSseEnabled": False}


def reading(**changes: Any) -> dict[str, Any]:
    return template(serverless(), function(), queue(**changes), mapping())


def test_a_plain_queue_is_found() -> None:
    assert only_finding(RULE, reading(**PLAIN)).property == "Properties/SqsManagedSseEnabled"


def test_its_plain_dead_letters_are_found() -> None:
    body = template(serverless(), function(), queue_and_dead_letters(PLAIN), mapping())
    assert only_finding(RULE, body).resource == "DeadLetters"


@pytest.mark.parametrize("flag", [True, "true", None, {"Ref": "Unset"}])
def test_a_queue_that_sqs_encrypts_is_left_alone(flag: Any) -> None:
    assert not findings_of(RULE, reading(SqsManagedSseEnabled=flag))


@pytest.mark.parametrize("key", ["alias/aws/sqs", {"Ref": "Unset"}])
def test_a_queue_with_a_key_is_left_alone(key: Any) -> None:
    assert not findings_of(RULE, reading(**PLAIN, KmsMasterKeyId=key))


def test_queues_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert not findings_of(RULE, template(serverless(), function(), queue(**PLAIN)))
