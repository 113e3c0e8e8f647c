"""A process that has everything imported, and runs commands
in forked children that may be killed, or that fail at a chosen effect.

Reads a line of JSON a command: {"workspace", "command", "at", "how", "broken", "writing"}; answers with the
child's pid as its work begins (writing: as its transaction begins), and with its exit status. at: the effect
at which it fails (0: none); how: 'crash' or 'full'; broken: a deliberately broken variant. An effect is a
file of the workspace opened for writing, a sync, a rename, or a commit. Exit status 99: that effect never
came.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

ON = date(2026, 7, 2)
PAUSE = 0.3
"""Seconds for which a broken variant stays in the state that it should not be in."""


def commands() -> dict[str, Any]:
    from gaoji_batch.commands import (
        accept,
        books,
        certificates,
        disburse,
        hold,
        publicity,
        reconcile,
        recover,
        release,
    )

    def restore(workspace: Any) -> None:
        backup = workspace.path / "台账备份.db"
        books.backup(workspace, backup)
        books.restore(workspace, backup, older=False)

    def accept_both(workspace: Any) -> None:
        accept.run(workspace, on=ON, by="王敏")

    def disburse_both(workspace: Any) -> None:
        disburse.run(workspace, (2026, 3), on=ON, by="王敏")

    return {
        "accept_both": accept_both,
        "disburse_both": disburse_both,
        "suspect": disburse_both,
        "restore": restore,
        "accept": lambda workspace: accept.run(workspace, on=ON, by="王敏"),
        "publicity": lambda workspace: publicity.run(workspace, (2026, 3), on=ON, by="王敏"),
        "certificates": lambda workspace: certificates.run(
            workspace, certificates.CertificateRequest(), on=ON
        ),
        "disburse": lambda workspace: disburse.run(workspace, (2026, 3), on=ON, by="王敏"),
        "cancel": lambda workspace: disburse.cancel(
            workspace, "2026Q3-1", on=ON, by="王敏", reason="账号有误"
        ),
        "hold": lambda workspace: hold.run(workspace, "GJ2026-001", on=ON, by="王敏", reason="单位撤回申请"),
        "lift": lambda workspace: hold.run(workspace, "GJ2026-001", on=ON, by="王敏", lift=True),
        "release": lambda workspace: release.run(workspace, "2026Q3-1", on=ON, by="李强"),
        "reconcile": lambda workspace: reconcile.run(workspace, (2026, 3), on=ON, by="王敏"),
        "recover": lambda workspace: recover.run(
            workspace, recover.RecoveryRequest("GJ2026-001", "虚报学员", "王敏", disqualify=True), on=ON
        ),
    }


class Effects:
    """Counts what would change the disk, and fails at one of them."""

    def __init__(self, root: str, at: int, how: str) -> None:
        self.root, self.at, self.how, self.count = root, at, how, 0

    def watch(self) -> None:
        from sqlalchemy import Engine, event

        sync = os.fsync
        os.fsync = lambda handle: (self.met(), sync(handle))[1]
        event.listen(Engine, "commit", lambda _: self.met())
        sys.addaudithook(self.audit)

    def audit(self, name: str, arguments: tuple) -> None:
        if name == "open" and str(arguments[0]).startswith(self.root) and "cache" not in str(arguments[0]):
            flags = arguments[2] or 0
            if flags & (os.O_WRONLY | os.O_RDWR):
                self.met()
        elif (
            name == "os.rename"
            and str(arguments[0]).startswith(self.root)
            and "cache" not in str(arguments[0])
        ):
            self.met()

    def met(self) -> None:
        self.count += 1
        if self.count == self.at:
            if self.how == "crash":
                os._exit(137)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def two_commits() -> None:
    """A broken variant: the first event is committed before the others are."""
    from gaoji_batch.ledger.store import Transaction

    append, met = Transaction.append, []

    def append_and_commit(tx, *told):
        event = append(tx, *told)
        if not met:
            met.append(event)
            tx.connection.commit()
            time.sleep(PAUSE)
            tx.connection.begin()
        return event

    Transaction.append = append_and_commit


def sheet_first() -> None:
    """A broken variant: the run's folder is published before the transaction commits."""
    from gaoji_batch.workspace.folders import Workspace
    from gaoji_batch.workspace.runs import Run

    seal, publish = Run.seal, Workspace._publish

    def seal_and_publish(run):
        if not run.sealed:
            seal(run)
            publish(Workspace.find(run.out), run.folder)
            time.sleep(PAUSE)

    Run.seal = seal_and_publish
    Workspace._publish = lambda workspace, hidden, *more: (
        publish(workspace, hidden, *more) if hidden.exists() else None
    )


BROKEN = {"two_commits": two_commits, "sheet_first": sheet_first, "": lambda: None}


def begun() -> None:
    print(json.dumps({"pid": os.getpid()}), flush=True)


def begun_at_transaction() -> None:
    """Says that the work has begun once the ledger is held for writing."""
    from sqlalchemy import Engine, event

    said = []

    def tell(connection) -> None:
        if connection.get_execution_options().get("writes") and not said:
            said.append(connection)
            begun()

    event.listen(Engine, "begin", tell)


def child(asked: dict[str, Any]) -> int:
    from gaoji_batch.errors import GaojiError
    from gaoji_batch.workspace.folders import Workspace

    os.setsid()
    workspace = Workspace.find(Path(asked["workspace"]))
    BROKEN[asked["broken"]]()
    effects = Effects(asked["workspace"], asked["at"], asked["how"])
    if asked["at"]:
        effects.watch()
    (begun_at_transaction if asked["writing"] else begun)()
    try:
        commands()[asked["command"]](workspace)
    except (GaojiError, OSError) as error:
        print(f"{asked['command']}: {error}", file=sys.stderr)
        return 2
    return 99 if asked["at"] > effects.count else 0


def main() -> None:
    import openpyxl  # noqa: F401

    from gaoji_batch.rules.registry import codes_where
    from tests.rules.judge import running

    commands()
    # the worlds are clean: what else the rules would look for takes most of a command, and writes nothing
    with running({"X001", *codes_where(lambda rule: bool(rule.command))}):
        for line in sys.stdin:
            pid = os.fork()
            if not pid:
                os._exit(child(json.loads(line)))
            _, status = os.waitpid(pid, 0)
            print(json.dumps({"status": os.waitstatus_to_exitcode(status)}), flush=True)


if __name__ == "__main__":
    main()
