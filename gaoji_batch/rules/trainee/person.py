"""Article 4, the person: post, age and pension."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REVIEW
from gaoji_batch.law import retirement
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILE, FILING, TRAINEE, rule
from gaoji_batch.rules.words import day, in_words
from gaoji_batch.values import date_columns, ids, text
from gaoji_batch.values.columns import beside
from gaoji_batch.values.date_columns import month_number


@rule(
    "E0408",
    REVIEW,
    title="岗位非生产服务一线",
    scope=TRAINEE,
    stage=FILING,
    on="roster",
    column="post",
    params=("posts.not_front_line", "posts.exceptions"),
    rests_on=("post",),
    message="岗位“{post}”含“{word}”，可能不是生产服务一线岗位",
    hint="核对岗位名称；确在生产服务一线的，由单位说明工作内容，由中心填写处理意见",
    evidence="岗位名称含“{word}”，属非一线岗位用词",
)
def post_not_on_the_front_line(facts: Facts) -> pd.DataFrame:
    """研修培训对象以北京地区企事业单位生产服务一线岗位中的在职人员为主。

    读法：岗位名称含非一线用词（财务、人力资源、行政等），且不含例外用词（班组长、车间主任等）的存疑；
    用词由中心维护。
    例：岗位为“财务主管”。
    消除：更正岗位名称，或由中心核实后填写予以通过。
    """
    # D102, D103: no rule of article 4 speaks of a person who cannot be told (findings.md)
    people = facts.people.trainees[facts.people.trainees["post"].notna() & ~facts.people.trainees["id_bad"]]
    words = facts.policy.of("posts.not_front_line", on=people["opening"])
    spared = facts.policy.of("posts.exceptions", on=people["opening"])
    posts = text.fold_series(people["post"])
    hits = [_first_word(post, bad, good) for post, bad, good in beside(posts, words, spared)]
    doubtful = people.assign(word=pd.Series(hits, index=people.index, dtype="object"))
    return doubtful[doubtful["word"].notna()]


def _first_word(post: str, words: list[str], spared: list[str]) -> str | None:
    # 车间主任 is at the front line although 主任 is not: an exception is the stronger word
    if any(text.fold(word) in post for word in spared):
        return None
    return next((word for word in words if text.fold(word) in post), None)


@rule(
    "E0410",
    REVIEW,
    title="年龄不符",
    scope=TRAINEE,
    stage=FILING,
    on="roster",
    column="id_number",
    params=("age.min", "age.retirement"),
    rests_on=("birth", "opening"),
    message="{said}",
    hint="{fix}",
    evidence="{shown}",
)
def outside_the_working_age(facts: Facts) -> pd.DataFrame:
    """研修培训对象为在职人员。

    读法：开班当日不满18周岁，或已达到法定退休年龄（含当日）；女性按较早的一档起算，两档日期都写明。
    例：1962年5月出生的男性，2026年5月开班时已满60周岁。
    消除：更正身份证件号码，或由中心核实后填写予以通过。
    """
    people = facts.people.joinable.dropna(subset=["opening"])
    holder = ids.examine(people["id_number"])
    least = facts.policy.of("age.min", on=people["opening"]).astype("int64")
    schedule = facts.policy.of("age.retirement", on=people["opening"])
    retires = retirement.retirement_dates(holder["birth"], holder["gender"], schedule)
    young = date_columns.add_months(holder["birth"], least * 12).gt(people["opening"])
    # which of two ages holds for a woman depends on her post, which no list tells: from the earlier one on
    # somebody looks
    old = retires["earliest"].le(people["opening"])
    outside = people.assign(young=young, least=least, birth=holder["birth"]).join(retires)[young | old]
    return in_words(outside, said=_age, shown=_days_of_age, fix=_mend_age)


def _age(young: bool, least: int, earliest: pd.Timestamp, latest: pd.Timestamp) -> str:
    if young:
        return f"开班当日不满{least}周岁"
    if earliest != latest:
        return "开班当日可能已达到法定退休年龄"
    return f"开班当日已达到法定退休年龄（{day(earliest)}）"


def _days_of_age(
    young: bool, birth: pd.Timestamp, opening: pd.Timestamp, earliest: pd.Timestamp, latest: pd.Timestamp
) -> str:
    born = f"出生日期{day(birth)}，开班日期{day(opening)}"
    if young:
        return born
    if earliest == latest:
        return f"{born}；法定退休日期{day(earliest)}"
    if latest > opening:
        both = f"分别于{day(earliest)}、{day(latest)}退休"
        return f"{born}；按两档法定退休年龄，{both}，开班时已达到较早的一档"
    return f"{born}；两档法定退休年龄（{day(earliest)}、{day(latest)}）均已达到"


def _mend_age(young: bool) -> str:
    if young:
        return "核对身份证件号码；号码无误的，更换学员，或由中心填写处理意见"
    return "核对身份证件号码和在职情况；弹性延迟退休的，提供协议，由中心填写处理意见"


@rule(
    "E0414",
    REVIEW,
    title="已领取养老待遇",
    scope=TRAINEE,
    speaks_by="retired",
    stage=FILING,
    on="roster",
    column="id_number",
    rests_on=("since", "opening"),
    message="该学员自{since}起领取基本养老保险待遇，研修期间可能已不在职",
    hint="核对学员的在职情况；返聘人员不属于在职人员的，请更换学员",
    evidence="养老待遇领取名单（{source}）：待遇开始年月{since}；开班日期{opening}",
)
def already_draws_a_pension(facts: Facts) -> pd.DataFrame:
    """研修培训对象为在职人员。

    读法：待遇开始年月不晚于结业月份的存疑；没有领取名单的不核对。
    例：2026年3月起领取待遇，2026年5月开班。
    消除：更换学员，或由中心核实后填写予以通过。
    """
    people = facts.people.joinable.dropna(subset=["opening"])
    if facts.evidence.retired is None:
        return people.iloc[:0]
    # the earliest month counts: somebody drawing twice drew from then on
    drawn = (
        facts.evidence.retired.people.sort_values("pension_from")
        .drop_duplicates("id_number")
        .set_index("id_number")
    )
    start = people["id_number"].map(drawn["pension_from"]).astype("Int64")
    # whoever retires while the class goes on is not employed at its end (rules.md, article 4)
    drawing = start.le(month_number(people["ending"].fillna(people["opening"]))).fillna(False).astype("bool")
    pensioners = people[drawing]
    return pensioners.assign(
        since=date_columns.month_name(start[drawing].astype("int64")),
        source=pensioners["id_number"].map(drawn["file"]),
    )


@rule(
    "E0416",
    REVIEW,
    title="养老待遇名单不可用",
    scope=FILE,
    params=("evidence.max_unusable", "evidence.max_unusable_sheet"),
    rests_on=("opening",),
    message="养老待遇领取人员名单不能采用，未能核对学员是否已领取养老待遇",
    hint="请中心取得内容完整的名单，放入extracts文件夹后重新审核",
    evidence="{why}",
    needs=("headers",),
)
def pensioners_list_unusable(facts: Facts) -> pd.DataFrame:
    """研修培训对象为在职人员。

    读法：有名单，但有读不到的工作表、缺少必填列，或不能采用的行超过1%的，报一次；能采用的行仍照常核对；
    没有名单的不报。
    例：名单的身份证件号码已脱敏。
    消除：取得内容完整的名单后重新审核。
    """
    why = facts.usable("retired").why
    there = any(account.part.form == "retired" for account in facts.evidence.accounts)
    if not (why and there and len(facts.people.trainees)):
        return pd.DataFrame({"file": []})
    return pd.DataFrame({"file": [""], "why": [why], "opening": facts.people.trainees["opening"].max()})
