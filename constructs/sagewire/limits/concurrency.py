"""Figures of how many executions of Lambda there are at a time."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import LAMBDA, LAMBDA_QUOTAS

REGIONAL_LAMBDA_CONCURRENCY = Limit(
    value=1000,
    adjustable="L-B99A9384",
    unit="executions",
    what="concurrent executions of all functions of an account in a region; a new account has less",
    source=LAMBDA_QUOTAS,
)
LAMBDA_UNRESERVED_CONCURRENCY = Limit(
    value=100,
    minimum=100,
    unit="executions",
    what="concurrent executions that an account keeps for the functions that reserve none",
    source=f"{LAMBDA}/dg/configuration-concurrency.html",
)
LAMBDA_SCALING_RATE = Limit(
    value=1000,
    unit="environments in 10 s",
    what="execution environments that one function gains",
    source=f"{LAMBDA}/dg/scaling-behavior.html",
)
LAMBDA_ENVIRONMENT_RATE = Limit(
    value=10,
    unit="requests/s",
    what="requests that one execution environment takes, however short they are",
    source=LAMBDA_QUOTAS,
)
LAMBDA_NETWORK_INTERFACES = Limit(
    value=500,
    adjustable="quota",
    unit="network interfaces",
    what="network interfaces of Lambda in one VPC",
    source=LAMBDA_QUOTAS,
)
