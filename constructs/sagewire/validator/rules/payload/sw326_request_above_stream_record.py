"""A stream takes no larger record than its MaxRecordSizeInKiB says, 1 MiB unless it is set: whoever writes a larger
request has an error. It is a warning, since a record may tell where a request lies; it is an error where `eventBytes`
states what comes.
"""

from collections.abc import Iterator

from sagewire.limits import KINESIS_RECORD, KINESIS_RECORD_SETTING
from sagewire.validator.graph import Graph
from sagewire.validator.graph.way_in import STREAM
from sagewire.validator.loads.payloads import brought, called, certainty, once, paths_by
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.events import stream
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity
from sagewire.validator.template import Resource

_KIB = 1024
_DEFAULT = KINESIS_RECORD.default or KINESIS_RECORD.value


def _check(graph: Graph) -> Iterator[Fault]:
    return once(_found(graph))


def _found(graph: Graph) -> Iterator[Fault]:
    for path, way in paths_by(graph, STREAM):
        request, read = brought(path), way.at.reference
        limit = _limit(read) if read is not None and read.type == "AWS::Kinesis::Stream" else None
        if read is not None and limit is not None and request.number is not None and request.number > limit:
            severity, words = certainty(path, request), {"what": called(request), "stream": read.logical_id}
            yield fault(request, request.number, limit=f"{limit:,} B", path=path, severity=severity, **words)


def _limit(stream: Resource) -> int:
    setting = stream["MaxRecordSizeInKiB"]
    if setting.absent:
        return _DEFAULT
    return int(KINESIS_RECORD_SETTING.value if setting.number is None else setting.number) * _KIB


RULE = Rule(
    id="SW326",
    title="request is larger than a record of the stream",
    severity=Severity.WARNING,
    why=__doc__,
    limit=KINESIS_RECORD,
    message="{what} have {found} B, as stated; a record of {stream} has {limit} at most",
    fix="Raise MaxRecordSizeInKiB as far as it goes, or put the request into S3 and write where it lies.",
    check=_check,
    wrong=lambda: template(serverless(), function(stated={"requestBytes": _DEFAULT + 1}), stream()),
    right=lambda: template(serverless(), function(stated={"requestBytes": _DEFAULT}), stream()),
)
