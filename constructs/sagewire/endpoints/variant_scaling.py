"""The scaling of an endpoint's variants: which kind of capacity they are, and when it is provisioned."""

from collections.abc import Iterable

from sagewire.endpoints.capacity import ASYNC_INSTANCES, INSTANCES
from sagewire.endpoints.endpoint import Endpoint
from sagewire.endpoints.kind import ASYNCHRONOUS, REAL_TIME, EndpointKind
from sagewire.endpoints.scaling import check_scaling
from sagewire.endpoints.scaling_policies import ScalableCapacity, add_scaling
from sagewire.endpoints.variants import ProductionVariant

_CAPACITY = {REAL_TIME: INSTANCES, ASYNCHRONOUS: ASYNC_INSTANCES}


def check_variant_scaling(kind: EndpointKind, variant: ProductionVariant) -> None:
    """Raise ValueError for scaling that a variant of this kind of endpoint cannot have."""
    if variant.scaling:
        check_scaling(
            variant.scaling,
            _CAPACITY[kind],
            initial=variant.initial_instance_count,
            instance_types=variant.instance_types,
        )


def scale_variants(endpoint: Endpoint, variants: Iterable[ProductionVariant]) -> None:
    """Let each variant scale that is to."""
    for variant in variants:
        if variant.scaling:
            capacity = ScalableCapacity.of_variant(
                _CAPACITY[endpoint.kind], endpoint_name=endpoint.endpoint_name, variant_name=variant.variant_name
            )
            add_scaling(endpoint, target=capacity, scaling=variant.scaling)
