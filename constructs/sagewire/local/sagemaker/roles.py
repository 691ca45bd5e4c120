"""The execution role of a model: its credentials, and clients that have exactly its permissions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sagewire.local import seams
from sagewire.local.aws_client import aws_client
from sagewire.local.aws_error import invalid
from sagewire.local.sagemaker import hosting

SERVICE = "sagemaker.amazonaws.com"
_SESSION = "SageMaker"


@dataclass(frozen=True)
class ExecutionRole:
    """A role that trusts SageMaker."""

    arn: str

    @classmethod
    def assumed(cls, role_arn: str) -> "ExecutionRole":
        """The role, or AWS's ValidationException if it is missing or does not trust SageMaker."""
        if not _trusts_sagemaker(seams.trust_policy(role_arn)):
            raise invalid(
                f"Could not assume role {role_arn}. Please ensure that the role exists and allows principal "
                f"'{SERVICE}' to assume the role."
            )
        return cls(role_arn)

    def denial(self, action: str, resource: str, *, context: Mapping[str, str] | None = None) -> str | None:
        """Why IAM refuses the role `action` on `resource`, or None if it may; `context` holds condition keys."""
        found = seams.role_denial(
            self.arn,
            session=_SESSION,
            service=action.partition(":")[0],
            action=action,
            resource=resource,
            context=context or {},
        )
        return found.message if found else None

    def environment(self) -> dict[str, str]:
        """What a model container sees of its role."""
        key, secret, token = seams.role_credentials(self.arn, session=_SESSION)
        return {
            "AWS_ACCESS_KEY_ID": key,
            "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_SESSION_TOKEN": token,
            "AWS_REGION": seams.region(),
            "AWS_DEFAULT_REGION": seams.region(),
        }

    def client(self, service: str) -> Any:
        """A client of the embedded AWS that acts as this role."""
        key, secret, token = seams.role_credentials(self.arn, session=_SESSION)
        url = hosting.settings().endpoint_url
        return aws_client(service, endpoint_url=url, key=key, secret=secret, token=token, region=seams.region())


def _trusts_sagemaker(policy: str | Mapping[str, Any] | None) -> bool:
    """Whether a statement lets SageMaker assume the role; its conditions on the source are taken to hold."""
    document = json.loads(policy) if isinstance(policy, str) else policy or {}
    return any(
        statement.get("Effect") == "Allow"
        and {"sts:AssumeRole", "sts:*", "*"} & set(_listed(statement.get("Action")))
        and SERVICE in _listed(_services(statement.get("Principal")))
        for statement in _listed(document.get("Statement"))
    )


def _services(principal: Any) -> Any:
    return principal.get("Service") if isinstance(principal, Mapping) else None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value is not None else []
