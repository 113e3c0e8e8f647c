"""Article 4, social insurance: twelve months without a break, in Beijing, ending before the class opens."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.evidence.insurance import YEARLY
from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import CENTER, CLAIMING, FILING, PROJECT, TRAINEE, rule
from gaoji_batch.values import ids, text
from gaoji_batch.values.columns import beside
from gaoji_batch.values.date_columns import month_name, month_number

EXTRACT = "缴费明细（{extract}）截至{extract_until}"


def nearest_fix(short: pd.DataFrame) -> pd.Series:
    """The first day of the month from which on the run, if it goes on, holds enough months; the months to
    look up where the class opens no sooner."""
    ready = short["last_month_used"] + (short["needed"] - short["months"]) + 1
    opening = month_number(short["opening"])
    later = (
        "如" + month_name(ready) + "1日（含）以后开班，连续缴费可满" + short["needed"].astype("str") + "个月"
    )
    unseen = (
        "社保缴费明细补到"
        + month_name(opening - 1)
        + "后重新审核，其间没有中断的，连续缴费可满"
        + short["needed"].astype("str")
        + "个月"
    )
    return later.where(ready.gt(opening), unseen)


@rule(
    "E0403",
    REJECT,
    title="社保连续缴费不足",
    scope=TRAINEE,
    speaks_by="insurance",
    stage=FILING,
    on="roster",
    column="id_number",
    params=(
        "insurance.months",
        "insurance.kinds",
        "insurance.reference",
        "insurance.max_gap",
        "insurance.late_payment",
    ),
    rests_on=("since", "needed", "opening"),
    message="开班前连续缴纳城镇职工社会保险{months}个月，不足{needed}个月",
    hint="{fix}；缴费记录有误的，由参保单位到社保经办机构更正后再报；否则更换学员",
    evidence=EXTRACT + "，算至{used}连续缴费{months}个月，{break_text}",
)
def insured_without_a_break(facts: Facts) -> pd.DataFrame:
    """参加研修培训的人员，应连续在京缴纳城镇职工社会保险12个月及以上。

    读法：连续月数算到开班前一个月为止；明细截止更早的，算到明细的最后一个月；开班之后才到账的补缴不计，
    欠费月份不计；完全没有缴费记录的另报E0404。
    例：2026年5月11日开班，2025年6月中断，至2026年4月只连续10个月。
    消除：连续缴费满12个月后开班，或更正缴费记录，或更换学员。
    """
    found = facts.insurance.runs
    short = found[found["recorded"].eq(True) & found["months"].lt(found["needed"])]
    broken = short["broken"].notna()
    break_text = (month_name(short["broken"].astype("Int64").fillna(0)) + "中断").where(broken, "此前无记录")
    since = month_name(short["last_month_used"] - short["months"] + 1)
    return short.assign(fix=nearest_fix(short), break_text=break_text, since=since)


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
    found = unrecorded(facts)
    return found[~found["foreign"].astype("bool")]


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
    found = unrecorded(facts)
    return found[found["foreign"].astype("bool")]


def unrecorded(facts: Facts) -> pd.DataFrame:
    """Trainees without any record of the kind that counts, beside the other kinds that are there and whether
    they come from outside."""
    found = facts.insurance.runs
    found = found[found["recorded"].eq(False)]
    if not len(found):
        return found.assign(others="", kinds="", foreign=False)
    elsewhere = facts.evidence.insurance.other_kinds  # type: ignore[union-attr]
    kinds = elsewhere.groupby("id_number")["kind"].agg(lambda said: "、".join(sorted(set(said))))
    others = found["id_number"].map(kinds.to_dict()).astype("str")
    told = ("只有其他险种的记录：" + others).where(others.notna(), "未查到此号码的任何记录")
    return found.assign(
        others=told, kinds=others, foreign=ids.examine(found["id_number"])["kind"].ne("resident")
    )


@rule(
    "E0405",
    REVIEW,
    title="参保单位与工作单位不一致",
    scope=TRAINEE,
    speaks_by="insurance",
    stage=FILING,
    on="roster",
    column="employer",
    params=("insurance.kinds",),
    rests_on=("employer", "insurers"),
    message="工作单位为{employer}，{used}的参保单位是{insurers}",
    hint="核对工作单位的全称；由劳务派遣、集团统一参保的，提供劳动合同等说明",
    evidence=EXTRACT + "，{used}的参保单位为{insurers}",
)
def insured_by_another_employer(facts: Facts) -> pd.DataFrame:
    """研修培训对象为北京地区企事业单位的在职人员。

    读法：以开班前最后一个应缴月份的参保单位与名单所填工作单位比较；该月未计入连续缴费的不比较；
    有两个参保单位的，一个相同即可。
    例：名单所填为甲公司，2026年4月由乙公司参保。
    消除：更正工作单位，或由中心核实后填写予以通过。
    """
    found = facts.insurance.runs
    found = found[found["ends_paid"].eq(True) & found["employers"].notna() & found["employer"].notna()]
    stated = text.fold_series(found["employer"])
    same = [own in {text.fold(name) for name in names} for own, names in beside(stated, found["employers"])]
    other = found[~pd.Series(same, index=found.index, dtype="bool")]
    return other.assign(insurers=["、".join(names) for names in other["employers"]])


@rule(
    "E0409",
    REVIEW,
    title="含补缴月份",
    scope=TRAINEE,
    speaks_by="insurance",
    stage=FILING,
    on="roster",
    column="id_number",
    params=("insurance.late_payment", "insurance.months"),
    rests_on=("late_months", "needed"),
    message="开班前{needed}个月中有补缴月份：{late}",
    hint="由参保单位说明补缴原因并附缴费凭证，由中心核实后填写处理意见",
    evidence=EXTRACT + "，补缴或迟到账的月份：{late}",
)
def months_paid_late(facts: Facts) -> pd.DataFrame:
    """参加研修培训的人员，应连续在京缴纳城镇职工社会保险12个月及以上。

    读法：缴费状态为补缴，或到账日期晚于所属期次月的，视为补缴；计入连续月数，但须核实；
    连续月数不足的只报E0403。
    例：2025年9月的费用2025年12月才到账。
    消除：中心核实后填写予以通过。
    """
    found = facts.insurance.runs
    told = facts.policy.of("insurance.late_payment", on=found["opening"]).eq("review")
    found = found.assign(late_months=found["late"].str.replace(YEARLY, "*", regex=False))
    return found[
        told
        & found["recorded"].eq(True)
        & found["months"].ge(found["needed"])
        & found["late"].fillna("").ne("")
    ]


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
    不影响开班和结业备案，补齐之前不支付补助。
    一个月的行数不到此前六个月中最多一月的一半的，不算覆盖到该月，该月以后的行不采用；
    人员有半数以上重合的文件合并起来看。
    明细有读不到的工作表、缺少必填列，或不能采用的行超过1%的，不据以报E0403至E0405。
    例：2026年5月11日开班，明细截至2026年3月；明细的身份证件号码已脱敏。
    消除：取得覆盖到开班前一个月、内容完整的社保缴费明细后重新审核。
    """
    rosters = facts.plan.filed("roster")
    rosters = rosters[rosters["project"].isin(facts.people.joinable["project"])]
    latest = rosters.sort_values(["project", "opening"], ascending=[True, False]).drop_duplicates("project")
    place = latest["project"].map(rosters.groupby("project")["sheet"].min())
    wanted = facts.insurance.reference_month(latest["opening"].dropna())
    until = ("截至" + month_name(wanted) + "的").reindex(latest.index).fillna("")
    latest = latest.assign(
        sheet=place, fix="请中心取得" + until + "社保缴费明细，放入extracts文件夹后重新审核"
    )
    source, why = facts.evidence.insurance, facts.usable("insurance").why
    if why:
        mended = latest["fix"].str.replace(
            "社保缴费明细，", "社保缴费明细（身份证件号码完整，月份、险种、缴费状态为规定写法），"
        )
        said = (
            "社保缴费明细不能采用"
            if source is not None or "险种只有" not in why
            else "没有可用的社保缴费明细"
        )
        return latest.assign(said=said, fix=mended, extract=why)[
            ["sheet", "opening", "said", "fix", "extract"]
        ]
    if source is None:
        return latest.assign(said="没有社保缴费明细", extract="extracts文件夹中没有可用的社保缴费明细")[
            ["sheet", "opening", "said", "fix", "extract"]
        ]
    return _too_early(facts, latest, wanted)


def _too_early(facts: Facts, latest: pd.DataFrame, wanted: pd.Series) -> pd.DataFrame:
    """The projects of which somebody's extracts end before the month wanted, by the extracts that end
    first."""
    source = facts.evidence.insurance
    assert source is not None
    people = facts.people.joinable[facts.people.joinable["project"].isin(latest["project"])]
    reach = source.reach_of(people["id_number"]).assign(project=people["project"])
    first = reach.sort_values(["until", "file"]).drop_duplicates("project").set_index("project")
    own = latest.loc[wanted.index]
    until, file = own["project"].map(first["until"]), own["project"].map(first["file"])
    early = wanted.gt(until).fillna(False).astype("bool")
    named = month_name(until[early])
    return own[early].assign(said="社保缴费明细截至" + named, extract=file[early] + "，截至" + named)[
        ["sheet", "opening", "said", "fix", "extract"]
    ]


@rule(
    "E0417",
    REVIEW,
    title="参保类别须核实",
    scope=TRAINEE,
    speaks_by="insurance",
    stage=FILING,
    on="roster",
    column="id_number",
    params=("insurance.kinds_review", "insurance.categories_review", "insurance.places"),
    rests_on=("odd", "needed"),
    message="开班前{needed}个月的参保情况须核实：{doubt}",
    hint="提供劳动合同（聘用合同）、参保证明等材料，由中心核实人员身份后填写处理意见",
    evidence=EXTRACT + "，{doubt}",
)
def insured_in_a_way_to_be_looked_at(facts: Facts) -> pd.DataFrame:
    """参加研修培训的人员为企事业单位在职人员，应连续在京缴纳城镇职工社会保险。

    读法：计入的月份为机关事业单位基本养老保险、灵活就业或个人身份缴费，或参保地不在北京（该月不计），
    或变动记录的实际缴费月数少于起止月数（从截止月往前计）的，须核实。
    例：事业单位职工的险种为机关事业单位基本养老保险。
    消除：中心核实后填写予以通过。
    """
    found = facts.insurance.runs
    return found[found["doubt"].fillna("").ne("")]


@rule(
    "E0418",
    REVIEW,
    title="培训期间停保",
    scope=TRAINEE,
    speaks_by="insurance",
    stage=FILING,
    on="roster",
    column="id_number",
    params=("insurance.kinds",),
    rests_on=("opening",),
    message="开班当月起没有社会保险缴费记录，研修期间可能已不在职",
    hint="核对学员的在职情况；已离职的，不属于研修培训对象",
    evidence=EXTRACT + "，{opened}起没有缴费记录",
)
def insurance_stops_at_the_opening(facts: Facts) -> pd.DataFrame:
    """研修培训对象为在职人员。

    读法：明细覆盖到开班月份之后，而学员从开班当月起一个月的缴费都没有的存疑；此前也没有记录的只报E0404、
    E0413。
    例：2026年5月开班，明细截至2026年6月，学员只缴到2026年4月。
    消除：由中心核实后填写予以通过。
    """
    found = facts.insurance.runs
    stopped = found[found["recorded"].eq(True) & found["goes_on"].eq(False)]
    return stopped.assign(opened=month_name(month_number(stopped["opening"])))
