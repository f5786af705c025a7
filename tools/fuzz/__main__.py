"""Compare our Dockerfile parser with BuildKit's on random texts: ``python -m tools.fuzz --count 100000 --seed 1``.

Prints each difference (and each text whose tokens do not add up to it) and exits with 1 when there was one.
"""

from __future__ import annotations

import argparse
import sys
import time
from random import Random

from dockerpatch.syntax.dockerfile import parse

from .generate import dockerfile
from .oracle import comparable, difference


def run(count: int, seed: int, show: int) -> int:
    """How many of ``count`` texts are read differently; the first ``show`` are printed."""
    found = compared = 0
    for number in range(count):
        text = dockerfile(Random(f"{seed}/{number}"))
        problem = tiling(text)
        if problem is None and comparable(text):
            compared += 1
            problem = difference(text)
        if problem is not None:
            found += 1
            if found <= show:
                print(f"{seed}/{number}: {text!r}\n  {problem}")
    print(f"{count} texts, {compared} compared, {found} differences")
    return found


def tiling(text: str) -> str | None:
    """What is wrong with the tokens of ``text``; None when together they are the text."""
    at = 0
    for kind, start, end in parse(text).tokens():
        if start != at or end <= start:
            return f"token {kind} at {start}-{end} does not follow {at}"
        at = end
    return None if at == len(text) else f"tokens end at {at} of {len(text)}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=20_000, help="texts to compare")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="where the random texts start")
    parser.add_argument("--show", type=int, default=10, help="differences to print")
    options = parser.parse_args()
    print(f"seed {options.seed}")
    return 1 if run(options.count, options.seed, options.show) else 0


if __name__ == "__main__":
    sys.exit(main())
