"""The libraries that are compared, and the environment that each of them runs in."""

import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_PEERS = ROOT / ".venv-peers" / "bin" / "python"


@dataclass(frozen=True, kw_only=True)
class Library:
    """A library, and the module of benchmarks/apps that uses it."""

    title: str
    module: str
    distribution: str
    python: Path = Path(sys.executable)

    @property
    def installed(self) -> bool:
        """Whether its environment is there: `make` builds it."""
        return self.python.exists()


BASELINE = "resources"
LIBRARIES = {
    BASELINE: Library(title="raw typed L1s", module="with_resources", distribution="aws-cdk-lib"),
    "sagewire": Library(title="sagewire", module="with_sagewire", distribution="sagewire"),
    "alpha": Library(
        title="aws-sagemaker-alpha",
        module="with_alpha",
        distribution="aws-cdk.aws-sagemaker-alpha",
        python=_PEERS,
    ),
    "solutions": Library(
        title="aws-lambda-sagemakerendpoint",
        module="with_solutions_constructs",
        distribution="aws-solutions-constructs.aws-lambda-sagemakerendpoint",
        python=_PEERS,
    ),
    "generative-ai": Library(
        title="generative-ai-cdk-constructs",
        module="with_generative_ai",
        distribution="cdklabs.generative-ai-cdk-constructs",
        python=_PEERS,
    ),
}
