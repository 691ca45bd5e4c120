"""A shadow variant: it is sent a copy of the requests, and its answers are dropped."""

from collections.abc import Sequence

from sagewire.endpoints.exclusions import SHADOW, check_models
from sagewire.endpoints.instance_types import family
from sagewire.endpoints.variants import ProductionVariant
from sagewire.limits import SHADOW_VARIANTS

_INF1 = "ml.inf1"


def check_shadow(shadow: ProductionVariant, variants: Sequence[ProductionVariant]) -> None:
    """Raise ValueError unless the shadow stands beside exactly one variant, and both can be compared."""
    source = SHADOW_VARIANTS.source
    if len(variants) != 1:
        raise ValueError(
            f"shadow is given beside {len(variants)} variants; allowed is one: compare two models at a time ({source})"
        )
    if shadow.variant_name == variants[0].variant_name:
        raise ValueError(
            f"shadow has the variant_name {shadow.variant_name!r} of the production variant: name it differently,"
            " such as 'Shadow'"
        )
    if shadow.scaling:
        raise ValueError(
            f"shadow has scaling; a shadow variant keeps its instance_count: give one that bears its share ({source})"
        )
    for variant in (shadow, *variants):
        check_models("an endpoint with a shadow variant", variant.models, SHADOW)
        if inf1 := [name for name in variant.instance_types if family(name) == _INF1]:
            raise ValueError(
                f"instance_type is {inf1[0]!r}; Inf1 takes no shadow variant: take another type ({source})"
            )
