"""Puts the model of an inference component into service: the new process takes over, the old one finishes."""

import logging
import threading
from collections.abc import Mapping
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sagewire.local.sagemaker import admission, hosting
from sagewire.local.sagemaker.component import Component
from sagewire.local.sagemaker.container_output import ContainerOutput
from sagewire.local.sagemaker.fleet import Fleet, Variant
from sagewire.local.sagemaker.instance import Instance
from sagewire.local.sagemaker.log_delivery import LogDelivery
from sagewire.local.sagemaker.model_server import ModelServer
from sagewire.local.sagemaker.models import Container, container
from sagewire.local.sagemaker.roles import ExecutionRole

log = logging.getLogger("sagewire.components")


def begin(component: Component, specification: Mapping[str, Any], *, copies: int) -> None:
    """Deploy in the background; one process serves, whatever the number of copies."""
    run, name = copy_context().run, f"deploy-{component.name}"
    arguments = (_deploy, component, specification, copies)
    threading.Thread(target=run, args=arguments, name=name, daemon=True).start()


def _deploy(component: Component, specification: Mapping[str, Any], copies: int) -> None:
    fleet = component.fleet if specification == component.specification else None
    try:
        if copies == 0:
            fleet = None
        elif fleet is None:
            fleet = _started(component, specification)
    except Exception as error:  # noqa: BLE001  whatever it is, it is this component's FailureReason
        log.warning("%s: %s", component.name, error)
        component.fail(" ".join(str(error).split()))
        return
    before = component.serve(fleet, specification=specification, copies=copies)
    if before is not None and before is not fleet:
        before.retire()


def _started(component: Component, specification: Mapping[str, Any]) -> Fleet:
    endpoint, model = component.endpoint.name, _container(component, specification)
    limit = specification.get("StartupParameters", {}).get("ContainerStartupHealthCheckTimeoutInSeconds", float("inf"))
    server = ModelServer(
        model,
        endpoint=endpoint,
        variant=component.variant,
        startup_seconds=min(limit, hosting.settings().startup_timeout),
        part=component.name,
        instance=partial(_Copy, host=ExecutionRole(component.endpoint.config["ExecutionRoleArn"])),
    )
    fleet = Fleet([Variant({"VariantName": component.variant}, endpoint=endpoint, server=server)])
    try:
        fleet.start()
    except BaseException:
        fleet.stop()
        raise
    return fleet


def _container(component: Component, specification: Mapping[str, Any]) -> Container:
    """What to run, once its role may pull the image; a model without a role runs as the endpoint's."""
    role = ExecutionRole(component.endpoint.config["ExecutionRoleArn"])
    if "ModelName" in specification:
        admission.admit_model(specification["ModelName"])
        model = container(specification["ModelName"])
        return Container(
            image=model.image,
            archive=model.archive,
            environment=model.environment,
            role=model.role or role,
        )
    given = specification["Container"]
    admission.admit_image(given["Image"], role)
    return Container(
        image=given["Image"],
        archive=given.get("ArtifactUrl"),
        environment=dict(given.get("Environment", {})),
        role=role,
    )


@dataclass(frozen=True, kw_only=True)
class _Copy(Instance):
    """A place for a component on an instance whose agents, for logs and metrics, are the `host`'s, not the model's."""

    host: ExecutionRole

    def __post_init__(self) -> None:
        object.__setattr__(self, "role", self.host)

    def output(self, file: Path) -> ContainerOutput:
        group = f"/aws/sagemaker/InferenceComponents/{self.container}"
        return ContainerOutput(file, delivery=LogDelivery(self.host, group=group, stream=f"{self.variant}/{self.id}"))
