"""Two workspaces that keep one ledger in PostgreSQL:
what one records while the other judges counts for the other."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from gaoji_batch.commands import accept, disburse
from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import Progress
from tests.commands.settled import prepared
from tests.commands.workspaces import made
from tests.ledger.conftest import fresh_database
from tests.ledger.conftest import postgres as postgres

SPEAKING = {"E0407"}
ON = date(2026, 7, 1)


class Interrupted(Progress):
    """Does something once the rules have run, before anything is recorded."""

    def __init__(self, then: Callable[[], object]) -> None:
        self.then = then

    @contextmanager
    def bar(self, label: str, length: int):
        yield lambda: None
        if label == "核对规则":
            then, self.then = self.then, lambda: None
            then()


@pytest.fixture
def pair(tmp_path, postgres) -> tuple[Workspace, Workspace]:
    """The same trainees on the rosters of two parallel classes, one a workspace; one key, one ledger."""
    settings = (
        f'[ledger]\nurl = "{fresh_database(postgres)}"\n[privacy]\nkey_file = "{tmp_path}/shared.key"\n'
    )
    first, second = (
        made(prepared({project: 20}), tmp_path / project, settings)
        for project in ("YX2026-001", "YX2026-002")
    )
    return first, second


def told(folder: Path) -> dict[str, tuple[str, list[str]]]:
    rows = map(json.loads, (folder / "accepted.json").read_text(encoding="utf-8").splitlines())
    return {row["stage"]: (row["result"], row["reasons"]) for row in rows}


def test_a_class_accepted_while_another_is_judged_counts_for_the_other(pair):
    first, second = pair
    made_first: list[Path] = []
    late = accept.run(
        second,
        on=ON,
        by="李强",
        progress=Interrupted(lambda: made_first.append(accept.run(first, on=ON, by="王敏").folder)),
    )
    assert {result for result, _ in told(made_first[0]).values()} == {"recorded"}
    rows = told(late.folder)
    assert {result for result, _ in rows.values()} == {"refused"}
    assert "E0407" in rows["filing"][1]
    findings = [
        json.loads(line)["code"]
        for line in (late.folder / "findings.json").read_text(encoding="utf-8").splitlines()
    ]
    assert findings.count("E0407") == 20 and late.rejects


@pytest.mark.posix
def test_one_quarter_has_the_same_sheets_in_both_where_kept_is_shared(pair):
    first, second = pair
    accept.run(first, on=ON, by="王敏")
    own = disburse.run(first, (2026, 3), on=ON, by="王敏")
    with pytest.raises(GaojiError, match="kept"):
        disburse.run(second, (2026, 3), on=ON, by="李强")
    (second.path / "kept").symlink_to(first.path / "kept")
    again = disburse.run(second, (2026, 3), on=ON, by="李强")
    assert own.batch == "2026Q3-1" and (again.batch, again.payments) == ("", own.payments)
    sheets = {
        path.name: path.read_bytes()
        for path in own.folder.iterdir()
        if path.name.startswith(("补助", "拨付"))
    }
    assert len(sheets) == 2 and all(
        (again.folder / name).read_bytes() == content for name, content in sheets.items()
    )
