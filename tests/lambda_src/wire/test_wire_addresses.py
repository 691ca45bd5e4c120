"""Each endpoint is asked where boto3 asks it: all regions, with FIPS and dual-stack, and what the environment says."""

import os
from typing import Any, NoReturn

import botocore.session
import pytest
from botocore.exceptions import NoCredentialsError

from inference.aws.endpoint_url import endpoint_url
from inference.aws.service import EVENT_BRIDGE, SAGEMAKER_RUNTIME, SQS, Service
from inference.aws.signer import host_of
from tests.lambda_src.wire.clients import ENVIRONMENT, OURS, boto3_client, environment

NOWHERE = {"us-nowhere-9", "cn-nowhere-1", "us-gov-nowhere-1", "moon-1"}  # of a pattern that is known, and of none
CALLS = {
    "sagemaker-runtime": lambda client: client.invoke_endpoint(EndpointName="iris", Body=b"1"),
    "events": lambda client: client.put_events(Entries=[{}]),
    "sqs": lambda client: client.send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/1/q", MessageBody="b"),
}
PATHS = {"sagemaker-runtime": "/endpoints/iris/invocations", "events": "/", "sqs": "/"}
SERVICES = pytest.mark.parametrize(
    "service", [SAGEMAKER_RUNTIME, EVENT_BRIDGE, SQS], ids=["sagemaker-runtime", "events", "sqs"]
)


class _Asked(Exception):  # noqa: N818 (no error)
    """Instead of a request."""


def regions() -> list[str]:
    session = botocore.session.Session()
    known = {
        region
        for partition in session.get_available_partitions()
        for service in ("ec2", "events")
        for region in session.get_available_regions(service, partition)
    }
    assert len(known) > 35
    return sorted(known | NOWHERE)


def asked_by_boto3(service: str) -> str:
    """The URL, or the error that is raised instead."""
    urls: list[str] = []

    def keep(request: Any, **_: Any) -> NoReturn:
        urls.append(request.url)
        raise _Asked

    try:
        client = boto3_client(service)
        client.meta.events.register("before-send", keep)
        CALLS[service](client)
    except _Asked:
        return urls[0]
    except Exception as error:  # noqa: BLE001 (that it is the same is what is tested)
        return f"{type(error).__name__}: {error}"
    raise AssertionError


def asked_by_ours(service: Service) -> str:
    """The same of ours, which finds the URL when it is made."""
    try:
        url = endpoint_url(service, os.environ)
    except Exception as error:  # noqa: BLE001 (that it is the same is what is tested)
        return f"{type(error).__name__}: {error}"
    return url.removesuffix("/") + PATHS[service.name]


@SERVICES
@pytest.mark.parametrize("fips", [{}, {"AWS_USE_FIPS_ENDPOINT": "true"}], ids=["", "fips"])
@pytest.mark.parametrize("dual_stack", [{}, {"AWS_USE_DUALSTACK_ENDPOINT": "True"}], ids=["", "dual-stack"])
def test_every_region_is_asked_where_boto3_asks_it(
    service: Service, fips: dict[str, str], dual_stack: dict[str, str]
) -> None:
    wrong = {}
    for region in regions():
        with environment({**ENVIRONMENT, "AWS_DEFAULT_REGION": region, **fips, **dual_stack}):
            theirs, ours = asked_by_boto3(service.name), asked_by_ours(service)
        # Of the isolated partitions boto3 has a second, older table, which knows nothing of dual-stack there.
        if theirs != ours and not ("-iso" in region and theirs.startswith("EndpointVariantError")):
            wrong[region] = (theirs, ours)
    assert wrong == {}


@SERVICES
@pytest.mark.parametrize(
    "variables",
    [
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"},
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": "http://127.0.0.1:2"},
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_EVENTBRIDGE": "http://127.0.0.1:2"},
        {"AWS_ENDPOINT_URL_SQS": "https://vpce-1.sqs.eu-west-1.vpce.amazonaws.com"},
        {"AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": "https://vpce-1.runtime.sagemaker.eu-west-1.vpce.amazonaws.com/"},
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false"},
        {"AWS_ENDPOINT_URL": "", "AWS_ENDPOINT_URL_SQS": ""},
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_USE_FIPS_ENDPOINT": "true"},
        {"AWS_ENDPOINT_URL": "http://[::1]:1"},
        {"AWS_ENDPOINT_URL": "no url"},
        {"AWS_ENDPOINT_URL": "127.0.0.1:1"},
    ],
    ids=str,
)
def test_what_the_environment_says_comes_first_as_in_boto3(service: Service, variables: dict[str, str]) -> None:
    with environment({**ENVIRONMENT, **variables}):
        assert asked_by_ours(service) == asked_by_boto3(service.name)


@pytest.mark.parametrize("variables", [{}, {"AWS_DEFAULT_REGION": "not/a region"}], ids=str)
def test_a_function_without_a_region_does_not_start(variables: dict[str, str]) -> None:
    surroundings = {name: value for name, value in ENVIRONMENT.items() if name != "AWS_DEFAULT_REGION"} | variables
    with environment(surroundings):
        assert asked_by_ours(SAGEMAKER_RUNTIME) == asked_by_boto3("sagemaker-runtime")


def test_lambdas_other_variable_of_the_region_is_enough() -> None:
    surroundings = {name: value for name, value in ENVIRONMENT.items() if name != "AWS_DEFAULT_REGION"}
    with environment({**surroundings, "AWS_REGION": "eu-central-1"}):
        assert endpoint_url(SAGEMAKER_RUNTIME, os.environ) == "https://runtime.sagemaker.eu-central-1.amazonaws.com"


def test_a_client_without_credentials_says_so_when_it_is_asked() -> None:
    """In the words of boto3."""
    surroundings = {name: value for name, value in ENVIRONMENT.items() if "_KEY" not in name}
    told = []
    with environment({**surroundings, "AWS_ENDPOINT_URL": "http://127.0.0.1:1"}):
        for client in (boto3_client("sagemaker-runtime"), OURS["sagemaker-runtime"]()):
            with pytest.raises(NoCredentialsError) as raised:
                CALLS["sagemaker-runtime"](client)
            told.append(str(raised.value))
            client.close()
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Runtime.example.com:443/x", "runtime.example.com"),
        ("http://runtime.example.com:443", "runtime.example.com:443"),
        ("http://[::1]:8080", "[::1]:8080"),
    ],
)
def test_the_host_is_signed_as_it_is_sent(url: str, host: str) -> None:
    assert host_of(url) == host
