"""The findings as records: findings.json (JSON Lines), findings.csv, changes.json; and a former run's, read
back."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.findings import FIELDS
from gaoji_batch.judgement.changes import CLEARED, NEW, UNCHANGED
from gaoji_batch.outputs.report import Report
from gaoji_batch.outputs.safe_text import clean, for_csv
from gaoji_batch.workspace.runs import damaged

_NUMBERS = {"row", "amount"}


def write(report: Report, folder: Path) -> None:
    """Writes findings.json, findings.csv and changes.json into `folder`; equal reports give equal bytes."""
    write_all(report.findings, folder)
    write_changes(report.changes, folder)


def write_changes(changes: pd.DataFrame, folder: Path, ruled: pd.DataFrame | None = None) -> None:
    """Writes changes.json into `folder`; changes: as `changes.compare` gives them; ruled: as
    `changes.ruled_since` does."""
    _write_text(folder / "changes.json", _changes(changes, ruled))


def write_all(findings: pd.DataFrame, folder: Path) -> None:
    """Writes findings.json and findings.csv into `folder`."""
    _write_csv(folder / "findings.csv", write_findings(findings, folder))


def write_findings(findings: pd.DataFrame, folder: Path) -> list[dict[str, Any]]:
    """Writes findings.json into `folder`; gives the records."""
    found = records(findings)
    write_lines(folder / "findings.json", found)
    return found


def write_lines(path: Path, found: Sequence[Mapping[str, Any]]) -> None:
    """Writes records as JSON Lines."""
    _write_text(path, "".join(_line(record) + "\n" for record in found))


def records(findings: pd.DataFrame) -> list[dict[str, Any]]:
    """The findings as dicts with FIELDS in their order: row int or None, amount int, all else clean text."""
    columns = {name: findings[name].tolist() for name in FIELDS}
    rows = [None if pd.isna(row) else int(row) for row in columns["row"]]
    amounts = [int(amount) for amount in columns["amount"]]
    cleaned = {name: [clean(str(text)) for text in columns[name]] for name in FIELDS if name not in _NUMBERS}
    columns = {**cleaned, "row": rows, "amount": amounts}
    return [
        dict(zip(FIELDS, values, strict=True))
        for values in zip(*(columns[name] for name in FIELDS), strict=True)
    ]


def read_findings(folder: Path) -> pd.DataFrame:
    """The findings of a former run's folder, FIELDS typed as in `findings`; no rows where it holds no
    findings.json. GaojiError where it is damaged."""
    source = folder / "findings.json"
    kinds = dict.fromkeys(FIELDS, "str") | {"row": "Int64", "amount": "int64"}
    try:
        lines = source.read_text(encoding="utf-8").split("\n") if source.is_file() else []
        return pd.DataFrame([json.loads(line) for line in lines if line], columns=FIELDS).astype(kinds)
    except (ValueError, TypeError) as error:
        raise damaged(folder, source.name) from error


def _line(record: Mapping[str, Any]) -> str:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", r"\u2028").replace("\u2029", r"\u2029")  # readers take these for line ends


def _changes(changes: pd.DataFrame, ruled: pd.DataFrame | None) -> str:
    """An object: `counts`, then a list of findings for each of cleared, new, unchanged; one finding a line.
    `ruled`: of the unchanged those whose status changed, with what it `was`."""
    parts = {name: records(changes[changes["change"] == name]) for name in (CLEARED, NEW, UNCHANGED)}
    counts = json.dumps({name: len(found) for name, found in parts.items()})
    if ruled is not None:
        parts["ruled"] = [
            record | {"was": was} for record, was in zip(records(ruled), ruled["was"], strict=True)
        ]
    lists = [
        f'"{name}": [' + ",".join(f"\n{_line(record)}" for record in found) + "]"
        for name, found in parts.items()
    ]
    return "{" + ",\n".join([f'"counts": {counts}', *lists]) + "}\n"


def _write_csv(path: Path, found: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(FIELDS)
        for record in found:
            writer.writerow(
                [for_csv(value) if isinstance(value, str) else value for value in record.values()]
            )


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
