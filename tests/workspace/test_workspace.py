"""The workspace: found, locked, and run folders that appear whole or not at all."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import time
from datetime import date
from pathlib import Path

import pytest

from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace import disk, folders, runs
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import Progress
from gaoji_batch.workspace.runs import pointed_at

ON = date(2026, 7, 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "ws")


def test_an_empty_settings_file_is_a_valid_one_and_is_found_from_below(tmp_path: Path) -> None:
    (tmp_path / "gaoji.toml").touch()
    (tmp_path / "inbox" / "甲单位").mkdir(parents=True)
    assert Workspace.find(tmp_path / "inbox" / "甲单位").path == tmp_path


def test_no_workspace_is_said_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(GaojiError, match="gaoji init"):
        Workspace.find(tmp_path)


def test_a_setting_that_nobody_knows_is_named(tmp_path: Path) -> None:
    (tmp_path / "gaoji.toml").write_text("[limits]\nfile_bites = 3\n", encoding="utf-8")
    with pytest.raises(GaojiError, match="file_bites"):
        Workspace.find(tmp_path)


def test_the_key_is_made_once_and_only_its_owner_reads_it(workspace: Workspace) -> None:
    path = workspace.path / ".gaoji" / "privacy.key"
    assert len(workspace.key) == 32
    assert path.stat().st_mode & 0o077 == 0
    assert Workspace.find(workspace.path).key == workspace.key


def test_lock_and_temporary_files_are_passed_over(workspace: Workspace) -> None:
    for name in (
        "名单.xlsx",
        "~$名单.xlsx",
        ".~名单.xlsx",
        ".~lock.名单.ods#",
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
    ):
        (workspace.path / "inbox" / name).write_bytes(b"x")
    assert [path.name for path in workspace.inbox()] == ["名单.xlsx"]
    assert len(workspace.passed_over()) == 6


@pytest.mark.windows
def test_a_run_appears_whole_with_run_json_and_latest_points_at_it(workspace: Workspace) -> None:
    with workspace.new_run("validate", on=ON) as run:
        (run.folder / "findings.json").write_text("", encoding="utf-8")
        assert not run.final.exists()
        run.note(counts={"reject": 0})
    assert sorted(path.name for path in run.final.iterdir()) == ["findings.json", "run.json"]
    assert workspace.latest() == run.final
    noted = json.loads((run.final / "run.json").read_text(encoding="utf-8"))
    assert noted["command"] == "validate"
    assert noted["on"] == "2026-07-01"
    assert noted["counts"] == {"reject": 0}


def test_a_run_that_fails_leaves_nothing(workspace: Workspace) -> None:
    with pytest.raises(RuntimeError), workspace.new_run("validate", on=ON) as run:
        (run.folder / "half").touch()
        raise RuntimeError
    assert list(workspace.out.iterdir()) == []


def test_a_lost_key_is_not_made_anew_beside_a_ledger_that_knows_people_by_it(workspace: Workspace) -> None:
    _ = workspace.key
    (workspace.path / "ledger.db").touch()
    (workspace.path / ".gaoji" / "privacy.key").unlink()
    with pytest.raises(GaojiError, match="密钥文件"):
        _ = Workspace.find(workspace.path).key
    assert not (workspace.path / ".gaoji" / "privacy.key").exists()


def test_the_newest_run_of_each_command_is_found(workspace: Workspace) -> None:
    for command in ("validate", "form", "validate"):
        with workspace.new_run(command, on=ON) as run:
            pass
    assert workspace.latest("validate") == run.final
    assert [path.name.split("-", 2)[2] for path in workspace.runs()] == ["validate", "form", "validate"]
    assert workspace.latest("form") == workspace.runs("form")[0]
    assert {pointed_at(workspace.out / link) for link in ("latest", "latest-validate")} == {run.id}


def test_a_run_that_is_not_published_yet_is_no_run(workspace: Workspace) -> None:
    with workspace.new_run("validate", on=ON) as run:
        run.seal()
        assert workspace.runs() == []
    assert workspace.runs() == [run.final]


@pytest.mark.windows
def test_where_links_are_not_allowed_a_text_file_names_the_run(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "symlink_to", refused)
    monkeypatch.setattr(runs, "_junction", lambda link, target: False)
    with workspace.new_run("validate", on=ON) as run:
        pass
    assert (workspace.out / "latest").read_text(encoding="utf-8").strip() == run.id
    assert workspace.latest() == run.final


@pytest.mark.windows
def test_a_folder_in_the_pointers_place_is_put_aside(workspace: Workspace) -> None:
    with workspace.new_run("validate", on=ON) as first:
        pass
    for link in ("latest", "latest-validate"):  # as they are after a copy to a stick or a share
        (workspace.out / link).unlink()
        shutil.copytree(first.final, workspace.out / link)
    assert workspace.latest() == first.final
    with workspace.new_run("validate", on=ON) as second:
        pass
    assert pointed_at(workspace.out / "latest") == second.id
    assert (workspace.out / "latest-old-1" / "run.json").is_file()
    assert workspace.runs() == [first.final, second.final]


@pytest.mark.parametrize("left", ["20200101-001-validate", "", "\ud800"])
def test_a_pointer_to_nothing_hides_no_run(workspace: Workspace, left: str) -> None:
    with workspace.new_run("validate", on=ON) as run:
        pass
    (workspace.out / "latest").unlink()
    (workspace.out / "latest").write_bytes(left.encode("utf-8", "surrogatepass"))
    assert workspace.latest() == run.final


def test_a_pointer_that_cannot_be_set_is_a_remark(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(link: Path, target: Path) -> None:
        raise PermissionError(link)

    notices: list[str] = []

    class Heard(Progress):
        def say(self, notice: str) -> None:
            notices.append(notice)

    monkeypatch.setattr(folders, "point", refused)
    with workspace.new_run("validate", on=ON, progress=Heard()) as run:
        pass
    assert workspace.latest() == run.final
    assert len(notices) == 2
    assert run.id in notices[0]


def test_a_replacement_waits_for_another_program_to_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "new", tmp_path / "old"
    source.write_text("new", encoding="utf-8")
    refusals = iter([PermissionError(), PermissionError()])
    replace = Path.replace

    def locked_at_first(path: Path, other: Path) -> Path:
        if refusal := next(refusals, None):
            raise refusal
        return replace(path, other)

    monkeypatch.setattr(Path, "replace", locked_at_first)
    disk.replace(source, target)
    assert target.read_text(encoding="utf-8") == "new"


@pytest.mark.windows
@pytest.mark.parametrize("recorded", [True, False])
def test_a_dead_command_is_finished_where_the_ledger_has_it_and_else_removed(
    workspace: Workspace, recorded: bool
) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_die_sealed, args=(workspace.path,))
    process.start()
    process.join()
    with workspace.new_run("accept", on=ON, committed=lambda _: recorded):
        pass
    assert len(workspace.runs("disburse")) == recorded
    assert list(workspace.out.glob(".part-*")) == []


def _die_sealed(path: Path) -> None:
    with Workspace.find(path).new_run("disburse", on=ON) as run:
        run.seal()
        os._exit(9)


def test_two_commands_wait_for_each_other_and_say_so(workspace: Workspace) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    process = context.Process(target=_hold, args=(workspace.path, held))
    process.start()
    held.wait(30)
    notices: list[str] = []

    class Heard(Progress):
        def say(self, notice: str) -> None:
            notices.append(notice)

    started = time.monotonic()
    with workspace.locked(Heard()):
        waited = time.monotonic() - started
    process.join()
    assert waited > 0.2
    assert len(notices) == 1
    assert "等待" in notices[0]


def _hold(path: Path, held: object) -> None:
    with Workspace.find(path).locked():
        held.set()  # type: ignore[attr-defined]
        time.sleep(0.8)
