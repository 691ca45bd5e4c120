"""The metrics that SageMaker publishes for an inference component, besides those of its endpoint's variant."""

from sagewire.local import seams
from sagewire.local.sagemaker.metrics import NAMESPACE

_BAD_REQUEST, _SERVER_ERROR = 400, 500


def invocation(component: str, *, status: int, latency: float, overhead: float) -> None:
    """`latency` in the model and `overhead` around it, in seconds."""
    _publish(
        component,
        Invocations=(1.0, "None"),
        Invocation4XXErrors=(float(_BAD_REQUEST <= status < _SERVER_ERROR), "None"),
        Invocation5XXErrors=(float(status >= _SERVER_ERROR), "None"),
        InvocationModelErrors=(float(status >= _BAD_REQUEST), "None"),
        ModelLatency=(latency * 1e6, "Microseconds"),
        OverheadLatency=(overhead * 1e6, "Microseconds"),
    )


def no_capacity(component: str) -> None:
    """A request found no copy: the alarm that wakes a component listens to this."""
    _publish(component, NoCapacityInvocationFailures=(1.0, "Count"))


def _publish(component: str, **values: tuple[float, str]) -> None:
    dimensions = [{"Name": "InferenceComponentName", "Value": component}]
    seams.put_metrics(
        NAMESPACE,
        [
            {"MetricName": name, "Dimensions": dimensions, "Value": value, "Unit": unit}
            for name, (value, unit) in values.items()
        ],
    )
