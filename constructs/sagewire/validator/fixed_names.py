"""Names that stay as they are from one deployment to the next."""

from collections.abc import Iterable, Iterator
from typing import Any

from sagewire.validator.known import ABSENT, UNKNOWN
from sagewire.validator.rule import Fault, fault
from sagewire.validator.severity import Severity
from sagewire.validator.symbols import STACK, VARIABLE
from sagewire.validator.template import Template
from sagewire.validator.value import Value

# Expressions in one another: more than any name has that people write.
_MOST = 1_000


def is_fixed(name: Value) -> bool:
    """Whether a name is the same text each time its stack is deployed with the same parameters."""
    if name.text is not None:
        return True
    symbol = name.symbol
    return symbol is not None and all(variable.startswith(STACK) for variable in VARIABLE.findall(symbol))


def fixed(names: Iterable[Value]) -> Iterator[Fault]:
    """A fault for each name that is fixed; for information only where a parameter may give another one."""
    for name in names:
        if not is_fixed(name):
            continue
        found, given = _shown(name), list(dict.fromkeys(parameters_in(name)))
        if given:
            # Some give it another value with each change: whether these do, no template tells.
            called = f"called {found} until {' or '.join(given)} changes"
            yield fault(name, found, severity=Severity.INFO, called=called, change="any other change")
        else:
            yield fault(name, found, called=f"always called {found}", change="any change")


def parameters_in(name: Value) -> Iterator[str]:
    """The parameters that a value hangs on, and that whoever deploys its stack may change."""
    waiting: list[tuple[Template, Any]] = [(name.template, name.raw)]
    for _ in range(_MOST):
        if not waiting:
            return
        template, raw = waiting.pop()
        for parameter in _named(raw):
            given = _argument(template, parameter)
            if given is not None:
                waiting.append(given)
            elif parameter in template.parameters:
                yield parameter
        waiting += [(template, part) for part in _parts(template, raw)]


def _named(raw: Any) -> list[str]:
    """What an expression itself refers to by name."""
    match raw:
        case {"Ref": str() as name}:
            return [name]
        case {"Fn::Sub": str() as text}:
            return [name.strip() for name in VARIABLE.findall(text)]
        case {"Fn::Sub": [str() as text, dict() as given]}:
            return [name.strip() for name in VARIABLE.findall(text) if name.strip() not in given]
    return []


def _parts(template: Template, raw: Any) -> list[Any]:
    """What an expression is made of; of Fn::If the condition too."""
    match raw:
        case {"Fn::If": [str() as condition, *picked]}:
            return [template.conditions.get(condition), *picked]
        case {"Condition": str() as condition}:
            return [template.conditions.get(condition)]
        case dict():
            return list(raw.values())
        case list():
            return raw
    return []


def _argument(template: Template, parameter: str) -> tuple[Template, Any] | None:
    """What the stack that this one is nested in gives a parameter, and where that stands."""
    parent = template.assembly.parent(template)
    if parent is None:
        return None
    given = parent.raw_argument(parameter)
    return None if given is ABSENT or given is UNKNOWN else (parent.template, given)


def _shown(name: Value) -> str:
    symbol = name.symbol
    return name.shown if name.text is not None or symbol is None else symbol.replace("${AWS.", "${AWS::")
