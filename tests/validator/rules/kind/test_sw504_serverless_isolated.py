"""SW504."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw504_serverless_isolated import RULE
from sagewire.validator.samples import ref, template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, serverless, serverless_variant
from tests.validator.judging import findings_of


@pytest.mark.parametrize("isolated", [True, "true"])
def test_the_model_of_a_serverless_endpoint_is_not_isolated(isolated: Any) -> None:
    body = template(model(EnableNetworkIsolation=isolated), config(serverless_variant()), endpoint())
    (finding,) = findings_of(RULE, body)
    assert (finding.resource, finding.property) == ("Model", "Properties/EnableNetworkIsolation")


def test_nor_is_its_configuration() -> None:
    (finding,) = findings_of(RULE, template(serverless(EnableNetworkIsolation=True)))
    assert finding.resource == "Config"


@pytest.mark.parametrize("isolated", [False, "false", ref("Isolated"), {"Ref": "AWS::NoValue"}])
def test_what_is_off_or_open_is_left_alone(isolated: Any) -> None:
    parameters = {"Isolated": {"Type": "String"}}
    body = template(
        model(EnableNetworkIsolation=isolated), config(serverless_variant()), endpoint(), Parameters=parameters
    )
    assert not findings_of(RULE, body)


def test_a_model_on_instances_may_be_isolated() -> None:
    assert not findings_of(RULE, template(model(EnableNetworkIsolation=True), config(instance_variant()), endpoint()))
