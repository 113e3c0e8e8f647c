"""Approved, filed, completed, claimed, due and paid side by side; what the bank paid and sent back is recorded once a transfer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoji_batch.commands import ledgers
from gaoji_batch.progress import SILENT, Progress
from gaoji_batch.runs import Run
from gaoji_batch.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection

    from gaoji_batch.commands.judged import Judged
    from gaoji_batch.decisions import Ruled
    from gaoji_batch.evidence.bank import Statements
    from gaoji_batch.ledger.store import Transaction
    from gaoji_batch.reconciling import Filed, Reconciling
    from gaoji_batch.settling import Known

_KINDS = ("paid", "returned", "recovered_in")


@dataclass(slots=True)
class ReconcileResult:
    """lines: the records of reconcile.json; counts of findings by severity; recorded: new events by kind; remarks; the run's folder."""

    lines: list[dict[str, Any]]
    counts: dict[str, int]
    recorded: dict[str, int]
    remarks: list[str]
    folder: Path


def run(workspace: Workspace, quarter: tuple[int, int], *, on: date, by: str = "", progress: Progress = SILENT) -> ReconcileResult:
    """Reads the statements, records what is new in them, and writes the quarter's reconciliation; all of it, or nothing where it is stopped."""
    with (
        ledgers.opened(workspace, progress) as ledger,
        workspace.new_run("reconcile", on=on, progress=progress, committed=ledger.holds_run) as made,
    ):
        from gaoji_batch.commands.reading import load
        from gaoji_batch.commands.staged import submitted
        from gaoji_batch.commands.submissions import filed_of
        from gaoji_batch.commands.validate import judge_all, keep_bindings
        from gaoji_batch.evidence.bank import read_statements
        from gaoji_batch.ledger.store import Actor

        loaded = load(workspace, progress)
        judged = judge_all(workspace, loaded, on, progress)
        statements = read_statements([(path, workspace.relative(path)) for path in workspace.extracts()], loaded.batch.forms, workspace.cache)
        stages = submitted(judged, workspace.key)
        with ledger.transaction(Actor(by), made.id, "reconcile", before_commit=made.seal) as tx:
            filed = filed_of(judged, stages, tx.connection, quarter, workspace.settings.control.publicity)
            recorded, open_ = record(workspace, tx, statements, filed, on)
            facts = facts_of(tx.connection, filed, statements, open_, quarter, on)
            found = _found(workspace, facts, judged)
            result = _write(workspace, facts, judged, found, statements, recorded, made)
        made.committed = True
        keep_bindings(workspace, found.bindings)
    return result


def record(workspace: Workspace, tx: Transaction, statements: Statements, filed: Filed, on: date) -> tuple[dict[str, int], pd.DataFrame]:
    """Records each transfer that settles something and is not recorded yet, and each statement, which goes into kept/.

    Gives kind → how many were recorded, and the outcomes of the transfers that nothing settles (R06, R07): the next run looks at them again.
    """
    from gaoji_batch.settling import RECOVERED_IN, UNSETTLED, settle

    recorded = recorded_transfers(tx.connection)
    fresh = statements.transfers[~statements.transfers["mark"].isin(recorded["mark"])]
    outcomes = settle(fresh, known_of(tx.connection, filed, recorded))
    open_ = outcomes["code"].isin(UNSETTLED)
    counts = dict.fromkeys(_KINDS, 0)
    for row in outcomes[~open_].to_dict("records"):
        counts[row["kind"]] += 1
        if row["kind"] == RECOVERED_IN:
            tx.append(RECOVERED_IN, row["project"], {"transfer": row["mark"], "received_on": row["day"], "amount": int(row["amount"])})
        else:
            tx.append(row["kind"], row["project"], {
                "payment": row["payment"], "transfer": row["mark"], "transferred_on": row["day"], "amount": int(row["amount"]), "note": row["code"],
            })  # fmt: skip
    _record_statements(workspace, tx, statements, on)
    return counts, outcomes[open_]


def _record_statements(workspace: Workspace, tx: Transaction, statements: Statements, on: date) -> None:
    """Which statements were read; a file with several sheets, or two of the same bytes, once."""
    from gaoji_batch.ledger.frames import frame
    from gaoji_batch.ledger.models import statements as table

    known = set(frame(tx.connection, table)["sha256"])
    for one in statements.read:
        if one["sha256"] not in known:
            known.add(one["sha256"])
            ledgers.keep(workspace, (workspace.path / str(one["file"])).read_bytes())
            rows = sum(int(str(other["rows"])) for other in statements.read if other["file"] == one["file"])
            tx.append("statement_read", "", {"sha256": one["sha256"], "file": one["file"], "read_on": on.isoformat(), "rows": rows})


def recorded_transfers(connection: Connection) -> pd.DataFrame:
    """OUTCOMES of the transfers that the ledger holds, in the order they were recorded."""
    import pandas as pd
    from sqlalchemy import select

    from gaoji_batch.ledger.events import Event
    from gaoji_batch.ledger.models import events
    from gaoji_batch.settling import OUTCOMES

    rows = []
    for held in connection.execute(select(events).where(events.c.kind.in_(_KINDS)).order_by(events.c.seq)).mappings():
        event = Event(**held)
        told = event.content
        day = told.get("transferred_on") or told.get("received_on")
        rows.append((told["transfer"], event.kind, told.get("payment", ""), event.project, day, told["amount"], told.get("note", "")))
    return pd.DataFrame(rows, columns=OUTCOMES).astype({"amount": "Int64"})


def known_of(connection: Connection, filed: Filed, recorded: pd.DataFrame) -> Known:
    """What transfers are settled against."""
    from gaoji_batch.ledger import frames
    from gaoji_batch.settling import Known

    projects = filed.schemes[["unit"]].assign(claimed=filed.schemes.index.isin(frames.claims_of(connection)["project"]))
    ordered, back = sums(connection)
    owed = {project: amount - back.get(project, 0) for project, amount in ordered.items()}
    return Known(frames.payments_of(connection), projects, recorded, owed)


def sums(connection: Connection) -> tuple[dict[str, int], dict[str, int]]:
    """project → yuan of its recoveries, and yuan that came back."""
    from gaoji_batch.ledger.frames import frame
    from gaoji_batch.ledger.models import incoming, recoveries

    both = (frame(connection, table).groupby("project")["amount"].sum() for table in (recoveries, incoming))
    ordered, back = ({str(project): int(amount) for project, amount in held.items()} for held in both)
    return ordered, back


def facts_of(
    connection: Connection, filed: Filed, statements: Statements, open_: pd.DataFrame, quarter: tuple[int, int], on: date,
) -> Reconciling:  # fmt: skip
    """The facts of family R, by what the ledger holds now, and the transfers that nothing settles."""
    import pandas as pd

    from gaoji_batch.ledger import frames
    from gaoji_batch.ledger.models import incoming, recoveries
    from gaoji_batch.reconciling import Books, Reconciling

    recorded = recorded_transfers(connection)
    rows = statements.transfers.rename(columns={"sheet": "sheet_name"})
    both = pd.concat([recorded, open_], ignore_index=True).sort_values("day", kind="stable", ignore_index=True) if len(open_) else recorded
    places = rows[["mark", "file", "sheet_name", "row", "value", "payee", "account", "state", "memo"]]
    books = Books(
        frames.states_of(connection), frames.filings_of(connection), frames.claims_of(connection), frames.payments_of(connection),
        frames.frame(connection, recoveries), frames.frame(connection, incoming),
    )  # fmt: skip
    return Reconciling(books, filed, both.merge(places, on="mark", how="left"), quarter, on)


def _found(workspace: Workspace, facts: Reconciling, judged: Judged) -> Ruled:
    """The findings of family R, the center's decisions applied."""
    from gaoji_batch.commands.judged import ruled
    from gaoji_batch.rules.engine import run_for
    from gaoji_batch.rules.places import Places
    from gaoji_batch.rules.registry import all_rules

    findings = run_for("reconcile", all_rules(), facts, judged.facts, Places(judged.facts, workspace.settings.privacy))
    written = findings["project_key"].map(facts.filed.schemes["written"])
    findings = findings.assign(project=findings["project"].where(findings["project"].ne(""), written.fillna("")))
    return ruled(findings, judged.facts.batch, workspace.key, judged.bindings, "reconcile")


def _write(
    workspace: Workspace, facts: Reconciling, judged: Judged, found: Ruled, statements: Statements, recorded: dict[str, int], made: Run,
) -> ReconcileResult:  # fmt: skip
    from gaoji_batch.findings import count
    from gaoji_batch.outputs import reconciliation, records

    findings = found.findings
    lines = reconciliation.records(facts, findings)
    records.write_all(findings, made.folder)
    records.write_lines(made.folder / "reconcile.json", lines)
    overrides = judged.facts.policy.overrides_said
    reconciliation.write(reconciliation.Sheet(facts, findings, lines, statements.read, made.id, workspace.path, overrides), made.folder)
    elsewhere = [f"{payment}：银行付款的收款户名或账号与拨付明细不同，与银行核实款项去向" for payment in facts.elsewhere]
    counts, remarks = count(findings), [*statements.remarks, *found.remarks, *elsewhere]
    made.note(quarter=f"{facts.quarter[0]}Q{facts.quarter[1]}", counts=counts, recorded=recorded, statements=statements.read, remarks=remarks)
    return ReconcileResult(lines, counts, recorded, remarks, made.final)
