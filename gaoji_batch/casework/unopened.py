"""What of center/ and extracts/ cannot be opened: told by whoever judges, refused by whoever records or sends
out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.runs import record

if TYPE_CHECKING:
    from gaoji_batch.batch.unopened import LastRead, Unopened
    from gaoji_batch.judgement.judge import Judged


def last_read_in(workspace: Workspace) -> LastRead:
    """What each file held when a validate run last could open it, by its run.json."""

    @cache
    def runs() -> list[dict[str, list[str]]]:
        read_in = []
        for folder in reversed(workspace.runs("validate")):
            try:
                record_of_run = record(folder)
            except GaojiError:
                continue
            read_in.append(
                {
                    file["file"]: file["forms"]
                    for name in ("files", "extracts")
                    for file in record_of_run.get(name, [])
                }
            )
        return read_in

    return lambda file: next((forms for run in runs() if (forms := run.get(file))), [])


def refuse(unopened: Iterable[Unopened]) -> None:
    """GaojiError that names the files, where there are any: what they hold may forbid what is asked."""
    faults = list(unopened)
    if faults:
        files = "、".join(f"{fault.file}（{fault.why}）" for fault in faults)
        mend = "；".join(dict.fromkeys(fault.fix for fault in faults))
        raise GaojiError(f"{files}不能读取，其中的内容无从核对，没有作任何记录", f"{mend}后重新执行")


def told(judged: Judged) -> list[str]:
    """A line a file that could not be opened."""
    return [fault.told(judged.facts.filings.form_titles) for fault in judged.unopened]
