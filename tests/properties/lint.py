"""cfn-lint inside this process, its rules loaded once."""

import json
from functools import cache
from typing import Any

from cfnlint.config import ConfigMixIn
from cfnlint.core import get_rules
from cfnlint.decode.cfn_json import CfnJSONDecoder
from cfnlint.runner import run_template_by_data

# That CloudFormation has a type of resource in one region and not yet in another, is no matter of the arguments.
_ABOUT_THE_REGION = "E3006"


def findings(template: str, region: str | None) -> list[str]:
    """Every error and every warning, as `E3012 Resources/…: message`."""
    configuration = ConfigMixIn(regions=[region or "us-east-1"])
    matches = run_template_by_data(json.loads(template, cls=CfnJSONDecoder), configuration, _rules())
    return sorted({_written(match) for match in matches if match.rule.id != _ABOUT_THE_REGION})


def _written(match: Any) -> str:
    return f"{match.rule.id} {'/'.join(map(str, match.path or ()))}: {match.message}"


@cache
def _rules() -> Any:
    return get_rules([], [], ["E", "W"], {}, include_experimental=False)
