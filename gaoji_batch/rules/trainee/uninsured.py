"""Article 4, social insurance: no record of a trainee, or no extract that could hold one."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.evidence.insurance import Insurance
from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import CENTER, CLAIMING, FILING, PROJECT, TRAINEE, rule
from gaoji_batch.rules.trainee.insured_months import EXTRACT
from gaoji_batch.rules.words import in_words
from gaoji_batch.values import ids
from gaoji_batch.values.cells import missing
from gaoji_batch.values.dates import month_said


@rule(
    "E0404",
    REJECT,
    title="无社保缴费记录",
    scope=TRAINEE,
    speaks_by="insurance",
    stage=FILING,
    on="roster",
    column="id_number",
    params=("insurance.kinds",),
    rests_on=("kinds",),
    message="在京没有城镇职工基本养老保险缴费记录",
    hint="核对身份证件号码；号码无误的，该学员不符合参加条件，请更换学员",
    evidence=EXTRACT + "，{others}",
)
def no_insurance_record(facts: Facts) -> pd.DataFrame:
    """参加研修培训的人员，应在京缴纳城镇职工社会保险。

    读法：只认政策规定的险种；有其他险种记录的，在核对依据中写明；港澳台居民和外籍人员无记录的另报E0413。
    例：明细中只有该学员的工伤保险记录。
    消除：更正身份证件号码，或更换学员。
    """
    trainees = unrecorded(facts)
    return trainees[~trainees["foreign"].astype("bool")]


@rule(
    "E0413",
    REVIEW,
    title="港澳台、外籍人员无记录",
    scope=TRAINEE,
    speaks_by="insurance",
    stage=FILING,
    on="roster",
    column="id_number",
    params=("insurance.kinds",),
    rests_on=("kinds",),
    message="港澳台居民或外籍人员，此证件号码下没有社会保险缴费记录",
    hint="提供参保时所用的证件号码和缴费证明，由中心核对后填写处理意见",
    evidence=EXTRACT + "，{others}；参保登记可能使用了通行证、护照等其他证件号码",
)
def resident_from_outside_unrecorded(facts: Facts) -> pd.DataFrame:
    """参加研修培训的人员，应在京缴纳城镇职工社会保险。

    读法：港澳台居民居住证、外国人永久居留身份证的持有人可能以其他证件参保，无记录时不直接判为不通过。
    例：持港澳台居民居住证的学员在明细中查无此号。
    消除：中心核对其他证件的缴费记录后填写予以通过。
    """
    trainees = unrecorded(facts)
    return trainees[trainees["foreign"].astype("bool")]


def unrecorded(facts: Facts) -> pd.DataFrame:
    """Trainees without any record of the kind that counts, beside the other kinds that are there and whether
    they come from outside."""
    runs = facts.insurance.runs
    runs = runs[runs["recorded"].eq(False)]
    if not len(runs):
        return runs.assign(others="", kinds="", foreign=False)
    elsewhere = facts.evidence.insurance.other_kinds  # type: ignore[union-attr]
    kinds = elsewhere.groupby("id_number")["kind"].agg(lambda names: "、".join(sorted(set(names))))
    others = runs["id_number"].map(kinds.to_dict()).astype("str")
    return runs.assign(
        others=[_other_kinds(kind) for kind in others],
        kinds=others,
        foreign=ids.examine(runs["id_number"])["kind"].ne("resident"),
    )


def _other_kinds(kinds: object) -> str:
    return "未查到此号码的任何记录" if missing(kinds) else f"只有其他险种的记录：{kinds}"


@rule(
    "E0411",
    REVIEW,
    title="社保明细缺失或未覆盖",
    scope=PROJECT,
    cleared_by=CENTER,
    when_many=("社保缴费明细没有覆盖到{count}个项目开班前一个月", "取得更新的社保缴费明细后重新审核"),
    stage=CLAIMING,
    on="roster",
    params=(
        "insurance.reference",
        "evidence.covered_share",
        "evidence.max_unusable",
        "evidence.max_unusable_sheet",
    ),
    rests_on=("opening",),
    message="{said}，本项目学员的社会保险未能核对到开班前一个月",
    hint="{fix}",
    evidence="{extract}",
)
def insurance_not_covered(facts: Facts) -> pd.DataFrame:
    """参加研修培训的人员，应连续在京缴纳城镇职工社会保险12个月及以上。

    读法：没有社保缴费明细，明细不能采用，或明细覆盖到的月份早于开班前一个月的，每个项目报一次；
    不影响开班和结业备案，补齐之前不支付补助。一个月的行数不到此前六个月中最多一月的一半的，不算覆盖到该月，
    该月以后的行不采用；人员有半数以上重合的文件合并起来看。明细有读不到的工作表、缺少必填列，
    或不能采用的行超过1%的，不据以报E0403至E0405。
    例：2026年5月11日开班，明细截至2026年3月；明细的身份证件号码已脱敏。
    消除：取得覆盖到开班前一个月、内容完整的社保缴费明细后重新审核。
    """
    rosters = facts.plan.filed("roster")
    # where no number can be joined on no extract could tell of anybody
    rosters = rosters[rosters["project"].isin(facts.people.joinable["project"])]
    # of several classes the last to open is the one that the extract must reach
    latest = rosters.sort_values(["project", "opening"], ascending=[True, False]).drop_duplicates("project")
    latest = latest.assign(
        sheet=latest["project"].map(rosters.groupby("project")["sheet"].min()),
        # without an opening no month is asked for, but that there is no extract is said all the same
        wanted=facts.insurance.reference_month(latest["opening"].dropna()),
    )
    source, usable = facts.evidence.insurance, facts.usable("insurance")
    if usable.why:
        other_kinds = usable.other_kinds if source is None else ""
        rows = latest.assign(other_kinds=other_kinds, extract=usable.why)
        rows = in_words(rows, said=_unusable_extract, fix=_complete_extract)
    elif source is None:
        there = "extracts文件夹中没有可用的社保缴费明细"
        rows = in_words(latest.assign(said="没有社保缴费明细", extract=there), fix=_extract)
    else:
        early = _too_early(facts, source, latest)
        rows = in_words(early, said=_reach, extract=_reach_of_file, fix=_extract)
    return rows[["sheet", "opening", "said", "fix", "extract"]]


def _too_early(facts: Facts, source: Insurance, latest: pd.DataFrame) -> pd.DataFrame:
    """The projects of which somebody's extracts end before the month wanted, by the extracts that end
    first: until (month number) and file beside them."""
    people = facts.people.joinable[facts.people.joinable["project"].isin(latest["project"])]
    reach = source.reach_of(people["id_number"]).assign(project=people["project"])
    # one trainee beyond the reach leaves the project unverified
    first = reach.sort_values(["until", "file"]).drop_duplicates("project").set_index("project")
    dated = latest.assign(**{name: latest["project"].map(first[name]) for name in ("until", "file")})
    return dated[dated["wanted"].gt(dated["until"]).fillna(False).astype("bool")]


def _unusable_extract(other_kinds: str) -> str:
    return "没有可用的社保缴费明细" if other_kinds else "社保缴费明细不能采用"


def _extract(wanted: object) -> str:
    return _request("社保缴费明细", wanted)


def _request(extract: str, wanted: object) -> str:
    until = "" if missing(wanted) else f"截至{month_said(int(wanted))}的"  # type: ignore[call-overload]
    return f"请中心取得{until}{extract}，放入extracts文件夹后重新审核"


def _complete_extract(wanted: object) -> str:
    return _request("社保缴费明细（身份证件号码完整，月份、险种、缴费状态为规定写法）", wanted)


def _reach(until: int) -> str:
    return f"社保缴费明细截至{month_said(int(until))}"


def _reach_of_file(file: str, until: int) -> str:
    return f"{file}，截至{month_said(int(until))}"
