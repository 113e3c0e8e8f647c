"""The extracts of other offices: insurance in two files
and encodings, earlier classes, pensioners, bank statements."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import date
from typing import Any

from tests import people

from .cast import MONTHS, PENSION, person
from .grid import Layout, Table
from .projects import project
from .sample import Sample

OTHERS = 450
HEADER = ("身份证件号码", "姓名", "费款所属期", "险种", "缴费单位", "缴费状态", "到账日期")


def build(sample: Sample) -> int:
    """Adds every file of extracts/; the number of insurance rows."""
    rows = _insurance(sample)
    older = [row for row in rows if row[2] < "202601"]
    newer = [
        (
            row[0],
            row[1],
            f"{row[2][:4]}-{row[2][4:]}",
            "职工基本养老保险" if row[3] == PENSION else row[3],
            *row[4:],
        )
        for row in rows
        if row[2] >= "202601"
    ]
    squeezed = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, squeezed, mtime=0) as target:
        target.write(_text(HEADER, older).encode("utf-8"))
    sample.put("extracts/社保缴费明细_2025年5月至12月.csv.gz", squeezed.getvalue())
    header = tuple({"费款所属期": "缴费月份", "缴费单位": "参保单位"}.get(name, name) for name in HEADER)
    sample.put("extracts/社保缴费明细_2026年1月至8月.csv", _text(header, newer).encode("gb18030"))
    _earlier(sample)
    _banks(sample)
    return len(rows)


def _text(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Rows as comma-separated text."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerows([header, *rows])
    return target.getvalue()


def _insurance(sample: Sample) -> list[tuple[str, ...]]:
    """Each person's months, by month and person: pension from the histories,
    other kinds beside it, and people who are on no roster."""
    rows = []
    others = [
        person(2000 + number, f"北京测试其他{number % 20}号有限公司", ("电工", "6-31-01-03"))
        for number in range(OTHERS)
    ]
    for each in [*sample.cast.everyone, *others]:
        for month in MONTHS:
            for paid in each.months.get(month, []):
                rows.append(
                    (
                        each.id_number,
                        each.name,
                        month,
                        each.pension,
                        paid.employer,
                        paid.status,
                        paid.arrived.isoformat() if paid.arrived else "",
                    )
                )
            if int(month) % 2 and each.number < 2000:
                rows += [
                    (each.id_number, each.name, month, kind, each.employer, "已缴费", "")
                    for kind in each.other_kinds
                ]
    residents = [
        (each.id_number, each.name, month, "城乡居民基本养老保险", "个人", "已缴费", "")
        for each in sample.cast.everyone
        if not each.months
        for month in MONTHS
    ]
    return sorted([*rows, *residents], key=lambda row: (row[2], row[0], row[3], row[4]))


def _earlier(sample: Sample) -> None:
    """往期参训 and the list of pensioners, with people who are on no roster too."""
    number, project_, done = "身份证件号码", "项目编号", "结业日期"
    rows: list[dict[str, Any]] = [
        {number: who, project_: which, done: day} for who, which, day in sample.cast.prior
    ]
    rows += [
        {
            number: person(3000 + each, "", ("", "")).id_number,
            project_: f"YX2025-{each % 9 + 1:03d}",
            done: date(2025, each % 9 + 3, 20),
        }
        for each in range(60)
    ]
    table = Table(
        "往期参训",
        "往期参训",
        {name: name for name in rows[0]},
        rows,
        layout=Layout(totals=False, signature=False),
    )
    sample.send("extracts/往期参训.xlsx", [table], "plain")
    retired = [(who, month) for who, month in sample.cast.retired] + [
        (person(3500 + each, "", ("", "")).id_number, f"2025{each % 12 + 1:02d}") for each in range(40)
    ]
    sample.put("extracts/养老待遇领取名单.csv", _text((number, "待遇开始年月"), retired).encode("utf-8-sig"))


def _transfer(day: date, number: int, amount: int, state: str, memo: str) -> dict[str, Any]:
    """One transfer to the unit of a project."""
    unit = project(number).unit
    return {
        "交易日期": day,
        "户名": unit.name,
        "账号": unit.account,
        "金额": amount,
        "状态": state,
        "附言": memo or f"高技能研修补助 YX2026-{number:03d}",
        "开户行": unit.bank,
    }


def _banks(sample: Sample) -> None:
    """银行支付明细 of two quarters, which come after the release:
    paid, paid in another amount, returned, one that matches nothing; some payments are missing."""
    second = [
        _transfer(date(2026, 10, 20), 1, 110000, "成功", ""),
        _transfer(date(2026, 10, 20), 2, 115000, "成功", ""),
        _transfer(date(2026, 10, 21), 3, 100500, "成功", ""),
    ]
    table = Table(
        "支付明细",
        "银行支付明细（2026年第二季度）",
        {name: name for name in second[0]},
        second,
        layout=Layout(totals=False, signature=False),
    )
    sample.send("bank/银行支付明细_2026Q2.xlsx", [table], "plain")
    third = [
        _transfer(date(2026, 10, 22), 4, 100000, "成功", ""),
        _transfer(date(2026, 10, 23), 4, 100000, "退汇", ""),
        _transfer(date(2026, 10, 22), 5, 150000, "成功", ""),
        _transfer(date(2026, 10, 22), 6, 120000, "成功", ""),
        _transfer(date(2026, 10, 22), 6, 120000, "成功", ""),
        _transfer(date(2026, 10, 22), 7, 70000, "成功", ""),
        {
            "交易日期": date(2026, 10, 23),
            "户名": "北京测试无关贸易有限公司",
            "账号": people.account(31),
            "金额": 25000,
            "状态": "成功",
            "附言": "货款",
            "开户行": "测试银行北京朝阳支行",
        },
    ]
    rows = [tuple(str(value) for value in row.values()) for row in third]
    sample.put("bank/银行支付明细_2026Q3.csv", _text(tuple(third[0]), rows).encode("gb18030"))
