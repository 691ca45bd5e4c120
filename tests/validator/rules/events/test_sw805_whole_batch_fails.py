"""SW805."""

import pytest

from sagewire.validator.rules.events.sw805_whole_batch_fails import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def _of(types: object = None, **changes: object) -> dict[str, object]:
    return template(serverless(), function(), queue(), mapping(FunctionResponseTypes=types, **changes))


@pytest.mark.parametrize(("batch", "found"), [(2, "2"), (5, "5"), (None, "10")])
def test_a_batch_that_fails_as_a_whole_is_found(batch: int | None, found: str) -> None:
    finding = only_finding(RULE, _of(BatchSize=batch))
    assert (finding.found, finding.property) == (found, "Properties/FunctionResponseTypes")


def test_an_empty_list_asks_for_nothing_either() -> None:
    assert only_finding(RULE, _of([])).resource == "Mapping"


def test_one_message_at_a_time_fails_alone() -> None:
    assert found_in(_of(BatchSize=1)) == []


def test_a_mapping_that_asks_which_failed_is_sound() -> None:
    assert found_in(_of(["ReportBatchItemFailures"])) == []


@pytest.mark.parametrize("types", [{"Fn::ImportValue": "types"}, [{"Fn::ImportValue": "type"}]])
def test_types_that_are_not_known_may_be_the_right_ones(types: object) -> None:
    assert found_in(_of(types)) == []


def test_a_batch_that_is_not_known_may_be_of_one() -> None:
    assert "SW805" not in found_in(_of(BatchSize={"Fn::ImportValue": "batch"}))


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(template(function(endpoint=None), queue(), mapping(FunctionResponseTypes=None))) == []


def test_a_source_that_may_be_no_queue_is_not_guessed() -> None:
    assert found_in(_of(EventSourceArn={"Fn::ImportValue": "source"})) == []
