"""Debian's programs that some tests need: skipped on a developer's machine that lacks one, failed in CI."""

from __future__ import annotations

import os
import shutil

import pytest


def needs(*programs: str) -> None:
    """Skips the test that calls it where a program is lacking; in CI (the variable CI is set) it fails instead."""
    lacking = [program for program in programs if shutil.which(program) is None]
    if lacking:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            f"needs {', '.join(lacking)}: apt-get install, see .ci/run"
        )
