"""The bound of a reader's memory on Windows."""

from __future__ import annotations

import ctypes

from gaoji_batch.intake.bounds import JobLimits


def test_the_structure_lies_as_windows_reads_it():
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION on 64 bits,
    as a program compiled with mingw's winnt.h prints it."""
    fields = {name: getattr(JobLimits, name).offset for name in ("io", "process_memory", "peak_job_memory")}
    assert fields == {"io": 64, "process_memory": 112, "peak_job_memory": 136}
    assert JobLimits.basic.offset == 0 and type(JobLimits().basic).flags.offset == 16
    assert ctypes.sizeof(JobLimits) == 144
