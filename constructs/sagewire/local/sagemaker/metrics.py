"""The metrics that SageMaker publishes for an invocation."""

from sagewire.local import seams

NAMESPACE = "AWS/SageMaker"
_BAD_REQUEST, _SERVER_ERROR = 400, 500


def publish(endpoint: str, variant: str, **values: tuple[float, str]) -> None:
    """Each value, with its unit, under its name."""
    dimensions = [{"Name": "EndpointName", "Value": endpoint}, {"Name": "VariantName", "Value": variant}]
    seams.put_metrics(
        NAMESPACE,
        [
            {"MetricName": name, "Dimensions": dimensions, "Value": value, "Unit": unit}
            for name, (value, unit) in values.items()
        ],
    )


def invocation(
    endpoint: str, variant: str, *, status: int, latency: float, overhead: float, asynchronous: bool
) -> None:
    """`latency` in the model and `overhead` around it, in seconds; asynchronous endpoints publish fewer."""
    values = {
        "Invocation4XXErrors": (float(_BAD_REQUEST <= status < _SERVER_ERROR), "None"),
        "Invocation5XXErrors": (float(status >= _SERVER_ERROR), "None"),
        "InvocationModelErrors": (float(status >= _BAD_REQUEST), "None"),
        "ModelLatency": (latency * 1e6, "Microseconds"),
    }
    if not asynchronous:
        values |= {"Invocations": (1.0, "None"), "OverheadLatency": (overhead * 1e6, "Microseconds")}
    publish(endpoint, variant, **values)
