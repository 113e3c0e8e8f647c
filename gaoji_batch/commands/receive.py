"""收件登记: new files of inbox/ are registered with their day and sha256, and each unit gets a receipt."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from gaoji_batch.casework import ledgers
from gaoji_batch.casework.loading import Loaded, load
from gaoji_batch.casework.unopened import refuse
from gaoji_batch.outputs.workbooks import receipts
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress


@dataclass(slots=True)
class ReceiveResult:
    """register: the new workbook in center/, None where nothing was new; receipts: one a unit."""

    register: Path | None
    receipts: list[Path]
    files: int


def run(workspace: Workspace, *, on: date, by: str, progress: Progress = SILENT) -> ReceiveResult:
    """Registers what is not registered yet, in a new workbook in center/ (workbooks that are there are never
    changed)."""
    with workspace.new_run("receive", on=on, progress=progress) as this_run:
        loaded = load(workspace, progress)
        refuse(loaded.unopened)
        rows = unregistered(loaded)
        register = (
            workspace.path / "center" / "收件登记" / f"收件登记-{this_run.id.rsplit('-', 1)[0]}.xlsx"
            if len(rows)
            else None
        )
        names = receipts.write_receipts(rows, this_run.folder, on, by)
        this_run.note(files=len(rows), register=workspace.relative(register) if register else "")
        this_run.seal()
        if register:
            # the register last: after a crash before it the files are unregistered, and get receipts anew
            _keep(workspace, set(rows["file"]))
            register.parent.mkdir(parents=True, exist_ok=True)
            fresh = register.with_name(f"~${register.name}")  # passed over by every reader
            try:
                receipts.write_register(rows, fresh, on, by)
                fresh.replace(register)
            finally:
                fresh.unlink(missing_ok=True)
    return ReceiveResult(register, [this_run.final / name for name in names], len(rows))


def _keep(workspace: Workspace, files: set[str]) -> None:
    """Puts what was received into kept/, whatever becomes of the inbox; a file that cannot be read is a
    finding of `validate`."""
    for path in workspace.inbox():
        if workspace.relative(path) in files and path.is_file():
            with suppress(OSError):
                ledgers.keep(workspace, path.read_bytes())


def unregistered(loaded: Loaded) -> pd.DataFrame:
    """Files of inbox/ that 收件登记 does not name, or names with other content: file, size, sha256, unit,
    forms."""
    batch = loaded.batch
    sheets = batch.sheets
    approved = (
        batch.frames["approved"]
        .dropna(subset=["unit"])
        .drop_duplicates("project")
        .set_index("project")["unit"]
    )
    named = sheets["unit"].where(sheets["unit"].ne(""), _first(batch.frames, "unit").reindex(sheets.index))
    numbered = sheets["project"].where(
        sheets["project"].ne(""), _first(batch.frames, "project").reindex(sheets.index)
    )
    named = named.fillna(numbered.map(approved)).groupby(sheets["file"]).first()
    titles = {key: form.title for key, form in batch.forms.items()}
    forms = sheets.groupby("file")["form"].agg(
        lambda keys: "、".join(dict.fromkeys(titles[key] for key in keys))
    )
    rows = []
    for submission in batch.submissions:
        if not submission.file.startswith("inbox/") or submission.file in batch.received:
            continue
        unit = named.get(submission.file)
        unit = _folder(submission.file) if pd.isna(unit) or not unit else unit
        rows.append(
            (submission.file, submission.size, submission.sha256, unit, forms.get(submission.file, ""))
        )
    return pd.DataFrame(rows, columns=["file", "size", "sha256", "unit", "forms"])


def _first(frames: dict[str, pd.DataFrame], field: str) -> pd.Series:
    """What the first row of each sheet says of a field; index sheet key."""
    sheets = [
        frame.dropna(subset=[field]).groupby("sheet")[field].first()
        for frame in frames.values()
        if field in frame and len(frame)
    ]
    both = pd.concat(sheets) if sheets else pd.Series(dtype="str")
    return both[both.ne("")]


def _folder(file: str) -> str:
    """The sub-folder of inbox/ that a file lies in: what is known of its sender where its sheets do not
    tell."""
    parts = file.split("/")
    return parts[1] if len(parts) > 2 else "未写明单位"
