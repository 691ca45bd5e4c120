"""SW506."""

from sagewire.validator.rules.kind.sw506_serverless_asynchronous import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import asynchronous, serverless
from tests.validator.judging import findings_of

ASYNC = {"OutputConfig": {"S3OutputPath": "s3://results/"}}


def test_a_serverless_variant_is_not_asynchronous() -> None:
    (finding,) = findings_of(RULE, template(serverless(AsyncInferenceConfig=ASYNC)))
    assert (finding.resource, finding.property) == ("Config", "Properties/AsyncInferenceConfig")


def test_instances_are() -> None:
    assert not findings_of(RULE, template(asynchronous()))


def test_what_is_left_out_is_left_alone() -> None:
    assert not findings_of(RULE, template(serverless(AsyncInferenceConfig={"Ref": "AWS::NoValue"})))
