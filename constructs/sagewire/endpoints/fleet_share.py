"""How much of a fleet a rollout moves at once."""

from dataclasses import dataclass

from aws_cdk import aws_sagemaker as sagemaker

from sagewire.arguments import check_count, check_range
from sagewire.limits import Limit
from sagewire.pseudo import is_token


@dataclass(frozen=True, kw_only=True)
class FleetShare:
    """A part of a fleet: in percent, or as a count of instances or copies. The limit is in percent for both."""

    value: float
    percent: bool
    limit: Limit

    @staticmethod
    def given(prefix: str, *, percent: float | None, count: float | None, default: float, limit: Limit) -> "FleetShare":
        """The one of both that was given, or else the default in percent; `prefix` begins the arguments' names."""
        if percent is not None and count is not None:
            raise ValueError(f"{prefix}percent and {prefix}count are both given; name the size by one of them")
        if count is not None:
            check_count(f"{prefix}count", count, 1)
            return FleetShare(value=count, percent=False, limit=limit)
        check_range(f"{prefix}percent", percent, limit)
        return FleetShare(value=default if percent is None else percent, percent=True, limit=limit)

    def check(self, fleet: float, what: str) -> None:
        """Raise ValueError for a count that is too small or too large a part of this fleet."""
        if self.percent or is_token(self.value) or is_token(fleet):
            return
        share, least = 100 * self.value / fleet, self.limit.minimum or 0
        if not least <= share <= self.limit.value:
            raise ValueError(
                f"count is {self.value:g} of {fleet:g} {what}, {share:.3g} %; allowed are {least} to"
                f" {self.limit.value} %: give another count, or percent, or more {what} ({self.limit.source})"
            )

    def of_instances(self) -> sagemaker.CfnEndpoint.CapacitySizeProperty:
        """The share as an endpoint states it."""
        return sagemaker.CfnEndpoint.CapacitySizeProperty(type=self._type("INSTANCE_COUNT"), value=self.value)

    def of_copies(self) -> sagemaker.CfnInferenceComponent.InferenceComponentCapacitySizeProperty:
        """The share as an inference component states it."""
        return sagemaker.CfnInferenceComponent.InferenceComponentCapacitySizeProperty(
            type=self._type("COPY_COUNT"), value=self.value
        )

    def _type(self, counted: str) -> str:
        return "CAPACITY_PERCENT" if self.percent else counted
