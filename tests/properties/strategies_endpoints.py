"""Endpoints of every kind, made and imported."""

from typing import Any

from hypothesis import strategies as st

from sagewire import (
    AsyncEndpoint,
    DataCapture,
    Hosting,
    InstancePool,
    Metrics,
    ProductionVariant,
    RealTimeEndpoint,
    Routing,
    ServerlessEndpoint,
    endpoint_of_kind,
)
from sagewire.limits import (
    ASYNC_INVOCATIONS_PER_INSTANCE,
    CAPTURE_SAMPLING,
    DOWNLOAD_TIMEOUT,
    INFERENCE_AMIS,
    INSTANCE_POOL_PRIORITY,
    METRICS_FREQUENCY,
    PREFIX_CONCURRENCY,
    PREFIX_LENGTH,
    PROVISION_TIMEOUT,
    SERVERLESS_CONCURRENCY,
    STARTUP_TIMEOUT,
    VOLUME_SIZE,
)
from tests.properties import strategies_capacity as capacity
from tests.properties.drawn import Call
from tests.properties.strategies_models import plain_model
from tests.properties.strategies_uses import uses_of
from tests.properties.values import (
    Values,
    call,
    duration,
    duration_of,
    figure,
    figure_of,
    given,
    instance_type,
    mostly,
    name,
    one_of,
    prefix,
    rarely,
    size,
)


def routing() -> Values:
    """How requests find an instance."""
    aware = {"prefix_length": figure_of(PREFIX_LENGTH), "concurrency_threshold": figure_of(PREFIX_CONCURRENCY)}
    return st.one_of(
        st.sampled_from([Call(Routing.random, {}), Call(Routing.least_outstanding_requests, {})]),
        call(Routing.prefix_aware, aware),
    )


def hosting() -> Values:
    """How instances are set up."""
    return call(
        Hosting,
        None,
        {
            "routing": routing(),
            "volume_size": size(VOLUME_SIZE.minimum or 0, VOLUME_SIZE.value, unit="gibibytes"),
            "download_timeout": duration_of(DOWNLOAD_TIMEOUT),
            "startup_timeout": duration_of(STARTUP_TIMEOUT),
            "provision_timeout": duration_of(PROVISION_TIMEOUT),
            "inference_ami_version": one_of(INFERENCE_AMIS),
        },
    )


@st.composite
def instances(draw: st.DrawFn) -> dict[str, Any]:
    """A type, or pools of types; now and then both or neither."""
    pools = st.lists(
        call(InstancePool, {"instance_type": instance_type(), "priority": figure_of(INSTANCE_POOL_PRIORITY)}),
        min_size=1,
        max_size=3,
    )
    chosen = draw(mostly(st.sampled_from([1, 1, 1, 2]), st.sampled_from([0, 3])))
    return {
        **({"instance_type": draw(instance_type())} if chosen & 1 else {}),
        **({"instance_pools": draw(pools)} if chosen & 2 else {}),
    }


@st.composite
def on_instances(draw: st.DrawFn, targets: dict[str, Values], *, least: int = 1) -> dict[str, Any]:
    """What one variant says of its instances."""
    beside = {
        "instance_count": mostly(st.just(3), figure(1, 3)),
        "scaling": capacity.scaling(targets, least=least),
        "hosting": hosting(),
    }
    return draw(instances()) | draw(st.fixed_dictionaries({}, optional=beside))


@st.composite
def variant(draw: st.DrawFn, variant_name: Values) -> Call:
    """A variant of a real-time endpoint."""
    arguments = {"model": draw(plain_model()), **draw(on_instances(capacity.REAL_TIME))}
    weights = st.fixed_dictionaries({"variant_name": variant_name}, optional={"weight": figure(0, 100, whole=False)})
    return Call(ProductionVariant, arguments | draw(weights))


@st.composite
def variants(draw: st.DrawFn) -> list[Call]:
    """One to three variants of different names, mostly."""
    names = draw(st.lists(name(), min_size=1, max_size=3, unique_by=repr))
    names = draw(mostly(st.just(names), st.just(names[:1] * 2)))
    return [draw(variant(st.just(each))) for each in names]


def _shared() -> dict[str, Values]:
    """What the endpoints on instances have in common."""
    return {
        "data_capture": data_capture(),
        "encryption_key": given("key", "own key"),
        "metrics": metrics(),
        "endpoint_name": name(),
        "rollout": capacity.rollout(),
    }


def data_capture() -> Values:
    """What is kept of the traffic."""
    types = st.lists(
        mostly(st.sampled_from(["text/csv", "application/json"]), st.sampled_from(["", "a b", "text/", "x" * 300])),
        max_size=2,
    )
    return call(
        DataCapture,
        {"bucket": given("bucket", "other bucket")},
        {
            "prefix": prefix(),
            "sampling_percentage": figure_of(CAPTURE_SAMPLING),
            "requests": st.booleans(),
            "responses": mostly(st.just(True), st.just(False)),  # noqa: FBT003
            "csv_content_types": types,
            "json_content_types": types,
        },
    )


def metrics() -> Values:
    """How closely an endpoint is measured."""
    frequency = mostly(st.sampled_from(METRICS_FREQUENCY.values).flatmap(_seconds), duration(10, 300))
    return call(Metrics, None, {"frequency": frequency, "enhanced": st.booleans()})


def _seconds(value: Any) -> Values:
    return duration(value, value)


@st.composite
def real_time(draw: st.DrawFn) -> Call:
    """A real-time endpoint of one model, or of variants with a shadow or without."""
    arguments = draw(st.fixed_dictionaries({}, optional=_shared()))
    shape = draw(mostly(st.sampled_from([1, 1, 2]), st.sampled_from([0, 3])))
    if shape & 1:
        arguments |= {"model": draw(plain_model()), **draw(on_instances(capacity.REAL_TIME))}
    if shape & 2:
        arguments["variants"] = draw(variants())
    if draw(st.integers(0, 7)) == 0:
        arguments["shadow"] = draw(variant(mostly(st.just("Shadow"), name())))
    return Call(RealTimeEndpoint, arguments, construct=True, uses=tuple(draw(uses_of("real-time"))))


@st.composite
def serverless(draw: st.DrawFn) -> Call:
    """A serverless endpoint."""
    arguments = {"model": draw(plain_model())} | draw(
        st.fixed_dictionaries(
            {},
            optional={
                "memory": st.integers(1, 6).flatmap(lambda gibibytes: size(gibibytes, gibibytes, unit="gibibytes")),
                "max_concurrency": mostly(figure(20, 200), figure_of(SERVERLESS_CONCURRENCY)),
                "endpoint_name": name(),
            },
        )
    )
    warm = draw(mostly(st.sampled_from([0, 0, 1, 3]), st.just(2)))
    if warm & 1:
        arguments["provisioned_concurrency"] = draw(mostly(st.just(3), figure(1, 200)))
    if warm & 2:
        arguments["scaling"] = draw(capacity.scaling(capacity.SERVERLESS, most=10))
    return Call(ServerlessEndpoint, arguments, construct=True, uses=tuple(draw(uses_of("serverless"))))


_ASYNCHRONOUS: dict[str, Values] = {
    "max_concurrent_invocations_per_instance": figure_of(ASYNC_INVOCATIONS_PER_INSTANCE),
    "input_bucket": given("bucket", "other bucket"),
    "output_bucket": given("bucket", "other bucket"),
    "retention": duration(1, 3650, unit="days"),
    "response_in_notifications": st.booleans(),
}


@st.composite
def asynchronous(draw: st.DrawFn) -> Call:
    """An asynchronous endpoint."""
    arguments = {"model": draw(plain_model()), **draw(on_instances(capacity.ASYNCHRONOUS, least=0))}
    arguments |= draw(st.fixed_dictionaries({}, optional={**_shared(), **_ASYNCHRONOUS}))
    return Call(AsyncEndpoint, arguments, construct=True, uses=tuple(draw(uses_of("asynchronous"))))


@st.composite
def of_kind(draw: st.DrawFn) -> Call:
    """An endpoint whose kind is a word, with the arguments of that kind, or, now and then, of another."""
    kinds = {"real-time": real_time(), "serverless": serverless(), "asynchronous": asynchronous()}
    kind = draw(st.sampled_from([*kinds]))
    made = draw(kinds[draw(mostly(st.just(kind), st.sampled_from([*kinds])))])
    word = draw(mostly(st.just(kind), st.sampled_from(["", "batch", "Serverless"])))
    return Call(endpoint_of_kind, {"kind": word, **made.arguments}, construct=True, uses=made.uses)


def imported() -> Values:
    """An endpoint that exists, of every kind."""
    named = {"endpoint_name": name()}
    elsewhere = {"account": rarely("210987654321"), "region": rarely("eu-west-1")}
    several = {"variant_names": st.lists(name(), max_size=2)}
    queue = {"input_bucket": given("bucket"), "success_topic": given("topic"), "error_topic": given("other topic")}
    return st.one_of(
        call(RealTimeEndpoint.from_endpoint_name, named, construct=True, uses=uses_of("real-time")),
        call(
            RealTimeEndpoint.from_endpoint_attributes,
            named,
            {**elsewhere, **several},
            construct=True,
            uses=uses_of("real-time"),
        ),
        call(
            ServerlessEndpoint.from_endpoint_attributes,
            named,
            {**elsewhere, **several},
            construct=True,
            uses=uses_of("serverless"),
        ),
        call(
            AsyncEndpoint.from_endpoint_attributes,
            {**named, **queue},
            {**elsewhere, **several, "encryption_key": given("key")},
            construct=True,
            uses=uses_of("asynchronous"),
        ),
    )
