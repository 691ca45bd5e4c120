"""The facts that can be stated: those that constructs write, that the validator asks for, and that its page shows."""

import re
from pathlib import Path

import yaml
from aws_cdk import Duration, Size

from sagewire import ModelProfile
from sagewire.batch.configuration import TransformWorkload
from sagewire.validator.graph.function import FUNCTION
from sagewire.validator.graph.model import MODEL
from sagewire.validator.stated import ACKNOWLEDGE, FACTS
from sagewire.workload import Traffic

ROOT = Path(__file__).parents[2]
VALIDATOR = ROOT / "constructs/sagewire/validator"
SECOND, SIZE = Duration.seconds(1), Size.gibibytes(1)
WRITTEN_FOR_MODELS = ModelProfile(latency=SECOND, memory=SIZE, accelerator_memory=SIZE, start=SECOND).to_metadata()
WRITTEN_FOR_FUNCTIONS = {
    **Traffic(deadline=SECOND, request=SIZE, response=SIZE, peak_rate=1).to_metadata(),
    **TransformWorkload(records=1, deadline=SECOND).to_metadata(),
}
ASKED = re.compile(r'\bstated\["(\w+)"\]|^_EVENT = "(\w+)"', re.MULTILINE)


def _asked_for() -> set[str]:
    sources = [path.read_text() for path in VALIDATOR.glob("**/*.py") if path.name != "stated.py"]
    return {key or event for source in sources for key, event in ASKED.findall(source)}


def test_all_that_constructs_state_is_known() -> None:
    assert WRITTEN_FOR_MODELS.keys() == FACTS[MODEL].keys()
    assert WRITTEN_FOR_FUNCTIONS.keys() < FACTS[FUNCTION].keys()


def test_all_that_is_known_is_asked_for_or_written() -> None:
    known = {key for facts in FACTS.values() for key in facts}
    assert _asked_for() <= known | {ACKNOWLEDGE}
    assert known == _asked_for() - {ACKNOWLEDGE} | WRITTEN_FOR_FUNCTIONS.keys()


def test_the_page_shows_each_fact_on_its_resource() -> None:
    page = (ROOT / "docs/validator.md").read_text()
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]
    (resources,) = [block for block in blocks if "Model" in block]
    shown = {each["Type"]: set(each["Metadata"]["sagewire"]) for each in resources.values()}
    assert shown == {type: set(facts) for type, facts in FACTS.items()}


def test_the_page_says_of_each_fact_what_it_tells() -> None:
    page = (ROOT / "docs/validator.md").read_text()
    for facts in FACTS.values():
        for key, what in facts.items():
            (line,) = re.findall(rf"^ +{key}: .*", page, re.MULTILINE)
            assert what in line or key == "attempts"
