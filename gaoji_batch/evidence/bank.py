"""银行支付明细: the bank's statements as one frame of transfers, each with a mark by which it is known again.

Statements overlap, and are handed in again: the n-th row of one content is the same transfer in every statement, while equal rows of one
statement are several transfers.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from gaoji_batch.evidence.extracts import MAX_RATIO
from gaoji_batch.forms.headers import Header, find_header
from gaoji_batch.forms.schema import Form
from gaoji_batch.intake import delimited
from gaoji_batch.intake.files import fingerprint, named
from gaoji_batch.intake.grid import Grid, Submission
from gaoji_batch.intake.reading import read_all
from gaoji_batch.intake.refused import Refused
from gaoji_batch.intake.workers import LocalWorkers
from gaoji_batch.values import dates, quantities, text
from gaoji_batch.values.cells import written
from gaoji_batch.workspace.limits import Limits

SUCCESS, RETURNED, FAILED = "成功", "退汇", "失败"
COLUMNS = [
    "mark",
    "day",
    "payee",
    "account",
    "amount",
    "said",
    "state",
    "memo",
    "file",
    "sheet",
    "row",
    "cell",
    "value",
]
_ROOMY = Limits(
    file_bytes=2**31,
    rows=1_048_576,
    filled_cells=20_000_000,
    inflated_bytes=2**31,
    memory_bytes=2**33,
    seconds=600,
)
_HEAD = 64 * 1024
_STATES = (
    (RETURNED, ("退汇", "退回", "退票")),
    (FAILED, ("失败", "未成功", "拒绝")),
    (SUCCESS, ("成功", "已支付", "已入账", "已付")),
)
_IN_BRACKETS = re.compile(r"^[(（]([\d,，.]+)[)）]$")


@dataclass(slots=True)
class Statements:
    """What the bank says. transfers: COLUMNS, in the order they happened: mark (identity), day (ISO), payee, account, amount (Int64, negative
    for money that came back, missing where it is not whole yuan), said (the amount as written), state, memo, and the place of the row;
    read: the statements, {file, sha256, rows}; remarks: what could not be read."""

    transfers: pd.DataFrame
    read: list[dict[str, object]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_statements(
    files: Sequence[tuple[Path, str]], forms: dict[str, Form], cache: Path | None = None
) -> Statements:
    """Reads every 银行支付明细 among the extracts. files: path and its name in findings; other extracts are told by their first lines alone."""
    extracts = [form for form in forms.values() if form.source == "extract"]
    found = Statements(pd.DataFrame(columns=COLUMNS))
    parts = []
    for submission in _opened([pair for pair in files if _may_be(pair[0], extracts)], cache, found.remarks):
        for grid in submission.grids:
            header = find_header(grid, extracts)
            if header is None or header.form.key != "bank":
                continue
            lacking = [
                column.name
                for column in header.form.columns
                if column.required and column.field not in header.columns
            ]
            if lacking:
                found.remarks.append(f"{submission.file}：缺少{'、'.join(lacking)}列，未采用")
            else:
                parts.append(_transfers(submission, grid, header, found))
    if parts:
        found.transfers = (
            pd.concat(parts, ignore_index=True)
            .drop_duplicates("mark")
            .sort_values("day", kind="stable", ignore_index=True)
        )
    return found


# ---- files


def _may_be(path: Path, forms: list[Form]) -> bool:
    """Whether a file may be a statement: workbooks are opened to tell, of text files the first lines are looked at."""
    name = path.name.lower()
    if not path.is_file():
        return False
    if name.endswith((".xlsx", ".xlsm", ".xls", ".et", ".ods", ".zip")):
        return True
    if name.endswith(".parquet"):
        return _is_bank([_parquet_names(path)], forms)
    if not name.endswith((".csv", ".tsv", ".txt", ".gz")):
        return False
    try:
        with gzip.open(path) if name.endswith(".gz") else path.open("rb") as file:
            head = file.read(_HEAD)
        return _is_bank(delimited.read_delimited(_whole_lines(head), _ROOMY).rows, forms)
    except (OSError, EOFError, Refused):
        return False


def _whole_lines(head: bytes) -> str:
    """The beginning of a text file up to a line's end (whose last byte, in UTF-16, is the one behind it)."""
    end = head.rfind(b"\n") + 1
    if len(head) < _HEAD or not end:
        return delimited.decode(head)
    try:
        return delimited.decode(head[:end])
    except Refused:
        return delimited.decode(head[: end + 1])


def _is_bank(rows: list[list[object]], forms: list[Form]) -> bool:
    header = find_header(Grid("", rows), forms)
    return header is not None and header.form.key == "bank"


def _parquet_names(path: Path) -> list[object]:
    from pyarrow import ArrowInvalid
    from pyarrow.parquet import read_schema

    try:
        return list(read_schema(path).names)
    except (OSError, ArrowInvalid):
        return []


def _opened(files: list[tuple[Path, str]], cache: Path | None, remarks: list[str]) -> Iterator[Submission]:
    """The sheets of each file, read by a process of its own; what cannot be read is remarked."""
    plain = [(path, file) for path, file in files if not path.name.lower().endswith((".gz", ".parquet"))]
    if plain:
        with LocalWorkers(1, _ROOMY) as workers:
            for submission in read_all(plain, _ROOMY, workers, cache, lambda: None):
                if not submission.grids:
                    remarks.append(
                        f"{submission.file}：无法读取（{submission.faults[0].code if submission.faults else '没有内容'}）"
                    )
                yield submission
    for path, file in files:
        if path.name.lower().endswith((".gz", ".parquet")):
            try:
                if not named(path):
                    raise Refused("F001")
                grid = _of_parquet(path) if path.suffix.lower() == ".parquet" else _of_gz(path)
                yield Submission(file, path.stat().st_size, fingerprint(path), path.suffix[1:], [grid], [])
            except (OSError, EOFError, Refused):
                remarks.append(f"{file}：无法读取")


def _of_parquet(path: Path) -> Grid:
    frame = pd.read_parquet(path)
    rows = frame.astype("object").where(frame.notna(), None).to_numpy().tolist()
    return Grid("", [list(frame.columns), *rows])


def _of_gz(path: Path) -> Grid:
    """A csv.gz, inflated no further than its allowance."""
    allowed = max(path.stat().st_size * MAX_RATIO, 1 << 20)
    with gzip.open(path) as file:
        data = file.read(allowed + 1)
    if len(data) > allowed:
        raise Refused("F003", limit=f"压缩比超过{MAX_RATIO}倍")
    return delimited.read_delimited(delimited.decode(data), _ROOMY)


# ---- rows


def _transfers(submission: Submission, grid: Grid, header: Header, found: Statements) -> pd.DataFrame:
    """The transfers of one sheet, in the order they happened (many banks print the newest first)."""
    rows, unread, pending = [], 0, 0
    for at, cells in enumerate(grid.rows[header.last :], header.last + 1):
        held = {
            name: cells[column - 1] if column <= len(cells) else None
            for name, column in header.columns.items()
        }
        said = {name: text.clean(value) or "" for name, value in held.items()}
        if not said.get("payee") and not said.get("account"):
            continue
        day, state, amount = (
            dates.read_date(held.get("transferred_on")),
            state_of(said.get("transfer_state", "")),
            amount_of(held.get("amount")),
        )
        if day is None or amount is None:
            unread += "合计" not in "".join(said.values())
        elif not state:
            pending += 1
        else:
            rows.append(
                {
                    "day": day.isoformat(),
                    "payee": said["payee"],
                    "account": digits(said["account"]),
                    "amount": amount if amount == int(amount) else None,
                    "said": written(held["amount"]),
                    "state": state,
                    "memo": said.get("memo", ""),
                    "file": submission.file,
                    "sheet": grid.sheet,
                    "row": at,
                    "cell": "",
                    "value": f"{written(held['amount'])}元，{state}",
                }
            )
    for count, why in (
        (unread, "的交易日期或金额无法识别，未采用"),
        (pending, "尚无结果（状态不是成功、退汇、失败），未采用"),
    ):
        if count:
            found.remarks.append(f"{submission.file}：{count}行{why}")
    found.read.append({"file": submission.file, "sha256": submission.sha256, "rows": len(rows)})
    frame = pd.DataFrame(rows, columns=COLUMNS[1:])
    if len(frame) and frame["day"].iloc[0] > frame["day"].iloc[-1]:
        frame = frame.iloc[::-1]
    return _marked(frame).astype({"amount": "Int64"})[COLUMNS]


def _marked(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their marks: a hash of the content and of how many rows of one statement said the same before."""
    content = [
        "|".join(
            [
                row["day"],
                text.fold(row["payee"]),
                row["account"],
                str(row["amount"] if not pd.isna(row["amount"]) else row["said"]),
                row["state"],
                text.fold(row["memo"]),
            ]
        )
        for row in rows.to_dict("records")
    ]
    again = pd.Series(content, dtype="object").groupby(content).cumcount() if content else []
    marks = [
        hashlib.sha256(f"{said}|{count}".encode("utf-8", "surrogatepass")).hexdigest()
        for said, count in zip(content, again, strict=True)
    ]
    return rows.assign(mark=pd.Series(marks, index=rows.index, dtype="object"))


def state_of(said: str) -> str:
    """成功, 退汇 or 失败; '' for any other word: nothing is settled yet."""
    plain = text.fold(said)
    return next((state for state, words in _STATES if any(word in plain for word in words)), "")


def amount_of(value: object) -> float | int | None:
    """Yuan as written, with thousands separators, a sign or in brackets; a fraction stays one; None where it is no amount."""
    if isinstance(value, str):
        plain = unicodedata.normalize("NFKC", value).strip().translate(str.maketrans("−–—", "---"))
        value = _IN_BRACKETS.sub(r"-\1", plain).replace("，", ",")
    whole = quantities.money(value)
    if whole is not None:
        return whole
    said = (quantities.plain(value) or "").lstrip("￥¥").removesuffix("元")
    return quantities.number(said) if said else None


def digits(account: str) -> str:
    """An account as it is compared."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", account)).upper()
