"""Which variant, model or inference component is invoked, and what callers must name."""

from pathlib import Path
from typing import Any

import pytest
from aws_cdk import Duration, Size, Stack, Token
from aws_cdk import aws_events as events
from aws_cdk import aws_sns as sns
from aws_cdk.aws_scheduler import ScheduleExpression

from sagewire import (
    AsyncEndpoint,
    ComputeRequirements,
    Endpoint,
    InferenceComponent,
    InferenceComponentEndpoint,
    InvocationTarget,
    LambdaInvoker,
    Model,
    ModelArtifact,
    ModelDirectory,
    ProductionVariant,
    RealTimeEndpoint,
    ServerlessEndpoint,
)
from tests.models import IMAGE, allowing, bucket_of
from tests.templates import only, resources

INSTANCE = "ml.g5.2xlarge"
HOURLY = ScheduleExpression.rate(Duration.hours(1))
TARGETS = ("SAGEWIRE_TARGET_", "SAGEWIRE_INFERENCE_", "SAGEWIRE_REQUIRED_")


@pytest.fixture
def model(stack: Stack, model_folder: Path) -> Model:
    return Model(stack, "Model", image=IMAGE, artifact=ModelArtifact.from_asset(model_folder))


@pytest.fixture
def many(stack: Stack) -> Model:
    return Model(stack, "Any", image=IMAGE, models=ModelDirectory(bucket=bucket_of(stack), prefix="ranking/"))


@pytest.fixture
def two_variants(stack: Stack, model: Model) -> RealTimeEndpoint:
    variants = [
        ProductionVariant(model=model, instance_type="ml.c7i.large", variant_name=name) for name in ("Old", "New")
    ]
    return RealTimeEndpoint(stack, "Two", variants=variants)


@pytest.fixture
def multi_model(stack: Stack, many: Model) -> RealTimeEndpoint:
    return RealTimeEndpoint(stack, "Many", model=many, instance_type="ml.c7i.large")


@pytest.fixture
def host(stack: Stack) -> InferenceComponentEndpoint:
    return InferenceComponentEndpoint(stack, "Host", instance_type=INSTANCE)


def component(stack: Stack, host: InferenceComponentEndpoint, model: Model, name: str) -> InferenceComponent:
    requirements = ComputeRequirements(memory=Size.gibibytes(1))
    return InferenceComponent(
        stack, name, endpoint=host, model=model, requirements=requirements, component_name=f"{name}-1"
    )


def said(stack: Stack) -> dict[str, Any]:
    """What the function's environment says of the target."""
    variables = only(stack, "AWS::Lambda::Function")["Environment"]["Variables"]
    return {name: value for name, value in variables.items() if name.startswith(TARGETS)}


def test_one_model_needs_no_target(stack: Stack, model: Model, two_variants: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=two_variants)
    assert said(stack) == {}


def test_a_variant_is_fixed(stack: Stack, two_variants: RealTimeEndpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=two_variants, target=InvocationTarget(variant=two_variants.variants[1]))
    assert said(stack) == {"SAGEWIRE_TARGET_VARIANT": "New"}


def test_a_variant_that_the_endpoint_does_not_have(stack: Stack, two_variants: Endpoint) -> None:
    with pytest.raises(ValueError, match="^variant is 'Newest'; endpoint Test/Two has Old, New: name one of these"):
        LambdaInvoker(stack, "Invoker", endpoint=two_variants, target=InvocationTarget(variant="Newest"))


def test_a_variant_that_is_known_at_deployment_only(stack: Stack, two_variants: Endpoint) -> None:
    later = Token.as_string({"Ref": "Variant"})
    LambdaInvoker(stack, "Invoker", endpoint=two_variants, target=InvocationTarget(variant=later))
    assert said(stack) == {"SAGEWIRE_TARGET_VARIANT": {"Ref": "Variant"}}


def test_of_several_models_callers_must_name_one(stack: Stack, multi_model: Endpoint) -> None:
    """SageMaker refuses a request that names no TargetModel."""
    invoker = LambdaInvoker(stack, "Invoker", endpoint=multi_model)
    assert said(stack) == {"SAGEWIRE_REQUIRED_TARGET": "TargetModel"}
    invoker.add_function_url()
    invoker.on_queue("Asked")
    invoker.on_topic("Told", sns.Topic(stack, "Topic"))


def test_a_model_is_fixed(stack: Stack, multi_model: Endpoint) -> None:
    invoker = LambdaInvoker(stack, "Invoker", endpoint=multi_model, target=InvocationTarget(model="a/7.tar.gz"))
    assert said(stack) == {"SAGEWIRE_TARGET_MODEL": "a/7.tar.gz"}
    invoker.on_event("Viewed", pattern=events.EventPattern(source=["website"]))
    invoker.on_schedule("Hourly", HOURLY, payload=[1])


def test_of_two_variants_the_one_with_several_models(stack: Stack, model: Model, many: Model) -> None:
    variants = [
        ProductionVariant(model=model, instance_type="ml.c7i.large", variant_name="One"),
        ProductionVariant(model=many, instance_type="ml.c7i.large", variant_name="Many"),
    ]
    endpoint = RealTimeEndpoint(stack, "Mixed", variants=variants)
    LambdaInvoker(stack, "Whichever", endpoint=endpoint)
    assert said(stack) == {"SAGEWIRE_REQUIRED_TARGET": "TargetModel"}
    only_one = LambdaInvoker(stack, "Only", endpoint=endpoint, target=InvocationTarget(variant="One"))
    assert only_one.selection.required is None
    with pytest.raises(ValueError, match="^model is 'a.tar.gz', but endpoint Test/Mixed serves one model: leave it"):
        LambdaInvoker(stack, "Wrong", endpoint=endpoint, target=InvocationTarget(variant="One", model="a.tar.gz"))


def test_an_event_cannot_name_what_it_must(stack: Stack, multi_model: Endpoint, host: Endpoint) -> None:
    tenants = LambdaInvoker(stack, "Tenants", endpoint=multi_model)
    components = LambdaInvoker(stack, "Components", endpoint=host)
    pattern = events.EventPattern(source=["website"])
    with pytest.raises(ValueError, match="^on_event on Test/Many: each request to this endpoint must name its TargetM"):
        tenants.on_event("Viewed", pattern=pattern)
    with pytest.raises(ValueError, match="^on_schedule on Test/Many: .* fix it by target=InvocationTarget"):
        tenants.on_schedule("Hourly", HOURLY, payload=[1])
    with pytest.raises(ValueError, match="^on_event on Test/Host: .* name its InferenceComponentName"):
        components.on_event("Viewed", pattern=pattern)
    assert resources(stack, "AWS::Events::Rule") == {}


def test_any_component_may_be_named(stack: Stack, host: Endpoint) -> None:
    LambdaInvoker(stack, "Invoker", endpoint=host)
    assert said(stack) == {"SAGEWIRE_REQUIRED_TARGET": "InferenceComponentName"}
    (invokes,) = allowing(stack, "sagemaker:InvokeEndpoint")
    (endpoint,) = resources(stack, "AWS::SageMaker::Endpoint")
    assert invokes["Resource"][0] == {"Ref": endpoint}
    assert invokes["Resource"][1]["Fn::Join"][1][-1] == ":inference-component/*"


def test_a_component_is_fixed(stack: Stack, host: InferenceComponentEndpoint, model: Model) -> None:
    LambdaInvoker(
        stack,
        "Invoker",
        endpoint=host,
        target=InvocationTarget(inference_component=component(stack, host, model, "Ranking")),
    ).on_event("Viewed", pattern=events.EventPattern(source=["website"]))
    assert said(stack) == {"SAGEWIRE_INFERENCE_COMPONENT": "Ranking-1"}
    (invokes,) = allowing(stack, "sagemaker:InvokeEndpoint")
    (endpoint,) = resources(stack, "AWS::SageMaker::Endpoint")
    (named,) = resources(stack, "AWS::SageMaker::InferenceComponent")
    assert invokes["Resource"] == [{"Ref": endpoint}, {"Ref": named}]


def test_a_component_by_its_name(stack: Stack, host: InferenceComponentEndpoint) -> None:
    """SageMaker writes ARNs in lower case."""
    LambdaInvoker(stack, "Invoker", endpoint=host, target=InvocationTarget(inference_component="Ranking-2"))
    assert said(stack) == {"SAGEWIRE_INFERENCE_COMPONENT": "Ranking-2"}
    (invokes,) = allowing(stack, "sagemaker:InvokeEndpoint")
    assert invokes["Resource"][1]["Fn::Join"][1][-1] == ":inference-component/ranking-2"


def test_a_component_of_another_account(stack: Stack) -> None:
    endpoint = InferenceComponentEndpoint.from_endpoint_attributes(
        stack, "Host", endpoint_name="host", account="210987654321", region="eu-west-2"
    )
    LambdaInvoker(stack, "Invoker", endpoint=endpoint)
    (invokes,) = allowing(stack, "sagemaker:InvokeEndpoint")
    (component,) = [resource for resource in invokes["Resource"] if "component" in str(resource)]
    assert component["Fn::Join"][1][-1] == ":sagemaker:eu-west-2:210987654321:inference-component/*"


def test_a_component_of_another_endpoint(stack: Stack, host: InferenceComponentEndpoint, model: Model) -> None:
    other = component(stack, InferenceComponentEndpoint(stack, "Other", instance_type=INSTANCE), model, "Ranking")
    with pytest.raises(ValueError, match="^inference_component Test/Ranking is on endpoint Test/Other, not on Test/Ho"):
        LambdaInvoker(stack, "Invoker", endpoint=host, target=InvocationTarget(inference_component=other))


def test_what_the_kind_of_endpoint_does_not_have(
    stack: Stack, host: Endpoint, model: Model, many: Model, two_variants: Endpoint
) -> None:
    asynchronous = AsyncEndpoint(stack, "Async", model=model, instance_type="ml.c7i.large")
    queued = AsyncEndpoint(stack, "Queued", model=many, instance_type="ml.c7i.large")
    refused = {
        "^inference_component is given, but endpoint Test/Two is a real-time endpoint, without any": (
            two_variants,
            InvocationTarget(inference_component="Ranking"),
        ),
        "^variant is given, but endpoint Test/Host has inference components": (
            host,
            InvocationTarget(variant="AllTraffic"),
        ),
        "^model is 'a', but an endpoint of inference components is asked": (host, InvocationTarget(model="a")),
        "^target is given, but a request to an asynchronous endpoint can name neither": (
            asynchronous,
            InvocationTarget(variant="AllTraffic"),
        ),
        "^endpoint Test/Queued has several models, and a request to an asynchronous endpoint cannot name": (
            queued,
            None,
        ),
    }
    for number, (message, (endpoint, target)) in enumerate(refused.items()):
        with pytest.raises(ValueError, match=message):
            LambdaInvoker(stack, f"Invoker{number}", endpoint=endpoint, target=target)


def test_of_an_imported_endpoint_nothing_is_known(stack: Stack) -> None:
    endpoint = RealTimeEndpoint.from_endpoint_name(stack, "Imported", "ranking")
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, target=InvocationTarget(model="a.tar.gz"))
    assert said(stack) == {"SAGEWIRE_TARGET_MODEL": "a.tar.gz"}


def test_the_one_variant_of_a_serverless_endpoint(stack: Stack, model: Model) -> None:
    endpoint = ServerlessEndpoint(stack, "Serverless", model=model)
    LambdaInvoker(stack, "Invoker", endpoint=endpoint, target=InvocationTarget(variant="AllTraffic"))
    with pytest.raises(ValueError, match="^model is 'a', but endpoint Test/Serverless serves one model"):
        LambdaInvoker(stack, "Wrong", endpoint=endpoint, target=InvocationTarget(model="a"))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "^InvocationTarget names nothing: give variant, model or inference_component"),
        ({"variant": "a_b"}, "^variant is 'a_b'; allowed are 1 to 63 letters"),
        ({"inference_component": "a", "model": "b"}, "^inference_component is given together with variant or model"),
        ({"inference_component": "a b"}, "^inference_component is 'a b'; allowed are"),
        ({"model": ""}, "^model is ''; allowed are 1 to 1024 printable ASCII characters"),
        ({"model": " a"}, "^model is ' a'; allowed are 1 to 1024 printable ASCII characters"),
        ({"model": "a" * 1025}, "^model is 'aaa.*; allowed are 1 to 1024 printable ASCII characters"),
        ({"model": "mäße"}, "^model is 'mäße'; allowed are"),
    ],
)
def test_a_target_that_is_none(given: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        InvocationTarget(**given)
