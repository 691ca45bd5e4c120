"""SW503."""

from sagewire.validator.rules.kind.sw503_serverless_in_vpc import RULE
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, serverless, serverless_variant
from tests.validator.judging import findings_of

VPC = {"SecurityGroupIds": ["sg-0123456789abcdef0"], "Subnets": ["subnet-0123456789abcdef0"]}


def test_the_model_of_a_serverless_endpoint_has_no_vpc() -> None:
    body = template(model(VpcConfig=VPC), config(serverless_variant()), endpoint())
    (finding,) = findings_of(RULE, body)
    assert (finding.resource, finding.property) == ("Model", "Properties/VpcConfig")


def test_nor_has_its_configuration() -> None:
    (finding,) = findings_of(RULE, template(serverless(VpcConfig=VPC)))
    assert finding.resource == "Config"


def test_a_model_of_two_endpoints_is_found_once() -> None:
    two = template(
        model(VpcConfig=VPC), config(serverless_variant()), endpoint(), config(serverless_variant(), id="Second")
    )
    assert len(findings_of(RULE, two)) == 1


def test_a_model_on_instances_may_have_one() -> None:
    assert not findings_of(RULE, template(model(VpcConfig=VPC), config(instance_variant()), endpoint()))


def test_a_model_elsewhere_is_not_known() -> None:
    body = template(config(serverless_variant(ModelName={"Fn::ImportValue": "model"})), endpoint())
    assert not findings_of(RULE, body)


def test_a_choice_of_models_that_is_open_is_left_alone() -> None:
    choice = {"Fn::If": ["Own", {"Fn::GetAtt": ["Model", "ModelName"]}, {"Ref": "Kind"}]}
    body = template(
        model(VpcConfig=VPC),
        config(serverless_variant(ModelName=choice)),
        endpoint(),
        Parameters={"Kind": {"Type": "String"}},
        Conditions={"Own": {"Fn::Equals": [{"Ref": "Kind"}, "own"]}},
    )
    assert not findings_of(RULE, body)
