"""An ID number written where none belongs (a name, a certificate,
a work summary, a lecture, a spot check, a name in a zip) is masked there as well."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

from tests import people
from tests.cli.calls import call
from tests.commands.workspaces import made, save
from tests.rules import world
from tests.test_canary import personal, texts

NUMBER = people.id_number("110101", "1990-05-05", 777)
MEMBER = people.id_number("110101", "1991-06-06", 778)
NAMING = {"findings.json", "findings.csv", "changes.json", "run.json"}
"""Say where a finding is, in the names that lead there."""


def test_an_id_number_in_the_wrong_place_is_masked(tmp_path: Path) -> None:
    held = world.clean(20)
    for form, column in (
        ("roster", "姓名"),
        ("roster", "证书编号"),
        ("completion", "证书编号"),
        ("completion", "工作总结"),
        ("plan", "课程内容"),
    ):
        for row in held.rows[form][:2]:
            row[column] = f"张三{NUMBER}" if column == "姓名" else NUMBER
    second = [row | {"课程内容": f"讲{NUMBER}"} for row in held.rows["plan"]]
    held.extra = [("plan", "乙/计划.xlsx", {"项目编号": "GJ2026-002", "填报日期": date(2026, 4, 27)}, second)]
    said = {
        "项目编号": world.PROJECT,
        "抽查日期": date(2026, 5, 12),
        "抽查内容": f"核对{NUMBER}",
        "抽查结果": f"{NUMBER}缺勤",
        "抽查人": "甲",
    }
    held.rows["inspections"] = [said | {"整改期限": date(2026, 6, 20)}]
    folder = made(held, tmp_path / "workspace").path
    save(tmp_path / "a.xlsx", "roster", {}, [world.person(90)])
    with zipfile.ZipFile(folder / "inbox" / "包.zip", "w") as archive:
        archive.write(tmp_path / "a.xlsx", f"{MEMBER}.xlsx")
    for line in (
        "validate",
        "letters",
        "inspect --quarter 2026Q2 --by 丙",
        "deadlines",
        "statistics --year 2026",
        "accept",
    ):
        status, _, err = call("-C", str(folder), *line.split(), "--on", "2026-07-01")
        assert status in (0, 1), err
    allowed, told, files = personal(folder), set(), 0
    for path in (folder / "out").rglob("*"):
        if path.is_file() and not path.is_symlink() and not {path, *path.parents} & allowed:
            files += 1
            for place, content in texts(path.name, path.read_bytes()):
                shown = {number for number in (NUMBER, MEMBER) if number in content} - (
                    {MEMBER} if path.name in NAMING else set()
                )
                told |= {(place, number) for number in shown}
    assert files > 20 and told == set()
