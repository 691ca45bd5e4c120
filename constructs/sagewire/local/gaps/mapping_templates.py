"""MiniStack renders the mapping templates of API Gateway without `$util.escapeJavaScript`, which every body needs.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sagewire.local import seams

_REST = "ministack.services.apigateway_v1"

Steps = Sequence[tuple[str, str | None]]


def install() -> None:
    """Add it, and Java's `replaceAll` on what it gives."""
    before = seams.seam(_REST, "_vtl_util")

    def util(steps: Steps, state: Mapping[str, Any]) -> Any:
        if not steps or steps[0][0] != "escapeJavaScript":
            return before(steps, state)
        (text,) = _arguments(steps[0], state)
        escaped = json.dumps(text)[1:-1].replace("/", "\\/").replace("'", "\\'")
        for step in steps[1:]:
            if step[0] != "replaceAll":
                return None
            pattern, replacement = _arguments(step, state)
            escaped = re.sub(pattern, replacement, escaped)
        return escaped

    seams.replace(_REST, "_vtl_util", util)


def rendered(template: str, body: str, context: Mapping[str, Any]) -> str:
    """What a template makes of a body."""
    text: str = seams.seam(_REST, "_render_request_template_v1")(template, body, {}, context)
    return text


def _arguments(step: tuple[str, str | None], state: Mapping[str, Any]) -> list[str]:
    split, value = seams.seam(_REST, "_vtl_split_args"), seams.seam(_REST, "_vtl_value")
    return [str(value(each, state) or "") for each in split(step[1] or "")]
