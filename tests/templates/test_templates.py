"""The templates in the repository are those that their makers write."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from gaoji_batch.law import resources
from gaoji_batch.outputs.workbooks.disbursement import TEMPLATE
from tests.templates import excel
from tests.templates.__main__ import LETTERS
from tests.templates.word import save


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_made_again_byte_for_byte(name: str, tmp_path: Path) -> None:
    made = tmp_path / f"{name}.docx"
    save(LETTERS[name](), made)
    assert made.read_bytes() == (resources.templates() / made.name).read_bytes(), "python -m tests.templates"


def test_the_payment_sheet_is_made_again_but_for_the_time_it_was_saved(tmp_path: Path) -> None:
    excel.make(tmp_path)
    assert parts(tmp_path / TEMPLATE) == parts(resources.templates() / TEMPLATE), "python -m tests.templates"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist() if name != "docProps/core.xml"}


def test_every_word_template_has_a_maker() -> None:
    assert {path.stem for path in resources.templates().glob("*.docx")} == set(LETTERS)
