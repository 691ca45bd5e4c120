"""Whatever a construct accepts is a template without a finding; whatever it refuses, it explains."""

import json
import traceback
from pathlib import Path

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

import sagewire
from tests.properties import strategies_components as components
from tests.properties import strategies_endpoints as endpoints
from tests.properties import strategies_functions as functions
from tests.properties import strategies_models as models
from tests.properties.drawn import Scenario, calls_in
from tests.properties.lint import findings
from tests.properties.refusal import shortcomings
from tests.properties.values import Values, mostly
from tests.properties.workbench import Workbench

CONSTRUCTS: dict[str, Values] = {
    "Model": models.any_model(),
    "RealTimeEndpoint": endpoints.real_time(),
    "ServerlessEndpoint": endpoints.serverless(),
    "AsyncEndpoint": endpoints.asynchronous(),
    "endpoint_of_kind": endpoints.of_kind(),
    "imported": endpoints.imported(),
    "InferenceComponentEndpoint": st.one_of(components.component_endpoint(), components.imported_component_endpoint()),
    "InferenceComponent": components.component(),
    "BatchTransform": functions.batch(),
    "LambdaInvoker": functions.invoker(),
}
REGIONS = st.sampled_from([None, "us-east-1", "cn-north-1", "us-gov-west-1"])
_OURS = str(Path(sagewire.__file__).parent)


def in_a_stack(construct: str) -> st.SearchStrategy[Scenario]:
    """One of them, or, now and then, two in one stack."""
    one = CONSTRUCTS[construct]
    several = mostly(st.tuples(one), st.tuples(one, one))
    return st.builds(Scenario, REGIONS, several).filter(_named_apart)


def _named_apart(scenario: Scenario) -> bool:
    """Whether no physical name is given twice, which no construct sees of another."""
    given_names = [
        (name, repr(value))
        for each in calls_in(scenario)
        for name, value in each.arguments.items()
        if name in ("component_name", "endpoint_name", "rule_name")
    ]
    return len(given_names) == len(set(given_names))


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of an environment of 40 kB, say
@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_what_is_accepted_is_clean_and_what_is_refused_is_explained(assembly: Path, construct: str) -> None:
    @settings(max_examples=settings().max_examples // len(CONSTRUCTS))
    @given(scenario=in_a_stack(construct))
    def holds(scenario: Scenario) -> None:
        check(scenario, assembly)

    holds()


def check(scenario: Scenario, assembly: Path) -> None:
    """Build it; any error but a ValueError of ours, and any finding, is a defect."""
    bench = Workbench(assembly, scenario.region)
    refusal = _refusal(bench, scenario)
    if refusal is None:
        assert findings(bench.template(), scenario.region) == []
        return
    note(f"refused: {refusal}")
    assert traceback.extract_tb(refusal.__traceback__)[-1].filename.startswith(_OURS)
    assert shortcomings(str(refusal), scenario) == []


class KernelDied(BaseException):
    """CDK's kernel is gone, as for a figure that is none in JSON: whatever is drawn after it fails of that alone."""


def _refusal(bench: Workbench, scenario: Scenario) -> ValueError | None:
    try:
        bench.build(scenario)
    except (json.JSONDecodeError, BrokenPipeError) as error:
        raise KernelDied(repr(scenario)) from error
    except ValueError as error:
        return error
    return None
