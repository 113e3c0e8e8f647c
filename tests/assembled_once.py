"""What the same files say is worked out once a process: a quarter's commands read one workspace many times, and a batch is never changed."""

from __future__ import annotations

from dataclasses import replace

from gaoji_batch.batch import assembly
from gaoji_batch.batch.assembly import Batch
from gaoji_batch.forms.recognise import Recognised
from gaoji_batch.forms.schema import Form

KEPT = 12
"""So many batches are kept, the newest."""

_assembled: dict[tuple[str, str], Batch] = {}
_assemble = assembly.assemble


def assemble(submissions: list[Recognised], forms: dict[str, Form]) -> Batch:
    """Stands for `assembly.assemble`: another cell, file name, fault or form, and the files are assembled anew."""
    said = repr(submissions), repr(forms)
    if said not in _assembled:
        if len(_assembled) >= KEPT:
            del _assembled[next(iter(_assembled))]
        _assembled[said] = _assemble(submissions, forms)
    return replace(_assembled[said])
