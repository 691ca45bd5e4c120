"""Asks a real-time endpoint that streams: for one answer in the end, or for a WebSocket connection part by part."""

import os
from dataclasses import replace
from typing import Any

from inference.connection import WebSocketApis
from inference.context import Context
from inference.errors import BadRequest
from inference.invocation import invoke
from inference.options import guard, idempotent
from inference.results import Results
from inference.settings import COLLECT, CONNECTION, EndpointSettings, StreamSettings
from inference.stream import StreamedEndpoint
from inference.ways_in.connection import TAKEN, connection_of, connection_way_in, is_connection, is_message
from inference.ways_in.direct import DIRECT
from inference.ways_in.event import event_way_in
from inference.ways_in.http import HTTP
from inference.ways_in.queue import queue_way_in
from inference.ways_in.topic import topic_way_in

STREAM = StreamSettings.read(os.environ)
STREAMED = StreamedEndpoint.of(EndpointSettings.read(os.environ), STREAM, guard=guard(os.environ))
ENDPOINT = idempotent(STREAMED, os.environ)
RESULTS = Results.read(os.environ)
WAYS_IN = (HTTP, queue_way_in(RESULTS), topic_way_in(RESULTS), event_way_in(RESULTS), DIRECT)
APIS = WebSocketApis()


def collect(event: Any, context: Context) -> Any:
    """Answers with the whole result."""
    return invoke(event, context, endpoint=ENDPOINT, ways_in=WAYS_IN)


def connect(event: Any, context: Context) -> Any:
    """Posts the parts of a message's result, and takes note of connections that open or close.

    Raises:
        BadRequest: the event is of no WebSocket API.
        InferenceError: the connection was told of it as well.
    """
    if not is_connection(event):
        raise BadRequest("the event is of no WebSocket API, whose connections alone this function answers")
    if not is_message(event):
        return TAKEN
    connection = connection_of(event, context, APIS)
    endpoint = replace(STREAMED, receiver=lambda: connection)
    return invoke(event, context, endpoint=endpoint, ways_in=(connection_way_in(connection),))


_DESTINATIONS = {COLLECT: collect, CONNECTION: connect}


def handler(event: Any, context: Context) -> Any:
    """Lambda's entry point."""
    return _DESTINATIONS[STREAM.destination](event, context)
