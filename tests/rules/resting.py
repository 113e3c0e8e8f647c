"""What a ruling rests on, held against what a case puts in: facts by name, never text that the rule made."""

from __future__ import annotations

import json
import re
from typing import Any

from gaoji_batch.findings import NOTE
from gaoji_batch.law import levels
from gaoji_batch.rules.process.papers import PAPERS
from gaoji_batch.rules.rule import Rule
from gaoji_batch.rules.signals import SIGNALS
from gaoji_batch.values import text
from tests.rules.judge import FORMS
from tests.rules.world import World

PLAIN = re.compile(r"|[\d./*]+(个月)?|\d{4}年\d{1,2}月(\d{1,2}日)?|\d{4}-\d\d-\d\d|[是否*]|[0-9a-f]{16}")
"""Numbers, days, months, yes and no, the hash of a content: whatever a value of a type is said as."""
KNOWN = {
    text.fold(name)
    for form in FORMS.values()
    for name in (form.key, form.title, *(column.name for column in form.columns))
}
KNOWN |= {text.fold(name) for name in (*SIGNALS, *PAPERS, *levels.known())}
KNOWN |= {text.fold(f"{FORMS[form].title}（未读取）") for form in ("roster", "plan")}
"""Words of the field: forms, columns, papers, signals, levels. A form that came and was not read is told from
one that never came (P1202): whoever let the one pass did not let the other."""


def faults(rule: Rule, world: World, found: Any) -> list[str]:
    """What is wrong with the values that the findings of a rule rest on; [] where nothing is."""
    put_in = _folded([vars(world)])
    told = []
    for row in found[found["code"].eq(rule.code)].to_dict("records"):
        if not rule.waivable or row["severity"] == NOTE:
            continue
        apart, basis = json.loads(row["apart"]), json.loads(row["basis"])
        lacking = {*rule.each, *(rule.rests_on or ())} - {*apart, *basis}
        told += [f"{rule.code}: its rows have no column {name}" for name in sorted(lacking)]
        told += [
            f"{rule.code}: {name} is no fact but text: {said}"
            for name, said in {**apart, **basis}.items()
            if not all(_a_fact(part, put_in) for part in re.split(r"[、|]", said))
        ]
    return told


def _a_fact(said: str, put_in: set[str]) -> bool:
    folded = text.fold(said)
    return bool(PLAIN.fullmatch(said)) or folded in put_in or folded in KNOWN


def _folded(values: Any) -> set[str]:
    """Every text of a world, and its parts, as they are compared."""
    found: set[str] = set()
    for value in values:
        if isinstance(value, dict):
            found |= _folded([*value, *value.values()])
        elif isinstance(value, (list, tuple)):
            found |= _folded(value)
        elif value is not None:
            whole = str(value)
            parts = [whole, text.strip_occupation_code(whole)[0], *text.split_list(whole)]
            found |= {text.fold(part) for part in parts}
            found |= {text.fold(text.strip_occupation_code(part)[0]) for part in parts}
    return found
