"""Killed at any moment, or failing at any write, sync, commit or rename:
all of a command's change or none, and running it again ends right."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from gaoji_batch.casework import ledgers
from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import load
from gaoji_batch.commands.books import verify
from gaoji_batch.ledger.frames import frame, payments_of
from gaoji_batch.ledger.models import certificates, events
from gaoji_batch.workspace.folders import Workspace
from tests import people
from tests.commands.crash_worker import ON
from tests.commands.test_classes import two_classes
from tests.commands.workspaces import made
from tests.ledger.conftest import postgres as postgres
from tests.rules.judge import write_csv
from tests.rules.world import UNIT, clean

STATEMENT = [
    {
        "交易日期": day,
        "户名": UNIT,
        "账号": people.account(1),
        "金额": 110000,
        "状态": state,
        "附言": "2026Q3-0001",
    }
    for day, state in (("2026-07-06", "成功"), ("2026-07-07", "退汇"), ("2026-07-08", "成功"))
]
EARLIER = [{"身份证件号码": "110101198001010010", "项目编号": "GJ2020-001", "结业日期": "2020-05-22"}]
FOREIGN = STATEMENT[0] | {"交易日期": "2026-06-20", "附言": "GJ2026-001研修补助"}
"""The bank paid before anything was ordered."""
BEFORE = {
    "accept_both": "new_classes", "disburse_both": "both_accepted", "suspect": "paid_before",
    "restore": "ordered",
    "accept": "new", "publicity": "accepted", "certificates": "accepted", "disburse": "accepted",
    "cancel": "ordered", "release": "ordered",
    "reconcile": "released", "recover": "paid", "hold": "accepted", "lift": "held",
}  # fmt: skip
"""command → the state of the workspace in which it is the next one to run."""
STEPS = {
    "accepted": ("new", "accept"),
    "held": ("accepted", "hold"),
    "ordered": ("accepted", "disburse"),
    "released": ("ordered", "release"),
    "paid": ("released", "reconcile"),
    "both_accepted": ("new_classes", "accept_both"),
    "paid_before": ("new", "accept"),
}
"""state → the state before it, and the command that leads from there."""
RECORDS_NOTHING = ("suspect",)
"""Commands that write a folder and leave the ledger as it is."""
TAKEN_BACK = ("cancel", "release", "recover", "lift")
"""Commands that refuse to do the same thing a second time."""
_accepted = {"approved": 1, "filed": 1, "completed": 1, "claimed": 1}
_ordered = _accepted | {"ordered": 1, "issued": 1}
_released = _ordered | {"signed": 1, "released": 1, "issued": 2}
_paid = _released | {"statement_read": 1, "paid": 2, "returned": 1}
_both = {"approved": 1, "filed": 2, "completed": 2, "claimed": 2}
EVENTS = {
    "accept_both": _both, "disburse_both": _both | {"ordered": 1, "issued": 1}, "suspect": _accepted,
    "restore": _ordered,
    "accept": _accepted, "publicity": _accepted | {"publicised": 1},
    "certificates": _accepted | {"certificate_issued": 22}, "disburse": _ordered,
    "cancel": _ordered | {"issued": 2, "cancelled": 1}, "release": _released, "reconcile": _paid,
    "recover": _paid | {"recovered": 1, "disqualified": 1}, "hold": _accepted | {"held": 1},
    "lift": _accepted | {"held": 1, "lifted": 1},
}  # fmt: skip
"""command → the events that the ledger holds once it has run to its end, however often it was begun."""
STATUS = {
    "disburse": ["ordered"],
    "disburse_both": ["ordered", "ordered"],
    "restore": ["ordered"],
    "cancel": ["cancelled"],
    "release": ["released"],
    "reconcile": ["paid"],
    "recover": ["recovered"],
}
"""command → the status of each payment then; none for the commands before the first order."""


@dataclass
class Runner:
    """The process that runs commands in children."""

    process: subprocess.Popen

    def run(self, folder: Path, command: str, *, kill_after: float | None = None, **more: Any) -> int:
        """The exit status of a command; negative where its process
        group was killed, so many seconds after its work began."""
        return self.timed(folder, command, kill_after, **more)[0]

    def timed(
        self, folder: Path, command: str, kill_after: float | None = None, **more: Any
    ) -> tuple[int, float, float]:
        """The same, and the seconds until its work began, and that its work took."""
        asked = {
            "workspace": str(folder),
            "command": command,
            "at": 0,
            "how": "crash",
            "broken": "",
            "writing": False,
        } | more
        asked_at = time.monotonic()
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer = self._answer()
        began = time.monotonic()
        if "status" in answer:
            return answer["status"], 0.0, 0.0  # it ended before its work began
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                os.killpg(answer["pid"], signal.SIGKILL)
        return self._answer()["status"], began - asked_at, time.monotonic() - began

    def _answer(self) -> dict:
        line = self.process.stdout.readline()
        assert line, "the process that runs commands died"
        return json.loads(line)


@pytest.fixture(scope="module")
def runner():
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.commands.crash_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield Runner(process)
    process.stdin.close()
    process.wait()


@dataclass
class States:
    """A workspace for each state that BEFORE names; server: of PostgreSQL,
    in which each copy of a workspace has a copy of the database too."""

    folder: Path
    runner: Runner
    server: Any = None
    databases: dict[Path, str] = field(default_factory=dict)

    def at(self, state: str) -> Path:
        """The workspace in a state, made at its first use."""
        folder = self.folder / state
        if not folder.exists():
            if state in STEPS:
                self._step(folder, *STEPS[state])
            else:
                self._new(folder)
        return folder

    def _new(self, folder: Path) -> None:
        """An empty ledger; the files were read before, so that a command's time goes to what it writes."""
        world = two_classes() if folder.name == "new_classes" else clean()
        world.prior = EARLIER
        made(world, folder)
        workspace = Workspace.find(self._own_database(folder, "template1"))
        with ledgers.opened(workspace):
            judge_all(workspace, load(workspace), ON)

    def _step(self, folder: Path, before: str, command: str) -> None:
        self.copied(before, folder)
        assert self.runner.run(folder, command) == 0
        if folder.name == "released":
            write_csv(folder / "extracts" / "银行支付明细.csv", STATEMENT)
        if folder.name == "paid_before":
            write_csv(folder / "extracts" / "银行支付明细.csv", [FOREIGN])

    def copied(self, state: str, target: Path) -> Path:
        shutil.copytree(self.at(state), target, symlinks=True)
        return self._own_database(target, self.databases.get(self.folder / state, ""))

    def _own_database(self, folder: Path, template: str) -> Path:
        if self.server is not None:
            name = self.databases[folder] = f"crash_{uuid.uuid4().hex}"
            self.server.psql(f"CREATE DATABASE {name} TEMPLATE {template};")
            (folder / "gaoji.toml").write_text(
                f'[ledger]\nurl = "{self.server.get_uri(name)}"\n', encoding="utf-8"
            )
        return folder

    def remove(self, folder: Path) -> None:
        shutil.rmtree(folder)
        if self.server is not None:
            self.server.psql(f"DROP DATABASE {self.databases.pop(folder)} WITH (FORCE);")


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory, runner):
    return States(tmp_path_factory.mktemp("sqlite"), runner)


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory, runner, postgres):
    return States(tmp_path_factory.mktemp("postgresql"), runner, postgres)


def wrong(folder: Path, command: str) -> Iterator[str]:
    """What is not as it must be after the command ran to its end:
    each event once, one payment a claim, whole folders alone."""
    workspace = Workspace.find(folder)
    yield from verify(workspace)[0]
    with ledgers.opened(workspace) as ledger, ledger.reading() as connection:
        statuses = list(payments_of(connection)["status"])
        told = frame(connection, events)
        serials = sorted(frame(connection, certificates)["serial"])
    if Counter(told["kind"]) != EVENTS[command]:
        yield f"events {dict(Counter(told['kind']))}"
    if statuses != STATUS.get(command, []):
        yield f"payments {statuses}"
    if serials != list(range(1, len(serials) + 1)):
        yield f"certificates {serials}"
    yield from (
        f"half-written {path.name}" for path in workspace.out.iterdir() if path.name.startswith(".part")
    )
    yield from (
        f"{path.name} without run.json"
        for path in workspace.out.iterdir()
        if path.is_dir() and not (path / "run.json").is_file()
    )
    yield from (
        f"run {run} of the ledger has no folder"
        for run in set(told["run"])
        if not (workspace.out / run).is_dir()
    )


def before_again(folder: Path, command: str) -> Iterator[str]:
    """What is not as it must be right after a failure: the ledger holds together, and a published folder
    speaks of what it holds, where the command records anything."""
    workspace = Workspace.find(folder)
    with ledgers.opened(workspace) as ledger:
        yield from ledger.verify()
        known = ledger.runs()
    yield from (
        f"{path.name} is published, and not in the ledger"
        for path in workspace.runs()
        if path.name not in known and command not in RECORDS_NOTHING
    )


def kinds(folder: Path) -> Counter[str]:
    """How many events of each kind the ledger holds."""
    with ledgers.opened(Workspace.find(folder)) as ledger, ledger.reading() as connection:
        return Counter(frame(connection, events)["kind"])


def again(states: States, folder: Path, command: str) -> Iterator[str]:
    """What is wrong after a failure, and after the command was run again."""
    yield from before_again(folder, command)
    recorded = kinds(folder)
    if recorded not in (kinds(states.at(BEFORE[command])), EVENTS[command]):
        yield f"a part of its events: {dict(recorded)}"
    status = states.runner.run(folder, command)
    if status != 0 and not (status == 2 and command in TAKEN_BACK):
        yield f"exit status {status}"
    yield from wrong(folder, command)
    states.remove(folder)


def killed(states: States, tmp_path: Path, command: str, times: int, broken: str = "") -> Iterator[str]:
    """Kills the command's process group so many times at random moments
    of its work, every other time of its transaction; yields what is wrong."""
    spans = _seconds(states, tmp_path, command, broken)
    chance, began, hits, tries = random.Random(f"{command}{broken}"), time.monotonic(), 0, 0
    while hits < times and tries < 3 * times:
        tries += 1
        writing = bool(tries % 2)
        folder = states.copied(BEFORE[command], tmp_path / f"killed{tries}")
        status, _, took = states.runner.timed(
            folder, command, chance.uniform(0, spans[writing]), broken=broken, writing=writing
        )
        hits += status == -signal.SIGKILL
        # a machine that is less busy now
        spans[writing] = min(spans[writing], took) if status == 0 else spans[writing]
        yield from (f"kill {tries}: {one}" for one in again(states, folder, command))
    print(
        f"{command}: killed {hits} times in {time.monotonic() - began:.0f} s, "
        f"{tries - hits} times it had ended before"
    )
    assert hits == times


def _seconds(states: States, tmp_path: Path, command: str, broken: str) -> dict[bool, float]:
    """Seconds of the whole command (False), and from when it holds the ledger for writing (True)."""
    folder = states.copied(BEFORE[command], tmp_path / "timed")
    status, before, work = states.runner.timed(folder, command, broken=broken, writing=True)
    assert status == 0
    states.remove(folder)
    return {False: before + work, True: work}


@pytest.mark.parametrize(
    ("command", "times"), [("accept", 1), ("disburse", 3), ("reconcile", 2), ("recover", 2), ("restore", 1)]
)
def test_killed_at_a_random_moment(sqlite, tmp_path, command, times):
    assert list(killed(sqlite, tmp_path, command, times)) == []


@pytest.mark.parametrize(("command", "times"), [("accept", 1), ("disburse", 2)])
def test_killed_at_a_random_moment_on_postgresql(postgresql, tmp_path, command, times):
    assert list(killed(postgresql, tmp_path, command, times)) == []


@pytest.mark.torture
@pytest.mark.parametrize(
    ("command", "times"),
    [
        ("accept", 50),
        ("disburse", 70),
        ("reconcile", 40),
        ("recover", 40),
        ("release", 10),
        ("certificates", 10),
        ("publicity", 10),
        ("hold", 10),
        ("lift", 10),
        ("accept_both", 10),
        ("disburse_both", 20),
        ("suspect", 10),
        ("restore", 20),
    ],
)
def test_killed_two_hundred_times(sqlite, tmp_path, command, times):
    assert list(killed(sqlite, tmp_path, command, times)) == []


@pytest.mark.torture
@pytest.mark.parametrize(
    ("command", "times"), [("accept", 10), ("disburse", 20), ("reconcile", 10), ("recover", 10)]
)
def test_killed_fifty_times_on_postgresql(postgresql, tmp_path, command, times):
    assert list(killed(postgresql, tmp_path, command, times)) == []


def failed_everywhere(
    states: States, tmp_path: Path, command: str, how: str, step: int = 1, broken: str = ""
) -> Iterator[str]:
    """Fails at every `step`-th effect in turn, and runs the command again; yields what is wrong."""
    at, status = 1, 0
    while status != 99:
        folder = states.copied(BEFORE[command], tmp_path / f"failed{at}")
        status = states.runner.run(folder, command, at=at, how=how, broken=broken)
        if how == "full" and status not in (0, 2, 99):
            yield f"effect {at}: exit status {status}"
        yield from (f"effect {at}: {one}" for one in again(states, folder, command))
        at += step
    print(f"{command}: {how} at {at - step - 1} effects")
    assert at > 15


@pytest.mark.parametrize(
    ("command", "how", "step"),
    [
        ("accept", "crash", 41),
        ("disburse", "crash", 13),
        ("disburse", "full", 23),
        ("reconcile", "crash", 29),
        ("recover", "crash", 15),
    ],
)
def test_failing_at_an_effect(sqlite, tmp_path, command, how, step):
    assert list(failed_everywhere(sqlite, tmp_path, command, how, step)) == []


@pytest.mark.torture
@pytest.mark.parametrize(
    ("command", "how"),
    [(command, "crash") for command in BEFORE]
    + [(command, "full") for command in ("accept", "disburse", "reconcile", "recover")],
)
def test_failing_at_every_effect(sqlite, tmp_path, command, how):
    assert list(failed_everywhere(sqlite, tmp_path, command, how)) == []


@pytest.mark.torture
@pytest.mark.parametrize("command", ["disburse", "recover"])
def test_failing_at_every_effect_on_postgresql(postgresql, tmp_path, command):
    assert list(failed_everywhere(postgresql, tmp_path, command, "crash")) == []


@pytest.mark.torture
@pytest.mark.parametrize("broken", ["two_commits", "sheet_first"])
@pytest.mark.parametrize("command", ["accept", "disburse", "reconcile", "recover"])
@pytest.mark.parametrize("test", ["killing", "failing"])
def test_both_kinds_of_test_catch_a_broken_variant(sqlite, tmp_path, test, command, broken):
    found = (
        killed(sqlite, tmp_path, command, 200, broken)
        if test == "killing"
        else failed_everywhere(sqlite, tmp_path, command, "crash", 1, broken)
    )
    assert next(found, "")
