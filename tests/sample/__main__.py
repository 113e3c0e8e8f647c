"""`python -m tests.sample [DIR]`: writes the sample workspace,
by default to sample_data/, and tests/sample/expected.csv."""

from __future__ import annotations

import sys
from pathlib import Path

from .make import EXPECTED, SAMPLE, files, write

if __name__ == "__main__":
    made = files()
    write(made, Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
    if len(sys.argv) < 2:
        EXPECTED.write_bytes(made.expected)
