"""Remarks of a reconciliation on what the bank did otherwise than the ledger had it, and no rule finds."""

from __future__ import annotations

from gaoji_batch.settlement.lines import Reconciling
from gaoji_batch.settlement.placing import is_payee
from gaoji_batch.settlement.transfers import RECOVERED_IN


def other_channels(facts: Reconciling) -> list[str]:
    """Remarks on money of a recovery that came from another account than any that its project was paid to
    (article 18: 按拨付原渠道)."""
    transfers = facts.transfers
    rows = transfers[transfers["kind"].eq(RECOVERED_IN)].dropna(subset=["payee", "account"])
    # the classes of a project may be paid to several accounts: each is a channel that money was paid by
    orders = {project: group.to_dict("records") for project, group in facts.newest.groupby("project")}
    return [
        f"{row['project']}：{row['day']}追回到账的{row['amount']}元由{row['payee']}的其他账户转入，不是原拨付账户，"
        "核实后在备注中说明"
        for row in rows.to_dict("records")
        if (of_project := orders.get(row["project"]))
        and not any(
            is_payee(row["payee"], row["account"], order["payee"], order["account"]) for order in of_project
        )
    ]


def never_let_go(facts: Reconciling) -> list[str]:
    """A remark on payments that are due, which the bank made without the second signature."""
    payments = "、".join(sorted(facts.unreleased))
    remark = f"{payments}没有放行记录，银行已付：已按银行明细记为已支付；查明由谁送出，补办放行手续"
    return [remark] if payments else []
