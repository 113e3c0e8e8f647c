"""Run by the bundle's Python, in its folder: checks.py WORKSPACE. A line for each check; exit status 1
where one fails."""

import subprocess
import sys
from pathlib import Path

from gaoji_batch.intake import bounds
from gaoji_batch.workspace import access

(WORKSPACE,) = sys.argv[1:]
GAOJI = [sys.executable, "-u", "-m", "gaoji_batch", "-C", WORKSPACE]
MOST = 4 << 30


def job():
    """A job that bounds this process can be made. Whether it holds is not asked: Wine keeps no bound."""
    return "" if bounds._bound_by_job(MOST) else "no job could be made"


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


failed = 0
for check in (job, access_list, share):
    fault = check()
    failed += bool(fault)
    print(f"{'no' if fault else 'yes'}  {check.__doc__.splitlines()[0]} {fault}", flush=True)
sys.exit(failed > 0)
