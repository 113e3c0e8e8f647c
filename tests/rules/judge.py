"""Puts a world through the program from recognition to findings, without files: grids in, findings out."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pandas as pd

from gaoji_batch.batch.assembly import Batch
from gaoji_batch.forms.recognise import recognised
from gaoji_batch.forms.schema import load_forms
from gaoji_batch.intake.grid import Fault, Grid, Submission
from gaoji_batch.judgement.judge import judge
from gaoji_batch.law import resources
from gaoji_batch.law.policy import Policy
from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.workspace.settings import Settings
from tests.assembled_once import assemble
from tests.rules.world import CENTER, FIRST_ROW, World

FORMS = load_forms(resources.schemas() / "forms")
POLICY = Policy.load(resources.schemas() / "policy", {})
_cache = TemporaryDirectory(prefix="gaoji-cases-")
"""What extracts said of people is kept by their content: nearly every case has those of the clean world."""


def grid(form: str, keys: dict[str, Any], rows: list[dict[str, Any]]) -> Grid:
    """A sheet as a unit lays it out: title, three rows
    of key-value cells, the header in row 5, the data from row 6."""
    columns = list(dict.fromkeys(name for row in rows for name in row)) or [
        column.name for column in FORMS[form].columns if column.required
    ]
    pairs = list(keys.items())
    above = [
        [FORMS[form].title],
        *([cell for pair in pairs[at : at + 3] for cell in (f"{pair[0]}：", pair[1])] for at in (0, 3, 6)),
    ]
    body = [[row.get(name) for name in columns] for row in rows]
    return Grid(FORMS[form].title, [*above, columns, *body], False, [], [], [], {}, set())


def submission(file: str, *grids: Grid) -> Submission:
    return Submission(file, 1, f"{abs(hash(repr(grids))):064x}", "xlsx", list(grids), [])


def submissions(world: World) -> list[Submission]:
    found = []
    for form, rows in world.rows.items():
        if rows:
            folder = "center" if form in CENTER else "inbox"
            found.append(
                altered(
                    submission(f"{folder}/{form}.xlsx", grid(form, world.keys.get(form, {}), rows)),
                    world.sheets.get(form, {}),
                )
            )
    found += [submission(f"inbox/{file}", grid(form, keys, rows)) for form, file, keys, rows in world.extra]
    return sorted(found, key=lambda one: one.file)


def batch_of(files: list[Submission]) -> Batch:
    return assemble([recognised(one, FORMS) for one in files], FORMS)


def altered(one: Submission, how: dict[str, Any]) -> Submission:
    """A file after a case's `sheets`: without, again, more (columns), blank (no data rows), hidden,
    hidden_rows, hidden_columns, errors, unvalued, struck, struck_rows, row (a whole row put at a place),
    faults (of the reader), unread (no sheet could be read)."""
    sheet = one.grids[0]
    header, data = sheet.rows[FIRST_ROW - 2], sheet.rows[FIRST_ROW - 1 :]
    for name in how.get("without", []):
        at = header.index(name)
        for row in [header, *data]:
            del row[at]
    for name in how.get("again", []):
        at = header.index(name)
        for row in [header, *data]:
            row.append(row[at])
    for name, value in (how.get("more") or {}).items():
        header.append(name)
        for row in data:
            row.append(value)
    if how.get("blank"):
        del sheet.rows[FIRST_ROW - 1 :]
    for at, row in (how.get("row") or {}).items():
        sheet.rows.insert(int(at) - 1, row)
    for place, value in (how.get("cells") or {}).items():
        row, column = cell(place)
        sheet.rows += [[] for _ in range(row - len(sheet.rows))]
        sheet.rows[row - 1] += [None] * (column - len(sheet.rows[row - 1]))
        sheet.rows[row - 1][column - 1] = value
    sheet.hidden = how.get("hidden", False)
    sheet.hidden_rows = [tuple(span) for span in how.get("hidden_rows", [])]
    sheet.hidden_columns = [tuple(span) for span in how.get("hidden_columns", [])]
    sheet.errors = {cell(at): said for at, said in (how.get("errors") or {}).items()}
    sheet.struck = {
        cell(f"{column}{row}") for row in how.get("struck_rows", []) for column in "ABCDEFGHIJ"
    } | {cell(at) for at in how.get("struck", [])}
    sheet.unvalued = {cell(at) for at in how.get("unvalued", [])}
    for row, column in sheet.unvalued:
        sheet.rows[row - 1][column - 1] = None
    one.faults = [Fault(fault["code"], detail=fault.get("detail") or {}) for fault in how.get("faults", [])]
    one.grids = [] if how.get("unread") else one.grids
    return one


def recorded(world: World) -> LedgerView:
    """What a case's ledger has recorded; persons and their marks stand there by keyed hash."""
    frames = {name: pd.DataFrame(rows) for name, rows in world.ledger.items()}
    for frame in frames.values():
        for name in {"person_key", "mark"} & set(frame):
            frame[name] = LedgerView.empty().key_of(frame[name])
    return LedgerView.empty(**frames)


def cell(at: str) -> tuple[int, int]:
    """'H8' → (8, 8)."""
    return int(at[1:]), ord(at[0]) - 64


def write_csv(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@contextmanager
def running(only: set[str] | None) -> Iterator[None]:
    """Within it a judgement runs these rules alone (all: None), which costs a fraction."""
    rules = {code: rule for code, rule in all_rules().items() if only is None or code in only}
    with patch("gaoji_batch.judgement.judge.all_rules", lambda: rules):
        yield


def findings(
    world: World,
    folder: Path,
    ledger: LedgerView | None = None,
    files: list[Submission] | None = None,
    only: set[str] | None = None,
) -> pd.DataFrame:
    """The findings of a world, the decisions applied: all, or those of the rules `only`."""
    extracts = []
    for name, rows in (
        ("社保缴费明细", world.insurance),
        ("往期参训", world.prior),
        ("养老待遇领取", world.retired),
    ):
        if rows is not None:
            columns = {
                "往期参训": ["身份证件号码", "项目编号", "结业日期"],
                "养老待遇领取": ["身份证件号码", "待遇开始年月"],
            }.get(name)
            extracts.append(
                write_csv(
                    folder / "extracts" / f"{name}.csv",
                    rows
                    or [
                        dict.fromkeys(
                            columns or ["身份证件号码", "费款所属期", "险种", "缴费单位", "缴费状态"]
                        )
                    ],
                )
            )
    if world.spans:
        extracts.append(write_csv(folder / "extracts" / "变动记录.csv", world.spans))
    batch = batch_of(submissions(world) if files is None else files)
    on = world.on if isinstance(world.on, date) else date.fromisoformat(str(world.on))
    with running(only):
        return judge(
            batch,
            replace(POLICY, overrides=world.policy),
            extracts,
            Path(_cache.name),
            Settings(),
            ledger or recorded(world),
            on=on,
            key=b"k" * 32,
            bound={},
        ).findings
