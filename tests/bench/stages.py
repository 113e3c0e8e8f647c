"""Where the time of a validate run goes: `python -m tests.bench.stages
FOLDER` prints a JSON object, stage → seconds, in the order of the corridor."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

BEGAN = time.perf_counter()
STAGES = {
    "读取、识别": ["casework.loading.read_forms"],
    "汇集、校验单元格": ["batch.assembly.assemble"],
    "社保等明细": ["judgement.judge.scan_all", "judgement.judge.evidence_of"],
    "核对规则": ["judgement.judge.run"],
    "写出结果": ["casework.validated.report_of", "casework.validated.write"],
}
REST = "载入程序及其他"


def measured(folder: Path, on: date) -> dict[str, float]:
    """One run, with a clock at each stage; what is left
    of the process's life is loading the program and what lies between."""
    from gaoji_batch.commands import validate
    from gaoji_batch.workspace.folders import Workspace

    spent = dict.fromkeys(STAGES, 0.0)
    patches = [
        patch(f"gaoji_batch.{place}", _timed(place, stage, spent))
        for stage, places in STAGES.items()
        for place in places
    ]
    for each in patches:
        each.start()
    validate.run(Workspace.find(folder), on=on)
    for each in patches:
        each.stop()
    return {REST: time.perf_counter() - BEGAN - sum(spent.values()), **spent}


def _timed(place: str, stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    module, _, name = place.rpartition(".")
    work = getattr(import_module(f"gaoji_batch.{module}"), name)

    def timed(*args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        try:
            return work(*args, **kwargs)
        finally:
            spent[stage] += time.perf_counter() - began

    return timed


if __name__ == "__main__":
    from tests.bench.workspaces import TODAY

    print(json.dumps(measured(Path(sys.argv[1]), TODAY), ensure_ascii=False))
