"""Files and folders seen onto the disk, and files put in each other's place, on every platform."""

from __future__ import annotations

import os
import time
from pathlib import Path

ATTEMPTS = 5
"""Of a replacement that is refused: a virus scanner or an indexer on Windows holds a new file for a
moment."""
PAUSE = 0.05
"""Seconds before the second attempt; each further pause is twice as long."""


def sync_file(path: Path) -> None:
    """Sees a file's content onto the disk. Opened for writing, for Windows flushes no file that is open for
    reading alone."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Sees a folder's own entries onto the disk, where the platform can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(source: Path, target: Path) -> None:
    """Puts a file in the place of another; PermissionError if the target stays locked by another program."""
    for attempt in range(ATTEMPTS):
        try:
            source.replace(target)
            return
        except PermissionError:
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(PAUSE * 2**attempt)
