"""Article 13: the completion register, the assessment, and the papers."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.doubt import doubted
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.facts.enrolled import same_text
from gaoji_batch.rules.process.filing import lateness
from gaoji_batch.rules.rule import COMPLETION, PROJECT, TRAINEE, rule
from gaoji_batch.values import text
from gaoji_batch.values.cells import written
from gaoji_batch.values.columns import KEY, beside, each, in_places, places_of
from gaoji_batch.values.date_columns import chinese_dates

SUMMARY, REGISTER, SUMMARIES = PAPERS = ("研修培训工作总结", "盖章的结业登记备案名册", "学员研修工作总结")
"""The papers of article 13, as materials.required names them."""
PAPER_FAULTS = ("lacking", "late", "few")
PARTS = ("score_attendance", "score_attitude", "score_discussion", "score_summary")
SAME = ("name", "gender", "employer", "occupation", "level", "certificate")


@rule(
    "P1301",
    REJECT,
    title="结业备案逾期",
    scope=PROJECT,
    late=True,
    of_class=True,
    stage=COMPLETION,
    on="completion",
    params=("completion.days_after",),
    each=("form",),
    rests_on=("first", "ending", "most"),
    message="{title}于{first}报送，在{ending}结业后第{days}天，超过{most}天",
    hint="逾期无法更正；有正当理由的，由单位书面说明，由中心填写处理意见；本班的报送期限是{due}",
    evidence="首次报送日期{source}；结业日期{ending}，期限{due}",
)
def completion_filed_late(facts: Facts) -> pd.DataFrame:
    """研修培训结束后两周内，承办单位将工作总结、结业登记备案名册、学员研修工作总结书面报市就业促进中心备案。

    读法：从结业日期到报送日期的日历天数，恰为14天的不算逾期；以该表首次报送的日期为准。
    例：2026年5月22日结业，2026年6月6日报送，为第15天。
    消除：由中心填写予以通过。
    """
    late = lateness(facts, ("completion", "assessment")).dropna(subset=["ending"])
    most = facts.policy.of("completion.days_after", on=late["opening"].fillna(late["ending"])).astype("int64")
    days = (late["first"] - late["ending"]).dt.days
    return late.assign(days=days, most=most, due=late["ending"] + pd.to_timedelta(most, unit="D"))[
        days.gt(most)
    ]


def registered(facts: Facts) -> pd.DataFrame:
    """The register's joinable rows of classes whose roster can be joined, without those known to the roster
    by name alone."""
    rows = facts.people.register[
        facts.people.register["id_ok"] & in_places(facts.people.register, facts.filings.classes_of("roster"))
    ]
    rows = rows[~rows["project"].isin(facts.filings.unjoinable("roster"))]
    return rows[~_named_in(rows, facts.people.bad_people("roster"))]


def _named_in(rows: pd.DataFrame, people: set[tuple[str, str]]) -> pd.Series:
    names = text.fold_series(rows["name"].fillna(""))
    return pd.Series(
        [pair in people for pair in beside(rows["project"], names)], index=rows.index, dtype="bool"
    )


@rule(
    "P1302",
    REJECT,
    title="不在学员名单",
    scope=TRAINEE,
    compared_with="roster",
    stage=COMPLETION,
    on="completion",
    column="id_number",
    rests_on=("id_number",),
    message="{name}在结业登记备案名册上，但不在开班前备案的学员名单中",
    hint="核对身份证件号码；未经备案的人员不能登记结业，请从名册中去掉",
    evidence="{held}{beside}",
)
def not_on_the_roster(facts: Facts) -> pd.DataFrame:
    """将考核合格人员登记在结业登记备案名册上，名单应与备案的学员名单一致。

    读法：按身份证件号码核对，有几期的逐期核对；号码本身有误的（D102、D103）不核对；只收到培训计划、
    没有收到学员名单的只报P1202，两样都没有收到的逐人报；学员名单的工作簿中有没有读取的人员（F019）的，
    为待核实。
    例：开班后临时增加的学员。
    消除：更正号码，或从名册中去掉；漏报学员名单的，补报。
    """
    rows = registered(facts)
    roster = facts.people.trainees[facts.people.trainees["id_ok"]]
    person = [*KEY, "id_number"]
    others = rows[~pd.MultiIndex.from_frame(rows[person]).isin(pd.MultiIndex.from_frame(roster[person]))]
    others = others.assign(held="本项目学员名单中没有此身份证件号码")
    found = pd.concat([others, _never_filed(facts).assign(held="没有收到本项目的学员名单")])
    elsewhere = roster.drop_duplicates(["project", "id_number"]).set_index(["project", "id_number"])[
        "class_no"
    ]
    listed = pd.Series(
        elsewhere.reindex(pd.MultiIndex.from_frame(found[["project", "id_number"]])).to_numpy(), found.index
    ).astype("Int64")
    told = (
        "在第"
        + listed.astype("str")
        + "期的学员名单中，名册的期次是第"
        + found["class_no"].astype("str")
        + "期"
    )
    found = found.assign(name=found["name"].fillna("该学员"), held=found["held"].mask(listed.notna(), told))
    return doubted(facts, "roster", found, "；学员名单的工作簿中有没有读取的内容（F019），可能在其中")


def _never_filed(facts: Facts) -> pd.DataFrame:
    """The register's joinable rows of classes of which neither roster nor plan ever came, nor stands in the
    ledger."""
    held = facts.ledger.classes
    recorded = places_of(held.assign(project=text.fold_series(held["project"].astype("str"))))
    known = facts.filings.classes_of("roster") | facts.filings.classes_of("plan") | recorded
    return facts.people.register[facts.people.register["id_ok"] & ~in_places(facts.people.register, known)]


@rule(
    "P1303",
    REJECT,
    title="考核不合格或无成绩",
    scope=TRAINEE,
    compared_with="assessment",
    stage=COMPLETION,
    on="completion",
    column="result",
    params=("assessment.pass",),
    rests_on=("score_total", "conclusion", "result", "least"),
    message="名册登记为结业，但{why}",
    hint="{fix}",
    evidence="{shown}",
)
def listed_without_passing(facts: Facts) -> pd.DataFrame:
    """承办单位应对学员进行考核，将考核合格人员登记在结业登记备案名册上。

    读法：考核成绩的总分低于合格线，或考核结论不是合格，或考核成绩表中没有该学员，
    或名册的考核结果不是合格；没有该学员、而考核成绩的工作簿中有没有读取的人员（F019）的，为待核实。
    例：总分58分，仍登记在名册上。
    消除：更正成绩或名册。
    """
    rows = facts.people.register[
        facts.people.register["id_ok"]
        & ~facts.people.register["project"].isin(facts.filings.unjoinable("assessment"))
    ]
    rows = rows[~_named_in(rows, facts.people.bad_people("assessment"))]
    scores = facts.people.scores[facts.people.scores["id_ok"]].drop_duplicates(
        ["project", "id_number"], keep="last"
    )
    met = (
        rows[["project", "id_number", "result", "opening"]]
        .assign(at=rows.index)
        .merge(
            scores[["project", "id_number", "score_total", "conclusion"]].assign(scored=True),
            on=["project", "id_number"],
            how="left",
        )
        .set_index("at")
    )
    least = facts.policy.of("assessment.pass", on=met["opening"].fillna(pd.Timestamp(facts.on))).astype(
        "Float64"
    )
    unscored = met["scored"].isna()
    low = met["score_total"].lt(least).fillna(False).astype("bool")
    failed = met["conclusion"].notna() & met["conclusion"].ne("合格")
    unpassed = met["result"].notna() & met["result"].ne("合格")
    total = (
        met["score_total"].map(lambda score: "空" if pd.isna(score) else written(float(score))).astype("str")
    )
    why = ("名册的考核结果为" + met["result"].fillna("")).where(unpassed, "")
    why = ("考核结论为" + met["conclusion"].fillna("")).where(failed, why)
    why = (
        (
            "考核总分"
            + total
            + "分，低于"
            + least.map(lambda score: written(float(score))).astype("str")
            + "分"
        )
        .where(low, why)
        .where(~unscored, "考核成绩表中没有该学员")
    )
    fix = pd.Series("从名册中去掉该学员；成绩或结论填写有误的，更正后重新报送", index=met.index).mask(
        unscored, "补报该学员的考核成绩，或从名册中去掉"
    )
    shown = (
        "总分"
        + total
        + "，考核结论"
        + met["conclusion"].fillna("空")
        + "，考核结果"
        + met["result"].fillna("空")
    ).where(~unscored, "未找到该学员的考核成绩")
    told = met.assign(why=why, fix=fix, shown=shown, least=least)[unscored | low | failed | unpassed]
    told = doubted(facts, "assessment", told, "；考核成绩的工作簿中有没有读取的内容（F019），可能在其中")
    known = ~unscored[told.index] | unpassed[told.index]
    told = told.assign(
        of_severity=told["of_severity"].mask(known, REJECT),
        shown=told["shown"] + told["beside"].mask(known, ""),
    )
    rests = ["score_total", "conclusion", "result", "least"]
    return told[[*rests, "why", "fix", "shown", "of_severity"]].rename_axis(None)


@rule(
    "P1304",
    REJECT,
    title="成绩超限或合计有误",
    scope=TRAINEE,
    stage=COMPLETION,
    on="assessment",
    params=("assessment.full_marks",),
    rests_on=("score_attendance", "score_attitude", "score_discussion", "score_summary", "score_total"),
    message="{why}",
    hint="{fix}",
    evidence="满分：{full}",
)
def scores_out_of_range(facts: Facts) -> pd.DataFrame:
    """对学员的出勤情况、学习态度、交流研讨、工作总结撰写等进行考核（附件2）。

    读法：各项得分应在0分与该项满分之间，总分应等于各项之和；一名学员报一次，在第一个超限的得分，
    没有超限的在总分。
    例：出勤满分30分，填了35分。
    消除：更正得分或总分。
    """
    rows = facts.people.scores
    marks = facts.policy.of("assessment.full_marks", on=rows["opening"].fillna(pd.Timestamp(facts.on)))
    names = facts.filings.column_names("assessment")
    found = []
    for field in PARTS:
        full = pd.Series([mark[names[field]] for mark in marks], index=rows.index, dtype="float64")
        off = rows[field].notna() & (rows[field].lt(0) | rows[field].gt(full))
        why = names[field] + "得分" + _mark(rows[field]) + "，应在0至" + _mark(full) + "分之间"
        fix = "更正" + names[field] + "得分"
        found.append(
            rows.assign(why=why, fix=fix, field=field, at=rows.index)[off.fillna(False).astype("bool")]
        )
    summed = rows[list(PARTS)].sum(axis=1, skipna=False).round(2)
    unequal = summed.notna() & rows["score_total"].notna() & summed.ne(rows["score_total"].round(2))
    why = "总分" + _mark(rows["score_total"]) + "，各项之和为" + _mark(summed)
    found.append(
        rows.assign(why=why, fix="总分应为" + _mark(summed), field="score_total", at=rows.index)[
            unequal.fillna(False).astype("bool")
        ]
    )
    both = pd.concat(found)
    said = both.groupby(level=0)[["why", "fix"]].agg("；".join)
    both = both[~both.index.duplicated()].assign(why=said["why"], fix=said["fix"])
    full = [
        "、".join(f"{name}{mark}分" for name, mark in each.items())
        for each in (marks.iloc[:1] if len(marks) else [])
    ]
    return both.assign(full=full[0] if full else "")[
        ["sheet", "row", "at", "field", *PARTS, "score_total", "why", "fix", "full"]
    ]


def _mark(scores: pd.Series) -> pd.Series:
    return each(scores, lambda score: written(float(score))).fillna("")


@rule(
    "P1305",
    REVIEW,
    title="名单与名册信息不一致",
    scope=TRAINEE,
    compared_with="roster",
    stage=COMPLETION,
    on="completion",
    each=("item",),
    rests_on=("here", "there"),
    message="{item}在名册上为“{here}”，在学员名单上为“{there}”",
    hint="对照证件原件核对，更正填错的一处；更正学员名单的，重新报送",
    evidence="学员名单的{item}为“{there}”",
)
def roster_and_register_disagree(facts: Facts) -> pd.DataFrame:
    """结业登记备案名册应与开班前备案的学员名单一致。

    读法：同一身份证件号码的姓名、性别、工作单位、职业（工种）、技能等级、证书编号逐项比较。
    例：名单上等级为技师，名册上为高级技师。
    消除：更正其中一处，或由中心核实后填写予以通过。
    """
    rows = registered(facts)
    roster = facts.people.trainees[facts.people.trainees["id_ok"]].drop_duplicates(["project", "id_number"])
    met = (
        rows[["sheet", "row", "project", "id_number", *SAME]]
        .assign(at=rows.index)
        .merge(roster[["project", "id_number", *SAME]], on=["project", "id_number"], suffixes=("", "_there"))
    )
    names = facts.filings.column_names("completion")
    found = []
    for field in SAME:
        here, there = met[field], met[f"{field}_there"]
        other = here.notna() & there.notna() & ~same_text(_bare(field, here), _bare(field, there))
        found.append(
            met.assign(field=field, item=names[field], here=here, there=there)[other][
                ["sheet", "row", "at", "field", "item", "here", "there"]
            ]
        )
    return pd.concat(found, ignore_index=True)


def _bare(field: str, said: pd.Series) -> pd.Series:
    """Occupations are compared without the code in brackets, and in no order."""
    if field != "occupation":
        return said
    return each(
        said,
        lambda one: "、".join(sorted(text.strip_occupation_code(name)[0] for name in text.split_list(one))),
    )


@rule(
    "P1306",
    REVIEW,
    title="考勤不足",
    scope=TRAINEE,
    stage=COMPLETION,
    on="attendance",
    params=("attendance.min_share",),
    rests_on=("attended", "planned", "share", "strange"),
    message="{why}",
    hint="核对考勤表与培训计划；出勤不足的，不应登记结业",
    evidence="考勤合计{attended}学时，培训计划{planned}学时，要求不低于{share}%",
)
def attended_too_little(facts: Facts) -> pd.DataFrame:
    """结业时，承办单位应结合出勤情况等对学员进行考核。

    读法：出勤学时低于培训计划学时的80%，或考勤日期不在培训计划中的存疑；只在报送了考勤表时核对；
    未出勤的日子可以不填。
    例：计划80学时，出勤63学时。
    消除：更正考勤表，或由中心核实后填写予以通过。
    """
    rows = facts.plan.with_class(facts.filings.frame("attendance"))
    planned = facts.plan.sessions.dropna(subset=["hours"]).groupby("project")["hours"].sum()
    several = facts.plan.sessions.groupby("project")["class_no"].nunique()
    unread = (
        facts.filings.unjudged("plan")
        | facts.filings.lacks("plan", "hours")
        | facts.filings.unjoinable("attendance")
        | facts.filings.waiting
    )
    rows = rows[rows["id_ok"] & rows["project"].isin(planned.index) & ~rows["project"].isin(unread)]
    by_class = facts.plan.sessions.dropna(subset=["hours"]).groupby(["project", "class_no"])["hours"].sum()
    days = pd.MultiIndex.from_frame(facts.plan.sessions[["project", "date"]].dropna())
    strange = rows["date"].notna() & ~pd.MultiIndex.from_frame(rows[["project", "date"]]).isin(days)
    total = rows.groupby(["project", "id_number"])["attended_hours"].transform("sum")
    any_strange = strange.groupby([rows["project"], rows["id_number"]]).transform("sum")
    whole = pd.Series(
        by_class.reindex(pd.MultiIndex.from_frame(rows[["project", "class_no"]])).to_numpy(), index=rows.index
    ).fillna(rows["project"].map(planned / several))
    share = facts.policy.of("attendance.min_share", on=rows["opening"].fillna(pd.Timestamp(facts.on))).astype(
        "float64"
    )
    rows = rows.assign(
        total=total,
        whole=whole,
        strange=any_strange,
        few=total.lt(whole * share - 1e-9),
        share=(share * 100).round().astype("int64"),
    )
    first = rows.sort_values(["sheet", "row"]).drop_duplicates(["project", "id_number"])
    first = first[first["few"] | first["strange"].gt(0)]
    few = (
        "出勤"
        + _mark(first["total"])
        + "学时，不到培训计划"
        + _mark(first["whole"])
        + "学时的"
        + first["share"].astype("str")
        + "%"
    )
    odd = "有" + first["strange"].astype("int64").astype("str") + "天考勤不在培训计划的日期中"
    why = (few + "；" + odd).where(first["few"] & first["strange"].gt(0), few.where(first["few"], odd))
    return first.assign(why=why, attended=_mark(first["total"]), planned=_mark(first["whole"]))[
        ["sheet", "row", "why", "attended", "planned", "share", "strange"]
    ].assign(at=first.index)


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
    kept = facts.filings.frame("materials")
    if not len(kept):
        return pd.DataFrame(columns=["sheet", "why", "fix", "received", *PAPER_FAULTS])
    kept = kept.assign(paper=_paper(kept))
    place = facts.filings.sheet_of("completion")
    lacking, late, few = _papers_lacking(kept, place), _papers_late(facts, kept), _summaries_few(facts, kept)
    received = kept.dropna(subset=["material"]).groupby("project")["material"].agg("、".join)
    rows = []
    for project, sheet in place.items():
        held = [one.get(project, ("", "", "")) for one in (lacking, late, few)]
        whys, fixes, values = zip(*held, strict=True)
        if any(whys):
            told = ("；".join(filter(None, said)) for said in (whys, fixes))
            rows.append((sheet, project, *told, received.get(project, "无"), *values))
    return pd.DataFrame(rows, columns=["sheet", "of_project", "why", "fix", "received", *PAPER_FAULTS])


def _paper(kept: pd.DataFrame) -> pd.Series:
    """Which of the required papers a row of 材料接收清单 is; missing where it is none."""
    names = text.fold_series(kept["material"].fillna(""))
    summary = names.str.contains("工作总结", regex=False)
    of_trainees = names.str.contains("学员", regex=False)
    stamped = text.fold_series(kept["stamped"].fillna("")).eq("是")
    paper = pd.Series(pd.NA, index=kept.index, dtype="object")
    paper = paper.mask(names.str.contains("名册", regex=False) & stamped, REGISTER)
    return paper.mask(summary & ~of_trainees, SUMMARY).mask(summary & of_trainees, SUMMARIES)


def _papers_lacking(kept: pd.DataFrame, place: pd.Series) -> dict[str, tuple[str, str, str]]:
    """Project → what is said of the required papers that never came, what to do, and which they are."""
    there = kept.groupby("project")["paper"].agg(lambda papers: set(papers.dropna())).to_dict()
    missing = {
        project: "、".join(paper for paper in PAPERS if paper not in there.get(project, set()))
        for project in place.index
    }
    return {
        project: (f"未收齐：缺{papers}", f"补交{papers}", papers)
        for project, papers in missing.items()
        if papers
    }


def _papers_late(facts: Facts, kept: pd.DataFrame) -> dict[str, tuple[str, str, str]]:
    """The same of the required papers that first came later than completion.days_after the end."""
    first = kept.dropna(subset=["paper", "received_on"]).sort_values("received_on")
    first = first.drop_duplicates(["project", "paper"])
    known = facts.plan.projects.reindex(first["project"]).set_axis(first.index)
    first = first.assign(ending=known["ending"], opening=known["opening"]).dropna(subset=["ending"])
    days = facts.policy.of("completion.days_after", on=first["opening"].fillna(first["ending"])).astype(
        "int64"
    )
    first = first.assign(due=first["ending"] + pd.to_timedelta(days, unit="D"))
    first = first[first["received_on"].gt(first["due"])]
    told = first["paper"] + "于" + chinese_dates(first["received_on"])
    return {
        project: (
            f"逾期收到：{'、'.join(told[own.index])}，期限{chinese_dates(own['due']).iloc[0]}",
            "由单位书面说明逾期原因，由中心填写处理意见",
            "、".join(own["paper"]),
        )
        for project, own in first.groupby("project")
    }


def _summaries_few(facts: Facts, kept: pd.DataFrame) -> dict[str, tuple[str, str, str]]:
    """The same of 学员研修工作总结 that are fewer than the trainees who passed, where their number is written
    on every receipt."""
    rows = kept[kept["paper"].eq(SUMMARIES)]
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
