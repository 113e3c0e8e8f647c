"""Article 13: the papers that a unit hands in beside the register."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import COMPLETION, PROJECT, rule
from gaoji_batch.rules.words import day, in_words
from gaoji_batch.values import text
from gaoji_batch.values.cells import written

SUMMARY, REGISTER, SUMMARIES = PAPERS = ("研修培训工作总结", "盖章的结业登记备案名册", "学员研修工作总结")
"""The papers of article 13, as materials.required names them."""
PAPER_FAULTS = ("lacking", "late", "few")


@rule(
    "P1307",
    REVIEW,
    title="书面材料未收齐",
    scope=PROJECT,
    compared_with="materials",
    stage=COMPLETION,
    on="completion",
    params=("materials.required", "completion.days_after"),
    rests_on=("lacking", "late", "few"),
    message="书面材料{why}",
    hint="{fix}",
    evidence="材料接收清单中本项目已收：{received}",
)
def papers_missing(facts: Facts) -> pd.DataFrame:
    """承办单位将研修培训工作总结、结业登记备案名册、学员研修工作总结书面报市就业促进中心备案。

    读法：只在中心登记了材料接收清单时核对；名册须盖章；收件日期晚于结业后两周的，
    或学员研修工作总结的份数少于考核合格人数的，也存疑；份数未填的不核对份数。
    例：只收到名册和学员总结，没有单位的工作总结。
    消除：补交材料并登记。
    """
    receipts = facts.filings.frame("materials")
    if not len(receipts):
        return pd.DataFrame(columns=["sheet", "why", "fix", "received", *PAPER_FAULTS])
    receipts = receipts.assign(paper=_paper(receipts))
    place = facts.filings.sheet_of("completion")
    lacking, late, few = (
        _papers_lacking(receipts, place),
        _papers_late(facts, receipts),
        _summaries_few(facts, receipts),
    )
    received = receipts.dropna(subset=["material"]).groupby("project")["material"].agg("、".join)
    rows = []
    for project, sheet in place.items():
        faults = [fault.get(project, ("", "", "")) for fault in (lacking, late, few)]
        whys, fixes, values = zip(*faults, strict=True)
        if any(whys):
            words = ("；".join(filter(None, clauses)) for clauses in (whys, fixes))
            rows.append((sheet, project, *words, received.get(project, "无"), *values))
    return pd.DataFrame(rows, columns=["sheet", "of_project", "why", "fix", "received", *PAPER_FAULTS])


def _paper(receipts: pd.DataFrame) -> pd.Series:
    """The required paper that each row of 材料接收清单 names; missing if it names none."""
    names = text.fold_series(receipts["material"].fillna(""))
    summary = names.str.contains("工作总结", regex=False)
    of_trainees = names.str.contains("学员", regex=False)
    stamped = text.fold_series(receipts["stamped"].fillna("")).eq("是")
    paper = pd.Series(pd.NA, index=receipts.index, dtype="object")
    paper = paper.mask(names.str.contains("名册", regex=False) & stamped, REGISTER)
    return paper.mask(summary & ~of_trainees, SUMMARY).mask(summary & of_trainees, SUMMARIES)


def _papers_lacking(receipts: pd.DataFrame, place: pd.Series) -> dict[str, tuple[str, str, str]]:
    """Required papers that never came, by project: (cause, remedy, names of the papers)."""
    there = receipts.groupby("project")["paper"].agg(lambda papers: set(papers.dropna())).to_dict()
    missing = {
        project: "、".join(paper for paper in PAPERS if paper not in there.get(project, set()))
        for project in place.index
    }
    return {
        project: (f"未收齐：缺{papers}", f"补交{papers}", papers)
        for project, papers in missing.items()
        if papers
    }


def _papers_late(facts: Facts, receipts: pd.DataFrame) -> dict[str, tuple[str, str, str]]:
    """The same of the required papers that first came later than completion.days_after the end."""
    first = receipts.dropna(subset=["paper", "received_on"]).sort_values("received_on")
    first = first.drop_duplicates(["project", "paper"])
    schemes = facts.plan.projects.reindex(first["project"]).set_axis(first.index)
    first = first.assign(ending=schemes["ending"], opening=schemes["opening"]).dropna(subset=["ending"])
    days = facts.policy.of("completion.days_after", on=first["opening"].fillna(first["ending"])).astype(
        "int64"
    )
    first = first.assign(due=first["ending"] + pd.to_timedelta(days, unit="D"))
    first = first[first["received_on"].gt(first["due"])]
    first = in_words(first, receipt=_receipt)
    return {
        project: (
            f"逾期收到：{'、'.join(papers['receipt'])}，期限{day(papers['due'].iloc[0])}",
            "由单位书面说明逾期原因，由中心填写处理意见",
            "、".join(papers["paper"]),
        )
        for project, papers in first.groupby("project")
    }


def _receipt(paper: str, received_on: pd.Timestamp) -> str:
    return f"{paper}于{day(received_on)}"


def _summaries_few(facts: Facts, receipts: pd.DataFrame) -> dict[str, tuple[str, str, str]]:
    """The same of 学员研修工作总结 that are fewer than the trainees who passed, where their number is written
    on every receipt."""
    rows = receipts[receipts["paper"].eq(SUMMARIES)]
    # a receipt without a number of copies leaves their sum unknown, a register without numbers who passed
    unsaid = set(rows.loc[rows["copies"].isna(), "project"]) | facts.filings.unjoinable("completion")
    copies = rows[~rows["project"].isin(unsaid)].groupby("project")["copies"].sum()
    passed = facts.people.register[facts.people.register["result"].eq("合格")]
    passed = (
        passed.assign(one=facts.people.person_written("completion", passed))
        .groupby("project")["one"]
        .nunique()
    )
    return {
        project: (
            f"份数不足：学员研修工作总结{written(float(count))}份，考核合格{passed[project]}人",
            f"补交学员研修工作总结{written(float(passed[project] - count))}份",
            f"{written(float(count))}/{passed[project]}",
        )
        for project, count in copies.items()
        if project in passed.index and count < passed[project]
    }
