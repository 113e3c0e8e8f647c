"""公示: projects, heads and amounts of the accepted claims, before they are paid; its first and last day are
recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoji_batch.casework.loading import load, refuse_unopened
from gaoji_batch.casework.quarter_books import QuarterBooks, open_claims, published_unchanged
from gaoji_batch.casework.recording import recording
from gaoji_batch.law import resources
from gaoji_batch.law.working_days import Calendar
from gaoji_batch.outputs.pages import publicity
from gaoji_batch.values.columns import KEY, in_places, places_of
from gaoji_batch.values.keyed import keyed_hash
from gaoji_batch.values.text import class_said
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress

if TYPE_CHECKING:
    import pandas as pd

    from gaoji_batch.casework.quarter_books import QuarterBooks
    from gaoji_batch.ledger.store import Transaction


@dataclass(slots=True)
class PublicityResult:
    """first, last: days of the notice; projects, amount: what it names; new: whether it was recorded now, or
    is given again."""

    first: date
    last: date
    projects: int
    amount: int
    new: bool
    remarks: list[str]
    files: list[Path]


def run(
    workspace: Workspace,
    quarter: tuple[int, int],
    *,
    on: date,
    by: str = "",
    persons: bool = False,
    progress: Progress = SILENT,
) -> PublicityResult | None:
    """Publishes the claims that no notice names yet, as they stand; the last notice again where there are
    none, None where there never was one."""
    named = f"{quarter[0]}Q{quarter[1]}"
    with recording(workspace, "publicity", on=on, by=by, progress=progress) as (this_run, transaction):
        refuse_unopened(workspace, progress)
        days = int(workspace.policy().of("publicity.working_days", on=on))
        (first, last), missing = _span(on, days)
        with transaction() as tx:
            books, new = _publicised(tx, quarter, first, last)
            notice = _last_notice(books, named)
            this_run.note(quarter=named, projects=len(notice))
            if not len(notice):
                return None
            span = (
                date.fromisoformat(notice["first_day"].iloc[0]),
                date.fromisoformat(notice["last_day"].iloc[0]),
            )
            people = _people(workspace, books, notice, progress) if persons else []
            rows = _rows(books, notice)
            remark = _holidays_missing(missing)
            files = publicity.write(
                workspace.path, this_run.folder, named, span, days, rows, people, remark, on
            )
            this_run.personal(*(path.name for path in files if people))
    return PublicityResult(
        *span,
        len(rows),
        sum(row["amount"] for row in rows),
        new,
        [remark] if remark else [],
        [this_run.final / path.name for path in files],
    )


def _holidays_missing(years: list[int]) -> str:
    """The remark where the holidays of these years are not entered; '' where all are."""
    return f"{'、'.join(map(str, years))}年的放假安排未登记，公示期按周一至周五计算。" if years else ""


def _publicised(
    tx: Transaction, quarter: tuple[int, int], first: date, last: date
) -> tuple[QuarterBooks, bool]:
    """Records a notice of the claims that none names yet as they stand; what the ledger holds then, and
    whether there were any."""
    books = QuarterBooks.of(tx.connection)
    claims = open_claims(books, quarter)
    fresh = claims[~in_places(claims, published_unchanged(books, claims))]
    if not len(fresh):
        return books, False
    rows = fresh[[*KEY, "heads", "amount"]].to_dict("records")
    tx.append(
        "publicised",
        "",
        {
            "quarter": f"{quarter[0]}Q{quarter[1]}",
            "first_day": first.isoformat(),
            "last_day": last.isoformat(),
            "rows": rows,
        },
    )
    return QuarterBooks.of(tx.connection), True


def _span(on: date, days: int) -> tuple[tuple[date, date], list[int]]:
    """First and last day, and the years whose arrangement of holidays is not known."""
    calendar = Calendar.load(resources.schemas() / "codes" / "holidays.yaml")
    return calendar.span(on, days), sorted(calendar.missing)


def _last_notice(books: QuarterBooks, quarter: str) -> pd.DataFrame:
    of_quarter = books.published[books.published["quarter"].eq(quarter)]
    return of_quarter[of_quarter["seq"].eq(of_quarter["seq"].max())]


def _rows(books: QuarterBooks, notice: pd.DataFrame) -> list[dict[str, Any]]:
    rows = books.described(notice[[*KEY, "heads", "amount"]])
    units = books.claims.drop_duplicates("project", keep="last").set_index("project")["unit"]
    rows = rows.assign(unit=rows["project"].map(units), project=rows["written"]).sort_values(KEY)
    return [
        row
        | {
            "project": class_said(row["project"], row["class_no"]),
            "heads": int(row["heads"]),
            "amount": int(row["amount"]),
        }
        for row in rows[[*KEY, "name", "unit", "heads", "amount"]].to_dict("records")
    ]


def _people(
    workspace: Workspace, books: QuarterBooks, notice: pd.DataFrame, progress: Progress
) -> list[dict[str, str]]:
    """Full names and employers of the eligible persons, from the registers of inbox/; the ledger knows them
    by keyed hashes alone."""
    register = load(workspace, progress).batch.frames["completion"]
    register = register[in_places(register, places_of(notice)) & register["id_ok"]]
    eligible = set(books.persons["person_key"])
    trainees = register[[keyed_hash(number, workspace.key) in eligible for number in register["id_number"]]]
    named = trainees.assign(project=trainees["project_written"])[["project", "name", "employer"]].fillna("")
    rows: list[dict[str, str]] = named.to_dict("records")
    return rows
