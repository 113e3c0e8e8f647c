"""Microsoft's Open XML SDK as a judge of workbooks and letters:
what it would have to repair when it opens them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
PROGRAM = FOLDER / "node_modules" / ".bin" / "ooxml-validator"
FONT_ORDER = {"sz", "b", "i", "color", "name", "family", "scheme", "u", "strike", "charset"}
"""openpyxl writes the parts of a font in an order of its own, which every Office reads."""

SHORT_LIVED = {"DOTNET_TieredPGO": "0"}
"""A process of a second gains nothing by counting how its code is used: a fifth less work a file."""


def needs_validator() -> None:
    """Skips the test if the validator is not installed; in CI it fails instead."""
    if not PROGRAM.exists() or shutil.which("node") is None:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse(f"needs node and the validator: npm install --prefix {FOLDER}")


def errors(paths: list[Path]) -> dict[Path, Counter[str]]:
    """The errors of each file that has some: 'part: description' → how often."""
    with ThreadPoolExecutor(2) as several:
        judged = zip(paths, several.map(_errors, paths), strict=True)
    return {path: counts for path, counts in judged if counts}


def _errors(path: Path) -> Counter[str]:
    run = subprocess.run(
        ["node", str(PROGRAM), str(path)], capture_output=True, check=False, env=os.environ | SHORT_LIVED
    )
    answer = json.loads(run.stdout.decode("utf-8"))
    texts = [f"{one.get('path', '')}: {one['description']}" for one in answer["errors"]]
    return Counter(text for text in texts if not _is_font_order(text))


def _is_font_order(text: str) -> bool:
    part, _, rest = text.partition(": ")
    return part == "/xl/styles.xml" and any(rest.endswith(f"main:{name}'.") for name in FONT_ORDER)
