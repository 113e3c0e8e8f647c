"""Where a finding of family R stands: at a row of 立项项目登记, at no sheet, or at a row of a statement."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.rules.rule import CLAIM, PROJECT
from gaoji_batch.settlement.identity import number_of
from gaoji_batch.settlement.lines import Reconciling
from gaoji_batch.values.date_columns import chinese_dates

OF_PROJECT = {"scope": PROJECT, "command": "reconcile"}
OF_PAYMENT = {"scope": CLAIM, "command": "reconcile"}


def at_scheme(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines placed at their row of 立项项目登记."""
    return lines.assign(**whose(lines)).reset_index(drop=True)


def whose(rows: pd.DataFrame) -> dict[str, object]:
    """Of rows by class: whose they are; the subject of a class beyond the first is its 期次."""
    number = rows.index.get_level_values("class_no")
    return {
        "of_project": rows.index.get_level_values("project"),
        "of_class_no": number,
        "of_unit": rows["unit"],
        "of_subject": [None if class_no == 1 else f"第{class_no}期" for class_no in number],
    }


def no_sheet(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows that stand on no submitted sheet: project and unit are all their place."""
    return rows.drop(columns=["sheet", "row"], errors="ignore").assign(**whose(rows)).reset_index(drop=True)


def at_transfer(facts: Reconciling, rows: pd.DataFrame) -> pd.DataFrame:
    """Transfers placed at their row of the statement: those of the quarter's year, and of its projects."""
    # a statement may reach back over years: transfers of other years are told in their own
    rows = rows[
        rows["project"].isin(facts.lines.index.get_level_values("project"))
        | rows["day"].str[:4].eq(str(facts.quarter[0]))
    ]
    unit = rows["project"].map(facts.filed.schemes["unit"]).fillna("")
    rows = rows.assign(
        of_project=rows["project"],
        of_unit=unit,
        on=chinese_dates(pd.to_datetime(rows["day"])),
        who=rows["payee"].fillna("").astype("str"),
        # the number by which --void, --same and --different name a transfer (money.md 2)
        value=rows["mark"].map(number_of),
        transfer=rows["mark"].map(number_of),
    )
    return rows.assign(amount=rows["amount"].fillna(0).astype("int64")).reset_index(drop=True)


def at_last_transfer(facts: Reconciling, payments: pd.DataFrame) -> pd.DataFrame:
    """Payments placed at the last transfer that settled them, with its day and state."""
    last = facts.settled.drop_duplicates("payment", keep="last").set_index("payment")
    placed = {
        name: payments["payment"].map(last[name]) for name in ("file", "sheet_name", "row", "day", "state")
    }
    placed["value"] = payments["payment"].map(last["mark"].map(number_of))
    # by position: no_sheet numbers the rows anew
    return no_sheet(payments).assign(**{name: values.to_numpy() for name, values in placed.items()})
