"""An image without a tag, or with `latest`, is whatever was pushed last. CloudFormation sees no change and deploys
nothing of a new push; the next update of something else brings it along unannounced, and going back to the last
template does not bring the old code back.
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model, real_time
from sagewire.validator.serving.image_places import images_in
from sagewire.validator.serving.images import image_of
from sagewire.validator.severity import Severity

_MOVES = {"": "has no tag", "latest": "is tagged latest"}


def _check(graph: Graph) -> Iterator[Fault]:
    for place in images_in(graph):
        image = image_of(place)
        if image and image.tag in _MOVES and "/" in (place.pattern or ""):
            yield fault(place, how=_MOVES[image.tag])


RULE = Rule(
    id="SW528",
    title="image that changes under its name",
    severity=Severity.WARNING,
    why=__doc__,
    message="{found} {how}: what it is changes with the next push",
    fix="Name a tag that is pushed once, or the digest: @sha256:….",
    source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
    check=_check,
    wrong=lambda: template(
        model(image="111122223333.dkr.ecr.us-east-1.amazonaws.com/ranking:latest"),
        config(instance_variant()),
        endpoint(),
    ),
    right=lambda: template(real_time()),
)
