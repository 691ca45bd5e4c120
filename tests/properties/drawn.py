"""What a strategy draws: arguments as data, which shrink and print well, and become constructs only in a stack."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# An argument that is drawn apart from the others stands for itself: str, float, bool, None, list, dict.
Arguments = Mapping[str, Any]


class Written:
    """What Hypothesis shows of an example as Python writes it, not by its fields."""

    def _repr_pretty_(self, printer: Any, _cycle: object) -> None:
        printer.text(repr(self))


@dataclass(frozen=True, repr=False)
class Later(Written):
    """A value that is known at deployment only: a parameter of the stack, alone or inside a text."""

    type: str = "String"
    number: int = 0
    before: str = ""
    after: str = ""

    def __repr__(self) -> str:
        reference = f"<{self.type} parameter {self.number}>"
        return f"{self.before!r} + {reference} + {self.after!r}" if self.before or self.after else reference


@dataclass(frozen=True, repr=False)
class Amount(Written):
    """A `Duration` or a `Size`, as its class, the method of the unit, and the figure."""

    of: type
    unit: str
    figure: Any

    def __repr__(self) -> str:
        return f"{self.of.__name__}.{self.unit}({self.figure!r})"


@dataclass(frozen=True, repr=False)
class Given(Written):
    """Something of the user's: a bucket, a key, a role, a topic, made once in the stack when it is asked for."""

    kind: str

    def __repr__(self) -> str:
        return f"<{self.kind}>"


@dataclass(frozen=True, repr=False)
class Call(Written):
    """A call with keyword arguments. One that makes a construct is also given the stack and an id of its own."""

    of: Callable[..., Any]
    arguments: Arguments
    construct: bool = False
    uses: "tuple[Use, ...]" = ()

    def __repr__(self) -> str:
        owner = getattr(self.of, "__self__", None)
        name = f"{owner.__name__}.{self.of.__name__}" if isinstance(owner, type) else self.of.__qualname__
        called = f"{name}({_written(self.arguments)})"
        return "".join([called, *map(repr, self.uses)])


@dataclass(frozen=True, repr=False)
class Use(Written):
    """A method that is called on what was made, or a property that is asked for.

    positional, names: the arguments that are given without their names, and what these would be.
    """

    name: str
    arguments: Arguments = field(default_factory=dict)
    positional: tuple[Any, ...] = ()
    names: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f".{self.name}({', '.join([*map(repr, self.positional), *filter(None, [_written(self.arguments)])])})"


@dataclass(frozen=True, repr=False)
class Scenario(Written):
    """Constructs of one stack; without a region its account and region are known at deployment only."""

    region: str | None
    constructs: tuple[Call, ...]

    def __repr__(self) -> str:
        return "\n".join([f"in {self.region or 'no environment'}:", *(f"  {each!r}" for each in self.constructs)])


def calls_in(node: Any) -> "Iterator[Call | Use]":
    """Every call, those among the arguments of others included."""
    match node:
        case Scenario():
            yield from calls_in(node.constructs)
        case Call():
            yield node
            yield from calls_in([*node.arguments.values(), *node.uses])
        case Use():
            yield node
            yield from calls_in([*node.arguments.values(), *node.positional])
        case list() | tuple():
            for each in node:
                yield from calls_in(each)


def _written(arguments: Arguments) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in arguments.items())
