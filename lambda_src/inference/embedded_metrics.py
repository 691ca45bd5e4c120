"""Metrics as CloudWatch finds them in a JSON line of the log.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import time
from collections.abc import Mapping
from typing import Any

UNITS: Mapping[str, str] = {
    "Invocations": "Count",
    "Failures": "Count",
    "Attempts": "Count",
    "Latency": "Milliseconds",
}


def embedded(namespace: str, dimensions: Mapping[str, str], values: Mapping[str, int]) -> dict[str, Any]:
    """The members of a line that make metrics of these values, under all of the dimensions together."""
    described = {
        "Namespace": namespace,
        "Dimensions": [list(dimensions)],
        "Metrics": [{"Name": name, "Unit": UNITS[name]} for name in values],
    }
    return {
        "_aws": {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": [described]},
        **dimensions,
        **values,
    }
