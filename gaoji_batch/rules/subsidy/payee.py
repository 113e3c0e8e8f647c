"""Article 16: the subsidy goes to the unit's own account."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import rule
from gaoji_batch.rules.subsidy.claims import PER_CLAIM
from gaoji_batch.rules.unit_identity import folded_codes
from gaoji_batch.rules.words import in_words
from gaoji_batch.values import masking, text
from gaoji_batch.values.columns import beside
from gaoji_batch.values.rule_names import BAD_ACCOUNT, STORED_AS_NUMBER

FIX_THE_CLAIM = "核对账号；确已变更的，提供基本存款账户信息或变更证明，由中心填写处理意见"
FIX_THE_REGISTER = "请中心更正单位名录的账号后重新审核；单位无须处理"


@rule(
    "S1604",
    REJECT,
    title="收款人不是承办单位",
    column="payee",
    **PER_CLAIM,
    # article 16 names the unit's own account alone
    waivable=False,
    message="收款户名{payee}，不是承办单位{unit}",
    hint="补助资金只能拨付到承办单位账户，请填写承办单位自己的户名、开户行、账号",
    evidence="承办单位{unit}；收款户名{payee}",
)
def payee_not_the_unit(facts: Facts) -> pd.DataFrame:
    """补助资金由承办单位向市就业促进中心提出申请，审核后拨付到承办单位账户。

    读法：户名应与承办单位名称一致（已立项的以立项登记为准；同一统一社会信用代码登记的其他名称也可以），
    全角半角、空格、括号的不同不计。
    例：户名为承办单位的关联公司。
    消除：更正收款账户。
    """
    rows = facts.money.claims.dropna(subset=["payee"])
    unit = rows["project"].map(facts.plan.projects["unit"]).fillna(rows["unit"])
    rows = rows.assign(unit=unit)[unit.notna()]
    named = beside(text.fold_series(rows["payee"]), text.fold_series(rows["unit"]))
    codes = folded_codes(facts.units.codes_on_record(rows["project"], rows["unit"]))
    same = [
        facts.units.identities.same(payee, unit, code)
        for (payee, unit), code in zip(named, codes, strict=True)
    ]
    return rows[~pd.Series(same, index=rows.index, dtype="bool")]


@rule(
    "S1607",
    REVIEW,
    title="收款账户与备案不一致",
    column="account",
    **PER_CLAIM,
    rests_on=("account", "registered_account"),
    message="收款账号{shown}{differs}",
    hint="{fix}",
    evidence="{source}：账号{known}；本次申请：账号{shown}",
)
def account_not_on_record(facts: Facts) -> pd.DataFrame:
    """补助资金审核后拨付到承办单位账户。

    读法：以单位名录的账号为准，没有的以该单位最近一次支付的账号为准；都没有的不核对；
    单位名录的账号有误（D103、D117）的不能核对，由中心更正。
    例：单位名录账号尾号1234，申请表账号尾号5678。
    消除：更正账号，或由中心核实后填写予以通过。
    """
    rows = facts.money.claims.dropna(subset=["account"])
    on_record = facts.money.accounts_on_record
    unit = text.fold_series(rows["project"].map(facts.plan.projects["unit"]).fillna(rows["unit"]).fillna(""))
    code = facts.units.codes_on_record(rows["project"], unit).fillna(rows["uscc"])
    rows = rows.assign(
        known=code.map(on_record["by_uscc"]["account"]).fillna(unit.map(on_record["by_name"]["account"])),
        source=code.map(on_record["by_uscc"]["source"]).fillna(unit.map(on_record["by_name"]["source"])),
    )
    rows = rows[rows["known"].notna()]
    other = rows[_digits(rows["account"]).ne(_digits(rows["known"]))]
    # the unit cannot mend what the center's own register stored as a number
    damaged = other["source"].eq("单位名录") & other["known"].isin(_damaged_accounts(facts))
    other = other.assign(
        damaged=damaged,
        registered_account=other["known"],
        known=other["known"].map(masking.mask_account),
        shown=other["account"].map(masking.mask_account),
        fix=damaged.map({True: FIX_THE_REGISTER, False: FIX_THE_CLAIM}),
    )
    return in_words(other, differs=_another_account)


def _another_account(damaged: bool, source: str, known: str) -> str:
    return "不能核对：单位名录的账号已损坏" if damaged else f"与{source}的账号{known}不一致"


def _damaged_accounts(facts: Facts) -> set[str]:
    """The accounts of 单位名录 that cannot be compared: stored as a number, or malformed."""
    faults = pd.concat([facts.faults.of_fields(STORED_AS_NUMBER), facts.faults.of_fields(BAD_ACCOUNT)])
    of_accounts = faults[faults["form"].eq("units") & faults["field"].eq("account")]
    return set(facts.filings.frame("units")["account"].reindex(of_accounts["at"]).dropna())


def _digits(accounts: pd.Series) -> pd.Series:
    # people group the digits of an account by spaces and hyphens
    return accounts.astype("str").str.replace(r"[\s\-]", "", regex=True)
