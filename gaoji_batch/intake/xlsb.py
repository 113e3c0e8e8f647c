"""xlsb: values by calamine; of what values do not say, only hidden sheets are known."""

from __future__ import annotations

import io

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from gaoji_batch.intake.archive import Archive
from gaoji_batch.intake.grid import Grid
from gaoji_batch.intake.refused import Refused, check_extent
from gaoji_batch.intake.values import grid_of
from gaoji_batch.intake.workbook import Workbook
from gaoji_batch.values.rule_names import OVER_LIMIT
from gaoji_batch.workspace.limits import Limits


def read_xlsb(data: bytes, archive: Archive, limits: Limits) -> Workbook:
    """The sheets of a binary workbook; `archive` is the same file, by which its parts are counted first."""
    for name in archive.entries:
        archive.measure(name)
    macros = any(name.casefold().endswith("vbaproject.bin") for name in archive.entries)
    return Workbook(grids_of(data, limits), "", macros)


def grids_of(data: bytes, limits: Limits) -> list[Grid]:
    """The sheets of a workbook of any kind that calamine reads."""
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        sheets = book.sheets_metadata
        if len(sheets) > limits.sheets:
            raise Refused(OVER_LIMIT, limit=f"工作表超过{limits.sheets}张")
        grids: list[Grid] = []
        filled = 0
        for about in sheets:
            if not str(about.typ).endswith("WorkSheet"):
                continue
            # else rows and columns before the first filled cell are left out, and addresses shift
            values = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
            filled += sum(value != "" for row in values for value in row)
            check_extent(len(values), max(map(len, values), default=0), filled, limits, about.name)
            hidden = about.visible != SheetVisibleEnum.Visible
            grids.append(grid_of(about.name, values, limits, hidden, [], [], [], {}, set()))
    return grids
