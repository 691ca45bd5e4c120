"""How the demo's model refuses a request, and that its archive serves where scikit-learn is old or absent."""

import ast
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from demo.train import TrainingReport

VALID = '{"visitor": "v-1", "recentPageViews": []'
SLUGS = "a list of content slugs, the latest view last"
COUNT = "a whole number from 1 to 50"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("[1, 2]", "the body is a JSON list: send a JSON object"),
        ('{"recentPageViews": []}', "visitor is missing: it is a string that is not empty"),
        ('{"visitor": 7, "recentPageViews": []}', "visitor is 7: it has to be a string that is not empty"),
        (
            '{"visitor": " ", "recentPageViews": []}',
            "visitor is str: it has to be a string that is not empty",
        ),
        ('{"visitor": "v-1"}', f"recentPageViews is missing: it is {SLUGS}"),
        ('{"visitor": "v-1", "recentPageViews": "secret"}', f"recentPageViews is str: it has to be {SLUGS}"),
        ('{"visitor": "v-1", "recentPageViews": [1]}', f"recentPageViews is list: it has to be {SLUGS}"),
        (VALID + ', "count": 0}', f"count is 0: it has to be {COUNT}"),
        (VALID + ', "count": 51}', f"count is 51: it has to be {COUNT}"),
        (VALID + ', "count": true}', f"count is True: it has to be {COUNT}"),
        (VALID + ', "count": 2.0}', f"count is 2.0: it has to be {COUNT}"),
        (VALID + ', "count": null}', f"count is NoneType: it has to be {COUNT}"),
    ],
)
def test_json_that_is_not_a_request_is_status_400(served: SimpleNamespace, body: str, message: str) -> None:
    with pytest.raises(served.RequestError) as refused:
        served.input_fn(body, "application/json")
    assert refused.value.status_code == 400
    assert str(refused.value) == refused.value.message == message


@pytest.mark.parametrize("body", ["", "visitor=v-1", b"\xff\xfe\xfa", "[" * 200_000])
def test_a_body_that_is_not_json_is_status_400(served: SimpleNamespace, body: str | bytes) -> None:
    with pytest.raises(served.RequestError, match=r"^the body is not JSON \(.+\): send a JSON object$") as refused:
        served.input_fn(body, "application/json")
    assert refused.value.status_code == 400


def test_another_content_type_is_status_415(served: SimpleNamespace) -> None:
    with pytest.raises(served.RequestError, match=r"^content type 'text/csv' is not supported") as refused:
        served.input_fn("v-1,trail-running-shoes-guide", "text/csv")
    assert refused.value.status_code == 415


def test_a_caller_who_does_not_accept_json_gets_status_406(served: SimpleNamespace) -> None:
    with pytest.raises(served.RequestError, match=r"^accept 'text/csv' is not supported") as refused:
        served.output_fn({}, "text/csv")
    assert refused.value.status_code == 406


def run_in_archive(archive: Path, program: str, *, path: Path) -> str:
    environment = {"PYTHONPATH": f"{archive / 'code'}:{path}", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", program, str(archive)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_a_refusal_is_an_error_of_the_inference_toolkit_where_that_is_installed(
    archives: Mapping[str, Path], reports: Mapping[str, TrainingReport], tmp_path: Path
) -> None:
    """The toolkit takes the status from errors of its own class only."""
    assert reports
    (tmp_path / "sagemaker_inference").mkdir()
    (tmp_path / "sagemaker_inference" / "errors.py").write_text(
        "class BaseInferenceToolkitError(Exception):\n"
        "    def __init__(self, status_code, message, phrase):\n"
        "        self.status_code, self.message, self.phrase = status_code, message, phrase\n"
    )
    program = (
        "import inference, sagemaker_inference.errors as toolkit\n"
        "try:\n    inference.input_fn('', 'text/csv')\n"
        "except toolkit.BaseInferenceToolkitError as error:\n    print(error.status_code, error)"
    )
    said = run_in_archive(archives["autumn"], program, path=tmp_path)
    assert said == "415 content type 'text/csv' is not supported: send application/json\n"


def test_serving_needs_no_scikit_learn(
    archives: Mapping[str, Path], reports: Mapping[str, TrainingReport], tmp_path: Path
) -> None:
    assert reports
    program = (
        "import inference, sys\n"
        "model = inference.model_fn(sys.argv[1])\n"
        'request = inference.input_fn(\'{"visitor": "v-1", "recentPageViews": []}\', \'application/json\')\n'
        "print(len(inference.predict_fn(request, model)['ranking']))\n"
        "print({'sklearn', 'scipy'} & sys.modules.keys())"
    )
    assert run_in_archive(archives["autumn"], program, path=tmp_path) == "5\nset()\n"


def test_serving_reads_as_python_3_9(served: SimpleNamespace) -> None:
    """The Python of AWS's scikit-learn image 1.2-1."""
    assert ast.parse(Path(served.__file__).read_text(), feature_version=(3, 9)).body
