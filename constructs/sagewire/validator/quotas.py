"""What AWS has granted an account where it grants more, or less, than to others."""

from collections.abc import Mapping

from sagewire import limits
from sagewire.limits import Limit


def adjustable() -> Mapping[str, Limit]:
    """The limits that AWS raises on request, by the names that `quotas` takes."""
    named = {name: limit for name, limit in vars(limits).items() if isinstance(limit, Limit)}
    return {name: limit for name, limit in sorted(named.items()) if limit.adjustable is not None}


def check_quotas(quotas: Mapping[str, int] | None) -> dict[str, int]:
    """The figures that an account was granted, by the names of their limits.

    Raises ValueError for a name that is no adjustable limit, and for a figure that is no whole number above 0.
    """
    known = adjustable()
    for name, figure in (quotas or {}).items():
        if name not in known:
            hard = (
                "AWS raises it for nobody" if isinstance(getattr(limits, str(name), None), Limit) else "there is none"
            )
            raise ValueError(f"quota {name!r}: {hard}; allowed are {', '.join(known)}")
        if isinstance(figure, bool) or not isinstance(figure, int) or figure < 1:
            unit = known[name].unit
            raise ValueError(f"quota {name} is {figure!r}; allowed are whole numbers of {unit}, 1 and above")
    return dict(quotas or {})
