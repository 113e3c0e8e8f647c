"""The workspace: its folders, its settings and keys, its lock, and run folders that appear whole or not at
all (docs/contract/workspace.md)."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gaoji_batch.errors import GaojiError
from gaoji_batch.law import resources
from gaoji_batch.values import clock, text
from gaoji_batch.workspace import disk
from gaoji_batch.workspace.progress import SILENT, Progress
from gaoji_batch.workspace.runs import HIDDEN, Run, point, pointed_at
from gaoji_batch.workspace.settings import Settings, load

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from gaoji_batch.law.policy import Policy

SETTINGS = "gaoji.toml"
LEDGER = "ledger.db"
"""The embedded ledger."""
FOLDERS = ("inbox", "center", "extracts", "out")
JUNK = ("~$*", ".~*", "thumbs.db", "desktop.ini", ".ds_store")
"""Lock and temporary files, by name in lower case: passed over, and listed in run.json as such."""


WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv")


@dataclass
class Workspace:
    """A folder with a gaoji.toml. Made by `find` or `create`."""

    path: Path
    settings: Settings

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """The workspace that `start` is or lies in; GaojiError where no parent has a gaoji.toml."""
        start = start.resolve()
        for folder in (start, *start.parents):
            if (folder / SETTINGS).is_file():
                if text.legible(str(folder)) != str(folder):
                    raise GaojiError(
                        f"工作区所在文件夹的名称不是可识别的文字（{text.legible(str(folder))}）",
                        "给文件夹改名后重新运行",
                    )
                return cls(folder, load(folder / SETTINGS))
        raise GaojiError(
            f"{start}及其上级文件夹都不是工作区（没有{SETTINGS}）",
            "用gaoji init 文件夹 新建工作区，或用-C指明工作区",
        )

    @classmethod
    def create(cls, path: Path) -> Workspace:
        """A new, empty workspace; GaojiError where there is one already."""
        if (path / SETTINGS).exists():
            raise GaojiError(f"{path}已经是工作区", "直接使用它，或换一个文件夹")
        for name in FOLDERS:
            (path / name).mkdir(parents=True, exist_ok=True)
        (path / SETTINGS).write_text(_FIRST_SETTINGS, encoding="utf-8", newline="\n")
        workspace = cls.find(path)
        _ = workspace.key
        return workspace

    @property
    def out(self) -> Path:
        return self.path / "out"

    @property
    def cache(self) -> Path:
        return self.path / ".cache"

    @property
    def state(self) -> Path:
        """What the toolkit itself must remember between runs: the key, bindings of decisions, the ledger's
        head."""
        folder = self.path / ".gaoji"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    @cached_property
    def key(self) -> bytes:
        """The key of all keyed hashes, made at its first use; readable by its owner alone."""
        _ = self.state
        path = self.path / self.settings.privacy.key_file
        if not path.exists():
            if (self.path / LEDGER).exists():
                raise GaojiError(
                    f"密钥文件{path}不见了，台账中的学员无从对应",
                    "从备份恢复这个文件；没有它，不能查出重复参训和重复补助",
                )
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with (
                suppress(FileExistsError),
                os.fdopen(
                    os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
                ) as file,
            ):
                file.write(secrets.token_hex(32) + "\n")
        try:
            return bytes.fromhex(path.read_text(encoding="ascii").strip())
        except ValueError as error:
            raise GaojiError(
                f"密钥文件{path}已损坏", "从备份恢复这个文件；没有它，已有的问题编号和台账不能对应"
            ) from error

    def policy(self) -> Policy:
        """The law, with what gaoji.toml overrides."""
        from gaoji_batch.law.policy import Policy

        return Policy.load(resources.schemas() / "policy", self.settings.policy)

    def inbox(self) -> list[Path]:
        """What units submitted, by path."""
        return self._files("inbox")

    def center(self) -> list[Path]:
        """The center's own workbooks, by path."""
        return self._files("center")

    def extracts(self) -> list[Path]:
        """The extracts, by path."""
        return self._files("extracts")

    def passed_over(self) -> list[str]:
        """Lock and temporary files, as run.json lists them."""
        return [
            self.relative(path)
            for name in ("inbox", "center", "extracts")
            for path in _walk(self.path / name)
            if _junk(path)
        ]

    def _files(self, name: str) -> list[Path]:
        return [path for path in _walk(self.path / name) if not _junk(path)]

    def relative(self, path: Path) -> str:
        """A path as findings name it: from the workspace, with '/'."""
        return text.legible(path.relative_to(self.path).as_posix())

    @cached_property
    def _lock(self) -> BaseFileLock:
        from filelock import FileLock

        return FileLock(self.state / "lock")

    @contextmanager
    def locked(self, progress: Progress = SILENT) -> Iterator[None]:
        """One writer at a time: waits for another command, and says so."""
        try:
            self._lock.acquire(timeout=0)
        except TimeoutError:
            progress.say("另一个命令正在使用本工作区，等待其结束…")
            self._lock.acquire()
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def new_run(
        self,
        command: str,
        *,
        on: date,
        progress: Progress = SILENT,
        committed: Callable[[str], bool] | None = None,
    ) -> Iterator[Run]:
        """A run's folder, under the workspace's lock: hidden while it is written, whole once the block ends
        without an error.

        committed: tells whether the ledger holds a run; a hidden folder that a dead command left is finished
        if so, else removed.
        """
        with self.locked(progress):
            self.out.mkdir(mode=0o700, exist_ok=True)
            self._settle_dead_runs(committed)
            overrides = {name: str(value) for name, value in self.settings.policy.items()}
            run = Run(self.out, overrides, command, on, self._next_id(command))
            run.folder.mkdir(mode=0o700)
            try:
                yield run
                run.seal()
            except BaseException:
                if not run.committed and not (run.sealed and committed and _surely(committed, run.id)):
                    shutil.rmtree(run.folder, ignore_errors=True)
                raise
            self._publish(run.folder, progress)

    def _next_id(self, command: str) -> str:
        day = f"{clock.today():%Y%m%d}"
        taken = [
            path.name.removeprefix(HIDDEN).split("-")
            for path in self.out.iterdir()
            if path.name.removeprefix(HIDDEN).startswith(day)
        ]
        last = max((int(parts[1]) for parts in taken if len(parts) > 2 and parts[1].isdigit()), default=0)
        return f"{day}-{last + 1:03d}-{command}"

    def _settle_dead_runs(self, committed: Callable[[str], bool] | None) -> None:
        for folder in sorted(self.out.glob(f"{HIDDEN}*")):
            run = folder.name.removeprefix(HIDDEN)
            if committed is None and (folder / "run.json").is_file():
                continue  # may belong to the ledger: left for a command that knows
            if committed is not None and (folder / "run.json").is_file() and committed(run):
                self._publish(folder)
            else:
                shutil.rmtree(folder, ignore_errors=True)

    def _publish(self, hidden: Path, progress: Progress = SILENT) -> None:
        """Gives a whole run its name, and points `latest-<command>` at it, for validate `latest` too.

        The run stands whether or not the pointers can be set: what the ledger committed is not undone by a
        link.
        """
        run = hidden.name.removeprefix(HIDDEN)
        target = self.out / run
        disk.replace(hidden, target)
        disk.sync_folder(self.out)
        command = run.split("-", 2)[2]
        for name in [f"latest-{command}", *(["latest"] if command == "validate" else [])]:
            try:
                point(self.out / name, target)
            except OSError:
                progress.say(f"out/{name}未能指向最新结果，不影响结果本身；请直接打开out/{run}")

    def latest(self, command: str = "validate") -> Path | None:
        """The newest complete run of a command; None if there is none. Where the pointer is gone, by the
        runs' names."""
        link = self.out / ("latest" if command == "validate" else f"latest-{command}")
        target = self.out / (pointed_at(link) or link.name)
        if target.name != link.name and (target / "run.json").is_file():
            return target
        return next(reversed(self.runs(command)), None)

    def runs(self, command: str = "") -> list[Path]:
        """All complete runs, oldest first; of one command where it is named."""
        folders = (
            sorted(
                path
                for path in self.out.glob("[0-9]*-*-*")
                if (path / "run.json").is_file() and not path.is_symlink()
            )
            if self.out.is_dir()
            else []
        )
        return [path for path in folders if not command or path.name.split("-", 2)[2] == command]


def _surely(committed: Callable[[str], bool], run: str) -> bool:
    """Whether the ledger holds a run that failed once it was sealed; where that cannot be asked now, the next
    command asks again."""
    try:
        return committed(run)
    except (GaojiError, OSError):
        return True


def _walk(folder: Path) -> list[Path]:
    """All files below a folder, sorted by path; links to folders are not followed. A sub-folder that cannot
    be opened stands for its files, and an empty one that is called like a workbook for that workbook."""
    paths: list[Path] = []
    closed: list[OSError] = []
    for top, names, files in os.walk(folder, onerror=closed.append):
        names.sort()
        paths += [Path(top) / name for name in files]
        paths += [Path(top) / name for name in names if (Path(top) / name).is_symlink()]
        if not names and not files and Path(top) != folder and Path(top).suffix.lower() in WORKBOOKS:
            paths.append(Path(top))
    if closed and Path(closed[0].filename) == folder and folder.exists():
        raise closed[0]
    paths += [Path(error.filename) for error in closed if Path(error.filename) != folder]
    return sorted(paths, key=lambda path: path.relative_to(folder).as_posix())


def _junk(path: Path) -> bool:
    return any(fnmatch(path.name.lower(), pattern) for pattern in JUNK)


_FIRST_SETTINGS = """# 工作区设置。空文件即可使用，各项都有默认值；可设的项目见分析员手册“设置”一章。
"""
