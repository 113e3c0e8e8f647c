"""Writes every template: python -m tests.templates [FOLDER]"""

from __future__ import annotations

import sys
from pathlib import Path

from gaoji_batch.law import resources
from tests.templates import appraisal, excel, inspection, publicity, review, settlement
from tests.templates.word import save

LETTERS = {
    "补正材料一次性告知书": review.letter,
    "项目审核意见表": review.opinion,
    "拟立项公示": appraisal.notice,
    "立项通知": appraisal.letter,
    "抽查问题整改通知书": inspection.notice,
    "卷内文件目录": inspection.catalogue,
    "补助资金拨付公示": publicity.notice,
    "结业证书": settlement.certificate,
    "追回补助资金通知书": settlement.recovery,
}


def main(folder: Path) -> None:
    for name, made in LETTERS.items():
        save(made(), folder / f"{name}.docx")
    excel.make(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else resources.templates())
