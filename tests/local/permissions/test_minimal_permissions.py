"""Every permission of every role is needed: without any one of them, what it is for is denied.

The stack is deployed once and works. Then each action on each resource, in each statement of each role, is taken out
in turn, what belongs to it is tried, and IAM's denial, of that action to that role, is looked for where a user would
find it. What nobody misses is a permission too many.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.local.account import Account, allow
from tests.local.permissions.deployment import Deployed, deployed
from tests.local.permissions.probes import Probe
from tests.local.permissions.scene import Scene
from tests.local.permissions.table import NOT_EXERCISED, TABLE, is_excused, probe_for
from tests.local.permissions.taking_out import added, pieces, taken_out
from tools.pages.permissions import catalogue


@pytest.fixture(scope="module")
def stack(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    return deployed(account, tmp_path_factory.mktemp("everything"))


@pytest.fixture(scope="module")
def iam(account: Account) -> Any:
    return account.aws.client("iam")


def unneeded(stack: Deployed, iam: Any, label: str) -> Iterator[str]:
    """What a role may do although nobody needs it, in words."""
    worked: set[tuple[Probe, str]] = set()
    for piece in pieces(iam, stack.roles[label]):
        probe = probe_for(label, piece)
        if probe is None:
            if not is_excused(label, piece):
                yield f"nobody needs {piece}: nothing in the table tries it"
            continue
        scene = Scene(stack=stack, label=label, action=piece.action)
        if (probe, piece.action) not in worked:
            assert not probe(scene), f"{probe.__name__} is denied {piece} that the role has"
            worked.add((probe, piece.action))
        with taken_out(iam, piece):
            words = probe(scene)
        if not words:
            yield f"nobody needs {piece}: {probe.__name__} works without it"


def test_every_role_of_the_stack_is_looked_at(stack: Deployed) -> None:
    assert set(stack.roles.values()) == stack.made_roles
    assert set(stack.roles) == set(TABLE)


@pytest.mark.parametrize("label", TABLE)
def test_without_any_one_of_its_permissions_the_role_is_denied_something(stack: Deployed, iam: Any, label: str) -> None:
    assert list(unneeded(stack, iam, label)) == []


def test_a_permission_too_many_is_named(stack: Deployed, iam: Any) -> None:
    """A statement that doubles another, and one that nothing tries."""
    doubled = next(piece for piece in pieces(iam, stack.roles["Scheduler"]) if piece.action == "lambda:InvokeFunction")
    many = [allow("lambda:InvokeFunction", resource=doubled.resource), allow("s3:GetObject", resource="arn:aws:s3:::b")]
    with added(iam, stack.roles["Scheduler"], many):
        found = list(unneeded(stack, iam, "Scheduler"))
    assert [words.partition(" (")[0] for words in found] == [
        f"nobody needs lambda:InvokeFunction on {doubled.resource}",
        f"nobody needs lambda:InvokeFunction on {doubled.resource}",
        "nobody needs s3:GetObject on arn:aws:s3:::b",
    ]


def test_what_is_excused_is_still_granted(stack: Deployed, iam: Any) -> None:
    granted = {(label, piece.action) for label in TABLE for piece in pieces(iam, stack.roles[label])}
    assert {(excuse.role, excuse.action) for excuse in NOT_EXERCISED} <= granted


def test_every_action_that_sagewire_ever_grants_is_tried_here(stack: Deployed, iam: Any) -> None:
    tried = {piece.action for label in TABLE for piece in pieces(iam, stack.roles[label])}
    granted = {action for entry in catalogue() for action in entry.actions}
    assert granted <= tried
