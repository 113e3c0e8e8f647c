"""Killed at any moment, or failing at any write, sync, commit or rename: all of a command's change or none, and running it again ends right."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from gaoji_batch.commands import ledgers
from gaoji_batch.commands.books import verify
from gaoji_batch.ledger.frames import payments_of
from gaoji_batch.ledger.models import events, sheets
from gaoji_batch.workspace import Workspace
from tests import people
from tests.commands.workspaces import made
from tests.ledger.conftest import fresh_database
from tests.ledger.conftest import postgres as postgres
from tests.rules.judge import write_csv
from tests.rules.world import UNIT, clean

STATEMENT = [
    {"交易日期": day, "户名": UNIT, "账号": people.account(1), "金额": 110000, "状态": state, "附言": "2026Q3-0001"}
    for day, state in (("2026-07-06", "成功"), ("2026-07-07", "退汇"), ("2026-07-08", "成功"))
]
EARLIER = [{"身份证件号码": "110101198001010015", "项目编号": "GJ2020-001", "结业日期": "2020-05-22"}]


@dataclass
class Server:
    """The process that runs commands in children."""

    process: subprocess.Popen

    def run(self, folder: Path, command: str, at: int = 0, how: str = "crash", broken: str = "", kill_after: float | None = None) -> int:
        """The exit status of a command; negative where its process group was killed `kill_after` seconds after its work began."""
        asked = {"workspace": str(folder), "command": command, "at": at, "how": how, "broken": broken}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        pid = self._answer()["pid"]
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        return self._answer()["status"]

    def _answer(self) -> dict:
        line = self.process.stdout.readline()
        assert line, "the server died"
        return json.loads(line)


@pytest.fixture(scope="module")
def server():
    process = subprocess.Popen([sys.executable, "-m", "tests.commands.crash_worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield Server(process)
    process.stdin.close()
    process.wait()


@pytest.fixture(scope="module")
def patterns(tmp_path_factory, server):
    """Workspaces in which the named command is the next one to run, by command."""
    folder = tmp_path_factory.mktemp("patterns")
    world = clean()
    world.prior = EARLIER
    made(world, folder / "accept")
    accepted = shutil.copytree(folder / "accept", folder / "disburse")
    assert server.run(accepted, "accept") == 0
    ordered = shutil.copytree(accepted, folder / "release", symlinks=True)
    assert server.run(ordered, "disburse") == 0
    released = shutil.copytree(ordered, folder / "reconcile", symlinks=True)
    assert server.run(released, "release") == 0
    write_csv(released / "extracts" / "银行支付明细.csv", STATEMENT)
    settled = shutil.copytree(released, folder / "recover", symlinks=True)
    assert server.run(settled, "reconcile") == 0
    return folder


def copied(patterns: Path, command: str, target: Path) -> Path:
    return shutil.copytree(patterns / command, target, symlinks=True)


def wrong(folder: Path, command: str) -> list[str]:
    """What is not as it must be after the command ran to its end."""
    workspace = Workspace.find(folder)
    found = list(verify(workspace)[0])
    with ledgers.opened(workspace) as ledger, ledger.reading() as connection:
        payments = payments_of(connection)
        kinds = list(connection.execute(events.select().with_only_columns(events.c.kind)).scalars())
        issued = {name for name, _ in connection.execute(sheets.select().with_only_columns(sheets.c.name, sheets.c.sha256))}
        runs = ledger.runs()
    if len(payments) != (command != "accept"):
        found.append(f"{len(payments)} payments")
    if command != "accept" and len(issued) != 3:
        found.append(f"sheets issued: {sorted(issued)}")
    status = {"release": "released", "reconcile": "paid", "recover": "recovered"}.get(command)
    if status and list(payments["status"]) != [status]:
        found.append(f"status {list(payments['status'])}")
    if status in ("paid", "recovered") and (kinds.count("paid"), kinds.count("returned"), kinds.count("recovered")) != (2, 1, status == "recovered"):
        found.append(f"events {kinds}")
    out = workspace.out
    found += [f"half-written {path.name}" for path in out.iterdir() if path.name.startswith(".part")]
    found += [f"{path.name} without run.json" for path in out.iterdir() if path.is_dir() and not (path / "run.json").is_file()]
    found += [f"run {run} of the ledger has no folder" for run in runs if not (out / run).is_dir()]
    known = set(payments["payment"])
    for path in out.glob("*/payments.json"):
        told = {json.loads(line)["payment"] for line in path.read_text(encoding="utf-8").splitlines()}
        found += [f"{path.parent.name} tells of payments that the ledger does not hold"] if told - known else []
    return found


def before_again(folder: Path) -> list[str]:
    """What is not as it must be right after a failure: a published folder speaks of what the ledger holds, and the ledger holds together."""
    workspace = Workspace.find(folder)
    with ledgers.opened(workspace) as ledger, ledger.reading() as connection:
        known = set(payments_of(connection)["payment"])
        found = ledger.verify()
    for path in workspace.out.glob("[0-9]*/payments.json"):
        told = {json.loads(line)["payment"] for line in path.read_text(encoding="utf-8").splitlines()}
        found += [f"{path.parent.name} tells of payments that the ledger does not hold"] if told - known else []
    return found


def killed(server: Server, patterns: Path, tmp_path: Path, command: str, times: int, broken: str = "") -> list[str]:
    """Kills the command's process group at random moments of its work, runs it again, and gathers what is wrong."""
    spent = []
    for number in range(2):
        began = time.monotonic()
        assert server.run(copied(patterns, command, tmp_path / f"timed{number}"), command, broken=broken) == 0
        spent.append(time.monotonic() - began)
    chance, found, hits = random.Random(f"{command}{broken}"), [], 0
    for number in range(times):
        folder = copied(patterns, command, tmp_path / f"killed{number}")
        hits += server.run(folder, command, broken=broken, kill_after=chance.uniform(0, min(spent))) == -signal.SIGKILL
        found += before_again(folder)
        status = server.run(folder, command)
        found += [] if status == 0 or (command in ("release", "recover") and status == 2) else [f"exit status {status}"]
        found += wrong(folder, command)
        shutil.rmtree(folder)
    assert hits, "no process was killed at work"
    return found


@pytest.mark.parametrize(("command", "times"), [("accept", 2), ("disburse", 9), ("release", 3), ("reconcile", 4), ("recover", 4)])
def test_killed_at_a_random_moment(server, patterns, tmp_path, command, times):
    assert killed(server, patterns, tmp_path, command, times) == []


@pytest.mark.torture
@pytest.mark.parametrize(("command", "times"), [("accept", 50), ("disburse", 70), ("release", 20), ("reconcile", 40), ("recover", 30)])
def test_killed_two_hundred_times(server, patterns, tmp_path, command, times):
    assert killed(server, patterns, tmp_path, command, times) == []


@pytest.mark.torture
@pytest.mark.parametrize("broken", ["two_commits", "sheet_first"])
def test_the_killing_catches_a_broken_variant(server, patterns, tmp_path, broken):
    assert killed(server, patterns, tmp_path, "disburse", 40, broken) != []


def failed_everywhere(server: Server, patterns: Path, tmp_path: Path, command: str, how: str, step: int = 1, broken: str = "") -> tuple[list[str], int]:
    """Fails at every `step`-th effect in turn, runs again, and gathers what is wrong; the number of effects."""
    found: list[str] = []
    at = 1
    while True:
        folder = copied(patterns, command, tmp_path / f"failed{at}")
        status = server.run(folder, command, at=at, how=how, broken=broken)
        if status == 99:
            return found, at
        found += [f"effect {at}: exit status {status}"] if how == "full" and status not in (0, 2) else []
        found += [f"effect {at}: {one}" for one in before_again(folder)]
        again = server.run(folder, command)
        found += [f"effect {at}: {one}" for one in wrong(folder, command)] if again in (0, 2) else [f"effect {at}: exit status {again}"]
        shutil.rmtree(folder)
        at += step


@pytest.mark.parametrize(
    ("command", "how", "step"),
    [("accept", "crash", 25), ("disburse", "crash", 6), ("disburse", "full", 11), ("reconcile", "crash", 15), ("recover", "crash", 7)],
)
def test_failing_at_an_effect(server, patterns, tmp_path, command, how, step):
    found, effects = failed_everywhere(server, patterns, tmp_path, command, how, step)
    assert found == [] and effects > 15


@pytest.mark.torture
@pytest.mark.parametrize("how", ["crash", "full"])
@pytest.mark.parametrize("command", ["accept", "disburse", "release", "reconcile", "recover"])
def test_failing_at_every_effect(server, patterns, tmp_path, command, how):
    assert failed_everywhere(server, patterns, tmp_path, command, how)[0] == []


@pytest.mark.torture
@pytest.mark.parametrize("broken", ["two_commits", "sheet_first"])
def test_failing_everywhere_catches_a_broken_variant(server, patterns, tmp_path, broken):
    assert failed_everywhere(server, patterns, tmp_path, "disburse", "crash", 1, broken)[0] != []


@pytest.mark.parametrize("times", [2, pytest.param(50, marks=pytest.mark.torture)])
def test_killed_on_postgresql(server, patterns, tmp_path, postgres, times):
    """The same with the ledger in PostgreSQL: each time a database of its own."""
    found = []
    chance = random.Random(times)
    for number in range(times):
        folder = copied(patterns, "accept", tmp_path / f"killed{number}")
        (folder / "gaoji.toml").write_text(f'[ledger]\nurl = "{fresh_database(postgres)}"\n', encoding="utf-8")
        assert server.run(folder, "accept") == 0
        server.run(folder, "disburse", kill_after=chance.uniform(0, 1.5))
        found += before_again(folder)
        assert server.run(folder, "disburse") == 0
        found += wrong(folder, "disburse")
        shutil.rmtree(folder)
    assert found == []
