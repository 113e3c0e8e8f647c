"""Article 13: the completion register, and who may stand on it."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.doubt import doubted
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.facts.enrolled import same_text
from gaoji_batch.rules.process.filing import lateness
from gaoji_batch.rules.rule import COMPLETION, PROJECT, TRAINEE, rule
from gaoji_batch.rules.words import in_words
from gaoji_batch.values import text
from gaoji_batch.values.cells import missing
from gaoji_batch.values.columns import KEY, beside, each, in_places, places_of

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
    # without an opening the end tells which policy held, and not the day of this run
    most = facts.policy.of("completion.days_after", on=late["opening"].fillna(late["ending"])).astype("int64")
    days = (late["first"] - late["ending"]).dt.days
    return late.assign(days=days, most=most, due=late["ending"] + pd.to_timedelta(most, unit="D"))[
        days.gt(most)
    ]


def registered(facts: Facts) -> pd.DataFrame:
    """The register's joinable rows of classes whose roster can be joined, without those known to the roster
    by name alone."""
    rows = facts.people.register
    return rows[
        rows["id_ok"]
        & in_places(rows, facts.filings.classes_of("roster"))
        # without numbers on the roster nobody of the register could be found on it
        & ~rows["project"].isin(facts.filings.unjoinable("roster"))
        & ~named_in(rows, facts.people.bad_people("roster"))
    ]


def named_in(rows: pd.DataFrame, people: set[tuple[str, str]]) -> pd.Series:
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
    person = [*KEY, "id_number"]
    roster = facts.people.trainees.loc[facts.people.trainees["id_ok"], person]
    listed_there = set(beside(*(roster[name] for name in person)))
    strange = [number not in listed_there for number in beside(*(rows[name] for name in person))]
    others = rows[pd.Series(strange, index=rows.index, dtype="bool")]
    others = others.assign(roster_says="本项目学员名单中没有此身份证件号码")
    others = pd.concat([others, _never_filed(facts).assign(roster_says="没有收到本项目的学员名单")])
    # somebody of another class of the project is no stranger, but stands in the wrong class
    once = roster.drop_duplicates(["project", "id_number"])
    listed = once.set_index(["project", "id_number"])["class_no"]
    listed = listed.reindex(pd.MultiIndex.from_frame(others[["project", "id_number"]])).set_axis(others.index)
    others = others.assign(name=others["name"].fillna("该学员"), listed=listed.astype("Int64"))
    others = in_words(others, held=_on_which_roster)
    return doubted(facts, "roster", others, "；学员名单的工作簿中有没有读取的内容（F019），可能在其中")


def _on_which_roster(roster_says: str, listed: object, class_no: int) -> str:
    if missing(listed):
        return roster_says
    return f"在第{listed}期的学员名单中，名册的期次是第{class_no}期"


def _never_filed(facts: Facts) -> pd.DataFrame:
    """The register's joinable rows of classes of which neither roster nor plan ever came, nor stands in the
    ledger."""
    in_ledger = facts.ledger.classes
    recorded = places_of(in_ledger.assign(project=text.fold_series(in_ledger["project"].astype("str"))))
    filed = facts.filings.classes_of("roster") | facts.filings.classes_of("plan") | recorded
    return facts.people.register[facts.people.register["id_ok"] & ~in_places(facts.people.register, filed)]


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
    # by project: who stands in the wrong class (P1302) is compared all the same
    person = ["project", "id_number"]
    roster = facts.people.trainees.loc[facts.people.trainees["id_ok"], [*person, *SAME]]
    both = (
        rows[["sheet", "row", *person, *SAME]]
        .assign(at=rows.index)
        .merge(roster.drop_duplicates(person), on=person, suffixes=("", "_there"))
    )
    names = facts.filings.column_names("completion")
    parts = []
    for field in SAME:
        here, there = both[field], both[f"{field}_there"]
        # an empty cell is D101 on its own form, and contradicts nothing
        other = here.notna() & there.notna() & ~same_text(_bare(field, here), _bare(field, there))
        rows = both.loc[other, ["sheet", "row", "at"]]
        parts.append(rows.assign(field=field, item=names[field], here=here[other], there=there[other]))
    return pd.concat(parts, ignore_index=True)


def _bare(field: str, cells: pd.Series) -> pd.Series:
    """Occupations are compared without the code in brackets, and in no order."""
    if field != "occupation":
        return cells
    return each(
        cells,
        lambda cell: "、".join(sorted(text.strip_occupation_code(name)[0] for name in text.split_list(cell))),
    )
