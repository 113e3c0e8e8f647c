"""Which of several filings of one form for one project counts (docs/contract/forms.md: F013, F015, F016).

The latest counts. Sheets of one workbook, and filings of one day with no person (or session) in common, are
parts of one filing; different filings of one day that share some clash, and the project waits. The same
content twice counts once.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from gaoji_batch.batch.sheets import workbook_of
from gaoji_batch.forms.table import Table
from gaoji_batch.values import text

IDENTITY = {
    "roster": ["id_number"],
    "completion": ["id_number"],
    "assessment": ["id_number"],
    "attendance": ["id_number", "date"],
    "plan": ["date", "content"],
    "teachers": ["name"],
    "change": ["change_item"],
    "claim": ["project"],
    "application": ["project"],
}
"""What makes two rows of two filings the same person or session."""
CUMULATIVE = {"change", "attendance"}
"""Forms whose later filings add to the earlier ones, unless they speak of the same item or the same person's
day."""
LIVE, DUPLICATE, REPLACED, CLASHING, UNDATED = "live", "duplicate", "replaced", "clashing", "undated"


@dataclass(slots=True)
class FiledPart:
    """What one table files of one form for one class of one project. content: the hash of its rows; physical:
    the sheet that it stands on."""

    sheet: int
    form: str
    project: str
    class_no: int
    day: pd.Timestamp | None
    workbook: str
    identities: frozenset[str]
    content: bytes = b""
    physical: str = ""
    state: str = LIVE
    by: int | None = None
    rivals: list[int] = field(default_factory=list)


def duplicates(tables: list[Table]) -> dict[int, int]:
    """Sheets whose whole workbook says the same as an earlier one's (by path): sheet key → sheet key of the
    first."""
    books: dict[str, list[int]] = defaultdict(list)
    for at, table in enumerate(tables):
        books[workbook_of(table.file, table.sheet)].append(at)
    first: dict[bytes, list[int]] = {}
    same: dict[int, int] = {}
    for _, sheets in sorted(books.items()):
        # a workbook whose sheets stand in another order says the same
        ranked = sorted(sheets, key=lambda at: (tables[at].form, tables[at].content))
        digest = hashlib.sha256(b"".join(tables[at].content for at in ranked)).digest()
        earlier = first.setdefault(digest, ranked)
        if earlier is not ranked:
            same.update(zip(ranked, earlier, strict=True))
    return same


def parts(
    sheets: pd.DataFrame, frames: dict[str, pd.DataFrame], same: dict[int, int], tables: list[Table]
) -> list[FiledPart]:
    """Every part of every filing of the versioned forms; a sheet without data rows still is one."""
    filed: list[FiledPart] = []
    for form, identity in IDENTITY.items():
        of_form = sheets[sheets["form"].eq(form)]
        by_sheet: dict[int, list[tuple[str, int, frozenset[str]]]] = defaultdict(list)
        rows = frames.get(form)
        if rows is not None and len(rows):
            for (sheet, project, class_no), identities in _identities(rows, identity):
                by_sheet[sheet].append((project, class_no, identities))
        for sheet, project, class_no, day, workbook in zip(
            of_form.index,
            of_form["project"],
            of_form["class_no"].fillna(1),
            of_form["filed_on"],
            of_form["workbook"],
            strict=True,
        ):
            for of_project, of_class, identities in by_sheet.get(sheet) or [
                (project, int(class_no), frozenset())
            ]:
                part = FiledPart(
                    sheet,
                    form,
                    of_project,
                    int(of_class),
                    None if pd.isna(day) else day,
                    workbook,
                    identities,
                    tables[sheet].rows_content,
                    f"{tables[sheet].file}|{tables[sheet].sheet}",
                )
                if sheet in same:
                    part.state, part.by = DUPLICATE, same[sheet]
                filed.append(part)
    return filed


def _identities(
    rows: pd.DataFrame, identity: list[str]
) -> Iterable[tuple[tuple[int, str, int], frozenset[str]]]:
    keys = [rows[name].astype("str").where(rows[name].notna(), "") for name in identity if name in rows]
    written = keys[0].str.cat(keys[1:], sep="|") if keys else pd.Series("", index=rows.index)
    unnamed = written.str.strip("|").eq("")
    written = text.fold_series(written).where(~unnamed, "")
    groups = rows.assign(_said=written.astype("object")).groupby(
        ["sheet", "project", "class_no"], sort=False
    )["_said"]
    return ((key, frozenset(values) - {""}) for key, values in groups)


def settle(filed: list[FiledPart]) -> list[FiledPart]:
    """Sets the state of each part: live, or replaced, clashing, undated (an undated filing beside a dated
    one)."""
    groups: dict[tuple[str, str, int], list[FiledPart]] = defaultdict(list)
    for part in filed:
        # what names no project replaces nothing, and is F009
        if part.state == LIVE and part.project:
            groups[part.form, part.project, part.class_no].append(part)
    for group in groups.values():
        _one_day_a_workbook(group)
        # whether an undated filing is older or newer nobody knows: beside a dated one it decides nothing
        dated = [part for part in group if part.day is not None]
        if dated:
            for part in group:
                part.state = LIVE if part.day is not None else UNDATED
        _replace(dated or group)
        _clash([part for part in (dated or group) if part.state == LIVE])
    return filed


def _one_day_a_workbook(group: list[FiledPart]) -> None:
    """Sheets of one workbook are parts of one filing: of its latest day."""
    latest: dict[str, pd.Timestamp] = {}
    for part in group:
        if part.day is not None:
            latest[part.workbook] = max(part.day, latest.get(part.workbook, part.day))
    for part in group:
        part.day = latest.get(part.workbook, part.day)


def _replace(group: list[FiledPart]) -> None:
    cumulative = group[0].form in CUMULATIVE
    for part in group:
        later = [
            other
            for other in group
            if part.day is not None and other.day is not None and other.day > part.day
        ]
        if cumulative:
            later = [other for other in later if other.identities & part.identities]
        if later:
            last = max(later, key=lambda other: (other.day, -other.sheet))
            part.state, part.by = REPLACED, last.sheet


def _clash(live: list[FiledPart]) -> None:
    holders: dict[tuple[object, str], list[FiledPart]] = defaultdict(list)
    first: dict[tuple[object, bytes], FiledPart] = {}
    for part in sorted(live, key=lambda part: part.sheet):
        earlier = first.setdefault((part.day, part.content), part)
        # lists without anybody are all alike, and repeat nothing
        if part.identities and earlier is not part and earlier.physical != part.physical:
            part.state, part.by = DUPLICATE, earlier.sheet
    for part in live:
        for identity in part.identities if part.state == LIVE else ():
            holders[part.day, identity].append(part)
    for sharing in holders.values():
        # within one sheet the same person twice is D105, and no second filing
        if len({part.physical for part in sharing}) > 1:
            for part in sharing:
                part.state = CLASHING
                others = [
                    other.sheet
                    for other in sharing
                    if other.physical != part.physical and other.sheet not in part.rivals
                ]
                part.rivals.extend(others)


def first_filed(filed: list[FiledPart]) -> pd.DataFrame:
    """The first filing of each form for each class, however faulty: columns form, project, class_no,
    filed_on, sheet."""
    rows = [
        (part.form, part.project, part.class_no, part.day, part.sheet)
        for part in filed
        if part.project and part.day is not None
    ]
    frame = pd.DataFrame(rows, columns=["form", "project", "class_no", "filed_on", "sheet"])
    frame["filed_on"] = pd.to_datetime(frame["filed_on"]).astype("datetime64[s]")
    frame = frame.sort_values(["form", "project", "class_no", "filed_on", "sheet"])
    return frame.drop_duplicates(["form", "project", "class_no"]).reset_index(drop=True)
