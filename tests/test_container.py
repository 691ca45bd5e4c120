"""The containers of a model: one, many models behind one, or a pipeline; and the environment of each."""

from pathlib import Path

import pytest
from aws_cdk import Stack, Token

from sagewire import Container, ContainerImage, Model, ModelArtifact, ModelDirectory
from sagewire.limits import MODEL_ENVIRONMENT_LENGTH, MODEL_ENVIRONMENT_TOTAL
from tests.models import IMAGE, allowing, bucket_of
from tests.templates import only


@pytest.mark.parametrize(("cache", "config"), [(True, None), (False, {"ModelCacheSetting": "Disabled"})])
def test_many_models_behind_one_container(stack: Stack, cache: bool, config: dict[str, str] | None) -> None:
    directory = ModelDirectory(bucket=bucket_of(stack), prefix="tenants", cache=cache)
    made = Model(stack, "Model", image=IMAGE, models=directory)
    container = only(stack, "AWS::SageMaker::Model")["PrimaryContainer"]
    assert container["Mode"] == "MultiModel"
    assert container["ModelDataUrl"] == "s3://models/tenants/"
    assert container.get("MultiModelConfig") == config
    assert made.traits.multi_model
    (read,) = allowing(stack, "s3:GetObject")
    assert read["Resource"]["Fn::Join"][1][-1] == ":s3:::models/tenants/*"
    (listed,) = allowing(stack, "s3:ListBucket")
    assert listed["Condition"] == {"StringLike": {"s3:prefix": "tenants/*"}}


def test_a_model_has_one_artifact_or_many(stack: Stack, model_folder: Path) -> None:
    with pytest.raises(ValueError, match="^a model takes an artifact, or models; both are given"):
        Model(
            stack,
            "Model",
            image=IMAGE,
            artifact=ModelArtifact.from_asset(model_folder),
            models=ModelDirectory(bucket=bucket_of(stack)),
        )
    with pytest.raises(ValueError, match="^a model takes an image, or 2 to 15 containers; neither is given"):
        Model(stack, "Empty")


# Pipelines


def test_a_pipeline_has_its_containers_in_order(stack: Stack, model_folder: Path) -> None:
    made = Model(
        stack,
        "Model",
        containers=[
            Container(image=IMAGE, artifact=ModelArtifact.from_asset(model_folder), hostname="features"),
            Container(
                image=ContainerImage.for_framework("pytorch", "2.6", processor="gpu"),
                artifact=ModelArtifact.from_bucket(bucket_of(stack), "7/model.tar.gz", version="7"),
                environment={"WORKERS": "2"},
            ),
        ],
    )
    properties = only(stack, "AWS::SageMaker::Model")
    assert "PrimaryContainer" not in properties
    features, ranking = properties["Containers"]
    assert features["ContainerHostname"] == "features"
    assert ranking["Environment"] == {
        "SAGEMAKER_PROGRAM": "inference.py",
        "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
        "SAGEWIRE_ARTIFACT_VERSION": "7",
        "WORKERS": "2",
    }
    assert (made.traits.containers, made.traits.accelerated) == (2, True)
    assert len(allowing(stack, "s3:GetObject")) == len(allowing(stack, "ecr:BatchGetImage")) == 2


@pytest.mark.parametrize("count", [1, 16])
def test_a_pipeline_of_a_size_that_sagemaker_refuses(stack: Stack, count: int) -> None:
    with pytest.raises(ValueError, match=f"^the number of containers is {count}; allowed are 2 to 15 containers"):
        Model(stack, "Model", containers=[Container(image=IMAGE)] * count)


@pytest.mark.parametrize("count", [2, 15])
def test_a_pipeline_of_just_the_right_size(stack: Stack, count: int) -> None:
    made = Model(stack, "Model", containers=[Container(image=IMAGE)] * count)
    assert made.traits.containers == count


def test_a_pipeline_beside_a_single_container_is_refused(stack: Stack) -> None:
    with pytest.raises(ValueError, match="^containers is given together with image, environment: leave"):
        Model(stack, "Model", image=IMAGE, environment={}, containers=[Container(image=IMAGE)] * 2)


def test_names_of_containers(stack: Stack) -> None:
    """Pitfall 4: a name as Hugging Face has it is none of SageMaker's."""
    with pytest.raises(ValueError, match=r"^hostname is 'org/model\.v1'; allowed are 1 to 63 letters, digits"):
        Container(image=IMAGE, hostname="org/model.v1")
    with pytest.raises(ValueError, match="^hostname must differ between containers; given are a, a"):
        Model(stack, "Model", containers=[Container(image=IMAGE, hostname="a")] * 2)
    with pytest.raises(ValueError, match="^hostname is"):
        Container(image=IMAGE, hostname="h" * 64)
    Container(image=IMAGE, hostname="h" * 63)


# The environment


def total(size: int) -> list[dict[str, str]]:
    """Environments of two containers, which hold `size` bytes together with what the image sets."""
    own = sum(len(text) for variable in IMAGE_VARIABLES.items() for text in variable)
    left = size - 2 * own
    entries: list[tuple[str, str]] = []
    while left:
        name = f"V{len(entries):02}"
        value = "x" * min(left - len(name), MODEL_ENVIRONMENT_LENGTH.value)
        entries.append((name, value))
        left -= len(name) + len(value)
    return [dict(entries[::2]), dict(entries[1::2])]


IMAGE_VARIABLES = {"SAGEMAKER_PROGRAM": "inference.py", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code"}


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_the_size_of_all_environments_together(stack: Stack, over: int) -> None:
    """Pitfall 30."""
    environments = total(MODEL_ENVIRONMENT_TOTAL.value + over)
    containers = [Container(image=IMAGE, environment=environment) for environment in environments]
    if over <= 0:
        Model(stack, "Model", containers=containers)
        return
    with pytest.raises(ValueError, match="^the environment of all containers is 32769 bytes; allowed are 32768"):
        Model(stack, "Model", containers=containers)


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_the_number_of_variables(stack: Stack, over: int) -> None:
    """Pitfall 30: two of the hundred are the image's."""
    environment = {f"V{n}": "x" for n in range(98 + over)}
    if over <= 0:
        Model(stack, "Model", image=IMAGE, environment=environment)
        return
    with pytest.raises(ValueError, match="^environment has 101 variables; allowed are 100"):
        Model(stack, "Model", image=IMAGE, environment=environment)


@pytest.mark.parametrize("over", [-1, 0, 1])
@pytest.mark.parametrize("letter", ["x", "é", "模"])
def test_a_value_is_measured_in_bytes(stack: Stack, letter: str, over: int) -> None:
    """Pitfall 30."""
    size = MODEL_ENVIRONMENT_LENGTH.value + over
    value = letter * (size // len(letter.encode()))
    value += "x" * (size - len(value.encode()))
    if over <= 0:
        Model(stack, "Model", image=IMAGE, environment={"V": value})
        return
    with pytest.raises(ValueError, match="^environment variable 'V' is 1025 bytes in its name or value; allowed are"):
        Model(stack, "Model", image=IMAGE, environment={"V": value})


@pytest.mark.parametrize("name", ["1ST", "WITH-HYPHEN", ""])
def test_a_name_that_is_none(stack: Stack, name: str) -> None:
    with pytest.raises(ValueError, match=f"^environment variable '{name}': a name is letters, digits and _"):
        Model(stack, "Model", image=IMAGE, environment={name: "x"})


def test_what_is_known_at_deployment_only_is_not_measured(stack: Stack) -> None:
    """Pitfall 8: a token is longer, or shorter, than its value."""
    long = "".join(Token.as_string({"Ref": f"Parameter{n}"}) for n in range(60))
    assert len(long) > MODEL_ENVIRONMENT_LENGTH.value
    artifact = ModelArtifact.from_bucket(bucket_of(stack), Token.as_string({"Ref": "Key"}), version=long)
    image = ContainerImage.from_uri(Token.as_string({"Ref": "Image"}))
    Model(stack, "Model", image=image, artifact=artifact, environment={"LATER": long})
    container = only(stack, "AWS::SageMaker::Model")["PrimaryContainer"]
    assert container["Image"] == {"Ref": "Image"}
    assert set(container["Environment"]) == {"LATER", "SAGEWIRE_ARTIFACT_VERSION"}
