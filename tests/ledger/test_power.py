"""A power cut at any moment: the ledger holds,
nothing acknowledged is lost, and kept files and runs are there (`power`)."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from gaoji_batch.casework import ledgers
from gaoji_batch.commands import accept
from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger.frames import files_on_record
from gaoji_batch.workspace.folders import Workspace
from tests.commands.settled import EARLIER
from tests.commands.workspaces import made
from tests.ledger.power import Disk, calls, traced
from tests.needs import needs
from tests.rules.world import PROJECT, clean

pytestmark = pytest.mark.posix
HOLD = [
    ["hold", PROJECT, "--by", "王敏", "--reason", "核实", "--on", "2026-07-02"],
    ["hold", PROJECT, "--by", "王敏", "--lift", "--on", "2026-07-02"],
]
PAY = [
    ["disburse", "--quarter", "2026Q3", "--by", "王敏", "--on", "2026-07-02"],
    ["release", "2026Q3-1", "--by", "李强", "--on", "2026-07-03"],
    ["certificates", "--by", "王敏", "--on", "2026-07-03"],
]
Story = tuple[Path, Path, Path]
SCRIPT = """
import json, os, sys
from tests.cli.calls import call
ack = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT)
for arguments in json.loads(sys.argv[3]):
    status, _, err = call("-C", sys.argv[1], *arguments)
    assert status == 0, err
    os.write(ack, b"done")
"""


def story(folder: Path, commands: list[list[str]]) -> Story:
    """A workspace with an accepted claim (as it was before),
    the trace of the commands on it, and the file that they acknowledge to."""
    needs("strace")
    world = clean()
    world.prior = EARLIER
    workspace = made(world, folder / "ws")
    accept.run(workspace, on=date(2026, 7, 1), by="王敏")
    shutil.rmtree(workspace.cache, ignore_errors=True)
    shutil.copytree(workspace.path, folder / "before", symlinks=True)
    log, ack = folder / "trace.txt", folder / "ack"
    root = Path(__file__).parents[2]
    traced(["-c", SCRIPT, str(workspace.path), str(ack), json.dumps(commands)], log, root)
    return workspace.path, log, ack


def events(path: Path) -> list[tuple[int, str, str]]:
    with closing(sqlite3.connect(path)) as ledger:
        return ledger.execute("SELECT seq, hash, run FROM events ORDER BY seq").fetchall()


def survives(image: Path, final: list[tuple[int, str, str]], done: list[str]) -> str:
    """What is wrong with a workspace after the cut;
    '' where all is there. done: runs that were acknowledged."""
    try:
        workspace = Workspace.find(image)
        with ledgers.opened(workspace) as ledger:
            if faults := ledger.verify():
                return f"corrupt: {faults[0]}"
            with ledger.reading() as connection:
                for _, mark in files_on_record(connection):
                    ledgers.kept(workspace, mark)
            with workspace.new_run("ledger", on=date(2026, 7, 10), committed=ledger.holds_run):
                pass
        held = events(image / "ledger.db")
    except GaojiError as error:
        return f"refused: {error}"
    if held != final[: len(held)]:
        return "corrupt: other events"
    runs = {run for _, _, run in held}
    lost = [run for run in done if run not in runs]
    missing = [run for run in runs if not (image / "out" / run / "run.json").is_file()]
    return f"lost: {lost}" if lost else f"missing: {missing}" if missing else ""


def recorded_since(path: Path, before: Path) -> tuple[list[tuple[int, str, str]], list[str]]:
    """All events, and the runs of those that the story recorded."""
    final, known = events(path / "ledger.db"), len(events(before / "ledger.db"))
    return final, list(dict.fromkeys(run for _, _, run in final[known:]))


def cuts(folder: Path, told: Story, images: int, ordered: bool) -> dict[str, int]:
    """Cuts the power `images` times, spread evenly over the story;
    how many images there were of each outcome."""
    path, log, ack = told
    before = path.parent / "before"
    final, runs = recorded_since(path, before)
    told_calls, chance = list(calls(log)), random.Random(20220401)
    disk = Disk(before, ack, ordered, path)
    points = [at for at, call in enumerate(told_calls) if disk.take(*call)]
    assert disk.acknowledged == len(runs) > 1 and len(points) > 100
    every = sorted(chance.choice(points) for _ in range(images))
    disk = Disk(before, ack, ordered, path)
    outcomes: dict[str, int] = {}
    for at, call in enumerate(told_calls):
        while every and every[0] == at:
            every.pop(0)
            image = folder / "image"
            disk.image(image, chance)
            wrong = survives(image, final, runs[: disk.acknowledged])
            outcomes[wrong] = outcomes.get(wrong, 0) + 1
            shutil.rmtree(image)
        disk.take(*call)
    return outcomes


@pytest.fixture(scope="module")
def held(tmp_path_factory) -> Story:
    return story(tmp_path_factory.mktemp("held"), HOLD)


@pytest.mark.parametrize("ordered", [True, False])
def test_a_sample_of_power_cuts(ordered, held, tmp_path):
    assert cuts(tmp_path, held, 20, ordered) == {"": 20}


@pytest.mark.torture
@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("commands", [HOLD, PAY], ids=["hold", "pay"])
def test_power_cuts_at_many_points(commands, ordered, tmp_path):
    found = cuts(tmp_path, story(tmp_path, commands), 1000, ordered)
    print(f"{'ordered' if ordered else 'strict POSIX'}: {sum(found.values())} images, {found}")
    assert set(found) == {""}


def test_the_model_knows_a_loss_when_there_is_one(held, tmp_path):
    """Without its syncs the same story loses what it acknowledged,
    or breaks the ledger: the model is no mere nod."""
    path, log, ack = held
    final, runs = recorded_since(path, path.parent / "before")
    disk = Disk(path.parent / "before", ack, False, path)
    for name, *rest in calls(log):
        if name not in ("fsync", "fdatasync"):
            disk.take(name, *rest)
    wrong = set()
    for number in range(12):
        disk.image(tmp_path / f"image{number}", random.Random(number))
        wrong.add(survives(tmp_path / f"image{number}", final, runs).split(":")[0])
    assert wrong & {"corrupt", "lost", "refused", "missing"}
