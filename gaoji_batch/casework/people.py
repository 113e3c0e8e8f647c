"""The names behind the ledger's keyed hashes: read from the accepted workbooks in kept/, when a paper must
name its people."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
from sqlalchemy import Connection

from gaoji_batch.batch.assembly import assemble
from gaoji_batch.casework.readers import executor
from gaoji_batch.casework.recorded import recorded_classes, recorded_stages
from gaoji_batch.errors import GaojiError
from gaoji_batch.forms.reading import read_forms
from gaoji_batch.ledger.frames import view_of
from gaoji_batch.values.keyed import keyed_hash
from gaoji_batch.workspace.folders import Workspace

COLUMNS = ["project", "person_key", "name", "id_number"]
_SOURCES = {"completion": "completion", "filing": "roster"}
"""Stage → the form that names its people; the register before the roster."""


def people_of(workspace: Workspace, connection: Connection, projects: Collection[str]) -> pd.DataFrame:
    """The people of the registers and rosters in force of these projects (COLUMNS), in the order of the
    register.

    GaojiError where kept/ lacks a workbook that the ledger accepted.
    """
    frames = _frames(workspace, connection, _files(workspace, connection, projects))
    rows = pd.concat(
        [
            frames[form].loc[frames[form]["id_ok"], ["project", "name", "id_number"]]
            for form in _SOURCES.values()
        ],
        ignore_index=True,
    )
    rows = rows[rows["project"].isin(list(projects))].drop_duplicates(["project", "id_number"])
    keys = [keyed_hash(number, workspace.key) for number in rows["id_number"]]
    return rows.assign(person_key=pd.Series(keys, index=rows.index, dtype="str"))[COLUMNS].reset_index(
        drop=True
    )


def _files(workspace: Workspace, connection: Connection, projects: Collection[str]) -> dict[str, str]:
    """sha256 → the name under which it was accepted, of the registers and rosters in force."""
    files: dict[str, str] = {}
    for (project, _, stage), payload in recorded_stages(connection).items():
        if project in projects and stage in _SOURCES:
            files |= {file["sha256"]: file["file"] for file in payload["files"]}
    for sha256, file in files.items():
        if not (workspace.path / "kept" / sha256).is_file():
            raise GaojiError(f"kept中没有已受理的{file}", "从备份恢复kept文件夹")
    return files


def _frames(workspace: Workspace, connection: Connection, files: dict[str, str]) -> dict[str, pd.DataFrame]:
    paths = [
        (workspace.path / "kept" / sha256, file)
        for sha256, file in sorted(files.items(), key=lambda pair: (pair[1], pair[0]))
    ]
    with executor(workspace.settings) as workers:
        submissions, forms, _ = read_forms(
            paths, workspace.settings.limits, workers, workspace.cache, lambda: None
        )
    return assemble(submissions, forms, lambda: recorded_classes(view_of(connection, workspace.key))).frames
