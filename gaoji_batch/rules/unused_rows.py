"""The extracts themselves, before they speak of people (docs/contract/reading.md 5)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from gaoji_batch.evidence.bank import names_a_statement
from gaoji_batch.evidence.extracts import ATTACHED
from gaoji_batch.findings import NOTE
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILE, rule


@rule(
    "F020",
    NOTE,
    title="明细有未采用的行",
    scope=FILE,
    params=("evidence.max_unusable", "evidence.max_unusable_sheet"),
    message="{said}",
    hint="请中心按所列原因更正，或重新取得数据后放入extracts文件夹；个别行未采用不影响其他行的核对",
    evidence="{places}",
    needs=("headers",),
)
def rows_not_used(facts: Facts) -> pd.DataFrame:
    """外部数据中读不出的行不作依据，须说明多少、为什么。

    读法：每张明细表报一次，按原因计数并写明首见的行：身份证件号码脱敏、被存为数字、有误，月份、
    日期读不出或有两种读法，险种、缴费状态不认识；缺少必填列、没有表头的表整张不采用。超过1%，或整张不采用的，
    另见E0411、E0415、E0416。
    例：社保缴费明细338行中有1行的身份证件号码已脱敏。
    消除：更正数据后重新放入extracts文件夹。
    """
    rows = []
    for account in facts.evidence.accounts:
        part = account.part
        if part.missing:
            message, places = (
                f"缺少{'、'.join(f'“{name}”' for name in part.missing)}列，整张表未采用",
                "表头中没有这些列",
            )
        elif account.reasons:
            message = f"共{account.rows}行，有{account.unusable}行未采用：{account.why}"
            places = "；".join(
                f"{reason.said}：首见第{reason.first}行"
                if reason.first
                else f"{reason.said}：首见的行未能定位"
                for reason in account.reasons
            )
        else:
            continue
        rows.append((part, message, places))
    rows += [
        (part, f"{part.unread}没有读取：{part.unread_why}", f"未读取的区域：{part.unread}")
        for part in facts.evidence.parts
        # aside: no person's number stands there; it is F019 alone, and the extract speaks (reading.md 5)
        if part.unread and not part.aside
    ]
    return pd.DataFrame(
        [(f"extracts/{part.file}", part.sheet, message, places) for part, message, places in rows],
        columns=["file", "sheet_name", "said", "places"],
    )


def unknown_files(facts: Facts, attached: bool) -> pd.DataFrame:
    """Files of extracts/ that hold none of the center's extracts: attachments, or others; statements of a
    bank are reported by R04."""
    rows = [
        (f"extracts/{part.file}", "", Path(part.file).suffix[1:].lower() or "非电子表格", part.unknown)
        for part in facts.evidence.parts
        if part.unknown
        and not part.table
        and (part.unknown == ATTACHED) == attached
        and not names_a_statement(part.file)
    ]
    return pd.DataFrame(rows, columns=["file", "sheet_name", "kind", "why"])
