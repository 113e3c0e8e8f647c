"""Columns that cannot be read as a whole: days moved by another time zone (D106), numbers under a unit that
is not read (D110)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time

import pandas as pd

from gaoji_batch.forms import units
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import Table
from gaoji_batch.values import dates
from gaoji_batch.values.rule_names import OUT_OF_RANGE, UNREADABLE_DATE

COLUMNS = ["form", "index", "sheet", "row", "field", "key", "name", "code", "why", "fix"]
LEAST_ROWS = 3
_STARTS = ((time(0), time(11)), (time(13), time(15)))
"""Times of day at which classes begin, or that a neighbouring zone leaves on the same day: they are
dropped."""
_MOMENTS = ("received_on",)
"""Days to which a time of day belongs."""


def unusable_columns(
    forms: dict[str, Form], raw: dict[str, pd.DataFrame], frames: dict[str, pd.DataFrame], tables: list[Table]
) -> pd.DataFrame:
    """Empties the cells of such columns, blocks them in their tables, and gives one field fault a column
    (COLUMNS), at its first such cell."""
    faults = []
    for key, rows in raw.items():
        columns = [
            column for column in forms[key].columns if column.type == "date" or column.type in units.MEASURED
        ]
        for at, of_sheet in rows.groupby("sheet") if columns else ():
            for column in columns:
                unit = tables[at].units.get(column.field, "")
                if column.type == "date" and column.field not in _MOMENTS:
                    cells, words = _moved(of_sheet[column.field])
                elif unit and not units.is_times(unit):
                    cells, words = of_sheet.index[of_sheet[column.field].notna()], _in_unit(unit)
                else:
                    continue
                if len(cells):
                    frames[key].loc[cells, column.field] = None
                    tables[at].blocked.setdefault(column.field, set()).update(of_sheet.loc[cells, "row"])
                    place = (key, cells[0], at, of_sheet.at[cells[0], "row"], column.field, None, column.name)
                    faults.append((*place, *words))
    return pd.DataFrame(faults, columns=COLUMNS)


def _in_unit(unit: str) -> tuple[str, str, str]:
    return (
        OUT_OF_RANGE,
        f"表头写明的单位是“{unit}”，本列没有采用",
        "改以元、人、学时、天为单位填写，并相应更正表头",
    )


def _moved(column: pd.Series) -> tuple[pd.Index, tuple[str, str, str]]:
    """The cells of a column of days that carry one and the same time of day, as days do that another time
    zone moved; most of the column's days."""
    clocks = {at: clock for at, value in column.items() if (clock := _clock(value))}
    if len(clocks) < LEAST_ROWS:
        return column.index[:0], ("", "", "")
    clock, times = Counter(clocks.values()).most_common(1)[0]
    if times < LEAST_ROWS or times * 2 <= column.notna().sum() or any(a <= clock < b for a, b in _STARTS):
        return column.index[:0], ("", "", "")
    cells = pd.Index([at for at, other in clocks.items() if other == clock])
    return cells, (
        UNREADABLE_DATE,
        f"本列的日期都带有同一个时刻{clock:%H:%M}，像是按另一个时区导出，可能差一天，没有采用",
        "按北京时间重新导出，或只填日期，不带时刻",
    )


def _clock(value: object) -> time | None:
    # most days are written without a time: no parsing for those
    if isinstance(value, str) and ":" not in value and "：" not in value:
        return None
    return dates.time_of_day(value) if isinstance(value, (datetime, float, str)) else None
