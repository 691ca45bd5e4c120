"""What endpoints are made of in these tests."""

from pathlib import Path

import pytest
from aws_cdk import Stack

from sagewire import ContainerImage, Model, ModelArtifact


@pytest.fixture
def image() -> ContainerImage:
    return ContainerImage.for_framework("sklearn", "1.2-1")


@pytest.fixture
def model(stack: Stack, image: ContainerImage, model_folder: Path) -> Model:
    return Model(stack, "Model", image=image, artifact=ModelArtifact.from_asset(model_folder))
