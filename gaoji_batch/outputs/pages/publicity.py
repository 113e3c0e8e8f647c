"""The public notice before payment (公示): projects, units, heads and amounts; persons only where they were
asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from gaoji_batch.outputs.letters.word_template import WordTemplate
from gaoji_batch.outputs.pages import plain_page
from gaoji_batch.outputs.workbooks.disbursement import quarter_words
from gaoji_batch.values.dates import chinese_date
from gaoji_batch.workspace.settings import of_folder

NOTICE = "补助资金拨付公示"


def write(
    workspace: Path,
    folder: Path,
    quarter: str,
    span: tuple[date, date],
    days: int,
    rows: Sequence[Mapping[str, Any]],
    persons: Sequence[Mapping[str, str]],
    remark: str,
    on: date,
) -> list[Path]:
    """Writes the notice as Word file and page. rows: project, name, unit, heads, amount; persons: project,
    name, employer."""
    values = {
        "quarter": quarter_words(quarter),
        "first": chinese_date(span[0]),
        "last": chinese_date(span[1]),
        "days": days,
        "rows": rows,
        "persons": persons,
        "heads": sum(row["heads"] for row in rows),
        "amount": sum(row["amount"] for row in rows),
        "remark": remark,
        "day": chinese_date(on),
        "sender": of_folder(workspace).sender.filled,
    }
    document, page = folder / f"{NOTICE}-{quarter}.docx", folder / f"{NOTICE}-{quarter}.html"
    document.write_bytes(WordTemplate(workspace, f"{NOTICE}.docx").render(values))
    plain_page.write(workspace, "publicity.html.j2", values, page)
    return [document, page]
