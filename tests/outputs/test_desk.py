"""The review desk of index.html: rulings given in a real browser,
saved, put into center/, and in force at the next run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from gaoji_batch.commands import validate
from gaoji_batch.workspace.folders import Workspace
from tests.commands.workspaces import classes, made

ON = date(2026, 7, 1)


@pytest.fixture(scope="module")
def two_classes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of 20 and one of 18 (Q0601); in the second two posts to look at (E0408),
    a claim that is too high (S1602), an ID number that is wrong (D102)."""
    held = classes({"GJ2026-001": 20, "GJ2026-002": 18})
    files = {one[1]: one[3] for one in held.extra}
    for at in (3, 4):
        files["GJ2026-002/roster.xlsx"][at]["岗位"] = "财务经理"
    wrong = files["GJ2026-002/roster.xlsx"][6]
    wrong["身份证件号码"] = wrong["身份证件号码"][:-1] + ("0" if wrong["身份证件号码"][-1] != "0" else "1")
    files["GJ2026-001/claim.xlsx"][0]["申请金额"] = 105000
    folder = tmp_path_factory.mktemp("two")
    validate.run(made(held, folder), on=ON)
    return folder


@pytest.fixture
def workspace(two_classes: Path, tmp_path: Path) -> Workspace:
    return Workspace.find(shutil.copytree(two_classes, tmp_path / "ws", symlinks=True))


class Desk:
    """The page of a workspace's last run, as an analyst works with it."""

    def __init__(self, browser: webdriver.Chrome, workspace: Workspace) -> None:
        latest = workspace.latest()
        assert latest is not None
        self.browser, self.page = browser, (latest / "index.html").as_uri()
        browser.execute_cdp_cmd(
            "Browser.setDownloadBehavior",
            {"behavior": "allow", "downloadPath": str(workspace.path / "center")},
        )
        browser.get(self.page)
        browser.execute_script("localStorage.clear(); sessionStorage.clear()")

    def open(self, query: str) -> None:
        self.browser.get("about:blank")
        self.browser.get(f"{self.page}#desk?{query}")

    def press(self, *keys: str) -> None:
        ActionChains(self.browser).send_keys(*keys).perform()

    def fill(self, name: str, value: str) -> None:
        self.browser.find_element(By.ID, name).send_keys(value, Keys.ENTER)

    def said(self, name: str) -> str:
        return self.browser.find_element(By.ID, name).text

    def give(self, key: str, reason: str) -> None:
        self.press(key)
        self.browser.switch_to.active_element.send_keys(reason, Keys.ENTER)


@pytest.fixture
def desk(chromium: webdriver.Chrome, workspace: Workspace) -> Iterator[Desk]:
    chromium.get_log("browser")
    yield Desk(chromium, workspace)
    assert chromium.get_log("browser") == []


def statuses(workspace: Workspace) -> dict[str, set[str]]:
    latest = workspace.latest()
    assert latest is not None
    held: dict[str, set[str]] = {}
    for line in (latest / "findings.json").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        held.setdefault(one["code"], set()).add(one["status"])
    return held


def wrong_number(workspace: Workspace) -> str:
    """The ID number in row 12 of the second roster."""
    book = openpyxl.load_workbook(workspace.path / "inbox" / "GJ2026-002" / "roster.xlsx").active
    at = next(cell.column for cell in book[5] if cell.value == "身份证件号码")
    return str(book.cell(12, at).value)


def test_rulings_given_on_the_page_are_in_force_at_the_next_run(desk: Desk, workspace: Workspace) -> None:
    desk.open("code=E0408&status=未处理")
    assert desk.said("progress") == "已处理0，待处理2"
    desk.press("1")
    assert desk.said("told") == "（E0408）不予采用：没有填写核实人"
    desk.fill("checked", "王核实")
    assert desk.said("told") == "“理由”没有填写"
    desk.browser.find_element(By.CSS_SELECTOR, "#scopes input[value='value']").click()
    desk.give("1", "岗位在生产一线")
    assert desk.said("progress") == "已处理2，待处理0"
    desk.press("u")
    assert desk.said("progress") == "已处理0，待处理2"
    desk.browser.find_element(By.CSS_SELECTOR, "#scopes input[value='value']").click()
    desk.give("1", "岗位在生产一线")

    desk.open("code=Q0601")
    desk.give("2", "不补足学员")
    desk.open("code=S1602")
    desk.press("3")
    assert desk.said("told") == "（S1602）不予采用：放行不通过的问题须由核实人以外的复核人复核"
    desk.fill("confirmed", "李复核")
    assert desk.said("told") == "“理由”没有填写"
    desk.browser.switch_to.active_element.send_keys("按实际人数核减", Keys.ENTER)
    assert desk.said("unsaved").startswith("4条")

    desk.browser.find_element(By.ID, "save").click()
    WebDriverWait(desk.browser, 5, 0.05).until(
        lambda _: list((workspace.path / "center").glob("核实处理意见表-*.csv"))
    )
    assert "已保存4条" in desk.said("told")
    assert desk.browser.find_element(By.ID, "checked-on").get_attribute("value") == ON.isoformat()
    done = validate.run(workspace, on=ON)  # the run's own day: a ruling of a day to come has no effect
    assert not [remark for remark in done.remarks if "处理意见" in remark]
    held = statuses(workspace)
    assert (held["E0408"], held["Q0601"], held["S1602"]) == ({"waived"}, {"upheld"}, {"reduced"})
    latest = workspace.latest()
    assert latest is not None
    assert "其中4条处理状态有变化" in (latest / "index.html").read_text(encoding="utf-8")


PICKER = """
window.written = [];
window.showDirectoryPicker = async (asked) => ({
  name: asked.id,
  getFileHandle: async (name) => ({ createWritable: async () => {
    if (window.refused) throw new DOMException("refused", "NotAllowedError");
    return { write: async (text) => window.written.push([name, text]), close: async () => {} };
  } }),
});
"""


@pytest.mark.parametrize("refused", [False, True])
def test_rulings_are_written_straight_into_a_chosen_folder(
    desk: Desk, workspace: Workspace, refused: bool
) -> None:
    added = desk.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": PICKER})
    try:
        desk.open("code=E0408")
    finally:
        desk.browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)
    desk.browser.execute_script(f"window.refused = {str(refused).lower()}")
    desk.browser.find_element(By.ID, "folder").click()
    assert desk.said("told") == "保存时直接写入center文件夹。"
    desk.fill("checked", "王核实")
    desk.give("2", "不在一线")
    desk.browser.find_element(By.ID, "save").click()
    WebDriverWait(desk.browser, 5, 0.05).until(lambda _: "已保存1条" in desk.said("told"))
    written = desk.browser.execute_script("return window.written")
    if refused:  # then it is a download, and the words say where to put it
        assert written == [] and "把它放入工作区的center文件夹" in desk.said("told")
        WebDriverWait(desk.browser, 5, 0.05).until(
            lambda _: list((workspace.path / "center").glob("核实处理意见表-*.csv"))
        )
        return
    assert "把它放入" not in desk.said("told")
    ((name, text),) = written
    assert text.startswith("\ufeff")
    (workspace.path / "center" / name).write_text(text, encoding="utf-8", newline="")
    validate.run(workspace, on=ON)
    assert statuses(workspace)["E0408"] == {"upheld", "open"}


def test_a_reason_once_given_is_offered_for_the_next_of_its_rule(desk: Desk) -> None:
    desk.open("code=E0408")
    desk.fill("checked", "王核实")
    desk.give("2", "不在一线")
    assert desk.said("used") == "不在一线"


def test_unsaved_rulings_survive_a_reload_until_they_are_saved(desk: Desk) -> None:
    desk.open("code=E0408")
    desk.fill("checked", "王核实")
    desk.give("2", "不在一线")
    desk.open("code=E0408")
    assert desk.said("progress") == "已处理1，待处理1"
    assert desk.browser.find_element(By.ID, "checked").get_attribute("value") == "王核实"
    desk.press("k")
    assert "已不予通过：不在一线（王核实，未保存）" in desk.said("decided")
    desk.browser.find_element(By.ID, "save").click()
    WebDriverWait(desk.browser, 5, 0.05).until(lambda _: "已保存1条" in desk.said("told"))
    desk.open("code=E0408")
    assert desk.said("progress") == "已处理0，待处理2"


def test_what_the_page_refuses_the_program_refuses_in_the_same_words(
    desk: Desk, workspace: Workspace
) -> None:
    desk.browser.get(desk.page + "#findings?code=D102")
    desk.browser.find_element(By.XPATH, "//button[.='详情']").click()
    desk.press("1")
    refused = desk.said("told")
    assert refused == "（D102）不予采用：此类问题不能由处理意见放行，须更正后重新报送"
    number = wrong_number(workspace)
    ((workspace.path / "center") / "核实处理意见表.csv").write_text(
        "规则代码,项目编号,身份证件号码,处理意见,理由,核实人,核实日期,复核人,问题编号\n"
        f"D102,GJ2026-002,{number},予以通过,号码已核对,王核实,2026-07-01,李复核,\n",
        encoding="utf-8",
    )
    assert [remark for remark in validate.run(workspace, on=ON).remarks if remark.endswith(refused)]


def test_a_finding_stands_beside_what_was_sent_and_the_months(desk: Desk, workspace: Workspace) -> None:
    desk.open("code=E0408")
    shown = desk.said("case")
    assert "岗位\n财务经理" in shown and "连续缴费\n16个月" in shown
    assert "参加研修培训的人员，应连续在京缴纳" in shown.replace(",", "，")
    assert len(desk.browser.find_elements(By.CSS_SELECTOR, ".strip li.paid")) == 12
    text = (workspace.latest() or Path()).joinpath("index.html").read_text(encoding="utf-8")
    assert "13900" not in text  # telephone numbers of the rows are masked


def test_a_trainee_is_found_by_name_or_the_last_four_digits(desk: Desk) -> None:
    browser = desk.browser
    browser.get(desk.page + "#people")
    total = int("".join(filter(str.isdigit, desk.said("people-count"))))
    assert total == 38
    first = browser.find_element(By.CSS_SELECTOR, "#people-rows td:nth-child(2)").text.split("\n")
    browser.find_element(By.ID, "people-search").send_keys(first[1][-4:])
    found = [one.text for one in browser.find_elements(By.CSS_SELECTOR, "#people-rows tr")]
    assert any(first[0] in one and "可通过" in one and "连续16个月" in one for one in found)
    assert len(found) < 5
