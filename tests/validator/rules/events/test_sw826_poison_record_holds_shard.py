"""SW826."""

import pytest

from sagewire.validator.rules.events.sw826_poison_record_holds_shard import RULE
from sagewire.validator.samples import att, ref, resource, template
from sagewire.validator.samples.events import stream
from sagewire.validator.samples.invoking import function, grant, mapping, queue
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import found_in, only_finding


def _of(**changes: object) -> dict[str, object]:
    return template(serverless(), function(), stream(**changes))


@pytest.mark.parametrize(("retries", "age"), [(None, None), (-1, None), (None, -1), (-1, -1)])
def test_retries_without_end_are_found(retries: object, age: object) -> None:
    finding = only_finding(RULE, _of(MaximumRetryAttempts=retries, MaximumRecordAgeInSeconds=age))
    assert (finding.resource, finding.property) == ("Mapping", "Properties/MaximumRetryAttempts")


@pytest.mark.parametrize(("retries", "age"), [(0, None), (10_000, None), (None, 60), (-1, 60)])
def test_an_end_by_number_or_by_age_is_one(retries: object, age: object) -> None:
    assert found_in(_of(MaximumRetryAttempts=retries, MaximumRecordAgeInSeconds=age)) == []


@pytest.mark.parametrize(
    "source", ["arn:aws:kinesis:us-east-1:111122223333:stream/x", att("Table", "StreamArn"), att("Stream", "Arn")]
)
def test_streams_of_either_service_are_meant(source: object) -> None:
    table = resource("Table", "AWS::DynamoDB::Table", {}, {})
    read = stream(MaximumRetryAttempts=None, EventSourceArn=source)
    may = grant("MayReadTable", ["dynamodb:DescribeStream", "dynamodb:Get*"], att("Table", "StreamArn"))
    body = template(serverless(), function(), read, may, table)
    assert only_finding(RULE, body).resource == "Mapping"


def test_a_queue_holds_nothing_up() -> None:
    assert found_in(template(serverless(), function(), queue(), mapping())) == []


def test_a_source_that_is_not_known_is_not_guessed() -> None:
    unknown = {"EventSourceArn": {"Fn::ImportValue": "source"}, "MaximumRetryAttempts": None}
    assert found_in(_of(**unknown)) == []


def test_functions_that_have_nothing_to_do_with_inference_are_left_alone() -> None:
    assert found_in(template(function(endpoint=None), stream(MaximumRetryAttempts=None))) == []


def test_a_number_that_is_not_known_may_be_an_end() -> None:
    body = {**_of(MaximumRetryAttempts=ref("Retries")), "Parameters": {"Retries": {"Type": "Number"}}}
    assert found_in(body) == []
