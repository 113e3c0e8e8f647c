"""Files of extracts/ that hold none of the center's extracts: as attachments (F018), or as unknown (F004)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from gaoji_batch.evidence.extracts import ATTACHED
from gaoji_batch.evidence.parts import Part
from gaoji_batch.evidence.source import Evidence
from gaoji_batch.rules.unused_rows import unknown_files

PARTS = [
    Part("说明.PDF", unknown=ATTACHED),
    Part("无扩展名", unknown=ATTACHED),
    Part("会议通知.xlsx", unknown="表头不相符"),
    Part("银行支付明细.pdf", unknown=ATTACHED),
    Part("社保", unknown=ATTACHED, table="public.shebao"),
    Part("社保缴费明细.csv", "insurance"),
]
FACTS: Any = SimpleNamespace(evidence=Evidence(parts=PARTS))


def test_an_attachment_is_told_by_its_ending():
    rows = unknown_files(FACTS, attached=True)
    assert rows[["file", "kind"]].to_numpy().tolist() == [
        ["extracts/说明.PDF", "pdf"],
        ["extracts/无扩展名", "非电子表格"],
    ]


def test_what_is_no_attachment_and_no_extract_is_told_with_the_reason():
    rows = unknown_files(FACTS, attached=False)
    assert rows[["file", "kind", "why"]].to_numpy().tolist() == [
        ["extracts/会议通知.xlsx", "xlsx", "表头不相符"]
    ]
