"""Lines of a function's log that describe metrics make metrics; MiniStack keeps them as text alone.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from sagewire.local import seams

_FUNCTIONS = "ministack.services.lambda_svc"


def install() -> None:
    """Put them when the log is written."""
    before = seams.seam(_FUNCTIONS, "_emit_lambda_logs")

    def emit(function: Any, request_id: str, log: str, *others: Any, **options: Any) -> None:
        before(function, request_id, log, *others, **options)
        for line in log.splitlines():
            if '"_aws"' in line:
                with suppress(ValueError, KeyError, TypeError):  # AWS leaves out what it cannot read
                    _put(json.loads(line))

    seams.replace(_FUNCTIONS, "_emit_lambda_logs", emit)


def _put(line: Mapping[str, Any]) -> None:
    told = line["_aws"]
    for directive in told["CloudWatchMetrics"]:
        seams.put_metrics(directive["Namespace"], list(_data(line, directive, told["Timestamp"] / 1000)))


def _data(line: Mapping[str, Any], directive: Mapping[str, Any], seconds: float) -> Iterator[dict[str, Any]]:
    when = datetime.fromtimestamp(seconds, UTC).isoformat()
    for names in directive["Dimensions"]:
        dimensions = [{"Name": name, "Value": str(line[name])} for name in names]
        for metric in directive["Metrics"]:
            unit, value = metric.get("Unit", "None"), line[metric["Name"]]
            values = {"Values": value} if isinstance(value, list) else {"Value": value}
            yield {"MetricName": metric["Name"], "Dimensions": dimensions, "Timestamp": when, "Unit": unit, **values}
