"""SageMaker pulls images from the region that it runs in, and refuses a model whose image lies in another: "Cross
region ECR image pulls are not allowed".
"""

from collections.abc import Iterator

from sagewire.validator.graph import Graph
from sagewire.validator.rule import Fault, Rule, fault
from sagewire.validator.samples import sub, template
from sagewire.validator.samples.serving import config, endpoint, instance_variant, model
from sagewire.validator.serving.image_places import images_in
from sagewire.validator.serving.images import image_of
from sagewire.validator.severity import Severity


def _check(graph: Graph) -> Iterator[Fault]:
    for place in images_in(graph):
        image, region = image_of(place), graph.region_of(place.owner)
        if image and image.region and region and image.region != region:
            yield fault(place, image.region, limit=region, image=image.name)


RULE = Rule(
    id="SW529",
    title="image in another region",
    severity=Severity.ERROR,
    why=__doc__,
    message="{image} lies in {found}, and the model is made in {limit}",
    fix="Replicate the image to {limit} and name its registry there; AWS's own lie there too, some in another account.",
    source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html",
    region="eu-west-1",
    check=_check,
    wrong=lambda: template(
        model(image="111122223333.dkr.ecr.us-east-1.amazonaws.com/ranking:1.4.2"),
        config(instance_variant()),
        endpoint(),
    ),
    right=lambda: template(
        model(image=sub("111122223333.dkr.ecr.${AWS::Region}.amazonaws.com/ranking:1.4.2")),
        config(instance_variant()),
        endpoint(),
    ),
)
