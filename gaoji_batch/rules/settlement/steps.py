"""Family R, the steps of a class: filed, completed, claimed, and as the ledger accepted them."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.rule import CLAIMING, rule
from gaoji_batch.rules.settlement.placed import OF_PROJECT, at_scheme, whose
from gaoji_batch.rules.words import day, in_words
from gaoji_batch.settlement.lines import Reconciling, values_of


@rule(
    "R01",
    REVIEW,
    title="立项后未备案",
    **OF_PROJECT,
    params=("filing.days_before",),
    rests_on=("opening", "approved"),
    message="项目已立项，报送期限{due}已过，没有报送学员名单和培训计划",
    hint="联系承办单位：确定举办的补报备案材料并变更班期，不举办的登记终止或撤销",
    evidence="立项登记：开班日期{opening}，核定{heads}人；台账和报送材料中都没有备案",
)
def approved_never_filed(facts: Reconciling) -> pd.DataFrame:
    """承办单位应在开班前一周，将学员名单和项目培训计划报市就业促进中心备案。

    读法：报送期限的次日起仍没有学员名单和培训计划的立项项目；已终止、撤销的不算；报了未受理的不算。
    例：5月11日开班，5月5日对账时仍未报送。
    消除：报送备案材料，或在立项登记中登记终止、撤销。
    """
    lines = facts.lines
    due = lines["filing_due"]
    return at_scheme(
        lines.assign(due=due, amount=lines["approved"] * lines["per_head"])[
            facts.going_on & ~facts.at_stage["filing"] & due.lt(facts.today)
        ]
    )


@rule(
    "R02",
    REVIEW,
    title="备案后未结业",
    **OF_PROJECT,
    params=("completion.days_after",),
    rests_on=("ending", "filed"),
    message="已报送开班备案，结业备案期限{due}已过，没有报送结业登记备案名册",
    hint="催办结业备案；没有办成的，由承办单位书面说明，登记终止或撤销",
    evidence="结业日期{ending}；台账和报送材料中都没有结业备案",
)
def filed_not_completed(facts: Reconciling) -> pd.DataFrame:
    """研修培训结束后两周内，承办单位将结业登记备案名册等材料报市就业促进中心备案。

    读法：结业备案期限的次日起仍没有名册的已备案项目；已终止、撤销的不算；报了未受理的不算。
    例：5月22日结业，6月6日对账时仍未报送。
    消除：报送名册和考核成绩。
    """
    lines = facts.lines
    due = lines["completion_due"]
    overdue = facts.going_on & facts.at_stage["filing"] & ~facts.at_stage["completion"] & due.lt(facts.today)
    # a project without an accepted roster stands for as many heads as were approved
    heads = lines["filed"].where(lines["filed"].gt(0), lines["approved"])
    return at_scheme(lines.assign(due=due, amount=heads * lines["per_head"])[overdue])


@rule(
    "R03",
    REVIEW,
    title="结业后未申领",
    **OF_PROJECT,
    params=("claim.days_after", "subsidy.per_head"),
    rests_on=("eligible", "refused"),
    message="结业备案已受理，符合条件{eligible}人，{how}",
    hint="{fix}",
    evidence="台账：结业备案{eligible}人；{why}",
)
def completed_not_claimed(facts: Reconciling) -> pd.DataFrame:
    """补助资金由承办单位向市就业促进中心提出申请，审核后拨付到承办单位账户。

    读法：台账已受理结业备案、没有受理补助申请的项目；报了申请而未受理的，依据中写明未受理的规则代码。
    例：22人结业，没有补助资金申请表。
    消除：报送补助资金申请表，并予以受理。
    """
    lines, refused = facts.lines, facts.filed.codes
    # where nobody is eligible there is nothing to claim
    rows = lines[facts.going_on & lines["eligible"].gt(0) & ~facts.recorded_at["claim"]]
    rows = rows.assign(
        amount=rows["eligible"] * rows["per_head"],
        filed_a_claim=facts.at_stage["claim"][rows.index],
        refused=["、".join(refused.get((*place, CLAIMING), ())) for place in rows.index],
    )
    return at_scheme(in_words(rows, how=_no_claim, fix=_claim_by, why=_why_no_claim))


def _no_claim(filed_a_claim: bool) -> str:
    return "报送的补助申请未受理" if filed_a_claim else "没有申领补助"


def _claim_by(filed_a_claim: bool, claim_due: pd.Timestamp) -> str:
    if filed_a_claim:
        return "按未受理的原因补正后重新受理，执行gaoji accept"
    return f"提醒承办单位在{day(claim_due)}前提出申请；不申领的，取得书面说明"


def _why_no_claim(filed_a_claim: bool, refused: str) -> str:
    if refused:
        return f"报送了补助申请，未受理：{refused}"
    return "报送了补助申请，尚未受理" if filed_a_claim else "台账和报送材料中都没有补助申请"


@rule(
    "R10",
    REJECT,
    title="台账与报送材料不一致",
    **OF_PROJECT,
    rests_on=("stages",),
    message="现有的{stages}与台账受理的内容不一致",
    hint="尚未编制拨付的，重新执行gaoji accept；已编制拨付的，以台账为准，请承办单位说明变更原因",
    evidence="台账受理内容的校验值与inbox中现有材料的不同",
)
def ledger_and_workbooks_disagree(facts: Reconciling) -> pd.DataFrame:
    """受理后的备案和申请不得随意变更。

    读法：台账已受理的开班备案、结业备案、补助申请，与现在报送的文件内容不同；文件已不在的不比较。
    例：支付后又报来一份人数不同的申请表。
    消除：撤回后来的文件，或在编制拨付前重新受理。
    """
    lines = facts.lines
    changed = lines[lines.index.isin(list(facts.filed.changed))]
    placed = changed.assign(
        stages=values_of(changed, facts.filed.changed),
        sheet=values_of(changed, facts.filed.places).astype("Int64"),
        amount=changed["due"],
    )
    # it stands at the sheet that differs, not at the row of 立项项目登记
    return placed.drop(columns="row").assign(**whose(changed)).reset_index(drop=True)
