"""What the same files say is worked out once a process:
a quarter's commands read one workspace many times, cases of a rule differ in one form.

Nothing that is asked here is changed by who asks;
another cell, file name, fault or form, and it is worked out anew.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any

import pandas as pd

from gaoji_batch.batch import assembly
from gaoji_batch.batch.assembly import Batch
from gaoji_batch.forms import checks
from gaoji_batch.forms.recognise import Recognised
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import Table

_assemble, _check = assembly.assemble, checks.check
_batches: dict[Hashable, Batch] = {}
_checked: dict[Hashable, pd.DataFrame] = {}


def _keep(held: dict[Hashable, Any], question: Hashable, answer: Any, most: int) -> None:
    """Keeps the newest answers, so many of them."""
    if len(held) >= most:
        del held[next(iter(held))]
    held[question] = answer


def assemble(submissions: list[Recognised], forms: dict[str, Form], *recorded: Callable[[], Any]) -> Batch:
    """Stands for `assembly.assemble`; files for which the
    ledger was asked are assembled anew, since it goes on."""
    question = repr(submissions), repr(forms)
    if question in _batches:
        return replace(_batches[question])
    asked: list[object] = []
    noted = [lambda ask=ask: (asked.append(ask), ask())[1] for ask in recorded]
    batch = _assemble(submissions, forms, *noted)
    if not asked:
        _keep(_batches, question, batch, 12)
    return replace(batch)


def check(form: Form, raw: pd.DataFrame, typed: pd.DataFrame, tables: list[Table]) -> pd.DataFrame:
    """Stands for `checks.check`, which looks at the rows of one form and at the tables that they stand on."""
    own = [tables[at] for at in raw["sheet"].unique()]
    question = pickle.dumps((form, raw, typed, own), pickle.HIGHEST_PROTOCOL)
    if question not in _checked:
        _keep(_checked, question, _check(form, raw, typed, tables), 64)
    return _checked[question].copy()
