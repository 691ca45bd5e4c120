"""The key that IAM knows, where an app gives an alias in its place."""

from aws_cdk import aws_kms as kms

_SOURCE = "https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html"


def key_behind(key: kms.IKey | None) -> kms.IKey | None:
    """The key itself, where an alias stands for it: a permission on an alias allows no use of its key.

    Raises ValueError for an alias of which only the name, or the ARN, is known.
    """
    if key is None or isinstance(key, kms.Key):
        return key
    try:
        target: kms.IKey | None = getattr(key, "alias_target_key", None)
    except RuntimeError:
        raise _unknown(key) from None
    if target is not None:
        return key_behind(target)
    if ":alias/" in key.key_arn:
        raise _unknown(key)
    return key


def _unknown(alias: kms.IKey) -> ValueError:
    return ValueError(
        f"key {alias.node.path} is an alias of a key that is not known here, and IAM allows the use of keys by their"
        " own ARNs only: give the key, Key.from_key_arn(...), or Alias.from_alias_attributes(...,"
        f" alias_target_key=...) ({_SOURCE})"
    )
