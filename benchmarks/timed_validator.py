"""The plugin, with a watch."""

import time

from aws_cdk import IPolicyValidationContext, PolicyValidationPluginReport

from sagewire import Validator


class TimedValidator(Validator):
    """The validator. waited: the seconds that the synthesis has waited for it. reports: what it said."""

    def __init__(self) -> None:
        began = time.perf_counter()
        self.waited = 0.0
        self.reports: list[PolicyValidationPluginReport] = []
        super().__init__()
        self.waited += time.perf_counter() - began

    @property
    def rule_ids(self) -> list[str]:
        """The ids of all rules."""
        began = time.perf_counter()
        ids = super().rule_ids
        self.waited += time.perf_counter() - began
        return ids

    def validate(self, context: IPolicyValidationContext) -> PolicyValidationPluginReport:
        """Look at all stacks."""
        began = time.perf_counter()
        report = super().validate(context)
        self.waited += time.perf_counter() - began
        self.reports.append(report)
        return report
