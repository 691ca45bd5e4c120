"""A real-time endpoint: instances that are always there, and answer within 60 s."""

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagewire.arguments import check_at_least, check_name, check_range
from sagewire.endpoints.endpoint import Endpoint
from sagewire.endpoints.kind import REAL_TIME
from sagewire.limits import PRODUCTION_VARIANTS
from sagewire.model import Model


@dataclass(frozen=True, kw_only=True)
class ProductionVariant:
    """One model on instances of its own; the weights of an endpoint's variants share out its traffic.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
    """

    model: Model
    instance_type: str
    instance_count: float = 1
    weight: float = 1.0
    variant_name: str = "AllTraffic"

    def __post_init__(self) -> None:
        check_name("variant_name", self.variant_name)
        if not self.instance_type.startswith(("ml.", "${Token[")):
            raise ValueError(
                f"instance_type is {self.instance_type!r}; SageMaker's types start with 'ml.', such as 'ml.c7i.large'"
            )
        check_at_least("instance_count", self.instance_count, 1)
        check_at_least("weight", self.weight, 0)

    def to_property(self) -> sagemaker.CfnEndpointConfig.ProductionVariantProperty:
        """The variant as it stands in the endpoint's configuration."""
        return sagemaker.CfnEndpointConfig.ProductionVariantProperty(
            variant_name=self.variant_name,
            model_name=self.model.model_name,
            instance_type=self.instance_type,
            initial_instance_count=self.instance_count,
            initial_variant_weight=self.weight,
        )


class RealTimeEndpoint(Endpoint):
    """An endpoint whose variants run on instances and answer each request within 60 s."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model: Model | None = None,
        instance_type: str | None = None,
        instance_count: float = 1,
        variants: Sequence[ProductionVariant] = (),
        endpoint_name: str | None = None,
    ) -> None:
        """Make the endpoint, from one model or from several variants.

        Args:
            scope: The construct that the endpoint belongs to.
            id: Its id in that scope.
            model: The model, where there is one.
            instance_type: What it runs on, such as "ml.c7i.large".
            instance_count: On how many of them.
            variants: Instead of these three: 1 to 10 variants with different names.
            endpoint_name: A fixed name; changing it later replaces the endpoint. None lets CloudFormation name it.

        Raises:
            ValueError: For model and variants together, or neither; more than 10 variants, or two of one name.
        """
        super().__init__(scope, id, kind=REAL_TIME, endpoint_name=endpoint_name)
        if (model is None) == (not variants):
            raise ValueError("a real-time endpoint takes either model and instance_type, or variants")
        if model is not None:
            variants = [_only_variant(model, instance_type, instance_count)]
        self.variants = tuple(variants)
        _check_variants(self.variants)
        self._provision([variant.to_property() for variant in self.variants])


def _only_variant(model: Model, instance_type: str | None, instance_count: float) -> ProductionVariant:
    if instance_type is None:
        raise ValueError("instance_type is missing: name what the model runs on, such as 'ml.c7i.large'")
    return ProductionVariant(model=model, instance_type=instance_type, instance_count=instance_count)


def _check_variants(variants: Sequence[ProductionVariant]) -> None:
    check_range("the number of variants", len(variants), PRODUCTION_VARIANTS)
    names = [variant.variant_name for variant in variants]
    if len(set(names)) < len(names):
        raise ValueError(f"variant_name must differ between variants; given are {', '.join(names)}")
