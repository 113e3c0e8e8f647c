"""One sheet of an extract, filtered and counted inside DuckDB: the rows of the wanted people, and how many
rows there are of each kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from gaoji_batch.evidence import id_numbers
from gaoji_batch.evidence.extracts import Extract, quoted
from gaoji_batch.evidence.parts import KEPT, SHARED
from gaoji_batch.evidence.text_files import BOMB, Unusable

if TYPE_CHECKING:
    import duckdb

AT_ONCE = 1 << 18
"""Rows taken from the engine at a time."""
FORGET = "DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans"
"""Lines that DuckDB passed over are told of one scan."""


def scan(extract: Extract, db: duckdb.DuckDBPyConnection) -> pa.Table:
    """The rows of the wanted people: id_number and the fields of KEPT; then everybody's, counted by the
    SHARED fields: rows (how many, 0 for those of the wanted people, which are counted there), fault
    (`id_numbers`), first (row of the sheet). order: of the wanted people's rows, as the sheet has them;
    missing where nothing turns on it. Texts are categories."""
    try:
        table, counted = (_by_columns(extract, db) if extract.columnar else None) or _by_rows(extract, db)
        if not extract.at and _turns_on_order(table):
            table = _in_order(extract, db)
    except Exception as error:
        if extract.single_thread:
            db.execute(FORGET)
            return scan(replace(extract, source=extract.single_thread, single_thread=""), db)
        raise Unusable("内容无法读取，请核对文件是否完整", broken=True) from error
    if extract.most_rows and (pc.sum(counted["rows"]).as_py() or 0) > extract.most_rows:
        raise Unusable(BOMB, broken=True)
    table = table.append_column("rows", pa.repeat(pa.scalar(0, pa.int64()), len(table)))
    return (
        pa.concat_tables([table, _encoded(counted)], promote_options="default")
        .unify_dictionaries()
        .combine_chunks()
    )


def damaged_lines(db: duckdb.DuckDBPyConnection) -> int:
    """How many lines of text DuckDB passed over since it was last asked. Unusable where one had no end: what
    follows it has not been read."""
    rejects = db.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reject_errors'").fetchall()
    if not rejects[0][0]:
        return 0
    counted = "SELECT CAST(error_type AS VARCHAR), count(DISTINCT line) FROM reject_errors GROUP BY ALL"
    damaged = dict(db.execute(counted).fetchall())
    db.execute(FORGET)
    if "LINE SIZE OVER MAXIMUM" in damaged:
        raise Unusable("有一行超过1MB，多半是引号不成对，其后的内容读不到；请重新导出", broken=True)
    return sum(damaged.values())


def _encoded(rows: pa.Table) -> pa.Table:
    """Texts as categories: a twentieth of the memory."""
    texts = {field.name for field in rows.schema if pa.types.is_string(field.type)}
    return pa.table(
        {name: rows[name].dictionary_encode() if name in texts else rows[name] for name in rows.column_names}
    )


def _by_columns(extract: Extract, db: duckdb.DuckDBPyConnection) -> tuple[pa.Table, pa.Table] | None:
    """Narrow passes over a file that stores columns, which cost less than a wide one: the engine skips what
    no wanted number is in. None where some numbers are not as they should be: what makes them so is taken
    out, or counted, row by row."""
    number, shared = extract.columns["id_number"], SHARED[extract.form]
    distinct = f"SELECT {number} AS number FROM {extract.source} GROUP BY ALL"
    judged = (
        f"SELECT DISTINCT strlen(number), {id_numbers.fault()} "
        f"FROM (SELECT *, {id_numbers.BODY} AS body FROM ({distinct}))"
    )
    kinds = db.sql(judged).fetchall()
    if any(fault or length not in (15, 18) for length, fault in kinds):
        return None
    counts = (
        f"SELECT '' AS fault, count(*) AS rows, NULL::BIGINT AS first{_fields(extract, shared)} "
        f"FROM {extract.source} GROUP BY ALL"
    )
    counted = db.sql(counts).to_arrow_table()
    lengths = ", ".join(str(length) for length, _ in kinds) or "0"
    wanted_numbers = f"(SELECT * FROM wanted WHERE strlen(number) IN ({lengths})) AS asked"
    joined = db.sql(
        f"SELECT id_number{_fields(extract, KEPT[extract.form])} "
        f"FROM {extract.source} JOIN {wanted_numbers} ON {number} = asked.number"
    ).to_arrow_reader(AT_ONCE)
    batches = [_encoded(pa.Table.from_batches([batch])) for batch in joined]
    return pa.concat_tables(batches) if batches else _encoded(joined.schema.empty_table()), counted


def _by_rows(extract: Extract, db: duckdb.DuckDBPyConnection) -> tuple[pa.Table, pa.Table]:
    """One pass over a file that stores rows. Rows in which no person could stand are no rows: empty ones, the
    header once more, notes and totals (no number, and nothing in the other required columns)."""
    fields, shared = KEPT[extract.form], SHARED[extract.form]
    struct = ", ".join(f"'{name}': {name}" for name in ["id_number", *fields]) + ", 'order': sheet_row"
    cleaned = id_numbers.normalised(extract.columns["id_number"])
    raw = (
        f"SELECT {cleaned} AS number{_fields(extract, fields)}, {extract.at or 'NULL::BIGINT'} AS sheet_row "
        f"FROM {extract.source}"
    )
    judged = (
        f"SELECT *, {id_numbers.fault()} AS fault FROM (SELECT *, {id_numbers.BODY} AS body FROM ({raw}))"
    )
    labels = ", ".join(quoted(label) for label in extract.labels) or "''"
    bare = " AND ".join(f"nullif(trim({name}), '') IS NULL" for name in fields if name in extract.required)
    like_one = f"regexp_matches(coalesce(number, ''), '{id_numbers.LIKE_ONE}')"
    nobody = f"number IN ({labels}) OR (NOT {like_one} AND {bare})"
    groups = db.sql(
        f"SELECT {', '.join(shared)}, fault, count(*) AS rows, min(sheet_row) AS first, "
        f"list({{{struct}}}) FILTER (id_number IS NOT NULL) AS own "
        f"FROM (SELECT * FROM ({judged}) WHERE fault = '' OR NOT ({nobody})) "
        f"LEFT JOIN wanted USING (number) GROUP BY {', '.join(shared)}, fault"
    ).to_arrow_table()
    rows = _encoded(pa.Table.from_struct_array(groups["own"].combine_chunks().flatten()))
    return rows, groups.drop_columns(["own"])


def _turns_on_order(rows: pa.Table) -> bool:
    """Whether a month of a person has records of several states: where no day of arrival tells, the later row
    holds (docs/contract/rules.md, article 4)."""
    if not {"month", "payment_status"} <= set(rows.column_names):
        return False
    month = ["id_number", "month"]
    # each batch has its own categories
    rows = rows.select([*month, "payment_status"]).unify_dictionaries()
    states = rows.group_by([*month, "payment_status"]).aggregate([])
    return len(states) > len(rows.group_by(month).aggregate([]))


def _in_order(extract: Extract, db: duckdb.DuckDBPyConnection) -> pa.Table:
    """The rows of the wanted people once more, with their order: the engine numbers them in one thread."""
    db.execute(FORGET)
    db.execute("SET preserve_insertion_order = true")
    try:
        return _by_rows(replace(extract, at="row_number() OVER ()"), db)[0]
    finally:
        db.execute("SET preserve_insertion_order = false")


def _fields(extract: Extract, names: list[str]) -> str:
    """The fields as further columns of a SELECT; those that the extract does not have are missing."""
    return "".join(f", {extract.columns.get(name, 'NULL::VARCHAR')} AS {name}" for name in names)
