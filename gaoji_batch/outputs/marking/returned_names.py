"""Where the returned copy of a submitted file lies: under its own path, unless a system would not take
that."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from gaoji_batch.outputs.safe_text import safe_name

FOLDER = "returned"
XLSX_FORMATS = (".xlsx", ".xlsm", ".xltx", ".xltm")
_LONGEST = 195
"""Characters of a whole path; Windows' own limit leaves little more once a user copies the folder
somewhere."""


def returned_path(folder: Path, file: str, suffix: str = "") -> PurePosixPath:
    """The copy of 'inbox/…' within the run's `folder`: 'returned/…', every part of it fit for any system,
    with `suffix` behind.

    A path that would be too long, or whose parts had to be changed, is told apart by a hash.
    """
    path = PurePosixPath(FOLDER, safe_path(file.partition("/")[2]))
    path = path.with_name(path.name + suffix)
    room = _LONGEST - len(str(folder.absolute()))
    return path if len(str(path)) < room else _short(file, path.suffix, room)


def copies(folder: Path, file: str) -> Iterator[PurePosixPath]:
    """The names that the copy of a file may bear: its own, or as xlsx (of a .7z as zip) where it had to
    become one."""
    yield returned_path(folder, file)
    for ending in (".xlsx", ".zip"):
        yield returned_path(folder, file, ending)
    for ending in (".xlsx", ".zip"):
        yield returned_path(folder, PurePosixPath(file).with_suffix(ending).as_posix())


def safe_path(written: str) -> PurePosixPath:
    """A path whose every part is fit for any system, '..' and '/' among them; an empty one gets a name."""
    return PurePosixPath(*map(_safe, PurePosixPath(written).parts or [""]))


def _safe(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    # no ending is longer: 名单.最终修改版 is a name with a point in it
    if not stem or len(ending) > 5:
        return safe_name(name, 120)
    safe = safe_name(stem, 120) + dot + ending
    return safe if safe_name(safe, 130) == safe else safe_name(name, 120)


def _short(file: str, suffix: str, room: int) -> PurePosixPath:
    """One level deep and as long as there is room for."""
    # of a name that is no UTF-8 the system gives lone surrogates
    digest = hashlib.sha256(file.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    start = safe_name(PurePosixPath(file).stem, 40)[: max(0, room - len(FOLDER) - len(suffix) - 14)]
    return PurePosixPath(FOLDER, f"{start}-{digest}{suffix}")
