"""What CDK's command line leaves out: it shows, and fails for, what lies in the stacks that it is asked for.

Unless it is told otherwise these are the app's own, and not those of its stages, as a pipeline has them. Only what lies
nowhere is always shown, so that is where it is said.
https://docs.aws.amazon.com/cdk/v2/guide/stages.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aws_cdk import PolicyViolation, Stage
from constructs import IConstruct

from sagewire.validator.plugin.construct_tree import down_to
from sagewire.validator.plugin.fatal import fatal

_MOST = 10  # places that are named


def failing_in_stages(failing: Sequence[tuple[str, str]], app: IConstruct) -> Iterator[PolicyViolation]:
    """The one violation that tells of what fails in stages, if anything does. failing: rules, and constructs' paths."""
    staged = {path for path in {path for _, path in failing} if _is_staged(path, app)}
    places = list(dict.fromkeys(f"{rule} at {path}" for rule, path in failing if path in staged))
    if places:
        more = f" and {len(places) - _MOST} more" if len(places) > _MOST else ""
        yield fatal(
            rule_name="in-a-stage",
            description=f"{', '.join(places[:_MOST])}{more}",
            fix="These are in stages, whose stacks CDK shows if it is asked for them: run cdk synth '**'.",
        )


def _is_staged(path: str, app: IConstruct) -> bool:
    return any(isinstance(each, Stage) for each in down_to(path, app)[1:])
