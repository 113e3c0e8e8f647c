"""Debian's programs that some tests need: skipped on a developer's machine that lacks one, failed in CI.

`python -m tests.needs` says in one line which are lacking.
"""

from __future__ import annotations

import os
import shutil
import sys

import pytest

PACKAGES = {
    "chromium": "chromium",
    "chromedriver": "chromium-driver",
    "soffice": "libreoffice-calc libreoffice-writer",
    "pdftotext": "poppler-utils",
    "strace": "strace",
    "node": "nodejs",
}
"""Program → the packages of Debian that bring it."""


def needs(*programs: str) -> None:
    """Skips the test that calls it where a program is lacking;
    in CI (the variable CI is set) it fails instead."""
    absent = [program for program in programs if shutil.which(program) is None]
    if absent:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            f"needs {', '.join(absent)}: apt-get install, see .ci/run"
        )


def lacking() -> str:
    """One line about what is lacking on this machine; '' if nothing is."""
    programs = [program for program in PACKAGES if shutil.which(program) is None]
    packages = " ".join(PACKAGES[program] for program in programs)
    return f"缺少{'、'.join(programs)}，有关的测试跳过：apt-get install {packages}" if programs else ""


if __name__ == "__main__":
    if said := lacking():
        sys.stderr.write(said + "\n")
