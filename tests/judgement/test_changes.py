"""What a resubmission changed: the cells of two batches, and the findings that were ruled on since."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from gaoji_batch.batch.assembly import Batch
from gaoji_batch.findings import FIELDS
from gaoji_batch.judgement.changes import ADDED, REMOVED, cells, ruled_since
from gaoji_batch.workspace.settings import Privacy
from tests.commands.test_classes import two_classes
from tests.rules import judge
from tests.rules.world import PROJECT, World, clean, person


def batch(world: World) -> Batch:
    return judge.batch_of(judge.submissions(world))


def changed(mend: Callable[[World], object], made: Callable[[], World] = clean) -> list[tuple[str, ...]]:
    """form, row, column, before, after and cell of what differs once `mend` changed the world."""
    after = made()
    mend(after)
    rows = cells(batch(made()), batch(after), Privacy())
    assert set(rows["project"]) <= {PROJECT}
    named = rows[["form", "row_of", "column", "before", "after", "cell"]]
    return [tuple(row) for row in named.itertuples(index=False)]


def test_nothing_differs_between_two_readings_of_the_same_files() -> None:
    assert changed(lambda world: None) == []
    assert changed(lambda world: None, two_classes) == []


def test_a_cell_that_was_mended_is_told_where_it_stands_now() -> None:
    name = person(3)["姓名"]
    assert changed(lambda world: world.rows["roster"][2].update(岗位="钳工操作")) == [
        ("学员名单", name, "岗位", "焊接操作", "钳工操作", "E8")
    ]


def test_numbers_are_masked_on_both_sides() -> None:
    (row,) = changed(lambda world: world.rows["roster"][2].update(身份证件号码=person(40)["身份证件号码"]))
    was, now = (person(number)["身份证件号码"] for number in (3, 40))
    assert row[2:5] == ("身份证件号码", f"{was[:6]}********{was[-4:]}", f"{now[:6]}********{now[-4:]}")
    (row,) = changed(lambda world: world.rows["claim"][0].update(账号="6222020200012345678"))
    assert row[2] == "账号" and row[4].endswith("5678") and "*" in row[4] and "*" in row[3]


def test_a_row_that_came_or_went_is_one_line() -> None:
    new, gone = person(40), person(22)["姓名"]
    assert changed(lambda world: world.rows["roster"].append(new)) == [
        ("学员名单", new["姓名"], "", "", ADDED, "")
    ]
    assert changed(lambda world: world.rows["roster"].pop()) == [("学员名单", gone, "", "", REMOVED, "")]


def test_of_two_people_of_one_name_each_has_a_row() -> None:
    def twice() -> World:
        world = clean()
        world.rows["roster"][1]["姓名"] = world.rows["roster"][0]["姓名"]
        return world

    rows = changed(lambda world: world.rows["roster"][1].update(岗位="钳工操作"), twice)
    assert [(row[2], row[4], row[5]) for row in rows] == [("岗位", "钳工操作", "E7")]


def test_each_class_is_compared_with_itself() -> None:
    def mend(world: World) -> None:
        second = {"claim": {"申请金额": 95000}, "plan": {"学时": 6}}
        world.extra = [
            (form, file, keys, [rows[0] | second[form], *rows[1:]])
            if form in second and file.startswith("第2期")
            else (form, file, keys, rows)
            for form, file, keys, rows in world.extra
        ]

    assert [(row[0], row[2], row[3], row[4]) for row in changed(mend, two_classes)] == [
        ("培训计划", "学时", "8", "6"),
        ("补助资金申请表", "申请金额", "100000", "95000"),
    ]


def findings(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """code, subject and status of findings of one project; all else stands empty."""
    blank = dict.fromkeys(FIELDS, "")
    told = [blank | {"code": code, "subject": who, "status": status} for code, who, status in rows]
    return pd.DataFrame(told, columns=FIELDS).assign(project=PROJECT)


def test_what_was_ruled_on_since_says_what_it_was() -> None:
    before = findings(("E0408", "张三", "open"), ("E0408", "李四", "open"), ("E0405", "张三", "open"))
    now = findings(("E0408", "张三", "waived"), ("E0408", "李四", "open"), ("E0409", "王五", "waived"))
    rows = ruled_since(before, now)
    assert rows[["code", "subject", "was", "status"]].values.tolist() == [["E0408", "张三", "open", "waived"]]
    assert ruled_since(now, now).empty


def test_of_several_alike_the_first_is_the_first() -> None:
    before = findings(("D105", "张三", "open"), ("D105", "张三", "upheld"))
    now = findings(("D105", "张三", "upheld"), ("D105", "张三", "upheld"))
    assert ruled_since(before, now)["was"].tolist() == ["open"]
