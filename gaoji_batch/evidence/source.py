"""Gathers what the extracts say of a batch's people: one scan a file, filtered and folded together inside DuckDB.

Every extract is joined with the wanted ID numbers while it is scanned; of everybody else's rows only the kinds and months are kept, to
know how far the extract reaches. Memory is bounded ([evidence] memory); what a file said of these people is kept under .cache/ by hash.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from gaoji_batch.evidence.extracts import BOMB, Extract, Unusable, open_extract, quoted
from gaoji_batch.evidence.insurance import Insurance, insurance_of
from gaoji_batch.evidence.people import Prior, Retired, prior_of, retired_of
from gaoji_batch.forms.schema import Form
from gaoji_batch.policy import Policy
from gaoji_batch.settings import EvidenceSettings

if TYPE_CHECKING:
    import duckdb

VERSION = "2"
KEPT = {
    "insurance": ["month", "insurance_kind", "insured_by", "payment_status", "arrived_on"],
    "insurance_spans": ["first_month", "last_month", "insured_by", "paid_months", "yearly"],
    "prior": ["project", "completed_on"],
    "retired": ["pension_from"],
}
"""Form → the fields that are read besides the ID number."""
SHARED = {"insurance": ["month", "insurance_kind"], "insurance_spans": ["first_month", "last_month"], "prior": [], "retired": []}
"""Fields kept of everybody's rows: they tell how far the extract reaches."""


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


def scan_all(files: Sequence[Path], people: pd.Series, forms: dict[str, Form], settings: EvidenceSettings, cache: Path) -> Scanned:
    """Reads every extract, of files and of tables, for the people (normalised 18-character ID numbers). `cache` is the workspace's .cache folder."""
    scanned = Scanned()
    wanted = _wanted(people)
    db = _connect(files, settings, cache)
    try:
        for path in sorted(files):
            _read(path, wanted, list(forms.values()), db, settings, cache, scanned.found, scanned.remarks)
    finally:
        db.close()
        shutil.rmtree(cache / "scratch", ignore_errors=True)
    if settings.tables:
        _read_tables(wanted, [form for form in forms.values() if form.source == "extract"], settings, scanned)
    return scanned


def _read_tables(wanted: pd.DataFrame, forms: list[Form], settings: EvidenceSettings, scanned: Scanned) -> None:
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
    path: Path, wanted: pd.DataFrame, forms: list[Form], db: duckdb.DuckDBPyConnection, settings: EvidenceSettings, cache: Path,
    found: dict[str, list[tuple[str, pd.DataFrame]]], remarks: list[str],
) -> None:  # fmt: skip
    extracts = [form for form in forms if form.source == "extract"]
    try:
        kept = _kept_at(path, wanted, cache) if settings.cache else None
        if kept is not None and (held := _from_cache(kept)) is not None:
            form, rows = held
        else:
            extract = open_extract(path, extracts, db, cache / "scratch")
            form = extract.form
            rows = scan(extract, wanted, db) if form in KEPT else pd.DataFrame()
            if kept is not None and form in KEPT:
                _keep(kept, form, rows)
    except Unusable as error:
        remarks.append(f"extracts/{path.name}：{error}")
        return
    except OSError:
        remarks.append(f"extracts/{path.name}：文件打不开（不是普通文件，正被其他程序占用，或没有读取权限）")
        return
    found.setdefault(form, []).append((path.name, rows))


def scan(extract: Extract, wanted: pd.DataFrame, db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One pass over an extract: id_number (missing for everybody else's rows), the fields of KEPT, rows (how many alike), bad_id."""
    import pyarrow as pa

    db.register("wanted", wanted)
    try:
        groups = db.sql(_query(extract)).to_arrow_table()
    except Exception as error:
        raise Unusable("内容无法读取，请核对文件是否完整") from error
    counts = groups.drop_columns(["own"]).to_pandas()
    own = pa.Table.from_struct_array(groups["own"].combine_chunks().flatten()).to_pandas().assign(rows=1, bad_id=False)
    shared = SHARED[extract.form]
    others = [counts[[*shared, name]].rename(columns={name: "rows"}).assign(bad_id=bad) for name, bad in (("others", False), ("bad", True))]
    rows = pd.concat([own, *(part[part["rows"].gt(0)] for part in others)], ignore_index=True)
    if extract.most_rows and rows["rows"].sum() > extract.most_rows:
        raise Unusable(BOMB)
    return rows


def _query(extract: Extract) -> str:
    """Groups by the SHARED fields: own (the rows of the wanted people in full), others (how many rows of everybody else), bad (how many with no ID
    number that could be one)."""
    kept, shared = KEPT[extract.form], SHARED[extract.form]
    held = ", ".join(f"{extract.columns.get(name, 'NULL::VARCHAR')} AS {name}" for name in kept)
    own = ", ".join(f"'{name}': {name}" for name in ["id_number", *kept])
    return (
        f"SELECT {''.join(f'{name}, ' for name in shared)} list({{{own}}}) FILTER (id_number IS NOT NULL) AS own, "
        f"count(*) FILTER (strlen(number) IN (15, 18) AND id_number IS NULL) AS others, count(*) FILTER (strlen(number) NOT IN (15, 18) OR number IS NULL) AS bad "
        f"FROM (SELECT {_normalised(extract.columns['id_number'])} AS number, {held} FROM {extract.source}) LEFT JOIN wanted USING (number) "
        f"{'GROUP BY ' + ', '.join(shared) if shared else ''}"
    )


def _normalised(number: str) -> str:
    """An ID number as `ids.normalise` leaves it; the usual one, of 18 characters already, is taken as it is."""
    cleaned = rf"upper(regexp_replace(CAST({number} AS VARCHAR), '[\s''’‘`\x{{00a0}}\x{{3000}}\x{{feff}}]', '', 'g'))"
    return f"CASE WHEN strlen({number}) = 18 AND NOT suffix({number}, 'x') AND NOT contains({number}, ' ') THEN {number} ELSE {cleaned} END"


def _wanted(people: pd.Series) -> pd.DataFrame:
    """Each person under the number and, for those born before 2000, under the old one of 15 digits."""
    numbers = sorted(set(people.dropna()))
    old = [(said[:6] + said[8:17], said) for said in numbers if len(said) == 18 and said[6:8] == "19"]
    pairs = [(said, said) for said in numbers] + old
    return pd.DataFrame(pairs, columns=["number", "id_number"], dtype="object").drop_duplicates("number")


def _connect(files: Sequence[Path], settings: EvidenceSettings, cache: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory that may read the extracts' folders and nothing else, and loads no extension."""
    import duckdb

    scratch = cache / "scratch"
    scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
    db = duckdb.connect(
        config={"memory_limit": settings.memory, "autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "temp_directory": str(scratch)}
    )
    folders = sorted({str(path.parent) for path in files} | {str(scratch)})
    db.execute(f"SET allowed_directories = [{', '.join(quoted(folder) for folder in folders)}]")
    db.execute("SET enable_external_access = false")
    db.execute("SET preserve_insertion_order = false")
    return db


def _kept_at(path: Path, wanted: pd.DataFrame, cache: Path) -> Path:
    """Where the rows of this very file and these very people are kept."""
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    asked = hashlib.sha256("\n".join(wanted["number"]).encode()).hexdigest()
    return cache / "evidence" / f"{VERSION}-{content[:32]}-{asked[:16]}.parquet"


def _from_cache(path: Path) -> tuple[str, pd.DataFrame] | None:
    if not path.is_file():
        return None
    try:
        rows = pd.read_parquet(path)
        return str(rows.attrs["form"]), rows
    except Exception:  # a damaged cache is as good as none
        return None


def _keep(path: Path, form: str, rows: pd.DataFrame) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    rows.attrs["form"] = form
    rows.to_parquet(part)
    part.chmod(0o600)
    part.replace(path)
