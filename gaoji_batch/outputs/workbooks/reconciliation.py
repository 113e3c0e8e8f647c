"""补助资金对账表.xlsx, reconcile.html and the records of reconcile.json: every project of the year, and why each
yuan not paid was not paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.findings import SEVERITY_NAMES, STANDING, STATUS_NAMES
from gaoji_batch.outputs.pages import plain_page
from gaoji_batch.outputs.pages.charts import Bar, pieces
from gaoji_batch.outputs.report import overridden
from gaoji_batch.outputs.workbooks.book import Book, Column, open_book, put, put_table
from gaoji_batch.outputs.workbooks.ledger_book import STATES
from gaoji_batch.settlement.gaps import gaps
from gaoji_batch.settlement.identity import number_of
from gaoji_batch.settlement.lines import COUNTS, FIELDS, Reconciling
from gaoji_batch.values import masking
from gaoji_batch.values.columns import KEY
from gaoji_batch.values.dates import chinese_date, quarter_name
from gaoji_batch.values.text import class_said

NAME, PAGE = "补助资金对账表.xlsx", "reconcile.html"
_KINDS = {"paid": "支付", "returned": "退回", "recovered_in": "追回到账", "": "未采用", "voided": "已作废"}
_HEADS = {
    "approved": "核定人数",
    "filed": "备案人数",
    "completed": "结业人数",
    "eligible": "符合条件人数",
    "claimed_headcount": "申领人数",
}
_YUAN = {
    "claimed_amount": "申请金额",
    "due": "应付金额",
    "ordered": "已安排",
    "paid": "已支付",
    "unpaid": "未支付",
    "overpaid": "多付",
    "recovered": "应追回",
    "recovered_in": "追回到账",
}


@dataclass
class Sheet:
    """What the outputs show. lines: the records of reconcile.json; statements: those that were read;
    overrides: parameters that gaoji.toml changes."""

    facts: Reconciling
    findings: pd.DataFrame
    lines: list[dict[str, Any]]
    statements: list[dict[str, Any]]
    run: str
    workspace: Path
    overrides: Mapping[str, str]

    @property
    def quarter(self) -> str:
        return f"{self.facts.quarter[0]}年{quarter_name(self.facts.quarter[1])}"

    @property
    def day(self) -> str:
        return chinese_date(self.facts.on)

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """`unpaid.gaps` with written, name and unit of the project."""
        rows = gaps(self.facts)
        return rows.join(self.facts.lines[["written", "name", "unit"]], on=KEY)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The lines as people read them: name, state in Chinese, unpaid (due less paid), and the reasons in
        one sentence."""
        why = self.gaps.assign(
            said=self.gaps["step"] + self.gaps["amount"].map("{:,}元：".format) + self.gaps["reason"]
        )
        reasons = why.groupby(KEY)["said"].agg("\n".join).to_dict()
        names = self.facts.lines["name"]
        return [
            line
            | {
                "name": str(names.loc[key]),
                "said": STATES[line["state"]],
                "unpaid": max(line["due"] - line["paid"], 0),
                "overpaid": max(line["paid"] - line["due"], 0),
                "why": reasons.get(key, ""),
                "found": "、".join(line["codes"]),
            }
            for key, line in zip(self.facts.lines.index, self.lines, strict=True)
        ]

    @cached_property
    def totals(self) -> dict[str, int]:
        return {name: sum(row[name] for row in self.rows) for name in (*_HEADS, *_YUAN)}

    @cached_property
    def transfers(self) -> list[dict[str, Any]]:
        """The transfers of the quarter's year as people read them, accounts masked."""
        rows = _with_voided(self.facts)
        rows = rows[
            rows["day"].str[:4].eq(str(self.facts.quarter[0]))
            | rows["project"].isin(self.facts.lines.index.get_level_values("project"))
            | rows["amount"].isna()
        ]
        known = self.facts.filed.schemes["written"]
        shown = rows.assign(
            project=rows["project"].map(known).fillna(""),
            kind=rows["kind"].map(_KINDS),
            account=rows["account"].fillna("").map(masking.mask_account),
            memo=rows["memo"].fillna("").map(masking.mask_free_text),
            payee=rows["payee"].fillna("").map(masking.mask_free_text),
            amount=rows["amount"].astype("object").where(rows["amount"].notna(), None),
        )
        shown = shown.assign(transfer=shown["mark"].map(number_of))
        text = ["state", "file"]
        shown[text] = shown[text].astype("object").fillna("")
        return shown.assign(row=shown["row"].astype("object").where(shown["row"].notna(), None)).to_dict(
            "records"
        )


def records(facts: Reconciling, findings: pd.DataFrame) -> list[dict[str, Any]]:
    """A record a class of the year, by its number, with the keys FIELDS; what is found of a project stands
    with each of its classes."""
    standing = findings[findings["status"].isin(STANDING)]
    found = []
    for (project, class_no), line in facts.lines.to_dict("index").items():
        own = standing[standing["project_key"].eq(project)]
        own = own[own["class_no"].isna() | own["class_no"].eq(class_no)]
        told = {name: int(line[name]) for name in COUNTS}
        found.append(
            {
                "project": line["written"],
                "class": int(class_no),
                "unit": line["unit"],
                "state": line["state"],
                **told,
                "codes": sorted(set(own["code"])),
            }
        )
        assert list(found[-1]) == FIELDS
    return found


def transfer_records(facts: Reconciling) -> list[dict[str, Any]]:
    """A record a transfer, for transfers.json: its number, and the payment that it settles ('' for none);
    accounts masked."""
    orders = facts.books.payments.set_index("payment")[["payee", "account"]].to_dict("index")
    found = []
    for row in _with_voided(facts).to_dict("records"):
        one = orders.get(row["payment"], {"payee": "", "account": ""})
        payee, account = (
            one[name] if pd.isna(row[name]) else str(row[name]) for name in ("payee", "account")
        )
        found.append(
            {
                "transfer": number_of(row["mark"]),
                "date": row["day"],
                "payee": masking.mask_free_text(payee),
                "account": masking.mask_account(account),
                "amount": None if pd.isna(row["amount"]) else int(row["amount"]),
                "payment": row["payment"],
            }
        )
    return found


def _with_voided(facts: Reconciling) -> pd.DataFrame:
    """The transfers, and those that were voided beside them."""
    gone = facts.voided
    if not len(gone):
        return facts.transfers
    told = gone.assign(kind="voided", payment="", project="", code="", named="")
    both = pd.concat([facts.transfers, told[[name for name in facts.transfers.columns if name in told]]])
    return both.sort_values("day", kind="stable", ignore_index=True)


def write(sheet: Sheet, folder: Path) -> None:
    """Writes workbook and page into `folder`. GaojiError where the center's own page template is broken."""
    _workbook(sheet, folder / NAME)
    plain_page.write(sheet.workspace, "reconcile.html.j2", _values(sheet), folder / PAGE)


def _workbook(sheet: Sheet, path: Path) -> None:
    book = open_book(path, sheet.facts.on, f"补助资金对账 {sheet.run}")
    _lines(book, sheet)
    _gaps(book, sheet)
    _transfers(book, sheet)
    _findings(book, sheet)
    book.book.close()


def _lines(book: Book, sheet: Sheet) -> None:
    page = book.sheet("对账表", "#1F4E79")
    notes = [f"{sheet.quarter}补助资金对账表", _read(sheet), *overridden(sheet.overrides)]
    for at, said in enumerate(notes):
        page.merge_range(
            at,
            0,
            at,
            18,
            said,
            book.look(font_size=15, bold=True) if at == 0 else book.look(font_size=9, text_wrap=True),
        )
        page.set_row(at, 28 if at == 0 else 18)
    rows = sheet.rows
    columns = [
        Column("项目编号", [class_said(row["project"], row["class"]) for row in rows], 13, "code"),
        Column("项目名称", [row["name"] for row in rows], 18),
        Column("承办单位", [row["unit"] for row in rows], 20),
        Column("状态", [row["said"] for row in rows], 9, "code"),
        *(Column(title, [row[name] for row in rows], 6.5, "count") for name, title in _HEADS.items()),
        *(Column(title, [row[name] for row in rows], 10.5, "money") for name, title in _YUAN.items()),
        Column("对账问题", [row["found"] for row in rows], 9, "code"),
        Column("差额及原因", [row["why"] for row in rows], 46),
    ]
    end = put_table(book, page, columns, top=len(notes))
    _total(book, page, end, 4, [sheet.totals[name] for name in _HEADS], "count")
    _total(book, page, end, 4 + len(_HEADS), [sheet.totals[name] for name in _YUAN], "money")
    page.merge_range(end, 0, end, 3, "合计", book.cell("head"))
    for at in (4 + len(_HEADS) + len(_YUAN), 5 + len(_HEADS) + len(_YUAN)):
        put(page, end, at, None, book.cell("head"))
    page.write_string(
        end + 1,
        0,
        "应付金额－已支付＝未支付－多付。各项目的差额相加，等于核定人数×补助标准－已支付，逐项见“差额说明”。",
        book.look(font_size=9),
    )
    page.write_string(
        end + 2,
        0,
        "编制：　　　　　　　　　　复核：　　　　　　　　　　审批：　　　　　　　　　　",
        book.look(),
    )


def _named(projects: pd.Series, classes: pd.Series) -> list[str]:
    return [class_said(project, int(class_no)) for project, class_no in zip(projects, classes, strict=True)]


def _total(book: Book, page: Any, row: int, first: int, values: Sequence[int], look: str) -> None:
    for at, value in enumerate(values, first):
        put(page, row, at, value, book.cell(look, bold=True))


def _read(sheet: Sheet) -> str:
    read = "、".join(f"{one['file']}（{one['rows']}笔）" for one in sheet.statements)
    return f"对账日：{sheet.day}。{sheet.facts.quarter[0]}年开班的立项项目{len(sheet.rows)}个。" + (
        f"读取银行支付明细：{read}。" if read else "extracts中没有银行支付明细，已支付以台账原有记录为准。"
    )


def _gaps(book: Book, sheet: Sheet) -> None:
    rows = sheet.gaps
    heads = [None if pd.isna(value) else int(value) for value in rows["heads"]]
    page = book.sheet("差额说明", "#C98A0C")
    end = put_table(
        book,
        page,
        [
            Column("项目编号", _named(rows["written"], rows["class_no"]), 15, "code"),
            Column("项目名称", rows["name"].tolist(), 24),
            Column("承办单位", rows["unit"].tolist(), 28),
            Column("环节", rows["step"].tolist(), 16, "code"),
            Column("减少人数", heads, 9, "count"),
            Column("减少金额", [int(value) for value in rows["amount"]], 13, "money"),
            Column("原因", rows["reason"].tolist(), 60),
        ],
    )
    page.merge_range(end, 0, end, 4, "合计（＝核定人数×补助标准－已支付）", book.cell("head"))
    put(page, end, 5, int(rows["amount"].sum()), book.cell("money", bold=True))
    put(page, end, 6, None, book.cell("head"))


def _transfers(book: Book, sheet: Sheet) -> None:
    titles = [
        ("transfer", "交易编号", 14, "code"),
        ("day", "交易日期", 12, "code"),
        ("payee", "户名", 28, "text"),
        ("account", "账号", 22, "code"),
        ("amount", "金额", 13, "money"),
        ("state", "状态", 8, "code"),
        ("memo", "附言", 24, "text"),
        ("kind", "对账结果", 10, "code"),
        ("payment", "支付编号", 14, "code"),
        ("project", "项目编号", 15, "code"),
        ("code", "问题", 8, "code"),
        ("file", "所在文件", 28, "text"),
        ("row", "行", 7, "count"),
    ]
    put_table(
        book,
        book.sheet("银行交易"),
        [
            Column(title, [row[name] for row in sheet.transfers], width, look)
            for name, title, width, look in titles
        ],
    )


def _findings(book: Book, sheet: Sheet) -> None:
    rows = sheet.findings.assign(
        severity=sheet.findings["severity"].map(SEVERITY_NAMES),
        status=sheet.findings["status"].map(STATUS_NAMES),
        project=_named(sheet.findings["project"], sheet.findings["class_no"].fillna(1)),
    )
    titles = [
        ("code", "规则代码", 9, "code"),
        ("title", "问题类别", 16, "text"),
        ("severity", "结论", 9, "code"),
        ("project", "项目编号", 15, "code"),
        ("unit", "承办单位", 26, "text"),
        ("message", "问题", 44, "text"),
        ("hint", "处理办法", 40, "text"),
        ("evidence", "核对依据", 40, "text"),
        ("amount", "涉及金额", 12, "money"),
        ("status", "处理状态", 10, "code"),
        ("finding_id", "问题编号", 15, "code"),
    ]
    page = book.sheet("对账问题", "#B42318")
    put_table(
        book, page, [Column(title, rows[name].tolist(), width, look) for name, title, width, look in titles]
    )


def _values(sheet: Sheet) -> dict[str, Any]:
    totals, lines = sheet.totals, sheet.facts.lines
    steps = [
        (title, totals[name])
        for name, title in _YUAN.items()
        if name in ("claimed_amount", "due", "ordered", "paid")
    ]
    by_heads = [
        (title, int((lines[name] * lines["per_head"]).sum()))
        for name, title in _HEADS.items()
        if name in ("approved", "filed", "completed", "eligible")
    ]
    most = max((yuan for _, yuan in by_heads + steps), default=0)
    bars = [
        Bar(
            title.replace("人数", "人数×补助标准") if at < len(by_heads) else title,
            "",
            f"{yuan:,}元",
            pieces([("money", title, yuan)], most),
        )
        for at, (title, yuan) in enumerate(by_heads + steps)
    ]
    codes = [
        {
            "code": code,
            "title": own["title"].iloc[0],
            "severity": own["severity"].iloc[0],
            "count": len(own),
            "amount": int(own["amount"].sum()),
        }
        for code, own in sheet.findings.groupby("code")
    ]
    return {
        "sheet": sheet,
        "rows": sheet.rows,
        "totals": totals,
        "bars": bars,
        "codes": codes,
        "findings": sheet.findings.to_dict("records"),
        "gaps": sheet.gaps.assign(
            heads=sheet.gaps["heads"].astype("object").where(sheet.gaps["heads"].notna(), "")
        ).to_dict("records"),
        "severities": SEVERITY_NAMES,
        "statuses": STATUS_NAMES,
        "read": _read(sheet),
        "overrides": sheet.overrides,
        "workbook": NAME,
    }
