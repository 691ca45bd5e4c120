"""A SageMaker endpoint that fails as you ask it to, for the tests of code that calls one."""

from sagewire.testing import faults
from sagewire.testing.answers import Answer, Garbage, HangUp, Reply, Stream
from sagewire.testing.faulty_endpoint import FaultyEndpoint
from sagewire.testing.request import Request

__all__ = ["Answer", "FaultyEndpoint", "Garbage", "HangUp", "Reply", "Request", "Stream", "faults"]
