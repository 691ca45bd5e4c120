"""Lambda receives messages with the function's role, and so decrypts them with it. A role that may not use the key of
its queue gets none of them, and the queue fills. Looks at keys that are in the templates with their policies, and at
functions of inference whose role is there with all of its own.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.inference import Inference
from sagewire.validator.permissions.keys import key_of, may_use_key
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import Resources, att, template
from sagewire.validator.samples.invoking import function, grant, mapping, queue
from sagewire.validator.samples.keys import key
from sagewire.validator.samples.serving import serverless
from sagewire.validator.severity import Severity

_DECRYPT = "kms:Decrypt"


def _check(graph: Graph) -> Iterator[Fault]:
    for read in graph.view(Inference).mappings:
        role = read.function.certain_role if read.function else None
        used = key_of(read.queue.resource["KmsMasterKeyId"]) if read.queue else None
        if role is None or read.queue is None or used is None or not read.certain:
            continue
        if not may_use_key(graph, role, _DECRYPT, used):
            of = read.queue.resource.logical_id
            yield fault(read["EventSourceArn"], of, role=role.resource.logical_id, key=used.logical_id)


def _encrypted() -> Resources:
    return {**queue(KmsMasterKeyId=att("Key", "Arn")), **mapping(), **key()}


RULE = Rule(
    id="SW934",
    title="function may not decrypt the messages of its queue",
    severity=Severity.ERROR,
    why=__doc__,
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-lambda-function-trigger.html",
    message=f"the role {{role}} lacks {_DECRYPT} on {{key}}, the key of {{found}}, and gets none of its messages",
    fix=f"Allow {{role}} {_DECRYPT} on {{key}}.",
    check=_check,
    wrong=lambda: template(serverless(), function(), _encrypted()),
    right=lambda: template(serverless(), function(), _encrypted(), grant("MayDecrypt", _DECRYPT, att("Key", "Arn"))),
)
