"""What one round of benchmarks/validator.py runs: an app of many endpoints, synthesized and judged in one process.

Prints how long each took, as JSON: the validator's part is its import, the reading of the templates, and the judging.
"""

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mark:
    """A point in time, by the clock and by the processor."""

    clock: float
    processor: float

    @classmethod
    def now(cls) -> "Mark":
        """This moment."""
        return cls(time.perf_counter(), time.process_time())

    def since(self, earlier: "Mark") -> dict[str, float]:
        """Seconds."""
        return {"clock": self.clock - earlier.clock, "processor": self.processor - earlier.processor}


def main(count: int, outdir: Path) -> None:
    """Synthesize `count` endpoints, and judge their templates."""
    began = Mark.now()
    from benchmarks.app import main as synthesize  # noqa: PLC0415 - the import is a part of what synthesis takes

    synthesize("with_sagewire", count)
    synthesized = Mark.now()

    from sagewire.validator.judge import judge, templates_of  # noqa: PLC0415 - and so it is here

    bodies = {path.name: json.loads(path.read_text()) for path in sorted(outdir.glob("*.template.json"))}
    report = judge(templates_of(bodies))
    judged = Mark.now()
    if report.findings or report.failures or len(report.paths) != count:
        sys.exit(f"{len(report.paths)} paths, findings: {report.findings}, failures: {report.failures}")
    print(json.dumps({"synthesis": synthesized.since(began), "validation": judged.since(synthesized)}))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
