"""axe-core finds nothing to object to on any page,
light or dark, wide or on a telephone, nor is any too wide."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver

from gaoji_batch.outputs.pages import page, review
from tests.cli.calls import call
from tests.outputs.reports import made_up
from tests.outputs.test_page import many

SCRIPT = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
VIEWS = list(page.VIEWS)
LOOKS = [("light", 1280), ("dark", 390), ("dark", 1920)]
SAMPLE = Path(__file__).parents[2] / "sample_data"
PAGES = {
    "whatif/whatif.html": "whatif 班额下限=15 year.cap=500",
    "appraise/appraisal.html": "appraise --year 2026",
    "deadlines/deadlines.html": "deadlines",
    "inspect/inspect.html": "inspect --quarter 2026Q3",
    "statistics/statistics.html": "statistics --year 2026",
    "reconcile/reconcile.html": "reconcile --quarter 2026Q3",
    "rules/rules.html": "rules --html",
}
"""The page in out/latest-… → the command that writes it."""


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


@contextmanager
def shown(chromium: webdriver.Chrome, scheme: str, width: int) -> Iterator[None]:
    """A window of this width, in light or in dark."""
    chromium.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 800},
    )
    try:
        yield
    finally:
        chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def faults(chromium: webdriver.Chrome, axe: str, address: str, width: int) -> list[str]:
    """What axe-core objects to on a page, and whether it is wider than the window."""
    chromium.get("about:blank")
    chromium.get(address)
    wide = chromium.execute_script("return document.documentElement.scrollWidth")
    return violations(chromium, axe) + ([f"{wide} pixels wide"] if wide > width else [])


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_every_view(chromium: webdriver.Chrome, run: Path, axe: str, scheme: str, width: int) -> None:
    page_of_run = (run / "index.html").as_uri()
    with shown(chromium, scheme, width):
        found = {view: faults(chromium, axe, f"{page_of_run}#{view}", width) for view in VIEWS}
    assert found == {view: [] for view in VIEWS}


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_the_summary_of_a_project(
    chromium: webdriver.Chrome, run: Path, axe: str, scheme: str, width: int
) -> None:
    with shown(chromium, scheme, width):
        assert faults(chromium, axe, (run / "projects" / "GY2026-001.html").as_uri(), width) == []


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The pages of the other commands, for the sample."""
    folder = tmp_path_factory.mktemp("sample") / "ws"
    passed_over = shutil.ignore_patterns("out", ".cache", ".gaoji", "kept", "ledger.db*")
    shutil.copytree(SAMPLE, folder, ignore=passed_over)
    for command in PAGES.values():
        status, _, said = call("-C", str(folder), *command.split(), "--on", "2026-07-01")
        assert status in (0, 1), said
    return [folder / "out" / f"latest-{page.split('/')[0]}" / page.split("/")[1] for page in PAGES]


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_every_page_of_the_other_commands(
    chromium: webdriver.Chrome, pages: list[Path], axe: str, scheme: str, width: int
) -> None:
    with shown(chromium, scheme, width):
        found = {path.name: faults(chromium, axe, path.as_uri(), width) for path in pages}
    assert found == {path.name: [] for path in pages}
