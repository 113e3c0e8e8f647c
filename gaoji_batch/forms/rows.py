"""Which rows below a header are data: totals, signatures, notes and a header printed once more are none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from gaoji_batch.forms.headers import Header
from gaoji_batch.forms.key_values import is_key_row
from gaoji_batch.forms.waiting import heads_a_waiting_list
from gaoji_batch.intake.grid import Grid
from gaoji_batch.law import sheet_words
from gaoji_batch.values import text

TOTAL, SIGNATURE, NOTE, KEYS, TITLE, REPEATED = "合计", "签章", "说明", "项目信息", "标题", "重复的表头"
_TOTAL = re.compile(
    r"^(?:本[页表班期])?(?:(?:人数|学时|金额)?合计|小计|累计|总计|共计|总人数|合计人数|合计金额|总学时|学时合计|共\d+(?:人|名|学时|个))(?![\u4e00-\u9fff]*班)"
)
_SIGNATURE = re.compile(
    r"^(?:填表人|制表人|审核人|审批人|负责人|经办人|联系人|单位负责人|项目负责人|班主任|填报人|复核|审核|制表|.{0,12}(?:盖章|公章|签章|签字|签名)"
    r"|承办单位\(|申报单位\(|填表说明|注意事项|填报说明|(?:备?注|说明|日期|打印时间|打印日期|联系电话|人民币\(大写\)|大写|注意):|.{1,12}:$"
    r"|(?:审批|审核|领导|单位|承办单位)意见|备注$|※|[本此]表|第\d+页)"
)
"""The first words of a signature, a stamp, a note or a label with its colon."""
_BLANK_BELOW = re.compile(r"^[-—\s(（]*以下(?:为)?空白")
_BLANK_DAY = re.compile(r"^\d{0,4}年\d{0,2}月\d{0,2}日$")


@dataclass(slots=True)
class Rows:
    """The rows below a header. data: those that are data; passed: row → why it is none, as 读取情况 says it; unread: rows of another
    table below, and why they were not read."""

    data: list[int]
    passed: dict[int, str]
    unread: list[tuple[list[int], str]] = field(default_factory=list)


def data_rows(grid: Grid, header: Header) -> Rows:
    """Which rows below the header are data, and what the others are; empty rows are neither."""
    own = {at for field, at in header.columns.items() if field != "serial"}
    labels = [text.fold_header(cell) if isinstance(cell, str) else "" for cell in grid.rows[header.last - 1]]
    marked = {row for row, column in [*grid.errors, *grid.unvalued] if column in own}
    titles = {
        said[0]
        for cells in grid.rows[: header.first - 1]
        if len(said := [cell for cell in cells if text.clean(cell) is not None]) == 1
    }
    printed_again = {row for first, last in header.repeats for row in range(first, last + 1)}
    rows = Rows([], {})
    for row in range(header.last + 1, len(grid.rows) + 1):
        cells = grid.rows[row - 1]
        within = bool(rows.data) and rows.data[-1] == row - 1 and not _is_lone(grid.rows[row - 2])
        if (
            row > header.last + 1
            and (not within or _is_lone(cells))
            and row not in printed_again
            and not _repeats(cells, labels)
            and (why := foreign(grid, header, row))
        ):
            rows.unread.append(([*_titled_above(grid, header, row), *range(row, len(grid.rows) + 1)], why))
            rows.data = [one for one in rows.data if one < rows.unread[-1][0][0]]
            break
        if row not in marked and not any(
            at <= len(cells) and text.clean(cells[at - 1]) is not None for at in own
        ):
            continue
        if reason := passed_over(cells, header, titles) or (
            (row in printed_again or _repeats(cells, labels)) and REPEATED
        ):
            rows.passed[row] = reason
        else:
            rows.data.append(row)
    return rows


def _is_lone(cells: list[object]) -> bool:
    return len(cells) - cells.count(None) - cells.count("") == 1


def foreign(grid: Grid, header: Header, row: int) -> str:
    """Why another table begins at this row: the heading of a waiting list, or labels that are no header of a form; '' where none begins.

    Labels stand below an empty row, a title or the totals: a first row of data looks like them nowhere else.
    """
    cells = grid.rows[row - 1]
    if heads_a_waiting_list(cells):
        return "候补、备选、退出等名单，不作为学员"
    filled = [cell for cell in cells if text.clean(cell) is not None]
    if len(filled) < 2 or not all(
        isinstance(cell, str) and not any(map(str.isdigit, cell)) for cell in filled
    ):
        return ""
    above = grid.rows[row - 2]
    texts = [cell for cell in above if text.clean(cell) is not None]
    if len(texts) > 1 and not passed_over(above, header, set()):
        return ""
    endings = sheet_words.of("label_endings")
    labels = sum(len(cell) <= 12 and text.fold_header(cell).endswith(endings) for cell in filled)  # type: ignore[arg-type, misc]
    if is_key_row(cells, header.form) or labels * 2 < len(filled) or labels < 2:
        return ""
    ends = passed_over(cells, header, set())
    below = grid.rows[row] if row < len(grid.rows) else []
    return "表格以下的内容" if not ends and sum(text.clean(cell) is not None for cell in below) >= 2 else ""


def _titled_above(grid: Grid, header: Header, row: int) -> list[int]:
    """The title right above a table."""
    above = grid.rows[row - 2]
    filled = [cell for cell in above if text.clean(cell) is not None]
    return [row - 1] if len(filled) == 1 and not passed_over(above, header, set()) else []


def passed_over(cells: list[object], header: Header, titles: set[object]) -> str:
    """Why a row is no data: a total, a signature, a note, a key-value row, or a title line once more, all of which fill few cells; '' where it is data."""
    few = max(4, len(header.columns) // 2)
    filled = list(
        islice(
            ((at, said) for at, cell in enumerate(cells, 1) if (said := text.clean(cell)) is not None),
            few + 1,
        )
    )
    if not 0 < len(filled) <= few:
        return ""
    first = text.fold(filled[0][1]).replace("[", "(").replace("]", ")")
    if _TOTAL.match(first):
        return TOTAL
    if _SIGNATURE.match(first):
        return SIGNATURE
    if any(_BLANK_BELOW.match(said) for _, said in filled):
        return NOTE
    if is_key_row(cells, header.form):
        return KEYS
    if all(_BLANK_DAY.match(text.fold(said)) for _, said in filled):
        return SIGNATURE if len(header.columns) > 1 and len(filled) == 1 else ""
    alone = len(filled) == 1 and len(header.columns) > 2
    if alone and cells[filled[0][0] - 1] in titles:
        return TITLE
    ends = isinstance(cells[filled[0][0] - 1], str) and (
        len(first) > 20 or first.endswith(("。", "章)", "盖章"))
    )
    return NOTE if alone and ends else ""


def _repeats(cells: list[object], labels: list[str]) -> bool:
    """The header once more, as at the top of a printed page."""
    pairs = zip(cells, labels, strict=False)
    same = sum(
        isinstance(cell, str) and cell != "" and label != "" and text.fold_header(cell) == label
        for cell, label in pairs
    )
    return same >= 3 and same * 2 > sum(bool(label) for label in labels)
