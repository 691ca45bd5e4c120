"""SW540."""

from typing import Any

import pytest

from sagewire.validator.rules.kind.sw540_stream_of_python import RULE
from sagewire.validator.samples import ref, resource, template
from sagewire.validator.samples.invoking import function, rest_api, url
from tests.validator.judging import findings_of


def _of(mode: Any = "RESPONSE_STREAM", **changes: Any) -> dict[str, Any]:
    return template(function(endpoint=None, **changes), url(InvokeMode=mode), Parameters={"Unset": {"Type": "String"}})


@pytest.mark.parametrize("runtime", ["python3.9", "python3.13", "python3.15"])
def test_a_managed_python_does_not_stream(runtime: str) -> None:
    (finding,) = findings_of(RULE, _of(Runtime=runtime))
    assert (finding.resource, finding.property) == ("Url", "Properties/InvokeMode")
    assert finding.found == runtime


@pytest.mark.parametrize("runtime", ["nodejs24.x", "provided.al2023", {"Ref": "Unset"}, None])
def test_other_runtimes_and_images_are_left_alone(runtime: Any) -> None:
    assert not findings_of(RULE, _of(Runtime=runtime))


@pytest.mark.parametrize("mode", ["BUFFERED", None, {"Ref": "Unset"}])
def test_a_url_that_does_not_stream_is_left_alone(mode: Any) -> None:
    assert not findings_of(RULE, _of(mode))


@pytest.mark.parametrize(
    "variables",
    [
        {"AWS_LWA_INVOKE_MODE": "response_stream"},
        {"AWS_LAMBDA_EXEC_WRAPPER": "/opt/bootstrap"},
        {"AWS_LWA_INVOKE_MODE": {"Ref": "Unset"}},
    ],
)
def test_an_adapter_streams_in_pythons_place(variables: dict[str, Any]) -> None:
    assert not findings_of(RULE, _of(variables=variables))


def test_an_environment_that_is_not_known_may_hold_an_adapter() -> None:
    assert not findings_of(RULE, _of(Environment={"Variables": {"Ref": "Unset"}}))


def test_the_url_of_an_alias_is_followed_to_the_function() -> None:
    alias = {"FunctionName": ref("Function"), "FunctionVersion": "$LATEST", "Name": "live"}
    body = template(
        function(endpoint=None),
        resource("Alias", "AWS::Lambda::Alias", alias, {}),
        url(InvokeMode="RESPONSE_STREAM", TargetFunctionArn=ref("Alias")),
    )
    assert len(findings_of(RULE, body)) == 1


def test_a_function_elsewhere_is_not_known() -> None:
    assert not findings_of(RULE, template(url(InvokeMode="RESPONSE_STREAM", TargetFunctionArn="elsewhere")))


@pytest.mark.parametrize(("mode", "found"), [("STREAM", 1), ("BUFFERED", 0), ({"Ref": "Unset"}, 0), (None, 0)])
def test_a_rest_api_that_streams_is_looked_at(mode: Any, found: int) -> None:
    integration = {"ResponseTransferMode": mode} if mode else {}
    findings = findings_of(RULE, template(function(endpoint=None), rest_api(integration=integration)))
    assert [finding.property for finding in findings] == ["Properties/Integration/ResponseTransferMode"] * found


def test_a_rest_api_before_another_runtime_streams() -> None:
    streams = rest_api(integration={"ResponseTransferMode": "STREAM"})
    assert not findings_of(RULE, template(function(endpoint=None, Runtime="nodejs24.x"), streams))
