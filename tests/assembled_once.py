"""What the same files say is worked out once a process: a quarter's commands read one workspace many times, cases of a rule differ in one form.

Nothing that is asked here is changed by who asks; another cell, file name, fault or form, and it is worked out anew.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from gaoji_batch.batch import assembly
from gaoji_batch.batch.assembly import Batch
from gaoji_batch.forms import checks
from gaoji_batch.forms.recognise import Recognised
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import Table


@dataclass
class Newest:
    """The answers to the newest questions, so many of them."""

    size: int
    held: dict[Hashable, Any] = field(default_factory=dict)

    def answer(self, question: Hashable, work_out: Callable[[], Any]) -> Any:
        if question not in self.held:
            if len(self.held) >= self.size:
                del self.held[next(iter(self.held))]
            self.held[question] = work_out()
        return self.held[question]


_assemble, _check = assembly.assemble, checks.check
_batches, _checked = Newest(12), Newest(64)


def assemble(submissions: list[Recognised], forms: dict[str, Form]) -> Batch:
    """Stands for `assembly.assemble`."""
    asked = repr(submissions), repr(forms)
    batch: Batch = _batches.answer(asked, lambda: _assemble(submissions, forms))
    return replace(batch)


def check(form: Form, raw: pd.DataFrame, typed: pd.DataFrame, tables: list[Table]) -> pd.DataFrame:
    """Stands for `checks.check`, which looks at the rows of one form and at the tables that they stand on."""
    own = [tables[at] for at in raw["sheet"].unique()]
    asked = pickle.dumps((form, raw, typed, own), pickle.HIGHEST_PROTOCOL)
    found: pd.DataFrame = _checked.answer(asked, lambda: _check(form, raw, typed, tables))
    return found.copy()
