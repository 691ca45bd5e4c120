"""KmsKeyId encrypts the volumes that are attached to an instance. Its own NVMe storage is encrypted by a key of the
hardware: who must be able to withdraw the key cannot do it there, and nothing says so.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import real_time
from sagewire.validator.serving.hardware import hosts_of
from sagewire.validator.severity import Severity

_KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def _check(graph: Graph) -> Iterator[Fault]:
    for config in graph.configs:
        key = config.resource["KmsKeyId"]
        variants = config.all_variants if key.present else ()
        hosts = [host.name for variant in variants for host in hosts_of(variant) if host.local_storage]
        if hosts:
            yield fault(key, host=" and ".join(dict.fromkeys(hosts)))


RULE = Rule(
    id="SW526",
    title="key that does not cover the instances' own storage",
    severity=Severity.WARNING,
    why=__doc__,
    message="KmsKeyId does not encrypt the local storage of {host}",
    fix="Take a type without local storage if the key must cover all, or acknowledge that the hardware's is enough.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html",
    check=_check,
    wrong=lambda: template(real_time(variant={"InstanceType": "ml.g5.xlarge"}, KmsKeyId=_KEY)),
    right=lambda: template(real_time(KmsKeyId=_KEY)),
)
