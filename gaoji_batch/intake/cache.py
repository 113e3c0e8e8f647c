"""What was read, kept under .cache/grids by content: readable by its owner alone; a damaged or foreign entry is as good as none."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
from contextlib import suppress
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from gaoji_batch.intake.grid import Submission
from gaoji_batch.intake.limits import Limits

_ALLOWED = {
    ("gaoji_batch.intake.grid", "Submission"), ("gaoji_batch.intake.grid", "Grid"), ("gaoji_batch.intake.grid", "Fault"),
    ("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta"), ("copyreg", "_reconstructor"), ("builtins", "object"),
}  # fmt: skip
"""What an entry may name: a file that was tampered with can make no other object."""


class GridCache:
    """Entries of one workspace. A key is the content's hash, the kind its name promises, the limits, and the version of the readers."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._rest = f"{_version()}|{limits.model_dump_json()}"
        self._used: set[str] = set()
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def get(self, digest: str, file: str) -> Submission | None:
        """What was read of this content under such a name."""
        name = self._name(digest, file)
        try:
            held = _Careful(io.BytesIO((self._folder / name).read_bytes())).load()
        except Exception:  # whatever is wrong with it, the file is read anew
            return None
        if not isinstance(held, Submission) or held.sha256 != digest:
            return None
        self._used.add(name)
        return held

    def put(self, submission: Submission) -> None:
        """Keeps what a reader found; never what the machine failed at."""
        if not submission.sha256 or not submission.grids:
            return
        name = self._name(submission.sha256, submission.file)
        fresh = self._folder / f"{name}.{os.getpid()}.part"
        with suppress(OSError):
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                pickle.dump(submission, file, protocol=5)
            fresh.replace(self._folder / name)
            self._used.add(name)

    def prune(self) -> None:
        """Removes what this run had no use for, so that the cache never outgrows the inbox."""
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path.name not in self._used:
                    path.unlink(missing_ok=True)

    def _name(self, digest: str, file: str) -> str:
        suffix = PurePosixPath(file).suffix.casefold()
        return hashlib.sha256(f"{digest}|{suffix}|{self._rest}".encode()).hexdigest()[:40]


class _Careful(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(name)
        return super().find_class(module, name)


@cache
def _version() -> str:
    """Changes with any change of the readers."""
    import python_calamine

    total = hashlib.sha256(str(getattr(python_calamine, "__version__", "")).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()
