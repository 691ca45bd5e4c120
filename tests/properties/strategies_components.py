"""Endpoints of inference components, and the components on them."""

from aws_cdk import Size
from hypothesis import strategies as st

from sagewire import (
    ComponentStartup,
    ComputeRequirements,
    InferenceComponent,
    InferenceComponentEndpoint,
    ManagedInstanceScaling,
)
from sagewire.limits import DOWNLOAD_TIMEOUT, STARTUP_TIMEOUT
from tests.properties import strategies_capacity as capacity
from tests.properties.drawn import Amount, Call
from tests.properties.strategies_endpoints import data_capture, hosting, instances, metrics
from tests.properties.strategies_models import network, plain_model, rarely_a
from tests.properties.strategies_uses import uses_of
from tests.properties.values import Values, call, duration, duration_of, figure, given, mostly, name, rarely, size


def managed_scaling() -> Values:
    """How SageMaker adds and removes instances."""
    return call(
        ManagedInstanceScaling,
        {"max_instances": mostly(figure(3, 10), figure(1, 3))},
        {
            "min_instances": figure(0, 3),
            "consolidate": mostly(st.booleans(), st.none()),
            "cooldown": mostly(duration(5, 1440, unit="minutes"), duration(300, 400)),
        },
    )


@st.composite
def component_endpoint(draw: st.DrawFn) -> Call:
    """Instances for components."""
    optional = {
        "instance_count": figure(1, 3),
        "managed_scaling": managed_scaling(),
        "hosting": hosting(),
        "variant_name": name(),
        "role": given("role", "imported role"),
        "network": rarely_a(network()),
        "network_isolation": st.booleans(),
        "data_capture": data_capture(),
        "encryption_key": given("key", "own key"),
        "metrics": metrics(),
        "endpoint_name": name(),
    }
    arguments = draw(instances()) | draw(st.fixed_dictionaries({}, optional=optional))
    return Call(InferenceComponentEndpoint, arguments, construct=True, uses=tuple(draw(uses_of("components"))))


def imported_component_endpoint() -> Values:
    """An endpoint of components that exists."""
    return call(
        InferenceComponentEndpoint.from_endpoint_attributes,
        {"endpoint_name": name()},
        {
            "variant_names": st.lists(name(), max_size=2),
            "account": rarely("210987654321"),
            "region": rarely("eu-west-1"),
        },
        construct=True,
        uses=uses_of("components"),
    )


@st.composite
def requirements(draw: st.DrawFn) -> Call:
    """What a copy takes; at most twice the least memory, mostly."""
    least = draw(mostly(size(128, 4096, unit="mebibytes"), size(1, 8, unit="gibibytes")))
    optional = {"cpus": figure(0.25, 8, whole=False), "accelerators": figure(1, 4)}
    arguments = {"memory": least, **draw(st.fixed_dictionaries({}, optional=optional))}
    if isinstance(least.figure, int) and draw(st.booleans()):
        arguments["max_memory"] = draw(
            mostly(st.just(Amount(Size, least.unit, 2 * least.figure)), size(128, 4096, unit="mebibytes"))
        )
    return Call(ComputeRequirements, arguments)


def component() -> Values:
    """A model on an endpoint that is made beside it, or exists."""
    plain = call(InferenceComponentEndpoint, {"instance_type": st.just("ml.g5.2xlarge")}, construct=True)
    startup = {
        "download_timeout": duration_of(DOWNLOAD_TIMEOUT),
        "startup_timeout": duration_of(STARTUP_TIMEOUT),
        "data_cache": st.booleans(),
    }
    return call(
        InferenceComponent,
        {
            "endpoint": st.one_of(plain, imported_component_endpoint(), component_endpoint()),
            "model": plain_model(),
            "requirements": requirements(),
        },
        {
            "copy_count": mostly(st.just(3), figure(1, 3)),
            "scaling": capacity.scaling(capacity.COPIES, least=0),
            "startup": call(ComponentStartup, None, startup),
            "rollout": mostly(capacity.rolling_rollout(), capacity.rollout()),
            "component_name": name(),
        },
        construct=True,
        uses=uses_of("component"),
    )
