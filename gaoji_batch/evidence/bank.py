"""银行支付明细: the bank's statements as one frame of rows, each with its place; which rows are one transfer,
`settlement.identity` tells.

What cannot be read is named file by file: money is ordered only where every statement was read.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from pyarrow import ArrowInvalid

from gaoji_batch.evidence.bank_rows import amount_of, lacking, read_rows, words
from gaoji_batch.evidence.text_files import MAX_RATIO, ROOMY
from gaoji_batch.forms.headers import Header, find_header
from gaoji_batch.forms.schema import Form
from gaoji_batch.intake import delimited
from gaoji_batch.intake.files import fingerprint, named
from gaoji_batch.intake.grid import Grid, Submission
from gaoji_batch.intake.reading import read_all
from gaoji_batch.intake.refused import Refused
from gaoji_batch.intake.workers import LocalWorkers
from gaoji_batch.values import dates, text
from gaoji_batch.values.rule_names import OVER_LIMIT, UNREADABLE

COLUMNS = ["statement", "day", "payee", "account", "amount", "said", "state", "memo", "channel", "reference",
           "file", "sheet", "row"]  # fmt: skip
_HEAD = 64 * 1024
_TEXT, _PACKED = (".csv", ".tsv", ".txt", ".gz"), (".gz", ".parquet")


@dataclass(slots=True)
class Statements:
    """What the bank says. rows: COLUMNS, statement by statement, each in the order of its days: statement
    (number of the sheet), day (ISO), payee, account, amount (Int64, negative for money that came back,
    missing where it is not whole yuan), said (the amount as written), state, memo, channel, reference
    (流水号, '' where there is none) and the place of the row; read: the statements, {file, sha256, rows};
    remarks: what could not be read; unread: the files of `remarks` in which a payment may stand that this
    program does not know."""

    rows: pd.DataFrame
    read: list[dict[str, object]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def lacking(self) -> list[str]:
        """The remarks on the files of `unread`."""
        return [remark for remark in self.remarks if remark.split("：", 1)[0] in self.unread]

    def lack(self, file: str, why: str) -> None:
        """Notes what cannot be read of a file."""
        self.remarks.append(f"{file}：{why}")
        if file not in self.unread:
            self.unread.append(file)


def read_statements(
    files: Sequence[tuple[Path, str]], forms: dict[str, Form], cache: Path | None = None
) -> Statements:
    """Reads every 银行支付明细 among the extracts. files: path and its name in findings; other extracts are
    told by their first lines alone."""
    extracts = [form for form in forms.values() if form.source == "extract"]
    statements = Statements(pd.DataFrame(columns=COLUMNS))
    parts: list[pd.DataFrame] = []
    candidates = [pair for pair in files if _may_be(pair[0], extracts)]
    for path, file in files:
        if (path, file) not in candidates and _is_named(path) and not path.name.lower().endswith(_TEXT):
            statements.lack(file, "不是电子表格，无法读取；请向银行取得Excel或csv格式的支付明细")
    for submission in _opened(candidates, cache, statements):
        _read_file(submission, extracts, statements, parts)
    if parts:
        statements.rows = pd.concat(parts, ignore_index=True)
    return statements


def _read_file(
    submission: Submission, forms: list[Form], statements: Statements, parts: list[pd.DataFrame]
) -> None:
    """The sheets of one file that are statements; where some are, or the file's name says so, the others must
    hold no payment."""
    headers = [(grid, find_header(grid, forms)) for grid in submission.grids]
    statement = _is_named(Path(submission.file)) or any(
        header and header.form.key == "bank" for _, header in headers
    )
    for grid, header in headers:
        if header is not None and header.form.key == "bank":
            absent = lacking(header)
            if absent:
                statements.lack(submission.file, f"缺少{'、'.join(absent)}列，未采用")
            else:
                parts.append(_transfers(submission, grid, header, statements, len(parts)))
        elif header is None and statement and _like_payments(grid):
            at = f"工作表“{grid.sheet}”" if grid.sheet else "表"
            statements.lack(submission.file, f"{at}没有可识别的表头，未读取")


def _is_named(path: Path) -> bool:
    return names_a_statement(path.name)


def names_a_statement(name: str) -> bool:
    """Whether a file's name says that it is a statement."""
    return any(word in text.fold(name) for word in words().named)


def _like_payments(grid: Grid) -> bool:
    """Whether a sheet without a known header may hold payments: a row with a day, and a number beside it."""
    return any(any(map(_is_day, row)) and any(map(_is_number, row)) for row in grid.rows)


def _is_day(cell: object) -> bool:
    return not isinstance(cell, int | float) and dates.read_date(cell) is not None


def _is_number(cell: object) -> bool:
    return not _is_day(cell) and amount_of(cell) is not None


# ---- files


def _may_be(path: Path, forms: list[Form]) -> bool:
    """Whether a file may be a statement: workbooks are opened to tell, of text files the first lines are
    looked at."""
    name = path.name.lower()
    if not path.is_file():
        return False
    if name.endswith((".xlsx", ".xlsm", ".xls", ".et", ".ods", ".zip")):
        return True
    if name.endswith((*_TEXT, ".parquet")) and _is_named(path):
        return True
    if name.endswith(".parquet"):
        return _is_bank([_parquet_names(path)], forms)
    if not name.endswith(_TEXT):
        return False
    try:
        with gzip.open(path) if name.endswith(".gz") else path.open("rb") as file:
            head = file.read(_HEAD)
        return bool(head) and _is_bank(delimited.read_delimited(_complete_lines(head), ROOMY).rows, forms)
    except (OSError, EOFError, Refused):
        return True  # its reader says why it cannot be read: a payment may stand in it


def _complete_lines(head: bytes) -> str:
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
    from pyarrow.parquet import read_schema

    try:
        return list(read_schema(path).names)
    except (OSError, ArrowInvalid):
        return []


def _opened(
    files: list[tuple[Path, str]], cache: Path | None, statements: Statements
) -> Iterator[Submission]:
    """The sheets of each file, read by a process of its own; what cannot be read is remarked."""
    plain = [(path, file) for path, file in files if not path.name.lower().endswith(_PACKED)]
    if plain:
        with LocalWorkers(1, ROOMY) as workers:
            for submission in read_all(plain, ROOMY, workers, cache, lambda: None):
                if not submission.grids:
                    why = submission.faults[0].code if submission.faults else "没有内容"
                    statements.lack(submission.file, f"无法读取（{why}）")
                yield submission
    for path, file in files:
        if path.name.lower().endswith(_PACKED):
            try:
                if not named(path):
                    raise Refused(UNREADABLE)
                grid = _of_parquet(path) if path.suffix.lower() == ".parquet" else _of_gz(path)
                yield Submission(file, path.stat().st_size, fingerprint(path), path.suffix[1:], [grid], [])
            except (OSError, EOFError, Refused):
                statements.lack(file, "无法读取")


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
        raise Refused(OVER_LIMIT, limit=f"压缩比超过{MAX_RATIO}倍")
    return delimited.read_delimited(delimited.decode(data), ROOMY)


# ---- rows


def _transfers(
    submission: Submission, grid: Grid, header: Header, statements: Statements, statement: int
) -> pd.DataFrame:
    """The transfers of one sheet, in the order they happened (many banks print the newest first)."""
    sheet = read_rows(grid, header)
    if sheet.fault:
        statements.lack(submission.file, f"{sheet.fault}，未采用")
    if sheet.unread:
        lines = f"第{sheet.unread[0]}行" + (f"等{len(sheet.unread)}行" if len(sheet.unread) > 1 else "")
        statements.lack(submission.file, f"{lines}的交易日期、金额或状态无法识别，未采用")
    if sheet.pending:
        statements.remarks.append(f"{submission.file}：{sheet.pending}行尚无结果（处理中），未采用")
    statements.read.append({"file": submission.file, "sha256": submission.sha256, "rows": len(sheet.rows)})
    place = {"statement": statement, "file": submission.file, "sheet": grid.sheet}
    frame = pd.DataFrame([place | row for row in sheet.rows], columns=COLUMNS)
    if len(frame) and frame["day"].iloc[0] > frame["day"].iloc[-1]:
        frame = frame.iloc[::-1]
    return frame.astype({"amount": "Int64"})
