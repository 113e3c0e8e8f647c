"""index.html: what stands in the file, and what it does in a real browser."""

from __future__ import annotations

import base64
import csv
import html
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from gaoji_batch.errors import GaojiError
from gaoji_batch.outputs.pages import page, review
from gaoji_batch.workspace.settings import Sender
from tests.needs import needs
from tests.outputs.reports import RULES, UNITS, finding, id_number, made_up


def many(number: int) -> list[dict[str, object]]:
    """Findings of all rules in turn, each with a message of its own."""
    codes = list(RULES)
    return [
        finding(
            codes[at % len(codes)],
            at,
            message=f"第{at}条：开班前连续缴纳城镇职工社会保险不足12个月",
            finding_id=f"k{at:09d}",
        )
        for at in range(number)
    ]


def text_of(folder: Path) -> str:
    return (folder / "index.html").read_text(encoding="utf-8")


def test_five_thousand_findings_stay_under_three_megabytes(tmp_path: Path) -> None:
    page.write(made_up(many(5000)), tmp_path)
    assert (tmp_path / "index.html").stat().st_size < 3_000_000


def test_the_page_asks_nobody_for_anything(tmp_path: Path) -> None:
    page.write(made_up(), tmp_path)
    text = text_of(tmp_path)
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//|url\(|@import", text)
    assert "default-src 'none'" in html.unescape(text)
    assert "unsafe" not in text


def test_text_of_a_unit_is_never_markup(tmp_path: Path) -> None:
    page.write(
        made_up([finding("E0403", message="</script><script>alert(1)</script>", unit="<b>单位</b>")]),
        tmp_path,
    )
    text = text_of(tmp_path)
    assert "<script>alert" not in text
    assert "<b>单位" not in text
    assert "&lt;b&gt;单位" in text


def test_an_id_number_in_a_file_name_is_shown_masked_and_its_copy_is_found_by_its_folder(
    tmp_path: Path,
) -> None:
    number = id_number(3)
    file = f"inbox/某单位/{number}.xlsx"
    (tmp_path / "returned" / "某单位").mkdir(parents=True)
    (tmp_path / "returned" / "某单位" / f"{number}.xlsx").touch()
    page.write(made_up([finding("E0403", file=file)]), tmp_path)
    text = text_of(tmp_path)
    assert number not in text
    assert 'href="returned/%E6%9F%90%E5%8D%95%E4%BD%8D"' in text


def test_returned_copies_of_other_formats_are_found(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.csv.xlsx", "c.xls.xlsx"):
        (tmp_path / "returned").mkdir(exist_ok=True)
        (tmp_path / "returned" / name).touch()
    files = ["inbox/a.xlsx", "inbox/b.csv", "inbox/c.xls", "inbox/d.xls"]
    page.write(made_up([finding("E0403", file=file) for file in files]), tmp_path)
    assert set(re.findall(r'href="(returned/[^"]*)"', text_of(tmp_path))) == {
        "returned/a.xlsx",
        "returned/b.csv.xlsx",
        "returned/c.xls.xlsx",
    }


def test_signed_forms_of_the_run_are_linked_where_they_were_written(tmp_path: Path) -> None:
    for name in (f"letters/{UNITS[0]}.docx", "projects/GY2026-001.docx"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    page.write(made_up(), tmp_path)
    found = re.findall(r'<a href="([^"]+\.docx)">([^<]+)</a>', text_of(tmp_path))
    assert [(unquote(address), name) for address, name in found] == [
        ("projects/GY2026-001.docx", "审核意见表"),
        (f"letters/{UNITS[0]}.docx", "一次性告知书"),
    ]


def test_overrides_of_the_policy_and_heads_against_the_cap_are_said(tmp_path: Path) -> None:
    page.write(made_up(overrides={"class.min": "15"}, yearly={2026: (845, 800)}), tmp_path)
    text = text_of(tmp_path)
    assert "class.min = 15" in text
    assert "上限800人，超出45人" in text


def test_a_broken_template_of_the_center_is_one_line_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html.j2").write_text("<p>\n{{ report.day }\n</p>", encoding="utf-8")
    with pytest.raises(GaojiError, match=r"page\.html\.j2第2行有误"):
        page.write(made_up(workspace=tmp_path), tmp_path)


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    page.write(made_up(), tmp_path)
    first = text_of(tmp_path)
    page.write(made_up(), tmp_path)
    assert text_of(tmp_path) == first


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    report = made_up(many(260), yearly={2026: (845, 800)})
    for unit in UNITS:
        (folder / "returned" / unit).mkdir(parents=True)
        (folder / "returned" / unit / "学员名单.xlsx").touch()
    review.write(report, folder)
    page.write(report, folder)
    return folder


@pytest.fixture
def browser(chromium: webdriver.Chrome, run: Path) -> Iterator[webdriver.Chrome]:
    """The page, freshly opened; afterwards nothing may stand
    in the console, and only files may have been asked for."""
    chromium.get_log("performance")
    chromium.get((run / "index.html").as_uri() + "#findings")
    yield chromium
    assert chromium.get_log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in chromium.get_log("performance")]
    asked = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    own = (run.as_uri(), "data:image/svg+xml")  # the browser's own pictures of a date field
    assert [address for address in asked if not address.startswith(own)] == []


def rows(browser: webdriver.Chrome) -> list[str]:
    return browser.execute_script(
        "return [...document.querySelectorAll('#rows tr')].map(row => row.innerText)"
    )


def count(browser: webdriver.Chrome) -> str:
    return browser.find_element(By.ID, "count").text


def heading(browser: webdriver.Chrome, title: str) -> Any:
    return next(
        head for head in browser.find_elements(By.CSS_SELECTOR, "#head th") if head.text.startswith(title)
    )


def tick(browser: webdriver.Chrome, field: str, value: str) -> None:
    browser.find_element(By.CSS_SELECTOR, f"#facets input[data-key='{field}={value}']").click()


def counted(browser: webdriver.Chrome, field: str) -> dict[str, int]:
    """The values of a facet and what stands beside them."""
    found = browser.execute_script(
        "return [...document.querySelectorAll('#facets input')].map(box => "
        "[box.dataset.key, box.parentNode.querySelector('b').textContent])"
    )
    return {
        key.removeprefix(f"{field}="): int(said.replace(",", ""))
        for key, said in found
        if key.startswith(f"{field}=")
    }


def test_facets_combine_and_count_what_the_others_leave(browser: webdriver.Chrome) -> None:
    assert count(browser) == "共260条"
    assert len(rows(browser)) == 100
    assert counted(browser, "unit") == {UNITS[0]: 87, UNITS[1]: 87, UNITS[2]: 86}
    tick(browser, "code", "E0403")
    of_rule = counted(browser, "unit")
    assert (
        sum(of_rule.values())
        == int(re.findall(r"\d+", count(browser))[0])
        == counted(browser, "code")["E0403"]
    )
    tick(browser, "unit", UNITS[0])
    assert count(browser) == f"符合条件{of_rule[UNITS[0]]}条，共260条"
    assert counted(browser, "unit") == of_rule  # a facet's own choice does not narrow it
    tick(browser, "unit", UNITS[1])
    shown = rows(browser)
    assert len(shown) == of_rule[UNITS[0]] + of_rule[UNITS[1]]
    assert all("E0403" in row and UNITS[2] not in row for row in shown)
    browser.find_element(By.XPATH, "//button[.='清除全部条件']").click()
    assert count(browser) == "共260条"


def test_back_reload_and_a_bookmark_show_what_was_shown(browser: webdriver.Chrome, run: Path) -> None:
    tick(browser, "unit", UNITS[0])
    one = count(browser)
    tick(browser, "severity", "不通过")
    both, address = count(browser), browser.current_url
    assert one != both
    browser.back()
    assert count(browser) == one
    assert not browser.find_element(By.CSS_SELECTOR, "input[data-key='severity=不通过']").is_selected()
    browser.forward()
    assert count(browser) == both
    browser.refresh()
    assert count(browser) == both
    assert browser.find_element(By.CSS_SELECTOR, "input[data-key='severity=不通过']").is_selected()
    browser.get((run / "index.html").as_uri())
    browser.get(address)
    assert count(browser) == both


def test_rows_are_grouped_with_their_counts(browser: webdriver.Chrome) -> None:
    Select(browser.find_element(By.ID, "group")).select_by_visible_text("按项目")
    assert rows(browser)[0] == "项目：GY2026-001 数控技术高级研修班（1）　87条"
    heads = browser.execute_script("return document.querySelectorAll('#rows .group').length")
    assert (heads, len(rows(browser))) == (2, 102)


def test_what_is_shown_is_exported_as_a_workbook_of_texts(chromium: webdriver.Chrome, tmp_path: Path) -> None:
    odd = ['=HYPERLINK("http://x")', "-1+1", "＝A1", "a<b>&\"'c", "_x0041_", " 空格 ", "🙂𠮷"]
    found = [finding("E0403", at, value=said, amount=5000 + at) for at, said in enumerate(odd)]
    report = made_up([*found, finding("D109", 8)])
    page.write(report, tmp_path)
    chromium.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    chromium.get("about:blank")
    chromium.get(f"{(tmp_path / 'index.html').as_uri()}#findings?code=E0403")
    chromium.find_element(By.ID, "export-xlsx").click()
    file = tmp_path / "审核问题-20261124-101500-validate-筛选.xlsx"
    WebDriverWait(chromium, 5, 0.05).until(lambda _: file.exists())
    (sheet,) = openpyxl.load_workbook(file)
    head, *rows = sheet.iter_rows()
    at = {cell.value: cell.column - 1 for cell in head}
    rows.sort(key=lambda row: row[at["涉及金额"]].value)
    assert [unescape(row[at["填报值"]].value) for row in rows] == odd
    assert {row[at["填报值"]].data_type for row in rows} == {"s"}
    assert [row[at["涉及金额"]].value for row in rows] == [5000 + number for number in range(len(odd))]
    assert [row[at["填报值"]].quotePrefix for row in rows[:3]] == [True, True, True]
    assert sheet.freeze_panes == "A2"
    needs("soffice")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(file)], capture_output=True, check=True, timeout=120
    )
    again = list(csv.DictReader(file.with_suffix(".csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["填报值"] for row in sorted(again, key=lambda row: row["涉及金额"])] == odd


def test_everyone_shown_is_exported_as_a_workbook(chromium: webdriver.Chrome, tmp_path: Path) -> None:
    page.write(made_up(), tmp_path)
    chromium.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    chromium.get("about:blank")
    chromium.get(f"{(tmp_path / 'index.html').as_uri()}#people")
    chromium.find_element(By.ID, "people-export-xlsx").click()
    file = tmp_path / "学员-20261124-101500-validate.xlsx"
    WebDriverWait(chromium, 5, 0.05).until(lambda _: file.exists())
    (sheet,) = openpyxl.load_workbook(file)
    assert sheet.max_row == 7
    assert [sheet.cell(1, at).value for at in (1, 2, 3)] == ["结论", "姓名", "身份证件号码"]


def test_the_words_to_send_with_a_package_are_copied(chromium: webdriver.Chrome, tmp_path: Path) -> None:
    page.write(made_up(sender=Sender(contact="王敏", telephone="010-00000000")), tmp_path)
    chromium.get("about:blank")
    chromium.get(f"{(tmp_path / 'index.html').as_uri()}#returns")
    rows = chromium.find_elements(By.CSS_SELECTOR, ".returns tbody tr")
    assert [row.find_element(By.CSS_SELECTOR, ".strong").text for row in rows] == sorted(UNITS)
    rows[0].find_element(By.TAG_NAME, "summary").click()
    words = rows[0].find_element(By.TAG_NAME, "textarea").get_attribute("value") or ""
    assert (
        words.startswith(f"{sorted(UNITS)[0]}：\n贵单位报送的")
        and "联系人：王敏，联系电话：010-00000000。" in words
    )
    rows[0].find_element(By.CSS_SELECTOR, ".copy").click()
    WebDriverWait(chromium, 5, 0.05).until(
        lambda _: rows[0].find_element(By.CSS_SELECTOR, "[role=status]").text == "已复制"
    )


def test_what_is_shown_is_exported_as_csv_that_runs_nothing(
    chromium: webdriver.Chrome, tmp_path: Path
) -> None:
    found = [finding("E0403", 0, message="=cmd|1"), finding("Q0601", 1, message='一，"二"')]
    page.write(made_up(found), tmp_path)
    chromium.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    chromium.get((tmp_path / "index.html").as_uri() + "#findings?code=E0403")
    chromium.find_element(By.ID, "export-csv").click()
    file = tmp_path / "审核问题-20261124-101500-validate-筛选.csv"
    WebDriverWait(chromium, 5, 0.05).until(lambda _: file.exists())
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert [(line["规则代码"], line["问题"], line["涉及金额"]) for line in lines] == [
        ("E0403", "'=cmd|1", "5000")
    ]


def test_what_is_new_since_the_last_run_is_a_facet(chromium: webdriver.Chrome, tmp_path: Path) -> None:
    page.write(made_up(before="20261120-001-validate"), tmp_path)
    chromium.get((tmp_path / "index.html").as_uri())
    said = chromium.find_element(By.TAG_NAME, "main").text
    assert "上次：20261120-001-validate" in said
    chromium.find_element(By.PARTIAL_LINK_TEXT, "新增的问题").click()
    assert {"未变化", "新增"} >= set(counted(chromium, "change"))
    assert count(chromium) == f"符合条件{counted(chromium, 'change')['新增']}条，共11条"
    assert all("本次新增" in row for row in rows(chromium))


def test_the_first_screen_says_what_to_do_before_any_chart(
    chromium: webdriver.Chrome, tmp_path: Path
) -> None:
    page.write(made_up(remarks=["处理意见.xlsx第3行的处理意见（E0405）已失效"]), tmp_path)
    chromium.get((tmp_path / "index.html").as_uri())
    said = chromium.find_element(By.TAG_NAME, "main").text
    order = [said.index(words) for words in ("待我处理", "本次审核说明", "（E0405）已失效", "问题最多的规则")]
    assert order == sorted(order)
    chromium.find_element(By.PARTIAL_LINK_TEXT, "待核实的问题").click()
    assert all("待核实" in row and "未处理" in row for row in rows(chromium))


def test_a_part_says_so_in_its_title_and_names_its_summary(tmp_path: Path) -> None:
    page.write(made_up(part="项目GY2026-001"), tmp_path)
    text = text_of(tmp_path)
    assert "<title>高技能人才研修培训报送材料审核（部分）" in text
    assert "本次只审核了项目GY2026-001，" in text
    assert unquote(re.findall(r'class="strong" href="([^"]+)"', text)[0]) == "审核汇总（部分）.xlsx"


def test_search_finds_by_any_text_and_by_the_slash_key(browser: webdriver.Chrome) -> None:
    browser.find_element(By.TAG_NAME, "body").send_keys("/")
    assert browser.switch_to.active_element.get_attribute("id") == "search"
    browser.switch_to.active_element.send_keys("第25条 首都")
    assert count(browser) == "符合条件1条，共260条"
    browser.switch_to.active_element.send_keys("没有这样的问题")
    assert rows(browser) == ["没有符合条件的问题。"]


def test_a_heading_sorts_up_and_down_by_keyboard(browser: webdriver.Chrome) -> None:
    heading(browser, "结论").find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)
    assert heading(browser, "结论").get_attribute("aria-sort") == "ascending"
    assert rows(browser)[0].startswith("不通过")
    heading(browser, "结论").find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)
    assert heading(browser, "结论").get_attribute("aria-sort") == "descending"
    assert rows(browser)[0].startswith("提示")


def test_pages_are_turned(browser: webdriver.Chrome) -> None:
    first = rows(browser)[0]
    browser.find_element(By.ID, "next").click()
    browser.find_element(By.ID, "next").click()
    assert len(rows(browser)) == 60
    assert rows(browser)[0] != first
    assert not browser.find_element(By.ID, "next").is_enabled()


def test_a_bar_of_a_chart_adds_its_filter_to_the_others(browser: webdriver.Chrome) -> None:
    tick(browser, "unit", UNITS[0])
    browser.find_element(By.LINK_TEXT, "总览").click()
    browser.find_element(By.CSS_SELECTOR, ".bar[data-value='Q0601']").click()
    shown = rows(browser)
    assert 0 < len(shown) < 100 and all("班额不足" in row and UNITS[0] in row for row in shown)


def test_a_project_and_a_returned_workbook_are_one_click_away(browser: webdriver.Chrome, run: Path) -> None:
    copy = browser.find_element(By.CSS_SELECTOR, "#rows td:nth-child(4) a").get_attribute("href")
    assert copy.startswith((run / "returned").as_uri()) and copy.endswith(".xlsx")
    browser.find_element(By.LINK_TEXT, "项目").click()
    browser.find_element(By.LINK_TEXT, "数控技术高级研修班（1）").click()
    assert browser.current_url == (run / "projects" / "GY2026-001.html").as_uri()
    assert "数控技术高级研修班（1）" in browser.find_element(By.TAG_NAME, "body").text


def test_print_shows_every_row_and_then_the_page_again(browser: webdriver.Chrome, tmp_path: Path) -> None:
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
    (tmp_path / "page.pdf").write_bytes(base64.b64decode(printed))
    assert len(rows(browser)) == 100
    needs("pdftotext")
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "page.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert {int(found) for found in re.findall(r"第(\d+)条：", text)} == set(range(260))
    pages = text.split("\f")[:-1]
    assert all("问题与修改办法" in sheet for sheet in pages[:-1])  # heads are repeated
    assert "待我处理" not in text


@pytest.fixture
def telephone(browser: webdriver.Chrome) -> Iterator[webdriver.Chrome]:
    """The page on a screen of 390 pixels."""
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True},
    )
    browser.refresh()
    yield browser
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_nothing_runs_out_of_a_wide_page(browser: webdriver.Chrome) -> None:
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 1280


def test_on_a_telephone_rows_are_cards_that_are_sorted_filtered_and_opened(
    telephone: webdriver.Chrome, run: Path
) -> None:
    assert telephone.execute_script("return document.documentElement.scrollWidth") <= 390
    assert not telephone.find_element(By.ID, "head").is_displayed()
    Select(telephone.find_element(By.ID, "sort")).select_by_visible_text("结论降序")
    assert "提示" in rows(telephone)[0]
    telephone.find_element(By.CSS_SELECTOR, "[data-view=findings] .facet-box summary").click()
    tick(telephone, "severity", "待核实")
    telephone.find_element(By.ID, "search").send_keys(UNITS[1])
    assert all("待核实" in row and UNITS[1] in row for row in rows(telephone))
    telephone.find_element(By.CSS_SELECTOR, "#rows td:nth-child(3) a").click()
    assert telephone.current_url == (run / "projects" / "GY2026-002.html").as_uri()
    assert telephone.execute_script("return document.documentElement.scrollWidth") <= 390


def test_by_keyboard_alone_one_filters_and_opens_a_project(browser: webdriver.Chrome, run: Path) -> None:
    def press(*keys: str) -> None:
        ActionChains(browser).send_keys(*keys).perform()

    browser.get((run / "index.html").as_uri() + "?again")
    press(Keys.TAB)
    assert browser.switch_to.active_element.text == "跳到正文"
    press(Keys.ENTER, "/", "第25条")
    assert count(browser) == "符合条件1条，共260条"
    for _ in range(30):
        press(Keys.TAB)
        if browser.switch_to.active_element.get_attribute("href") and browser.execute_script(
            "return document.activeElement.closest('#rows') !== null"
        ):
            break
    assert browser.execute_script("return getComputedStyle(document.activeElement).outlineStyle") != "none"
    press(Keys.ENTER)
    assert browser.current_url.startswith((run / "projects").as_uri())
