"""With sagewire, which gives its reasons for what checkers report of its resources, since it is asked to."""

from aws_cdk import Stack

from benchmarks.apps import with_sagewire
from sagewire import acknowledge_findings


def real_time(stack: Stack, number: int) -> None:
    """A real-time endpoint, its invoker, and a rule."""
    with_sagewire.real_time(stack, number)
    acknowledge_findings(stack)


def serverless(stack: Stack, number: int) -> None:
    """A serverless endpoint, its invoker, and a rule."""
    with_sagewire.serverless(stack, number)
    acknowledge_findings(stack)


def asynchronous(stack: Stack, number: int) -> None:
    """An asynchronous endpoint with its buckets, its invoker, and a rule on uploaded objects."""
    with_sagewire.asynchronous(stack, number)
    acknowledge_findings(stack)
