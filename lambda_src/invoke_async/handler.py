"""Hands requests to an asynchronous endpoint: objects put into S3, HTTP requests, messages, events, direct calls."""

import os
from typing import Any

from inference.context import Context
from inference.endpoint import AsynchronousEndpoint
from inference.invocation import invoke
from inference.options import guard, idempotent
from inference.results import Results
from inference.settings import EndpointSettings, InputLocation
from inference.ways_in.direct import DIRECT
from inference.ways_in.event import event_way_in
from inference.ways_in.http import HTTP
from inference.ways_in.queue import queue_way_in
from inference.ways_in.stored import stored_way_in
from inference.ways_in.topic import topic_way_in

ENDPOINT = idempotent(
    AsynchronousEndpoint.of(EndpointSettings.read(os.environ), InputLocation.read(os.environ), guard=guard(os.environ)),
    os.environ,
)
RESULTS = Results.read(os.environ)
WAYS_IN = (
    HTTP,
    queue_way_in(RESULTS),
    topic_way_in(RESULTS),
    stored_way_in(RESULTS),
    event_way_in(RESULTS),
    DIRECT,
)


def handler(event: Any, context: Context) -> Any:
    """Lambda's entry point."""
    return invoke(event, context, endpoint=ENDPOINT, ways_in=WAYS_IN)
