"""One file of extracts/ as a DuckDB relation of text columns: csv, csv.gz, tsv, parquet or xlsx, whatever its code page and header row."""

from __future__ import annotations

import codecs
import csv
import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from gaoji_batch.forms.headers import Header, find_header
from gaoji_batch.forms.schema import Form
from gaoji_batch.intake.grid import Grid
from gaoji_batch.values import text

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

HEAD = 256 * 1024
LOOKED_AT = 8 * 1024 * 1024
"""So many inflated bytes of a .csv.gz are looked at before DuckDB reads it all."""
LEAST_REFUSED = 1 << 20
MAX_RATIO = 200
"""A .csv.gz that inflates more than so many times is refused (SPEC section 9)."""
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


BOMB = f"压缩比超过{MAX_RATIO}倍，未读取"


class Unusable(Exception):
    """Why an extract cannot be used, in Chinese."""


@dataclass(frozen=True, slots=True)
class Extract:
    """A recognised extract. name: as evidence names it; form: its key; columns: field → DuckDB expression of its text; source: the FROM clause;
    most_rows: rows that a packed file may inflate to (0: no limit); columnar: whether a column can be read without the others;
    one_by_one: the FROM clause that also reads values with line breaks in them, in one thread ('' where there is but one way)."""

    name: str
    form: str
    columns: dict[str, str]
    source: str
    most_rows: int = 0
    columnar: bool = False
    one_by_one: str = ""


def open_extract(path: Path, forms: list[Form], db: duckdb.DuckDBPyConnection, scratch: Path) -> Extract:
    """Recognises one file; Unusable where it is none of the center's extracts, or cannot be read. `scratch` takes transcoded copies."""
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return _of_parquet(path, forms, db)
    if suffix in (".xlsx", ".xls", ".xlsm", ".et", ".ods"):
        return _of_workbook(path, forms, db)
    if suffix in (".csv", ".tsv", ".txt", ".gz"):
        return _of_text(path, forms, scratch)
    raise Unusable("不是csv、csv.gz、parquet或xlsx文件")


def _of_parquet(path: Path, forms: list[Form], db: duckdb.DuckDBPyConnection) -> Extract:
    source = f"read_parquet({quoted(pattern(path))})"
    try:
        names = [row[0] for row in db.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    except Exception as error:
        raise Unusable("parquet文件无法读取") from error
    header = _header([names], forms)
    columns = {field: f"CAST({identifier(names[at - 1])} AS VARCHAR)" for field, at in header.columns.items()}
    return Extract(path.name, header.form.key, columns, source, columnar=True)


def _of_workbook(path: Path, forms: list[Form], db: duckdb.DuckDBPyConnection) -> Extract:
    import pandas as pd

    from gaoji_batch.intake.reading import read_one
    from gaoji_batch.workspace.limits import Limits

    roomy = Limits(
        file_bytes=2**31,
        rows=1_048_576,
        filled_cells=20_000_000,
        inflated_bytes=2**31,
        memory_bytes=2**33,
        seconds=600,
    )
    submission = read_one(path, path.name, roomy)
    sheets = [(header, grid) for grid in submission.grids if (header := find_header(grid, forms)) is not None]
    if not sheets:
        raise Unusable(
            "没有一张工作表的表头与社保缴费明细、往期参训等相符" if submission.grids else "工作簿无法读取"
        )
    form = sheets[0][0].form
    held = pd.concat(
        [_values(header, grid) for header, grid in sheets if header.form.key == form.key], ignore_index=True
    )
    name = f"extract_{abs(hash(path.name))}"
    db.register(name, held)
    return Extract(
        path.name, form.key, {field: f"CAST({identifier(field)} AS VARCHAR)" for field in held}, name
    )


def _values(header: Header, grid: Grid) -> pd.DataFrame:
    """The rows below the header, a column a field, as text."""
    import pandas as pd

    rows = grid.rows[header.last :]
    return pd.DataFrame(
        {
            field: [_said(row[at - 1]) if at <= len(row) else None for row in rows]
            for field, at in header.columns.items()
        },
        dtype="object",
    )


def _said(value: object) -> str | None:
    """A cell as text: days as 2026-05-01, numbers without a point."""
    return text.clean(value.date() if hasattr(value, "hour") and hasattr(value, "date") else value)


def _of_text(path: Path, forms: list[Form], scratch: Path) -> Extract:
    packed = path.name.lower().endswith(".gz")
    if packed:
        _refuse_bomb(path)
    try:
        with _bytes(path, packed) as file:
            head = file.read(HEAD)
    except (OSError, EOFError) as error:
        raise Unusable("文件无法读取或已损坏") from error
    encoding = encoding_of(head)
    said = head.decode(encoding, errors="ignore")
    delimiter = max(",\t;|", key=said[:20000].count)
    lines = list(csv.reader(said.splitlines()[:60], delimiter=delimiter))
    header = _header(lines, forms)
    usable = path if encoding in ("utf-8", "utf-8-sig") else _transcoded(path, packed, encoding, scratch)
    width = len(lines[header.last - 1])
    names = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(1, width + 1))
    if (
        len(head) < HEAD and len(lines) <= header.last
    ):  # a header alone: DuckDB's sniffer would find nothing to go by
        empty = ", ".join(f"NULL::VARCHAR AS c{at}" for at in range(1, width + 1))
        return Extract(
            path.name,
            header.form.key,
            {field: f"c{at}" for field, at in header.columns.items()},
            f"(SELECT {empty} WHERE false)",
        )
    source = (
        f"read_csv({quoted(pattern(usable))}, columns={{{names}}}, header=false, skip={header.last}, delim={quoted(delimiter)}, quote='\"', "
        f"escape='\"', null_padding=true, strict_mode=false, store_rejects=true, rejects_limit=1000, max_line_size=1048576"
    )
    a_row = max(len(head) // max(head.count(b"\n"), 1), 1)
    most = max(path.stat().st_size * MAX_RATIO, LEAST_REFUSED) // a_row if packed else 0
    columns = {field: f"c{at}" for field, at in header.columns.items()}
    return Extract(
        path.name, header.form.key, columns, f"{source})", most, one_by_one=f"{source}, parallel=false)"
    )


def _header(lines: list[list[str]], forms: list[Form]) -> Header:
    header = find_header(Grid("", [[cell or None for cell in line] for line in lines]), forms)
    if header is None:
        raise Unusable("表头与社保缴费明细、往期参训等不相符")
    missing = [
        column.name
        for column in header.form.columns
        if column.required and column.field not in header.columns
    ]
    if missing:
        raise Unusable(f"缺少{'、'.join(missing)}列")
    return header


def recognised(names: list[str], forms: list[Form]) -> tuple[str, dict[str, int]]:
    """The form of a table with these column names, and where (1-based) each field stands; Unusable where it is none."""
    header = _header([names], forms)
    return header.form.key, header.columns


def _bytes(path: Path, packed: bool) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "rb")) if packed else path.open("rb")


def _chunks(path: Path, packed: bool) -> Iterator[bytes]:
    """A file piece by piece; Unusable where it is packed, and damaged or growing beyond all measure."""
    size, most = 0, max(path.stat().st_size * MAX_RATIO, LEAST_REFUSED)
    try:
        with _bytes(path, packed) as file:
            while chunk := file.read(1 << 20):
                size += len(chunk)
                if packed and size > most:
                    raise Unusable(BOMB)
                yield chunk
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Unusable("压缩文件已损坏") from error


def _refuse_bomb(path: Path) -> None:
    """Inflates the beginning, and the whole of a small file: one that grows beyond all measure is refused before DuckDB reads it."""
    size = 0
    try:
        with path.open("rb") as raw, gzip.GzipFile(fileobj=raw) as file:
            while size < LOOKED_AT and (chunk := file.read(1 << 20)):
                size += len(chunk)
                if size > max(raw.tell() * MAX_RATIO, LEAST_REFUSED):
                    raise Unusable(BOMB)
    except (OSError, EOFError, zlib.error) as error:
        raise Unusable("压缩文件已损坏") from error


def encoding_of(head: bytes) -> str:
    """The code page by a file's beginning, in which the Chinese header stands: BOMs, then NULs for UTF-16, then strict UTF-8, else GB18030."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    if head.count(0) * 4 > len(head):
        return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _transcoded(path: Path, packed: bool, encoding: str, scratch: Path) -> Path:
    """A UTF-8 copy that DuckDB can read, in the run's scratch folder."""
    scratch.mkdir(parents=True, exist_ok=True)
    copy = scratch / (re.sub(r"\W", "_", path.name) + f"{len(list(scratch.iterdir()))}.csv")
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    with copy.open("wb") as file:
        for chunk in _chunks(path, packed):
            file.write(decoder.decode(chunk).encode("utf-8"))
        file.write(decoder.decode(b"", final=True).encode("utf-8"))
    return copy


def pattern(path: Path) -> str:
    """A path as DuckDB takes it: brackets, stars and question marks in a file's name are no pattern."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def identifier(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quoted(said: str) -> str:
    """A text as an SQL literal."""
    return "'" + said.replace("'", "''") + "'"
