"""The bank, looked at before money is ordered or released: what it may have paid already (S1609), and whether
it knows more than the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import select

from gaoji_batch.casework import bank_transfers
from gaoji_batch.casework.halts import Class, Halt, merged
from gaoji_batch.casework.loading import load
from gaoji_batch.casework.payments_due import SUSPECTED, as_findings
from gaoji_batch.casework.submissions import schemes_of
from gaoji_batch.errors import GaojiError
from gaoji_batch.findings import STANDING, collect, empty
from gaoji_batch.judgement.judge import ruled
from gaoji_batch.judgement.rulings import Ruled
from gaoji_batch.ledger import frames
from gaoji_batch.ledger.models import events, payment_states
from gaoji_batch.rules.engine import resting
from gaoji_batch.rules.places import Places
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.settlement.identity import number_of
from gaoji_batch.settlement.suspected import suspected_claims, unknown_payments
from gaoji_batch.values.columns import KEY
from gaoji_batch.values.date_columns import chinese_dates

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from gaoji_batch.casework.bank_transfers import Bank
    from gaoji_batch.evidence.bank import Statements
    from gaoji_batch.forms.schema import Form
    from gaoji_batch.judgement.judge import Judged
    from gaoji_batch.ledger.store import Ledger
    from gaoji_batch.workspace.folders import Workspace

_MEND = (
    "停止拨付，从较新的备份恢复台账（gaoji ledger restore）；附言确系误写的，用gaoji reconcile --void {}作废"
)


def readable(workspace: Workspace, forms: dict[str, Form]) -> Statements:
    """The statements; GaojiError that names the first file of which a payment may be missed."""
    statements = bank_transfers.read(workspace, forms)
    if statements.unread:
        raise GaojiError(
            f"{'；'.join(statements.lacking)}；银行是否已经支付无从核对",
            "文件正由其他程序打开的，关闭后重新执行；银行支付明细不能识别的，重新取得后执行",
        )
    return statements


def not_older(connection: Connection, statements: Statements, two_person: bool) -> Bank:
    """The transfers, known again; GaojiError where the ledger is older than the bank."""
    bank = bank_transfers.bank_transfers(connection, statements)
    fault, remedy = older(connection, bank, two_person)
    if fault:
        raise GaojiError(fault, remedy)
    return bank


def nothing_let_go_unrecorded(workspace: Workspace, connection: Connection) -> None:
    """GaojiError where a release of this workspace stands in no event: the ledger was put back to before it,
    and the bank's file may be under way while no statement shows it yet."""
    recorded = set(connection.execute(select(events.c.run).distinct()).scalars())
    lost = [run.name for run in workspace.runs("release") if run.name not in recorded]
    if lost:
        raise GaojiError(
            f"out/{lost[0]}的放行不在台账中：台账已退回到较早的备份，那次的银行文件可能已经送出",
            f"从较新的备份恢复台账（gaoji ledger restore）；查明银行文件没有送出的，移走out/{lost[0]}",
        )


def older(connection: Connection, bank: Bank, two_person: bool) -> tuple[str, str]:
    """What shows that the ledger is older than the bank, and what mends it; ('', '') where nothing does."""
    payments = frames.payments_of(connection)
    states = frames.frame(connection, payment_states)
    released = payments["payment"].isin(states.loc[states["status"].eq("released"), "payment"])
    # where one person does both, `disburse` writes the bank's file (docs/contract/money.md 1)
    batches = payments["batch"] if not two_person else payments.loc[released, "batch"]
    unknown = unknown_payments(bank.fresh, payments, set(batches))
    if not len(unknown):
        return "", ""
    first = unknown.iloc[0]
    lacks = f"所在批次{first['batch']}在台账中没有放行" if first["batch"] else "台账中没有"
    more = f"（共{len(unknown)}处）" if len(unknown) > 1 else ""
    fault = (
        f"{first['file']}第{first['row']}行的支付编号{first['number']}，{lacks}{more}：台账比银行旧，"
        f"可能是恢复了较早的备份"
    )
    return fault, _MEND.format(number_of(first["mark"]))


def lost_payments(workspace: Workspace, ledger: Ledger) -> list[str]:
    """What the statements in extracts/ show that this ledger does not know, for those who only look; nothing
    is asked of a statement that cannot be read."""
    if not workspace.extracts():
        return []
    statements = bank_transfers.read(workspace, load(workspace, inbox=False).batch.forms)
    with ledger.reading() as connection:
        bank = bank_transfers.bank_transfers(connection, statements)
        fault, remedy = older(connection, bank, workspace.settings.control.two_person)
    return [f"{fault}；办法：{remedy}"] if fault else []


def suspicions(
    workspace: Workspace, judged: Judged, connection: Connection, bank: Bank, claims: pd.DataFrame
) -> Ruled:
    """S1609 of accepted claims (`QuarterBooks.described`), one finding for each transfer, as the center ruled
    on them."""
    projects = schemes_of(judged.facts, frames.projects_of(connection)).index
    suspected = suspected_claims(claims, bank.fresh, frames.payments_of(connection), projects)
    if not len(suspected):
        return Ruled(empty(), bindings=judged.bindings)
    suspected = suspected.assign(
        on=chinese_dates(pd.to_datetime(suspected["day"])),
        who=suspected["to"].where(suspected["to"].ne(""), "（户名未列）"),
        told=suspected["amount"].astype("str").where(suspected["amount"].notna(), suspected["said"]),
        transfer=suspected["mark"].map(number_of),
        value=suspected["mark"].map(number_of),
        why=suspected["named"].map({True: "附言写明本项目", False: "收款人和金额与本次申请相同"}),
        column="",
    )
    rows = claims.merge(suspected.drop(columns="amount"), on=KEY)
    rests = resting(all_rules()[SUSPECTED], rows, rows, Places(judged.facts, workspace.settings.privacy))
    findings = collect([as_findings(SUSPECTED, rows).join(rests)])
    return ruled(findings, judged.facts.batch, workspace.key, judged.bindings, judged.facts.on, "disburse")


def halted(findings: pd.DataFrame) -> dict[Class, Halt]:
    """class → why it waits, by the suspicions that nobody ruled on, or that were upheld."""
    standing = findings[findings["status"].isin(STANDING)]
    return merged(
        {(row["project_key"], int(row["class_no"])): Halt((SUSPECTED,), f"{row['message']}（{SUSPECTED}）")}
        for row in standing.to_dict("records")
    )
