"""The templates in the repository are those that their makers write."""

from __future__ import annotations

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


def test_the_payment_sheet_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    excel.make(tmp_path)
    made = (tmp_path / TEMPLATE).read_bytes()
    assert made == (resources.templates() / TEMPLATE).read_bytes(), "python -m tests.templates"


def test_every_word_template_has_a_maker() -> None:
    assert {path.stem for path in resources.templates().glob("*.docx")} == set(LETTERS)
