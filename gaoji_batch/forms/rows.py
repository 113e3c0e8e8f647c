"""Which rows below a header are data: totals, signatures, notes and a header printed once more are none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from gaoji_batch.forms.headers import Header
from gaoji_batch.forms.key_values import is_key_row
from gaoji_batch.forms.schema import Column
from gaoji_batch.forms.waiting import heads_a_waiting_list
from gaoji_batch.intake.grid import Grid
from gaoji_batch.law import choices, levels, sheet_words, written_words
from gaoji_batch.values import dates, text

TOTAL, SIGNATURE, NOTE, KEYS, TITLE, REPEATED = "合计", "签章", "说明", "项目信息", "标题", "重复的表头"
GROUP, NUMBERS, PREFILLED = "分组行", "栏次", "预填行"
_TOTAL = re.compile(
    r"""^(?:本[页表班期])?
    (?: (?:人数|学时|金额)?合计 | 小计|累计|总计|共计 | 总人数|合计人数|合计金额|总学时|学时合计
      | 平均分|平均成绩|平均|最高分|最低分
      | 共\d+(?:人|名|学时|个|条(?:记录|数据)?|行) | 总?记录数|总条数
    )(?![\u4e00-\u9fff]*班)""",
    re.VERBOSE,
)
_PART_TOTAL = re.compile(r"[\u3400-\u9fff\d()、]{1,12}(?:小计|合计|总计|累计)(?::|\(.*\)|:?\d.*)?")
"""'第一周小计', '实操教学合计：32学时'."""
_SIGNATURE = re.compile(
    r"""^(?:
        填表人|制表人|审核人|审批人|负责人|经办人|联系人|单位负责人|项目负责人|班主任|填报人 | 复核|审核|制表
      | .{0,12}(?:盖章|公章|签章|签字|签名)
      | 承办单位\(|申报单位\(|填表说明|注意事项|填报说明
      | (?: 备?注|说明|注意|日期|打印时间|打印日期|导出时间|导出日期|导出人|联系电话
          | 人民币\(大写\)|大写|大写金额|金额大写|金额\(大写\)|(?:合计|申请|补助)金额\(?大写\)?
        ):
      | .{1,12}:$
      | (?:审批|审核|领导|单位|承办单位)意见 | 备注$ | ※ | [本此]表 | 第\d+页
    )""",
    re.VERBOSE,
)
"""The first words of a signature, a stamp, a note or a label with its colon."""
_BLANK_BELOW = re.compile(r"^[-—\s(（]*以下(?:为)?空白")
_COUNTED = re.compile(r"共?-?[\d,]+(?:\.\d+)?(?:人|名|学时|课时|元|万元|个|天|分)?")
_LABEL = re.compile(
    r"""(?:单位|项目)?(?:填表|制表|审核|审批|负责|经办|联系|填报|复核)人?(?:员)?
    | (?:填表|填报|制表|审核|审批)?日期 | 班主任 | 联系电话 | (?:单位)?负责人(?:签字|签名)?""",
    re.VERBOSE,
)
_NAME = re.compile(r"[\u3400-\u9fff·A-Z ]{2,12}")
_STEMS, _NUMERALS, _LETTERS = "甲乙丙丁戊己庚辛壬癸", "一二三四五六七八九十", "ABCDEFGHIJKLMNOPQRST"
_FIGURES = ("hours", "hours_total", "hours_attended", "score", "number", "count", "money")
_BLANK_DAY = re.compile(r"^\d{0,4}年\d{0,2}月\d{0,2}日$")


@dataclass(slots=True)
class Rows:
    """The rows below a header. data: those that are data; passed: row → why it is none, as 读取情况 says it;
    unread: rows of another table below, and why they were not read."""

    data: list[int]
    passed: dict[int, str]
    unread: list[tuple[list[int], str]] = field(default_factory=list)


def data_rows(grid: Grid, header: Header) -> Rows:
    """Which rows below the header are data, and what the others are; empty rows are neither."""
    columns = {at for field, at in header.columns.items() if field != "serial"}
    labels = [text.fold_header(cell) if isinstance(cell, str) else "" for cell in grid.rows[header.last - 1]]
    marked = {row for row, column in [*grid.errors, *grid.unvalued] if column in columns}
    titles = {
        filled[0]
        for cells in grid.rows[: header.first - 1]
        if len(filled := [cell for cell in cells if text.clean(cell) is not None]) == 1
    }
    printed_again = {row for first, last in header.repeats for row in range(first, last + 1)}
    down = merged_below(grid, header)
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
            rows.data = [above for above in rows.data if above < rows.unread[-1][0][0]]
            break
        if row not in marked and not any(
            at <= len(cells) and text.clean(cells[at - 1]) is not None for at in columns
        ):
            if is_group_line(cells, header, down.get(row, frozenset())):
                rows.passed[row] = GROUP  # it stands in the column of numbers
            continue
        if reason := (
            passed_over(cells, header, titles, down.get(row, frozenset()))
            or ((row in printed_again or _repeats(cells, labels)) and REPEATED)
            or (not rows.data and is_column_numbers(cells, header) and NUMBERS)
            or (row not in marked and is_group_line(cells, header, down.get(row, frozenset())) and GROUP)
        ):
            rows.passed[row] = reason
        else:
            rows.data.append(row)
    _keep_last_names(rows, grid, columns)
    for row in prefilled(grid, header, rows.data, marked):
        rows.data.remove(row)
        rows.passed[row] = PREFILLED
    return rows


def _is_lone(cells: list[object]) -> bool:
    return len(cells) - cells.count(None) - cells.count("") == 1


def _keep_last_names(rows: Rows, grid: Grid, columns: set[int]) -> None:
    """A text alone below which no data row follows heads nothing: it is a person of whom little is written; a
    title of what is unread is neither."""
    unread = {row for part, _ in rows.unread for row in part}
    last = max(rows.data, default=0)
    for row in [row for row, why in rows.passed.items() if why == GROUP and (row > last or row in unread)]:
        cells = grid.rows[row - 1]
        if row in unread:
            del rows.passed[row]
        elif last and any(at <= len(cells) and text.clean(cells[at - 1]) is not None for at in columns):
            del rows.passed[row]
            rows.data.append(row)


def foreign(grid: Grid, header: Header, row: int) -> str:
    """Why another table begins at this row: the heading of a waiting list, or labels that are no header of a
    form; '' where none begins.

    Labels stand below an empty row, a title or the totals: a first row of data looks like them nowhere else.
    """
    cells = grid.rows[row - 1]
    if heads_a_waiting_list(cells):
        return "候补、备选、退出等名单，不作为学员"
    if _misfits(grid, header, row):
        return "表格以下的内容"
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
    labels = sum(
        isinstance(cell, str) and len(cell) <= 12 and text.fold_header(cell).endswith(endings)
        for cell in filled
    )
    if is_key_row(cells, header.form) or labels * 2 < len(filled) or labels < 2:
        return ""
    ends = passed_over(cells, header, set())
    below = grid.rows[row] if row < len(grid.rows) else []
    return "表格以下的内容" if not ends and sum(text.clean(cell) is not None for cell in below) >= 2 else ""


_TYPED = (
    "choice",
    "id_number",
    "level",
    "phone",
    "date",
    "hours",
    "count",
    "money",
    "certificate",
    "account",
    "score",
    "hours_attended",
)
"""Types that a value of something else does not fit."""


def _misfits(grid: Grid, header: Header, row: int) -> bool:
    """Whether a row below an empty one or a title, and the row after it, are of another table: texts, of
    which none fits where a type is wanted."""
    typed = {
        at: column for at, column in _columns(header).items() if column.type in _TYPED and column.required
    }
    above = grid.rows[row - 2]
    if (
        len(typed) < 3
        or header.form.source != "unit"
        or sum(text.clean(cell) is not None for cell in above) > 1
    ):
        return False
    for cells in grid.rows[row - 1 : row + 1]:
        filled = {at: cell for at, cell in enumerate(cells, 1) if text.clean(cell) is not None}
        if len(filled) < 2 or passed_over(cells, header, set()) or is_key_row(cells, header.form):
            return False
        if any(at in filled and _fits(column, filled[at]) for at, column in typed.items()):
            return False
    return row < len(grid.rows)


def _columns(header: Header) -> dict[int, Column]:
    return {at: header.form.by_field[field] for field, at in header.columns.items()}


def _fits(column: Column, cell: object) -> bool:
    """Whether a cell holds what its column asks for, or could be meant so."""
    content = text.clean(cell) or ""
    if column.type == "choice":
        return choices.canonical(column.choices, content) is not None
    if column.type == "level":
        return levels.canonical(content) is not None
    if column.type == "date":
        return bool(dates.read_days(cell)) or dates.month_and_day(cell) is not None
    return (
        any(map(str.isdigit, content)) or written_words.is_filler(cell, True) or written_words.is_ditto(cell)
    )


def _titled_above(grid: Grid, header: Header, row: int) -> list[int]:
    """The title right above a table."""
    above = grid.rows[row - 2]
    filled = [cell for cell in above if text.clean(cell) is not None]
    return [row - 1] if len(filled) == 1 and not passed_over(above, header, set()) else []


def passed_over(
    cells: list[object], header: Header, titles: set[object], merged: frozenset[int] = frozenset()
) -> str:
    """Why a row is no data: a total, a signature, a note, a key-value row, or a title line once more, all of
    which fill few cells; '' where it is data.

    merged: the columns whose cell is merged with the one above, and so holds something.
    """
    return ending(cells, header, merged) or _line(cells, header, titles)


def _line(cells: list[object], header: Header, titles: set[object]) -> str:
    """A note, a key-value row or a title line once more."""
    few = max(4, len(header.columns) // 2)
    filled = list(
        islice(
            ((at, content) for at, cell in enumerate(cells, 1) if (content := text.clean(cell)) is not None),
            few + 1,
        )
    )
    if not 0 < len(filled) <= few:
        return ""
    first = _first_words(filled[0][1])
    if any(_BLANK_BELOW.match(content) for _, content in filled):
        return NOTE
    if is_key_row(cells, header.form):
        return KEYS
    days = [text.fold(content) for _, content in filled]
    if all(map(_BLANK_DAY.match, days)):
        blank = any(not any(map(str.isdigit, day)) for day in days)
        return SIGNATURE if len(header.columns) > 1 and (blank or len(days) == 1) else ""
    alone = len(filled) == 1 and len(header.columns) > 2
    if alone and cells[filled[0][0] - 1] in titles:
        return TITLE
    ends = (
        header.form.source == "unit"
        and isinstance(cells[filled[0][0] - 1], str)
        and (len(first) > 20 or first.endswith(("。", "章)", "盖章")))
    )
    return NOTE if alone and ends else ""


def ending(cells: list[object], header: Header, merged: frozenset[int] = frozenset()) -> str:
    """TOTAL or SIGNATURE where a unit's row is one: its first words say so, and the form's required columns
    are empty but for what such a row holds."""
    if header.form.source != "unit":
        return ""
    first = _first_words(next((content for cell in cells if (content := text.clean(cell)) is not None), ""))
    totals = _TOTAL.match(first) or _PART_TOTAL.fullmatch(first)
    why = TOTAL if totals else SIGNATURE if _SIGNATURE.match(first) else ""
    if not why:
        return ""
    required = {at: field for field, at in header.columns.items() if field in header.form.required}
    filled = [
        (at, cell, content) for at, cell in enumerate(cells, 1) if (content := text.clean(cell)) is not None
    ]
    if any(at in required and at != filled[0][0] for at in merged):
        return ""
    others = [(at, cell, content) for at, cell, content in filled[1:] if at in required]
    if why == TOTAL:
        types = {at: header.form.by_field[field].type for at, field in required.items()}
        return why if all(_is_sum(content, types[at]) for at, _, content in others) else ""
    labels = {at: _first_words(content).endswith(":") for at, _, content in filled if _is_label(content)}
    return why if all(_is_signed(cell, content, at, labels) for at, cell, content in others) else ""


def _first_words(content: str) -> str:
    return text.fold(content).replace("[", "(").replace("]", ")")


def _is_sum(content: str, kind: str) -> bool:
    """Whether a cell of a total row holds a sum: a number where numbers belong, or a number with what it
    counts."""
    folded = _first_words(content)
    if _COUNTED.fullmatch(folded):
        return kind in _FIGURES or not folded.isdecimal() or len(folded) <= 4
    return bool(_TOTAL.match(folded) or _SIGNATURE.match(folded))


def _is_label(content: str) -> bool:
    folded = _first_words(content)
    return folded.endswith((":", "意见")) or _LABEL.fullmatch(folded) is not None


def _is_signed(cell: object, content: str, at: int, labels: dict[int, bool]) -> bool:
    """Whether a cell of a signature row holds a day, further words of a signature, or what stands right of a
    label (with a colon or without)."""
    folded = _first_words(content)
    before = max((label for label in labels if label < at), default=0)
    if dates.read_date(cell) is not None or (before and labels[before] and len(folded) <= 30):
        return True
    if not isinstance(cell, str):
        return False
    if _BLANK_DAY.match(folded) or _SIGNATURE.match(folded) or _LABEL.match(folded):
        return True
    return bool(before) and not any(map(str.isdigit, folded)) and _NAME.fullmatch(folded) is not None


def merged_below(grid: Grid, header: Header) -> dict[int, frozenset[int]]:
    """Row → the columns whose cell is merged with one above it, below the header."""
    down: dict[int, set[int]] = {}
    for first, left, last, right in grid.merges:
        if first <= header.last or last == first:
            continue
        cells = grid.rows[first - 1] if first <= len(grid.rows) else []
        if left <= len(cells) and text.clean(cells[left - 1]) is not None:
            for row in range(first + 1, last + 1):
                down.setdefault(row, set()).update(range(left, right + 1))
    return {row: frozenset(columns) for row, columns in down.items()}


def is_column_numbers(cells: list[object], header: Header) -> bool:
    """Whether a row numbers the columns: 1 2 3, (1) (2) (3), 甲 乙 1 2, with or without 栏次 in front."""
    filled = [text.fold(sign).strip("[]") for cell in cells if (sign := text.clean(cell)) is not None]
    if filled and filled[0] in ("栏次", "列次", "序号", "行次"):
        filled = filled[1:]
    if len(filled) < 3 or len(filled) * 2 < len(header.columns):
        return False
    for signs in (_STEMS, _LETTERS, _NUMERALS):
        lead = next(
            (at for at, sign in enumerate(filled) if at >= len(signs) or sign != signs[at]), len(filled)
        )
        numbers = filled[lead:]
        if numbers == [str(at) for at in range(1, len(numbers) + 1)] and (numbers or lead):
            return True
    return (
        filled == [str(at) for at in range(int(filled[0]), int(filled[0]) + len(filled))]
        if filled[0] in ("0", "2")
        else False
    )


def is_group_line(cells: list[object], header: Header, merged: frozenset[int]) -> bool:
    """Whether a unit's row is the heading of the rows below: one text alone, no number of a person, no
    day."""
    if header.form.source != "unit" or len(header.form.required) < 4 or merged:
        return False
    pairs = ((at, cell) for at, cell in enumerate(cells, 1) if text.clean(cell) is not None)
    filled = list(islice(pairs, 2))
    if len(filled) != 1:
        return False
    at, cell = filled[0]
    fields = {column: field for field, column in header.columns.items()}
    if not isinstance(cell, str) or fields.get(at) in ("id_number", "certificate", "phone", "remark"):
        return False
    return (
        sum(map(str.isdigit, cell)) < 6
        and dates.read_date(cell) is None
        and dates.month_and_day(cell) is None
    )


def prefilled(grid: Grid, header: Header, data: list[int], marked: set[int]) -> list[int]:
    """The rows below the last person that hold nothing but what the blank had in it: fillers, and one and the
    same value of a column's list."""
    if header.form.source != "unit":
        return []
    columns = {at: header.form.by_field[field] for field, at in header.columns.items() if field != "serial"}
    trailing: list[int] = []
    for row in reversed(data):
        if row in marked or not all(
            at not in columns or _is_default(columns[at], cell)
            for at, cell in enumerate(grid.rows[row - 1], 1)
            if text.clean(cell) is not None
        ):
            break
        trailing.append(row)
    for at, column in columns.items():
        values = {
            text.clean(grid.rows[row - 1][at - 1]) if at <= len(grid.rows[row - 1]) else None
            for row in trailing
        }
        if len(values - {None}) > 1 or (None in values and len(values) > 1 and column.type == "name"):
            return []
    return trailing


def _is_default(column: Column, cell: object) -> bool:
    """Whether a cell holds a filler, or a value of the column's list."""
    if written_words.is_filler(cell, False):
        return True
    content = text.clean(cell) or ""
    if column.type == "level":
        return levels.canonical(content) is not None
    return column.type in ("choice", "open_choice") and choices.canonical(column.choices, content) is not None


def _repeats(cells: list[object], labels: list[str]) -> bool:
    """The header once more, as at the top of a printed page."""
    pairs = zip(cells, labels, strict=False)
    same = sum(
        isinstance(cell, str) and cell != "" and label != "" and text.fold_header(cell) == label
        for cell, label in pairs
    )
    return same >= 3 and same * 2 > sum(bool(label) for label in labels)
