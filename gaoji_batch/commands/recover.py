"""追回补助资金 (article 18): records what a unit must give back, writes the notice, and can disqualify the
unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import structs

from gaoji_batch.casework.loading import refuse_unopened
from gaoji_batch.casework.people import people_of
from gaoji_batch.casework.recording import recording
from gaoji_batch.casework.recoverable import Payment, payment_of
from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger.frames import impersonated_of
from gaoji_batch.outputs.letters.word_template import WordTemplate
from gaoji_batch.outputs.safe_text import safe_name
from gaoji_batch.values import ids, masking
from gaoji_batch.values.capitals import in_capitals
from gaoji_batch.values.dates import chinese_date
from gaoji_batch.values.keyed import keyed_hash
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress
from gaoji_batch.workspace.runs import Run

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from gaoji_batch.ledger.store import Transaction


BLANK = "　" * 10
"""Where a name is filled in by hand."""


@dataclass(frozen=True, slots=True)
class RecoveryRequest:
    """What a person asks to be ordered back, and why."""

    project: str
    """The project's number as it is written."""
    reason: str
    """Why, in the person's words."""
    by: str
    """Who orders it."""
    persons: tuple[str, ...] = ()
    """ID numbers; none for all that was paid."""
    disqualify: bool = False
    """Whether the unit loses its standing."""
    impersonated: bool = False
    """Whether somebody else attended in the name of these persons."""
    class_no: int = 0
    """The 期次, 0 where none is named."""


@dataclass(slots=True)
class RecoverResult:
    """What was ordered back (0 where all of it was before), and where the notice lies; freed: who is told
    never to have attended."""

    project: str
    unit: str
    amount: int
    in_full: bool
    notice: Path | None
    folder: Path
    freed: int = 0


def run(
    workspace: Workspace, request: RecoveryRequest, *, on: date, progress: Progress = SILENT
) -> RecoverResult:
    """Orders money back: of the persons named, else all that was paid and not ordered back yet. GaojiError
    where that is more than was paid."""
    if request.impersonated and not request.persons:
        raise GaojiError("登记冒名参训须写明是哪些学员", "加上--person 证件号码，可以写多次")
    if not request.reason.strip() or not request.by.strip():
        raise GaojiError("追回补助资金须写明原因和经办人", "加上--reason 原因 --by 姓名")
    with recording(workspace, "recover", on=on, by=request.by, progress=progress) as (this_run, transaction):
        refuse_unopened(workspace, progress)
        with transaction() as tx:
            payment = payment_of(tx.connection, request.project, request.class_no, request.impersonated)
            keys = _keys(workspace, request, payment)
            freed = _free(tx, request, payment, keys, on) if request.impersonated else set()
            # the impersonated whose money was ordered back before are freed all the same, and owe nothing new
            keys -= payment.keys_back
            in_full, amount = _ordered_back(tx, request, payment, keys, on)
            if request.disqualify:
                tx.append(
                    "disqualified",
                    payment.project,
                    {
                        "unit": payment.unit,
                        "uscc": payment.uscc,
                        "cancelled_on": on.isoformat(),
                        "reason": request.reason.strip(),
                    },
                )
            people = _people(workspace, tx.connection, payment, keys)
            name = _notice(workspace, request, payment, amount, in_full, people, this_run) if amount else ""
    notice = this_run.final / name if name else None
    return RecoverResult(payment.written, payment.unit, amount, in_full, notice, this_run.final, len(freed))


def _ordered_back(
    tx: Transaction, request: RecoveryRequest, payment: Payment, keys: set[str], on: date
) -> tuple[bool, int]:
    """Records what must come back: whether that is the whole, and yuan; nothing where it was all ordered back
    before."""
    left = payment.paid - payment.recovered
    amount = payment.per_head * len(keys) if request.persons else left
    if request.impersonated and not left:
        return False, 0
    if amount > left:
        raise GaojiError(
            (
                f"项目{payment.written}实际支付{payment.paid}元，已决定追回{payment.recovered}元，"
                f"不能再追回{amount}元"
            ),
            "核对人员和金额",
        )
    in_full = amount == left
    if amount:
        tx.append(
            "recovered",
            payment.project,
            {
                "payment": payment.name,
                "recovered_on": on.isoformat(),
                "amount": amount,
                "reason": request.reason.strip(),
                "whole": in_full,
                "persons": sorted(keys),
            },
        )
    return in_full, amount


def _free(tx: Transaction, request: RecoveryRequest, payment: Payment, keys: set[str], on: date) -> set[str]:
    """Records that these persons never attended: what bars them for this class ends."""
    impersonated = impersonated_of(tx.connection)
    fresh = keys - set(impersonated.loc[impersonated["project"].eq(payment.project), "person_key"])
    if not fresh:
        raise GaojiError("这些学员已经登记为被冒名", "不要重复登记")
    record = {"reason": request.reason.strip(), "recorded_on": on.isoformat()}
    for key in sorted(fresh):
        tx.append("impersonated", payment.project, {"person_key": key} | record)
    return fresh


def _keys(workspace: Workspace, request: RecoveryRequest, payment: Payment) -> set[str]:
    """The keyed hashes of the persons named; GaojiError where one was not paid for, or was ordered back
    before and is not said to be impersonated now."""
    keys, privacy = set(), workspace.settings.privacy
    for person in request.persons:
        key, label = (
            keyed_hash(ids.normalise(person) or "", workspace.key),
            masking.mask_id(person, privacy.id_keep_head, privacy.id_keep_tail),
        )
        if key not in payment.keys:
            raise GaojiError(f"{label}不在支付编号{payment.name}的补助人员中", "核对身份证件号码和项目编号")
        if key in payment.keys_back and not request.impersonated:
            raise GaojiError(f"{label}的补助已经决定追回", "不要重复追回同一人")
        keys.add(key)
    return keys


def _people(
    workspace: Workspace, connection: Connection, payment: Payment, keys: set[str]
) -> list[dict[str, Any]]:
    """The persons named in the notice, in the order of the register."""
    if not keys:
        return []
    rows = people_of(workspace, connection, {payment.project})
    named: list[dict[str, Any]] = rows[rows["person_key"].isin(keys)].to_dict("records")
    return named


def _rights(workspace: Workspace) -> dict[str, Any]:
    """What the unit may do about it, by [recovery]; what is not set is left to be filled in."""
    rights = structs.asdict(workspace.settings.recovery)
    return rights | {name: rights[name] or BLANK for name in ("review_organ", "court")}


def _notice(
    workspace: Workspace,
    request: RecoveryRequest,
    payment: Payment,
    amount: int,
    in_full: bool,
    people: list[dict[str, Any]],
    this_run: Run,
) -> str:
    """Writes 追回补助资金通知书; its name."""
    content = WordTemplate(workspace.path, "追回补助资金通知书.docx").render(
        {
            "notice": {
                "number": workspace.settings.sender.recovery.format(year=this_run.on.year, number="　　"),
                "unit": payment.unit,
                "project": payment.written,
                "name": payment.title,
                "payment": payment.name,
                "paid": f"{payment.paid:,}",
                "paid_on": chinese_date(date.fromisoformat(payment.paid_on)),
                "reason": request.reason.strip().rstrip("。"),
                "whole": in_full and not people and not payment.recovered,
                "amount": f"{amount:,}",
                "capitals": in_capitals(amount),
                "disqualified": request.disqualify,
                **_rights(workspace),
                "day": chinese_date(this_run.on),
                "people": [person | {"amount": f"{payment.per_head:,}"} for person in people],
            }
        }
    )
    name = f"追回补助资金通知书-{safe_name(payment.written)}.docx"
    (this_run.folder / name).write_bytes(content)
    this_run.personal(name)
    this_run.note(
        project=payment.written,
        unit=payment.unit,
        amount=amount,
        whole=in_full,
        reason=request.reason,
        disqualified=request.disqualify,
    )
    return name
