"""What a fault is: one thing wrong in a template that is otherwise sound."""

from dataclasses import dataclass

from tests.validator.sound import sound
from tests.validator.sound_changes import Change
from tests.validator.sound_parts import Json


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault.

    says: what is wrong, in one line.
    plant: puts the fault into a template, in place.
    unseen: neither cfn-lint, CDK's own validation, cdk-nag, checkov, cfn-guard nor serverless-rules finds it.
    """

    name: str
    says: str
    plant: Change
    unseen: bool = False

    def template(self) -> Json:
        """The sound template with this fault in it."""
        planted = sound()
        self.plant(planted)
        return planted
