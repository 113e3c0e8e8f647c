"""A page that is open goes with the newest run, from disk."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from selenium import webdriver

from gaoji_batch.outputs.pages import page
from tests.outputs.reports import made_up


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
    shutil.copy(tmp_path / "run1" / "run.js", tmp_path / "run2" / "run.js")
    time.sleep(2.5)
    assert "002-validate" in chromium.page_source
    assert chromium.find_element("id", "newer").is_displayed()
