"""What was read is kept: found again by content, never in place
of what has changed, and never missed where the disk refuses."""

from __future__ import annotations

import os
import stat
import time

import pyarrow as pa
import pytest

from gaoji_batch.evidence import kept
from gaoji_batch.evidence.kept import SETTLED, Kept
from gaoji_batch.evidence.parts import Part

ROWS = pa.table({"id_number": pa.array(["A", "B", "A", None]).dictionary_encode(), "rows": [0, 0, 0, 7]})


@pytest.fixture
def extract(tmp_path):
    """A file that nobody has touched for an hour, by its times of content; its time of state is now."""
    path = tmp_path / "明细.csv"
    path.write_text("one", encoding="utf-8")
    os.utime(path, (time.time() - 3600,) * 2)
    return path


def keep(folder, path, people=("A", "B")):
    """Asks for a file, keeps its rows, and ends the run."""
    entries = Kept(folder / ".cache", people, True)
    assert entries.get(path) is None
    entries.put(path, [(Part("", "insurance"), ROWS)])
    entries.close()


def again(folder, path, people=("A", "B")):
    return Kept(folder / ".cache", people, True).get(path)


def later(monkeypatch):
    """Lets time go by until a file made now has settled."""
    monkeypatch.setattr(kept.time, "time_ns", lambda moment=time.time_ns: moment() + 2 * SETTLED)


def test_the_rows_come_back_with_their_form(tmp_path, extract):
    keep(tmp_path, extract)
    (part,) = again(tmp_path, extract)
    assert part.form == "insurance"
    rows = part.rows
    assert rows.astype({"id_number": "object"}).where(rows.notna(), None).to_dict("list") == ROWS.to_pydict()


def test_other_people_are_another_question(tmp_path, extract):
    keep(tmp_path, extract)
    assert again(tmp_path, extract, ("A",)) is None


@pytest.mark.windows
def test_the_same_content_under_another_name_is_known(tmp_path, extract):
    keep(tmp_path, extract)
    assert again(tmp_path, extract.rename(tmp_path / "六月.csv")) is not None


def test_a_settled_file_is_not_hashed_again(tmp_path, extract, monkeypatch):
    later(monkeypatch)
    keep(tmp_path, extract)
    monkeypatch.setattr(kept, "fingerprint", lambda _: pytest.fail("hashed again"))
    assert again(tmp_path, extract) is not None


@pytest.fixture
def hashed(monkeypatch):
    """The files that were hashed since."""
    paths = []
    monkeypatch.setattr(
        kept, "fingerprint", lambda path, real=kept.fingerprint: paths.append(path) or real(path)
    )
    return paths


def test_a_file_just_written_is_hashed_again(tmp_path, extract, hashed):
    keep(tmp_path, extract)
    assert again(tmp_path, extract) is not None
    assert hashed == [extract, extract]


def test_where_times_tell_no_change_every_run_hashes(tmp_path, extract, hashed, monkeypatch):
    """As on Windows, where a copy that keeps size and times looks like the file that it replaced."""
    later(monkeypatch)
    monkeypatch.setattr(kept, "TIMES_TELL", False)
    keep(tmp_path, extract)
    assert again(tmp_path, extract) is not None
    assert hashed == [extract, extract]


def test_a_change_that_keeps_size_and_time_is_seen(tmp_path, extract, monkeypatch):
    later(monkeypatch)
    keep(tmp_path, extract)
    before = extract.stat()
    extract.write_text("two", encoding="utf-8")
    os.utime(extract, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert extract.stat().st_mtime_ns == before.st_mtime_ns
    assert again(tmp_path, extract) is None


def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path, extract):
    entries = Kept(tmp_path / ".cache", ("A",), True)
    assert entries.get(extract) is None
    extract.write_text("longer", encoding="utf-8")
    entries.put(extract, [(Part("", "insurance"), ROWS)])
    entries.close()
    assert not list((tmp_path / ".cache" / "evidence").glob("*.arrow"))


@pytest.mark.parametrize("name", ["*.arrow", "hashes.json"])
@pytest.mark.parametrize("content", [b"", b"[1]", b'{"a": 1}', b"ARROW1\0\0" + b"\xff" * 64])
def test_a_damaged_entry_is_as_good_as_none(tmp_path, extract, monkeypatch, name, content):
    later(monkeypatch)
    keep(tmp_path, extract)
    [entry] = (tmp_path / ".cache" / "evidence").glob(name)
    entry.write_bytes(content)
    assert (again(tmp_path, extract) is None) == (name == "*.arrow")


def test_an_entry_cut_short_anywhere_is_as_good_as_none(tmp_path, extract):
    keep(tmp_path, extract)
    [entry] = (tmp_path / ".cache" / "evidence").glob("*.arrow")
    whole = entry.read_bytes()
    for end in range(0, len(whole), 97):
        entry.write_bytes(whole[:end])
        assert again(tmp_path, extract) is None


def test_only_the_owner_reads_what_is_kept(tmp_path, extract):
    keep(tmp_path, extract)
    folder = tmp_path / ".cache" / "evidence"
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_disk_that_refuses_is_no_fault_of_the_extract(tmp_path, extract):
    (tmp_path / ".cache").write_text("a file where the folder should be", encoding="utf-8")
    keep(tmp_path, extract)
    assert again(tmp_path, extract) is None


def test_the_oldest_entries_go(tmp_path, extract, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    for at in range(5):
        extract.write_text(f"content {at}", encoding="utf-8")
        keep(tmp_path, extract)
    assert len(list((tmp_path / ".cache" / "evidence").iterdir())) == 3
    assert again(tmp_path, extract) is not None
