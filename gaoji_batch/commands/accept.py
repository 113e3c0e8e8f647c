"""validate, then record in the ledger what has no open reject or review finding (docs/contract/money.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoji_batch.casework import ledgers
from gaoji_batch.casework.bindings import keep_bindings
from gaoji_batch.casework.halts import titled
from gaoji_batch.casework.holding import halts_of
from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import load
from gaoji_batch.casework.recording import recording
from gaoji_batch.casework.stages import KINDS, approved, submitted
from gaoji_batch.errors import GaojiError
from gaoji_batch.findings import REJECT, count
from gaoji_batch.ledger import frames
from gaoji_batch.ledger.frames import paid_as_project, payments_of, view_of
from gaoji_batch.outputs import record_files
from gaoji_batch.outputs.workbooks import acceptance
from gaoji_batch.values.columns import beside, places_of
from gaoji_batch.values.rule_names import COMPLETION_LACKING, FILING_LACKING, LEDGER_DISAGREES
from gaoji_batch.values.text import class_said
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress
from gaoji_batch.workspace.runs import Run

if TYPE_CHECKING:
    from gaoji_batch.casework.stages import Submitted
    from gaoji_batch.judgement.judge import Judged
    from gaoji_batch.ledger.store import Transaction

RECORDED, UNCHANGED, SUPERSEDED, REFUSED = "recorded", "unchanged", "superseded", "refused"
ON_HOLD = "held"
"""Recorded before, and now refused: it is not paid while that stands."""
_BEFORE = {"completion": ("filing", FILING_LACKING), "claim": ("completion", COMPLETION_LACKING)}
"""stage → the stage that must be recorded first, and the code that says it is not."""
_SAME_CLAIM = ("unit", "uscc", "claimed_heads", "claimed_amount", "heads", "amount")
"""What a claim must keep while its payment is returned; payee, bank and account may change."""


@dataclass(slots=True)
class AcceptResult:
    """accepted.json as rows {project, class, stage, result, reasons}, of each row its reasons in words, open
    and upheld rejects, the run's folder, and what must be said."""

    rows: list[dict[str, Any]]
    sentences: list[str]
    rejects: int
    folder: Path
    remarks: list[str]


def run(workspace: Workspace, *, on: date, by: str = "", progress: Progress = SILENT) -> AcceptResult:
    """Judges everything and records what may be recorded: all of it, or nothing where it is stopped."""
    with recording(workspace, "accept", on=on, by=by, progress=progress) as (this_run, transaction):
        loaded = load(workspace, progress)
        judged = judge_all(workspace, loaded, on, progress, whole=True)
        with transaction() as tx:
            # another workspace of this ledger recorded something meanwhile
            if tx.last != judged.facts.ledger.last:
                judged = judge_all(workspace, loaded, on, progress, view_of(tx.connection, workspace.key))
            stages = submitted(judged, workspace.key)
            recorded = RecordedStages.of(tx)
            for project, scheme in approved(judged.facts).items():
                recorded.approve(tx, project, scheme)
            rows = [recorded.settle(tx, stage) for stage in stages]
            _not_before_filing(stages, rows, on)
            _look_again(judged, stages, rows, tx)
            _keep(workspace, stages, rows)
            result = _write(judged, rows, this_run)
        keep_bindings(workspace, judged.bindings)
    return result


@dataclass(slots=True)
class RecordedStages:
    """What the ledger holds as the transaction begins, kept up with what it records."""

    schemes: dict[str, dict[str, Any]]
    filings: dict[tuple[str, int, str], dict[str, Any]]
    claims: dict[tuple[str, int], dict[str, Any]]
    status: dict[tuple[str, int], str]
    paid_as_project: set[str]
    mixed: set[tuple[str, int]]

    @classmethod
    def of(cls, tx: Transaction) -> RecordedStages:

        filings = {
            (row["project"], row["class_no"], row["stage"]): row
            for row in frames.filings_of(tx.connection).to_dict("records")
        }
        payments = frames.payments_of(tx.connection)
        payments = payments[payments["status"].ne("cancelled")]
        return cls(
            {
                row.pop("project"): row
                for row in frames.projects_of(tx.connection).drop(columns="seq").to_dict("records")
            },
            filings,
            {
                (row["project"], row["class_no"]): row
                for row in frames.claims_of(tx.connection).to_dict("records")
            },
            dict(zip(beside(payments["project"], payments["class_no"]), payments["status"], strict=True)),
            frames.paid_as_project(tx.connection),
            frames.recorded_as_project(tx.connection),
        )

    def approve(self, tx: Transaction, project: str, scheme: dict[str, Any]) -> None:
        """Records a project's scheme where it is new or has changed."""
        if self.schemes.get(project) != scheme:
            tx.append("approved", project, scheme)

    def settle(self, tx: Transaction, stage: Submitted) -> dict[str, Any]:
        """Records one submitted stage where it may be; its line of accepted.json."""
        filing = self.filings.get((*stage.place, stage.stage))
        result, reasons = self._decided(stage, filing)
        if result in (RECORDED, SUPERSEDED):
            self._record(tx, stage, filing)
        return {
            "project": stage.project,
            "class": stage.class_no,
            "stage": stage.stage,
            "result": result,
            "reasons": list(reasons),
        }

    def _decided(self, stage: Submitted, filing: dict[str, Any] | None) -> tuple[str, tuple[str, ...]]:
        if stage.project in self.paid_as_project:
            return UNCHANGED, ()
        if filing is not None and filing["content"] == stage.payload["content"]:
            return (ON_HOLD if stage.codes else UNCHANGED), stage.codes
        late = filing is not None and not self._replaceable(stage)
        if stage.codes or late:
            return REFUSED, tuple(sorted({*stage.codes, LEDGER_DISAGREES})) if late else stage.codes
        earlier, code = _BEFORE.get(stage.stage, ("", ""))
        if earlier and (*stage.place, earlier) not in self.filings:
            return REFUSED, (code,)
        return (RECORDED if filing is None else SUPERSEDED), ()

    def _replaceable(self, stage: Submitted) -> bool:
        """Until its payment is ordered; while it is returned, a claim that differs only in its account, and
        what was recorded for several classes at once: it is filed anew by class."""
        status = self.status.get(stage.place)
        if status != "returned":
            return status is None
        if stage.place in self.mixed:
            return True
        return stage.stage == "claim" and all(
            self.claims[stage.place][name] == stage.payload[name] for name in _SAME_CLAIM
        )

    def _record(self, tx: Transaction, stage: Submitted, filing: dict[str, Any] | None) -> None:

        if filing is not None:
            tx.append("superseded", stage.project, {"stage": stage.stage, "event": int(filing["seq"])})
        event = tx.append(KINDS[stage.stage], stage.project, stage.payload)
        self.filings[(*stage.place, stage.stage)] = {"seq": event.seq, "content": stage.payload["content"]}
        if stage.stage == "claim":
            self.claims[stage.place] = stage.payload


def _not_before_filing(stages: list[Submitted], rows: list[dict[str, Any]], on: date) -> None:
    """GaojiError where a claim would be recorded on a day before it was filed."""
    for stage, row in zip(stages, rows, strict=True):
        taken = row["result"] in (RECORDED, SUPERSEDED) and stage.stage == "claim"
        if taken and stage.payload["filed_on"] > on.isoformat():
            raise GaojiError(
                f"{stage.project}的补助申请于{stage.payload['filed_on']}报送，不能按{on.isoformat()}受理",
                "核对收件登记和填报日期；不写--on，或写报送日以后的日期",
            )


def _look_again(judged: Judged, stages: list[Submitted], rows: list[dict[str, Any]], tx: Transaction) -> None:
    """Turns unchanged claims that are not paid yet into held ones where something beside the findings speaks
    against them."""
    payments, in_full = payments_of(tx.connection), paid_as_project(tx.connection)
    settled = places_of(payments[payments["status"].isin(["paid", "recovered"])])
    claims = {
        (row["project"], row["class"]): row
        for row in rows
        if row["stage"] == "claim" and row["result"] in (UNCHANGED, ON_HOLD) and row["project"] not in in_full
    }
    for place, halt in halts_of(judged, stages, tx.connection, claims.keys() - settled).items():
        row = claims[place]
        row["result"], row["reasons"] = ON_HOLD, sorted({*row["reasons"], *halt.codes})


def _keep(workspace: Workspace, stages: list[Submitted], rows: list[dict[str, Any]]) -> None:
    """Puts the accepted files into kept/, before the transaction commits."""
    taken = {
        file["file"]: file["sha256"]
        for stage, row in zip(stages, rows, strict=True)
        if row["result"] in (RECORDED, SUPERSEDED)
        for file in stage.payload["files"]
    }
    for file, sha256 in sorted(taken.items()):
        if ledgers.keep(workspace, (workspace.path / file).read_bytes()) != sha256:
            raise GaojiError(f"{file}在受理过程中被改动", "没有受理任何材料；文件不再改动后重新执行")


def _write(judged: Judged, rows: list[dict[str, Any]], this_run: Run) -> AcceptResult:
    written = judged.facts.plan.projects["written"]
    reasons = _reasons(rows, judged)
    rows = [row | {"project": written.get(row["project"], row["project"])} for row in rows]
    record_files.write_findings(judged.findings, this_run.folder)
    record_files.write_lines(this_run.folder / "accepted.json", rows)
    units = dict(zip(written, judged.facts.plan.projects["unit"].fillna(""), strict=True))
    acceptance.write(rows, units, reasons, this_run.folder / "受理结果.xlsx", this_run.on, this_run.id)
    counts = {
        name: sum(row["result"] == name for row in rows)
        for name in (RECORDED, UNCHANGED, SUPERSEDED, REFUSED, ON_HOLD)
    }
    this_run.note(counts=count(judged.findings), accepted=counts, remarks=judged.remarks)
    standing = [
        f"{class_said(row['project'], row['class'])}已受理的{acceptance.STAGES[row['stage']]}现有问题：{why}"
        for row, why in zip(rows, reasons, strict=True)
        if row["result"] == ON_HOLD and why
    ]
    refused_late = any(LEDGER_DISAGREES in row["reasons"] or row["result"] == ON_HOLD for row in rows)
    return AcceptResult(
        rows,
        reasons,
        count(judged.findings)[REJECT] + refused_late,
        this_run.final,
        [*judged.remarks, *standing],
    )


def _reasons(rows: list[dict[str, Any]], judged: Judged) -> list[str]:
    """Of each line, why it was not accepted, for people: the titles with their codes, and the rulings that
    lapsed."""
    subjects = judged.findings.drop_duplicates("finding_id").set_index("finding_id")["subject"]
    lapsed: dict[tuple[str, str], str] = {}
    for lapse in judged.lapses:
        name = subjects[lapse.finding_id].split(" ")[0]
        lapsed.setdefault((lapse.project, lapse.code), "")
        lapsed[lapse.project, lapse.code] += f"，{name}{'的' if name else ''}处理意见{lapse.sentence}"
    return [
        "；".join(
            _sentence(code, row["result"]) + lapsed.get((row["project"], code), "") for code in row["reasons"]
        )
        for row in rows
    ]


def _sentence(code: str, result: str) -> str:
    if (code, result) == (LEDGER_DISAGREES, REFUSED):
        return f"补助已安排支付，报送内容与台账不一致，不再变更（{code}）"
    return titled(code)
