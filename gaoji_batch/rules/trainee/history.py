"""Article 4, every two years once: earlier classes, and the extract that tells of them."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.law import repeats
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILING, TRAINEE, rule
from gaoji_batch.rules.words import day, in_words
from gaoji_batch.values import text
from gaoji_batch.values.columns import in_places


def earlier_classes(facts: Facts) -> pd.DataFrame:
    """Earlier classes of this batch's people, from the extract and the ledger: id_number, project (folded),
    written, completed, source."""
    parts = []
    if facts.evidence.prior is not None:
        prior = facts.evidence.prior.classes
        parts.append(
            prior.assign(
                written=prior["project"],
                project=facts.batch.numbers.of_series(prior["project"]),
                source="往期参训（" + prior["file"] + "）",
                finished=True,
                opened=prior["opened"],
            )
        )
        parts[0] = parts[0][~absent(facts, parts[0])]
    done = facts.people.past_classes
    finished = in_places(done, facts.people.completed_in_ledger)
    done = done.assign(completed=done["ending"], opened=done["opening"], source="台账", finished=finished)
    parts.append(done.dropna(subset=["completed"]))
    names = ["id_number", "project", "written", "completed", "opened", "source", "finished", "class_no"]
    return pd.concat([part.reindex(columns=names) for part in parts], ignore_index=True)


def _another(facts: Facts, both: pd.DataFrame) -> pd.Series:
    """Whether an earlier class (earlier_project, class_no of the ledger's) is another one than the row's
    (project, own_class): of another project, or a class of the same one of which no roster lies in inbox/ (of
    those that do, E0407 speaks)."""
    earlier = both[["earlier_project", "class_no"]].rename(columns={"earlier_project": "project"})
    recorded = earlier["class_no"].notna() & ~in_places(earlier, facts.filings.classes_of("roster"))
    return both["earlier_project"].ne(both["project"]) | recorded


def absent(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Whether the ledger says that the person never attended that class, somebody else in their place."""
    impersonated = facts.ledger.impersonated
    if impersonated.empty:
        return pd.Series(False, index=rows.index)
    keys = pd.MultiIndex.from_arrays(
        [text.fold_series(impersonated["project"].astype("str")), impersonated["person_key"]]
    )
    # somebody in whose place another sat has not taken part, and may come
    persons = pd.MultiIndex.from_arrays([rows["project"], facts.ledger.key_of(rows["id_number"])])
    return pd.Series(persons.isin(keys), index=rows.index)


@rule(
    "E0406",
    REJECT,
    title="两年内已参加",
    scope=TRAINEE,
    speaks_by="prior",
    stage=FILING,
    on="roster",
    column="id_number",
    params=("repeat.interval_months", "repeat.from", "repeat.to"),
    rests_on=("earlier", "ended", "opening", "interval"),
    message="{said}",
    hint="{fix}",
    evidence="{source}：项目{earlier}，结业日期{completed}；本次开班日期{opening}",
)
def took_part_within_two_years(facts: Facts) -> pd.DataFrame:
    """符合条件的人员每两年可参加一次高技能人才研修培训。

    读法：从上次结业日期算到本次开班日期（起算日、截止日可以设置），满24个月的当日即可参加；
    有结业登记或往期参训记录的为已结业，其他为已参加；本班的台账记录不算。往期结业日期只写到月的，
    算到该月最后一日；写成起止的，算截止日；读不出日期的，列为待核实（日期不明）。
    例：2024年5月12日结业，2026年5月11日开班，差一天不满两年。
    消除：推迟到满两年后开班，或更换学员；日期不明的，由中心查明上次结业日期后更正往期参训，或填写处理意见。
    """
    people = facts.people.joinable[["project", "id_number", "opening", "ending"]].dropna(subset=["opening"])
    trainees = people.join(repeats.terms(facts.policy, people["opening"])).assign(at=people.index)
    both = trainees.merge(
        earlier_classes(facts).rename(columns={"project": "earlier_project", "written": "earlier"}),
        on="id_number",
    )
    # a class that ends on this opening or later is no earlier one, but a second at the same time: E0407
    both = both[_another(facts, both) & both["completed"].lt(both["opening"])]
    allowed = repeats.allowed_from(both, "opened", "completed")
    counted = repeats.counted_from(both, "opening", "ending")
    both = both.assign(allowed=allowed)[counted.lt(allowed)]
    # of several earlier classes the last one bars the longest
    last = both.sort_values(["completed", "earlier"]).drop_duplicates("at", keep="last").set_index("at")
    dated = last.assign(
        finished=last["finished"].astype("bool"), of_severity=REJECT, ended=last["completed"]
    ).drop(columns="project")
    dated = in_words(dated, said=_too_soon, fix=_later_opening)
    # a class whose day is known refuses already: nobody need look at another besides
    undated = _undated(facts, trainees[~trainees["at"].isin(dated.index)])
    return pd.concat([dated, undated]) if len(undated) else dated


def _too_soon(finished: bool, completed: pd.Timestamp, earlier: str, interval: int) -> str:
    if finished:
        return f"{day(completed)}已从{earlier}结业，距本次开班不满{interval}个月"
    return f"已参加{earlier}（{day(completed)}结束），距本次开班不满{interval}个月"


def _later_opening(allowed: pd.Timestamp) -> str:
    return f"如{day(allowed)}（含）以后开班即可参加；否则更换学员"


def _undated(facts: Facts, trainees: pd.DataFrame) -> pd.DataFrame:
    """Those who took part in an earlier class of which nobody can read when it ended."""
    if facts.evidence.prior is None:
        return trainees.iloc[:0]
    undated = facts.evidence.prior.undated
    undated = undated.assign(
        earlier_project=facts.batch.numbers.of_series(undated["project"]),
        earlier=undated["project"].fillna("（未填编号）"),
    ).drop(columns="project")
    undated = undated[~absent(facts, undated.assign(project=undated["earlier_project"]))]
    both = trainees.merge(undated, on="id_number")
    both = both[both["earlier_project"].ne(both["project"])].sort_values(["earlier", "said"])
    both = both.drop_duplicates("at", keep="last").set_index("at")
    both = both.assign(
        ended=both["said"],
        fix="请中心查明上次结业日期，更正往期参训后重新审核；或填写处理意见",
        of_severity=REVIEW,
    )
    both = in_words(both, completed=_unreadable_end, source=_of_extract, said=_day_unknown)
    return both.drop(columns=["project", "file"])


def _unreadable_end(ended: str) -> str:
    return f"“{ended or '空白'}”（日期不明）"


def _of_extract(file: str) -> str:
    return f"往期参训（{file}）"


def _day_unknown(earlier: str) -> str:
    return f"曾参加{earlier}，结业日期不明，未能核对距本次开班是否满两年"


@rule(
    "E0415",
    REVIEW,
    title="往期参训数据缺失",
    scope="file",
    stage="",
    on="",
    params=("repeat.interval_months", "evidence.max_unusable", "evidence.max_unusable_sheet"),
    rests_on=("opening",),
    message="{said}，未能核对学员两年内是否已参加研修培训",
    hint="请中心取得内容完整的往期参训数据，放入extracts文件夹后重新审核",
    evidence="{why}",
)
def no_prior_extract(facts: Facts) -> pd.DataFrame:
    """符合条件的人员每两年可参加一次高技能人才研修培训。

    读法：整批没有往期参训数据，或往期参训不能采用（有读不到的工作表、缺少必填列，不能采用的行超过1%）
    时报一次；台账中的班、能采用的行仍照常核对。
    例：extracts文件夹中只有社保缴费明细；往期参训的身份证件号码被存为数字。
    消除：放入内容完整的往期参训数据后重新审核。
    """
    missing, why = facts.evidence.prior is None, facts.usable("prior").why
    # without a roster nobody's past is asked about
    if not len(facts.people.trainees) or not (missing or why):
        return pd.DataFrame({"file": []})
    said = "往期参训数据不能采用" if why else "没有往期参训数据"
    why = why or "extracts文件夹中没有可用的往期参训数据"
    return pd.DataFrame(
        {"file": [""], "said": said, "why": why, "opening": facts.people.trainees["opening"].max()}
    )
