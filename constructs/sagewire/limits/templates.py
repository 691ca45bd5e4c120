"""Figures of a template of CloudFormation."""

from sagewire.limits.figure import Limit
from sagewire.limits.sources import TEMPLATE

TEMPLATE_RESOURCES = Limit(
    value=500,
    unit="resources",
    what="resources of one template",
    source=TEMPLATE,
)
TEMPLATE_PARAMETERS = Limit(
    value=200,
    unit="parameters",
    what="parameters of one template",
    source=TEMPLATE,
)
TEMPLATE_OUTPUTS = Limit(
    value=200,
    unit="outputs",
    what="outputs of one template",
    source=TEMPLATE,
)
TEMPLATE_MAPPINGS = Limit(
    value=200,
    unit="mappings",
    what="mappings of one template",
    source=TEMPLATE,
)
TEMPLATE_BODY = Limit(
    value=1_000_000,
    unit="B",
    what="body of a template in a bucket; AWS says 1 MB, and cfn-lint takes the smaller reading",
    source=TEMPLATE,
)
TEMPLATE_INLINE_BODY = Limit(
    value=51_200,
    unit="B",
    what="body of a template that a request itself carries; low confidence: written from memory",
    source=TEMPLATE,
)
