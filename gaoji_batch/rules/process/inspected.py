"""Article 15: spot checks and audits whose faults are still open block the claim."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import CLAIMING, PROJECT, rule
from gaoji_batch.values.date_columns import is_open


@rule(
    "P1501",
    REVIEW,
    title="抽查问题未整改",
    scope=PROJECT,
    spot_check=True,
    compared_with="inspections",
    stage=CLAIMING,
    on="inspections",
    each=("inspected_on",),
    rests_on=("inspection_result", "mend_by"),
    message="{inspected}抽查发现“{found}”，整改期限{mend_by}已过，没有整改完成日期",
    hint="完成整改并登记整改完成日期后，再支付补助",
    evidence="抽查记录：抽查日期{inspected}，整改期限{mend_by}",
)
def spot_check_fault_not_mended(facts: Facts) -> pd.DataFrame:
    """市就业促进中心将不定期对研修过程进行抽查，对抽查中发现的问题及时予以处理。

    读法：整改期限已过（以本次审核日期为准）、没有整改完成日期（或晚于审核日）的抽查记录。
    例：整改期限2026年6月10日，2026年7月1日审核时仍未完成。
    消除：在抽查记录中登记整改完成日期。
    """
    rows = facts.filings.frame("inspections")
    rows = rows.assign(found=rows["inspection_result"].fillna("问题"), inspected=rows["inspected_on"])
    # on the last day itself there is still time
    return rows[rows["mend_by"].lt(pd.Timestamp(facts.on)) & is_open(rows["mended_on"], facts.on)]


@rule(
    "P1502",
    REVIEW,
    title="审计问题未处理",
    scope=PROJECT,
    spot_check=True,
    compared_with="audits",
    stage=CLAIMING,
    on="audits",
    each=("auditor", "audited_on"),
    rests_on=("amount_found",),
    message="审计发现问题金额{found}元，没有处理完成日期",
    hint="按审计意见处理并登记整改完成日期后，再支付补助",
    evidence="审计结果：{auditor}，审计日期{audited_on}，问题金额{found}元",
)
def audit_amount_open(facts: Facts) -> pd.DataFrame:
    """在资金拨付前或资金拨付后，市就业促进中心要聘请第三方对培训效果和资金使用情况进行审计。

    读法：问题金额大于0、没有整改完成日期（或晚于审核日）的审计结果。
    例：审计发现5000元与培训无关的支出，尚未处理。
    消除：在审计结果中登记整改完成日期。
    """
    rows = facts.filings.frame("audits")
    found = rows["amount_found"].gt(0).fillna(False).astype("bool")
    audits = rows[found & is_open(rows["mended_on"], facts.on)]
    return audits.assign(
        found=audits["amount_found"], amount=audits["amount_found"], auditor=audits["auditor"].fillna("")
    )
