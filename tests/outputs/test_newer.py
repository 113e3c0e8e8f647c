"""A page that is open goes with the newest run, from disk."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from selenium import webdriver

from gaoji_batch.outputs.pages import page
from tests.outputs.reports import made_up


def test_nothing_beside_the_page_runs(chromium: webdriver.Chrome, tmp_path: Path) -> None:
    page.write(made_up(), tmp_path)
    (tmp_path / "run.js").write_text("document.title = '运行了';", encoding="utf-8")
    scripted = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        '<script>top.document.title="运行了"</script></svg>'
    )
    (tmp_path / "run.svg").write_text(scripted, encoding="utf-8")
    chromium.get((tmp_path / "index.html").as_uri())
    chromium.execute_script(
        "const made = document.createElement('script'); made.src = 'run.js'; document.head.append(made);"
        "const shown = new Image(); shown.src = 'run.svg'; document.body.append(shown);"
        "const away = new Image(); away.src = 'https://localhost/x.png';"
    )
    time.sleep(0.5)
    assert chromium.title.startswith("高技能人才研修培训")
    refused = [line["message"] for line in chromium.get_log("browser")]
    assert len(refused) == 2 and "run.js" in refused[0] and "localhost" in refused[1]


@pytest.mark.posix
def test_the_open_page_goes_with_the_newest_run(chromium: webdriver.Chrome, tmp_path: Path) -> None:
    for number in (1, 2):
        run = tmp_path / f"run{number}"
        run.mkdir()
        report = made_up()
        report.run = f"20260701-00{number}-validate"
        page.write(report, run)
    latest = tmp_path / "latest"
    latest.symlink_to("run1")
    chromium.get((latest / "index.html").as_uri() + "#findings")
    assert "001-validate" in chromium.page_source
    time.sleep(1.5)
    assert chromium.get_log("browser") == []
    latest.unlink()
    latest.symlink_to("run2")
    until = time.monotonic() + 10
    while "运行编号：20260701-002" not in chromium.page_source and time.monotonic() < until:
        time.sleep(0.2)
    assert "运行编号：20260701-002" in chromium.page_source
    assert chromium.current_url.endswith("#findings")
    chromium.execute_script("document.getElementById('search').focus()")
    shutil.copy(tmp_path / "run1" / "run.svg", tmp_path / "run2" / "run.svg")
    time.sleep(2.5)
    assert "002-validate" in chromium.page_source
    assert chromium.find_element("id", "newer").is_displayed()
