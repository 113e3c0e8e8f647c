"""Workers that may die, the order of what was read, and the cache."""

import os
import pickle
import sqlite3
import stat
import subprocess
import sys
import time
from multiprocessing.context import SpawnProcess

import pytest

from gaoji_batch.errors import GaojiError
from gaoji_batch.intake.cache import READS_BEFORE_DROP
from gaoji_batch.intake.reading import read_all, read_file
from gaoji_batch.intake.reading_process import WorkerLost
from gaoji_batch.intake.workers import LocalWorkers, much_waits
from gaoji_batch.workspace.limits import Limits
from tests.intake.books import codes, xlsx


@pytest.fixture(scope="module")
def workers():
    with LocalWorkers(2, Limits(seconds=1.5, memory_bytes=512 << 20)) as started:
        yield started


def nothing() -> None:
    """No progress is shown."""


def test_answers_and_errors_come_back(workers):
    assert workers.submit(divmod, 7, 2).result() == (3, 1)
    with pytest.raises(ZeroDivisionError):
        workers.submit(divmod, 1, 0).result()


def test_a_worker_that_dies_costs_one_request_and_is_replaced(workers):
    asked = [workers.submit(os._exit, 3) if at % 3 == 0 else workers.submit(abs, -at) for at in range(9)]
    for at, future in enumerate(asked):
        if at % 3:
            assert future.result() == at
        else:
            with pytest.raises(WorkerLost) as lost:
                future.result()
            assert lost.value.why == "died"


def test_a_process_that_cannot_start_is_a_fault_of_the_machine(tmp_path, monkeypatch):
    def refused(_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(SpawnProcess, "start", refused)
    paths = [(tmp_path / f"{name}.xlsx", f"inbox/{name}.xlsx") for name in "ab"]
    for path, _ in paths:
        path.write_bytes(xlsx())
    with LocalWorkers(1, Limits()) as workers, pytest.raises(GaojiError, match="不能启动"):
        read_all(paths, Limits(), workers, None, nothing)


def test_the_clock_is_the_parents(workers):
    began = time.monotonic()
    with pytest.raises(WorkerLost) as lost:
        workers.submit(time.sleep, 60).result()
    assert lost.value.why == "time"
    assert time.monotonic() - began < 30
    assert workers.submit(abs, -1).result() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no bound on address space")
def test_memory_is_bounded(workers):
    with pytest.raises(WorkerLost) as lost:
        workers.submit(bytearray, 1 << 30).result()
    assert lost.value.why == "memory"


def test_workers_know_nothing_of_pandas(workers):
    assert (
        workers.submit(
            eval,
            (
                "{name for name in __import__('sys').modules if "
                "name in ('pandas', 'numpy', 'pydantic', 'openpyxl')}"
            ),
        ).result()
        == set()
    )


def test_files_come_back_in_order_whatever_is_in_them(tmp_path, workers):
    contents = {
        "甲.xlsx": xlsx(),
        "乙.xlsx": b"\xff\xd8\xff\xe0",
        "丙.csv": "姓名,性别\n张三,男\n".encode(),
        "丁.xlsx": xlsx()[:400],
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    names = [*contents, "没有.xlsx"]
    ticks = []
    read = read_all(
        [(tmp_path / name, f"inbox/{name}") for name in names],
        Limits(),
        workers,
        None,
        lambda: ticks.append(1),
    )
    assert [one.file for one in read] == [f"inbox/{name}" for name in names]
    assert [codes(one) for one in read] == [[], ["F001"], [], ["F001"], ["F001"]]
    assert len(ticks) == len(names)


def test_a_file_that_takes_too_long_is_named(tmp_path):
    slow = tmp_path / "慢.csv"
    slow.write_text("姓名,序号\n" + "张三,1\n" * 300_000, encoding="utf-8")
    submission = read_file(slow, "inbox/慢.csv", Limits(seconds=0.01))
    assert (codes(submission), submission.size) == (["F003"], slow.stat().st_size)


class Counting(LocalWorkers):
    """Workers that remember which files they were asked for."""

    def __init__(self) -> None:
        super().__init__(1, Limits())
        self.asked: list[str] = []

    def submit(self, fn, /, *args, **kwargs):
        self.asked.append(args[1])
        return super().submit(fn, *args, **kwargs)


@pytest.fixture(scope="module")
def counting():
    with Counting() as started:
        yield started


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    for at in range(4):
        (folder / f"{at}.xlsx").write_bytes(xlsx(lambda _, page, at=at: page.write(0, 0, f"第{at}份")))
    return folder


def once(inbox, counting):
    counting.asked.clear()
    cache = inbox.parent / ".cache"
    return read_all(
        [(path, f"inbox/{path.name}") for path in sorted(inbox.iterdir())], Limits(), counting, cache, nothing
    ), list(counting.asked)


@pytest.mark.windows
def test_after_one_file_changed_one_file_is_read(inbox, counting):
    first, asked = once(inbox, counting)
    assert len(asked) == 4
    again, asked = once(inbox, counting)
    assert (again, asked) == (first, [])
    (inbox / "2.xlsx").write_bytes(xlsx())
    (inbox / "1.xlsx").rename(inbox / "9.xlsx")
    changed, asked = once(inbox, counting)
    assert asked == ["inbox/2.xlsx"]
    assert [one.file for one in changed] == ["inbox/0.xlsx", "inbox/2.xlsx", "inbox/3.xlsx", "inbox/9.xlsx"]
    assert changed[3].grids == first[1].grids


def test_the_cache_is_the_owners_alone_and_drops_what_is_long_unused(inbox, counting):
    once(inbox, counting)
    kept = inbox.parent / ".cache" / "read" / "read.db"
    if sys.platform != "win32":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    for at in (0, 1, 2):
        (inbox / f"{at}.xlsx").unlink()
    (inbox / "3.xlsx").write_bytes(xlsx())
    once(inbox, counting)
    with sqlite3.connect(kept) as db:
        assert db.execute("SELECT count(*) FROM read").fetchone() == (5,)
    for at in range(READS_BEFORE_DROP + 5):
        (inbox / "new.csv").write_text(f"姓名,序号\n张三,{at}\n", encoding="utf-8")
        once(inbox, counting)
    with sqlite3.connect(kept) as db:
        assert db.execute("SELECT count(*) FROM read").fetchone() == (1 + READS_BEFORE_DROP,)


@pytest.mark.windows
@pytest.mark.parametrize("damage", ["file", "entries", "hostile"])
def test_a_damaged_cache_is_as_good_as_none(inbox, counting, damage):
    first, _ = once(inbox, counting)
    kept = inbox.parent / ".cache" / "read" / "read.db"
    if damage == "file":
        kept.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    else:
        entry = pickle.dumps(first[0])[:50] if damage == "entries" else pickle.dumps(os.getcwd)
        with sqlite3.connect(kept) as db:
            db.execute("UPDATE read SET entry = ?", [entry])
    again, asked = once(inbox, counting)
    assert (again, len(asked)) == (first, 4)
    assert once(inbox, counting) == (first, [])


def test_a_reading_process_goes_without_pandas(tmp_path):
    """It is started anew for every run, beside the main one: half a second of a processor each."""
    (tmp_path / "a.xlsx").write_bytes(xlsx())
    asked = (
        "import sys; from pathlib import Path; from gaoji_batch.forms.reading import read_recognised; "
        "from gaoji_batch.workspace.limits import Limits; "
        f"read_recognised(Path({str(tmp_path / 'a.xlsx')!r}), 'a.xlsx', Limits()); "
        "print(sorted({'pandas', 'numpy', 'pyarrow'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert said == "[]\n"


def test_a_reading_process_is_on_its_way_before_the_program_is_loaded(tmp_path):
    """Loading pandas takes as long as reading sixty workbooks: both go on at once."""
    (tmp_path / "gaoji.toml").touch()
    asked = (
        "import sys, datetime, pathlib\n"
        "from gaoji_batch.workspace.folders import Workspace\n"
        "from gaoji_batch.intake.workers import LocalWorkers\n"
        "def prepare(self, module, name):\n"
        "    heavy = {'pandas', 'lxml', 'sqlalchemy', 'gaoji_batch.forms.recognise'}\n"
        "    print(sorted(heavy & set(sys.modules)))\n"
        "LocalWorkers.prepare = prepare\n"
        "from gaoji_batch.commands.validate import run\n"
        f"run(Workspace.find(pathlib.Path({str(tmp_path)!r})), on=datetime.date(2026, 3, 2))"
    )
    lines = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert lines == "[]\n"


def test_the_files_are_being_read_before_pandas_is_loaded():
    asked = (
        "import sys, gaoji_batch.casework.loading; print(sorted({'pandas', 'sqlalchemy'} & set(sys.modules)))"
    )
    lines = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert lines == "[]\n"


@pytest.mark.parametrize("module", ["gaoji_batch.forms.reading", "no_such_module"])
def test_a_process_starts_before_it_is_asked_for_a_file(module):
    """What fails while it prepares is no fault of the first file."""
    with LocalWorkers(1, Limits()) as workers:
        workers.prepare(module, "forms")
        assert workers.submit(abs, -2).result() == 2


@pytest.mark.parametrize("seconds", [0, 0.005, 0.01, 0.02, 0.04])
def test_who_ends_while_a_process_starts_leaves_nothing_on_the_screen(tmp_path, seconds):
    """What it was to do is sent to a process as it starts: without it, the process prints a traceback."""
    script = tmp_path / "fails_early.py"
    script.write_text(
        "import time\n"
        "from gaoji_batch.intake.workers import LocalWorkers\n"
        "from gaoji_batch.workspace.limits import Limits\n"
        "if __name__ == '__main__':\n"
        "    try:\n"
        "        with LocalWorkers(1, Limits()) as workers:\n"
        "            workers.prepare('gaoji_batch.forms.reading', 'forms')\n"
        f"            time.sleep({seconds})\n"
        "            raise ValueError\n"
        "    except ValueError:\n"
        "        print('ended')\n",
        encoding="utf-8",
    )
    for _ in range(4):
        done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
        assert (done.stdout, done.stderr) == ("ended\n", "")


def test_calls_that_are_sent_ahead_are_answered_each_with_its_own():
    """Two are in hand at once: one that cannot be sent, fails or ends the process is no other's fault."""
    with LocalWorkers(1, Limits()) as workers:
        calls = [(abs, -1), (lambda: 2, ()), (int, "x"), (abs, -4), (os._exit, 1), (abs, -6), (abs, -7)]
        futures = [workers.submit(function, of) for function, of in calls]
        answers = [future.exception() or future.result() for future in futures]
    assert [type(answer).__name__ for answer in answers] == [
        "int", "AttributeError", "ValueError", "int", "WorkerLost", "int", "int",
    ]  # fmt: skip
    assert [answer for answer in answers if isinstance(answer, int)] == [1, 4, 6, 7]


def test_large_calls_and_large_answers_do_not_wait_for_each_other():
    with LocalWorkers(1, Limits()) as workers:
        futures = [workers.submit(bytes, bytes([at]) * 3_000_000) for at in range(5)]
        assert [future.result(timeout=60)[-1] for future in futures] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("before", "left", "worth"),
    [
        (100, 0, False),  # all were taken up
        (100, 30, False),  # 70 in 0.8 seconds: the others take 0.34
        (190, 95, True),  # 95 in 0.8 seconds: the others take as long
        (6, 3, True),  # large files
        (1, 1, True),  # the first takes long, and another waits
    ],
)
def test_a_further_process_starts_where_much_still_waits(before, left, worth):
    assert much_waits(before, left, 0.8) == worth


def test_what_waits_for_the_processor_is_not_lost():
    """Half a second's sleep is none of the quarter of a second that the file may take of the processor."""
    with LocalWorkers(1, Limits(seconds=0.25)) as workers:
        workers.submit(abs, -1).result()
        assert workers.submit(time.sleep, 0.5).result() is None


def test_a_process_that_dies_as_it_starts_is_started_once_more(tmp_path, monkeypatch):
    """The first import of the reader in a child ends the child;
    the second finds the mark that the first left."""
    mark = tmp_path / "died"
    (tmp_path / "sitecustomize.py").write_text(
        "import os, pathlib, sys\n"
        f"mark = pathlib.Path({str(mark)!r})\n"
        "if 'multiprocessing.spawn' in ' '.join(sys.orig_argv) and not mark.exists():\n"
        "    mark.touch()\n"
        "    os._exit(1)\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with LocalWorkers(1, Limits()) as workers:
        assert workers.submit(abs, -3).result() == 3
    assert mark.exists()
