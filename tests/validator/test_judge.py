"""What breaks down in the middle is told beside what the others find."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sagewire.validator.catalogue import rule_of
from sagewire.validator.graph import Graph
from sagewire.validator.judge import judge, templates_of
from sagewire.validator.rule import Fault, Rule


def _rule() -> Rule:
    rule = rule_of("SW201")
    assert rule is not None
    return rule


def _breaking(graph: Graph) -> Iterator[Fault]:
    raise ValueError(f"{len(graph.endpoints)} endpoints")
    yield


def test_a_rule_that_breaks_down_hides_no_other() -> None:
    broken = replace(_rule(), id="SW999", check=_breaking)
    report = judge(templates_of({"t": _rule().wrong()}), rules=[broken, _rule()])
    assert [finding.rule for finding in report.findings] == ["SW201"]
    assert [(failure.what, failure.why) for failure in report.failures] == [("rule SW999", "ValueError: 1 endpoints")]


class _Unreadable(dict[str, Any]):
    def get(self, key: str, default: Any = None) -> Any:
        raise OSError(f"{key} cannot be read, nor {default}")


def test_paths_that_break_down_hide_no_finding() -> None:
    wrong = _rule().wrong()
    function = {"Type": "AWS::Lambda::Function", "Properties": _Unreadable()}
    body = {**wrong, "Resources": {**wrong["Resources"], "Unreadable": function}}
    report = judge(templates_of({"t": body}), rules=[_rule()])
    assert [finding.rule for finding in report.findings] == ["SW201"]
    assert [failure.what for failure in report.failures] == ["paths"]


def test_templates_are_looked_at_afresh_each_time() -> None:
    imported = {"Fn::ImportValue": "memory"}
    wrong = copy.deepcopy(_rule().wrong())
    variant = wrong["Resources"]["Config"]["Properties"]["ProductionVariants"][0]
    memory = variant["ServerlessConfig"]["MemorySizeInMB"]
    variant["ServerlessConfig"]["MemorySizeInMB"] = imported
    exporting = {"Resources": {}, "Outputs": {"It": {"Value": memory, "Export": {"Name": "memory"}}}}
    one, other = templates_of({"one": wrong, "other": exporting})
    assert [
        [finding.rule for finding in judge(given, rules=[_rule()]).findings] for given in ([one], [one, other])
    ] == [
        [],
        ["SW201"],
    ]
    assert one.resources["Config"].type == "AWS::SageMaker::EndpointConfig"


def test_templates_to_which_more_is_added_are_told() -> None:
    whole, more = _rule().right(), {**_rule().right(), "Transform": "Own::Macro"}
    assert judge(templates_of({"whole": whole, "more": more})).incomplete == ["more"]
