"""The variants of an endpoint that runs on instances: a model, what it runs on, and its share of the traffic."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from aws_cdk import Duration, Size
from aws_cdk import aws_sagemaker as sagemaker

from sagewire.amounts import in_gibibytes
from sagewire.arguments import check_at_least, check_count, check_duration, check_name, check_one_of, check_range
from sagewire.endpoints.instance_types import is_instance_type
from sagewire.endpoints.scaling import Scaling
from sagewire.limits import (
    DOWNLOAD_TIMEOUT,
    INFERENCE_AMIS,
    INSTANCE_POOL_PRIORITY,
    INSTANCE_POOLS,
    PREFIX_CONCURRENCY,
    PREFIX_LENGTH,
    PRODUCTION_VARIANTS,
    PROVISION_TIMEOUT,
    STARTUP_TIMEOUT,
    VOLUME_SIZE,
)
from sagewire.making import struct
from sagewire.model import Model

_Config = sagemaker.CfnEndpointConfig


@dataclass(frozen=True, kw_only=True)
class Routing:
    """How requests find an instance.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantRoutingConfig.html
    """

    strategy: str
    prefix_length: float | None = None
    concurrency_threshold: float | None = None

    @staticmethod
    def random() -> "Routing":
        """Any instance; what SageMaker does if nothing is said."""
        return Routing(strategy="RANDOM")

    @staticmethod
    def least_outstanding_requests() -> "Routing":
        """The instance with the fewest requests under way: better where requests differ in length."""
        return Routing(strategy="LEAST_OUTSTANDING_REQUESTS")

    @staticmethod
    def prefix_aware(*, prefix_length: float, concurrency_threshold: float) -> "Routing":
        """The instance that has seen the same start of a prompt, unless it is busy.

        Raises ValueError for a prefix outside 1,024 to 65,536 characters, or a threshold outside 1 to 1,024 requests.
        """
        check_range("prefix_length", prefix_length, PREFIX_LENGTH)
        check_range("concurrency_threshold", concurrency_threshold, PREFIX_CONCURRENCY)
        return Routing(
            strategy="PREFIX_AWARE", prefix_length=prefix_length, concurrency_threshold=concurrency_threshold
        )

    def to_property(self) -> _Config.RoutingConfigProperty:
        """The routing as it stands in a variant."""
        prefix = self.prefix_length is not None
        return _Config.RoutingConfigProperty(
            routing_strategy=self.strategy,
            prefix_aware_routing_config=_Config.PrefixAwareRoutingConfigProperty(
                prefix_length=self.prefix_length, concurrency_threshold=self.concurrency_threshold
            )
            if prefix
            else None,
        )


@dataclass(frozen=True, kw_only=True)
class InstancePool:
    """One of the instance types that SageMaker may choose from; priority 1 is tried first, 5 last."""

    instance_type: str
    priority: float
    model: Model | None = None

    def __post_init__(self) -> None:
        check_instance_type(self.instance_type)
        check_range("priority", self.priority, INSTANCE_POOL_PRIORITY)

    def to_property(self) -> _Config.InstancePoolProperty:
        """The pool as it stands in a variant."""
        return _Config.InstancePoolProperty(
            instance_type=self.instance_type,
            priority=self.priority,
            model_name_override=self.model.model_name if self.model else None,
        )


@dataclass(frozen=True, kw_only=True)
class Hosting:
    """How the instances of a variant are set up; what is None is SageMaker's choice.

    routing: how requests find an instance.
    volume_size: the storage volume of each instance, 1 to 512 GiB.
    download_timeout: how long the artifact may take to arrive, 60 to 3,600 s.
    startup_timeout: how long the container may take until it answers /ping, 60 to 3,600 s.
    provision_timeout: how long the instances may take to be there, 300 to 3,600 s.
    inference_ami_version: the machine image, which fixes the driver that a GPU image was built for.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
    """

    routing: Routing | None = None
    volume_size: Size | None = None
    download_timeout: Duration | None = None
    startup_timeout: Duration | None = None
    provision_timeout: Duration | None = None
    inference_ami_version: str | None = None

    def __post_init__(self) -> None:
        if self.volume_size is not None:
            check_range("volume_size", in_gibibytes("volume_size", self.volume_size), VOLUME_SIZE)
        check_duration("download_timeout", self.download_timeout, DOWNLOAD_TIMEOUT)
        check_duration("startup_timeout", self.startup_timeout, STARTUP_TIMEOUT)
        check_duration("provision_timeout", self.provision_timeout, PROVISION_TIMEOUT)
        check_one_of("inference_ami_version", self.inference_ami_version, INFERENCE_AMIS)


@dataclass(frozen=True, kw_only=True)
class ProductionVariant:
    """One model on instances of its own; the weights of an endpoint's variants share out its traffic.

    instance_type, or instance_pools: what the model runs on.
    instance_count: on how many at first; 1, or the least that `scaling` allows, if not given.

    Changing the instance type of a variant that scales is refused by SageMaker while its scaling is registered: take
    the scaling out, deploy, and put it back with the new type.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
    https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html
    """

    model: Model
    instance_type: str | None = None
    instance_pools: Sequence[InstancePool] = ()
    instance_count: float | None = None
    weight: float = 1.0
    variant_name: str = "AllTraffic"
    scaling: Scaling | None = None
    hosting: Hosting = field(default_factory=Hosting)

    def __post_init__(self) -> None:
        check_name("variant_name", self.variant_name)
        check_instances(self.instance_type, self.instance_pools)
        check_count("instance_count", self.initial_instance_count, 1)
        check_at_least("weight", self.weight, 0)

    @property
    def initial_instance_count(self) -> float:
        """On how many instances it starts."""
        if self.instance_count is not None:
            return self.instance_count
        return max(self.scaling.min_capacity, 1) if self.scaling else 1

    @property
    def instance_types(self) -> tuple[str, ...]:
        """Every type that it may run on."""
        return (
            (self.instance_type,) if self.instance_type else tuple(pool.instance_type for pool in self.instance_pools)
        )

    @property
    def models(self) -> tuple[Model, ...]:
        """Its model, and those that its instance pools run instead."""
        return (self.model, *(pool.model for pool in self.instance_pools if pool.model))

    def to_property(self) -> _Config.ProductionVariantProperty:
        """The variant as it stands in the endpoint's configuration."""
        return instance_variant(
            variant_name=self.variant_name,
            model_name=self.model.model_name,
            instance_type=self.instance_type,
            instance_pools=self.instance_pools,
            instance_count=self.initial_instance_count,
            weight=self.weight,
            hosting=self.hosting,
        )


def check_variants(variants: Sequence[ProductionVariant]) -> None:
    """Raise ValueError for too many variants, or two of one name."""
    check_range("the number of variants", len(variants), PRODUCTION_VARIANTS)
    names = [variant.variant_name for variant in variants]
    if len(set(names)) < len(names):
        raise ValueError(f"variant_name must differ between variants; given are {', '.join(names)}")


def instance_variant(
    *,
    variant_name: str,
    model_name: str | None,
    instance_type: str | None,
    instance_pools: Sequence[InstancePool],
    instance_count: float,
    weight: float | None,
    hosting: Hosting,
    managed_scaling: _Config.ManagedInstanceScalingProperty | None = None,
) -> _Config.ProductionVariantProperty:
    """A variant on instances, as it stands in a configuration."""
    return struct(
        _Config.ProductionVariantProperty,
        variant_name=variant_name,
        model_name=model_name,
        instance_type=instance_type,
        instance_pools=[pool.to_property() for pool in instance_pools] or None,
        initial_instance_count=instance_count,
        initial_variant_weight=weight,
        managed_instance_scaling=managed_scaling,
        routing_config=hosting.routing.to_property() if hosting.routing else None,
        volume_size_in_gb=hosting.volume_size.to_gibibytes() if hosting.volume_size else None,
        model_data_download_timeout_in_seconds=_seconds(hosting.download_timeout),
        container_startup_health_check_timeout_in_seconds=_seconds(hosting.startup_timeout),
        variant_instance_provision_timeout_in_seconds=_seconds(hosting.provision_timeout),
        inference_ami_version=hosting.inference_ami_version,
    )


def check_instance_type(instance_type: str) -> None:
    """Raise ValueError for what is no SageMaker instance type."""
    if not is_instance_type(instance_type):
        raise ValueError(
            f"instance_type is {instance_type!r}; SageMaker's types start with 'ml.' and name a family and a size, such"
            " as 'ml.c7i.large'"
        )


def check_instances(instance_type: str | None, instance_pools: Sequence[InstancePool]) -> None:
    """Raise ValueError unless there is either a type or one to five pools."""
    if (instance_type is None) == (not instance_pools):
        given = "both" if instance_pools else "neither"
        raise ValueError(
            f"instance_type and instance_pools: {given} given; name what the model runs on by one of them, such as"
            " instance_type='ml.c7i.large'"
        )
    if instance_type is not None:
        check_instance_type(instance_type)
        return
    check_range("the number of instance_pools", len(instance_pools), INSTANCE_POOLS)


def _seconds(duration: Duration | None) -> float | None:
    return duration.to_seconds() if duration else None
