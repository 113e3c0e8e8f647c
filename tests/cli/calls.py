"""Calls the command line as a shell would, within the test's own process:
a new interpreter costs a second a call."""

from __future__ import annotations

import os
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper

import pytest

from gaoji_batch.cli import main


def call(*arguments: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of one call;
    the mask of new files, which a command narrows, is put back."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    mask = os.umask(0o022)
    try:
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
            main([*arguments])
            raise SystemExit(0)
    finally:
        os.umask(mask)
    return int(left.value.code or 0), _written(out), _written(err)


def _written(stream: TextIOWrapper) -> str:
    return stream.buffer.getvalue().decode("utf-8")
