"""Rows below a header that their words show to be no data: totals, signatures, notes, key-value cells and
titles."""

from __future__ import annotations

import re
from functools import lru_cache

from gaoji_batch.forms.headers import Header
from gaoji_batch.forms.key_values import is_key_row
from gaoji_batch.values import dates, text

TOTAL, SIGNATURE, NOTE, KEYS, TITLE, REPEATED = "合计", "签章", "说明", "项目信息", "标题", "重复的表头"
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
"""'30', '共30人', '150,000元'."""
_LABEL = re.compile(
    r"""(?:单位|项目)?(?:填表|制表|审核|审批|负责|经办|联系|填报|复核)人?(?:员)?
    | (?:填表|填报|制表|审核|审批)?日期 | 班主任 | 联系电话 | (?:单位)?负责人(?:签字|签名)?""",
    re.VERBOSE,
)
_NAME = re.compile(r"[\u3400-\u9fff·A-Z ]{2,12}")
_FIGURES = ("hours", "hours_total", "hours_attended", "score", "number", "count", "money")
_BLANK_DAY = re.compile(r"^\d{0,4}年\d{0,2}月\d{0,2}日$")


Content = tuple[int, object, str]
"""A filled cell of a row: its column, its value, and its text."""


def contents_of(cells: list[object]) -> list[Content]:
    """The filled cells of a row."""
    return [
        (at, cell, content) for at, cell in enumerate(cells, 1) if (content := text.clean(cell)) is not None
    ]


def passed_over(
    contents: list[Content], header: Header, titles: set[object], merged: frozenset[int] = frozenset()
) -> str:
    """Why a row is no data: a total, a signature, a note, a key-value row, or a title line once more, all of
    which fill few cells; '' where it is data.

    merged: the columns whose cell is merged with the one above, and so holds something.
    """
    return _ending(contents, header, merged) or _line(contents, header, titles)


def _line(contents: list[Content], header: Header, titles: set[object]) -> str:
    """A note, a key-value row or a title line once more."""
    if not 0 < len(contents) <= max(4, len(header.columns) // 2):
        return ""
    _, cell, content = contents[0]
    first = _first_words(content)
    if any(_BLANK_BELOW.match(content) for _, _, content in contents):
        return NOTE
    if is_key_row([cell], header.form):
        return KEYS
    days = [text.fold(content) for _, _, content in contents]
    if all(map(_BLANK_DAY.match, days)):
        blank = any(not any(map(str.isdigit, day)) for day in days)
        return SIGNATURE if len(header.columns) > 1 and (blank or len(days) == 1) else ""
    alone = len(contents) == 1 and len(header.columns) > 2
    if alone and cell in titles:
        return TITLE
    ends = (
        header.form.source == "unit"
        and isinstance(cell, str)
        and (len(first) > 20 or first.endswith(("。", "章)", "盖章")))
    )
    return NOTE if alone and ends else ""


def _ending(contents: list[Content], header: Header, merged: frozenset[int]) -> str:
    """TOTAL or SIGNATURE where a unit's row is one: its first words say so, and the form's required columns
    are empty but for what such a row holds."""
    why = _ends(contents[0][2]) if contents and header.form.source == "unit" else ""
    if not why:
        return ""
    required = {at: field for field, at in header.columns.items() if field in header.form.required}
    if any(at in required and at != contents[0][0] for at in merged):
        return ""
    others = [(at, cell, content) for at, cell, content in contents[1:] if at in required]
    if why == TOTAL:
        types = {at: header.form.by_field[field].type for at, field in required.items()}
        return why if all(_is_sum(content, types[at]) for at, _, content in others) else ""
    labels = {at: _first_words(content).endswith(":") for at, _, content in contents if _is_label(content)}
    return why if all(_is_signed(cell, content, at, labels) for at, cell, content in others) else ""


@lru_cache(maxsize=4096)  # rows begin with the same serial numbers in every file
def _ends(content: str) -> str:
    """TOTAL or SIGNATURE where a row's first text is that of one."""
    first = _first_words(content)
    if _TOTAL.match(first) or _PART_TOTAL.fullmatch(first):
        return TOTAL
    return SIGNATURE if _SIGNATURE.match(first) else ""


def is_signature(line: str) -> bool:
    """Whether the first words of a line sign, stamp, or are a label with its colon and nothing beside it."""
    return bool(_SIGNATURE.match(_first_words(line)))


def _first_words(content: str) -> str:
    return text.fold(content).replace("[", "(").replace("]", ")")


def _is_sum(content: str, kind: str) -> bool:
    """Whether a cell of a total row holds a sum: a number where numbers belong, or a number with what it
    counts."""
    folded = _first_words(content)
    if _COUNTED.fullmatch(folded):
        # where no number belongs, a bare one of five digits or more is no sum: it may be a person's
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
