"""Calls the command line as a shell would, within the test's own process."""

from __future__ import annotations

import pytest

from gaoji_batch.cli import main


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of one call."""
    with pytest.raises(SystemExit) as left:
        main([*arguments])
        raise SystemExit(0)
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err
