"""A variable of an environment is shown to everybody who may look at the function or at the model, and what stands in
a template is in its repository and in its stack for good.
"""

import re
from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.permissions.literals import ACCESS_KEY, PRIVATE_KEY
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.serving.environments import variables
from sagewire.validator.severity import Severity

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SECRETS = frozenset({"PASSWORD", "PASSWD", "PWD", "PASSPHRASE", "SECRET", "TOKEN", "APIKEY", "CREDENTIALS"})
# Names that are written as one word.
_ENDINGS = ("PASSWORD", "PASSWD", "PASSPHRASE", "APIKEY")
# PASS after anything else may be one of several.
_LOGINS = frozenset({"ADMIN", "AUTH", "DATABASE", "DB", "LDAP", "MAIL", "MONGO", "MYSQL", "PG", "POSTGRES"}) | {
    "PROXY",
    "RABBITMQ",
    "REDIS",
    "ROOT",
    "SMTP",
    "USER",
}
# The last two words; KEY alone may be anything.
_KEYS = frozenset({"API", "ACCESS", "SECRET", "PRIVATE", "SIGNING", "ENCRYPTION"})
# A language model's token is none of these secrets.
_OF_TEXT = frozenset(
    {"BEGIN", "BOS", "CLS", "END", "EOS", "FIRST", "IMAGE", "LAST", "MASK", "MAX", "NEXT", "PAD", "PER", "PROMPT"}
) | {"SEP", "SPECIAL", "START", "STOP", "UNK"}
# An address, a place or a name of where it is kept, or a gap that somebody is to fill.
_ELSEWHERE = re.compile(
    r"arn:|/|[a-z0-9]+://|ssm:|alias/|[\w.-]+/[\w./-]+$|[<{$*]|\W*$|\d+$|x+$"
    r"|-----BEGIN|A(KIA|SIA)\w*EXAMPLE$"
    r"|(true|false|yes|no|none|null|n/a|todo|example|placeholder|dummy|unused|change.?me|replace.?me)$|your[-_ ]",
    re.IGNORECASE,
)
# A secret access key may have a / in it, as a path has.
_ACCESS_KEY = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?!/)[A-Za-z0-9/+]{40}")
_MIXED = r"(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)"
# Tokens that say by themselves whose they are.
_TOKENS = {
    "GitHub": r"ghp_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40,}",
    "Hugging Face": r"hf_[A-Za-z0-9]{30,}",
    "OpenAI or Anthropic": rf"sk-{_MIXED}(?=[\w-]*[A-Za-z0-9]{{16}})(?:[a-z0-9]+-)*[A-Za-z0-9_-]{{32,}}",
    "Slack": r"xox[bp]-\d{8,}-[A-Za-z0-9-]{16,}",
}
_TOKEN = re.compile("|".join(f"(?P<_{n}>{form})" for n, form in enumerate(_TOKENS.values())))
# scheme://user:password@host, but for gaps that somebody else fills.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s:@]*:([^/\s:@{}<>$*]+)@[^/\s]", re.IGNORECASE)


def _check(graph: Graph) -> Iterator[Fault]:
    for name, value in variables(graph):
        if value.text is not None and _holds_secret(name, value.text):
            yield fault(value, name, what="what looks like a secret by its name")
        elif _has_password(value.pattern or ""):
            yield fault(value, name, what="an address with a password in it")
        elif found := _TOKEN.fullmatch(value.text or ""):
            yield fault(value, name, what=f"a token of {_owner(found)}")


def _has_password(value: str) -> bool:
    """Whether a text is an address with a password in it."""
    found = _ADDRESS.match(value)
    return found is not None and not _ELSEWHERE.match(found[1])


def _owner(found: re.Match[str]) -> str:
    """Whose a token is."""
    return next(owner for n, owner in enumerate(_TOKENS) if found[f"_{n}"])


def _holds_secret(name: str, value: str) -> bool:
    """Whether a variable of this name keeps a secret in this text, and does not name where one is kept."""
    found = ACCESS_KEY.search(value) or PRIVATE_KEY.search(value)  # these have rules of their own
    kept_here = _ACCESS_KEY.fullmatch(value) or not _ELSEWHERE.match(value)
    return _is_secret(name) and not found and bool(kept_here)


def _is_secret(name: str) -> bool:
    words = [word.upper() for word in _WORD.findall(name)]
    before, last = ["", "", *words][-2:]
    if last == "TOKEN":
        return before not in _OF_TEXT
    if last == "PASS":
        return before in _LOGINS
    return last in _SECRETS or last.endswith(_ENDINGS) or (last == "KEY" and before in _KEYS)


RULE = Rule(
    id="SW910",
    title="secret in an environment",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
    message="{what}, {found}, stands in the template as it is",
    fix="Keep it in Secrets Manager, name the secret in {found}_ARN, and let the code read it there.",
    check=_check,
    wrong=lambda: template(serverless(), function(variables={"DB_PASSWORD": "correct-horse-battery"})),
    right=lambda: template(serverless(), function(variables={"DB_PASSWORD_ARN": "arn:aws:secretsmanager:::secret:db"})),
)
