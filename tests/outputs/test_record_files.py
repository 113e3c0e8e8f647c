import csv
import json
from pathlib import Path

import pandas as pd

from gaoji_batch.findings import FIELDS
from gaoji_batch.outputs import record_files
from tests.outputs.reports import finding, made_up


def test_each_line_of_the_json_holds_the_fields_in_their_order(tmp_path: Path) -> None:
    record_files.write(made_up(), tmp_path)
    lines = (tmp_path / "findings.json").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert len(found) == 11
    assert all(list(record) == FIELDS for record in found)
    whole_class = next(record for record in found if record["code"] == "Q0601")
    assert (whole_class["row"], whole_class["cell"], whole_class["amount"]) == (None, "", 95000)
    assert {record["row"] for record in found if record["code"] == "E0403"} == {6, 7, 11, 13}


def test_nothing_found_is_an_empty_json_and_a_header(tmp_path: Path) -> None:
    record_files.write(made_up([]), tmp_path)
    assert (tmp_path / "findings.json").read_bytes() == b""
    assert (tmp_path / "findings.csv").read_text(encoding="utf-8-sig").splitlines() == [",".join(FIELDS)]
    assert json.loads((tmp_path / "changes.json").read_text(encoding="utf-8"))["counts"] == {
        "cleared": 0,
        "new": 0,
        "unchanged": 0,
    }


def test_the_csv_opens_in_a_spreadsheet_and_runs_nothing(tmp_path: Path) -> None:
    dangerous = ["=1+1", "+86", "-x", "@cmd", "＝SUM(A1)", "\t=1", "\r=1"]
    record_files.write(
        made_up([finding("D114", at, value=text) for at, text in enumerate(dangerous)]), tmp_path
    )
    assert (tmp_path / "findings.csv").read_bytes().startswith(b"\xef\xbb\xbfcode,")
    with (tmp_path / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        values = {row["value"] for row in csv.DictReader(file)}
    assert values == {"'" + text for text in dangerous}


def test_text_that_no_writer_takes_is_cleaned_and_a_line_stays_a_line(tmp_path: Path) -> None:
    record_files.write(made_up([finding("D114", value="a\x00bc\u2028d\x85e")]), tmp_path)
    lines = (tmp_path / "findings.json").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["value"] for line in lines] == ["abc\u2028de"]


def test_a_former_run_is_read_back_as_it_was(tmp_path: Path) -> None:
    report = made_up()
    record_files.write(report, tmp_path)
    pd.testing.assert_frame_equal(record_files.read_findings(tmp_path), report.findings[FIELDS])
    assert record_files.read_findings(tmp_path / "never").columns.tolist() == FIELDS


def test_changes_are_counted_and_listed(tmp_path: Path) -> None:
    record_files.write(made_up(), tmp_path)
    changes = json.loads((tmp_path / "changes.json").read_text(encoding="utf-8"))
    assert changes["counts"] == {"cleared": 3, "new": 4, "unchanged": 4}
    assert list(changes["cleared"][0]) == FIELDS


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        record_files.write(made_up(), tmp_path / name)
    for name in ("findings.json", "findings.csv", "changes.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
