"""The most memory that a process may take (address space on Linux, a job object on Windows), and the
processor's time that it has had."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

_EXTENDED_LIMITS = 9
_PROCESS_MEMORY = 0x100


class _Basic(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = [
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("smallest_set", ctypes.c_size_t),
        ("largest_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    ]


class JobLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = [
        ("basic", _Basic),
        ("io", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    ]


def bound_memory(most: int) -> None:
    """Bounds this process to so many bytes; where the platform refuses, it goes on without."""
    if sys.platform == "win32":
        _bound_by_job(most)
        return
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _bound_by_job(most: int) -> bool:
    """A job object of this process alone: what it asks for beyond the bound is refused. Jobs nest from
    Windows 8 on; the job lasts as long as its process."""
    limits = JobLimits()
    limits.basic.flags = _PROCESS_MEMORY
    limits.process_memory = most
    kernel = _kernel()
    job = kernel.CreateJobObjectW(None, None)
    size = ctypes.sizeof(limits)
    set_limits = job and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size)
    return bool(set_limits and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess()))


def processor_seconds(process: BaseProcess) -> float | None:
    """The processor's seconds that the process has had; None where the platform does not tell."""
    if sys.platform == "win32":
        # the sentinel of a process is its handle there
        return _seconds_of(process.sentinel)
    try:
        stat = Path(f"/proc/{process.pid}/stat").read_bytes()
        # the program's name stands in brackets and may hold some; utime and stime are the fields 14 and 15
        fields = stat.rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None


def _seconds_of(handle: int) -> float | None:
    """Windows' FILETIMEs, in units of 100 ns: of the four of a process the last two are kernel and user."""
    times = [ctypes.c_uint64() for _ in range(4)]
    told = _kernel().GetProcessTimes(handle, *map(ctypes.byref, times))
    return sum(time.value for time in times[2:]) / 10_000_000 if told else None


def _kernel() -> ctypes.CDLL:
    kernel: ctypes.CDLL = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle, pointer = ctypes.c_void_p, ctypes.c_void_p
    # without these ctypes takes handles and pointers for numbers of 32 bits
    kernel.GetProcessTimes.argtypes = [handle, *[pointer] * 4]
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = handle
    kernel.SetInformationJobObject.argtypes = [handle, ctypes.c_int, pointer, ctypes.c_uint32]
    kernel.AssignProcessToJobObject.argtypes = [handle, handle]
    return kernel
