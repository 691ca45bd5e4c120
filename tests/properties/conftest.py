"""How many examples, and whether they are the same each time."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# CI sees the same examples in every run; `make properties` takes others each time, and prints the seed.
_COMMON = settings(
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
settings.register_profile("stable", _COMMON, max_examples=300, derandomize=True)
settings.register_profile("thorough", _COMMON, max_examples=5000)
settings.load_profile("stable")


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the one app after the other puts its template."""
    return tmp_path_factory.mktemp("cdk.out")
