"""Images: found for the stack's region, with the repository that may be pulled from."""

import json
import shutil
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from aws_cdk import App, Environment, Stack, Token
from aws_cdk import aws_ecr as ecr
from aws_cdk.assertions import Template

from sagewire import ContainerImage
from sagewire.framework_images import find

ROOT = Path(__file__).parents[1]
GOLDEN: dict[str, Any] = json.loads((ROOT / "tests/data/golden_image_uris.json").read_text())
SKLEARN = ContainerImage.for_framework("sklearn", "1.2-1")


def test_a_framework_image_of_a_known_region(regional_stack: Stack) -> None:
    image = SKLEARN.bind(regional_stack)
    expected = "141502667606.dkr.ecr.eu-west-1."
    assert regional_stack.resolve(image.uri)["Fn::Join"][1] == [
        expected,
        {"Ref": "AWS::URLSuffix"},
        "/sagemaker-scikit-learn:1.2-1-cpu-py3",
    ]
    assert regional_stack.resolve(image.repository_arn)["Fn::Join"][1][-1] == (
        ":ecr:eu-west-1:141502667606:repository/sagemaker-scikit-learn"
    )
    assert image.environment["SAGEMAKER_PROGRAM"] == "inference.py"


def test_a_framework_image_of_any_region_is_looked_up_in_one_mapping(stack: Stack) -> None:
    uris = [stack.resolve(SKLEARN.bind(stack).uri) for _ in range(2)]
    assert uris[0] == uris[1]
    (mapping,) = Template.from_stack(stack).find_mappings("*").values()
    assert mapping["us-east-1"] == {"account": "683313688378"}
    assert mapping["cn-north-1"] == {"account": "450853457545"}


@pytest.mark.parametrize(
    ("framework", "version", "processor", "message"),
    [
        ("scikit", "1.2-1", "cpu", "framework 'scikit'; there are autogluon, .*, sklearn, "),
        ("sklearn", "9.9", "cpu", r"version of sklearn '9\.9'; there are 0\.20\.0, .*1\.9-0"),
        ("pytorch", "9.9", "cpu", r"version of pytorch '9\.9'; there are 0\.4, .*1\.9\.1, 1\.10, "),
        ("sklearn", "1.2-1", "gpu", r"processor of sklearn 1\.2-1 'gpu'; there are cpu"),
    ],
)
def test_an_image_that_aws_does_not_publish(framework: str, version: str, processor: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^AWS publishes no image for {message}"):
        ContainerImage.for_framework(framework, version, processor=processor)


def test_a_region_without_the_image(app: App) -> None:
    stack = Stack(app, "Nowhere", env=Environment(account="123456789012", region="xx-north-9"))
    with pytest.raises(ValueError, match="no image for region of sklearn 'xx-north-9'; there are af-south-1, "):
        SKLEARN.bind(stack)


def test_an_image_by_its_uri_names_its_repository(stack: Stack) -> None:
    uri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/ranking@sha256:abc"
    image = ContainerImage.from_uri(uri).bind(stack)
    assert image.uri == uri
    assert stack.resolve(image.repository_arn)["Fn::Join"][1][-1] == (
        ":ecr:eu-west-1:123456789012:repository/team/ranking"
    )


@pytest.mark.parametrize(
    "uri",
    [
        "nginx:latest",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/ranking",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/ranking: 1",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/ran king:1",
    ],
)
def test_an_image_outside_ecr_or_without_a_tag_is_refused(uri: str) -> None:
    with pytest.raises(ValueError, match=f"^the image is '{uri}'; SageMaker pulls from ECR"):
        ContainerImage.from_uri(uri)


@pytest.mark.parametrize("tag", ["", " 1", "-1", "x" * 129, "sha256:", "sha256:XYZ"])
def test_a_tag_is_one_that_ecr_has(stack: Stack, tag: str) -> None:
    repository = ecr.Repository.from_repository_name(stack, "Images", "ranking")
    with pytest.raises(ValueError, match=f"^tag_or_digest is '{tag}'; allowed are a tag"):
        ContainerImage.from_ecr(repository, tag_or_digest=tag)
    ContainerImage.from_ecr(repository, tag_or_digest="_" + "x" * 127)


def test_an_image_of_a_repository(stack: Stack) -> None:
    repository = ecr.Repository.from_repository_name(stack, "Images", "ranking")
    image = ContainerImage.from_ecr(repository, "1.4.2").bind(stack)
    assert stack.resolve(image.uri)["Fn::Join"][1][-1] == "/ranking:1.4.2"
    assert image.repository_arn == repository.repository_arn


def test_every_image_is_the_one_that_sagemakers_own_sdk_names() -> None:
    session = botocore.session.get_session()
    suffixes = {p["partition"]: p["dnsSuffix"] for p in session.get_data("endpoints")["partitions"]}
    different = {}
    for *asked, region, expected in GOLDEN["uris"]:
        framework, version, processor, python, base = asked
        image = find(framework, version, processor=processor, python=python, base_framework=base)
        suffix = suffixes[session.get_partition_for_region(region)]
        tag = f"{image.repository}:{image.tag}"
        uri = f"{image.registries[region]}.dkr.ecr.{region}.{suffix}/{tag}"
        if uri != expected:
            different[*asked, region] = (uri, expected)
    assert different == {}


def test_the_comparison_covers_every_framework_and_partition() -> None:
    data: dict[str, Any] = json.loads((ROOT / "constructs/sagewire/data/images.json").read_text())
    assert GOLDEN["source"] == data["source"]
    assert {framework for framework, *_ in GOLDEN["uris"]} == set(data["frameworks"])
    session = botocore.session.get_session()
    partitions = {session.get_partition_for_region(region) for *_, region, _uri in GOLDEN["uris"]}
    assert partitions >= {"aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-f"}


@pytest.mark.parametrize(
    ("region", "account"),
    [
        ("eu-west-1", "141502667606"),
        ("cn-north-1", "450853457545"),
        ("us-gov-west-1", "414596584902"),
        ("us-iso-east-1", "833128469047"),
    ],
)
def test_partition_and_suffix_are_cloudformations(app: App, region: str, account: str) -> None:
    stack = Stack(app, "There", env=Environment(account="123456789012", region=region))
    image = SKLEARN.bind(stack)
    _, parts = stack.resolve(image.uri)["Fn::Join"]
    assert parts == [f"{account}.dkr.ecr.{region}.", {"Ref": "AWS::URLSuffix"}, "/sagemaker-scikit-learn:1.2-1-cpu-py3"]
    assert stack.resolve(image.repository_arn)["Fn::Join"][1][1] == {"Ref": "AWS::Partition"}


def test_two_images_of_aws_in_one_stack_whose_accounts_differ_between_versions(stack: Stack) -> None:
    """Pitfall 5: the mappings of two images must not take each other's name; the same accounts need one mapping."""
    images = [("pytorch", "1.13"), ("pytorch", "2.6"), ("pytorch", "2.6.0"), ("sklearn", "1.2-1"), ("sklearn", "1.9-0")]
    uris = [ContainerImage.for_framework(*image).bind(stack).uri for image in images]
    mappings = Template.from_stack(stack).find_mappings("*")
    used = [stack.resolve(uri)["Fn::Join"][1][0]["Fn::FindInMap"][0] for uri in uris]
    assert len(mappings) == len(set(used)) == 3
    assert used[1] == used[2] != used[0]
    assert used[3] == used[4] == "SklearnRegistries"
    for (framework, version), name in zip(images, used, strict=True):
        expected = find(framework, version).registries
        assert {region: entry["account"] for region, entry in mappings[name].items()} == expected


def test_the_name_of_a_mapping_does_not_depend_on_the_order(app: App) -> None:
    stacks = Stack(app, "Upgraded"), Stack(app, "Downgraded")
    for stack, versions in zip(stacks, (["1.13", "2.6"], ["2.6", "1.13"]), strict=True):
        for version in versions:
            ContainerImage.for_framework("pytorch", version).bind(stack)
    upgraded, downgraded = (set(Template.from_stack(stack).find_mappings("*")) for stack in stacks)
    assert upgraded == downgraded


@pytest.mark.parametrize(
    ("framework", "version", "processor", "accelerated"),
    [
        ("sklearn", "1.2-1", None, False),
        ("pytorch", "2.6", None, False),
        ("pytorch", "2.6", "graviton", False),
        ("pytorch", "2.6", "gpu", True),
        ("kmeans", "1", "gpu", False),
        ("djl-lmi", "latest", None, True),
        ("huggingface-llm", "3.3.6", None, True),
        ("huggingface", "4.55", "neuronx", True),
        ("sagemaker-tritonserver", "25.09", None, False),
    ],
)
def test_an_image_for_accelerators_says_so(
    stack: Stack, framework: str, version: str, processor: str | None, accelerated: bool
) -> None:
    """Pitfall 21: serverless inference has no GPUs, so an endpoint must be able to tell by the image."""
    base = {"base_framework": "pytorch2.8"} if framework == "huggingface" else {}
    image = ContainerImage.for_framework(framework, version, processor=processor, **base)
    assert image.bind(stack).accelerated is accelerated


@pytest.mark.parametrize("accelerated", [None, True, False])
def test_an_image_of_your_own_is_what_you_say(stack: Stack, tmp_path: Path, accelerated: bool | None) -> None:
    """The context is also where the assembly goes, as it is where the app's own folder holds the Dockerfile."""
    (tmp_path / "Dockerfile").write_text("FROM scratch\n")
    repository = ecr.Repository.from_repository_name(stack, "Images", "ranking")
    for image in (
        ContainerImage.from_ecr(repository, "1", accelerated=accelerated),
        ContainerImage.from_uri("123456789012.dkr.ecr.eu-west-1.amazonaws.com/ranking:1", accelerated=accelerated),
        ContainerImage.from_uri(Token.as_string({"Ref": "Image"}), accelerated=accelerated),
        ContainerImage.from_asset(tmp_path, accelerated=accelerated),
    ):
        assert image.bind(stack).accelerated is accelerated


def test_a_uri_that_is_known_at_deployment_only_names_no_repository(stack: Stack) -> None:
    """Pitfall 8: nothing is checked of a token, and nothing read off it."""
    image = ContainerImage.from_uri(Token.as_string({"Ref": "Image"})).bind(stack)
    assert stack.resolve(image.uri) == {"Ref": "Image"}
    assert image.repository_arn is None


@pytest.mark.parametrize(
    ("framework", "version"),
    [("sklearn", "1.2-1"), ("xgboost", "1.7-1"), ("pytorch", "2.6"), ("tensorflow", "2.19"), ("mxnet", "1.9")],
)
def test_a_framework_that_runs_a_script_is_told_which(stack: Stack, framework: str, version: str) -> None:
    told = ContainerImage.for_framework(framework, version).bind(stack).environment
    assert told == {"SAGEMAKER_PROGRAM": "inference.py", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code"}
    named = ContainerImage.for_framework(framework, version, entry_point="serve.py").bind(stack).environment
    assert named["SAGEMAKER_PROGRAM"] == "serve.py"
    assert ContainerImage.for_framework(framework, version, entry_point=None).bind(stack).environment == {}


@pytest.mark.parametrize(
    ("framework", "version"),
    [("sagemaker-tritonserver", "25.09"), ("djl-lmi", "0.38.0"), ("huggingface-llm", "3.3"), ("xgboost", "1")],
)
def test_a_server_of_its_own_is_told_nothing(stack: Stack, framework: str, version: str) -> None:
    assert ContainerImage.for_framework(framework, version).bind(stack).environment == {}
    with pytest.raises(ValueError, match=r"entry_point is 'serve\.py'; the image of .* runs no script: leave it out"):
        ContainerImage.for_framework(framework, version, entry_point="serve.py")


def test_hugging_face_names_what_it_runs_on_where_there_is_a_choice(stack: Stack) -> None:
    with pytest.raises(
        ValueError, match=r"base_framework of huggingface 4\.26 is missing; there are pytorch1\.13\.1, "
    ):
        ContainerImage.for_framework("huggingface", "4.26")
    image = find("huggingface", "4.26", base_framework="tensorflow2.11")
    assert (image.repository, image.tag) == (
        "huggingface-tensorflow-inference",
        "2.11-transformers4.26.0-cpu-py39-ubuntu20.04",
    )
    assert find("huggingface", "4.49").tag == "2.6.0-transformers4.49.0-cpu-py312-ubuntu22.04"
    with pytest.raises(ValueError, match=r"base_framework of huggingface 4\.49 'pytorch1\.0'; there are pytorch2\.6, "):
        ContainerImage.for_framework("huggingface", "4.49", base_framework="pytorch1.0")


def test_the_newest_python_is_taken_unless_one_is_named() -> None:
    assert find("pytorch", "1.8").tag == "1.8-cpu-py36"
    assert find("pytorch", "1.8", python="py3").tag == "1.8-cpu-py3"
    with pytest.raises(ValueError, match=r"Python of pytorch 1\.8 'py313'; there are py3, py36"):
        find("pytorch", "1.8", python="py313")


@pytest.fixture
def build(tmp_path: Path) -> Path:
    folder = tmp_path / "serving"
    folder.mkdir()
    (folder / "Dockerfile").write_text("FROM scratch\n")
    return folder


def test_a_dockerfile_is_fingerprinted_and_not_built(app: App, build: Path) -> None:
    def tag_in(stack: Stack, folder: Path) -> str:
        return str(stack.resolve(ContainerImage.from_asset(folder).bind(stack).uri)["Fn::Sub"].rpartition(":")[2])

    changed = Path(shutil.copytree(build, build.with_name("changed")))
    (changed / "serve.py").write_text("print(1)\n")
    first = tag_in(Stack(app, "First"), build)
    assert tag_in(Stack(app, "Again"), build) == first
    assert tag_in(Stack(app, "Changed"), changed) != first
    app.synth()
    assets = json.loads((Path(app.outdir) / "First.assets.json").read_text())["dockerImages"]
    assert [image["source"]["platform"] for image in assets.values()] == ["linux/amd64"]


def test_the_image_that_is_built_may_be_pulled(stack: Stack, build: Path) -> None:
    image = ContainerImage.from_asset(build, build_args={"VERSION": "1"}, platform="linux/arm64").bind(stack)
    assert "container-assets" in json.dumps(stack.resolve(image.repository_arn))


def test_a_folder_without_a_dockerfile_is_refused(build: Path) -> None:
    with pytest.raises(ValueError, match=r"^there is no Dockerfile at '.*/serving/Dockerfile\.gpu'"):
        ContainerImage.from_asset(build, file="Dockerfile.gpu")
