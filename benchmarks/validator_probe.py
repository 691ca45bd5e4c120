"""What one round of benchmarks/validator.py runs: an app of many endpoints, synthesized with the plugin or without it.

Prints, as JSON, the seconds of all of it, and those that the synthesis has waited for the plugin: for its import, its
making, and its judging with the reading of the templates.
"""

import json
import sys
import time


def main(count: int, *, validated: bool) -> None:
    """Synthesize `count` endpoints."""
    began = time.perf_counter()
    from benchmarks.app import main as synthesize  # noqa: PLC0415 - the import is a part of what it takes

    if not validated:
        synthesize("with_sagewire", count)
        print(json.dumps({"whole": time.perf_counter() - began}))
        return

    waited = time.perf_counter()
    from benchmarks.timed_validator import TimedValidator  # noqa: PLC0415 - and so it is here

    imported = time.perf_counter() - waited
    plugin = TimedValidator()
    synthesize("with_sagewire", count, plugins=[plugin])
    whole = time.perf_counter() - began
    found = [report.violations for report in plugin.reports]
    if found != [[]]:
        sys.exit(f"one report without a violation is what the sound app has; here is {found}")
    print(json.dumps({"whole": whole, "plugin": imported + plugin.waited}))


if __name__ == "__main__":
    main(int(sys.argv[1]), validated=sys.argv[2] == "validated")
