"""What is done with an endpoint: grants, metrics, alarms, a dashboard, rules."""

from typing import Any, get_type_hints

from aws_cdk import aws_cloudwatch as cloudwatch
from hypothesis import strategies as st

from sagewire.endpoints.alarms import AlarmThresholds
from sagewire.event_types import EVENT_STATUSES
from sagewire.published_metrics import published_by
from tests.properties.drawn import Use
from tests.properties.values import Values, duration, figure, given, mostly, name, rarely, text

_PUBLISHERS = {
    "real-time": "RealTime",
    "serverless": "Serverless",
    "asynchronous": "Asynchronous",
    "components": "Component",
    "component": "InferenceComponent",
}
_TIMES = {"p99_latency": "millis", "backlog_age": "seconds", "processing_time": "seconds"}


def uses_of(kind: str) -> Values:
    """Up to two things that are done with what is of this kind."""
    choices = [_grants(kind), _metrics(_PUBLISHERS[kind]), _alarms(), st.just(Use("dashboard"))]
    if kind != "component":
        choices += [_rules("on_state_change"), _rules("on_deployment_state_change")]
    # Each has a name of its own below the endpoint, so none is done twice.
    return st.lists(st.one_of(choices), max_size=2, unique_by=lambda use: use.name)


def _grants(kind: str) -> Values:
    grantees = st.tuples(given("user", "role", "imported role"))
    several = mostly(
        st.just(["sagemaker:DescribeEndpoint"]),
        st.sampled_from([[], ["sagemaker:*"], ["sagemaker:Describe*"], ["DescribeEndpoint"], [""]]),
    )
    extra = (
        st.builds(
            lambda grantee, actions: Use("grant", positional=(*grantee, *actions), names=("grantee", "actions")),
            grantees,
            several,
        ),
        st.builds(Use, st.sampled_from(["grant_describe", "grant_update_weights_and_capacities"]), positional=grantees),
    )
    return st.one_of(
        st.builds(
            Use,
            st.just("grant_invoke"),
            st.fixed_dictionaries({}, optional={"response_stream": mostly(st.just(False), st.just(True))}),  # noqa: FBT003
            grantees,
        ),
        st.builds(Use, st.just("grant_invoke"), positional=grantees),
        *(extra if kind != "component" else ()),
    )


def _metrics(publisher: str) -> Values:
    named = mostly(st.sampled_from([*published_by(publisher)]), st.sampled_from(["Invocations", "Nothing", ""]))
    options = {
        "statistic": mostly(st.sampled_from(["Sum", "p99", "Maximum"]), st.sampled_from(["", "p101", "Mean"])),
        "period": mostly(duration(1, 60, unit="minutes"), duration(0, 100)),
        "label": text(),
        "variant_name": mostly(rarely("AllTraffic"), name()),
        "unit": rarely(cloudwatch.Unit.COUNT),
    }
    return st.builds(Use, st.just("metric"), st.fixed_dictionaries({}, optional=options), st.tuples(named))


def _alarms() -> Values:
    thresholds: dict[str, Values] = {
        threshold: duration(1, 3600, unit=_TIMES[threshold]) if threshold in _TIMES else figure(1, 100)
        for threshold in get_type_hints(AlarmThresholds)
    }
    some = st.dictionaries(st.sampled_from([*thresholds]), st.none(), max_size=1).flatmap(
        lambda chosen: st.fixed_dictionaries({each: thresholds[each] for each in chosen})
    )
    beside = {
        "id": mostly(st.just("Pages"), st.sampled_from(["", "a/b", "Alarms"])),
        "period": mostly(duration(1, 60, unit="minutes"), duration(0, 100)),
        "evaluation_periods": figure(2, 5),
        "datapoints_to_alarm": mostly(st.just(2), figure(1, 3)),
    }
    options: Any = st.builds(lambda one, two: one | two, st.fixed_dictionaries({}, optional=beside), some)
    return st.builds(Use, st.just("add_alarms"), options)


def _rules(method: str) -> Values:
    statuses = st.lists(
        mostly(st.sampled_from([*EVENT_STATUSES, *EVENT_STATUSES.values()]), st.sampled_from(["", "Deleted"])),
        min_size=1,
        max_size=2,
    )
    options: dict[str, Values] = {"description": text(), "rule_name": name()}
    if method == "on_state_change":
        options["statuses"] = mostly(statuses, st.just([]))
    ids = st.tuples(st.just(method.title().replace("_", "")))
    return st.builds(Use, st.just(method), st.fixed_dictionaries({}, optional=options), ids)
