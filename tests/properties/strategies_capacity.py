"""How capacity follows load, and how an update moves over."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from sagewire import RollbackAlarms, Rollout, Scaling, ScalingSchedule
from sagewire.endpoints.capacity import PUBLISHED
from sagewire.limits import (
    CANARY_SIZE,
    LINEAR_STEP,
    ROLLBACK_BATCH,
    ROLLING_BATCH,
    ROLLOUT_BAKE,
    ROLLOUT_TERMINATION_WAIT,
    ROLLOUT_TIMEOUT,
)
from tests.properties.drawn import Call
from tests.properties.values import (
    Values,
    call,
    duration,
    duration_of,
    figure,
    figure_of,
    given,
    later_number,
    later_text,
    mostly,
    name,
    rarely,
)

_INSTANCE_TARGETS: dict[str, Values] = {
    "invocations_per_instance": figure(1, 1000, whole=False),
    "concurrent_requests": figure(1, 100, whole=False),
}
_UNITS: dict[str, Values] = {"vcpus": figure(1, 8), "gpus": figure(1, 8)}
# The targets of each kind of capacity, and two that need the number of their units beside them.
REAL_TIME = _INSTANCE_TARGETS
ASYNCHRONOUS: dict[str, Values] = {"backlog_per_instance": figure(1, 100, whole=False)}
SERVERLESS: dict[str, Values] = {"provisioned_concurrency_utilization": figure(0.125, 1, whole=False)}
COPIES: dict[str, Values] = {
    "invocations_per_copy": figure(1, 100),
    "concurrent_requests_per_copy": figure(1, 100),
    "cpu_utilization": figure(1, 100, whole=False),
}
_EXPRESSIONS = ["cron(0 8 ? * MON-FRI *)", "rate(5 minutes)", "at(2030-01-01T00:00:00)"]
_ODD_EXPRESSIONS = ["", "8:00", "cron(0 8 ? * MON-FRI *", "rate()", "cron()", "rate(5 minutes)\n", "0 8 * * *"]
_TIMES = mostly(
    st.sampled_from([datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)]),
    st.just(datetime(2027, 6, 1)),  # noqa: DTZ001 - one that is refused
)


@st.composite
def scaling(draw: st.DrawFn, targets: dict[str, Values], *, least: int = 1, most: int = 20) -> Call:
    """Bounds, one of the kind's own targets or two, and now and then another kind's."""
    lower = draw(figure(least, 3))
    arguments: dict[str, Any] = {
        "min_capacity": lower,
        "max_capacity": draw(mostly(st.integers(3, most), st.one_of(figure(0, 3), later_number()))),
    }
    names = draw(st.lists(st.sampled_from([*targets]), min_size=1, max_size=2, unique=True))
    arguments |= {each: draw(targets[each]) for each in names}
    arguments |= draw(mostly(st.just({}), _measured_by_unit()))
    arguments |= draw(mostly(st.just({}), st.dictionaries(st.sampled_from([*PUBLISHED]), figure(1, 100), max_size=2)))
    return Call(Scaling, arguments | draw(st.fixed_dictionaries({}, optional=_BESIDE)))


def _measured_by_unit() -> Values:
    share = figure(1, 100, whole=False)
    return st.fixed_dictionaries({}, optional={"cpu_utilization": share, "gpu_utilization": share, **_UNITS})


def _schedules() -> Values:
    expression = mostly(st.sampled_from(_EXPRESSIONS), st.one_of(st.sampled_from(_ODD_EXPRESSIONS), later_text()))
    bounds = {"min_capacity": figure(1, 3), "max_capacity": figure(3, 20)}
    zones = mostly(st.just("Europe/Berlin"), st.one_of(st.sampled_from(["", "Mars/Olympus"]), later_text()))
    names = mostly(name(), st.sampled_from(["two words", "nächtlich", "a:b", "a|b", " a"]))
    schedule = call(
        ScalingSchedule,
        {"name": names, "schedule": expression},
        {**bounds, "time_zone": zones, "start": _TIMES, "end": _TIMES},
    )
    return st.lists(schedule, max_size=2)


_BESIDE: dict[str, Values] = {
    "schedules": _schedules(),
    "scale_in_cooldown": duration(0, 3600),
    "scale_out_cooldown": duration(0, 3600),
    "disable_scale_in": st.booleans(),
}


def rollout() -> Values:
    """Every strategy, with its sizes and waits."""
    two_fleets = {**_PACE, "termination_wait": duration_of(ROLLOUT_TERMINATION_WAIT)}
    rolling = {**_share(ROLLING_BATCH), **_share(ROLLBACK_BATCH, "rollback_"), **_PACE}
    return st.one_of(
        call(Rollout.all_at_once, None, two_fleets),
        call(Rollout.canary, None, {**_share(CANARY_SIZE), **two_fleets}),
        call(Rollout.linear, None, {**_share(LINEAR_STEP), **two_fleets}),
        call(Rollout.rolling, None, rolling),
    )


def rolling_rollout() -> Values:
    """The one that an inference component takes."""
    return call(Rollout.rolling, None, {**_share(ROLLING_BATCH), **_share(ROLLBACK_BATCH, "rollback_"), **_PACE})


def _share(limit: Any, before: str = "") -> dict[str, Values]:
    """In percent, or, seldom, as a count."""
    return {f"{before}percent": figure_of(limit), f"{before}count": mostly(st.none(), figure(1, 3))}


_PACE: dict[str, Values] = {
    "bake": mostly(duration(60, 3600), duration_of(ROLLOUT_BAKE)),
    "timeout": mostly(duration(7201, 28_800), duration_of(ROLLOUT_TIMEOUT)),
    "rollback": mostly(
        call(
            RollbackAlarms,
            None,
            {
                "model_errors": figure(1, 100),
                "server_errors": mostly(figure(1, 100), st.none()),
                "p99_latency": duration(1, 60_000, unit="millis"),
                "evaluation_periods": mostly(st.just(1), figure(1, 10)),
                "alarms": st.lists(given("alarm"), max_size=1),
            },
        ),
        rarely(Call(RollbackAlarms, {"model_errors": None, "server_errors": None})),
    ),
}
