"""What holds for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests import assembled_once
from tests.reading_here import PLACES, ReadingHere


@pytest.fixture(scope="session", autouse=True)
def files_are_read_in_this_process() -> Iterator[None]:
    """But for tests of the processes themselves: tests/intake starts LocalWorkers, others whole commands."""
    with pytest.MonkeyPatch.context() as patch:
        for place in PLACES:
            patch.setattr(f"gaoji_batch.{place}.LocalWorkers", ReadingHere)
        yield


@pytest.fixture(scope="session", autouse=True)
def the_same_files_are_assembled_once() -> Iterator[None]:
    """A quarter of what a command costs that is called again
    on a workspace as it was, half of what a rule's case costs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gaoji_batch.batch.assembly.assemble", assembled_once.assemble)
        patch.setattr("gaoji_batch.forms.checks.check", assembled_once.check)
        yield


@pytest.fixture(scope="module", autouse=True)
def rules_that_speak(request: pytest.FixtureRequest) -> Iterator[None]:
    """A module that names SPEAKING, the rules that find something
    in its clean worlds, is judged by these and by what commands run.

    All the others find nothing there and are two fifths of what a command costs;
    with EVERY_RULE=1 (make test-every-rule) they run.
    """
    from gaoji_batch.rules.registry import codes_where
    from tests.rules.judge import running

    named = getattr(request.module, "SPEAKING", None)
    if named is None or os.environ.get("EVERY_RULE"):
        yield
        return
    with running({*named, "X001", *codes_where(lambda rule: bool(rule.command))}):
        yield
