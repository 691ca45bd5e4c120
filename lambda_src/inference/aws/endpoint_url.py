"""Where a service is asked, as boto3 finds it: what the environment says, else botocore's rules for the region.

https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
"""

from collections.abc import Mapping

from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import NoRegionError
from botocore.loaders import create_loader
from botocore.utils import ensure_boolean, is_valid_endpoint_url, is_valid_ipv6_endpoint_url, validate_region_name

from inference.aws.service import Service

_RULES = "endpoint-rule-set-1"
_PARTITIONS = "partitions"


def region(environment: Mapping[str, str]) -> str:
    """The function's region. Lambda sets both variables, boto3 reads the first.

    Raises:
        botocore.exceptions.NoRegionError: neither is set.
        botocore.exceptions.InvalidRegionError: it is no part of a host name.
    """
    name = environment.get("AWS_DEFAULT_REGION") or environment.get("AWS_REGION")
    if not name:
        raise NoRegionError
    validate_region_name(name)
    return name


def endpoint_url(service: Service, environment: Mapping[str, str]) -> str:
    """The URL of the service's endpoint.

    Raises:
        ValueError: the environment's URL is none.
        botocore.exceptions.EndpointResolutionError: the region has no such endpoint, as with FIPS in China.
    """
    given = _given(service, environment)
    return _checked(given) if given else _ruled(service, environment)


def _given(service: Service, environment: Mapping[str, str]) -> str | None:
    if ensure_boolean(environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "")):
        return None
    return environment.get(f"AWS_ENDPOINT_URL_{service.variable}") or environment.get("AWS_ENDPOINT_URL")


def _checked(url: str) -> str:
    if is_valid_endpoint_url(url) or is_valid_ipv6_endpoint_url(url):
        return url
    raise ValueError(f"Invalid endpoint: {url}")


def _ruled(service: Service, environment: Mapping[str, str]) -> str:
    loader = create_loader(environment.get("AWS_DATA_PATH"))
    version = loader.determine_latest_version(service.name, _RULES)
    provider = EndpointProvider(
        ruleset_data=loader.load_data(f"{service.name}/{version}/{_RULES}"),
        partition_data=loader.load_data(_PARTITIONS),
    )
    endpoint = provider.resolve_endpoint(
        Region=region(environment),
        UseFIPS=ensure_boolean(environment.get("AWS_USE_FIPS_ENDPOINT", "")),
        UseDualStack=ensure_boolean(environment.get("AWS_USE_DUALSTACK_ENDPOINT", "")),
    )
    return str(endpoint.url)
