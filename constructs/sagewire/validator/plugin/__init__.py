"""The validator as a plugin of CDK's validation, which looks at what an app synthesizes."""

from __future__ import annotations

from collections.abc import Mapping

import jsii
from aws_cdk import IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport

import sagewire
from sagewire.validator.catalogue import all_rules
from sagewire.validator.finding import Failure
from sagewire.validator.plugin.failed_synth import end_without_traceback
from sagewire.validator.plugin.fatal import FATAL
from sagewire.validator.plugin.not_looked_at import not_looked_at
from sagewire.validator.plugin.violations import violations_of
from sagewire.validator.quotas import check_quotas
from sagewire.validator.severity import Severity

_FAILING = (FATAL, Severity.ERROR.value)


@jsii.implements(IPolicyValidationPlugin)
class Validator:
    """Fails the synthesis of an app that cannot work: `Validations.of(app).add_plugins(Validator())`.

    An error fails it; a warning is printed, and fails it under `cdk synth --strict`. Both can be acknowledged:
    `Validations.of(construct).acknowledge(Acknowledgment(id="sagewire::SW201", reason="..."))`.
    """

    def __init__(self, *, quotas: Mapping[str, int] | None = None) -> None:
        """Take what AWS has granted the account.

        From here on, Python ends without a traceback where a validation of CDK's fails: CDK's report says it all.

        Args:
            quotas: By the names in `sagewire.limits`, for those that AWS adjusts: {"REST_API_TIMEOUT": 60}.

        Raises:
            ValueError: For a limit that AWS does not adjust, and for a figure that is no whole number above 0.
        """
        self._quotas = check_quotas(quotas)
        end_without_traceback()

    @property
    def name(self) -> str:
        """What CDK's report calls it, and what stands before the ids that are acknowledged."""
        return "sagewire"

    @property
    def version(self) -> str:
        """The library's version."""
        return sagewire.__version__

    @property
    def rule_ids(self) -> list[str]:
        """The ids of all rules."""
        return [rule.id for rule in all_rules()]

    def validate(self, context: IPolicyValidationContext) -> PolicyValidationPluginReport:
        """Look at all stacks together. What could not be looked at fails the synthesis as an error does."""
        try:
            violations = violations_of(context, quotas=self._quotas)
        except Exception as error:  # noqa: BLE001 - CDK's command line lets an app pass whose plugin raises
            violations = [not_looked_at(Failure(what="the validator", why=f"{type(error).__name__}: {error}"))]
        fails = any(violation.severity in _FAILING for violation in violations)
        return PolicyValidationPluginReport(success=not fails, violations=violations, plugin_version=self.version)
