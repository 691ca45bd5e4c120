"""Blue/green: a new fleet starts, takes over, and the old one ends with its last request."""

import logging
import threading
from collections.abc import Iterable, Mapping
from contextvars import copy_context
from typing import Any

from sagewire.local.sagemaker import admission
from sagewire.local.sagemaker.data_capture import DataCapture
from sagewire.local.sagemaker.endpoint import Endpoint
from sagewire.local.sagemaker.fleet import Fleet, Variant

log = logging.getLogger("sagewire.deployment")


def begin(endpoint: Endpoint, config: Mapping[str, Any], *, retained: Iterable[str] = ()) -> None:
    """Deploy `config` in the background; `retained` names the properties that running variants keep."""
    run = copy_context().run
    name = f"deploy-{endpoint.name}"
    threading.Thread(target=run, args=(_deploy, endpoint, config, set(retained)), name=name, daemon=True).start()


def _deploy(endpoint: Endpoint, config: Mapping[str, Any], retained: set[str]) -> None:
    fleet = Fleet(())
    try:
        fleet = Fleet(Variant(variant, endpoint=endpoint.name) for variant in config["ProductionVariants"])
        admission.admit(config, deployment=endpoint.deployment)
        fleet.capture = DataCapture.of(config, endpoint=endpoint.name)
        _retain(endpoint.fleet, fleet, retained)
        fleet.start()
        endpoint.backlog.serve(endpoint, fleet, config)
    except Exception as error:  # noqa: BLE001  whatever it is, it is this endpoint's FailureReason
        log.warning("%s: %s", endpoint.name, error)
        fleet.stop()
        endpoint.fail(" ".join(str(error).split()))
        return
    before = endpoint.serve(fleet, config)
    if before is not None:
        before.retire()


def _retain(before: Fleet | None, after: Fleet, retained: set[str]) -> None:
    running = {variant.name: variant for variant in before.variants} if before else {}
    for variant in after.variants:
        old = running.get(variant.name)
        if old is not None and "DesiredWeight" in retained:
            variant.weight = old.weight
        if old is not None and "DesiredInstanceCount" in retained:
            variant.instances = old.instances
