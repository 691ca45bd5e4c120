"""What is broken by `make mutation`, and which tests must see it."""

from pathlib import Path

from tools.mutation.mutmut import ROOT, Target

_RULES = "sagewire/validator/rules"
_FUNCTIONS = "tests/lambda_src"


def functions() -> list[Target]:
    """The retries, batches and sizes of the functions."""
    files = ["batch", "events", "request", "response", "result_queue", "retry", "ways_in/message", "ways_in/queue"]
    tests = [
        "bad_requests",
        "batch",
        "choices",
        "direct_way_in",
        "event_way_in",
        "faults_broken_answers",
        "faults_queue",
        "faults_retry",
        "faults_sizes",
        "http_way_in",
        "queue_way_in",
        "request_size",
        "retry_policy",
        "streamed_inference",
    ]
    return [
        Target(
            name="functions",
            source="lambda_src",
            files=[f"inference/{name}.py" for name in files],
            tests=[f"{_FUNCTIONS}/test_{name}.py" for name in tests],
            confcutdir=_FUNCTIONS,
            # Whole functions stand beside it for the tests that start one in a process of its own, which see no mutant.
            layout={"constructs": "constructs", "lambda_src": "lambda_src"},
        )
    ]


def resolver() -> list[Target]:
    """What evaluates templates."""
    files = ["assembly", "conditions", "intrinsics", "known", "mentions", "template", "value"]
    tests = ["intrinsics", "value", "templates_together"]
    return [
        Target(
            name="resolver",
            source="constructs",
            files=[f"sagewire/validator/{name}.py" for name in files],
            tests=[f"tests/validator/test_{name}.py" for name in tests],
            confcutdir="tests/validator",
        )
    ]


def rules() -> list[Target]:
    """Each rule by itself: its tests, and what holds for every rule."""
    return [_rule(path) for path in sorted((ROOT / "constructs" / _RULES).glob("*/sw*.py"))]


def _rule(path: Path) -> Target:
    family, rule = path.parent.name, path.stem.partition("_")[0].upper()
    return Target(
        name=rule,
        source="constructs",
        files=[f"{_RULES}/{family}/{path.name}"],
        tests=[f"tests/validator/rules/{family}/test_{path.name}", "tests/validator/test_rules.py", "-k", rule],
        confcutdir="tests/validator",
        layout={"docs": "docs"},
    )


SUBJECTS = {"functions": functions, "resolver": resolver, "rules": rules}
