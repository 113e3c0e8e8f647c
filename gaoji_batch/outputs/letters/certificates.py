"""结业证书: a document a class, a page a person, from a Word template the center may edit;
结业证书发放清单.xlsx with 签收; certificates.json."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.outputs.safe_text import safe_name
from gaoji_batch.outputs.workbooks.book import TableColumn, open_book, write_table
from gaoji_batch.values.dates import chinese_date
from gaoji_batch.values.text import class_said

TEMPLATE, FOLDER, LIST = "结业证书.docx", "结业证书", "结业证书发放清单.xlsx"


def content(rows: pd.DataFrame, on: date) -> dict[str, Any]:
    """What the template reads: the certificates of one class. rows: `Register.numbered`."""
    return {"certificates": [_certificate(row) for row in rows.to_dict("records")], "day": chinese_date(on)}


def _certificate(row: dict[str, Any]) -> dict[str, str]:
    return {
        "number": row["number"],
        "name": row["name"],
        "gender": row["gender"],
        "id_number": row["id_number"],
        "project": row["title"],
        "unit": row["unit"],
        "occupation": row["occupation"],
        "opening": _day(row["opening"]),
        "ending": _day(row["ending"]),
        "replaces": row["replaces"],
    }


def _project(row: dict[str, Any]) -> str:
    """The project, and the 期次 of a later class; of a holder who stands in no register any more none is
    known."""
    return row["written"] if pd.isna(row["class_no"]) else class_said(row["written"], int(row["class_no"]))


def _day(iso: str) -> str:
    return chinese_date(date.fromisoformat(iso)) if iso else "　　年　月　日"


def document_name(rows: pd.DataFrame) -> str:
    """The document of one class's new certificates: the class and the numbers within."""
    first, last = int(rows["serial"].iloc[0]), int(rows["serial"].iloc[-1])
    return (
        f"{safe_name(class_said(rows['written'].iloc[0], rows['class_no'].iloc[0]))}-{first:05d}"
        + (f"-{last:05d}" if last > first else "")
        + ".docx"
    )


def write_list(rows: pd.DataFrame, path: Path, on: date, run: str) -> None:
    """Writes the year's list. rows: `Register.of_year`."""
    book = open_book(path, on, f"结业证书发放清单 {run}")
    sheet = book.sheet("结业证书发放清单", "#1F4E79")
    again = dict(zip(rows["replaces"], rows["number"], strict=True))
    states = [_state(row, again) for row in rows.to_dict("records")]
    days = [f"{_day(row['opening'])}\n至{_day(row['ending'])}" for row in rows.to_dict("records")]
    blank = [""] * len(rows)
    write_table(
        book,
        sheet,
        [
            TableColumn("序号", list(range(1, len(rows) + 1)), 6, "count"),
            TableColumn("证书编号", rows["number"].tolist(), 26, "code"),
            TableColumn("姓名", rows["name"].tolist(), 10, "code"),
            TableColumn("身份证件号码", rows["id_number"].tolist(), 21, "code"),
            TableColumn("项目编号", [_project(row) for row in rows.to_dict("records")], 14, "code"),
            TableColumn("项目名称", rows["title"].tolist(), 22),
            TableColumn("承办单位", rows["unit"].tolist(), 24),
            TableColumn("班期", days, 17, "code"),
            TableColumn("发证日期", [_day(day) for day in rows["issued_on"]], 14, "code"),
            TableColumn("状态", states, 18),
            TableColumn("签收人", blank, 11, fill=True),
            TableColumn("签收日期", blank, 12, fill=True),
        ],
    )
    book.book.close()


def _state(row: dict[str, Any], again: dict[str, str]) -> str:
    if row["void"]:
        return "作废" + (f"，补发为{again[row['number']]}" if row["number"] in again else "")
    return f"有效，补发，原{row['replaces']}" if row["replaces"] else "有效"


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """certificates.json: number, year, project, unit, issued_on, status (valid or void), replaces; nobody is
    named."""
    return [
        {
            "number": row["number"],
            "year": int(row["year"]),
            "project": row["written"],
            "unit": row["unit"],
            "issued_on": row["issued_on"],
            "status": "void" if row["void"] else "valid",
            "replaces": row["replaces"],
        }
        for row in rows.to_dict("records")
    ]
