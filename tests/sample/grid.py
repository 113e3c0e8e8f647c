"""A table of one form, and its rendering to a grid of cells: titles,
notes, key-values, one- or two-row headers, blanks, totals, signatures.

Every writer (xlsx, xls, ods, csv) takes the same grid,
so that the address of a mistake is known before a file exists.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Formula:
    """A formula as a unit's workbook stores it; `value` None stores no result, '#N/A' an error."""

    text: str
    value: Any = None


@dataclass(frozen=True)
class Fault:
    """One expected finding: its code, a sentence for the README,
    and the place as (kind, key): row+column, header, key-value or none."""

    code: str
    text: str
    row: int | None = None
    column: str = ""
    header: str = ""
    kv: str = ""


@dataclass(frozen=True)
class Layout:
    """How a unit lays its sheet out.

    title: title line or ''; notes: lines of 填表说明; kv: cell|pair|line|below; groups: {first column: (group
    title, columns)} makes a header of two rows; blanks: data rows followed by an empty row; totals,
    signature: closing lines; dates: real|dash|dot|slash|cn|compact; hidden: data rows hidden in the sheet;
    gap: an empty row before the header.
    """

    title: bool = True
    notes: tuple[str, ...] = ()
    kv: str = "pair"
    groups: tuple[tuple[str, str, int], ...] = ()
    blanks: tuple[int, ...] = ()
    totals: bool = True
    signature: bool = True
    dates: str = "real"
    hidden: tuple[int, ...] = ()
    gap: bool = False
    stamp: bool = False


@dataclass
class Table:
    """One sheet: a form's rows by standard column name,
    its key-values, how it is laid out, and the mistakes put into it."""

    sheet: str
    title: str
    columns: dict[str, str]
    rows: list[dict[str, Any]]
    kv: dict[str, Any] = field(default_factory=dict)
    layout: Layout = Layout()
    faults: list[Fault] = field(default_factory=list)
    total_of: str = ""
    hidden: bool = False
    serial: bool = True

    def fault(
        self,
        code: str,
        text: str,
        row: int | None = None,
        column: str = "",
        *,
        header: str = "",
        kv: str = "",
    ) -> None:
        """Notes a mistake at a data row's cell, a header cell, a key-value cell, or the sheet as a whole."""
        self.faults.append(Fault(code, text, row, column, header, kv))

    def spoil(self, code: str, text: str, row: int, column: str, value: Any) -> None:
        """Writes a wrong value into a cell and notes the mistake there."""
        self.rows[row][column] = value
        self.fault(code, text, row, column)


@dataclass
class Grid:
    """Cells by (row, column), 0-based, each (value, style);
    merged ranges; and where header, data and key-values came to stand."""

    sheet: str
    cells: dict[tuple[int, int], tuple[Any, str]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: dict[int, int] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden: bool = False
    stamp: tuple[int, int] | None = None
    header_at: dict[str, tuple[int, int]] = field(default_factory=dict)
    kv_at: dict[str, tuple[int, int]] = field(default_factory=dict)
    row_at: list[int] = field(default_factory=list)
    height: int = 0

    def put(self, column: int, value: Any, style: str, through: int | None = None) -> None:
        """Puts a value into the row being written, merged through a later column."""
        self.cells[self.height, column] = (value, style)
        if through is not None and through > column:
            self.merges.append((self.height, column, self.height, through))

    def place(self, fault: Fault) -> str:
        """The A1 address of a mistake, '' where it is about the whole sheet."""
        if fault.header:
            return address(*self.header_at[fault.header])
        if fault.kv:
            return address(*self.kv_at[fault.kv])
        if fault.row is not None and fault.column:
            return address(self.row_at[fault.row], self.header_at[fault.column][1])
        return ""


def address(row: int, column: int) -> str:
    """The A1 address of a 0-based cell left of column ZZ."""
    letters = chr(65 + column % 26) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)
    return f"{letters}{row + 1}"


def written(value: Any, dates: str) -> Any:
    """A date as the unit writes dates; everything else unchanged."""
    if not isinstance(value, date) or dates == "real":
        return value
    year, month, day = value.year, value.month, value.day
    return {
        "dash": f"{year}-{month}-{day}",
        "dot": f"{year}.{month}.{day}",
        "slash": f"{year}/{month}/{day}",
        "cn": f"{year}年{month}月{day}日",
        "compact": f"{year}{month:02d}{day:02d}",
    }[dates]


WIDTHS = {
    "序号": 6, "姓名": 9, "性别": 6, "身份证件号码": 22, "工作单位": 30, "岗位": 14, "职业(工种)": 16,
    "技能等级": 10, "证书编号": 26, "联系电话": 15, "课程内容": 34, "授课形式": 12, "学时": 7,
    "授课教师": 11, "日期": 14, "承办单位": 34, "统一社会信用代码": 22, "户名": 34, "开户行": 30, "账号": 24,
    "项目名称": 34, "变更前": 16, "变更后": 16, "教师类别": 20, "职称或职业资格": 20,
    "考核结论": 10, "考核结果": 10, "工作总结": 24, "文件": 60, "材料名称": 26, "备注": 16, "审计机构": 28,
    "审计结论": 40, "抽查内容": 30, "抽查结果": 34, "异议内容": 40, "核实结果": 40, "理由": 50,
    "立项文号": 24,
}  # fmt: skip


def render(table: Table) -> Grid:
    """Lays a table out."""
    grid, look, columns = Grid(table.sheet, hidden=table.hidden), table.layout, _columns(table)
    last = len(columns) - 1
    grid.widths = {number: WIDTHS.get(name, 13) for number, (name, _) in enumerate(columns)}
    if look.title:
        grid.put(0, table.title, "title", last)
        grid.height += 1
    for note in look.notes:
        grid.put(0, note, "note", last)
        grid.height += 1
    if look.kv != "below":
        _key_values(grid, table, last)
    grid.height += look.gap
    _header(grid, look, columns)
    _data(grid, table, columns)
    _closing(grid, table, columns, last)
    if look.kv == "below":
        _key_values(grid, table, last)
    return grid


def _columns(table: Table) -> list[tuple[str, str]]:
    """Standard and written names of the columns, 序号 first where the sheet numbers its rows."""
    return ([("序号", "序号")] if table.serial else []) + list(table.columns.items())


def _key_values(grid: Grid, table: Table, last: int) -> None:
    """Key-values: two to a row, as 'label：value' in one cell or in two cells; or all of them in one cell."""
    pairs = [
        (key, written(value, "cn" if table.layout.dates == "real" else table.layout.dates))
        for key, value in table.kv.items()
    ]
    if table.layout.kv == "line" and pairs:
        for key, _ in pairs:
            grid.kv_at[key] = (grid.height, 0)
        grid.put(0, "    ".join(f"{key}：{value}" for key, value in pairs), "kv", last)
        grid.height += 1
        return
    half = (last + 1) // 2
    for start in range(0, len(pairs), 2):
        for (key, value), first, through in zip(
            pairs[start : start + 2], (0, half), (half - 1, last), strict=False
        ):
            if table.layout.kv == "pair":
                grid.put(first, key, "label")
                grid.put(first + 1, value, "kv", through)
                grid.kv_at[key] = (grid.height, first + 1)
            else:
                grid.put(first, f"{key}：{value}", "kv", through)
                grid.kv_at[key] = (grid.height, first)
        grid.height += 1


def _header(grid: Grid, look: Layout, columns: list[tuple[str, str]]) -> None:
    """One header row, or two where some columns stand under a group's title."""
    names = [name for name, _ in columns]
    grouped = {names.index(first) + offset for _, first, count in look.groups for offset in range(count)}
    for title, first, count in look.groups:
        start = names.index(first)
        grid.put(start, title, "header", start + count - 1)
    deep = 1 if look.groups else 0
    for number, (name, label) in enumerate(columns):
        row = grid.height + (deep if number in grouped else 0)
        grid.cells[row, number] = (label, "header")
        grid.header_at[name] = (row, number)
        if deep and number not in grouped:
            grid.merges.append((grid.height, number, grid.height + 1, number))
    grid.height += 1 + deep


def _data(grid: Grid, table: Table, columns: list[tuple[str, str]]) -> None:
    """The data rows, with the blank and hidden ones of the layout."""
    for number, row in enumerate(table.rows):
        grid.row_at.append(grid.height)
        for column, (name, _) in enumerate(columns):
            value = number + 1 if name == "序号" and name not in row else row.get(name, "")
            if value != "":
                grid.cells[grid.height, column] = (
                    written(value, table.layout.dates),
                    "left" if name in LEFT else "text",
                )
            else:
                grid.cells[grid.height, column] = ("", "text")
        if number in table.layout.hidden:
            grid.hidden_rows.append(grid.height)
        grid.height += 1 + (number in table.layout.blanks)


LEFT = {
    "工作单位",
    "课程内容",
    "承办单位",
    "备注",
    "户名",
    "开户行",
    "理由",
    "审计结论",
    "异议内容",
    "核实结果",
    "抽查结果",
    "文件",
}


def _closing(grid: Grid, table: Table, columns: list[tuple[str, str]], last: int) -> None:
    """合计, and the lines for signature and stamp."""
    if table.layout.totals and table.rows:
        grid.put(0, "合计", "header")
        names = [name for name, _ in columns]
        at = names.index(table.total_of) if table.total_of else 1
        total = sum(value for row in table.rows if isinstance(value := row.get(table.total_of), (int, float)))
        grid.put(at, total if table.total_of else f"{len(table.rows)}人", "header")
        grid.height += 1
    if table.layout.signature:
        grid.height += 1
        grid.put(0, "填表人：王测试        审核人：李测试", "sign", last)
        grid.height += 1
        if table.layout.stamp:
            grid.stamp = (grid.height - 1, max(last - 1, 0))
        grid.put(0, "单位（盖章）                    年    月    日", "right", last)
        grid.height += 1
