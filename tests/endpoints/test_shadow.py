"""A shadow variant: exactly one beside exactly one, and not for every model."""

import pytest
from aws_cdk import Stack

from sagewire import ContainerImage, Model, ProductionVariant, RealTimeEndpoint, Scaling
from tests.templates import only

TYPE = "ml.c7i.large"


def test_a_shadow_is_sent_a_share_of_the_requests(stack: Stack, model: Model) -> None:
    shadow = ProductionVariant(model=model, instance_type=TYPE, variant_name="Shadow", weight=0.5)
    endpoint = RealTimeEndpoint(stack, "E", model=model, instance_type=TYPE, shadow=shadow)
    config = only(stack, "AWS::SageMaker::EndpointConfig")
    assert [variant["VariantName"] for variant in config["ProductionVariants"]] == ["AllTraffic"]
    (found,) = config["ShadowProductionVariants"]
    assert found["VariantName"] == "Shadow"
    assert found["InitialVariantWeight"] == 0.5
    assert endpoint.variant_names == ("AllTraffic",)


def test_a_shadow_stands_beside_one_variant(stack: Stack, model: Model) -> None:
    """Pitfall 26: one production variant and one shadow, whatever the schema allows."""
    variants = [ProductionVariant(model=model, instance_type=TYPE, variant_name=name) for name in ("a", "b")]
    shadow = ProductionVariant(model=model, instance_type=TYPE, variant_name="Shadow")
    with pytest.raises(ValueError, match="shadow is given beside 2 variants; allowed is one"):
        RealTimeEndpoint(stack, "E", variants=variants, shadow=shadow)


def test_a_shadow_has_a_name_of_its_own(stack: Stack, model: Model) -> None:
    shadow = ProductionVariant(model=model, instance_type=TYPE)
    with pytest.raises(ValueError, match="shadow has the variant_name 'AllTraffic' of the production variant"):
        RealTimeEndpoint(stack, "E", model=model, instance_type=TYPE, shadow=shadow)


def test_a_shadow_does_not_scale(stack: Stack, model: Model) -> None:
    scaling = Scaling(min_capacity=1, max_capacity=2, invocations_per_instance=100)
    shadow = ProductionVariant(model=model, instance_type=TYPE, variant_name="Shadow", scaling=scaling)
    with pytest.raises(ValueError, match="shadow has scaling; a shadow variant keeps its instance_count"):
        RealTimeEndpoint(stack, "E", model=model, instance_type=TYPE, shadow=shadow)


def test_inf1_takes_no_shadow(stack: Stack, model: Model) -> None:
    """Pitfall 26: AWS lists Inf1, pipelines and multi-model endpoints as excluded."""
    shadow = ProductionVariant(model=model, instance_type="ml.inf1.xlarge", variant_name="Shadow")
    with pytest.raises(ValueError, match="instance_type is 'ml.inf1.xlarge'; Inf1 takes no shadow"):
        RealTimeEndpoint(stack, "E", model=model, instance_type=TYPE, shadow=shadow)


def test_a_pipeline_takes_no_shadow(stack: Stack, model: Model, image: ContainerImage) -> None:
    """Pitfall 26: AWS lists Inf1, pipelines and multi-model endpoints as excluded."""
    from sagewire import Container

    pipeline = Model(stack, "Pipeline", containers=[Container(image=image), Container(image=image)])
    shadow = ProductionVariant(model=model, instance_type=TYPE, variant_name="Shadow")
    with pytest.raises(ValueError, match=r"model Test/Pipeline has several containers \(an inference pipeline\)"):
        RealTimeEndpoint(stack, "E", model=pipeline, instance_type=TYPE, shadow=shadow)
