"""Article 16: heads and amount of a claim, and nothing twice."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT
from gaoji_batch.law import repeats
from gaoji_batch.rules.doubt import MORE_THAN_COUNTED
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import CLAIM, CLAIMING, rule
from gaoji_batch.rules.words import in_words
from gaoji_batch.values import text
from gaoji_batch.values.columns import KEY, in_places, of_places, places_of

PER_CLAIM = {"scope": CLAIM, "stage": CLAIMING, "on": "claim"}


@rule(
    "S1601",
    REJECT,
    title="申领人数不符",
    reducible=True,
    compared_with="completion",
    column="completed_heads",
    after=True,
    **PER_CLAIM,
    params=("subsidy.per_head",),
    rests_on=("claimed", "eligible"),
    message="申领人数{claimed}人，符合条件的结业学员{eligible}人",
    hint="{fix}",
    evidence="在学员名单和名册上且考核合格的{passed}人，其中有待处理或不予通过问题的{out}人{beside}",
)
def heads_not_eligible(facts: Facts, findings: pd.DataFrame) -> pd.DataFrame:
    """按照每人5000元的标准给予承办单位资金补助。

    读法：符合条件的人数，是在备案名单和名册上、考核合格，并且没有未处理或不予通过的学员问题（不通过或待核实）
    的人数；没有结业备案的只报S1605。
    例：申领22人，其中1人社保不足，符合条件的21人。
    消除：更正申领人数，或由中心核减。
    """
    heads = facts.money.eligible(findings)
    # a claim without a register is S1605 alone, and not a claim with 0 eligible heads
    claims = facts.money.claims[in_places(facts.money.claims, set(heads.index))].dropna(
        subset=["completed_heads"]
    )
    counted = claims.join(heads[["eligible", "passed", "out"]], on=KEY)
    counted = counted[counted["completed_heads"].ne(counted["eligible"])]
    per_head = facts.money.per_head(counted["project"])
    # too few heads claimed is wrong as well: the amount at stake is the difference
    over = (counted["completed_heads"] - counted["eligible"]).astype("int64")
    partly = set().union(*map(facts.filings.partly_read, ("roster", "completion", "assessment")))
    return in_words(
        counted.assign(
            claimed=counted["completed_heads"],
            due=counted["eligible"] * per_head,
            amount=over.abs() * per_head,
            beside=counted["project"].isin(partly).map({True: MORE_THAN_COUNTED, False: ""}),
        ),
        fix=_eligible_heads,
    )


def _eligible_heads(eligible: int, due: int) -> str:
    return f"申领人数应为{eligible}人，申请金额应为{due}元"


@rule(
    "S1602",
    REJECT,
    title="申领金额不符",
    reducible=True,
    column="claimed_amount",
    **PER_CLAIM,
    params=("subsidy.per_head",),
    rests_on=("heads", "per_head", "claimed"),
    message="申请金额{claimed}元，按{heads}人、每人{per_head}元应为{due}元",
    hint="申请金额应为{due}元",
    evidence="结业人数{heads}人×补助标准{per_head}元＝{due}元",
)
def amount_not_heads_times_standard(facts: Facts) -> pd.DataFrame:
    """按照每人5000元的标准给予承办单位资金补助。

    读法：申请金额应等于所填结业人数乘以补助标准。
    例：21人，申请110000元，应为105000元。
    消除：更正申请金额，或由中心核减。
    """
    # an empty cell is D101, one that cannot be read D110
    rows = facts.money.claims.dropna(subset=["completed_heads", "claimed_amount"])
    per_head = facts.money.per_head(rows["project"])
    due = rows["completed_heads"].astype("int64") * per_head
    difference = (rows["claimed_amount"].astype("int64") - due).abs()
    priced = rows.assign(
        due=due,
        per_head=per_head,
        heads=rows["completed_heads"],
        claimed=rows["claimed_amount"],
        amount=difference,
    )
    return priced[difference.ne(0)]


@rule(
    "S1603",
    REJECT,
    title="重复申领",
    **PER_CLAIM,
    params=("repeat.interval_months", "repeat.from", "repeat.to"),
    # no ruling pays twice
    waivable=False,
    message="{why}",
    hint="{fix}",
    evidence="台账：{paid}",
)
def paid_already(facts: Facts) -> pd.DataFrame:
    """补助资金由承办单位提出申请，审核后拨付到承办单位账户；符合条件的人员每两年可参加一次。

    读法：台账中已支付且未退回的班（项目和期次）；已随另一个班支付、两班相距不满两年（与E0406同样计算）
    的学员，满两年后不算；台账已记录的本班同一份申请及其名册人员不算。
    例：该学员已随另一项目领取补助。
    消除：撤回申领，或从名册中去掉该学员。
    """
    claims = facts.money.claims
    payments = of_places(claims, facts.money.paid_otherwise.to_dict())
    again = claims[payments.notna()]
    of_project = again.assign(
        why="本项目的补助已经安排支付，不能重复申领",
        paid=payments[again.index],
        fix="已安排支付的不得再次申领，请撤回本次申领",
        # no cell of the claim is wrong: it should not be there
        field="",
        at=again.index,
    )[["sheet", "row", "at", "field", "why", "paid", "fix"]]
    persons = _paid_persons(facts, claims)
    amount = facts.money.per_head(persons["project"])
    return pd.concat(
        [of_project, persons[["sheet", "row", "at", "field", "why", "paid", "fix"]].assign(amount=amount)],
        ignore_index=True,
    )


def _paid_persons(facts: Facts, claims: pd.DataFrame) -> pd.DataFrame:
    """The register's rows of claimed classes whose person was paid for with another class within two
    years."""
    people = facts.people.register[
        facts.people.register["id_ok"] & in_places(facts.people.register, places_of(claims))
    ]
    people = people.assign(at=people.index, person_key=facts.ledger.key_of(people["id_number"]))
    paid = people.merge(facts.money.paid_classes, on="person_key")
    same = text.fold_series(paid["paid_project"]).eq(paid["project"])
    # what was paid for this very class is this claim's own
    paid = paid[~(same & paid["paid_class"].eq(paid["class_no"]))]
    paid = in_words(paid.assign(same_project=same[paid.index]), paid_project=_paid_class)
    paid = paid.join(repeats.terms(facts.policy, facts.days_of_law(paid)))
    near = paid[repeats.barred(paid, "paid_opening", "paid_ending")].drop_duplicates("at")
    near = near.assign(fix="从名册中去掉该学员，或由中心核减后支付其他学员的补助", field="id_number")
    return in_words(near, why=_paid_with, paid=_paid_for)


def _paid_class(same_project: bool, paid_project: str, paid_class: int) -> str:
    return f"{paid_project}第{paid_class}期" if same_project else paid_project


def _paid_with(paid_project: str, interval: int) -> str:
    return f"该学员的补助已随项目{paid_project}安排支付，两班相距不满{interval}个月"


def _paid_for(paid_project: str) -> str:
    return f"项目{paid_project}的补助已安排支付"


@rule(
    "S1605",
    REJECT,
    title="无结业备案",
    **PER_CLAIM,
    # without a register (article 13) there is nobody to pay for
    waivable=False,
    message="申领了补助，但没有报送结业登记备案名册",
    hint="先报送结业登记备案名册和考核成绩，再申领补助",
    evidence="未收到项目{written}的结业登记备案名册",
)
def claim_without_completion(facts: Facts) -> pd.DataFrame:
    """补助资金由承办单位提出申请，审核后拨付；补助按结业学员人数计算。

    读法：没有收到该班（项目和期次）的名册，台账中也没有；此时不报S1601。
    例：结业备案与补助申请同时漏报了名册。
    消除：补报名册。
    """
    rows = facts.money.claims.assign(written=facts.money.claims["project_written"])
    return rows[~in_places(rows, facts.filings.classes_of("completion") | facts.people.completed_in_ledger)]


@rule(
    "S1606",
    REJECT,
    title="超出预算",
    compared_with="budget",
    **PER_CLAIM,
    params=("subsidy.per_head",),
    # no ruling makes money: the budget is raised, or the claim waits
    waivable=False,
    message="按申请先后累计，支付本项目后{period}共{total}元，超过预算{budget}元",
    hint="待预算追加后支付，或列入以后的批次",
    evidence="{period}已安排{before}元，本项目{claimed}元，资金预算{budget}元",
)
def past_the_budget(facts: Facts) -> pd.DataFrame:
    """补助资金从就业补助资金中列支，不得超过年度、季度预算。

    读法：资金预算登记了年度或季度预算的才核对；按报送日期、项目编号累计台账已安排的和本批申请的金额，
    超出而不列入的不累计，其后放得下的照常列入；审核时为预测，拨付时再核对。
    例：季度预算30万元，已安排25万元，本项目10.5万元。
    消除：追加预算，或延后支付。
    """
    return facts.money.budget_overruns
