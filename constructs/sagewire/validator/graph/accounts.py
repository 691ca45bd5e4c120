"""In which account a template is deployed, where a role tells it: none is passed to a service of another account.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sagewire.validator.graph.function import FUNCTION
from sagewire.validator.graph.model import MODEL
from sagewire.validator.template import Template

if TYPE_CHECKING:
    from sagewire.validator.graph import Graph

_PASSED = {FUNCTION: "Role", MODEL: "ExecutionRoleArn"}
_ROLE = re.compile(r"arn:[^:]*:iam::(\d{12}):role/")


def accounts_by_template(graph: Graph) -> Mapping[Template, str]:
    """The account of each template whose roles say one and the same."""
    found: defaultdict[Template, set[str]] = defaultdict(set)
    for kind, name in _PASSED.items():
        for resource in graph.of_type(kind):
            said = _ROLE.match(resource[name].pattern or "")
            if said:
                found[resource.template].add(said[1])
    return {template: accounts.pop() for template, accounts in found.items() if len(accounts) == 1}
