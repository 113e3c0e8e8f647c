"""Article 8: who teaches."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gaoji_batch.findings import REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILING, PROJECT, rule
from gaoji_batch.rules.words import in_words
from gaoji_batch.values import text
from gaoji_batch.values.columns import KEY, beside


@rule(
    "T0801",
    REVIEW,
    title="教师资格存疑",
    scope=PROJECT,
    stage=FILING,
    on="teachers",
    column="title",
    params=("teachers.categories", "teachers.also"),
    each=("name",),
    rests_on=("category", "title"),
    message="教师{name}{why}",
    hint=(
        "教师类别应为专家教授、实习指导教师、技能大师工作室领办人、优秀高技能人才之一，"
        "并填写与类别相符的职称或职业资格"
    ),
    evidence="教师类别为{category}，职称或职业资格为{shown}",
)
def teacher_of_no_named_category(facts: Facts) -> pd.DataFrame:
    """应聘请专家教授、实习指导教师、国家和市级技能大师工作室领办人，以及优秀高技能人才担任授课教师。

    读法：教师类别不在四类之中的，或职称、职业资格与类别不相符的存疑；一格填写多项职称的，一项相符即可。
    研究员和正高级职称（不含副研究员、助理研究员）与专家教授相符；中心可以另行认可（`teachers.also`）。
    例：类别为专家教授，职称为讲师。
    消除：更正类别或职称，或由中心核实后填写予以通过。
    """
    rows = facts.plan.with_class(facts.filings.frame("teachers"))
    rows = rows[rows["project"].ne("") & rows["teacher_category"].notna()]
    days = facts.days_of_law(rows)
    lists, others = (facts.policy.of(f"teachers.{name}", on=days) for name in ("categories", "also"))
    verdicts = [
        _doubt(category, title, named, also)
        for category, title, named, also in zip(
            rows["teacher_category"], rows["title"].fillna(""), lists, others, strict=True
        )
    ]
    rows = rows.assign(
        doubt=pd.Series(verdicts, index=rows.index, dtype="object"),
        category=rows["teacher_category"],
        shown=rows["title"].fillna("空"),
    )
    # an empty title is D101 alone
    rows = rows[rows["doubt"].notna() & (rows["title"].notna() | rows["doubt"].eq("类别"))]
    rows = in_words(rows, field=_field_in_doubt, why=_why_in_doubt).assign(at=rows.index)
    return rows[["sheet", "row", "at", "field", "why", "name", "category", "title", "shown"]]


def _field_in_doubt(doubt: str) -> str:
    return "teacher_category" if doubt == "类别" else "title"


def _why_in_doubt(doubt: str) -> str:
    return "的类别不属于办法列明的四类" if doubt == "类别" else "的职称或职业资格与所填类别不相符"


def _doubt(category: str, title: str, named: dict[str, dict[str, Any]], also: list[str]) -> str | None:
    """Returns '类别' if the category is not on the list, '职称' if no title of the cell fits it, else None.

    also: '类别：职称', further words with which a title of a category may begin.
    """
    folded = text.fold(category)
    # the center types these in gaoji.toml, with a colon of either width
    more = [entry.replace("：", ":").partition(":")[::2] for entry in also]
    categories = {
        text.fold(name): words
        | {"begins": [*words.get("begins", []), *(word for key, word in more if key.strip() == name)]}
        for name, words in named.items()
    }
    matches = categories.get(folded) or next(
        (
            words
            for name, words in categories.items()
            if name in folded or any(text.fold(alias) == folded for alias in words.get("aliases", []))
        ),
        None,
    )
    if matches is None:
        return "类别"
    # 副研究员 must not pass for 研究员: most titles are compared from their beginning
    titles = [text.fold(part) for part in text.split_list(title)]
    begins = tuple(text.fold(word) for word in matches["begins"])
    fits = any(part.startswith(begins) for part in titles) or any(
        text.fold(word) in part for part in titles for word in matches["titles"]
    )
    grades = [text.fold(word) for word in matches.get("needs", [])]
    # 国家级 or 市级 may stand in the category as well as in the title
    graded = not grades or any(grade in part for grade in grades for part in [*titles, folded])
    return None if fits and graded else "职称"


@rule(
    "T0802",
    REVIEW,
    title="授课教师未备案",
    scope=PROJECT,
    compared_with="teachers",
    stage=FILING,
    on="plan",
    column="teacher",
    each=("stranger",),
    rests_on=(),
    message="{said}",
    hint="在授课教师表中补报该教师的工作单位、类别和职称，或更正培训计划中的姓名",
    evidence="{shown}",
)
def teacher_not_on_the_list(facts: Facts) -> pd.DataFrame:
    """应聘请具备相应条件的专家教授、实习指导教师、领办人和优秀高技能人才担任授课教师。

    读法：培训计划每节课的授课教师（一格可有几人）应在授课教师表中；没有授课教师表的，整份计划报一次。
    例：计划中由王某授课，授课教师表没有王某。
    消除：补报授课教师表，或更正姓名。
    """
    rows = facts.plan.sessions[["sheet", "row", *KEY, "teacher"]]
    rows = rows[~rows["project"].isin(facts.filings.waiting)]
    lists = facts.filings.frame("teachers")
    listed = text.fold_series(lists["name"].fillna("")).groupby(lists["project"]).agg(frozenset).to_dict()
    # F005, F006, F008, F016: a list that is not known in full makes nobody a stranger
    unread = facts.filings.lacks("teachers", "name") | facts.filings.unjudged("teachers")
    bare = rows[~rows["project"].isin(facts.filings.has_filed("teachers"))].drop_duplicates(
        ["project", "class_no"]
    )
    without_list = bare.assign(
        said="报送了培训计划，没有报送授课教师表",
        shown="未收到本项目的授课教师表",
        field="",
        row=pd.NA,
        stranger="",
    )
    named = rows[rows["project"].isin(listed) & ~rows["project"].isin(unread) & rows["teacher"].notna()]
    strangers = [
        "、".join(name for name in text.split_list(cell) if text.fold(name) not in listed[project])
        for cell, project in beside(named["teacher"], named["project"])
    ]
    named = named.assign(stranger=pd.Series(strangers, index=named.index, dtype="object"))
    named = named[named["stranger"].ne("")].assign(field="teacher", at=lambda frame: frame.index)
    named = in_words(named, said=_unlisted_teacher, shown=_not_in_the_list)
    columns = ["sheet", "row", "field", "stranger", "said", "shown"]
    return pd.concat([without_list[columns], named[["at", *columns]]], ignore_index=True)


def _unlisted_teacher(stranger: str) -> str:
    return f"授课教师{stranger}不在授课教师表中"


def _not_in_the_list(stranger: str) -> str:
    return f"授课教师表中没有{stranger}"


@rule(
    "T0803",
    REVIEW,
    title="教师是本班学员",
    scope=PROJECT,
    compared_with="teachers",
    stage=FILING,
    on="plan",
    column="teacher",
    each=("name",),
    rests_on=("employer",),
    message="授课教师{name}也在本班学员名单中",
    hint="核对授课教师和学员名单；同名不同人的，由单位说明，由中心填写处理意见",
    evidence="学员名单{place}：{name}，工作单位{employer}",
)
def teacher_is_a_trainee(facts: Facts) -> pd.DataFrame:
    """应聘请专家教授、实习指导教师、领办人和优秀高技能人才担任授课教师。

    读法：培训计划的授课教师与本班学员名单上的学员同名；授课教师表写明的工作单位与学员的工作单位不同的，
    视为两人；一名教师一份计划报一次。
    例：学员张某同时是计划中5月12日的授课教师。
    消除：更换教师，或由中心核实后填写予以通过。
    """
    rows = facts.plan.sessions[["sheet", "row", *KEY, "teacher"]].dropna(subset=["teacher"])
    named = rows.assign(at=rows.index, named=[text.split_list(cell) for cell in rows["teacher"]])
    named = named.explode("named").dropna(subset=["named"])
    named = named.assign(named=text.fold_series(named["named"].astype("str")))
    people = facts.people.trainees[[*KEY, "name", "employer", "sheet", "row"]].dropna(subset=["name"])
    people = people.assign(named=text.fold_series(people["name"])).drop_duplicates([*KEY, "named"])
    both = named.merge(people.rename(columns={"sheet": "in_sheet", "row": "in_row"}), on=[*KEY, "named"])
    lists = facts.filings.frame("teachers").dropna(subset=["name", "employer"])
    working = (
        text.fold_series(lists["employer"])
        .groupby([lists["project"], text.fold_series(lists["name"])])
        .agg(frozenset)
        .to_dict()
    )
    other = [
        bool(employers := working.get((project, name))) and text.fold(str(employer)) not in employers
        for project, name, employer in beside(both["project"], both["named"], both["employer"].fillna(""))
    ]
    both = both[~pd.Series(other, index=both.index, dtype="bool")].drop_duplicates([*KEY, "named"])
    place = [facts.faults.place_of_row(sheet, row) for sheet, row in beside(both["in_sheet"], both["in_row"])]
    return both.assign(
        place=pd.Series(place, index=both.index, dtype="object"), employer=both["employer"].fillna("未填写")
    )[["sheet", "row", "at", "name", "place", "employer"]]
