"""Models: images of AWS's and others, artifacts, pipelines, many models in one container, networks."""

from typing import Any

from hypothesis import strategies as st

from sagewire import (
    Container,
    ContainerImage,
    Model,
    ModelArtifact,
    ModelDirectory,
    ModelProfile,
    ModelTraits,
    Network,
    ObjectPrefix,
)
from tests.properties.drawn import Call, Given, Later
from tests.properties.values import Values, call, duration, given, later_text, mostly, name, prefix, size

_REPOSITORY = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ranking"
_ODD_URIS = [_REPOSITORY, "ranking:1", "", f"{_REPOSITORY}: 1", f"{_REPOSITORY}:", "https://example.com/ranking:1"]
_USUAL_FRAMEWORKS: list[dict[str, Any]] = [
    {"framework": "sklearn", "version": "1.2-1"},
    {"framework": "xgboost", "version": "1.7-1", "entry_point": None},
    {"framework": "pytorch", "version": "2.6"},
    {"framework": "pytorch", "version": "2.6.0", "processor": "gpu", "python": "py312"},
    {"framework": "huggingface-llm", "version": "3.3.6"},
    {"framework": "huggingface-llm-neuronx", "version": "0.0", "processor": "inf2"},
    {"framework": "djl-lmi", "version": "0.28.0"},
    {"framework": "sagemaker-tritonserver", "version": "26.05", "processor": "cpu"},
    {"framework": "tensorflow", "version": "2.20.0", "entry_point": "serve.py"},
]
_ODD_FRAMEWORKS: list[dict[str, Any]] = [
    {"framework": "sklern", "version": "1.2-1"},
    {"framework": "sklearn", "version": "99"},
    {"framework": "sklearn", "version": "1.2-1", "processor": "gpu"},
    {"framework": "pytorch", "version": "2.6", "python": "py27"},
    {"framework": "huggingface", "version": "4.6", "base_framework": "pytorch0.1"},
    {"framework": "huggingface", "version": "", "base_framework": ""},
    {"framework": "djl-lmi", "version": "0.28.0", "entry_point": "mine.py"},
]


def image() -> Values:
    """An image of a framework, or one by its URI."""
    frameworks = mostly(st.sampled_from(_USUAL_FRAMEWORKS), st.sampled_from(_ODD_FRAMEWORKS))
    uris = mostly(
        st.sampled_from([f"{_REPOSITORY}:1.4", f"{_REPOSITORY}@sha256:{'0' * 64}"]),
        st.one_of(st.sampled_from(_ODD_URIS), later_text()),
    )
    return st.one_of(
        frameworks.map(lambda arguments: Call(ContainerImage.for_framework, arguments)),
        call(ContainerImage.from_uri, {"uri": uris}, {"accelerated": st.booleans()}),
    )


_BUCKETS = given("bucket", "other bucket")


def artifact() -> Values:
    """An archive in S3, or objects below a prefix; a local folder would be packed anew for each example."""
    keys = mostly(st.just("ranking/7/model.tar.gz"), st.one_of(st.sampled_from(_ODD_KEYS), later_text()))
    key = {"encryption_key": given("key"), "version": mostly(st.just("7"), st.just(""))}
    archive = call(ModelArtifact.from_bucket, {"bucket": _BUCKETS, "key": keys}, key)
    objects = call(ModelArtifact.from_bucket_prefix, {"bucket": _BUCKETS, "prefix": prefix()}, key)
    return st.one_of(archive, archive, objects)


_ODD_KEYS = ["", "/", "model.tar.gz", "latest/model.tar.gz", "model.zip", "/model.tar.gz", "a b/ä.tar.gz", "x.tar.gz\n"]


def models() -> Values:
    """The artifacts of a multi-model endpoint."""
    return call(ModelDirectory, {"bucket": _BUCKETS}, {"prefix": prefix(), "cache": st.booleans()})


def environment(most: int = 100) -> Values:
    """Variables of a container; tokens in a name, too many, too long, of letters that are none."""
    names = st.sampled_from(["WORKERS", "_A", "LOG_LEVEL", "a1"])
    values = mostly(st.sampled_from(["2", "", "größer 🙂", "x" * 1024, "a=b,c"]), st.one_of(later_text(), _LONG))
    odd = st.sampled_from(
        [
            {f"V{number}": "x" for number in range(most - 2)},
            {f"V{number}": "x" for number in range(most + 1)},
            {f"V{number}": "x" * 1000 for number in range(40)},
            {"1A": "x"},
            {"": "x"},
            {"A-B": "x"},
            {"Ä": "x"},
            {"A\n": "x"},
            {"N" * 1025: "x"},
        ]
    )
    return mostly(st.dictionaries(names, values, max_size=3), odd)


_LONG = st.sampled_from(["x" * 1025, "é" * 513])


def profile() -> Values:
    """What was measured."""
    times = duration(0, 60_000, unit="millis")
    return call(ModelProfile, None, {"latency": times, "memory": size(0, 8192, unit="mebibytes"), "start": times})


def network() -> Values:
    """A VPC that exists, with security groups or without."""
    counts = mostly(st.integers(1, 5), st.sampled_from([0, 6]))
    groups = counts.map(lambda count: [Given("security group")] * count)
    return call(Network, {"vpc": given("vpc")}, {"security_groups": groups})


_OPTIONS: dict[str, Values] = {
    "profile": profile(),
    "role": given("role", "imported role"),
    "network_isolation": st.booleans(),
}


def plain_model() -> Values:
    """A model that any kind of endpoint serves, mostly."""
    usual = st.sampled_from([Call(ContainerImage.for_framework, arguments) for arguments in _USUAL_FRAMEWORKS[:3]])
    plain = call(Model, {"image": usual}, {"artifact": artifact()}, construct=True)
    return mostly(plain, any_model())


def any_model() -> Values:
    """A model of every kind: one container, a pipeline, many models, of the registry, imported."""
    one = {"image": image()}
    options: dict[str, Any] = {**_OPTIONS, "environment": environment(), "network": rarely_a(network())}
    pipeline = st.lists(
        call(Container, one, {"artifact": artifact(), "environment": environment(), "hostname": name()}),
        min_size=2,
        max_size=3,
    )
    odd_pipeline = st.integers(0, 16).flatmap(
        lambda count: st.lists(st.just(Call(Container, {"image": _ONE})), min_size=count, max_size=count)
    )
    return st.one_of(
        call(Model, one, {**options, "artifact": artifact()}, construct=True),
        call(Model, {**one, "models": models()}, options, construct=True),
        call(Model, {"containers": mostly(pipeline, odd_pipeline)}, _OPTIONS, construct=True),
        call(Model, None, {**one, **options, "artifact": artifact(), "models": models()}, construct=True),
        call(Model.from_package, {"package_arn": _PACKAGES}, {**options, **_OF_PACKAGE}, construct=True),
        call(Model.from_model_name, {"model_name": name()}, construct=True),
        call(
            Model.from_model_attributes,
            {"model_name": name()},
            {"role": given("role"), "traits": traits()},
            construct=True,
        ),
    )


_ONE = Call(ContainerImage.for_framework, _USUAL_FRAMEWORKS[0])
_PACKAGE = "arn:aws:sagemaker:us-east-1:123456789012:model-package/ranking"
_PACKAGES = mostly(
    st.sampled_from([f"{_PACKAGE}/7", Later(number=1)]),
    st.sampled_from([_PACKAGE, "", "ranking/7", f"{_PACKAGE}/x", "arn:aws:sagemaker:us-east-1:12:model-package/r/1"]),
)
_OF_PACKAGE: dict[str, Values] = {
    "artifacts": st.lists(call(ObjectPrefix, {"bucket": _BUCKETS}, {"prefix": prefix()}), max_size=2),
    "images": st.lists(image(), max_size=1),
}


def traits() -> Values:
    """What an imported model is said to be like."""
    return call(
        ModelTraits,
        None,
        {
            "containers": st.integers(1, 2),
            "multi_model": st.booleans(),
            "vpc": st.booleans(),
            "accelerated": st.booleans(),
            "uncompressed": st.booleans(),
        },
    )


def rarely_a(values: Values) -> Values:
    """Now and then a value, since it is dear to make."""
    return mostly(st.none(), values)
