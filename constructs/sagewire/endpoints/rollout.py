"""How an endpoint moves to a new configuration: how much at once, watched for how long, undone by what."""

from dataclasses import dataclass
from typing import TypedDict, Unpack

from aws_cdk import Duration

from sagewire.arguments import check_duration
from sagewire.endpoints.fleet_share import FleetShare
from sagewire.endpoints.rollback import PERIOD, RollbackAlarms
from sagewire.limits import (
    CANARY_SIZE,
    LINEAR_STEP,
    ROLLBACK_BATCH,
    ROLLING_BATCH,
    ROLLOUT_BAKE,
    ROLLOUT_TERMINATION_WAIT,
    ROLLOUT_TIMEOUT,
)
from sagewire.pseudo import is_token

CANARY, LINEAR, ROLLING = "CANARY", "LINEAR", "ROLLING"
_DEFAULT_BAKE = 300
_DEFAULT_ROLLBACK = RollbackAlarms()


class Pace(TypedDict, total=False):
    """What every rollout may say; see `Rollout`."""

    bake: Duration | None
    timeout: Duration | None
    rollback: RollbackAlarms | None


class TwoFleetPace(Pace, total=False):
    """What a rollout with a second fleet may say."""

    termination_wait: Duration | None


@dataclass(frozen=True, kw_only=True)
class Rollout:
    """How an endpoint, or an inference component, moves to a new configuration.

    It is made by one of its four methods. What they have in common:

    bake: how long the alarms are watched after each step, up to an hour; 5 minutes if not given.
    termination_wait: how long the old fleet stays afterwards, up to an hour: while it does, a rollback is quick.
    timeout: when to give up, 10 minutes to 8 hours, more than the waits together; SageMaker's own if not given.
    rollback: what undoes it; the alarms of `RollbackAlarms()` if not given. With None nothing does.

    A serverless endpoint has no rollout. For a container from AWS Marketplace, SageMaker takes none of this and says
    nothing: all traffic moves at once.

    https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html
    """

    strategy: str
    size: FleetShare | None = None
    rollback_size: FleetShare | None = None
    bake: Duration | None = None
    termination_wait: Duration | None = None
    timeout: Duration | None = None
    rollback: RollbackAlarms | None = _DEFAULT_ROLLBACK

    def __post_init__(self) -> None:
        check_duration("bake", self.bake, ROLLOUT_BAKE)
        check_duration("termination_wait", self.termination_wait, ROLLOUT_TERMINATION_WAIT)
        check_duration("timeout", self.timeout, ROLLOUT_TIMEOUT)
        if self.strategy == ROLLING and self.termination_wait is not None:
            raise ValueError("termination_wait is given, and a rolling rollout has no old fleet that could wait")
        self._check_timeout()
        self._check_bake()

    @staticmethod
    def all_at_once(**pace: Unpack[TwoFleetPace]) -> "Rollout":
        """All traffic to a second fleet in one step, and back if an alarm goes off."""
        return Rollout(strategy="ALL_AT_ONCE", **pace)

    @staticmethod
    def canary(*, percent: float | None = None, count: float | None = None, **pace: Unpack[TwoFleetPace]) -> "Rollout":
        """A small part of a second fleet, and the rest after the bake.

        The part is 1 to 50 percent of the fleet, 10 if not given, or a count of instances.
        """
        size = FleetShare.given("", percent=percent, count=count, default=10, limit=CANARY_SIZE)
        return Rollout(strategy=CANARY, size=size, **pace)

    @staticmethod
    def linear(*, percent: float | None = None, count: float | None = None, **pace: Unpack[TwoFleetPace]) -> "Rollout":
        """A second fleet in steps of equal size, each followed by a bake.

        A step is 10 to 50 percent of the fleet, 25 if not given, or a count of instances.
        """
        size = FleetShare.given("", percent=percent, count=count, default=25, limit=LINEAR_STEP)
        return Rollout(strategy=LINEAR, size=size, **pace)

    @staticmethod
    def rolling(
        *,
        percent: float | None = None,
        count: float | None = None,
        rollback_percent: float | None = None,
        rollback_count: float | None = None,
        **pace: Unpack[Pace],
    ) -> "Rollout":
        """Batch by batch, each followed by a bake, without a second fleet; the only one for an inference component.

        A batch is 5 to 50 percent of the fleet, 25 if not given, or a count of instances or copies. A rollback brings
        the whole old fleet back at once, unless rollback_percent or rollback_count says how much.
        """
        size = FleetShare.given("", percent=percent, count=count, default=25, limit=ROLLING_BATCH)
        if rollback_percent is None and rollback_count is None:
            return Rollout(strategy=ROLLING, size=size, **pace)
        back = FleetShare.given(
            "rollback_", percent=rollback_percent, count=rollback_count, default=100, limit=ROLLBACK_BATCH
        )
        return Rollout(strategy=ROLLING, size=size, rollback_size=back, **pace)

    @property
    def bake_seconds(self) -> float:
        """The bake, or what it is if none is given."""
        return _DEFAULT_BAKE if self.bake is None else self.bake.to_seconds()

    def _check_timeout(self) -> None:
        if self.timeout is None:
            return
        waits = (self.bake_seconds, self.termination_wait.to_seconds() if self.termination_wait else 0)
        timeout = self.timeout.to_seconds()
        if not any(map(is_token, (timeout, *waits))) and timeout <= sum(waits):
            raise ValueError(
                f"timeout is {timeout:g} s; allowed is more than bake and termination_wait together, {sum(waits):g} s"
                f" ({ROLLOUT_TIMEOUT.source})"
            )

    def _check_bake(self) -> None:
        if self.rollback is None or not self.rollback.own or is_token(self.bake_seconds):
            return
        needed = self.rollback.evaluation_periods * PERIOD
        if self.bake_seconds < needed:
            raise ValueError(
                f"bake is {self.bake_seconds:g} s, and over before its alarms can go off: give it {needed} s or more"
                f" (as many minutes as evaluation_periods, {self.rollback.evaluation_periods:g}), or rollback=None"
            )
