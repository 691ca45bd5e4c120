"""Functions in front of endpoints, with their ways in and out, and batch transform."""

from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_scheduler as scheduler
from hypothesis import strategies as st

from sagewire import (
    BatchTransform,
    LambdaInvoker,
    TransformInput,
    TransformInvocations,
    TransformOutput,
    TransformWorkload,
)
from sagewire.limits import (
    LAMBDA_EVENT_AGE,
    SQS_CONCURRENCY,
    SQS_RECEIVES,
    TRANSFORM_ASSEMBLIES,
    TRANSFORM_COMPRESSIONS,
    TRANSFORM_INSTANCES,
    TRANSFORM_PAYLOAD,
    TRANSFORM_RETRIES,
    TRANSFORM_SPLITS,
    TRANSFORM_STATUSES,
    TRANSFORM_STRATEGIES,
    TRANSFORM_TIMEOUT,
)
from tests.properties.drawn import Call, Use
from tests.properties.strategies_components import component_endpoint
from tests.properties.strategies_endpoints import asynchronous, imported, real_time, serverless
from tests.properties.strategies_models import environment, plain_model
from tests.properties.values import (
    Values,
    call,
    duration,
    duration_of,
    figure,
    figure_of,
    given,
    instance_type,
    later_text,
    mostly,
    name,
    one_of,
    prefix,
    size,
    text,
)

_AGES = mostly(st.none(), duration_of(LAMBDA_EVENT_AGE))
_PATTERN = Call(events.EventPattern, {"source": ["shop"], "detail_type": ["Order Placed"]})


def invoker() -> Values:
    """A function in front of an endpoint of every kind."""
    endpoint = mostly(st.one_of(real_time(), serverless(), asynchronous(), imported()), component_endpoint())
    return call(
        LambdaInvoker,
        {"endpoint": endpoint},
        {
            "deadline": mostly(duration(1, 100), duration(0, 1000)),
            "request": mostly(size(0, 4, unit="mebibytes"), size(0, 1100, unit="mebibytes")),
            "response": mostly(size(0, 4, unit="mebibytes"), size(0, 10, unit="mebibytes")),
            "peak_rate": figure(0, 1000, whole=False),
        },
        construct=True,
        uses=_ways_in(),
    )


def _ways_in() -> Values:
    objects = st.builds(
        Use,
        st.just("on_object_created"),
        st.fixed_dictionaries({}, optional={"prefix": prefix()}),
        st.tuples(st.just("Dropped"), given("bucket", "other bucket")),
    )
    results = st.builds(
        Use,
        st.just("publish_results_to"),
        st.fixed_dictionaries({}, optional={"source": mostly(st.just("shop.ranking"), text())}),
        st.tuples(given("bus")),
    )
    figures = {
        "batch_size": mostly(figure(1, 10), figure(1, 11_000)),
        "max_batching_window": mostly(duration(0, 300), duration(0, 400)),
        "max_concurrency": figure_of(SQS_CONCURRENCY),
        "concurrency": st.integers(0, 40),
        "max_receive_count": figure_of(SQS_RECEIVES),
        "fifo": st.booleans(),
    }
    queue = st.builds(
        Use, st.just("on_queue"), st.fixed_dictionaries({}, optional=figures), st.tuples(st.just("Asked"))
    )
    nightly = call(scheduler.ScheduleExpression.cron, {"hour": st.just("3"), "minute": st.just("0")})
    payload = st.sampled_from([{"instances": [[1.5, None, "ä"]]}, [], "text", 2**60])
    schedule = st.builds(
        Use,
        st.just("on_schedule"),
        st.fixed_dictionaries({"payload": payload}, optional={"enabled": st.booleans(), "max_event_age": _AGES}),
        st.tuples(st.just("Hourly"), nightly),
    )
    url = st.fixed_dictionaries({}, optional={"auth_type": st.just(lambda_.FunctionUrlAuthType.NONE)})
    ways = [
        _event("Ordered"),
        _event("Returned"),
        objects,
        queue,
        schedule,
        results,
        st.builds(Use, st.just("add_function_url"), url),
        st.builds(Use, st.just("grant_invoke"), positional=st.tuples(given("user"))),
        st.just(Use("dead_letters")),
    ]
    # The same one twice is refused, or is the user's own clash of two ids.
    return st.lists(st.one_of(ways), max_size=3, unique_by=lambda use: (use.name, use.positional[:1]))


def _event(id: str) -> Values:
    return st.builds(
        Use,
        st.just("on_event"),
        st.fixed_dictionaries({"pattern": st.just(_PATTERN)}, optional={"bus": given("bus"), "max_event_age": _AGES}),
        st.tuples(st.just(id)),
    )


def batch() -> Values:
    """A transform with its ways in."""
    return call(
        BatchTransform,
        {
            "model": plain_model(),
            "instance_type": mostly(st.just("ml.m5.xlarge"), instance_type()),
            "input": _input(),
        },
        {
            "instance_count": figure_of(TRANSFORM_INSTANCES),
            "output": _output(),
            "invocations": _invocations(),
            "environment": environment(16),
            "volume_key": given("key", "own key"),
            "retention": duration(1, 365, unit="days"),
            "job_name_prefix": mostly(st.sampled_from(["nightly", "a", "a-b-0"]), name(30)),
            "workload": call(TransformWorkload, None, {"records": figure(0, 10_000), "deadline": duration(1, 86_400)}),
        },
        construct=True,
        uses=_ways_into_batch(),
    )


_CONTENT_TYPES = mostly(st.just("text/csv"), st.one_of(text(), later_text()))
_FILTERS = mostly(st.sampled_from(["$", "$[1:]", "$.features"]), st.sampled_from(["", "features", "$" * 63, "$" * 64]))


def _input() -> Values:
    return call(
        TransformInput,
        {"content_type": _CONTENT_TYPES},
        {
            "bucket": given("bucket", "other bucket"),
            "prefix": prefix(),
            "split": one_of(TRANSFORM_SPLITS),
            "compression": one_of(TRANSFORM_COMPRESSIONS),
            "filter": _FILTERS,
            "key": mostly(st.none(), given("key")),
        },
    )


def _output() -> Values:
    return call(
        TransformOutput,
        None,
        {
            "bucket": given("bucket", "other bucket"),
            "prefix": mostly(st.just("output/"), prefix()),
            "accept": _CONTENT_TYPES,
            "assemble": one_of(TRANSFORM_ASSEMBLIES),
            "join": st.booleans(),
            "filter": _FILTERS,
            "key": given("key", "own key"),
            "capture_prefix": mostly(st.just("captured/"), prefix()),
        },
    )


def _invocations() -> Values:
    return call(
        TransformInvocations,
        None,
        {
            "strategy": mostly(st.none(), one_of(TRANSFORM_STRATEGIES)),
            "max_payload": mostly(size(1, 6, unit="mebibytes"), size(0, TRANSFORM_PAYLOAD.value, unit="mebibytes")),
            "max_concurrent": figure(1, 10),
            "timeout": duration_of(TRANSFORM_TIMEOUT),
            "max_retries": figure_of(TRANSFORM_RETRIES),
        },
    )


def _ways_into_batch() -> Values:
    schedules = st.sampled_from(
        [
            Call(scheduler.ScheduleExpression.cron, {"hour": "3", "minute": "0"}),
            Call(scheduler.ScheduleExpression.expression, {"expression": "rate(1 day)"}),
        ]
    )
    statuses = st.lists(
        mostly(st.sampled_from(TRANSFORM_STATUSES.values), st.sampled_from(["", "FAILED"])), min_size=1, max_size=2
    )
    scheduled = st.builds(
        Use,
        st.just("on_schedule"),
        st.fixed_dictionaries({"schedule": schedules}, optional={"enabled": st.booleans(), "max_event_age": _AGES}),
        st.tuples(st.just("Nightly")),
    )
    told = st.builds(
        Use,
        st.just("on_state_change"),
        st.fixed_dictionaries({}, optional={"statuses": statuses, "description": text(), "rule_name": name()}),
        st.tuples(st.just("Told")),
    )
    granted = st.builds(Use, st.just("grant_start"), positional=st.tuples(given("user", "role")))
    ways = [_event("Ordered"), scheduled, told, granted]
    return st.lists(st.one_of(ways), max_size=2, unique_by=lambda use: use.name)
