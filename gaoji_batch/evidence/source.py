"""Gathers what the extracts say of a batch's people, filtered and folded together inside DuckDB.

Every extract is joined with the wanted ID numbers while it is scanned; of everybody else's rows only the kinds and months are kept, to
know how far the extract reaches. Memory is bounded ([evidence] memory); what a file said of these people is kept under .cache/ by hash.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gaoji_batch.evidence.extracts import BOMB, Extract, Unusable, open_extract, quoted
from gaoji_batch.evidence.insurance import Insurance, insurance_of
from gaoji_batch.evidence.kept import Kept
from gaoji_batch.evidence.people import Prior, Retired, prior_of, retired_of
from gaoji_batch.forms.schema import Form
from gaoji_batch.intake.files import named
from gaoji_batch.law.policy import Policy
from gaoji_batch.values.text import legible
from gaoji_batch.workspace.settings import EvidenceSettings

if TYPE_CHECKING:
    import duckdb

KEPT = {
    "insurance": ["month", "insurance_kind", "insured_by", "payment_status", "arrived_on"],
    "insurance_spans": ["first_month", "last_month", "insured_by", "paid_months", "yearly"],
    "prior": ["project", "completed_on"],
    "retired": ["pension_from"],
}
"""Form → the fields that are read besides the ID number."""
SHARED = {
    "insurance": ["month", "insurance_kind"],
    "insurance_spans": ["first_month", "last_month"],
    "prior": [],
    "retired": [],
}
"""Fields kept of everybody's rows: they tell how far the extract reaches."""


AT_ONCE = 1 << 18
"""Rows taken from the engine at a time."""
FORGET = "DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans"
"""Lines that DuckDB passed over are told of one scan."""
UNREADABLE = "文件打不开（不是普通文件，文件名的编码无法识别，正被其他程序占用，或没有读取权限）"


@dataclass(slots=True)
class Evidence:
    """What the extracts say; None where there is none of a kind. remarks: files that could not be used and rows left out, for run.json and doctor."""

    insurance: Insurance | None = None
    prior: Prior | None = None
    retired: Retired | None = None
    remarks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Scanned:
    """The extracts' rows of a batch's people, by form: (file name, rows); not judged by any policy yet."""

    found: dict[str, list[tuple[str, pd.DataFrame]]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def scan_all(
    files: Sequence[Path], people: pd.Series, forms: dict[str, Form], settings: EvidenceSettings, cache: Path
) -> Scanned:
    """Reads every extract, of files and of tables, for the people (normalised 18-character ID numbers). `cache` is the workspace's .cache folder."""
    scanned = Scanned()
    numbers = sorted(set(people.dropna()))
    extracts = [form for form in forms.values() if form.source == "extract"]
    kept = Kept(cache, numbers, settings.cache)
    held: dict[Path, tuple[str, pd.DataFrame] | str | None] = {
        path: kept.get(path) if path.is_file() and named(path) else UNREADABLE for path in sorted(files)
    }
    unknown = [path for path, rows in held.items() if rows is None]
    if unknown:
        with _database(files, numbers, settings, cache) as db:
            held |= {path: _read(path, extracts, db, cache, kept, scanned.remarks) for path in unknown}
    for path, said in held.items():
        if isinstance(said, tuple):
            scanned.found.setdefault(said[0], []).append((path.name, said[1]))
        else:
            scanned.remarks.append(f"extracts/{legible(path.name)}：{said}")
    kept.close()
    pa.default_memory_pool().release_unused()  # it would keep what the engine handed over, for more of the same
    if settings.tables:
        _read_tables(_wanted(numbers), extracts, settings, scanned)
    return scanned


def _read_tables(
    wanted: pd.DataFrame, forms: list[Form], settings: EvidenceSettings, scanned: Scanned
) -> None:
    """What [evidence] tables names, read by the engine that holds it."""
    from gaoji_batch.evidence.engines import connected, scan_table

    with connected(settings.url) as connection:
        for name, place in sorted(settings.tables.items()):
            try:
                form, rows = scan_table(connection, place, wanted, forms, KEPT, SHARED)
                scanned.found.setdefault(form, []).append((name, rows))
            except Unusable as error:
                scanned.remarks.append(f"{name}（{place}）：{error}")


def evidence_of(scanned: Scanned, policy: Policy) -> Evidence:
    """What the scanned rows prove under a policy: the kind of insurance and the payments that count are the policy's."""
    evidence = Evidence(remarks=list(scanned.remarks))
    evidence.insurance = insurance_of(scanned.found, policy, evidence.remarks)
    evidence.prior = prior_of(scanned.found.get("prior", []), evidence.remarks)
    evidence.retired = retired_of(scanned.found.get("retired", []), evidence.remarks)
    return evidence


def _read(
    path: Path, forms: list[Form], db: duckdb.DuckDBPyConnection, cache: Path, kept: Kept, remarks: list[str]
) -> tuple[str, pd.DataFrame] | str:
    """The form of one file, and its rows where it is one of KEPT; or why it cannot be used. A file with damaged lines is read, and remarked, each time."""
    try:
        extract = open_extract(path, forms, db, cache / "scratch")
        if extract.form not in KEPT:
            return extract.form, pd.DataFrame()
        rows = scan(extract, db)
        if damaged := _passed_over(db):
            remarks.append(f"extracts/{path.name}：{damaged}行的编码有误，未采用")
        else:
            kept.put(path, extract.form, rows)
        return extract.form, rows.to_pandas()
    except Unusable as error:
        return str(error)
    except OSError:
        return UNREADABLE


def scan(extract: Extract, db: duckdb.DuckDBPyConnection) -> pa.Table:
    """The rows of the wanted people: id_number and the fields of KEPT; then everybody's, counted by the SHARED fields: rows (how many, 0 for those of
    the wanted people, which are counted there), bad_id (whether the number cannot be one). Texts are categories."""
    try:
        own, counted = (_by_columns(extract, db) if extract.columnar else None) or _by_rows(extract, db)
    except Exception as error:
        if extract.one_by_one:
            db.execute(FORGET)
            return scan(replace(extract, source=extract.one_by_one, one_by_one=""), db)
        raise Unusable("内容无法读取，请核对文件是否完整") from error
    if extract.most_rows and pc.sum(counted["rows"]).as_py() > extract.most_rows:
        raise Unusable(BOMB)
    own = own.append_column("rows", pa.repeat(pa.scalar(0, pa.int64()), len(own))).append_column(
        "bad_id", pa.repeat(False, len(own))
    )
    return (
        pa.concat_tables([own, _encoded(counted)], promote_options="default")
        .unify_dictionaries()
        .combine_chunks()
    )


def _encoded(rows: pa.Table) -> pa.Table:
    """Texts as categories: a twentieth of the memory."""
    texts = {field.name for field in rows.schema if pa.types.is_string(field.type)}
    return pa.table(
        {name: rows[name].dictionary_encode() if name in texts else rows[name] for name in rows.column_names}
    )


def _by_columns(extract: Extract, db: duckdb.DuckDBPyConnection) -> tuple[pa.Table, pa.Table] | None:
    """Two narrow passes over a file that stores columns, which cost less than a wide one: the engine skips what no wanted number is in. None where
    numbers are longer than they should be: what makes them so must be taken out first."""
    shared = SHARED[extract.form]
    number, held = extract.columns["id_number"], _fields(extract, KEPT[extract.form])
    grouped = f"SELECT strlen({number}) AS length, count(*) AS rows{_fields(extract, shared)} FROM {extract.source} GROUP BY ALL"
    counted = db.sql(grouped).to_arrow_table()
    lengths = counted["length"]
    if pc.any(pc.and_(pc.greater(lengths, 15), pc.not_equal(lengths, 18))).as_py():
        return None
    found = ", ".join(map(str, pc.unique(lengths.drop_null()).to_pylist())) or "0"
    asked = f"(SELECT * FROM wanted WHERE strlen(number) IN ({found})) AS asked"
    joined = db.sql(
        f"SELECT id_number{held} FROM {extract.source} JOIN {asked} ON {number} = asked.number"
    ).to_arrow_reader(AT_ONCE)
    batches = [_encoded(pa.Table.from_batches([batch])) for batch in joined]
    own = pa.concat_tables(batches) if batches else _encoded(joined.schema.empty_table())
    bad = pc.invert(pc.is_in(lengths, pa.array([15, 18])))
    return own, counted.drop_columns(["length"]).append_column("bad_id", bad)


def _by_rows(extract: Extract, db: duckdb.DuckDBPyConnection) -> tuple[pa.Table, pa.Table]:
    """One pass over a file that stores rows."""
    kept, shared = KEPT[extract.form], SHARED[extract.form]
    own = ", ".join(f"'{name}': {name}" for name in ["id_number", *kept])
    groups = db.sql(
        f"SELECT {''.join(f'{name}, ' for name in shared)}count(*) AS rows, count(*) FILTER (strlen(number) IN (15, 18)) AS good, "
        f"list(CASE WHEN id_number IS NOT NULL THEN {{{own}}} END) FILTER (id_number IS NOT NULL) AS own "
        f"FROM (SELECT {_normalised(extract.columns['id_number'])} AS number{_fields(extract, kept)} FROM {extract.source}) LEFT JOIN wanted USING (number) "
        f"{'GROUP BY ' + ', '.join(shared) if shared else ''}"
    ).to_arrow_table()
    counts = groups.select([*shared, "rows"])
    good = counts.set_column(len(shared), "rows", groups["good"]).append_column(
        "bad_id", pa.repeat(False, len(groups))
    )
    bad = counts.set_column(len(shared), "rows", pc.subtract(groups["rows"], groups["good"])).append_column(
        "bad_id", pa.repeat(True, len(groups))
    )
    counted = pa.concat_tables([good, bad])
    return _encoded(pa.Table.from_struct_array(groups["own"].combine_chunks().flatten())), counted.filter(
        pc.greater(counted["rows"], 0)
    )


def _passed_over(db: duckdb.DuckDBPyConnection) -> int:
    """How many lines of text DuckDB passed over since it was last asked. Unusable where one had no end: what follows it has not been read."""
    if not db.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reject_errors'").fetchall()[
        0
    ][0]:
        return 0
    found = dict(
        db.execute(
            "SELECT CAST(error_type AS VARCHAR), count(DISTINCT line) FROM reject_errors GROUP BY ALL"
        ).fetchall()
    )
    db.execute(FORGET)
    if "LINE SIZE OVER MAXIMUM" in found:
        raise Unusable("有一行超过1MB，多半是引号不成对，其后的内容读不到；请重新导出")
    return sum(found.values())


def _fields(extract: Extract, names: list[str]) -> str:
    """The fields as further columns of a SELECT; those that the extract does not have are missing."""
    return "".join(f", {extract.columns.get(name, 'NULL::VARCHAR')} AS {name}" for name in names)


def _normalised(number: str) -> str:
    """An ID number as `ids.normalise` leaves it; one of 18 bytes is taken as it is (`_wanted` knows how else it may be written)."""
    return rf"CASE WHEN strlen({number}) = 18 THEN {number} ELSE upper(regexp_replace({number}, '[\s''’‘`\x{{00a0}}\x{{3000}}\x{{feff}}]', '', 'g')) END"


def _wanted(numbers: Sequence[str]) -> pd.DataFrame:
    """Each person (id_number) under every number of 15 or 18 bytes that stands for them: the number, with a small x too, and, for those born before
    2000, the old one of 15 digits, filled up with spaces too."""
    wanted = {said: said for said in numbers}
    for said in numbers:
        if said.endswith("X"):
            wanted.setdefault(said[:-1] + "x", said)
        if len(said) == 18 and said[6:8] == "19":
            old = said[:6] + said[8:17]
            for written in (old, old.ljust(18)):
                wanted.setdefault(written, said)
    return pd.DataFrame({"number": list(wanted), "id_number": list(wanted.values())}, dtype="str")


@contextmanager
def _database(
    files: Sequence[Path], numbers: Sequence[str], settings: EvidenceSettings, cache: Path
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that holds the numbers as `wanted`, may read the extracts' folders and nothing else, and loads no extension."""
    import duckdb

    scratch = cache / "scratch"
    scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
    db = duckdb.connect(
        config={
            "memory_limit": settings.memory,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": str(scratch),
        }
    )
    try:
        folders = sorted({str(path.parent) for path in files} | {str(scratch)})
        db.execute(f"SET allowed_directories = [{', '.join(quoted(folder) for folder in folders)}]")
        db.execute("SET enable_external_access = false")
        db.execute("SET preserve_insertion_order = false")
        db.register("wanted", _wanted(numbers))
        yield db
    finally:
        db.close()
        shutil.rmtree(scratch, ignore_errors=True)
