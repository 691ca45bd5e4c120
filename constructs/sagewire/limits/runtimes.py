"""The Python runtimes of Lambda, and what asks for a newer one.

The days are those that cfn-lint's runtime table states, and a test compares them; older copies of AWS's page differ.
"""

from datetime import date

from sagewire.limits.figure import Limit, Runtime
from sagewire.limits.sources import LAMBDA, SNAP_START


def _python(name: str, *, deprecated: date, creation_blocked: date, update_blocked: date) -> Runtime:
    return Runtime(
        name=name,
        deprecated=deprecated,
        creation_blocked=creation_blocked,
        update_blocked=update_blocked,
        what="AWS moved some of these days before, so they may move again",
        source=f"{LAMBDA}/dg/lambda-runtimes.html",
    )


PYTHON_RUNTIMES = (
    _python(
        "python2.7",
        deprecated=date(2021, 7, 15),
        creation_blocked=date(2021, 7, 15),
        update_blocked=date(2022, 5, 30),
    ),
    _python(
        "python3.6",
        deprecated=date(2022, 7, 18),
        creation_blocked=date(2022, 7, 18),
        update_blocked=date(2022, 8, 29),
    ),
    _python(
        "python3.7",
        deprecated=date(2023, 12, 4),
        creation_blocked=date(2024, 1, 9),
        update_blocked=date(2027, 3, 3),
    ),
    _python(
        "python3.8",
        deprecated=date(2024, 10, 14),
        creation_blocked=date(2027, 2, 1),
        update_blocked=date(2027, 3, 3),
    ),
    _python(
        "python3.9",
        deprecated=date(2025, 12, 15),
        creation_blocked=date(2027, 2, 1),
        update_blocked=date(2027, 3, 3),
    ),
    _python(
        "python3.10",
        deprecated=date(2026, 10, 31),
        creation_blocked=date(2027, 2, 1),
        update_blocked=date(2027, 3, 3),
    ),
    _python(
        "python3.11",
        deprecated=date(2027, 6, 30),
        creation_blocked=date(2027, 7, 31),
        update_blocked=date(2027, 8, 31),
    ),
    _python(
        "python3.12",
        deprecated=date(2028, 10, 31),
        creation_blocked=date(2028, 11, 30),
        update_blocked=date(2029, 1, 10),
    ),
    _python(
        "python3.13",
        deprecated=date(2029, 6, 30),
        creation_blocked=date(2029, 7, 31),
        update_blocked=date(2029, 8, 31),
    ),
    _python(
        "python3.14",
        deprecated=date(2029, 6, 30),
        creation_blocked=date(2029, 7, 31),
        update_blocked=date(2029, 8, 31),
    ),
)
DURABLE_PYTHON = Limit(
    value=13,
    minimum=13,
    unit="(the 13 of python3.13)",
    what="oldest managed Python runtime of a durable function",
    source=f"{LAMBDA}/dg/durable-supported-runtimes.html",
)
MANAGED_INSTANCES_PYTHON = Limit(
    value=13,
    minimum=13,
    unit="(the 13 of python3.13)",
    what="oldest managed Python runtime on Lambda Managed Instances",
    source=f"{LAMBDA}/dg/lambda-managed-instances-runtimes.html",
)
SNAP_START_PYTHON = Limit(
    value=12,
    minimum=12,
    unit="(the 12 of python3.12)",
    what="oldest managed Python runtime of SnapStart",
    source=SNAP_START,
)
