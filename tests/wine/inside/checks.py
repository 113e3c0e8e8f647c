"""Run by the bundle's Python, in its folder: checks.py WORKSPACE. A line for each check; exit status 1
where one fails."""

import ctypes
import multiprocessing
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

from gaoji_batch.intake import bounds
from gaoji_batch.workspace import access

(WORKSPACE,) = sys.argv[1:]
GAOJI = [sys.executable, "-u", "-m", "gaoji_batch", "-C", WORKSPACE]
MOST = 4 << 30


def job():
    """A job that bounds this process can be made. Whether it holds is not asked: Wine keeps no bound."""
    return "" if bounds._bound_by_job(MOST) else "no job could be made"


def clock():
    """A reader's processor time is told, so a busy computer loses no file. Wine gives the asker's own."""
    reader = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(5,))
    reader.start()
    seconds = bounds.processor_seconds(reader)
    reader.kill()
    return "" if seconds and 0 < seconds < 60 else f"{seconds} seconds"


def access_list():
    """Whether a file's access list is read; whom it lets in is the system's to say."""
    key = Path(WORKSPACE, ".gaoji", "privacy.key")
    return "" if access.described(key).startswith("D:") else f"no access list: {access.described(key)!r}"


def share():
    r"""A backup on \\server\share, twice, and the ledger out of it."""
    target = r"\\server\share\备份 一.db"
    for words in (["backup", target], ["backup", target], ["restore", target]):
        run = subprocess.run([*GAOJI, "ledger", *words], capture_output=True)
        if run.returncode:
            return f"{words[0]}: {run.stderr.decode('gbk')}"
    return ""


WINES_OWN = ("C:/arrow/", "wine: ")
READ, OPEN_EXISTING, NONE = 0x80000000, 3, ctypes.c_void_p(-1).value
REGISTER, INSURED, ROSTER = (
    "center/立项项目登记.xlsx",
    "extracts/社保缴费明细.csv",
    "inbox/YX2026-001/roster.xlsx",
)
BY = ["--by", "王敏", "--on", "2026-09-02"]
DISBURSE = ["disburse", "--quarter", "2026Q3", *BY]
HELD_OPEN = [
    (REGISTER, ["validate", "--on", "2026-09-02"], (1, f"{REGISTER}不能读取")),
    (REGISTER, ["accept", *BY], (2, REGISTER)),
    (REGISTER, DISBURSE, (2, REGISTER)),
    (INSURED, ["accept", *BY], (2, INSURED)),
    (INSURED, DISBURSE, (2, INSURED)),
    (ROSTER, ["accept", *BY], (1, "")),
]
"""The file held, the command, and its exit status with what the first line of stderr begins with. A unit's
own file holds up its project alone."""


@contextmanager
def _held(path):
    """As Excel holds a workbook that it writes: nobody else may open it, not even to read."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateFileW.restype = ctypes.c_void_p
    handle = kernel.CreateFileW(str(path), READ, 0, None, OPEN_EXISTING, 0, None)
    if handle == NONE:
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        yield
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))


def _events():
    with closing(sqlite3.connect(Path(WORKSPACE, "ledger.db"))) as database:
        return database.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()


def held_open():
    """A file held open without sharing: validate tells it first, what writes the ledger refuses."""
    faults, before = [], _events()
    for file, words, (status, begins) in HELD_OPEN:
        with _held(Path(WORKSPACE, file)):
            run = subprocess.run([*GAOJI, *words], capture_output=True)
        lines = [line for line in run.stderr.decode("gbk").splitlines() if not line.startswith(WINES_OWN)]
        said = lines[0] if lines else ""
        print(f"     {words[0]}, {file}: {run.returncode} {said}", flush=True)
        if run.returncode != status or not said.replace("\\", "/").startswith(begins) or _events() != before:
            faults.append(f"{words[0]}, {file}")
    return "、".join(faults)


def main():
    failed = 0
    for check in (job, clock, access_list, share, held_open):
        fault = check()
        failed += bool(fault)
        print(f"{'no' if fault else 'yes'}  {check.__doc__.splitlines()[0]} {fault}", flush=True)
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
