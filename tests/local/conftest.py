"""One embedded AWS for each module of tests, which must leave no process and no temporary file."""

from collections.abc import Iterator

import pytest

from sagewire.local import EmbeddedAws
from sagewire.local.processes import marked
from tests.local.account import Account


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAws]:
    """An embedded AWS on a free port; model servers have 20 s to start."""
    directory = tmp_path_factory.mktemp("aws")
    with EmbeddedAws.start(directory=directory, port=0, startup_timeout=20) as running:
        yield running
    assert marked(directory) == []
    assert not (directory / "tmp").exists()


@pytest.fixture(scope="module")
def account(aws: EmbeddedAws) -> Account:
    """The account of the module's embedded AWS."""
    return Account(aws)
