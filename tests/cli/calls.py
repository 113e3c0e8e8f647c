"""Calls the command line as a shell would, within the test's own process: a new interpreter costs a second a call."""

from __future__ import annotations

from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import pytest

from gaoji_batch.cli import main


def call(*arguments: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of one call."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
        main([*arguments])
        raise SystemExit(0)
    return int(left.value.code or 0), out.getvalue(), err.getvalue()
