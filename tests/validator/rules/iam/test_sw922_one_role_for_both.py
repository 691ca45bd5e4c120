"""SW922."""

from sagewire.validator.rules.iam.sw922_one_role_for_both import RULE
from sagewire.validator.samples import att, template
from sagewire.validator.samples.invoking import function
from sagewire.validator.samples.serving import serverless
from tests.validator.judging import findings_of


def test_a_function_that_runs_as_its_model_is_told_of() -> None:
    body = template(serverless(), function(Role=att("ModelRole", "Arn")))
    (finding,) = findings_of(RULE, body)
    assert finding.severity == "info"
    assert finding.message == "Function and SageMaker both take ModelRole, so that each has the rights of the other"


def test_a_role_of_several_functions_is_told_of_once() -> None:
    shared = att("ModelRole", "Arn")
    body = template(serverless(), function(Role=shared), function("Second", Role=shared))
    assert len(findings_of(RULE, body)) == 1


def test_a_role_for_each_is_sound() -> None:
    assert not findings_of(RULE, template(serverless(), function()))
