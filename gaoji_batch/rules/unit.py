"""Articles 5 and 18: who may organise a class."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import CLAIM, CLAIMING, FILING, UNIT, rule
from gaoji_batch.rules.unit_identity import CODE, NAME, folded_codes
from gaoji_batch.rules.words import in_words
from gaoji_batch.values import ids, text
from gaoji_batch.values.cells import missing
from gaoji_batch.values.columns import beside


def organisers(facts: Facts) -> pd.DataFrame:
    """One row a project, at its application (a row) or its roster (a sheet): sheet, row, at, of_project,
    project, unit, uscc, unit_type (of 单位名录, else of the application), listed (bool)."""
    applied = facts.units.applications
    rows = applied[["sheet", "row", "unit", "uscc", "unit_type", "scheme_project", "opening"]].assign(
        at=applied.index, form="application"
    )
    rosters = facts.filings.sheet_of("roster")
    unapplied = rosters[~rosters.index.isin(set(applied["scheme_project"]) - {""})]
    schemes = facts.plan.projects.reindex(unapplied.index)
    filed = pd.DataFrame(
        {
            "sheet": unapplied.to_numpy(),
            "unit": schemes["unit"].to_numpy(),
            "uscc": schemes["uscc"].to_numpy(),
            "opening": schemes["opening"].to_numpy(),
        }
    )
    filed = filed.assign(scheme_project=unapplied.index, form="roster")
    both = pd.concat([rows, filed], ignore_index=True)
    listed = facts.units.register
    named = text.fold_series(both["unit"].fillna(""))
    kind = (
        both["uscc"]
        .map(listed.dropna(subset=["uscc"]).drop_duplicates("uscc").set_index("uscc")["unit_type"])
        # where 单位名录 lists nobody, the mapped column is one of numbers and takes no text
        .astype("object")
    )
    # a unit is its code; its name tells who it is only where the register has no code for it
    kind = kind.fillna(named.map(listed.drop_duplicates("named").set_index("named")["unit_type"]))
    both["opening"] = pd.to_datetime(both["opening"]).fillna(pd.Timestamp(facts.on))
    return both.assign(
        unit_type=kind.fillna(both["unit_type"]),
        listed=kind.notna(),
        of_project=both["scheme_project"].fillna(""),
    )


@rule(
    "U0501",
    REVIEW,
    title="承办单位不符合条件",
    scope=UNIT,
    stage=FILING,
    on="application",
    params=("unit.types",),
    rests_on=("unit", "uscc", "unit_type"),
    message="承办单位{unit}{why}",
    hint=(
        "提供营业执照或法人证书，证明承办单位是在京登记的独立法人，且属于企业、高等院校、科研院所、技师学院等"
    ),
    evidence="单位名称{unit}，统一社会信用代码{uscc}，单位类型{unit_type}",
)
def not_a_legal_entity_of_beijing(facts: Facts) -> pd.DataFrame:
    """研修培训由北京地区具有独立法人资格的企业、高等院校、科研院所、技师学院等单位承办。

    读法：统一社会信用代码的登记地不是北京或国家级登记机关，或为个体工商户，或名称以分公司、分店、办事处结尾，
    或单位类型不在规定范围内的存疑；单位类型以单位名录为准，没有的以实施方案为准。
    例：某集团北京分公司申报项目。
    消除：由具有独立法人资格的单位承办，或由中心核实后填写予以通过。
    """
    units = organisers(facts)
    doubt = ids.not_a_beijing_entity(units["uscc"], units["unit"])
    allowed = facts.policy.of("unit.types", on=units["opening"])
    kinds = text.fold_series(units["unit_type"].fillna(""))
    allowed_kind = [
        kind in {text.fold(name) for name in names} for kind, names in zip(kinds, allowed, strict=True)
    ]
    # a type that nobody wrote is no type outside article 5: code and name are judged alone
    other = kinds.ne("") & ~pd.Series(allowed_kind, index=units.index, dtype="bool")
    doubtful = units.assign(doubt=doubt)[doubt.notna() | other]
    doubtful = in_words(doubtful, why=_no_entity)
    field = [_faulty_field(cause) for cause in doubtful["doubt"]]
    # on a roster the datum stands in a key-value cell, if anywhere; a name alone is put at no cell of it
    keys = {"uscc": "统一社会信用代码", "unit_type": "单位类型"}
    key = [
        keys.get(name) if form == "roster" else None
        for name, form in zip(field, doubtful["form"], strict=True)
    ]
    return doubtful.assign(field=field, key=key).drop(columns=["form", "scheme_project"])


_NO_ENTITY = {
    ids.SOLE_TRADER: ("uscc", "是个体工商户，不具有独立法人资格"),
    ids.ELSEWHERE: ("uscc", "的登记机关不在北京"),
    ids.BRANCH: ("unit", "的名称表明它是分支机构，不具有独立法人资格"),
}
"""What shows that a unit is no legal entity of Beijing → the field that does, and the words for it."""


def _no_entity(doubt: object, unit_type: object) -> str:
    return f"的单位类型“{unit_type}”不在规定范围内" if missing(doubt) else _NO_ENTITY[str(doubt)][1]


def _faulty_field(doubt: object) -> str:
    return "unit_type" if missing(doubt) else _NO_ENTITY[str(doubt)][0]


@rule(
    "U1801",
    REJECT,
    title="单位已取消资格",
    scope=UNIT,
    stage=FILING,
    on="application",
    params=("unit.disqualified_years",),
    # article 18 knows no exception
    waivable=False,
    message="承办单位{unit}已于{cancelled}被取消承办资格",
    hint="该单位不得承办研修培训项目；对取消资格有异议的，向市就业促进中心提出",
    evidence="{source}：取消日期{cancelled}；报送日期{filed}",
)
def disqualified_unit(facts: Facts) -> pd.DataFrame:
    """凡弄虚作假、违规骗取补贴资金的单位，取消承办单位资格。

    读法：报送日期在取消日期当日或以后的；单位以登记的统一社会信用代码为准，名称变更的仍是同一单位；名称、
    代码有一项在名单上即报；政策规定了取消年限的，只在年限之内。
    例：2026年3月1日被取消资格的单位于2026年5月4日报送学员名单。
    消除：此项不能由处理意见放行。
    """
    filed = facts.units.filings_judged
    struck = facts.units.disqualified
    if not len(filed) or not len(struck):
        return filed.iloc[:0].assign(cancelled=pd.NaT, source="", filed=pd.NaT)
    # crossed and not joined: a name or a code may be what the two have in common (money.md 3)
    pairs = filed.assign(at_filing=filed.index).merge(struck, how="cross")
    nodes = [
        facts.units.identities.nodes(*pair) for pair in beside(pairs["named"], folded_codes(pairs["uscc"]))
    ]
    written = beside(pairs["struck_named"], folded_codes(pairs["struck_uscc"]))
    hits = [
        (NAME, name) in identity or (CODE, code) in identity
        for identity, (name, code) in zip(nodes, written, strict=True)
    ]
    same = pd.Series(hits, index=pairs.index, dtype="bool")
    # what article 18 bars is the filing: the policy of its day holds, not that of the opening
    years = facts.policy.of("unit.disqualified_years", on=pairs["filed_on"])
    # a policy without a span of years strikes a unit off for good
    until = [
        day + pd.DateOffset(years=int(span)) if span else pd.Timestamp.max
        for day, span in zip(pairs["cancelled_on"], years, strict=True)
    ]
    within = pairs["filed_on"].ge(pairs["cancelled_on"]) & pairs["filed_on"].lt(
        pd.Series(until, index=pairs.index)
    )
    # a unit may stand in 取消资格单位 and in the ledger: the first day is told
    hit = pairs[same & within].sort_values(["at_filing", "cancelled_on"]).drop_duplicates("at_filing")
    return hit.assign(cancelled=hit["cancelled_on"], filed=hit["filed_on"], source=hit["struck_from"])[
        ["sheet", "row", "at", "of_project", "unit", "cancelled", "filed", "source"]
    ]


@rule(
    "U0502",
    REJECT,
    title="统一社会信用代码与登记不一致",
    scope=UNIT,
    stage=FILING,
    on="application",
    column="uscc",
    each=("unit",),
    rests_on=("code", "known"),
    message="{unit}填写的统一社会信用代码{code}，与{source}的{known}不一致{whose}",
    hint="对照营业执照或登记证书更正为本单位的代码；登记有误的，由中心更正登记",
    evidence="{source}：{unit}的统一社会信用代码{known}",
)
def code_not_on_record(facts: Facts) -> pd.DataFrame:
    """研修培训由具有独立法人资格的单位承办，单位以统一社会信用代码为准。

    读法：实施方案、学员名单、补助资金申请表上的代码，与立项项目登记（没有立项的，与单位名录）
    中该单位的代码比较；代码本身有误的只报D108；补助资金申请表上的只影响申领。
    例：申请表填写了关联公司的代码。
    消除：更正代码，或由中心更正登记。
    """
    rows = _written_codes(facts)
    rows = rows[rows["code"].notna() & rows["code"].ne("")]
    # a code that can be nobody's is D108 alone
    valid = [not ids.uscc_fault(ids.normalise(code) or "") for code in rows["code"]]
    rows = rows[pd.Series(valid, index=rows.index, dtype="bool")]
    rows = rows.assign(known=facts.units.codes_on_record(rows["of_project"], rows["unit"]))
    rows = rows[rows["known"].notna()]
    other = rows[folded_codes(rows["code"]).ne(folded_codes(rows["known"]))]
    # the unit's roster and application may repeat the mistake; a claim is another form, told apart
    other = other.sort_values(["sheet", "row"]).drop_duplicates(["of_project", "unit", "form"])
    approved = other["of_project"].isin(set(facts.plan.approved.dropna(subset=["uscc"])["project"]))
    whose = [_whose(facts, code) for code in other["code"]]
    claim = other["form"].eq("claim")
    return other.assign(
        source=approved.map({True: "立项项目登记", False: "单位名录"}),
        whose=pd.Series(whose, index=other.index, dtype="object"),
        of_scope=claim.map({True: CLAIM, False: UNIT}),
        of_stage=claim.map({True: CLAIMING, False: FILING}),
    ).drop(columns="form")


def _written_codes(facts: Facts) -> pd.DataFrame:
    """The codes that applications, rosters and claims state, with the unit as registered, else as written:
    sheet, row, at, form, key, of_project, unit, code."""
    applied = facts.units.applications
    parts = [
        applied[["sheet", "row", "unit"]].assign(
            at=applied.index, form="application", of_project=applied["scheme_project"], code=applied["uscc"]
        )
    ]
    claims = facts.money.claims
    parts.append(
        claims[["sheet", "row", "unit"]].assign(
            at=claims.index, form="claim", of_project=claims["project"], code=claims["uscc"]
        )
    )
    rosters = facts.filings.in_force[facts.filings.in_force["form"].eq("roster")]
    stated = facts.batch.sheets.reindex(rosters["sheet"])
    parts.append(
        pd.DataFrame(
            {
                "sheet": rosters["sheet"].to_numpy(),
                "unit": stated["unit"].replace("", pd.NA).to_numpy(),
                "form": "roster",
                "key": "统一社会信用代码",
                "of_project": rosters["project"].to_numpy(),
                "code": stated["uscc"].to_numpy(),
            }
        )
    )
    both = pd.concat([part.astype("object") for part in parts], ignore_index=True)
    registered = facts.plan.approved.drop_duplicates("project").set_index("project")["unit"]
    # by a name mistyped on a form 单位名录 would not find whose code it should be
    unit = both["of_project"].map(registered).astype("object").fillna(both["unit"])
    return both.assign(unit=unit.fillna(""))


def _whose(facts: Facts, code: str) -> str:
    """Names the unit that the code is on record for; '' if there is none."""
    codes = pd.concat(
        [facts.units.register[["unit", "uscc"]], facts.plan.approved[["unit", "uscc"]]]
    ).dropna()
    names = sorted(set(codes.loc[folded_codes(codes["uscc"]).eq(text.fold(code)), "unit"]))
    return f"，该代码登记为{'、'.join(names)}的代码" if names else ""
