"""Hands requests to an asynchronous endpoint: objects put into S3, HTTP requests, events, direct calls."""

import os
from typing import Any

from inference.context import Context
from inference.endpoint import AsynchronousEndpoint
from inference.events import ResultBus
from inference.invocation import invoke
from inference.settings import EndpointSettings, InputLocation, ResultSettings
from inference.ways_in.direct import DIRECT
from inference.ways_in.event import event_way_in
from inference.ways_in.http import HTTP
from inference.ways_in.stored import stored_way_in

ENDPOINT = AsynchronousEndpoint.of(EndpointSettings.read(os.environ), InputLocation.read(os.environ))
RESULTS = ResultSettings.read_if_set(os.environ)
BUS = ResultBus.of(RESULTS) if RESULTS else None
WAYS_IN = (HTTP, stored_way_in(BUS), event_way_in(BUS), DIRECT)


def handler(event: Any, context: Context) -> Any:
    """Lambda's entry point."""
    return invoke(event, context, endpoint=ENDPOINT, ways_in=WAYS_IN)
