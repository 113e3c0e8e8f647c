"""Why a file is not read: raised inside intake, and a fault of its submission outside."""

from __future__ import annotations

from gaoji_batch.intake.grid import Fault
from gaoji_batch.values.rule_names import OVER_LIMIT, UNREADABLE
from gaoji_batch.workspace.limits import Limits


class Refused(Exception):
    """code: F001, F002, F003 or F018; detail: the fields of its wording in rules/file.py."""

    def __init__(self, code: str, **detail: str) -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail

    def fault(self, sheet: str = "") -> Fault:
        return Fault(self.code, sheet, detail=dict(self.detail))


def damaged(what: str = "文件已损坏", why: str = "") -> Refused:
    """F001, with the remedy that is the default of its wording."""
    return Refused(UNREADABLE, what=what, **({"why": why} if why else {}))


def check_extent(rows: int, columns: int, filled: int, limits: Limits, sheet: str) -> None:
    """F003 where a sheet reaches too far or a workbook holds too much. filled: cells of the workbook so far.
    A far-off cell makes a vast empty area; that is refused as well, before anything is laid out in memory."""
    where = f"工作表“{sheet}”" if sheet else ""
    if rows > limits.rows:
        raise Refused(
            OVER_LIMIT,
            limit=f"{where}超过{limits.rows}行",
            fix="删去数据以外的行（含只有空格的单元格），另存后重新报送",
            why=f"最末一行是第{rows}行",
        )
    if columns > limits.columns:
        raise Refused(
            OVER_LIMIT,
            limit=f"{where}超过{limits.columns}列",
            fix="删去数据以外的列（含只有空格的单元格），另存后重新报送",
            why=f"最末一列是第{columns}列",
        )
    if filled > limits.filled_cells or rows * columns > 10 * limits.filled_cells:
        raise Refused(
            OVER_LIMIT,
            limit=f"有数据的单元格超过{limits.filled_cells}个"
            if filled > limits.filled_cells
            else f"{where}区域过大（{rows}行{columns}列）",
        )
