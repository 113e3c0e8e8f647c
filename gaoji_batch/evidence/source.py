"""Gathers what the extracts say of a batch's people, filtered and folded together inside DuckDB.

Every extract is joined with the wanted ID numbers while it is scanned; of everybody else's rows only the
kinds and months are kept, to know how far the extract reaches. Memory is bounded ([evidence] memory); what a
file said of these people is kept under .cache/ by hash.
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

from gaoji_batch.batch.unopened import LastRead, Unopened, may_hold
from gaoji_batch.evidence.extracts import Extract, open_extract, quoted
from gaoji_batch.evidence.insurance import INSURANCE, Insurance, insurance_of
from gaoji_batch.evidence.kept import Kept
from gaoji_batch.evidence.other_extracts import Prior, Retired, prior_of, retired_of
from gaoji_batch.evidence.parts import KEPT, Part
from gaoji_batch.evidence.scanning import damaged_lines, scan
from gaoji_batch.evidence.text_files import Unusable
from gaoji_batch.evidence.usability import Account, Usable, accounts_of, remarks_of, usability_of
from gaoji_batch.forms.schema import Form
from gaoji_batch.intake.files import named
from gaoji_batch.law.policy import Policy
from gaoji_batch.values import dates
from gaoji_batch.values.text import legible
from gaoji_batch.workspace.settings import EvidenceSettings

if TYPE_CHECKING:
    import duckdb

DATA = (".csv", ".tsv", ".gz", ".parquet", ".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods")
MEND = "关闭正在打开它的程序，或重新取得这份数据"
UNREADABLE = "文件打不开（不是普通文件，文件名的编码无法识别，正被其他程序占用，或没有读取权限）"


@dataclass(slots=True)
class Evidence:
    """What the extracts say; None where there is none of a kind. remarks: files that could not be used and
    rows left out, for run.json and doctor;
    accounts: what each sheet holds and what of it could not be used; parts: every sheet; usable: 'insurance',
    'prior', 'retired' → whom it may speak against."""

    insurance: Insurance | None = None
    prior: Prior | None = None
    retired: Retired | None = None
    remarks: list[str] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    usable: dict[str, Usable] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    @property
    def unopened(self) -> list[Unopened]:
        """The extracts that could not be opened, whole or in part, and the forms that they may hold."""
        files: dict[str, list[Part]] = {}
        for part in self.parts:
            if part.broken:
                files.setdefault(part.address, []).append(part)
        return [
            Unopened(file, reasons[0].broken, MEND, tuple(sorted({part.form for part in reasons} - {""})))
            for file, reasons in sorted(files.items())
        ]


@dataclass(slots=True)
class Scanned:
    """The extracts' rows of a batch's people, sheet by sheet; not judged by any policy yet."""

    parts: list[Part] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def found(self, form: str) -> list[tuple[str, pd.DataFrame]]:
        """(file name, rows) of the sheets of a form."""
        return [
            (part.file, part.rows)
            for part in self.parts
            if part.form == form and not part.missing and not part.broken
        ]


def scan_all(
    files: Sequence[Path],
    people: pd.Series,
    forms: dict[str, Form],
    settings: EvidenceSettings,
    cache: Path,
    last_read: LastRead = lambda _: (),
) -> Scanned:
    """Reads every extract, of files and of tables, for the people (normalised 18-character ID numbers).
    `cache` is the workspace's .cache folder."""
    scanned = Scanned()
    numbers = sorted(set(people.dropna()))
    extracts = [form for form in forms.values() if form.source == "extract"]
    cache_of_parts = Kept(cache, [*numbers, *map(repr, extracts)], settings.cache)
    results: dict[Path, list[Part] | str | None] = {
        path: cache_of_parts.get(path) if path.is_file() and named(path) else UNREADABLE
        for path in sorted(files)
    }
    unknown = [path for path, parts in results.items() if parts is None]
    if unknown:
        with _database(files, numbers, settings, cache) as db:
            results |= {path: _read(path, extracts, db, cache, cache_of_parts) for path in unknown}
    for path, result in results.items():
        if isinstance(result, str):
            result = [Part(path.name, broken=result)]
        for part in result or ():
            part = replace(part, file=legible(path.name), path=path)
            lacking = not part.sheet and (part.broken or part.unknown)
            may = may_hold(f"extracts/{part.file}", forms, "extract", last_read) if lacking else ()
            if part.unknown and path.suffix.lower() in DATA and set(may) & set(KEPT):
                part = replace(part, broken=part.unknown, unknown="")  # it is named for what it does not hold
            may = may if part.broken else ()
            scanned.parts += [replace(part, form=key) for key in may or (part.form,)]
    cache_of_parts.close()
    # it would keep what the engine handed over, for more of the same
    pa.default_memory_pool().release_unused()
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
                scanned.parts.append(scan_table(connection, name, place, wanted, forms))
            except Unusable as error:
                part, why = Part(name, table=place), f"{error}"
                scanned.parts.append(
                    replace(part, broken=why) if error.broken else replace(part, unknown=why)
                )


def evidence_of(scanned: Scanned, policy: Policy, until: str = "") -> Evidence:
    """What the scanned rows prove under a policy: the kind of insurance and the payments that count are the
    policy's. until: the month that the center says is covered ([evidence] until)."""
    accounts = accounts_of(scanned.parts, policy)
    evidence = Evidence(remarks=[*scanned.remarks, *remarks_of(scanned.parts, accounts)], accounts=accounts)
    evidence.parts = scanned.parts
    months = {form: scanned.found(form) for form in INSURANCE}
    evidence.insurance = insurance_of(months, policy, dates.read_month(until or None))
    evidence.prior = prior_of(scanned.found("prior"))
    evidence.retired = retired_of(scanned.found("retired"))
    evidence.usable = usability_of(scanned.parts, accounts, policy)
    return evidence


def _read(
    path: Path, forms: list[Form], db: duckdb.DuckDBPyConnection, cache: Path, cache_of_parts: Kept
) -> list[Part] | str:
    """The sheets of one file, with the rows of those of KEPT; or why it cannot be opened."""
    try:
        parts = []
        for extract in open_extract(path, forms, db, cache / "scratch"):
            if isinstance(extract, Extract) and extract.form in KEPT:
                table = scan(extract, db)
                parts.append((replace(extract.part, lost=damaged_lines(db)), table))
            else:
                part = extract.part if isinstance(extract, Extract) else extract
                parts.append((part, None))
        cache_of_parts.put(path, parts)
        return [part if table is None else replace(part, rows=table.to_pandas()) for part, table in parts]
    except Unusable as error:
        return [Part(path.name, broken=f"{error}") if error.broken else Part(path.name, unknown=f"{error}")]
    except OSError:
        return UNREADABLE


def _wanted(numbers: Sequence[str]) -> pd.DataFrame:
    """Each person (id_number) under every number of 15 or 18 bytes that stands for them: the number, with a
    small x too, and, for those born before 2000, the old one of 15 digits, filled up with spaces too."""
    wanted = {number: number for number in numbers}
    for number in numbers:
        if number.endswith("X"):
            wanted.setdefault(number[:-1] + "x", number)
        if len(number) == 18 and number[6:8] == "19":
            old = number[:6] + number[8:17]
            for written in (old, old.ljust(18)):
                wanted.setdefault(written, number)
    return pd.DataFrame({"number": list(wanted), "id_number": list(wanted.values())}, dtype="str")


@contextmanager
def _database(
    files: Sequence[Path], numbers: Sequence[str], settings: EvidenceSettings, cache: Path
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that holds the numbers as `wanted`, may read the extracts' folders and nothing
    else, and loads no extension."""
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
