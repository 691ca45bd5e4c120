"""What a refusal owes to whoever reads it: which argument, what it was, and what to do instead."""

import inspect
import math
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from tests.properties.drawn import Amount, Call, Later, Scenario, Use, calls_in

# One of these words says what is allowed, or what to do.
_ADVICE = re.compile(
    r"\b(allow|allowed|at least|choose|compare|give|import|leave|make|must|name|pack|published are|put|say|set"
    r"|starts?|takes?|there are|use|write)\b"
)
# Said of an argument whose value does not matter, as it ought not to be there, or is not.
_PRESENCE = re.compile(
    r"\b(beside it|cannot|empty|given|has|imported|known at deployment only|known at synth|missing|never|none)\b|is ''"
)
_MISSING = re.compile(r"^\w+( and \w+)? (is|are both) missing\b")
_UNITS = {
    "millis": 0.001,
    "seconds": 1.0,
    "minutes": 60.0,
    "hours": 3600.0,
    "days": 86400.0,
    "bytes": 1.0,
    "kibibytes": 1024.0,
    "mebibytes": 1024.0**2,
    "gibibytes": 1024.0**3,
}


def shortcomings(message: str, drawn: Scenario) -> list[str]:
    """What the message of a refused scenario does not say."""
    calls = list(calls_in(drawn))
    meant = [call for call in calls if any(_mentions(message, name) for name in _names(call))]
    missing = []
    if not meant and not _MISSING.search(message):
        missing.append("it names no argument")
    # Where it says what is allowed, its figures are those of AWS.
    before = message.partition("allowed")[0]
    if not _PRESENCE.search(message) and not any(_shows(before, value) for call in meant for value in _values(call)):
        missing.append("it shows no value")
    if not _ADVICE.search(message):
        missing.append("it does not say what is allowed")
    return missing


def _names(call: Call | Use) -> Iterator[str]:
    """How a message may call it: by an argument, given or missing, or by its own name."""
    yield from call.arguments
    if isinstance(call, Use):
        yield from (call.name, *call.names)
    else:
        yield from call.of.__qualname__.split(".")
        made: Any = vars(call.of)["__init__"] if isinstance(call.of, type) else call.of
        yield from inspect.signature(made).parameters.keys() - {"scope", "id", "self"}


def _values(call: Call | Use) -> Iterator[Any]:
    yield from call.arguments.values()
    if isinstance(call, Use):
        yield from call.positional


def _mentions(message: str, name: str) -> bool:
    # Of several, a message may name one: variant_names, and the variant_name that is wrong.
    stem = name.removesuffix("es") if name.endswith("ses") else name.removesuffix("s")
    return re.search(rf"\b{re.escape(stem)}(s|es)?\b", message) is not None


def _shows(message: str, value: Any) -> bool:
    return any(_part_of(message, text) for text in _texts(value))


def _part_of(message: str, text: str) -> bool:
    """Whether the text stands in the message by itself: 1 does not stand in 10."""
    return re.search(rf"(?<![\w.]){re.escape(text)}(?!\w)(?!\.\d)", message) is not None


def _texts(value: Any) -> Iterator[str]:
    match value:
        case Later():
            yield "Token"
        case int() | float():
            yield from _of_number(value)
        case str():
            yield from filter(None, (repr(value), repr(value[:40]), value, str(len(value))))
        case datetime():
            yield value.isoformat()
        case Amount():
            yield from _in_all_units(value)
        case Call():
            yield from (value.of.__name__, value.of.__name__.upper())
            yield from _of_all(value.arguments.values())
        case list() | tuple() | dict():
            yield from (str(len(value)), repr(value))
            yield from _of_all(value)
            yield from _of_all(value.values() if isinstance(value, dict) else ())


def _of_number(value: float) -> Iterator[str]:
    """A number as messages write it; of a boolean, the word."""
    yield from (f"{value:g}", str(value))
    if math.isfinite(value):
        yield str(int(value))


def _of_all(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        yield from _texts(value)


def _in_all_units(amount: Amount) -> Iterator[str]:
    if not isinstance(amount.figure, int | float):
        return
    for unit in _UNITS.values():
        figure = amount.figure * _UNITS[amount.unit] / unit
        yield from (f"{figure:g}", str(figure), str(int(figure)))
