"""Whether a statement may be about objects of S3, or a bucket: what is written in both is compared."""

from __future__ import annotations

import re

from sagewire.validator.graph.names import BUCKET
from sagewire.validator.graph.naming import wholly_listed
from sagewire.validator.graph.role import Role
from sagewire.validator.graph.statement import Statement
from sagewire.validator.known import Reference, Text
from sagewire.validator.permissions.patterns import IN_NAME, meet
from sagewire.validator.template import Resource
from sagewire.validator.value import Value

_URI = re.compile(r"s3://([^/]+)(/.*)?", re.DOTALL)
_ARN = re.compile(r"arn:[^:]*:s3:::(.*)", re.DOTALL)
# Letters of a logical id that CloudFormation certainly puts into a name.
_MADE_OF = 8
_TOLD = "|"
# Letters that nobody writes, for what is the same in two texts.
_OWN_LETTERS = 0xE000
# What is the same wherever it stands: a parameter, or a bucket of the templates.
_SAME = re.compile(r"\$\{[^}]*\}")


def may_on_objects(role: Role, action: str, uri: Value, *, below: bool = False) -> bool:
    """Whether a role may be allowed an action on an object, or on all `below` a prefix: false only where certain."""
    address = _URI.fullmatch(_words(uri, uri))
    if address is None:
        return True
    return _may(role, action, uri, f"{address[1]}{address[2] or '/'}{'*' if below else ''}")


def may_on_bucket(role: Role, action: str, uri: Value) -> bool:
    """Whether a role may be allowed an action on the bucket that an address is in: false only where certain."""
    address = _URI.fullmatch(_words(uri, uri))
    return address is None or _may(role, action, uri, address[1])


def bucket_of(uri: Value) -> str:
    """The bucket of an address, as a message quotes it."""
    known = [named.logical_id for named in uri.mentions if named.type == BUCKET]
    return known[0] if len(known) == 1 else (uri.pattern or "").removeprefix("s3://").partition("/")[0]


def _may(role: Role, action: str, uri: Value, target: str) -> bool:
    return not role.whole or any(_may_allow(one, action, uri, target) for one in role.statements)


def _may_allow(statement: Statement, action: str, uri: Value, target: str) -> bool:
    on = statement.value["Resource"]
    if not statement.may_allow(action):
        return False
    return not wholly_listed(on) or not on.listed or any(_may_mean(_words(one, uri), target) for one in on.listed)


def _may_mean(arn: str, target: str) -> bool:
    said = _ARN.fullmatch(arn)
    if said is None:
        return True
    both = sorted({*_SAME.findall(said[1])} & {*_SAME.findall(target)})
    known = {part: chr(_OWN_LETTERS + n) for n, part in enumerate(both)}
    allowed = _SAME.sub(lambda part: known.get(part[0], _made_of(part[0])), said[1])
    return meet(allowed, _SAME.sub(lambda part: known.get(part[0], "*"), target))


def _made_of(part: str) -> str:
    """What may stand for a part that is not known: of a bucket's name some is."""
    _, told, pattern = part.rstrip("}").partition(_TOLD)
    return pattern.replace("*", IN_NAME) if told else "*"


def _words(value: Value, beside: Value) -> str:
    """A text with ${...} for what is the same wherever it stands, and a * for all else that is not known."""
    if value.template is beside.template and (symbol := value.symbol) is not None:
        return symbol
    content = value.content
    parts = content.parts if isinstance(content, Text) else (content,)
    return "".join(part if isinstance(part, str) else _word(part) for part in parts)


def _word(part: object) -> str:
    if not isinstance(part, Reference) or part.resource.type != BUCKET:
        return "*"
    bucket = part.resource
    name = _name(bucket)
    if part.attribute is None:
        return name
    return f"arn:aws:s3:::{name}" if part.attribute == "Arn" else "*"


def _name(bucket: Resource) -> str:
    """The name of a bucket, or what stands for it, with what is known of it: CloudFormation makes one of the id."""
    name = bucket["BucketName"]
    if name.text is not None:
        return name.text
    pattern = f"*{bucket.logical_id[:_MADE_OF].lower()}*" if name.absent else name.pattern or "*"
    return f"${{{bucket.template.name} {bucket.logical_id}{_TOLD}{pattern}}}"
