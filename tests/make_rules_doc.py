"""Makes docs/rules.md, the rule catalogue: python -m tests.make_rules_doc"""

from __future__ import annotations

from pathlib import Path

from gaoji_batch.law import resources
from gaoji_batch.law.policy import Policy
from gaoji_batch.outputs.pages import catalogue
from gaoji_batch.rules.registry import all_rules

PATH = Path(__file__).resolve().parent.parent / "docs" / "rules.md"


def text() -> str:
    return catalogue.markdown(all_rules(), Policy.load(resources.schemas() / "policy", {}))


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(text(), encoding="utf-8", newline="\n")
