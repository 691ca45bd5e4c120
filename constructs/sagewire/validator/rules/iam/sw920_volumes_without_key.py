"""One's own key is named for what is captured, or for the answers, but not for the volumes of the instances, on which
the same requests lie while they are worked on. Who withdraws the key withdraws it from one place only.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.graph.endpoint import EndpointConfig
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import asynchronous
from sagewire.validator.serving.hardware import hosts_of
from sagewire.validator.severity import Severity

_KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        key = config.resource["KmsKeyId"]
        elsewhere = next(_keys(config), None)
        if key.absent and elsewhere is not None and _has_volumes(config):
            yield fault(key, "no KmsKeyId", place=elsewhere)


def _keys(config: EndpointConfig) -> Iterator[str]:
    if config.resource["DataCaptureConfig"]["KmsKeyId"].present:
        yield "what is captured"
    if config.resource["AsyncInferenceConfig"]["OutputConfig"]["KmsKeyId"].present:
        yield "the answers"


def _has_volumes(config: EndpointConfig) -> bool:
    """Whether some of its instances have a volume, and no storage of their own, which no such key encrypts."""
    hosts = [host for variant in config.variants for host in hosts_of(variant)]
    return any(not host.local_storage for host in hosts)


RULE = Rule(
    id="SW920",
    title="key for the data, none for the volumes",
    severity=Severity.WARNING,
    why=__doc__,
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html",
    message="{resource} has {found} for the volumes of its instances, though it has a key for {place}",
    fix="Set KmsKeyId of the configuration to the same key.",
    check=_check,
    wrong=lambda: template(asynchronous(output={"KmsKeyId": _KEY})),
    right=lambda: template(asynchronous(output={"KmsKeyId": _KEY}, KmsKeyId=_KEY)),
)
