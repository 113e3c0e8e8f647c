"""Article 4, social insurance: twelve months without a break, in Beijing, ending before the class opens."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.evidence.insurance import YEARLY
from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILING, TRAINEE, rule
from gaoji_batch.rules.words import in_words
from gaoji_batch.values import text
from gaoji_batch.values.cells import missing
from gaoji_batch.values.columns import beside
from gaoji_batch.values.date_columns import month_name, month_number
from gaoji_batch.values.dates import month_said

EXTRACT = "缴费明细（{extract}）截至{extract_until}"


def _nearest_opening(last_month_used: int, needed: int, months: int, opening: pd.Timestamp) -> str:
    """The first day of the month from which on the run, if it goes on, holds enough months; the months to
    look up where the class opens no sooner."""
    enough = last_month_used + (needed - months) + 1
    before = opening.year * 12 + opening.month - 2
    if enough > before + 1:
        return f"如{month_said(int(enough))}1日（含）以后开班，连续缴费可满{needed}个月"
    return f"社保缴费明细补到{month_said(int(before))}后重新审核，其间没有中断的，连续缴费可满{needed}个月"


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
    runs = facts.insurance.runs
    short = runs[runs["recorded"].eq(True) & runs["months"].lt(runs["needed"])]
    # a ruling rests on the run's first month: its length grows with the extract (findings.md, decisions)
    short = short.assign(since=month_name(short["last_month_used"] - short["months"] + 1))
    return in_words(short, fix=_nearest_opening, break_text=_break)


def _break(broken: object) -> str:
    if missing(broken):
        return "此前无记录"
    return f"{month_said(int(broken))}中断"  # type: ignore[call-overload]


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
    runs = facts.insurance.runs
    runs = runs[runs["ends_paid"].eq(True) & runs["employers"].notna() & runs["employer"].notna()]
    stated = text.fold_series(runs["employer"])
    same = [
        employer in {text.fold(name) for name in names}
        for employer, names in beside(stated, runs["employers"])
    ]
    other = runs[~pd.Series(same, index=runs.index, dtype="bool")]
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
    runs = facts.insurance.runs
    # a policy that excludes late months has them refused by E0403 instead
    reviewed = facts.policy.of("insurance.late_payment", on=runs["opening"]).eq("review")
    # a yearly print marks late months by * (facts.md 5); a ruling rests on that, not on our words for it
    runs = runs.assign(late_months=runs["late"].str.replace(YEARLY, "*", regex=False))
    return runs[
        reviewed
        & runs["recorded"].eq(True)
        & runs["months"].ge(runs["needed"])
        & runs["late"].fillna("").ne("")
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
    runs = facts.insurance.runs
    return runs[runs["doubt"].fillna("").ne("")]


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
    runs = facts.insurance.runs
    stopped = runs[runs["recorded"].eq(True) & runs["goes_on"].eq(False)]
    return stopped.assign(opened=month_name(month_number(stopped["opening"])))
