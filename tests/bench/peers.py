"""What a user would run instead, each over the same workspace:
`python -m tests.bench.peers NAME FOLDER`. Libraries are imported by the one that uses them."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

WANTED = {
    "学员名单": "岗位",
    "培训计划": "授课形式",
    "授课教师": "教师类别",
    "结业登记备案名册": "考核结果",
    "考核成绩": "总分",
    "补助资金申请表": "申请金额",
}
"""Sheet → a column that its header has."""
ROUNDS = 3
"""So often cells are read in turn with calamine."""
ID = r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]"


def books(folder: Path) -> list[Path]:
    """The files of inbox/."""
    return sorted((folder / "inbox").rglob("*.*"))


def pandas_loaded(_: Path) -> None:
    """Merely loads pandas: the least that a program of frames takes."""
    import pandas

    _ = pandas


def program_loaded(_: Path) -> None:
    """Merely loads what validate needs, where no cell has a mistake."""
    from gaoji_batch.batch import assembly
    from gaoji_batch.commands import validate
    from gaoji_batch.judgement import judge
    from gaoji_batch.outputs.marking import returned
    from gaoji_batch.outputs.pages import page, review
    from gaoji_batch.outputs.workbooks import summary
    from gaoji_batch.rules.registry import all_rules

    _ = validate, assembly, judge, summary, review, returned, page
    all_rules()


def pandas_calls(_: Path) -> None:
    """pandas: as many calls of each kind as the program itself makes in a clean validate of 100 workbooks
    (counted by sys.setprofile where its caller is a module of gaoji_batch), half of them on a frame of the
    trainees, half on one of the classes; nothing of what the rules do beside."""
    import pandas as pd

    pd.set_option("mode.string_storage", "python")
    frames = [
        pd.DataFrame({str(at): [f"{at}-{row}" for row in range(rows)] for at in range(20)}, dtype="str")
        for rows in (884, 34)
    ]

    def calls() -> None:
        for frame in frames:
            for times, call in _calls_on(frame):
                for _ in range(times):
                    call()

    _timed(calls)


def _calls_on(frame: Any) -> list[tuple[int, Callable[[], object]]]:
    """How often each call is made on one of the two frames."""
    import pandas as pd

    odd = pd.Series(frame.index % 2 == 1)
    few, column = frame[["0", "1"]], frame["0"]
    return [
        (1900, lambda: frame["1"]),
        (430, lambda: pd.Series(odd.array)),
        (300, lambda: column.astype("str")),
        (250, lambda: column.fillna("")),
        (250, lambda: odd & odd),
        (230, lambda: frame[odd]),
        (200, lambda: frame.assign(other=odd)),
        (140, lambda: column.eq("0-1")),
        (120, lambda: column.isin(["0-1"])),
        (110, lambda: pd.factorize(column)),
        (80, lambda: column.unique()),
        (80, lambda: column.map(str)),
        (75, lambda: few.dropna()),
        (70, lambda: frame[["1", "2", "3"]]),
        (55, lambda: few.reindex(frame.index)),
        (45, lambda: few.drop_duplicates()),
        (40, lambda: pd.concat([few, few])),
        (27, lambda: few.sort_values("0")),
        (50, lambda: few.groupby("0")["1"].first()),
        (16, lambda: few.merge(few, on="0")),
    ]


def reader_started(_: Path) -> None:
    """This toolkit: one reading process and the forms by which it reads; no file yet."""
    from gaoji_batch.forms.reading import forms
    from gaoji_batch.intake.workers import LocalWorkers
    from gaoji_batch.workspace.limits import Limits

    def start() -> None:
        with LocalWorkers(1, Limits()) as workers:
            workers.submit(forms).result()

    _timed(start)


def validated_again(folder: Path) -> None:
    """This toolkit: a second validate in one process; all is loaded, and no file is read."""
    from gaoji_batch.commands import validate
    from gaoji_batch.workspace.folders import Workspace
    from tests.bench.workspaces import TODAY

    validate.run(Workspace.find(folder), on=TODAY)
    _timed(lambda: validate.run(Workspace.find(folder), on=TODAY))


def pandas_default(folder: Path) -> None:
    """Merely reads: pandas.read_excel as it comes; ods, for which it brings nothing, with calamine."""
    _read_with_pandas(folder, "")


def pandas_calamine(folder: Path) -> None:
    """Merely reads: pandas.read_excel with calamine."""
    _read_with_pandas(folder, "calamine")


def _read_with_pandas(folder: Path, engine: str) -> None:
    for path in books(folder):
        sheets(path, engine or ("calamine" if path.suffix == ".ods" else None))


def sheets(path: Path, engine: Any, **how: Any) -> dict[str, Any]:
    """Sheet → frame without a header, of a workbook or of text."""
    import pandas as pd

    if path.suffix == ".csv":
        return {"补助资金申请表": pd.read_csv(path, header=None, encoding="gb18030", names=range(20), **how)}
    return pd.read_excel(path, sheet_name=None, header=None, engine=engine, **how)


def raw_calamine(folder: Path) -> None:
    """Merely reads: calamine's cells as Python lists, in one process; text as it is."""
    _in_turn(lambda: _with_calamine(folder), lambda: _with_intake(folder))


def our_cells(folder: Path) -> None:
    """This toolkit: merely reads, cells and what values do not say,
    in one process; no form is recognised yet."""
    _in_turn(lambda: _with_intake(folder), lambda: _with_calamine(folder))


def _with_calamine(folder: Path) -> None:
    from python_calamine import CalamineWorkbook

    for path in books(folder):
        if path.suffix == ".csv":
            path.read_text(encoding="gb18030")
            continue
        with CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()


def _with_intake(folder: Path) -> None:
    from gaoji_batch.intake.files import read_submission
    from gaoji_batch.workspace.limits import Limits

    for path in books(folder):
        read_submission(path, path.relative_to(folder).as_posix(), Limits())


def openpyxl_alone(folder: Path) -> None:
    """Merely reads: openpyxl, read-only, values."""
    import openpyxl

    for path in books(folder):
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            list(sheet.iter_rows(values_only=True))
        book.close()


def frames(folder: Path) -> Iterator[tuple[str, Any]]:
    """Each sheet as a frame under its header, read with calamine."""
    import pandas as pd

    for path in books(folder):
        for sheet, cells in sheets(path, "calamine", dtype=object).items():
            at = next(row for row in range(len(cells)) if (cells.iloc[row] == WANTED[sheet]).any())
            rows = cells.iloc[at + 1 :].set_axis(list(cells.iloc[at]), axis=1)
            rows = rows.loc[:, rows.columns.notna()]
            yield sheet, rows[pd.to_numeric(rows["序号"], errors="coerce").notna()].assign(path=str(path))


def plain_script(folder: Path) -> None:
    """A plain pandas script of the main joins: level, twelve months of insurance,
    two classes, register against scores, heads against the claim."""
    import pandas as pd

    held: dict[str, list[Any]] = {}
    for sheet, rows in frames(folder):
        held.setdefault(sheet, []).append(rows)
    whole = {sheet: pd.concat(parts, ignore_index=True) for sheet, parts in held.items()}
    approved = pd.read_excel(folder / "center" / "立项项目登记.xlsx", header=1, engine="calamine")
    roster = (
        whole["学员名单"]
        .assign(项目编号=lambda rows: rows["path"].str.extract(r"(YX2026-\d+)")[0])
        .merge(approved, on="项目编号", suffixes=("", "_立项"))
    )
    people = set(roster["身份证件号码"])
    paid = pd.concat(
        [
            pd.read_parquet(path, filters=[("身份证件号码", "in", people)])
            for path in (folder / "extracts").glob("*.parquet")
        ]
    )
    month = paid["费款所属期"].astype(int)
    paid = paid.assign(month=month // 100 * 12 + month % 100).merge(
        roster[["身份证件号码", "开班日期"]], on="身份证件号码"
    )
    opening = pd.to_datetime(paid["开班日期"])
    months = paid[
        paid["month"].between(
            opening.dt.year * 12 + opening.dt.month - 12, opening.dt.year * 12 + opening.dt.month - 1
        )
    ]
    short = roster[
        roster["身份证件号码"].map(months.groupby("身份证件号码")["month"].nunique()).fillna(0).lt(12)
    ]
    low = roster[~roster["技能等级"].isin(["技师", "高级技师"])]
    twice = roster[roster.duplicated("身份证件号码", keep=False)]
    scores = whole["结业登记备案名册"].merge(
        whole["考核成绩"], on="身份证件号码", how="left", suffixes=("", "_考核")
    )
    failed = scores[scores["总分"].isna() | pd.to_numeric(scores["总分"]).lt(60)]
    claims = whole["补助资金申请表"]
    wrong = claims[claims["申请金额"].astype(float).ne(claims["结业人数"].astype(float) * 5000)]
    pd.concat([short, low, twice, failed, wrong]).to_csv(folder / "plain.csv", index=False)


def pandera_by_frame(folder: Path) -> None:
    """Reads with calamine, and validates sheet by sheet with Pandera."""
    import pandera.pandas as pa

    number = pa.Column(None, pa.Check.str_matches(f"^{ID}$"), nullable=False)
    given = pa.Column(None, pa.Check(lambda values: values.astype(str).str.strip().ne("")), nullable=False)
    for _, rows in frames(folder):
        columns = {
            name: number if name == "身份证件号码" else given for name in rows if name not in ("备注", "path")
        }
        pa.DataFrameSchema(columns).validate(rows, lazy=True)


def frictionless_by_sheet(folder: Path) -> None:
    """Validates sheet by sheet with frictionless, told where each header stands."""
    import openpyxl
    from frictionless import Dialect, Resource, Schema, fields, system
    from frictionless.formats import ExcelControl

    with system.use_context(trusted=True):
        for path in books(folder):
            book = openpyxl.load_workbook(path, read_only=True)
            for sheet in book.sheetnames:
                lines = list(book[sheet].iter_rows(max_row=20, values_only=True))
                at = next(row for row, cells in enumerate(lines, 1) if WANTED[sheet] in cells)
                made = [
                    fields.AnyField(
                        name=str(name), constraints={"pattern": ID} if name == "身份证件号码" else {}
                    )
                    for name in lines[at - 1]
                ]
                dialect = Dialect(header_rows=[at], controls=[ExcelControl(sheet=sheet)])
                Resource(path=str(path), dialect=dialect, schema=Schema(fields=made)).validate()
            book.close()


def our_reading(folder: Path) -> None:
    """This toolkit: reads, recognises and checks the fields, as the first half of validate does."""
    import shutil

    from gaoji_batch.casework.loading import load
    from gaoji_batch.workspace.folders import Workspace

    shutil.rmtree(folder / ".cache", ignore_errors=True)
    load(Workspace.find(folder))


def our_evidence(folder: Path) -> None:
    """This toolkit: what the extract says of the trainees (from .cache/ where it was read before)."""
    import pandas as pd

    from gaoji_batch.evidence.source import scan_all
    from gaoji_batch.forms.schema import load_forms
    from gaoji_batch.law import resources
    from gaoji_batch.workspace.folders import Workspace

    workspace = Workspace.find(folder)
    people = pd.Series((folder / "people.txt").read_text().split(), dtype="str")
    forms = load_forms(resources.schemas() / "forms")
    _timed(
        lambda: scan_all(workspace.extracts(), people, forms, workspace.settings.evidence, workspace.cache)
    )


def bare_duckdb(folder: Path) -> None:
    """DuckDB alone, filtering the same extracts by the same ID numbers, as frames."""
    import duckdb
    import pandas as pd

    wanted = pd.DataFrame({"id": (folder / "people.txt").read_text().split()})
    paths = sorted((folder / "extracts").iterdir())
    sources = [
        f"read_parquet('{path}')" if path.suffix == ".parquet" else f"read_csv('{path}', all_varchar=true)"
        for path in paths
    ]

    def filtered() -> None:
        db = duckdb.connect(config={"memory_limit": "1GB"})
        db.register("wanted", wanted)
        for source in sources:
            db.execute(
                f'SELECT extract.* FROM {source} AS extract JOIN wanted ON extract."身份证件号码" = wanted.id'
            ).df()

    _timed(filtered)


def _timed(work: Callable[[], object]) -> None:
    """Prints the seconds of the work alone, by the clock and of all processors:
    in seconds of reading, those of importing would hide what is compared."""
    import duckdb

    _ = duckdb
    print(*_seconds(work))


def _in_turn(work: Callable[[], object], other: Callable[[], object]) -> None:
    """Prints the seconds of the work where it is quickest, in rounds with the other: what else
    the machine does slows both. The first is not counted, since it imports."""
    work()
    rounds = [(_seconds(other), _seconds(work)) for _ in range(ROUNDS)]
    print(*min((seconds for _, seconds in rounds), key=lambda seconds: seconds[1]))


def _seconds(work: Callable[[], object]) -> tuple[float, float, float]:
    """Seconds by the clock, of all processors, and of these the program's own."""
    began, before = time.perf_counter(), _of_processors()
    work()
    wall = time.perf_counter() - began
    user, system = (now - then for now, then in zip(_of_processors(), before, strict=True))
    return wall, user + system, user


def _of_processors() -> tuple[float, float]:
    """The program's seconds and the system's, of this process and of its children that ended; `os.times`
    counts hundredths, of which calamine needs three for a hundred workbooks."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime for each in used), sum(each.ru_stime for each in used)


PEERS = {
    each.__name__: each
    for each in (
        pandas_loaded,
        program_loaded,
        pandas_calls,
        reader_started,
        validated_again,
        pandas_default,
        pandas_calamine,
        raw_calamine,
        our_cells,
        openpyxl_alone,
        plain_script,
        pandera_by_frame,
        frictionless_by_sheet,
        our_reading,
        our_evidence,
        bare_duckdb,
    )
}

if __name__ == "__main__":
    PEERS[sys.argv[1]](Path(sys.argv[2]))
