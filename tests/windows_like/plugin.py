"""The pytest plugin: this process and all that it starts refuse
what Windows refuses, and read no text in an unnamed encoding."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

SITE = str(Path(__file__).with_name("site"))

os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [SITE, os.environ.get("PYTHONPATH", "")]))
# for this process alone: others print what their libraries do
os.environ.pop("PYTHONWARNDEFAULTENCODING", None)
sys.path.insert(0, SITE)
sys.modules.pop("sitecustomize", None)
import sitecustomize  # noqa: E402, F401


def pytest_configure(config: Any) -> None:
    """Text that the package opens without naming the encoding
    is cp936 on a Chinese Windows: an error here."""
    config.addinivalue_line("filterwarnings", r"error::EncodingWarning:gaoji_batch\..*")
