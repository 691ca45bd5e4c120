"""CDK's amounts in the unit that AWS wants; where CDK cannot convert one, the argument is named."""

from collections.abc import Callable

from aws_cdk import Duration, Size, SizeRoundingBehavior


def in_seconds(name: str, duration: Duration) -> float:
    """The time in seconds, and parts of them. Raises ValueError for a token in another unit."""
    return _converted(name, "Duration.seconds", lambda: duration.to_seconds(integral=False))


def in_milliseconds(name: str, duration: Duration) -> float:
    """The time in milliseconds, and parts of them. Raises ValueError for a token in another unit."""
    return _converted(name, "Duration.millis", lambda: duration.to_milliseconds(integral=False))


def in_days(name: str, duration: Duration) -> float:
    """The time in days, and parts of them. Raises ValueError for a token in another unit."""
    return _converted(name, "Duration.days", lambda: duration.to_days(integral=False))


def in_bytes(name: str, size: Size) -> float:
    """The size in bytes, and parts of them. Raises ValueError for a token in another unit."""
    return _converted(name, "Size.bytes", lambda: size.to_bytes(rounding=SizeRoundingBehavior.NONE))


def in_mebibytes(name: str, size: Size) -> float:
    """The size in MiB, and parts of them. Raises ValueError for a token in another unit."""
    return _converted(name, "Size.mebibytes", lambda: size.to_mebibytes(rounding=SizeRoundingBehavior.NONE))


def in_gibibytes(name: str, size: Size) -> float:
    """The size in GiB, and parts of them. Raises ValueError for a token in another unit."""
    return _converted(name, "Size.gibibytes", lambda: size.to_gibibytes(rounding=SizeRoundingBehavior.NONE))


def _converted(name: str, unit: str, convert: Callable[[], float]) -> float:
    try:
        return convert()
    except RuntimeError:
        # Of what is rounded nowhere, CDK refuses tokens alone.
        raise ValueError(
            f"{name} is known at deployment only, and CDK converts no such figure: give it as {unit}(...)"
        ) from None
