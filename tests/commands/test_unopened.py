"""What the center cannot open: nobody is blamed for it, nothing passes, and nothing is recorded."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from gaoji_batch.batch.unopened import of_center
from gaoji_batch.intake.grid import Fault
from gaoji_batch.judgement.judge import judge
from gaoji_batch.workspace.settings import Settings
from tests import people
from tests.cli.calls import call
from tests.commands.settled import EARLIER
from tests.commands.workspaces import made
from tests.rules import judge as rules_judge
from tests.rules.judge import POLICY
from tests.rules.world import CENTER, PROJECT, UNIT, USCC, World, clean

APPLICATION = {
    "项目名称": "焊接新技术研修", "承办单位": UNIT, "统一社会信用代码": USCC, "单位类型": "企业",
    "产业领域": "集成电路",
    "职业(工种)": "焊工", "拟培训人数": 30, "开班日期": date(2026, 5, 11), "结业日期": date(2026, 5, 22),
    "总学时": 80,
    "研讨交流学时": 16,
}  # fmt: skip
KEPT: dict[str, list[dict]] = {
    "reviews": [{"项目名称": "焊接新技术研修", "承办单位": UNIT, "专家": "甲某", "总分": 80, "建议人数": 30,
        "意见": "同意"}],
    "disqualified": [{"承办单位": "北京乙测试技术有限公司", "统一社会信用代码": people.uscc("110105", 2),
        "取消日期": date(2026, 1, 5)}],
    "budget": [{"年度": 2026, "季度": 2, "预算金额": 50_000}],
    "inspections": [{"项目编号": PROJECT, "抽查日期": date(2026, 5, 12), "抽查内容": "在岗",
        "抽查结果": "缺勤2人", "抽查人": "王敏",
                     "整改期限": date(2026, 6, 10)}],
    "audits": [{"项目编号": PROJECT, "审计机构": "测试会计师事务所", "审计日期": date(2026, 6, 20),
        "审计结论": "多列", "问题金额": 900}],
    "materials": [{"项目编号": PROJECT, "材料名称": "名册", "份数": 1, "是否盖章": "是",
        "收件日期": date(2026, 5, 29), "收件人": "王敏"}],
    "directions": [{"年度": 2026, "季度": 1, "专业方向": "数字技能"}],
    "objections": [{"项目编号": PROJECT, "提出日期": date(2026, 6, 30), "异议内容": "人数不实",
        "核实结果": "", "处理日期": ""}],
    "receipts": [{"文件": "inbox/roster.xlsx", "收件日期": date(2026, 4, 27)},
        {"文件": "inbox/plan.xlsx", "收件日期": date(2026, 4, 27)}],
    "decisions": [{"规则代码": "E0408", "项目编号": PROJECT, "身份证件号码": "", "处理意见": "予以通过",
        "理由": "在产线工作",
                   "核实人": "王敏", "核实日期": date(2026, 6, 1)}],
}  # fmt: skip
RESTS = {
    "approved": {"P1102", "E0402"}, "units": {"S1607"}, "disqualified": {"U1801"}, "budget": {"S1606"},
    "inspections": {"P1501"},
    "audits": {"P1502"}, "materials": {"P1307"}, "directions": {"P1103"}, "receipts": {"P1201"},
    "decisions": {"E0408"},
    "reviews": {"P1104"}, "objections": set(),
}  # fmt: skip
"""Of each form rules that say nothing without it."""


def center_of() -> World:
    """A class with a mistake or a ruling for every form that the center keeps."""
    world = clean()
    world.prior = EARLIER
    world.rows |= {form: [dict(row) for row in rows] for form, rows in KEPT.items()}
    world.rows["application"] = [APPLICATION]
    world.rows["approved"][0]["产业领域"] = "集成电路"
    people_ = world.rows["roster"]
    people_[2] |= {"技能等级": "高级工", "是否重点培养对象": "是"}
    people_[3] |= {"岗位": "财务总监"}
    people_[4] |= {"身份证件号码": people_[4]["身份证件号码"][:-1] + "?"}
    world.rows["decisions"][0]["身份证件号码"] = people_[3]["身份证件号码"]
    world.rows["units"][0] |= {"户名": UNIT, "开户行": "测试银行", "账号": people.account(7)}
    for form in ("roster", "plan"):
        world.keys[form]["填报日期"] = date(2026, 5, 8)  # too late, but for its receipt
    return world


def judged(
    folder: Path, closed: str = "", fault: str = "F001", named: bool = True, without: tuple[str, ...] = ()
):
    """The judgement of that class; closed: a form whose workbook cannot be opened, or that lacks columns
    (without); named: whether what it held is known."""
    world = center_of()
    if without:
        world.sheets = {closed: {"without": without}}
    elif closed:
        world.sheets = {closed: {"unread": True, "faults": [{"code": fault}]}}
    batch = rules_judge.batch_of(rules_judge.submissions(world))
    extracts = [
        rules_judge.write_csv(folder / "extracts" / f"{name}.csv", rows)
        for name, rows in (("社保缴费明细", world.insurance), ("往期参训", world.prior))
    ]
    unopened = of_center(batch, lambda _: [closed] if named else [])
    return judge(
        batch, POLICY, extracts, folder, Settings(), rules_judge.recorded(world), on=world.on, key=b"k" * 32,
        bound={},
        unopened=unopened,
    )  # fmt: skip


def told(found) -> set[tuple]:
    rows = found.findings
    names = ["code", "file", "cell", "row", "subject", "message", "status"]
    return {tuple(map(str, row)) for row in rows[names].itertuples(index=False)}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return judged(tmp_path_factory.mktemp("whole"))


def test_every_table_of_the_center_speaks_when_it_can_be_opened(whole):
    given = set(whole.findings["code"])
    assert {"E0402", "E0408", "S1607", "S1606", "P1501", "P1502", "P1307", "P1103", "P1104", "D102"} <= given
    assert set(whole.findings.loc[whole.findings["code"].eq("E0408"), "status"]) == {"waived"}
    assert not given & {"P1102", "P1201"} and not whole.not_run and not whole.unopened


@pytest.mark.parametrize("form", CENTER)
def test_no_finding_rests_on_a_table_that_cannot_be_opened(form, whole, tmp_path):
    found = judged(tmp_path, form)
    new = told(found) - told(whole)
    assert {row[:2] for row in new} == {("F001", f"center/{form}.xlsx")}
    assert not RESTS[form] & set(found.findings["code"])
    assert RESTS[form] - {"P1102"} <= set(found.not_run)
    assert "D102" in set(found.findings["code"])  # what needs no table of the center is said all the same
    assert [one.file for one in found.unopened] == [f"center/{form}.xlsx"]


@pytest.mark.parametrize(
    ("form", "without"),
    [
        ("approved", ("承办单位",)),
        ("approved", ("职业(工种)", "核定人数", "总学时", "研讨交流学时", "立项日期")),  # near, and no more
        ("materials", ("材料名称",)),
        ("decisions", ("理由",)),
    ],
)
def test_no_finding_rests_on_a_table_that_lacks_a_column(form, without, whole, tmp_path):
    """Not read whole is not read: 立项项目登记 without 项目编号
    was P1101 for all, a ruling without its column open again."""
    found = judged(tmp_path, form, without=without)
    assert {row[:2] for row in told(found) - told(whole)} == {("F005", f"center/{form}.xlsx")}
    assert RESTS[form] - {"P1102"} <= set(found.not_run) and "D102" in set(found.findings["code"])
    assert [(one.file, one.forms) for one in found.unopened] == [(f"center/{form}.xlsx", (form,))]
    assert all(f"“{name}”" in found.unopened[0].why for name in without)


def test_a_table_that_may_be_any_leaves_only_what_concerns_the_files(whole, tmp_path):
    found = judged(tmp_path, "audits", "F002", named=False)
    assert set(found.findings["code"]) == {"F002"}
    assert "E0402" in found.not_run and "P1202" in found.not_run and "D102" in found.not_run
    assert told(found) - told(whole) == {row for row in told(found) if row[0] == "F002"}


def test_of_several_filings_nothing_is_said_without_the_receipts(tmp_path):
    """The later one by its own word may have come first: which counts is not known."""
    world = center_of()
    late = dict(world.keys["roster"], 填报日期=date(2026, 5, 9))
    world.extra = [("roster", "again.xlsx", late, [dict(row) for row in world.rows["roster"]][:21])]
    batch = rules_judge.batch_of(
        [
            *[one for one in rules_judge.submissions(world) if one.file != "center/receipts.xlsx"],
            _closed("center/receipts.xlsx"),
        ]
    )
    found = judge(
        batch, POLICY, [], tmp_path, Settings(), rules_judge.recorded(world), on=world.on, key=b"k" * 32,
        bound={},
        unopened=of_center(batch, lambda _: ["receipts"]),
    )  # fmt: skip
    assert not found.findings["project"].eq(PROJECT).any()


def _closed(file: str):
    one = rules_judge.submission(file)
    one.faults = [Fault("F001")]
    return one


# ---- as an analyst meets it


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    """Accepted, ordered and released, with a validate run in which every workbook could be opened."""
    world = clean()
    world.prior = EARLIER
    world.rows["budget"] = [{"年度": 2026, "季度": "", "预算金额": 5_000_000}]
    folder = made(world, tmp_path_factory.mktemp("unopened") / "w").path
    for arguments in (
        ("validate", "--on", "2026-07-01"),
        ("accept", "--by", "王敏", "--on", "2026-07-01"),
        ("disburse", "--quarter", "2026Q3", "--by", "王敏", "--on", "2026-07-02"),
    ):
        status, _, err = call("-C", str(folder), *arguments)
        assert status == 0, err
    return folder


@pytest.fixture
def folder(workspace, tmp_path) -> Path:
    shutil.copytree(workspace, tmp_path / "w", symlinks=True)
    return tmp_path / "w"


def close(path: Path, how: str) -> None:
    """As a file that another program holds: a folder in its place;
    damaged; with a password; without a column."""
    if how == "column":
        book = load_workbook(path)
        book.active.delete_cols(4)
        book.save(path)
        return
    path.unlink()
    if how == "held":
        path.mkdir()
    else:
        path.write_bytes(b"PK\x03\x04broken" * 20 if how == "damaged" else b"")


def test_validate_says_it_first_and_everywhere(folder):
    close(folder / "center" / "立项项目登记.xlsx", "held")
    status, _, err = call("-C", str(folder), "validate", "--on", "2026-07-03")
    assert status == 1 and err.splitlines()[0].startswith("center/立项项目登记.xlsx不能读取")
    run = folder / "out" / "latest"
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    assert record["unopened"][0]["file"] == "center/立项项目登记.xlsx" and "E0401" in record["not_run"]
    found = [json.loads(line) for line in (run / "findings.json").read_text(encoding="utf-8").splitlines()]
    assert {one["code"] for one in found} == {"F001"} and not list((run / "returned").glob("**/*.xlsx"))
    assert "本次审核不完整" in (run / "index.html").read_text(encoding="utf-8")
    assert "审核不完整" in next((run / "projects").glob("*.html")).read_text(encoding="utf-8")
    book = CalamineWorkbook.from_path(str(run / "审核汇总.xlsx"))
    assert "立项项目登记.xlsx不能读取" in str(book.get_sheet_by_name("总览").to_python())
    for sheet in ("项目", "学员"):
        assert "可通过" not in str(book.get_sheet_by_name(sheet).to_python()), sheet
    assert not any(json.loads((run / "changes.json").read_text(encoding="utf-8"))["counts"].values())


def test_the_run_after_is_compared_with_the_last_whole_one(folder):
    register = folder / "center" / "立项项目登记.xlsx"
    content = register.read_bytes()
    close(register, "empty")
    call("-C", str(folder), "validate", "--on", "2026-07-03")
    status, _, err = call("-C", str(folder), "diff")
    assert status == 2 and "审核不完整，不能对照" in err  # what was not judged is not cleared
    register.write_bytes(content)
    status, _, err = call("-C", str(folder), "validate", "--on", "2026-07-03")
    assert status == 0 and not err
    assert call("-C", str(folder), "diff")[0] == 0
    changes = json.loads((folder / "out" / "latest" / "changes.json").read_text(encoding="utf-8"))
    assert not any(changes["counts"].values())


WRITING = {
    "accept": (),
    "disburse": ("--quarter", "2026Q3"),
    "disburse-cancel": ("--cancel", "2026Q3-1", "--reason", "账号待核实"),
    "release": ("2026Q3-1",),
    "publicity": ("--quarter", "2026Q3"),
    "certificates": (),
    "reconcile": ("--quarter", "2026Q3"),
    "recover": (PROJECT, "--reason", "虚报学员"),
    "hold": (PROJECT, "--reason", "单位撤回申请"),
}


BUDGET, INSURED = ("center/资金预算.xlsx", "damaged"), ("extracts/社保缴费明细.csv", "empty")
UNITS = ("center/单位名录.xlsx", "column")


@pytest.mark.parametrize(
    ("command", "file", "how"),
    [
        *((one, *BUDGET) for one in WRITING),
        *((one, *INSURED) for one in ("accept", "release", "hold")),
        *((one, *UNITS) for one in ("accept", "disburse-cancel", "release", "reconcile", "recover", "hold")),
    ],
)
def test_whatever_writes_the_ledger_refuses_in_one_line(command, file, how, folder):
    close(folder / file, how)
    before = _ledger(folder)
    runs = sorted(path.name for path in (folder / "out").iterdir())
    status, out, err = call(
        "-C", str(folder), command.split("-")[0], *WRITING[command], "--by", "李强", "--on", "2026-07-03"
    )
    assert (status, out, len(err.splitlines())) == (2, "", 1), err
    assert err.startswith(file) and "办法" in err
    assert _ledger(folder) == before and sorted(path.name for path in (folder / "out").iterdir()) == runs


@pytest.mark.parametrize("command", [("receive", "--by", "王敏"), ("letters",)])
def test_no_receipt_and_no_letter_without_a_table_of_the_center(command, folder):
    close(folder / "center" / "资金预算.xlsx", "held")
    status, _, err = call("-C", str(folder), *command, "--on", "2026-07-03")
    assert status == 2 and err.startswith("center/资金预算.xlsx") and len(err.splitlines()) == 1


def test_a_scan_that_cannot_be_opened_stops_nothing(folder):
    (folder / "center" / "立项通知.pdf").write_bytes(b"")
    (folder / "center" / "立项通知扫描.pdf").mkdir()
    status, _, err = call(
        "-C", str(folder), "hold", PROJECT, "--by", "李强", "--reason", "核实", "--on", "2026-07-03"
    )
    assert status == 0, err


@pytest.mark.parametrize("name", ["社保缴费明细.csv", "往期参训.csv"])
def test_an_extract_that_cannot_be_opened_blames_nobody(name, folder):
    close(folder / "extracts" / name, "empty")
    status, _, err = call("-C", str(folder), "validate", "--on", "2026-07-03")
    assert err.splitlines()[0].startswith(f"extracts/{name}不能读取")
    run = folder / "out" / "latest"
    found = [json.loads(line) for line in (run / "findings.json").read_text(encoding="utf-8").splitlines()]
    assert {one["code"] for one in found} == ({"E0411"} if "社保" in name else {"E0415"}) and status == 0
    book = CalamineWorkbook.from_path(str(run / "审核汇总.xlsx"))
    assert "可通过" not in str(book.get_sheet_by_name("项目").to_python())


def test_an_empty_year_among_the_packed_extracts_blames_nobody(folder):
    """An empty .csv.gz was passed over, and every insured month of its year was missing."""
    (folder / "extracts" / "社保缴费明细_2024年.csv.gz").write_bytes(b"")
    call("-C", str(folder), "validate", "--on", "2026-07-03")
    said = (folder / "out" / "latest" / "findings.json").read_text(encoding="utf-8")
    assert '"E0411"' in said and '"E0403"' not in said


def _ledger(folder: Path) -> tuple:
    with closing(sqlite3.connect(folder / "ledger.db")) as database:
        return database.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
