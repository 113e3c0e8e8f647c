"""Family R: what the ledger, the bank and the submitted workbooks say of the same project, held against each
other by `gaoji reconcile`.

The rules take a `reconciling.Reconciling` instead of the facts of a batch.
"""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.rule import CLAIM, CLAIMING, PROJECT, rule
from gaoji_batch.settlement.identity import number_of
from gaoji_batch.settlement.lines import Reconciling, told_of
from gaoji_batch.settlement.transfers import TWICE, UNCLAIMED, UNMATCHED
from gaoji_batch.values.columns import KEY
from gaoji_batch.values.date_columns import chinese_dates

OF_PROJECT = {"scope": PROJECT, "command": "reconcile"}
OF_PAYMENT = {"scope": CLAIM, "command": "reconcile"}


def _at_scheme(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines placed at their row of 立项项目登记."""
    return lines.assign(**_whose(lines)).reset_index(drop=True)


def _whose(rows: pd.DataFrame) -> dict[str, object]:
    """Of rows by class: whose they are; the subject of a class beyond the first is its 期次."""
    number = rows.index.get_level_values("class_no")
    return {
        "of_project": rows.index.get_level_values("project"),
        "of_class_no": number,
        "of_unit": rows["unit"],
        "of_subject": [None if one == 1 else f"第{one}期" for one in number],
    }


def _no_sheet(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows that stand on no submitted sheet: project and unit are all their place."""
    return rows.drop(columns=["sheet", "row"], errors="ignore").assign(**_whose(rows)).reset_index(drop=True)


def _at_transfer(facts: Reconciling, rows: pd.DataFrame) -> pd.DataFrame:
    """Transfers placed at their row of the statement: those of the quarter's year, and of its projects."""
    rows = rows[
        rows["project"].isin(facts.lines.index.get_level_values("project"))
        | rows["day"].str[:4].eq(str(facts.quarter[0]))
    ]
    unit = rows["project"].map(facts.filed.schemes["unit"]).fillna("")
    rows = rows.assign(
        of_project=rows["project"],
        of_unit=unit,
        on=chinese_dates(pd.to_datetime(rows["day"])),
        who=rows["payee"].fillna("").astype("str"),
        value=rows["mark"].map(number_of),
        transfer=rows["mark"].map(number_of),
    )
    return rows.assign(amount=rows["amount"].fillna(0).astype("int64")).reset_index(drop=True)


def _at_last_transfer(facts: Reconciling, payments: pd.DataFrame) -> pd.DataFrame:
    """Payments placed at the last transfer that settled them, with its day and state."""
    last = facts.settled.drop_duplicates("payment", keep="last").set_index("payment")
    placed = {
        name: payments["payment"].map(last[name]) for name in ("file", "sheet_name", "row", "day", "state")
    }
    placed["value"] = payments["payment"].map(last["mark"].map(number_of))
    return _no_sheet(payments).assign(**{name: values.to_numpy() for name, values in placed.items()})


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
    return _at_scheme(
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
    found = facts.going_on & facts.at_stage["filing"] & ~facts.at_stage["completion"] & due.lt(facts.today)
    heads = lines["filed"].where(lines["filed"].gt(0), lines["approved"])
    return _at_scheme(lines.assign(due=due, amount=heads * lines["per_head"])[found])


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
    found = lines[facts.going_on & lines["eligible"].gt(0) & ~facts.recorded_at["claim"]]
    asked = facts.at_stage["claim"][found.index]
    codes = ["、".join(refused.get((*place, CLAIMING), ())) for place in found.index]
    due = chinese_dates(found["claim_due"])
    return _at_scheme(
        found.assign(
            amount=found["eligible"] * found["per_head"],
            refused=codes,
            how=asked.map({True: "报送的补助申请未受理", False: "没有申领补助"}),
            fix=("提醒承办单位在" + due + "前提出申请；不申领的，取得书面说明").mask(
                asked, "按未受理的原因补正后重新受理，执行gaoji accept"
            ),
            why=[
                f"报送了补助申请，未受理：{said}" if said else "报送了补助申请，尚未受理" if was else
                "台账和报送材料中都没有补助申请"
                for said, was in zip(codes, asked, strict=True)
            ],
        )
    )  # fmt: skip


@rule(
    "R04",
    REVIEW,
    title="已受理未支付",
    **OF_PAYMENT,
    rests_on=("due", "claimed_on"),
    message="补助申请已受理，应付{due}元，尚未支付：{why}",
    hint="按对账表的“差额及原因”办理；已支付的，将银行支付明细放入extracts后再对账",
    evidence="台账：{claimed_on}报送的申请，应付{due}元；银行支付明细中没有对应的成功交易{unread}",
)
def claimed_not_paid(facts: Reconciling) -> pd.DataFrame:
    """补助资金审核后拨付到承办单位账户。

    读法：本季度末以前报送（或已编入本季度以前的批次）、台账已受理的申请，没有银行成功支付的记录；
    银行退回的只报R08，金额不符的只报R05，
    付给他人的只报R13；批次编制以前的交易不是该批次的支付。不能读取的银行明细在依据中写明。
    例：应付11万元，批次已放行，银行明细中没有这笔交易。
    消除：支付，并读入载有该笔交易的银行支付明细。
    """
    lines, claims = facts.lines, facts.books.claims.set_index(KEY)
    rows = lines.assign(
        claimed_on=chinese_dates(pd.to_datetime(told_of(lines, claims["filed_on"]))), amount=lines["due"]
    )
    waiting = told_of(rows, facts.filed.waiting).where(rows["status"].eq(""))
    why = waiting.fillna(
        rows["status"].map(
            {"": "尚未编制拨付", "ordered": "批次尚未放行", "released": "已放行，银行尚未支付"}
        )
    )
    ordered_by = facts.newest.index[
        facts.newest["batch"].str[:6].le(f"{facts.quarter[0]}Q{facts.quarter[1]}")
    ]
    in_quarter = lines.index.isin(claims.index[claims["filed_on"].le(facts.last_day)].union(ordered_by))
    elsewhere = lines.index.isin(facts.classes_of(facts.misdirected["named"]))
    unread = f"；{'、'.join(facts.unread)}不能读取，其中的交易没有核对" if facts.unread else ""
    found = facts.going_on & lines["due"].gt(0) & in_quarter & why.notna() & ~elsewhere
    return _no_sheet(rows.assign(why=why, unread=unread)[found])


@rule(
    "R05",
    REJECT,
    title="支付金额不符",
    **OF_PAYMENT,
    each=("payment",),
    rests_on=("due", "heads", "paid", "eligible"),
    message="支付编号{payment}{how}",
    hint="{fix}",
    evidence="台账：批次{batch}，{heads}人，应付{due}元；{why}",
)
def paid_another_amount(facts: Reconciling) -> pd.DataFrame:
    """按照每人5000元的标准给予承办单位资金补助。

    读法：凭附言对应到支付编号或项目的成功交易，金额与应付不同；分次支付的合计比较，退回的部分减去；
    不再报R04。
    台账、结业名册和申请的人员、人数、金额不一致的也列入，已核减、已决定追回的减去；
    名册以对账日符合条件的人员为准。
    例：应付11万元，银行支付了10万元；已按22人拨付，其中1人后来不予通过，只有21人符合条件。
    消除：补足差额，或追回多付的部分。
    """
    rows = facts.newest[facts.newest.index.isin(facts.lines.index)]
    paid = rows[rows["status"].eq("paid")]
    off = paid["paid"].astype("int64") - paid["amount"].astype("int64")
    more = off.gt(0).map({True: "多付", False: "少付"})
    paid = paid.assign(
        due=paid["amount"],
        heads=paid["headcount"],
        how="应付" + paid["amount"].astype("str") + "元，银行实付" + paid["paid"].astype("int64").astype("str") + "元，"
        + more + off.abs().astype("str") + "元",
        why="银行支付明细：实付" + paid["paid"].astype("int64").astype("str") + "元",
        fix="与银行核对：少付的补足，多付的追回",
        amount=off.abs(),
    )[off.ne(0)]  # fmt: skip
    both = pd.concat([_at_last_transfer(facts, paid), _no_sheet(facts.disagreeing)], ignore_index=True)
    return both.assign(eligible=both["of_project"].map(dict(facts.filed.eligible)))


@rule(
    "R06",
    REJECT,
    title="无申请已支付",
    **OF_PAYMENT,
    each=("transfer",),
    rests_on=("who", "amount"),
    message="{on}向{who}支付{amount}元，{why}",
    hint="立即核实付款依据；没有依据的，追回款项；不是本中心支付的，用gaoji reconcile --void {transfer}作废",
    evidence="{basis}",
)
def paid_without_claim(facts: Reconciling) -> pd.DataFrame:
    """补助资金由承办单位提出申请，审核后拨付到承办单位账户。

    读法：附言写明立项项目，或收款人是承办单位，而该项目、该单位没有受理的申请；交易早于所指支付的编制日期的，
    也不是该笔支付（其拨付另报R04）；退回的不算。
    例：项目尚未申领，银行明细中已有一笔向其承办单位的支付。
    消除：款项退回。
    """
    rows = facts.astray[facts.astray["code"].eq(UNCLAIMED)]
    made = (
        rows["named"]
        .map(facts.books.payments.set_index("payment")["made_on"].to_dict())
        .astype("object")
        .fillna("")
        .astype("str")
    )
    early = made.ne("")
    day = made.where(~early, chinese_dates(pd.to_datetime(made.where(early, None))).fillna(""))
    why = ("早于支付编号" + rows["named"] + "的编制日期" + day).where(early, "该项目没有受理的补助申请")
    basis = ("台账：支付编号" + rows["named"] + "于" + day + "编制，此前没有编制过拨付").where(
        early, "台账中没有受理该项目的补助申请，也没有编制过拨付"
    )
    return _at_transfer(facts, rows.assign(why=why, basis=basis))


@rule(
    "R07",
    REVIEW,
    title="银行交易无法对应",
    **OF_PAYMENT,
    each=("transfer",),
    rests_on=("who", "amount"),
    message="{on}{who}的{told}，与台账中的支付、追回都不对应",
    hint="核对附言、户名、账号、金额；不属于本项资金的，由经办人说明，或用gaoji reconcile --void {transfer}作废",
    evidence="银行支付明细第{line}行；先按附言中的支付编号、项目编号，再按户名、账号、金额核对",
)
def matches_nothing(facts: Reconciling) -> pd.DataFrame:
    """银行支付明细中的每一笔都应有台账依据。

    读法：附言没有支付编号和项目编号，户名、账号、金额也与任何一笔支付不同的交易；金额不是整元的一律列入。
    一笔交易的附言写有几个项目的支付编号、
    或台账没有的支付编号的，也列入。
    例：向名册以外的公司支付2万元，附言“货款”。
    消除：查明交易，更正附言后重新取得银行明细。
    """
    rows = facts.transfers[facts.transfers["code"].eq(UNMATCHED)]
    said = rows["said"].fillna(rows["amount"].astype("object")).astype("str")
    told = said + "元，" + rows["state"].fillna("成功").astype("str")
    return _at_transfer(facts, rows.assign(told=told, line=rows["row"].astype("Int64")))


@rule(
    "R08",
    REVIEW,
    title="银行退汇或支付失败",
    **OF_PAYMENT,
    each=("payment",),
    rests_on=("day",),
    message="支付编号{payment}的{amount}元被银行退回",
    hint="通知承办单位核对户名、开户行、账号，重新报送补助资金申请表，受理后再次编制拨付",
    evidence="台账：批次{batch}；银行支付明细：{on}{how}",
)
def sent_back(facts: Reconciling) -> pd.DataFrame:
    """补助资金审核后拨付到承办单位账户。

    读法：最近一次结果为退汇、失败或等额退回（负数），并且没有再次编制拨付的支付；成功之后的退汇也算，
    不再报R04。
    例：7月15日成功，7月16日退汇。
    消除：更正账户后再次拨付。
    """
    rows = facts.newest[facts.newest["status"].eq("returned") & facts.newest.index.isin(facts.lines.index)]
    rows = _at_last_transfer(facts, rows)
    return rows.assign(on=chinese_dates(pd.to_datetime(rows["day"])), how=rows["state"].fillna("退回"))


@rule(
    "R09",
    REJECT,
    title="重复支付",
    **OF_PAYMENT,
    each=("transfer",),
    rests_on=("who", "amount"),
    message="{on}向{who}再次支付{amount}元，该项目的补助已经支付",
    hint="立即联系银行和承办单位，退回重复支付的款项",
    evidence="台账：该项目的补助已支付；银行支付明细中又有一笔成功的交易",
)
def paid_twice(facts: Reconciling) -> pd.DataFrame:
    """按照每人5000元的标准给予承办单位资金补助，每个项目只支付一次。

    读法：同一支付编号、同一项目的第二笔成功交易，其间没有退汇；只报R09，不报R05、R07。成功、退汇、
    成功是一次。
    例：同一附言的11万元支付了两次。
    消除：款项退回（银行明细中有等额的退汇）。
    """
    return _at_transfer(facts, facts.astray[facts.astray["code"].eq(TWICE)])


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
    found = lines[lines.index.isin(list(facts.filed.changed))]
    placed = found.assign(
        stages=told_of(found, facts.filed.changed),
        sheet=told_of(found, facts.filed.places).astype("Int64"),
        amount=found["due"],
    )
    return placed.drop(columns="row").assign(**_whose(found)).reset_index(drop=True)


@rule(
    "R11",
    REVIEW,
    title="追回款项未到账",
    **OF_PAYMENT,
    rests_on=("recovered", "recovered_in"),
    message="决定追回{recovered}元，已到账{recovered_in}元，尚有{amount}元未到账",
    hint="催缴；到账后读入附言写明项目编号的银行明细，情节严重的依法处理",
    evidence="台账：追回决定共{recovered}元，银行到账共{recovered_in}元",
)
def recovery_not_back(facts: Reconciling) -> pd.DataFrame:
    """凡弄虚作假、违规骗取补贴资金的单位，一经查实，按拨付原渠道追回补贴资金。

    读法：追回决定的金额大于银行到账（附言写明项目的来款）的金额。
    例：决定追回5000元，尚未到账。
    消除：款项到账。
    """
    rows = facts.lines[facts.lines["recovered"].gt(facts.lines["recovered_in"])]
    return _no_sheet(rows.assign(amount=rows["recovered"] - rows["recovered_in"]))


@rule(
    "R12",
    REVIEW,
    title="流水疑似重复",
    **OF_PAYMENT,
    each=("transfer",),
    rests_on=("other",),
    message="{on}向{who}的{amount}元，与另一份明细中的交易{other}只有附言或渠道不同，可能是同一笔",
    hint="与银行核对：同一笔的执行gaoji reconcile --same {transfer} {other}，两笔的执行gaoji reconcile --different {transfer} {other}，"
    "并写明--by和--reason",
    evidence="两份银行支付明细都没有流水号；日期、户名、账号、金额、状态相同；未确认前不计为第二次支付",
)
def perhaps_one_transfer(facts: Reconciling) -> pd.DataFrame:
    """同一笔交易从银行导出两次，只算一次；两笔真实的交易，算两次。

    读法：没有流水号、除附言和渠道外都相同的两行，在两份明细中各有一行；同一份明细中流水号重复的也列入。
    有不同流水号的是两笔。
    例：月度明细的附言是“2026Q3-0001”，季度明细的附言是“补助款”。
    消除：确认是同一笔还是两笔；或取得载有流水号的银行明细。
    """
    rows = facts.doubted
    placed = _at_transfer(facts, rows.assign(other=rows["beside"].map(number_of)))
    return placed.assign(value=placed["transfer"] + "、" + placed["other"])


@rule(
    "R13",
    REJECT,
    title="收款人与支付不符",
    **OF_PAYMENT,
    each=("transfer",),
    rests_on=("named", "who"),
    message="{on}附言写明支付编号{named}的{amount}元付给了{who}，户名或账号与拨付明细不同",
    hint="立即与银行核实款项去向；付错的追回，退汇后重新支付",
    evidence="台账：支付编号{named}的收款人是{payee_ordered}，账号尾号{tail}；银行支付明细：户名{who}，账号尾号{tail_paid}",
)
def paid_somebody_else(facts: Reconciling) -> pd.DataFrame:
    """补助资金审核后拨付到承办单位账户。

    读法：附言写明支付编号或项目编号，而户名或账号与该笔支付的不同；不算已支付，不再报R04；
    账号只显示一部分的，显示的部分相同即可；退回的不算。
    例：附言是2026Q3-0001，收款人是另一家公司。
    消除：款项退回，重新支付给承办单位。
    """
    rows = facts.misdirected
    orders = facts.books.payments.set_index("payment")
    account = rows["named"].map(orders["account"]).fillna("").astype("str")
    return _at_transfer(
        facts,
        rows.assign(
            payee_ordered=rows["named"].map(orders["payee"]),
            tail=account.str[-4:],
            tail_paid=rows["account"].fillna("").astype("str").str[-4:],
        ),
    )
