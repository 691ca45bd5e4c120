"""Asks a real-time or serverless endpoint, for HTTP requests, messages, EventBridge events and direct calls."""

import os
from typing import Any

from inference.context import Context
from inference.endpoint import SynchronousEndpoint
from inference.invocation import invoke
from inference.options import guard, idempotent
from inference.results import Results
from inference.settings import EndpointSettings
from inference.ways_in.direct import DIRECT
from inference.ways_in.event import event_way_in
from inference.ways_in.http import HTTP
from inference.ways_in.queue import queue_way_in
from inference.ways_in.topic import topic_way_in

ENDPOINT = idempotent(SynchronousEndpoint.of(EndpointSettings.read(os.environ), guard=guard(os.environ)), os.environ)
RESULTS = Results.read(os.environ)
WAYS_IN = (HTTP, queue_way_in(RESULTS), topic_way_in(RESULTS), event_way_in(RESULTS), DIRECT)


def handler(event: Any, context: Context) -> Any:
    """Lambda's entry point."""
    return invoke(event, context, endpoint=ENDPOINT, ways_in=WAYS_IN)
