"""A function holds its request and its response several times: as bytes, as text, and as JSON. A function with too
little memory for its largest payload is killed with it, which its caller sees as an error without a cause. The
runtime with boto3 is taken for 90 MiB, and each payload for four copies of itself: figures of experience, not AWS's.
"""

import math
from collections.abc import Iterator

from sagewire.limits import LAMBDA_MEMORY
from sagewire.published_metrics import ASYNCHRONOUS
from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import real_time
from sagewire.validator.severity import Severity

_RUNTIME = 90
_COPIES = 4
_MIB = 1024**2


def _check(graph: Graph) -> Iterator[Fault]:
    for asked in graph.invokers:
        # What an asynchronous endpoint is asked stands in a bucket, and sagewire's own code reckons its memory itself.
        if asked.own or asked.memory is None or any(behind.kind in (ASYNCHRONOUS, None) for behind in asked.endpoints):
            continue
        payload = (asked.request.number or 0) + (asked.response.number or 0)
        takes = _RUNTIME + _COPIES * payload / _MIB
        if payload and takes > asked.memory:
            about = math.ceil(takes)
            size = f"{payload / _MIB:.3g} MiB"
            yield fault(asked["MemorySize"], asked.memory, limit=f"about {about} MB", takes=about, payload=size)


RULE = Rule(
    id="SW209",
    title="function has too little memory for its payloads",
    severity=Severity.WARNING,
    why=__doc__,
    source=LAMBDA_MEMORY.source,
    message="{found} MB of memory; boto3 and four copies of {payload} of request and response take about {takes} MB",
    fix="Give the function {takes} MB or more.",
    check=_check,
    wrong=lambda: template(
        real_time(), function(MemorySize=128, stated={"requestBytes": 5 * _MIB, "responseBytes": 5 * _MIB})
    ),
    right=lambda: template(
        real_time(), function(MemorySize=256, stated={"requestBytes": 5 * _MIB, "responseBytes": 5 * _MIB})
    ),
)
