"""Runs a command as a process of its own: wall and processor time,
and the most memory that it and its children held together."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SAMPLED = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, of all processors, and of these the program's own (or what the process itself
    printed: its work without its imports), and bytes."""

    wall: float
    cpu: float
    user: float
    memory: int


def cost_of(command: Sequence[str | Path]) -> Cost:
    """One run; a command that fails ends the bench with what it said."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watcher.start()
    assert process.stdout is not None and process.stderr is not None
    printed, said = process.stdout.read(), process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    watcher.join()
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, command))}\n{said}")
    own = re.fullmatch(r"\s*([\d.]+) ([\d.]+) ([\d.]+)\s*", printed)
    seconds = (
        (float(own[1]), float(own[2]), float(own[3]))
        if own
        else (wall, used.ru_utime + used.ru_stime, used.ru_utime)
    )
    return Cost(*seconds, peak[0] or used.ru_maxrss * 1024)


def answered(command: Sequence[str | Path], save: Callable[[], object]) -> Cost:
    """What a process that watches takes from a save to its next line; it has said two lines before."""
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(2):
        process.stdout.readline()
    before, began = _times(process.pid), time.perf_counter()
    save()
    process.stdout.readline()
    wall, after = time.perf_counter() - began, _times(process.pid)
    memory = sum(_resident(each) for each in _tree(process.pid))
    process.send_signal(signal.SIGINT)
    process.wait()
    user, system = (now - then for now, then in zip(after, before, strict=True))
    return Cost(wall, user + system, user, memory)


def _times(pid: int) -> tuple[float, float]:
    """Seconds of a process and of its children that ended: the program's own, and the system's."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system, of_children, of_system = (int(one) / os.sysconf("SC_CLK_TCK") for one in fields[11:15])
    return user + of_children, system + of_system


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each figure, of memory the most."""
    return Cost(
        median(cost.wall for cost in costs),
        median(cost.cpu for cost in costs),
        median(cost.user for cost in costs),
        max(cost.memory for cost in costs),
    )


def _watch(pid: int, peak: list[int]) -> None:
    while held := sum(_resident(each) for each in _tree(pid)):
        peak[0] = max(peak[0], held)
        time.sleep(SAMPLED)


def _tree(pid: int) -> list[int]:
    """A process and all below it; each thread has children of its own."""
    try:
        children = [
            child
            for thread in Path(f"/proc/{pid}/task").iterdir()
            for child in (thread / "children").read_text().split()
        ]
    except OSError:
        return [pid]
    return [pid, *(below for child in children for below in _tree(int(child)))]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0
