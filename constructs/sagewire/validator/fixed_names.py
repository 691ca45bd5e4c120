"""Names that stay as they are from one deployment to the next."""

import re
from collections.abc import Iterable, Iterator

from sagewire.validator.rule import Fault, fault
from sagewire.validator.symbols import STACK
from sagewire.validator.value import Value

_VARIABLE = re.compile(r"\$\{([^}]+)\}")


def is_fixed(name: Value) -> bool:
    """Whether a name is the same text each time its stack is deployed."""
    if name.text is not None:
        return True
    symbol = name.symbol
    return symbol is not None and all(variable.startswith(STACK) for variable in _VARIABLE.findall(symbol))


def fixed(names: Iterable[Value]) -> Iterator[Fault]:
    """A fault for each name that is fixed."""
    return (fault(name) for name in names if is_fixed(name))
