"""Making constructs of CDK without their constructors' second look: the same resources, of the same classes."""

import jsii
import pytest
from aws_cdk import App, Aspects, IAspect, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sagemaker as sagemaker
from aws_cdk.assertions import Template
from constructs import IConstruct

from sagewire import LambdaInvoker, Model, RealTimeEndpoint
from sagewire.image import ContainerImage
from sagewire.making import make, struct

_Config = sagemaker.CfnEndpointConfig


def test_the_template_is_the_same(app: App) -> None:
    ours, theirs = Stack(app, "Ours"), Stack(app, "Theirs")
    make(
        _Config,
        ours,
        "Config",
        production_variants=[
            struct(
                _Config.ProductionVariantProperty,
                variant_name="AllTraffic",
                initial_variant_weight=0.5,
                managed_instance_scaling=struct(_Config.ManagedInstanceScalingProperty, min_instance_count=0),
                volume_size_in_gb=None,
            )
        ],
        data_capture_config=_Config.DataCaptureConfigProperty(
            capture_options=[_Config.CaptureOptionProperty(capture_mode="Input")],
            destination_s3_uri="s3://bucket/prefix",
            initial_sampling_percentage=1,
        ),
    )
    _Config(
        theirs,
        "Config",
        production_variants=[
            _Config.ProductionVariantProperty(
                variant_name="AllTraffic",
                initial_variant_weight=0.5,
                managed_instance_scaling=_Config.ManagedInstanceScalingProperty(min_instance_count=0),
            )
        ],
        data_capture_config=_Config.DataCaptureConfigProperty(
            capture_options=[_Config.CaptureOptionProperty(capture_mode="Input")],
            destination_s3_uri="s3://bucket/prefix",
            initial_sampling_percentage=1,
        ),
    )
    assert Template.from_stack(ours).to_json() == Template.from_stack(theirs).to_json()


def test_what_is_made_is_of_its_class_and_known_to_cdk(stack: Stack) -> None:
    role = make(iam.Role, stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    assert isinstance(role, iam.Role)
    assert stack.node.find_child("Role") is role
    assert role.node.path == "Test/Role"


def test_an_argument_that_there_is_not(stack: Stack) -> None:
    with pytest.raises(TypeError, match="CfnEndpoint has no argument 'endpoint_nam'"):
        make(sagemaker.CfnEndpoint, stack, "E", endpoint_config_name="x", endpoint_nam="y")  # type: ignore[call-arg]


def test_an_argument_that_is_missing(stack: Stack) -> None:
    with pytest.raises(RuntimeError, match="Missing required properties .*endpointConfigName"):
        make(sagemaker.CfnEndpoint, stack, "E")  # type: ignore[call-arg]


@jsii.implements(IAspect)
class Seen:
    """Notes the resources that it may visit, as cdk-nag and the Aspects of users do."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()

    def visit(self, node: IConstruct) -> None:
        self.kinds.add(type(node).__name__)


def test_aspects_see_typed_resources(stack: Stack) -> None:
    model = Model(stack, "Model", image=ContainerImage.for_framework("sklearn", "1.2-1"))
    endpoint = RealTimeEndpoint(stack, "Endpoint", model=model, instance_type="ml.c7i.large")
    LambdaInvoker(stack, "Invoker", endpoint=endpoint)
    seen = Seen()
    Aspects.of(stack).add(seen)
    Template.from_stack(stack)
    assert {
        sagemaker.CfnModel.__name__,
        sagemaker.CfnEndpointConfig.__name__,
        sagemaker.CfnEndpoint.__name__,
        lambda_.CfnFunction.__name__,
        iam.CfnRole.__name__,
    } <= seen.kinds
