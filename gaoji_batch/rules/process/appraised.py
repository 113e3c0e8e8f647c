"""Article 11: an approval rests on an application and on what the experts advised."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REVIEW
from gaoji_batch.law import choices
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import PROJECT, rule
from gaoji_batch.rules.words import in_words, joined, number
from gaoji_batch.values import text
from gaoji_batch.values.cells import missing


@rule(
    "P1104",
    REVIEW,
    title="立项与评审不符",
    scope=PROJECT,
    compared_with="reviews",
    on="approved",
    column="approved_heads",
    params=("appraisal.min_experts",),
    rests_on=("experts", "mean", "agreed", "least", "applied"),
    message="{why}",
    hint="核对立项项目登记与专家评审；确属无误的，由中心填写处理意见",
    evidence="专家评审：{experts}名专家评分，平均建议人数{advised}；核定人数{heads}",
)
def approved_past_the_appraisal(facts: Facts) -> pd.DataFrame:
    """市就业促进中心组织专家评审、论证后，确定当年研修培训项目及研修人数。

    读法：只在中心登记了该项目立项季度的专家评审时核对；评分的专家（不含回避）少于规定人数，
    或核定人数高于专家建议人数的平均数，或没有项目实施方案的存疑；按项目名称和承办单位对应。
    例：3名专家平均建议25人，立项核定30人。
    消除：更正登记，或由中心核实后填写予以通过。
    """
    reviews = facts.filings.frame("reviews")
    rows = facts.plan.approved_standing
    if not len(reviews) or not len(rows):
        return rows.iloc[:0]
    # a row a class (期次): the experts advise the heads of the project
    heads = rows.groupby("project")["approved_heads"].sum(min_count=1)
    rows = rows.drop_duplicates("project")
    rows = rows[_round_reviewed(rows, reviews)]
    scores = _scores(reviews)
    key = _key(rows)
    least = facts.policy.of("appraisal.min_experts", on=facts.days_of_law(rows))
    advised = key.map(scores["advised"]).astype("Float64")
    approved = rows["project"].map(heads).astype("Float64")
    rows = rows.assign(
        experts=key.map(scores["experts"]).fillna(0).astype("int64"),
        least=least,
        applied=rows["project"].isin(set(facts.units.applications["scheme_project"])),
        mean=advised.round(1),
        agreed=approved,
        above=approved.gt(advised).fillna(False).astype("bool"),
        advised=[_heads(mean) for mean in advised],
        heads=[_heads(approval) for approval in approved],
    )
    rows = in_words(rows, why=_against_the_appraisal)
    return rows[rows["why"].ne("")]


def _against_the_appraisal(
    experts: int, least: int, above: bool, heads: str, advised: str, applied: bool
) -> str:
    return joined(
        experts < least and f"只有{experts}名专家评分，少于{least}名",
        above and f"核定人数{heads}，高于专家平均建议人数{advised}",
        not applied and "没有项目实施方案",
    )


def _round_reviewed(rows: pd.DataFrame, reviews: pd.DataFrame) -> pd.Series:
    """Whether the reviews of a project's round (the quarter of its approval) are kept: those of some project
    of it are."""
    quarter = rows["approved_on"].dt.year * 4 + rows["approved_on"].dt.quarter
    reviewed = _key(rows).isin(set(_key(reviews)))
    # where the center kept no reviews of a round, nothing can be said of any project of it
    return reviewed.groupby(quarter.fillna(0)).transform("any")


def _key(rows: pd.DataFrame) -> pd.Series:
    return text.fold_series(rows["project_name"].fillna("")) + "|" + text.fold_series(rows["unit"].fillna(""))


def _scores(reviews: pd.DataFrame) -> pd.DataFrame:
    """Of each application (index: name and unit): experts who scored, mean of the heads they advise; an
    abstaining expert counts in neither."""
    abstains = [
        choices.canonical("yes_no", answer) == "是" for answer in reviews["abstains"].fillna("").astype("str")
    ]
    scored = reviews[~pd.Series(abstains, index=reviews.index, dtype="bool") & reviews["score_total"].notna()]
    scored = scored.assign(key=_key(scored), named=text.fold_series(scored["expert"].fillna("")))
    # an expert who scored twice corrected the first score
    scored = scored.drop_duplicates(["key", "named"], keep="last")
    return scored.groupby("key").agg(experts=("named", "size"), advised=("advised_heads", "mean"))


def _heads(heads: object) -> str:
    return "未填写" if missing(heads) else number(round(float(heads), 1)) + "人"  # type: ignore[arg-type]
