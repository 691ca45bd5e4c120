"""`python -m tools.mutation [functions] [resolver] [rules]`: how many small faults in the code a test sees.

Two targets are worked on at a time. `--sample 40 --seed 7` takes 40 targets of those named, at random.
"""

import argparse
import os
import random
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

from tools.mutation.mutmut import FOLDER, Score, score
from tools.mutation.targets import SUBJECTS

GOAL = 90  # percent


def main() -> None:
    """Print what survived, and the score; exit with 1 where it is below the goal."""
    options = _parser().parse_args()
    ok = True
    for subject in options.subjects or list(SUBJECTS):
        targets = SUBJECTS[subject]()
        if options.sample and options.sample < len(targets):
            targets = random.Random(options.seed).sample(targets, options.sample)  # noqa: S311 - no secret
        with ThreadPoolExecutor(options.workers) as pool:
            scores = list(pool.map(score, targets))
        ok = _told(subject, scores) and ok
    shutil.rmtree(FOLDER, ignore_errors=True)
    sys.exit(not ok)


def _told(subject: str, scores: list[Score]) -> bool:
    for each in scores:
        for survivor in each.survivors:
            print(f"  {each.name}: {survivor}")
    seen, total = sum(each.seen for each in scores), sum(each.total for each in scores)
    print(f"{subject}: {seen} of {total} = {seen / total:.1%} (goal: {GOAL} %), {len(scores)} targets")
    return seen * 100 >= GOAL * total


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=__doc__)
    parser.add_argument("subjects", nargs="*", choices=[*SUBJECTS, []], help="default: all")
    parser.add_argument("--sample", type=int, help="so many targets of each subject, at random")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    return parser


if __name__ == "__main__":
    main()
