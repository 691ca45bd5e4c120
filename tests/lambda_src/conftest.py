"""A fake AWS on the loopback, and the functions loaded against it as Lambda would load them."""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.lambda_src.fake_aws import FakeAws

ENVIRONMENT = {
    "AWS_REGION": "eu-west-1",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_EC2_METADATA_DISABLED": "true",
    "SAGEWIRE_ENDPOINT_NAME": "iris",
    "SAGEWIRE_READ_TIMEOUT": "5",
    "SAGEWIRE_REQUEST_LIMIT": "1000",
    "SAGEWIRE_MAX_ATTEMPTS": "3",
    "SAGEWIRE_BACKOFF_BASE": "0.001",
    "SAGEWIRE_RESULT_BUS": "results",
    "SAGEWIRE_RESULT_SOURCE": "sagewire",
    "SAGEWIRE_INPUT_LOCATION": "s3://inputs/requests",
}

Load = Callable[..., ModuleType]
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def aws() -> Iterator[FakeAws]:
    fake = FakeAws()
    yield fake
    fake.close()


@pytest.fixture
def load(aws: FakeAws, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """`load("invoke", SAGEWIRE_MAX_ATTEMPTS="1")` starts that function anew; None leaves a variable out."""
    started: list[ModuleType] = []

    def start(function: str, **changes: str | None) -> ModuleType:
        environment: dict[str, str | None] = {**ENVIRONMENT, "AWS_ENDPOINT_URL": aws.url, **changes}
        for name, value in environment.items():
            monkeypatch.delenv(name, raising=False) if value is None else monkeypatch.setenv(name, value)
        sys.modules.pop(f"{function}.handler", None)
        started.append(importlib.import_module(f"{function}.handler"))
        return started[-1]

    yield start
    for module in started:
        sys.modules.pop(module.__name__, None)
        _close_clients(module)


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Lines:
    """The log so far, line by line."""
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def _close_clients(module: ModuleType) -> None:
    outer = getattr(module, "ENDPOINT", None)
    endpoint = getattr(outer, "endpoint", outer)
    stores = (getattr(outer, "store", None), getattr(getattr(endpoint, "guard", None), "store", None))
    results = getattr(module, "RESULTS", None)
    for owner in (endpoint, getattr(endpoint, "storage", None), *stores, *getattr(results, "destinations", ())):
        if client := getattr(owner, "__dict__", {}).get("client"):
            client.close()
    for client in getattr(getattr(module, "APIS", None), "clients", {}).values():
        client.close()
