"""The operations on endpoints."""

import logging
import threading
from collections.abc import Mapping
from contextvars import copy_context
from typing import Any

from sagewire.local import seams
from sagewire.local.api import Parameters
from sagewire.local.aws_error import AwsError, invalid
from sagewire.local.sagemaker import deployment
from sagewire.local.sagemaker.collection import Collection
from sagewire.local.sagemaker.component import hosted_by
from sagewire.local.sagemaker.endpoint import Endpoint
from sagewire.local.sagemaker.endpoint_configs import CONFIGS
from sagewire.local.sagemaker.fleet import deployable
from sagewire.local.scaling_records import TARGETS

log = logging.getLogger("sagewire.endpoints")

ENDPOINTS = Collection(noun="endpoint", prefix="Endpoint", kind="endpoint", records=seams.scoped_store())

_RETAINABLE = ("DesiredInstanceCount", "DesiredWeight")


def create_endpoint(parameters: Parameters) -> dict[str, Any]:
    """Answer at once; the models start in the background."""
    name = parameters["EndpointName"]
    ENDPOINTS.require_new(name)
    config = CONFIGS.get(parameters["EndpointConfigName"])
    endpoint = Endpoint(name=name, arn=ENDPOINTS.arn(name), config=config, deployment=_recorded(parameters))
    answer = ENDPOINTS.add(parameters, endpoint)
    endpoint.announce()
    deployment.begin(endpoint, deployable(config))
    return answer


def update_endpoint(parameters: Parameters) -> dict[str, Any]:
    """Answer at once; the endpoint serves throughout, and keeps its configuration if the new one fails."""
    endpoint = get(parameters["EndpointName"])
    config = CONFIGS.get(parameters["EndpointConfigName"])
    _refuse_conversion(endpoint, config)
    _refuse_other_type_while_scaled(endpoint, config)
    endpoint.begin("Updating")
    endpoint.deployment = _recorded(parameters)
    excluded = {item["VariantPropertyType"] for item in parameters.get("ExcludeRetainedVariantProperties", ())}
    retained = set(_RETAINABLE) - excluded if parameters.get("RetainAllVariantProperties") else set()
    deployment.begin(endpoint, deployable(config), retained=retained)
    return {"EndpointArn": endpoint.arn}


def _refuse_conversion(endpoint: Endpoint, config: Parameters) -> None:
    serves_serverless = endpoint.fleet is not None and any(variant.serverless for variant in endpoint.fleet.variants)
    wants_serverless = any("ServerlessConfig" in variant for variant in config["ProductionVariants"])
    if wants_serverless and endpoint.fleet is not None and not serves_serverless:
        raise invalid("Cannot update an endpoint with instances to a serverless one: create a new endpoint")
    for component in hosted_by(endpoint):
        if not any(_is_place(variant, component.variant) for variant in config["ProductionVariants"]):
            raise invalid(
                f"Cannot update endpoint {endpoint.name}: variant {component.variant} of the new configuration must "
                f"host inference component {component.name}"
            )


def _refuse_other_type_while_scaled(endpoint: Endpoint, config: Parameters) -> None:
    """https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html"""
    types = {variant["VariantName"]: variant.get("InstanceType") for variant in endpoint.config["ProductionVariants"]}
    for variant in config["ProductionVariants"]:
        name = variant["VariantName"]
        scaled = TARGETS.find({"ResourceIds": [f"endpoint/{endpoint.name}/variant/{name}"]})
        if scaled and types.get(name) != variant.get("InstanceType"):
            raise invalid(
                f"Cannot change the instance type of variant {name} of endpoint {endpoint.name} while it is registered "
                "as a scalable target: deregister it first"
            )


def _is_place(variant: Mapping[str, Any], name: str) -> bool:
    return variant["VariantName"] == name and "ModelName" not in variant


def _recorded(parameters: Parameters) -> Any:
    """Traffic shifting and its alarms are AWS's: here the new fleet takes all traffic at once."""
    if "DeploymentConfig" in parameters:
        log.info("%s: DeploymentConfig is recorded; traffic moves all at once", parameters["EndpointName"])
    return parameters.get("DeploymentConfig")


def update_weights_and_capacities(parameters: Parameters) -> dict[str, Any]:
    """Weights act on the next request; instance counts are recorded, one process serves a variant."""
    endpoint, wanted = get(parameters["EndpointName"]), parameters["DesiredWeightsAndCapacities"]
    _check_weights_and_capacities(endpoint, wanted)
    endpoint.begin("Updating")
    with endpoint.serving() as fleet:
        variants = {variant.name: variant for variant in (*fleet.variants, *fleet.shadows)}
        for item in wanted:
            variant = variants[item["VariantName"]]
            variant.weight = item.get("DesiredWeight", variant.weight)
            variant.instances = item.get("DesiredInstanceCount", variant.instances)
        endpoint.serve(fleet, endpoint.config)
    return {"EndpointArn": endpoint.arn}


def _check_weights_and_capacities(endpoint: Endpoint, wanted: list[Parameters]) -> None:
    known = _variant_names(endpoint.config)
    unknown = [item["VariantName"] for item in wanted if item["VariantName"] not in known]
    if unknown:
        raise invalid(f'The variant(s) "{", ".join(unknown)}" do not exist.')
    if any("ServerlessUpdateConfig" in item for item in wanted):
        raise invalid("The embedded AWS does not support ServerlessUpdateConfig: update the endpoint's configuration")


def delete_endpoint(parameters: Parameters) -> None:
    """Answer at once; the models end in the background."""
    endpoint = get(parameters["EndpointName"])
    begin_deletion(endpoint)
    run = copy_context().run
    threading.Thread(target=run, args=(remove, endpoint), name=f"delete-{endpoint.name}", daemon=True).start()


def begin_deletion(endpoint: Endpoint) -> None:
    """Enter the transition; ValidationException while it hosts inference components."""
    if components := hosted_by(endpoint):
        names = ", ".join(component.name for component in components)
        raise invalid(
            f'Cannot delete endpoint "{endpoint.arn}" while it hosts inference components: delete {names} first.'
        )
    endpoint.begin("Deleting")


def remove(endpoint: Endpoint) -> None:
    """End an endpoint's processes, then forget it."""
    endpoint.backlog.close()
    if endpoint.fleet is not None:
        endpoint.fleet.stop()
    ENDPOINTS.remove(endpoint.name)


def describe_endpoint(parameters: Parameters) -> dict[str, Any]:
    """What it is and how it is."""
    return get(parameters["EndpointName"]).describe()


def list_endpoints(parameters: Parameters) -> dict[str, Any]:
    """A page of endpoints."""
    found = [endpoint.describe() for endpoint in ENDPOINTS.records.values()]
    status = parameters.get("StatusEquals")
    found = [item for item in found if status in (None, item["EndpointStatus"])]
    return ENDPOINTS.page(parameters, found, ("LastModifiedTime", "EndpointStatus"))


def get(name: str) -> Endpoint:
    """The endpoint; ValidationException if there is none."""
    endpoint: Endpoint = ENDPOINTS.get(name)
    return endpoint


def has_variant(name: str, variant: str) -> bool:
    """Whether the endpoint has that variant."""
    try:
        config = get(name).config
    except AwsError:
        return False
    return variant in _variant_names(config)


def _variant_names(config: Mapping[str, Any]) -> set[str]:
    variants = (*config["ProductionVariants"], *config.get("ShadowProductionVariants", ()))
    return {variant["VariantName"] for variant in variants}
