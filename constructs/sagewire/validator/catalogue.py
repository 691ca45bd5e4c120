"""All rules, in the order of their ids."""

from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from sagewire.validator import rules
from sagewire.validator.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """The rule of each module below `rules`."""
    names = [found.name for found in walk_packages(rules.__path__, f"{rules.__name__}.") if not found.ispkg]
    found = [getattr(import_module(name), "RULE") for name in names if _is_rule(name)]  # noqa: B009 - what each of them has
    return tuple(sorted(found, key=lambda rule: rule.id))


def rule_of(id: str) -> Rule | None:
    """The rule of an id, in whatever case it is written."""
    return next((rule for rule in all_rules() if rule.id == id.upper()), None)


def _is_rule(name: str) -> bool:
    return name.rpartition(".")[2].startswith("sw")
