"""SnapStart takes a snapshot of a function of a managed runtime with its 512 MiB of /tmp. With an image, a file system,
more storage or provisioned concurrency Lambda refuses the one or the other; cfn-lint sees none of them.
"""

from collections.abc import Iterator
from typing import Any

from sagewire.limits import SNAP_START_STORAGE
from sagewire.validator.graph import Graph
from sagewire.validator.graph.function import Function
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.invoking import function
from sagewire.validator.serving.provisioned import provisioned
from sagewire.validator.serving.runtimes import snap_start
from sagewire.validator.severity import Severity

_SNAP: dict[str, Any] = {"SnapStart": {"ApplyOn": "PublishedVersions"}, "endpoint": None}


def _check(graph: Graph) -> Iterator[Fault]:
    for started in graph.functions:
        if snap_start(started):
            yield from _of(started)
    for warm, settings in provisioned(graph):
        if snap_start(warm):
            yield fault(settings, started=warm.resource.logical_id, what="has provisioned concurrency")


def _of(function: Function) -> Iterator[Fault]:
    started = function.resource.logical_id
    storage = function["EphemeralStorage"]["Size"]
    if function["PackageType"].text == "Image":
        yield fault(function["PackageType"], started=started, what="is an image")
    if function["FileSystemConfigs"].elements:
        yield fault(function["FileSystemConfigs"], started=started, what="has a file system")
    if storage.number is not None and storage.number > SNAP_START_STORAGE.value:
        yield fault(storage, started=started, what=f"has {storage.shown} MiB of /tmp")


RULE = Rule(
    id="SW542",
    title="SnapStart with what it excludes",
    severity=Severity.ERROR,
    why=__doc__,
    limit=SNAP_START_STORAGE,
    message="{started} {what}, which SnapStart excludes",
    fix="Leave SnapStart out, or do without images, file systems, provisioned concurrency and /tmp above {limit}.",
    check=_check,
    wrong=lambda: template(function(EphemeralStorage={"Size": 1024}, **_SNAP)),
    right=lambda: template(function(EphemeralStorage={"Size": 512}, **_SNAP)),
)
