"""`python -m tests.fuzz --minutes N`: changes small valid files
of every reader at random; whatever they become, reading gives a content.

A file that ends its worker, takes too long, or gives neither
sheets nor a finding is kept in --keep, to become a small test.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

from gaoji_batch.intake.contents import Content, read_bytes
from gaoji_batch.intake.reading_process import WorkerLost
from gaoji_batch.intake.workers import LocalWorkers
from gaoji_batch.workspace.limits import Limits
from tests.fuzz.mutate import mutated
from tests.fuzz.seeds import seeds


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.fuzz")
    options.add_argument("--minutes", type=float, default=1)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    asked = options.parse_args()
    chance, told = random.Random(asked.seed), Counter()
    found = 0
    until = time.monotonic() + asked.minutes * 60
    limits = Limits(seconds=20)
    starts = seeds()
    with LocalWorkers(2, limits) as workers:
        while time.monotonic() < until:
            batch = [(name, mutated(data, chance)) for _ in range(20) for name, data in starts.items()]
            for (name, data), future in [
                ((name, data), workers.submit(read_bytes, data, name, limits)) for name, data in batch
            ]:
                try:
                    content: Content = future.result()
                    what = (
                        content.faults[0].code if content.faults else "read" if content.grids else "nothing"
                    )
                    bad = what == "nothing" or any(
                        "读取时出错" in fault.detail.get("why", "") for fault in content.faults
                    )
                    what += f" {content.faults[0].detail['why']}" if bad and content.faults else ""
                except WorkerLost as lost:
                    what, bad = f"lost: {lost.why}", True
                told[name.rpartition(".")[2], what] += 1
                if bad:
                    found += 1
                    asked.keep.mkdir(exist_ok=True)
                    (asked.keep / f"{found:05}-{name}").write_bytes(data)
    for (kind, what), count in sorted(told.items()):
        print(f"{kind:6} {count:8} {what}")
    print(f"{sum(told.values())} executions in {asked.minutes:g} minutes, {found} kept")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
