"""What a damaged ID number may have been: which slips
are undone, under which employer, and who gets to see it."""

from __future__ import annotations

import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from gaoji_batch.commands import validate
from gaoji_batch.evidence import candidates
from gaoji_batch.workspace.folders import Workspace
from tests import people
from tests.commands.workspaces import made
from tests.rules import world

WHOLE = people.id_number("110105", "19850527", 316)


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(WHOLE[:8] + "9" + WHOLE[9:], id="a digit wrong"),
        pytest.param(WHOLE[:10] + "O" + WHOLE[11:], id="a letter for a digit"),
        pytest.param(WHOLE[:17] + ("1" if WHOLE[17] != "1" else "2"), id="the check character wrong"),
        pytest.param(WHOLE[:13] + WHOLE[14] + WHOLE[13] + WHOLE[15:], id="two swapped"),
        pytest.param(WHOLE[:12] + WHOLE[13:], id="a digit left out"),
        pytest.param(WHOLE[:12] + "7" + WHOLE[12:], id="a digit too many"),
        pytest.param(float(WHOLE[:15] + "000"), id="stored as a number"),
        pytest.param(int(WHOLE[:15] + "000"), id="stored as a whole number"),
        pytest.param(f"{WHOLE[0]}.{WHOLE[1:15]}E+17", id="written with an exponent"),
    ],
)
def test_one_slip_is_undone(damaged: object) -> None:
    assert WHOLE in candidates.near_of(damaged)


@pytest.mark.parametrize(
    "damaged", ["1.10105E+17", "", "H01234567", "11010519850527", WHOLE[:6] + "OO" + WHOLE[8:], 1.5e14]
)
def test_what_is_damaged_further_has_no_candidate(damaged: object) -> None:
    assert candidates.near_of(damaged) == ()


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[validate.ValidateResult, Workspace, list[str]]:
    """Three damaged numbers: one whose owner is insured where the row says,
    one insured elsewhere, one cut by a number cell."""
    held = world.clean()
    numbers = [str(row["身份证件号码"]) for row in held.rows["roster"][:3]]
    held.rows["roster"][0]["身份证件号码"] = (
        numbers[0][:15] + str((int(numbers[0][15]) + 1) % 10) + numbers[0][16:]
    )
    held.rows["roster"][1]["身份证件号码"] = numbers[1][:17] + ("1" if numbers[1][17] != "1" else "2")
    held.rows["roster"][1]["工作单位"] = "北京另一家有限公司"
    held.rows["roster"][2]["身份证件号码"] = float(numbers[2][:15] + "000")
    workspace = made(held, tmp_path_factory.mktemp("candidates"))
    return (
        validate.run(workspace, on=date(2026, 6, 1)),
        workspace,
        [f"{number[:6]}********{number[14:]}" for number in numbers],
    )


def test_the_analyst_is_shown_who_is_insured_under_that_employer(checked: tuple) -> None:
    result, _, masked = checked
    rows = list(load_workbook(result.summary)["审核问题"].values)
    at = {title: index for index, title in enumerate(rows[0])}
    shown = {
        row[at["行"]]: row[at["可能的号码"]] for row in rows[1:] if row[at["规则代码"]] in ("D102", "D103")
    }
    assert list(shown.values()) == [f"{masked[0]}（第16位不同）", None, masked[2]]


def test_nobody_else_is(checked: tuple) -> None:
    result, _, masked = checked
    texts = [
        path.read_text(encoding="utf-8-sig")
        for path in result.folder.rglob("*")
        if path.suffix in (".json", ".csv", ".html")
    ]
    for path in (result.folder / "returned").rglob("*.xlsx"):
        with zipfile.ZipFile(path) as book:
            texts += [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
    said = "\n".join(texts)
    assert "D102" in said and "D103" in said
    assert said.count(masked[2]) == said.count(masked[0]) == 0
