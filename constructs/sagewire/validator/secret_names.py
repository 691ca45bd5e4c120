"""Which environment variables hold a secret, by their names and by what they look like."""

from __future__ import annotations

import re

from sagewire.validator.literals import ACCESS_KEY, PRIVATE_KEY

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SECRETS = frozenset({"PASSWORD", "PASSWD", "PWD", "PASSPHRASE", "SECRET", "TOKEN", "APIKEY", "CREDENTIALS"})
# The last two words; KEY alone may be anything.
_KEYS = frozenset({"API", "ACCESS", "SECRET", "PRIVATE", "SIGNING", "ENCRYPTION"})
# A language model's token is none of these secrets.
_OF_TEXT = frozenset(
    {"BEGIN", "BOS", "CLS", "END", "EOS", "FIRST", "IMAGE", "LAST", "MASK", "MAX", "NEXT", "PAD", "PER", "PROMPT"}
) | {"SEP", "SPECIAL", "START", "STOP", "UNK"}
# An address, a place or a name of where it is kept, or a gap that somebody is to fill.
_ELSEWHERE = re.compile(
    r"arn:|/|[a-z0-9]+://|ssm:|alias/|[\w.-]+/[\w./-]+$|[<{$*]|\W*$|\d+$|x+$"
    r"|(true|false|yes|no|none|null|n/a|todo|example|placeholder|dummy|unused|change.?me|replace.?me)$|your[-_ ]",
    re.IGNORECASE,
)


def holds_secret(name: str, value: str) -> bool:
    """Whether a variable of this name keeps a secret in this text, and does not name where one is kept."""
    found = ACCESS_KEY.search(value) or PRIVATE_KEY.search(value)  # these have rules of their own
    return _is_secret(name) and not found and not _ELSEWHERE.match(value)


def _is_secret(name: str) -> bool:
    words = [word.upper() for word in _WORD.findall(name)]
    before, last = ["", "", *words][-2:]
    if last == "TOKEN":
        return before not in _OF_TEXT
    return last in _SECRETS or (last == "KEY" and before in _KEYS)
