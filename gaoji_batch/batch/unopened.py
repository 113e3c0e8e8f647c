"""Workbooks of center/ and extracts/ that could not be opened or not be read whole, and what they may have
held: nothing may follow from their absence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from gaoji_batch.forms.schema import Form
from gaoji_batch.values import text
from gaoji_batch.values.rule_names import (
    COLUMN_MISSING,
    ENCRYPTED,
    NO_KNOWN_FORM,
    NOTHING_READ,
    OVER_LIMIT,
    UNREADABLE,
)

if TYPE_CHECKING:
    from gaoji_batch.batch.assembly import Batch

NO_TABLES = (
    ".pdf",
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".doc",
    ".wps",
    ".rar",
    ".ppt",
    ".pptx",
)
"""Names of papers that hold nothing for this program, opened or not."""
_WHY = {UNREADABLE: "文件已损坏或不是电子表格", ENCRYPTED: "文件设有打开密码", OVER_LIMIT: "文件超出安全限制"}
_MEND = {
    UNREADABLE: "用Excel或WPS打开原件，另存为xlsx",
    ENCRYPTED: "取消打开密码后另存",
    OVER_LIMIT: "只留数据，分开保存",
}
LastRead = Callable[[str], Iterable[str]]
"""A file's name from the workspace on → the forms that were read of it when it last could be opened."""


@dataclass(frozen=True, slots=True)
class Unopened:
    """file: from the workspace on; why; fix; forms: those that it may hold, none where that is not known: it
    may be any."""

    file: str
    why: str
    fix: str
    forms: tuple[str, ...] = ()

    def told(self, titles: dict[str, str]) -> str:
        """What is said of it, first of all, whatever a command gives."""
        content = "、".join(titles[form] for form in self.forms) or "其中的内容"
        return (
            f"{self.file}不能读取（{self.why}）：本次审核不完整，与{content}有关的核对没有进行，不能当作没有问题；"
            f"{self.fix}后重新运行，或移出所在的文件夹"
        )


def of_center(batch: Batch, last_read: LastRead) -> list[Unopened]:
    """The workbooks of center/ that could not be opened, bear the name of a form whose headers were not
    known, or lack a required column, by the faults of the batch."""
    faults, forms = batch.faults, batch.forms
    unread = faults[faults["code"].isin(NOTHING_READ) & faults["file"].str.startswith("center/")]
    unread = unread[~unread["file"].str.lower().str.endswith(NO_TABLES)]
    closed = []
    for row in unread.drop_duplicates("file").sort_values("file").to_dict("records"):
        code, detail = row["code"], row["detail"]
        why = detail.get("what") or _WHY[code] + (f"：{detail['limit']}" if "limit" in detail else "")
        mend = str(detail.get("fix") or _MEND[code]).split("后再审核")[0].split("后重新报送")[0]
        within = may_hold(row["file"], forms, "center", last_read)
        closed.append(Unopened(row["file"], str(why), mend, within))
    return closed + _not_understood(faults, forms, last_read) + _without_column(batch)


def _without_column(batch: Batch) -> list[Unopened]:
    """Workbooks with a table that lacks a required column (F005): what its rows would have said is not known,
    and a table that is no more than near a form has no rows at all."""
    incomplete = batch.faults[
        batch.faults["code"].eq(COLUMN_MISSING) & batch.faults["file"].str.startswith("center/")
    ]
    closed = []
    for file, rows in incomplete.groupby("file"):
        lacking = []
        for name, sheet in rows.groupby("sheet_name"):
            columns = "、".join(f"“{detail['name']}”" for detail in sheet["detail"])
            lacking.append((f"工作表“{name}”" if name else "") + f"缺少必填列{columns}")
        within = sorted({batch.tables[int(at)].form for at in rows["sheet"]})
        closed.append(Unopened(str(file), "；".join(lacking), "补上缺少的列", tuple(within)))
    return closed


def _not_understood(faults: pd.DataFrame, forms: dict[str, Form], last_read: LastRead) -> list[Unopened]:
    """Workbooks that are called as a form of the center is, or have a sheet so called, or were one before,
    and in which no form was found: a note of the center's own is called otherwise."""
    unknown = faults[faults["code"].eq(NO_KNOWN_FORM) & faults["file"].str.startswith("center/")]
    closed = []
    for row in unknown.sort_values("file").to_dict("records"):
        named = may_hold(f"{row['file']} {row['detail'].get('why', '')}", forms, "center", lambda _: ())
        within = sorted({*named, *may_hold(row["file"], forms, "center", last_read)})
        if within:
            closed.append(Unopened(row["file"], "表头无法识别", "按规定的表样更正表头", tuple(within)))
    return closed


def may_hold(file: str, forms: dict[str, Form], source: str, last_read: LastRead) -> tuple[str, ...]:
    """The forms of a source that a file which cannot be opened may hold: those that it names, and those read
    of it before."""
    written = text.fold(file)
    named = {
        key
        for key, form in forms.items()
        if form.source == source
        and any(text.fold(title) in written for title in (form.title, *form.also_titled))
    }
    return tuple(sorted(named | (set(last_read(file)) & set(forms))))


def closed_by(unopened: Iterable[Unopened], forms: dict[str, Form]) -> frozenset[str]:
    """The forms of whose absence nothing may be concluded."""
    of = {key: form.source for key, form in forms.items()}
    closed: set[str] = set()
    for workbook in unopened:
        source = "center" if workbook.file.startswith("center/") else "extract"
        every = {key for key in of if of[key] == source}
        closed |= set(workbook.forms) & every or every
    return frozenset(closed)
