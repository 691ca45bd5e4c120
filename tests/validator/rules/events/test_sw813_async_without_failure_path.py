"""SW813."""

import pytest

from sagewire.validator.rules.events.sw813_async_without_failure_path import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import asynchronous, real_time
from tests.validator.judging import found_in, only_finding


def _of(path: object) -> dict[str, object]:
    return template(asynchronous(output={"S3FailurePath": path}))


def test_an_endpoint_that_keeps_nothing_of_its_failures_is_found() -> None:
    finding = only_finding(RULE, _of(None))
    assert finding.resource == "Config"
    assert finding.property == "Properties/AsyncInferenceConfig/OutputConfig/S3FailurePath"


@pytest.mark.parametrize("path", ["s3://results/failures/", {"Fn::ImportValue": "failures"}])
def test_any_path_will_do(path: object) -> None:
    assert found_in(_of(path)) == []


def test_other_kinds_of_endpoints_have_none() -> None:
    assert found_in(template(real_time())) == []
