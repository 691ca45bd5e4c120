"""Asks IAM whether the caller of a request may go on."""

from collections.abc import Mapping
from typing import Any

from sagewire.local import seams
from sagewire.local.aws_error import AwsError


def authorize(
    headers: Mapping[str, str],
    query: Mapping[str, Any],
    *,
    service: str,
    action: str,
    resource: str,
    status: int = 400,
) -> None:
    """Raise AccessDeniedException, with AWS's wording, if the caller may not do `action` on `resource`."""
    denial = seams.denial(headers, query, service=service, action=action, resource=resource)
    if denial is None:
        return
    if denial.authenticated:
        raise AwsError("AccessDeniedException", denial.message, status=status)
    raise AwsError("UnrecognizedClientException", denial.message, status=403)
