"""axe-core finds nothing to object to on any view of the page, light or dark, wide or on a telephone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from selenium import webdriver

from gaoji_batch.outputs.pages import page, review
from tests.outputs.reports import made_up
from tests.outputs.test_page import many

SCRIPT = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
VIEWS = list(page.VIEWS)


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core; skips the test where it is not installed, in CI it fails instead."""
    if not SCRIPT.exists():
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse(f"needs axe-core: npm install --prefix {SCRIPT.parents[2]}")
    return SCRIPT.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    report = made_up(
        many(24),
        yearly={2026: (845, 800)},
        overrides={"class.min": "15"},
        before="20261120-001-validate",
        remarks=["处理意见.xlsx第3行的处理意见（E0405）已失效"],
        part="项目GY2026-001",
    )
    review.write(report, folder)
    page.write(report, folder)
    return folder


def violations(browser: webdriver.Chrome, axe: str) -> list[str]:
    browser.execute_script(axe)
    found = browser.execute_async_script(
        "const done = arguments[0]; axe.run().then(said => done(said.violations))"
    )
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:3]]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_every_view(chromium: webdriver.Chrome, run: Path, axe: str, scheme: str, width: int) -> None:
    chromium.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 800},
    )
    try:
        for view in VIEWS:
            chromium.get("about:blank")
            chromium.get(f"{(run / 'index.html').as_uri()}#{view}")
            assert {view: violations(chromium, axe)} == {view: []}
            assert chromium.execute_script("return document.documentElement.scrollWidth") <= width
    finally:
        chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_summary_of_a_project(chromium: webdriver.Chrome, run: Path, axe: str) -> None:
    chromium.get((run / "projects" / "GY2026-001.html").as_uri())
    assert violations(chromium, axe) == []
