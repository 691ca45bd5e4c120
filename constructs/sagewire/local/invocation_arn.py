"""A client context, in base64, behind the ARN that a function is invoked by."""

import base64

_MARK = "#"


def joined(arn: str, context: str) -> str:
    """Both in one."""
    return f"{arn}{_MARK}{context}" if context else arn


def parted(text: str) -> tuple[str, str | None]:
    """The ARN, and the context as JSON if there is one."""
    arn, _, context = text.partition(_MARK)
    return arn, base64.b64decode(context).decode() if context else None
