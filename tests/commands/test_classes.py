"""A project in two classes (期次): each is filed, completed, claimed,
ordered, released, paid, reconciled and certified like the first."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gaoji_batch.casework import ledgers
from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import load
from gaoji_batch.casework.stages import KINDS, approved, submitted
from gaoji_batch.commands import accept, certificates, disburse, hold, reconcile, recover, release
from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace.folders import Workspace
from tests import people as made_up
from tests.commands.settled import EARLIER
from tests.commands.workspaces import made, save
from tests.ledger.made import WANG, payment
from tests.ledger.made import ordered as batch_of
from tests.rules.judge import write_csv
from tests.rules.world import PROJECT, UNIT, World, clean

SPEAKING = {"D105", "E0407", "H0904", "P1301", "S1601", "S1603"}
SIZES = {1: 22, 2: 20}
JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 3)


def two_classes() -> World:
    """One approved project; its people 1–22 are of the first class,
    23–42 of the second, a file a form and class."""
    whole = clean(sum(SIZES.values()))
    scheme = whole.rows["approved"][0] | {"核定人数": 25}
    whole.rows["approved"] = [scheme | {"期次": 1}, scheme | {"期次": 2}]
    whole.prior = EARLIER
    first = 0
    for number, heads in SIZES.items():
        for form in ("plan", "teachers", "roster", "assessment", "completion", "claim"):
            rows = whole.rows[form]
            if form in ("roster", "assessment", "completion"):
                rows = rows[first : first + heads]
            if form == "claim":
                rows = [rows[0] | {"结业人数": heads, "申请金额": heads * 5000}]
            whole.extra.append((form, file_of(form, number), whole.keys[form] | {"期次": number}, rows))
        first += heads
    for form in ("plan", "teachers", "roster", "assessment", "completion", "claim"):
        whole.rows[form] = []
    return whole


def file_of(form: str, number: int) -> str:
    return f"第{number}期/{form}.xlsx"


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


def accepted(workspace: Workspace, on: date = JULY) -> dict[tuple[int, str], list[str]]:
    done = accept.run(workspace, on=on, by="王敏")
    rows = lines(done.folder, "accepted.json")
    assert {row["project"] for row in rows} == {PROJECT}
    return {(row["class"], row["stage"]): [row["result"], *row["reasons"]] for row in rows}


def ordered(workspace: Workspace, on: date = JULY) -> list[tuple[int, int, str]]:
    done = disburse.run(workspace, (2026, 3), on=on, by="王敏")
    assert done.folder is not None
    return [(one["class"], one["amount"], one["status"]) for one in lines(done.folder, "payments.json")]


def transfer(payment: str, amount: int, memo: str | None = None) -> dict[str, Any]:
    return {"交易日期": "2026-07-08", "户名": UNIT, "账号": made_up.account(1), "金额": amount,
        "状态": "成功",
            "附言": payment if memo is None else memo}  # fmt: skip


def reconciled(workspace: Workspace, on: date = AUGUST) -> dict[int, dict[str, Any]]:
    done = reconcile.run(workspace, (2026, 3), on=on)
    return {one["class"]: one for one in lines(done.folder, "reconcile.json")}


@pytest.fixture(scope="module")
def filed(tmp_path_factory) -> Path:
    """What both classes handed in, accepted."""
    workspace = made(two_classes(), tmp_path_factory.mktemp("classes") / "w")
    stages = [(number, stage) for number in SIZES for stage in ("filing", "completion", "claim")]
    assert accepted(workspace) == {place: ["recorded"] for place in stages}
    return workspace.path


@pytest.fixture
def workspace(filed, tmp_path) -> Workspace:
    return Workspace.find(shutil.copytree(filed, tmp_path / "w", symlinks=True))


def holds(workspace: Workspace) -> None:
    with ledgers.opened(workspace) as ledger:
        assert ledger.verify() == []


def test_each_class_is_paid_reconciled_and_certified(workspace):
    assert ordered(workspace) == [(1, 110000, "ordered"), (2, 100000, "ordered")]
    assert ordered(workspace) == [(1, 110000, "ordered"), (2, 100000, "ordered")]
    release.run(workspace, "2026Q3-1", on=JULY, by="李强")
    write_csv(
        workspace.path / "extracts" / "银行回单.csv",
        [transfer("2026Q3-0001", 110000), transfer("", 100000, f"{PROJECT}补助")],
    )
    found = reconciled(workspace)
    counts = ("state", "approved", "filed", "completed", "eligible", "claimed_amount", "due", "paid", "codes")
    assert [found[1][name] for name in counts] == ["paid", 25, 22, 22, 22, 110000, 110000, 110000, []]
    assert [found[2][name] for name in counts] == ["paid", 25, 20, 20, 20, 100000, 100000, 100000, []]
    done = certificates.run(workspace, certificates.CertificateRequest(), on=AUGUST)
    assert len(done.issued) == 42 and len(list((done.folder / "结业证书").iterdir())) == 2
    again = accepted(workspace, AUGUST)
    assert set(map(tuple, again.values())) == {("unchanged",)}
    holds(workspace)


def test_a_return_of_one_class_is_voided_beside_the_payment_of_the_other(workspace):
    """The second class's payment is a later one, and replaces nothing of the first."""
    ordered(workspace)
    release.run(workspace, "2026Q3-1", on=JULY, by="李强")
    write_csv(
        workspace.path / "extracts" / "银行回单.csv", [transfer("2026Q3-0001", 110000) | {"状态": "退汇"}]
    )
    done = reconcile.run(workspace, (2026, 3), on=AUGUST)
    (sent_back,) = lines(done.folder, "transfers.json")
    ruling = reconcile.BankRuling("void", (sent_back["transfer"],), "误记")
    done = reconcile.run(workspace, None, on=AUGUST, by="王敏", ruling=ruling)
    assert [line["state"] for line in lines(done.folder, "reconcile.json")] == ["released", "released"]
    holds(workspace)


def test_the_second_class_is_paid_when_its_turn_comes(workspace):
    late = workspace.path / "inbox" / file_of("claim", 2)
    kept = late.read_bytes()
    fresh = made(two_classes(), workspace.path.parent / "one")
    (fresh.path / "inbox" / file_of("claim", 2)).unlink()
    assert (2, "claim") not in accepted(fresh)
    assert ordered(fresh) == [(1, 110000, "ordered")]
    release.run(fresh, "2026Q3-1", on=JULY, by="李强")
    write_csv(fresh.path / "extracts" / "银行回单.csv", [transfer("2026Q3-0001", 110000)])
    found = reconciled(fresh)
    assert (found[1]["state"], found[1]["codes"]) == ("paid", [])
    assert (found[2]["state"], found[2]["codes"], found[2]["paid"]) == ("completed", ["R03"], 0)
    (fresh.path / "inbox" / file_of("claim", 2)).write_bytes(kept)
    again = accepted(fresh, AUGUST)
    assert again[2, "claim"] == ["recorded"] and again[1, "claim"] == ["unchanged"]
    assert ordered(fresh, AUGUST) == [(1, 110000, "paid"), (2, 100000, "ordered")]
    holds(fresh)


def test_what_is_wrong_with_one_class_holds_that_class_alone(workspace):
    world = two_classes()
    form, file, keys, rows = next(one for one in world.extra if one[1] == file_of("completion", 2))
    save(workspace.path / "inbox" / file, form, keys, [rows[0] | {"工作总结": "未提交"}, *rows[1:]])
    found = accepted(workspace)
    assert found[2, "completion"] == ["refused", "H0904"] and found[1, "claim"] == ["unchanged"]
    assert ordered(workspace) == [(1, 110000, "ordered")]


def test_a_register_that_came_late_holds_its_class_alone(tmp_path):
    world = two_classes()
    world.extra = [
        (
            form,
            file,
            keys | ({"填报日期": date(2026, 6, 6)} if file == file_of("completion", 2) else {}),
            rows,
        )
        for form, file, keys, rows in world.extra
    ]
    workspace = made(world, tmp_path / "w")
    found = accepted(workspace)
    assert found[1, "claim"] == ["recorded"] and found[2, "completion"] == ["refused", "P1301"]
    assert ordered(workspace) == [(1, 110000, "ordered")]


def test_a_hold_of_the_project_holds_both_classes(workspace):
    hold.run(workspace, PROJECT, by="赵平", reason="群众来信", on=JULY)
    done = disburse.run(workspace, (2026, 3), on=JULY, by="王敏")
    assert [(one["class"], one["codes"]) for one in done.held] == [(1, ["hold"]), (2, ["hold"])]
    assert done.count == 0


def test_a_person_in_both_classes_is_paid_for_once(tmp_path):
    world = two_classes()
    place = {file: at for at, (_, file, _, _) in enumerate(world.extra)}
    for form in ("roster", "assessment", "completion"):
        twice = world.extra[place[file_of(form, 1)]][3][0]
        kind, file, keys, rows = world.extra[place[file_of(form, 2)]]
        world.extra[place[file]] = (kind, file, keys, [*rows, twice])
    claim = world.extra[place[file_of("claim", 2)]]
    world.extra[place[claim[1]]] = (*claim[:3], [claim[3][0] | {"结业人数": 21, "申请金额": 105000}])
    number = world.extra[place[file_of("roster", 1)]][3][0]["身份证件号码"]
    world.rows["decisions"] = [
        {"规则代码": "E0407", "项目编号": PROJECT, "身份证件号码": number, "处理意见": "予以通过",
            "理由": "已核实",
         "核实人": "赵平", "核实日期": JULY, "复核人": "孙立"}
    ]  # fmt: skip
    workspace = made(world, tmp_path / "w")
    assert accepted(workspace)[2, "claim"] == ["recorded"]
    done = disburse.run(workspace, (2026, 3), on=JULY, by="王敏")
    assert [(one["class"], one["amount"]) for one in done.payments] == [(1, 110000)]
    assert [(one["class"], one["codes"]) for one in done.held] == [(2, ["S1603"])]
    release.run(workspace, "2026Q3-1", on=JULY, by="李强")
    assert "S1603" in accepted(workspace)[2, "claim"]


def test_two_rows_of_one_class_on_a_claim_sheet_are_refused(workspace):
    world = two_classes()
    form, _, keys, rows = world.extra[5]
    for number in SIZES:
        (workspace.path / "inbox" / file_of("claim", number)).unlink()
    keys = {name: value for name, value in keys.items() if name != "期次"}
    save(workspace.path / "inbox" / "claims.xlsx", form, keys, [rows[0], rows[0]])
    assert "D105" in accepted(workspace)[1, "claim"]


def test_money_of_one_class_is_recovered_by_its_number(workspace):
    ordered(workspace)
    release.run(workspace, "2026Q3-1", on=JULY, by="李强")
    paid = [transfer("2026Q3-0001", 110000), transfer("2026Q3-0002", 100000)]
    write_csv(workspace.path / "extracts" / "银行回单.csv", paid)
    reconciled(workspace)
    with pytest.raises(GaojiError, match="第1、2期"):
        recover.run(workspace, recover.RecoveryRequest(PROJECT, "虚报", "王敏"), on=AUGUST)
    done = recover.run(workspace, recover.RecoveryRequest(PROJECT, "虚报", "王敏", class_no=2), on=AUGUST)
    assert done.amount == 100000 and done.in_full
    found = reconciled(workspace)
    assert [found[number]["recovered"] for number in SIZES] == [0, 100000]
    assert [found[number]["codes"] for number in SIZES] == [[], ["R11"]]


def paid_as_a_whole(workspace: Workspace) -> None:
    """A ledger of before revision 0005 recorded both classes as one filing, one claim and one payment."""
    judged = judge_all(workspace, load(workspace), JULY)
    stages = {(one.class_no, one.stage): one.payload for one in submitted(judged, workspace.key)}
    people = [*stages[1, "completion"]["persons"], *stages[2, "completion"]["persons"]]
    heads = {"claimed_heads": 42, "claimed_amount": 210000, "heads": 42, "amount": 210000}
    told = {"filing": {"persons": people}, "completion": {"persons": people}, "claim": heads}
    with ledgers.opened(workspace) as ledger, ledger.transaction(WANG, "old", "test") as tx:
        tx.append("approved", PROJECT, approved(judged.facts)[PROJECT])
        for stage, more in told.items():
            old = {name: value for name, value in stages[1, stage].items() if name != "class_no"}
            claim = tx.append(KINDS[stage], PROJECT, old | {"content": "whole"} | more)
        keys = [one["person_key"] for one in people]
        own = payment("2026Q2-0001", PROJECT, claim.seq, *keys, payee=UNIT, account=made_up.account(1))
        tx.append("ordered", "", batch_of("2026Q2-1", own))
        tx.append("released", "", {"batch": "2026Q2-1", "payments": ["2026Q2-0001"]})
    holds(workspace)


def test_a_project_paid_as_a_whole_before_the_upgrade_is_not_paid_again(tmp_path):
    workspace = made(two_classes(), tmp_path / "w")
    paid_as_a_whole(workspace)
    assert set(map(tuple, accepted(workspace).values())) == {("unchanged",)}
    assert disburse.run(workspace, (2026, 3), on=JULY, by="王敏").count == 0
    write_csv(workspace.path / "extracts" / "银行回单.csv", [transfer("2026Q2-0001", 210000)])
    found = reconciled(workspace)
    assert (found[1]["paid"], found[1]["codes"], found[2]["codes"]) == (210000, [], [])
    holds(workspace)


def test_one_whose_money_came_back_is_claimed_and_paid_by_class(tmp_path):
    workspace = made(two_classes(), tmp_path / "w")
    paid_as_a_whole(workspace)
    back = transfer("2026Q2-0001", 210000) | {"状态": "退汇", "交易日期": "2026-07-20"}
    bank = [transfer("2026Q2-0001", 210000), back]
    write_csv(workspace.path / "extracts" / "银行回单.csv", bank)
    assert reconciled(workspace)[1]["codes"] == ["R08"]
    results = accepted(workspace, AUGUST)
    assert {place[0]: result for place, result in results.items()} == {1: ["superseded"], 2: ["recorded"]}
    assert set(map(tuple, accepted(workspace, AUGUST).values())) == {("unchanged",)}
    assert ordered(workspace, AUGUST) == [(1, 110000, "ordered"), (2, 100000, "ordered")]
    release.run(workspace, "2026Q3-1", on=AUGUST, by="李强")
    again = [transfer("2026Q3-0001", 110000), transfer("2026Q3-0002", 100000)]
    write_csv(
        workspace.path / "extracts" / "银行回单.csv",
        bank + [one | {"交易日期": "2026-08-04"} for one in again],
    )
    found = reconciled(workspace, date(2026, 8, 10))
    assert [(one["paid"], one["codes"]) for one in found.values()] == [(110000, []), (100000, [])]
    assert set(map(tuple, accepted(workspace, date(2026, 8, 10)).values())) == {("unchanged",)}
    holds(workspace)


def titled(world: World, place: Path, number: int, title: str, forms: tuple[str, ...]) -> None:
    """Writes a class's forms into the inbox, the class in a title alone."""
    for form, file, keys, rows in world.extra:
        if form in forms and file == file_of(form, number):
            own = {name: said for name, said in keys.items() if name != "期次"}
            save(place / "inbox" / "带期次标题" / f"{form}.xlsx", form, own, rows, title)


def first_class_alone(folder: Path) -> tuple[World, Workspace]:
    """The first class recorded, and its workbooks taken out of the inbox; the approved list says no class."""
    world = two_classes()
    world.rows["approved"] = [
        {name: said for name, said in world.rows["approved"][0].items() if name != "期次"} | {"核定人数": 42}
    ]
    first = World(**vars(world) | {"extra": [one for one in world.extra if one[1].startswith("第1期")]})
    workspace = made(first, folder)
    assert set(map(tuple, accepted(workspace).values())) == {("recorded",)}
    shutil.move(workspace.path / "inbox" / "第1期", folder.parent / "第1期")
    return world, workspace


LISTS = ("plan", "teachers", "roster", "assessment", "completion")


def test_a_second_class_that_a_title_alone_names_replaces_no_recorded_first(tmp_path):
    world, workspace = first_class_alone(tmp_path / "w")
    titled(world, workspace.path, 2, "高级研修班（第二期）", (*LISTS, "claim"))
    assert accepted(workspace) == {(2, stage): ["recorded"] for stage in ("filing", "completion", "claim")}
    shutil.move(tmp_path / "第1期", workspace.path / "inbox" / "第1期")
    assert ordered(workspace) == [(1, 110000, "ordered"), (2, 100000, "ordered")]
    holds(workspace)


@pytest.mark.parametrize("title", ["第五期高级研修班", "第二期学员名单"])
def test_a_recorded_class_sent_again_under_a_unit_s_own_count_is_that_class(tmp_path, title):
    world, workspace = first_class_alone(tmp_path / "w")
    titled(world, workspace.path, 1, title, (*LISTS, "claim"))
    done = accept.run(workspace, on=JULY, by="王敏")
    rows = lines(done.folder, "accepted.json")
    assert {(row["class"], row["result"]) for row in rows} == {(1, "unchanged")} and len(rows) == 3
    assert sum("为题" in remark for remark in done.remarks) == 1
    assert ordered(workspace) == [(1, 110000, "ordered")]


def test_the_register_of_a_recorded_second_class_is_told_by_its_title(tmp_path):
    world, workspace = first_class_alone(tmp_path / "w")
    titled(world, workspace.path, 2, "第2期", ("plan", "teachers", "roster"))
    assert accepted(workspace) == {(2, "filing"): ["recorded"]}
    titled(world, workspace.path, 2, "第2期", LISTS)
    (workspace.path / "inbox" / "带期次标题" / "roster.xlsx").unlink()
    assert {place[0] for place in accepted(workspace)} == {2}
