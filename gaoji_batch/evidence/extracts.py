"""One file of extracts/ as DuckDB relations of text columns, one a sheet: csv, csv.gz, tsv, parquet, or a
workbook of any kind or a zip of them."""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gaoji_batch.evidence.extract_sheets import Sheet, sheets_of
from gaoji_batch.evidence.parts import KEPT, Part
from gaoji_batch.evidence.text_files import (
    HEAD,
    LEAST_REFUSED,
    MAX_RATIO,
    ROOMY,
    Unusable,
    encoding_of,
    open_bytes,
    refuse_bomb,
    transcoded,
)
from gaoji_batch.forms.headers import Header, find_header
from gaoji_batch.forms.schema import Form
from gaoji_batch.intake.grid import Grid
from gaoji_batch.intake.reading import read_file
from gaoji_batch.values.rule_names import NOTHING_READ

if TYPE_CHECKING:
    import duckdb

AS_CELLS = 64 * 1024 * 1024
"""A text up to so many bytes whose first lines are no header is looked at cell by cell."""
ATTACHMENTS = ("attachment", "text")
ATTACHED = "是附件，不是csv、csv.gz、parquet或xlsx等数据文件"


@dataclass(frozen=True, slots=True)
class Extract:
    """A recognised extract: one table of a file, as DuckDB reads it."""

    part: Part
    """What is said of the sheet, without its rows yet."""
    columns: dict[str, str]
    """Field → DuckDB expression of its text."""
    source: str
    """The FROM clause."""
    most_rows: int = 0
    """Rows that a packed file may inflate to (0: no limit)."""
    columnar: bool = False
    """Whether a column can be read without the others."""
    single_thread: str = ""
    """The FROM clause that also reads values with line breaks in them, in one thread ('': `source` does)."""
    at: str = ""
    """The expression of a row's number on its sheet ('' where the engine does not know it)."""
    schema: Form | None = None
    """The form that the header was recognised as."""

    @property
    def labels(self) -> list[str]:
        """How the form heads the ID number."""
        return id_labels(self.schema) if self.schema else []

    @property
    def required(self) -> list[str]:
        """The form's required fields."""
        return self.schema.required if self.schema else []

    @property
    def form(self) -> str:
        return self.part.form


def open_extract(
    path: Path, forms: list[Form], db: duckdb.DuckDBPyConnection, scratch: Path
) -> list[Extract | Part]:
    """Recognises the sheets of one file: a Part for one that cannot be used. Unusable where none is one of
    the center's extracts, or nothing can be read. `scratch` takes transcoded copies."""
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return [_of_parquet(path, forms, db)]
    if suffix in (".csv", ".tsv", ".txt", ".gz"):
        return _of_lines(path, forms, db, scratch)
    return _of_cells(path, forms, db)


def _of_lines(
    path: Path, forms: list[Form], db: duckdb.DuckDBPyConnection, scratch: Path
) -> list[Extract | Part]:
    """A text by its first lines; where these are no whole header, cell by cell: months may be columns."""
    small = path.suffix.lower() != ".gz" and path.stat().st_size <= AS_CELLS
    try:
        extract = _of_text(path, forms, scratch)
    except Unusable:
        if not small:
            raise
        return _of_cells(path, forms, db, plain=True)
    return _of_cells(path, forms, db, plain=True) if isinstance(extract, Part) and small else [extract]


def _of_parquet(path: Path, forms: list[Form], db: duckdb.DuckDBPyConnection) -> Extract | Part:
    source = f"read_parquet({quoted(pattern(path))})"
    try:
        names = [row[0] for row in db.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    except Exception as error:
        raise Unusable("parquet文件无法读取", broken=True) from error
    header = header_of([names], forms)
    fields = _fields(header)
    layout = {"fields": fields[1:], "names": [names[header.columns[field] - 1] for field in fields]}
    part = Part(path.name, header.form.key, missing=lacking(header), path=path, layout=layout)
    columns = {field: f"CAST({identifier(names[at - 1])} AS VARCHAR)" for field, at in header.columns.items()}
    return part if part.missing else Extract(part, columns, source, columnar=True, schema=header.form)


def _of_cells(
    path: Path, forms: list[Form], db: duckdb.DuckDBPyConnection, plain: bool = False
) -> list[Extract | Part]:
    """The sheets of a workbook, of those in a zip, or of a text whose first lines are no header (plain)."""
    submission = read_file(path, path.name, ROOMY)
    if submission.kind in ATTACHMENTS:
        raise Unusable(ATTACHED)
    if not submission.grids:
        raise Unusable("文件无法读取，已损坏、已加密或超出限制" if not plain else "文件无法读取", broken=True)
    sheets, unread = sheets_of(submission, forms)
    if not sheets:
        raise Unusable(
            "表头与社保缴费明细、往期参训等不相符"
            if plain
            else "没有一张工作表的表头与社保缴费明细、往期参训等相符"
        )
    recognised = [_of_sheet(sheet, number, path, db) for number, sheet in enumerate(sheets)]
    recognised += [
        Part(
            path.name,
            sheet=leftover.sheet,
            unread=leftover.range,
            unread_why=leftover.why,
            unread_content=leftover.content,
            aside=leftover.aside,
            path=path,
        )
        for leftover in unread
    ]
    recognised += [
        Part(path.name, sheet=fault.sheet, broken="无法读取", path=path)
        for fault in submission.faults
        if fault.code in NOTHING_READ
    ]
    return recognised


def _of_sheet(sheet: Sheet, number: int, path: Path, db: duckdb.DuckDBPyConnection) -> Extract | Part:
    """The table of the file's sheet of this number; what is said of it alone where a column is missing."""
    part = Part(path.name, sheet.form.key, sheet.name, sheet.header_row, missing=sheet.missing, path=path)
    if sheet.missing:
        return part
    digest = hashlib.sha256(path.name.encode("utf-8", "surrogatepass")).hexdigest()
    # All files register their tables with one DuckDB: the file's name keeps them apart.
    table = f"sheet_{number}_{digest[:16]}"
    db.register(table, sheet.rows)
    fields = [field for field in sheet.rows if field != "at"]
    columns = {name: f"CAST({identifier(name)} AS VARCHAR)" for name in fields}
    return Extract(part, columns, table, at='"at"', schema=sheet.form)


def _head_of(path: Path, packed: bool) -> bytes:
    """The first bytes of a text; Unusable where it has none."""
    if packed:
        refuse_bomb(path)
    try:
        with open_bytes(path, packed) as file:
            head = file.read(HEAD)
    except (OSError, EOFError) as error:
        raise Unusable("文件无法读取或已损坏", broken=True) from error
    if not head:
        raise Unusable("是空文件", broken=True)
    return head


def _of_text(path: Path, forms: list[Form], scratch: Path) -> Extract | Part:
    packed = path.name.lower().endswith(".gz")
    head = _head_of(path, packed)
    encoding = encoding_of(head)
    text = head.decode(encoding, errors="ignore")
    delimiter = max(",\t;|", key=text[:20000].count)
    lines = list(csv.reader(text.splitlines()[:60], delimiter=delimiter))
    header = header_of(lines, forms)
    fields = _fields(header)
    layout = {
        "fields": fields[1:],
        "places": [header.columns[field] for field in fields],
        "skip": header.last,
        "encoding": encoding,
        "delimiter": delimiter,
        "packed": packed,
    }
    part = Part(
        path.name, header.form.key, "", header.last, missing=lacking(header), path=path, layout=layout
    )
    if part.missing:
        return part
    usable = path if encoding in ("utf-8", "utf-8-sig") else transcoded(path, packed, encoding, scratch)
    width = len(lines[header.last - 1])
    # a header alone: DuckDB's sniffer would find nothing to go by
    if len(head) < HEAD and len(lines) <= header.last:
        empty = ", ".join(f"NULL::VARCHAR AS c{at}" for at in range(1, width + 1))
        columns = {field: f"c{at}" for field, at in header.columns.items()}
        return Extract(part, columns, f"(SELECT {empty} WHERE false)", schema=header.form)
    source = _read_csv(usable, width, header.last, delimiter)
    a_row = max(len(head) // max(head.count(b"\n"), 1), 1)
    # DuckDB inflates a packed text itself: what grows beyond all measure shows in the number of its rows
    most = max(path.stat().st_size * MAX_RATIO, LEAST_REFUSED) // a_row if packed else 0
    columns = {field: f"c{at}" for field, at in header.columns.items()}
    return Extract(
        part, columns, f"{source})", most, single_thread=f"{source}, parallel=false)", schema=header.form
    )


def _read_csv(path: Path, width: int, skip: int, delimiter: str) -> str:
    """The clause that reads a text as columns of text (c1, c2 …), still open for further options."""
    names = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(1, width + 1))
    # what a line lacks is empty, and one that cannot be cut into cells is counted as lost: no line ends the
    # reading
    return (
        f"read_csv({quoted(pattern(path))}, columns={{{names}}}, header=false, skip={skip}, "
        f"delim={quoted(delimiter)}, quote='\"', escape='\"', null_padding=true, strict_mode=false, "
        "store_rejects=true, rejects_limit=1000, max_line_size=1048576"
    )


def header_of(lines: list[list[str]], forms: list[Form]) -> Header:
    header = find_header(Grid("", [[cell or None for cell in line] for line in lines]), forms)
    if header is None:
        raise Unusable("表头与社保缴费明细、往期参训等不相符")
    return header


def _fields(header: Header) -> list[str]:
    """The fields that are looked at again to find a row: the ID number, and those of KEPT that are there."""
    of_interest = KEPT.get(header.form.key)
    return (
        []
        if of_interest is None
        else [name for name in ["id_number", *of_interest] if name in header.columns]
    )


def id_labels(form: Form) -> list[str]:
    """How a form heads the ID number, folded."""
    return [label for label, field in form.headed.items() if field == "id_number"]


def lacking(header: Header) -> tuple[str, ...]:
    """The required columns that a header does not hold, by their standard names."""
    return tuple(
        column.name
        for column in header.form.columns
        if column.required and column.field not in header.columns
    )


def recognised(names: list[str], forms: list[Form]) -> tuple[str, dict[str, int], tuple[str, ...]]:
    """The form of a table with these column names, where (1-based) each field stands, and what it lacks;
    Unusable where it is none."""
    header = header_of([names], forms)
    return header.form.key, header.columns, lacking(header)


def pattern(path: Path) -> str:
    """A path as DuckDB takes it: brackets, stars and question marks in a file's name are no pattern."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def identifier(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quoted(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"
