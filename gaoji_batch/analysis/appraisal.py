"""Article 11: expert scores of applications → a ranked proposal of projects and headcounts within what the
year allows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from gaoji_batch.law import choices
from gaoji_batch.values import text

PROPOSED, IN_REVIEW, WAITING, DECLINED = "拟立项", "待核实", "待补评", "不予立项"
VALID, ABSTAINED, PARTIAL, REPEATED, BLANK = "有效", "回避", "应当回避", "重复评分", "没有总分"
SCORE_COLUMNS = [
    *("key", "project_name", "unit", "expert", "expert_employer", "score", "advised", "opinion"),
    *("standing", "median", "off"),
]


@dataclass(slots=True)
class Allowance:
    """What the year allows, what approved projects have taken of it already, and how scores are read.

    class_min, class_max: heads a class.
    cap: heads a year.
    per_unit: projects a unit.
    per_head: yuan a head.
    passing: the least mean score.
    min_experts: the fewest scores that count.
    disagreement: points from the median beyond which a score is said to disagree.
    budget: yuan of the year; None where none is registered.
    approved_heads: heads of the projects approved already.
    approved_of_unit: projects approved already, by folded name of the unit.
    """

    class_min: int
    class_max: int
    cap: int
    per_unit: int
    per_head: int
    passing: float
    min_experts: int
    disagreement: float
    budget: int | None = None
    approved_heads: int = 0
    approved_of_unit: Counter[str] = field(default_factory=Counter)

    @property
    def heads_left(self) -> int:
        """Heads that the cap still allows."""
        return max(self.cap - self.approved_heads, 0)

    @property
    def heads_in_budget(self) -> int | None:
        """Heads that the budget still pays, those approved already counted in full; None where no budget is
        given."""
        return None if self.budget is None else max(self.budget // self.per_head - self.approved_heads, 0)


def key_of(rows: pd.DataFrame) -> pd.Series:
    """What names an application: project and unit, as all text is compared."""
    return text.fold_series(rows["project_name"].fillna("")) + "|" + text.fold_series(rows["unit"].fillna(""))


def marks(reviews: pd.DataFrame, disagreement: float) -> pd.DataFrame:
    """Every expert's score (SCORE_COLUMNS). standing: whether it counts and why not; median: of those that
    count for the application;
    off: whether it is further from that median than `disagreement`. Of two scores by one expert the later row
    counts."""
    rows = reviews.assign(
        key=key_of(reviews),
        score=reviews["score_total"].astype("Float64"),
        advised=reviews["advised_heads"].astype("Int64"),
    )
    abstains = (
        rows["abstains"]
        .map(lambda answer: choices.canonical("yes_no", str(answer)) == "是", na_action="ignore")
        # an empty 回避 is no abstention
        .eq(True)
    )
    # an expert of the applicant should have abstained, and does not count even if they did not
    employer = text.fold_series(rows["expert_employer"].fillna(""))
    partial = employer.ne("") & employer.eq(text.fold_series(rows["unit"].fillna("")))
    expert = text.fold_series(rows["expert"].fillna(""))
    # two scores without a name may be those of two experts
    repeated = pd.DataFrame({"key": rows["key"], "expert": expert}).duplicated(keep="last") & expert.ne("")
    standing = (
        pd.Series(VALID, index=rows.index, dtype="str")
        .mask(rows["score"].isna(), BLANK)
        .mask(repeated, REPEATED)
    )
    # the last mask holds: who abstained, or should have, is told so whatever the score lacks
    rows["standing"] = standing.mask(partial, PARTIAL).mask(abstains, ABSTAINED)
    counted = rows["score"].where(rows["standing"].eq(VALID))
    rows["median"] = counted.groupby(rows["key"]).transform("median").astype("Float64")
    rows["off"] = ((counted - rows["median"]).abs() > disagreement).fillna(False).astype("bool")
    return rows[SCORE_COLUMNS]


def summed(scores: pd.DataFrame) -> pd.DataFrame:
    """The scores of each application (index key): experts (scores that count), mean (two decimals), spread
    (highest less lowest), advised (median of the advised heads, rounded down)."""
    counted = scores[scores["standing"].eq(VALID)].groupby("key")
    out = counted.agg(
        experts=("score", "size"),
        mean=("score", "mean"),
        low=("score", "min"),
        high=("score", "max"),
        advised=("advised", "median"),
    )
    spread = (out["high"] - out["low"]).astype("Float64").round(2)
    return out.assign(
        mean=out["mean"].astype("Float64").round(2), spread=spread, advised=out["advised"].astype("Float64")
    )


def remarks(scores: pd.DataFrame, limits: Allowance) -> list[str]:
    """What must be known about the scores of one application: who was left out, who disagrees."""
    sentences = []
    for row in scores[scores["standing"].ne(VALID)].to_dict("records"):
        why = {PARTIAL: "与承办单位同属一个单位，应当回避，评分未计入", ABSTAINED: "已回避，评分未计入"}
        sentences.append(f"{row['expert']}{why.get(row['standing'], row['standing'] + '，未计入')}")
    for row in scores[scores["off"]].to_dict("records"):
        sentences.append(
            f"{row['expert']}评{row['score']:g}分，"
            f"与中位分{row['median']:g}分相差超过{limits.disagreement:g}分，建议复议"
        )
    return sentences


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Applications in the order of their scores: mean, then the smaller spread, the earlier filing, the name;
    those without a score last.

    Adds tied: the names of the others with the same mean.
    """
    rows = rows.sort_values(
        ["mean", "spread", "filed_on", "project_name"],
        ascending=[False, True, True, True],
        na_position="last",
        kind="stable",
    )
    rows = rows.reset_index(drop=True)
    names = rows.groupby("mean")["project_name"].agg(list)
    tied = [
        [name for name in (names[mean] if not pd.isna(mean) else []) if name != title]
        for mean, title in zip(rows["mean"], rows["project_name"], strict=True)
    ]
    return rows.assign(tied=pd.Series(tied, index=rows.index, dtype="object"))


def decided(rows: pd.DataFrame, limits: Allowance) -> pd.DataFrame:
    """The proposal: decision, heads and reasons (list of sentences) of each application, in the order of
    `rows` (as `ordered` gives them).

    rows: project_name, unit, planned_heads, mean, experts, advised, tied, rejects and reviews (lists of what
    stands against it). The year's cap and the budget go to the best first; a unit's projects are counted with
    those approved already. What waits for a ruling (IN_REVIEW) keeps its heads.
    """
    taken, of_unit = 0, Counter(limits.approved_of_unit)
    out = []
    for row in rows.to_dict("records"):
        unit = text.fold(str(row["unit"]))
        decision, heads, reasons = _decided(row, limits, taken, of_unit[unit])
        # what waits for a ruling keeps its heads: they must not be given away meanwhile
        if decision in (PROPOSED, IN_REVIEW):
            taken += heads
            of_unit[unit] += 1
        if row["tied"]:
            reasons.append(
                f"与{'、'.join(f'“{name}”' for name in row['tied'])}平均分相同，依次按极差小、报送早、"
                f"名称排序"
            )
        out.append({"decision": decision, "heads": heads, "reasons": reasons})
    return rows.join(pd.DataFrame(out, columns=["decision", "heads", "reasons"], index=rows.index))


def _decided(row: dict[str, Any], limits: Allowance, taken: int, of_unit: int) -> tuple[str, int, list[str]]:
    if row["rejects"]:
        return DECLINED, 0, [f"实施方案有未解决的问题：{'、'.join(row['rejects'])}"]
    if pd.isna(row["mean"]):
        return WAITING, 0, ["没有有效的专家评分"]
    if row["experts"] < limits.min_experts:
        return WAITING, 0, [f"有效评分{row['experts']}个，少于{limits.min_experts}个，须补评"]
    if row["mean"] < limits.passing:
        return DECLINED, 0, [f"平均分{row['mean']:g}分，低于{limits.passing:g}分"]
    if of_unit >= limits.per_unit:
        return DECLINED, 0, [f"承办单位已有{of_unit}个项目（含已立项），每家单位不超过{limits.per_unit}个"]
    wanted, reasons = wanted_heads(row["planned_heads"], row["advised"], limits)
    if not wanted:
        return DECLINED, 0, reasons
    decision, heads, reasons = _within(wanted, reasons, limits, taken)
    if decision == PROPOSED and row["reviews"]:
        return (
            IN_REVIEW,
            heads,
            [f"实施方案有待核实的问题：{'、'.join(row['reviews'])}，核实后再定，名额暂予保留", *reasons],
        )
    return decision, heads, reasons


def _within(wanted: int, reasons: list[str], limits: Allowance, taken: int) -> tuple[str, int, list[str]]:
    """As many of the wanted heads as cap and budget leave."""
    rooms = [("全年名额", limits.heads_left - taken)]
    if limits.heads_in_budget is not None:
        rooms.append(("预算资金", limits.heads_in_budget - taken))
    name, room = min(rooms, key=lambda pair: pair[1])
    heads = fitted(min(wanted, room), limits)
    if not heads:
        return DECLINED, 0, [*reasons, f"{name}只余{max(room, 0)}人，不足一个班（{limits.class_min}人）"]
    if heads < wanted:
        reasons = [*reasons, f"{name}只余{room}人，由{wanted}人调减为{heads}人"]
    return PROPOSED, heads, reasons


def wanted_heads(planned: Any, advised: Any, limits: Allowance) -> tuple[int, list[str]]:
    """The heads to propose, cap and budget apart: the experts' median, not above those applied for, in
    classes of the allowed size."""
    if pd.isna(planned):
        return 0, ["拟培训人数无法识别"]
    most = fitted(int(planned), limits)
    if not most:
        return 0, [f"拟培训{int(planned)}人，不足一个班（{limits.class_min}人）"]
    if pd.isna(advised):
        return most, ["专家没有建议人数，按拟培训人数"] if most == planned else [
            f"专家没有建议人数；按每班{_sizes(limits)}，拟培训{int(planned)}人调整为{most}人"
        ]
    wanted = min(int(advised), int(planned))
    # article 6 knows no smaller class: advice below it is raised to the one that the unit applied for
    heads = fitted(wanted, limits) or limits.class_min
    reasons = [f"专家建议人数的中位数{advised:g}人"] + (
        [f"不超过拟培训的{int(planned)}人"] if advised > planned else []
    )
    return heads, reasons if heads == wanted else [*reasons, f"按每班{_sizes(limits)}调整为{heads}人"]


def fitted(heads: int, limits: Allowance) -> int:
    """The most heads, not above `heads`, that whole classes of the allowed size hold; 0 where they do not
    fill one."""
    classes = -(-heads // limits.class_max)
    if heads < limits.class_min:
        return 0
    # 31 heads make no two classes of 20, and one class may hold 30: one head is left out
    return heads if heads >= classes * limits.class_min else (classes - 1) * limits.class_max


def _sizes(limits: Allowance) -> str:
    return f"{limits.class_min}—{limits.class_max}人"
