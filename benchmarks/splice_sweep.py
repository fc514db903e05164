"""Puts entries into manifests laid out at random and looks at every result.

    python -m benchmarks.splice_sweep --count 100000 --seed 0

accepted: the data is right, nothing but the entry came in, and every remark is where it belongs. refused: there is no
place. caught: the data would be wrong; `services.manifest_edit` sees that before it writes. wrong: none may be.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from tests.store.spliced import verdict

_CHUNK = 500


def tally(start: int, end: int) -> tuple[Counter[str], list[str]]:
    """Return how often each outcome came, and the wrong ones."""
    outcomes = [(seed, *verdict(seed)) for seed in range(start, end)]
    wrong = [f"--- seed {seed}\n{told}" for seed, outcome, told in outcomes if outcome == "wrong"]
    return Counter(outcome for _, outcome, _ in outcomes), wrong


def main() -> None:
    """Sweep as the command line asks; exit code 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    ends = range(options.seed, options.seed + options.count, _CHUNK)
    total: Counter[str] = Counter()
    with ProcessPoolExecutor(options.workers) as pool:
        for found, wrong in pool.map(tally, ends, [min(each + _CHUNK, ends.stop) for each in ends]):
            total += found
            print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    print("  ".join(f"{name} {total[name]:,}" for name in ("accepted", "refused", "caught", "wrong")))
    sys.exit(total["wrong"] > 0)


if __name__ == "__main__":
    main()
