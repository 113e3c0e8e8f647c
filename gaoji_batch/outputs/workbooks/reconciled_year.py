"""What the outputs of a reconciliation show: the classes of the year and their transfers, as people read them
and as the records of reconcile.json and transfers.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.findings import STANDING
from gaoji_batch.outputs.workbooks.ledger_book import STATES
from gaoji_batch.settlement.gaps import gaps
from gaoji_batch.settlement.identity import number_of
from gaoji_batch.settlement.lines import COUNTS, FIELDS, Reconciling
from gaoji_batch.values import masking
from gaoji_batch.values.columns import KEY
from gaoji_batch.values.dates import chinese_date, quarter_name

NAME, PAGE = "补助资金对账表.xlsx", "reconcile.html"
_KINDS = {"paid": "支付", "returned": "退回", "recovered_in": "追回到账", "": "未采用", "voided": "已作废"}
HEADS = {
    "approved": "核定人数",
    "filed": "备案人数",
    "completed": "结业人数",
    "eligible": "符合条件人数",
    "claimed_headcount": "申领人数",
}
YUAN = {
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
class ReconciledYear:
    """What the outputs of a reconciliation show.

    facts: the classes of the year and their transfers.
    findings: of the reconciliation.
    lines: the records of reconcile.json.
    statements: the bank statements that were read: file and rows.
    run: the number of the run.
    workspace: where the center's own template of the page may lie.
    overrides: parameters that gaoji.toml changes.
    """

    facts: Reconciling
    findings: pd.DataFrame
    lines: list[dict[str, Any]]
    statements: list[dict[str, Any]]
    run: str
    workspace: Path
    overrides: Mapping[str, str]

    @property
    def quarter(self) -> str:
        """The year and quarter, in words."""
        return f"{self.facts.quarter[0]}年{quarter_name(self.facts.quarter[1])}"

    @property
    def day(self) -> str:
        """The day of the run, in words."""
        return chinese_date(self.facts.on)

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """`settlement.gaps.gaps` with written, name and unit of the project."""
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
        """The sum of each figure over the classes."""
        return {name: sum(row[name] for row in self.rows) for name in (*HEADS, *YUAN)}

    @cached_property
    def transfers(self) -> list[dict[str, Any]]:
        """The transfers of the quarter's year as people read them, accounts masked."""
        rows = _with_voided(self.facts)
        rows = rows[
            rows["day"].str[:4].eq(str(self.facts.quarter[0]))
            | rows["project"].isin(self.facts.lines.index.get_level_values("project"))
            # a transfer without an amount that can be read is shown, whatever its year
            | rows["amount"].isna()
        ]
        numbers = self.facts.filed.schemes["written"]
        in_words = rows.assign(
            project=rows["project"].map(numbers).fillna(""),
            kind=rows["kind"].map(_KINDS),
            account=rows["account"].fillna("").map(masking.mask_account),
            memo=rows["memo"].fillna("").map(masking.mask_free_text),
            payee=rows["payee"].fillna("").map(masking.mask_free_text),
            amount=rows["amount"].astype("object").where(rows["amount"].notna(), None),
        )
        in_words = in_words.assign(transfer=in_words["mark"].map(number_of))
        text = ["state", "file"]
        in_words[text] = in_words[text].astype("object").fillna("")
        in_words["row"] = in_words["row"].astype("object").where(in_words["row"].notna(), None)
        lines: list[dict[str, Any]] = in_words.to_dict("records")
        return lines


def records(facts: Reconciling, findings: pd.DataFrame) -> list[dict[str, Any]]:
    """A record a class of the year, by its number, with the keys FIELDS; what is found of a project stands
    with each of its classes."""
    standing = findings[findings["status"].isin(STANDING)]
    out = []
    for (project, class_no), line in facts.lines.to_dict("index").items():
        of_class = standing[standing["project_key"].eq(project)]
        of_class = of_class[of_class["class_no"].isna() | of_class["class_no"].eq(class_no)]
        counts = {name: int(line[name]) for name in COUNTS}
        out.append(
            {
                "project": line["written"],
                "class": int(class_no),
                "unit": line["unit"],
                "state": line["state"],
                **counts,
                "codes": sorted(set(of_class["code"])),
            }
        )
        assert list(out[-1]) == FIELDS
    return out


def counted(lines: Sequence[Mapping[str, Any]]) -> str:
    """立项项目24个（共26期）: the projects that the lines are of, and their classes where there are more."""
    projects = len({line["project"] for line in lines})
    return f"立项项目{projects}个" + (f"（共{len(lines)}期）" if len(lines) > projects else "")


def transfer_records(facts: Reconciling) -> list[dict[str, Any]]:
    """A record a transfer, for transfers.json: its number, and the payment that it settles ('' for none);
    accounts masked."""
    orders = facts.books.payments.set_index("payment")[["payee", "account"]].to_dict("index")
    out = []
    for row in _with_voided(facts).to_dict("records"):
        order = orders.get(row["payment"], {"payee": "", "account": ""})
        payee, account = (
            order[name] if pd.isna(row[name]) else str(row[name]) for name in ("payee", "account")
        )
        out.append(
            {
                "transfer": number_of(row["mark"]),
                "date": row["day"],
                "payee": masking.mask_free_text(payee),
                "account": masking.mask_account(account),
                "amount": None if pd.isna(row["amount"]) else int(row["amount"]),
                "payment": row["payment"],
            }
        )
    return out


def _with_voided(facts: Reconciling) -> pd.DataFrame:
    """The transfers, and those that were voided beside them."""
    gone = facts.voided
    if not len(gone):
        return facts.transfers
    voided = gone.assign(kind="voided", payment="", project="", code="", named="")
    both = pd.concat([facts.transfers, voided[[name for name in facts.transfers.columns if name in voided]]])
    return both.sort_values("day", kind="stable", ignore_index=True)


def statements_read(sheet: ReconciledYear) -> str:
    """The day, the year, and which bank statements were read, in one sentence."""
    read = "、".join(f"{statement['file']}（{statement['rows']}笔）" for statement in sheet.statements)
    return f"对账日：{sheet.day}。{sheet.facts.quarter[0]}年开班的{counted(sheet.rows)}。" + (
        f"读取银行支付明细：{read}。" if read else "extracts中没有银行支付明细，已支付以台账原有记录为准。"
    )
