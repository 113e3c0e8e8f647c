"""Calls the command line as a shell would, within the test's own process: a new interpreter costs a second a call."""

from __future__ import annotations

import os
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import pytest

from gaoji_batch.cli import main


def call(*arguments: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of one call; the mask of new files, which a command narrows, is put back."""
    out, err, mask = StringIO(), StringIO(), os.umask(0o022)
    try:
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
            main([*arguments])
            raise SystemExit(0)
    finally:
        os.umask(mask)
    return int(left.value.code or 0), out.getvalue(), err.getvalue()
