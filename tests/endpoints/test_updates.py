"""What an update of an endpoint changes in its template, and what of it must stay."""

import pytest
from aws_cdk import App, Stack, Token
from aws_cdk import aws_iam as iam

from sagewire import (
    AsyncEndpoint,
    ContainerImage,
    LambdaInvoker,
    Model,
    ProductionVariant,
    RealTimeEndpoint,
    Scaling,
    ServerlessEndpoint,
)
from tests.templates import only, resources, statements

SCALING = Scaling(min_capacity=1, max_capacity=4, invocations_per_instance=100)


def deployed(app: App, name: str, image: ContainerImage, **options: str) -> Stack:
    stack = Stack(app, name)
    RealTimeEndpoint(stack, "E", model=Model(stack, "Model", image=image), **options)  # type: ignore[arg-type]
    return stack


def test_another_instance_type_replaces_the_configuration_alone(app: App, image: ContainerImage) -> None:
    """Pitfall 1: the configuration has no name, so that its successor can stand beside it."""
    before = deployed(app, "Before", image, instance_type="ml.c7i.large")
    after = deployed(app, "After", image, instance_type="ml.m7i.large")
    configs = [only(stack, "AWS::SageMaker::EndpointConfig") for stack in (before, after)]
    endpoints = [only(stack, "AWS::SageMaker::Endpoint") for stack in (before, after)]
    assert configs[0] != configs[1]
    assert all("EndpointConfigName" not in config for config in configs)
    assert endpoints[0] == endpoints[1]
    assert set(endpoints[0]) == {"EndpointConfigName"}


def test_a_given_name_stays_while_the_configuration_changes(app: App, image: ContainerImage) -> None:
    """Pitfall 2: a fixed name is updated in place; another name is another endpoint."""
    stacks = [
        deployed(app, name, image, instance_type=kind, endpoint_name="ranking")
        for name, kind in (("Before", "ml.c7i.large"), ("After", "ml.m7i.large"))
    ]
    endpoints = [resources(stack, "AWS::SageMaker::Endpoint") for stack in stacks]
    assert endpoints[0] == endpoints[1]
    (endpoint,) = endpoints[0].values()
    assert endpoint["Properties"]["EndpointName"] == "ranking"


def test_each_variant_keeps_the_link_to_its_model(stack: Stack, image: ContainerImage) -> None:
    """Pitfall 7: whatever else is said of a variant, its model comes from the model."""
    variants = [
        ProductionVariant(
            model=Model(stack, name, image=image), variant_name=name, instance_type="ml.c7i.large", instance_count=3
        )
        for name in ("Champion", "Challenger")
    ]
    RealTimeEndpoint(stack, "E", variants=variants)
    names = [
        v["ModelName"]["Fn::GetAtt"][0] for v in only(stack, "AWS::SageMaker::EndpointConfig")["ProductionVariants"]
    ]
    assert names == list(resources(stack, "AWS::SageMaker::Model"))


def test_an_update_leaves_the_autoscalers_instances_alone(stack: Stack, model: Model) -> None:
    """Pitfall 12: without this, an update resets the count; with all retained, new weights would have no effect."""
    RealTimeEndpoint(stack, "E", model=model, instance_type="ml.c7i.large", scaling=SCALING)
    endpoint = only(stack, "AWS::SageMaker::Endpoint")
    assert endpoint["RetainAllVariantProperties"] is True
    excluded = [item["VariantPropertyType"] for item in endpoint["ExcludeRetainedVariantProperties"]]
    assert excluded == ["DesiredWeight", "DataCaptureConfig"]


def test_what_is_not_scaled_follows_its_template(stack: Stack, model: Model) -> None:
    """Pitfall 12: RetainAllVariantProperties is for what scales."""
    RealTimeEndpoint(stack, "E", model=model, instance_type="ml.c7i.large", instance_count=3)
    assert "RetainAllVariantProperties" not in only(stack, "AWS::SageMaker::Endpoint")


def test_a_stream_takes_an_action_of_its_own(stack: Stack, model: Model) -> None:
    """Pitfall 24: InvokeEndpoint alone does not allow a response stream."""
    endpoint = RealTimeEndpoint(stack, "E", model=model, instance_type="ml.c7i.large")
    endpoint.grant_invoke(iam.User(stack, "Caller"), response_stream=True)
    actions = {str(s["Action"]) for s in statements(stack) if "sagemaker:" in str(s["Action"])}
    assert actions == {"sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream"}


@pytest.mark.parametrize("kind", ["serverless", "asynchronous"])
def test_what_answers_whole_has_no_stream(stack: Stack, model: Model, kind: str) -> None:
    """Pitfall 24: instances that answer in real time stream, and nothing else does."""
    endpoint = (
        ServerlessEndpoint(stack, "E", model=model)
        if kind == "serverless"
        else AsyncEndpoint(stack, "E", model=model, instance_type="ml.c7i.large")
    )
    with pytest.raises(ValueError, match=f"response_stream is True, but an? {kind} endpoint answers whole"):
        endpoint.grant_invoke(iam.User(stack, "Caller"), response_stream=True)


def test_other_grants_name_this_endpoint(stack: Stack, model: Model) -> None:
    endpoint = RealTimeEndpoint(stack, "E", model=model, instance_type="ml.c7i.large")
    caller = iam.User(stack, "Caller")
    endpoint.grant_describe(caller)
    endpoint.grant_update_weights_and_capacities(caller)
    (endpoint_id,) = resources(stack, "AWS::SageMaker::Endpoint")
    granted = {str(s["Action"]): s["Resource"] for s in statements(stack) if "sagemaker:" in str(s["Action"])}
    assert granted == {
        "sagemaker:DescribeEndpoint": {"Ref": endpoint_id},
        "sagemaker:UpdateEndpointWeightsAndCapacities": {"Ref": endpoint_id},
    }


@pytest.mark.parametrize("actions", [(), ("sagemaker:*",), ("DescribeEndpoint",), ("",)])
def test_a_grant_names_its_actions(stack: Stack, model: Model, actions: tuple[str, ...]) -> None:
    endpoint = RealTimeEndpoint(stack, "E", model=model, instance_type="ml.c7i.large")
    with pytest.raises(ValueError, match="name each, such as 'sagemaker:DescribeEndpoint'"):
        endpoint.grant(iam.User(stack, "Caller"), *actions)


@pytest.mark.parametrize("given", [True, False])
def test_a_model_is_not_allowed_what_would_have_to_be_there_before_it(
    stack: Stack, image: ContainerImage, *, given: bool
) -> None:
    """The model waits for the grants of its role; one that names its endpoint would make a circle of both."""
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com")) if given else None
    model = Model(stack, "Model", image=image, role=role)
    endpoint = RealTimeEndpoint(stack, "E", model=model, instance_type="ml.c7i.large")
    invoker = LambdaInvoker(stack, "Invoker", endpoint=endpoint)
    for grant in (endpoint.grant_invoke, endpoint.grant_describe, invoker.grant_invoke):
        with pytest.raises(ValueError, match="^grantee is the execution role of a model that is to be invoked"):
            grant(model.role)
    endpoint.grant_invoke(iam.User(stack, "Caller"))


def test_tokens_reach_the_template_wherever_a_figure_or_a_name_may_stand(stack: Stack, model: Model) -> None:
    """Pitfall 8: a check that does not know tokens takes them for figures that are out of range."""
    figure, text = Token.as_number({"Ref": "Figure"}), Token.as_string({"Ref": "Text"})
    variant = ProductionVariant(
        model=model,
        instance_type=text,
        instance_count=figure,
        weight=figure,
        variant_name=text,
        scaling=Scaling(min_capacity=figure, max_capacity=figure, invocations_per_instance=figure),
    )
    RealTimeEndpoint(stack, "E", variants=[variant], endpoint_name=text)
    target = only(stack, "AWS::ApplicationAutoScaling::ScalableTarget")
    assert target["MinCapacity"] == target["MaxCapacity"] == {"Ref": "Figure"}
    assert only(stack, "AWS::SageMaker::Endpoint")["EndpointName"] == {"Ref": "Text"}
