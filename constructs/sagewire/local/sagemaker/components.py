"""The operations on inference components."""

import threading
from collections.abc import Iterator, Mapping
from contextvars import copy_context
from typing import Any

from sagewire.local.api import Parameters
from sagewire.local.aws_error import invalid
from sagewire.local.sagemaker import component_deployment, endpoints
from sagewire.local.sagemaker.component import COMPONENTS, Component
from sagewire.local.sagemaker.endpoint import Endpoint
from sagewire.local.sagemaker.models import containers

_NOT_HERE = ("BaseInferenceComponentName",)
_MOST_VARIABLES = 16


def create_inference_component(parameters: Parameters) -> dict[str, Any]:
    """Answer at once; the model starts in the background, on an endpoint that is in service."""
    name = parameters["InferenceComponentName"]
    COMPONENTS.require_new(name)
    endpoint = endpoints.get(parameters["EndpointName"])
    for reason in _misplaced(endpoint, parameters):
        raise invalid(reason)
    specification = _checked(parameters)
    copies = parameters.get("RuntimeConfig", {}).get("CopyCount")
    if not copies:
        raise invalid("Inference component's copy count must be an integer larger than 0: set RuntimeConfig.CopyCount")
    component = Component(
        name=name,
        arn=COMPONENTS.arn(name),
        endpoint=endpoint,
        variant=parameters["VariantName"],
        specification=specification,
        copies=copies,
    )
    answer = COMPONENTS.add(parameters, component)
    component_deployment.begin(component, specification, copies=copies)
    return answer


def _misplaced(endpoint: Endpoint, parameters: Parameters) -> Iterator[str]:
    if not endpoint.hosts_components:
        yield f"Endpoint {endpoint.name} does not host inference components: its variants have a ModelName"
    if endpoint.status != "InService":
        yield f'Cannot create an inference component on endpoint "{endpoint.arn}" in status {endpoint.status}.'
    variant = parameters.get("VariantName")
    if variant is None:
        yield "VariantName must be given"
    elif not endpoints.has_variant(endpoint.name, variant):
        yield f'The variant(s) "{variant}" do not exist.'


def _checked(parameters: Parameters) -> Mapping[str, Any]:
    if parameters.get("Specifications"):
        raise invalid("The embedded AWS does not support Specifications: give one Specification")
    specification: Mapping[str, Any] | None = parameters.get("Specification")
    if specification is None:
        raise invalid("Specification must be given")
    for reason in _flaws(specification):
        raise invalid(reason)
    return specification


def _flaws(specification: Mapping[str, Any]) -> Iterator[str]:
    if refused := [name for name in _NOT_HERE if name in specification]:
        yield f"The embedded AWS does not support {', '.join(refused)}"
    if ("ModelName" in specification) == ("Container" in specification):
        yield "An inference component needs exactly one of ModelName and Container"
    elif "Container" in specification:
        yield from _container_flaws(specification["Container"])
    else:
        yield from _model_flaws(specification["ModelName"])
    requirements = specification.get("ComputeResourceRequirements")
    if requirements is None:
        yield "ComputeResourceRequirements must be given"
    elif requirements.get("MaxMemoryRequiredInMb", float("inf")) < requirements["MinMemoryRequiredInMb"]:
        yield "MaxMemoryRequiredInMb must not be less than MinMemoryRequiredInMb"


def _container_flaws(container: Mapping[str, Any]) -> Iterator[str]:
    if "Image" not in container:
        yield "The container has no Image"
    if len(container.get("Environment", {})) > _MOST_VARIABLES:
        yield f"Container.Environment has at most {_MOST_VARIABLES} entries"


def _model_flaws(name: str) -> Iterator[str]:
    first, *others = containers(name)
    if others or first.prefix is not None:
        yield "The model of an inference component has one container with one model"


def update_inference_component(parameters: Parameters) -> dict[str, Any]:
    """Answer at once; what serves goes on until the new model does, and stays if that fails."""
    component = get(parameters["InferenceComponentName"])
    named = {"Specification", "Specifications"} & parameters.keys()
    specification = _checked(parameters) if named else component.specification
    copies = parameters.get("RuntimeConfig", {}).get("CopyCount", component.copies)
    component.begin("Updating")
    component.deployment = parameters.get("DeploymentConfig")
    component_deployment.begin(component, specification, copies=copies)
    return {"InferenceComponentArn": component.arn}


def update_runtime_config(parameters: Parameters) -> dict[str, Any]:
    """Answer at once; no copy is allowed here."""
    component = get(parameters["InferenceComponentName"])
    component.begin("Updating")
    copies = parameters["DesiredRuntimeConfig"]["CopyCount"]
    component_deployment.begin(component, component.specification, copies=copies)
    return {"InferenceComponentArn": component.arn}


def delete_inference_component(parameters: Parameters) -> None:
    """Answer at once; the model ends in the background, with its last request."""
    component = get(parameters["InferenceComponentName"])
    component.begin("Deleting")
    run = copy_context().run
    threading.Thread(target=run, args=(remove, component), name=f"delete-{component.name}", daemon=True).start()


def remove(component: Component) -> None:
    """End a component's process, then forget it."""
    fleet = component.close()
    if fleet is not None:
        fleet.retire()
    COMPONENTS.remove(component.name)


def describe_inference_component(parameters: Parameters) -> dict[str, Any]:
    """What it is and how it is."""
    return get(parameters["InferenceComponentName"]).describe()


def list_inference_components(parameters: Parameters) -> dict[str, Any]:
    """A page of components."""
    wanted = {
        "InferenceComponentStatus": parameters.get("StatusEquals"),
        "EndpointName": parameters.get("EndpointNameEquals"),
        "VariantName": parameters.get("VariantNameEquals"),
    }
    found = [component.describe() for component in list(COMPONENTS.records.values())]
    found = [item for item in found if all(value in (None, item[name]) for name, value in wanted.items())]
    members = ("EndpointArn", "EndpointName", "VariantName", "InferenceComponentStatus", "LastModifiedTime")
    return COMPONENTS.page(parameters, found, members)


def get(name: str) -> Component:
    """The component; ValidationException if there is none."""
    component: Component = COMPONENTS.get(name)
    return component
