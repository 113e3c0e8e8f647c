"""Family D: cells whose usual contents are listed, and what stands outside the list."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.industries import listed
from gaoji_batch.rules.rule import ROW, rule
from gaoji_batch.rules.words import in_words


@rule(
    "D116",
    REVIEW,
    title="填写内容须说明",
    scope=ROW,
    params=("industries",),
    each=("row_of", "name"),
    rests_on=("written",),
    message="“{name}”栏填写的内容不多见，请说明",
    hint="书面说明，或按常用的填写；{fix}",
    evidence="{why}",
)
def outside_an_open_list(facts: Facts) -> pd.DataFrame:
    """有常用填法的列一般按常用的填写。

    读法：授课形式、产业领域、证书类型、学历；办法写有“等”字，其他填法须核实。
    例：授课形式填“拓展训练”。
    消除：说明，或改为常用的填法，或由中心核实后填写予以通过。
    """
    return pd.concat(
        [
            facts.faults.of_fields("D116"),
            *(_unlisted_industries(facts, form) for form in ("application", "approved")),
        ],
        ignore_index=True,
    )


def _unlisted_industries(facts: Facts, form: str) -> pd.DataFrame:
    """Rows of a form whose 产业领域 is not among those of the policy on the opening day: sheet, row, at,
    field, name, why, fix."""
    rows = facts.filings.frame(form).dropna(subset=["industry"])
    # the list of the opening day: notices add to it (facts.md 7)
    lists = facts.policy.of("industries", on=rows["opening"])
    allowed = [listed(industry, names) for industry, names in zip(rows["industry"], lists, strict=True)]
    rows = rows.assign(allowed=["、".join(names) for names in lists], at=rows.index)
    odd = rows[~pd.Series(allowed, index=rows.index, dtype="bool")]
    odd = odd.assign(field="industry", name="产业领域", written=odd["industry"])
    odd = in_words(
        odd.assign(row_of=[facts.faults.row_of(form, at) for at in odd.index]), why=_typed, fix=_usual
    )
    return odd[["sheet", "row", "at", "field", "name", "why", "fix", "written", "row_of"]]


def _typed(industry: str) -> str:
    return f"填写的是“{industry}”"


def _usual(allowed: str) -> str:
    return f"可填：{allowed}"
