"""Figures of a role."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import IAM

ROLE_POLICIES_SIZE = Limit(
    value=10_240,
    unit="characters",
    what="all inline policies of one role together, without their white space",
    source=IAM,
)
