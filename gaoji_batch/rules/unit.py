"""Articles 5 and 18: who may organise a class."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILING, UNIT, rule
from gaoji_batch.values import ids, text


def organisers(facts: Facts) -> pd.DataFrame:
    """One row a project, at its application (a row) or its roster (a sheet): sheet, row, at, of_project, project, unit, uscc, unit_type
    (of 单位名录, else of the application), listed (bool)."""
    applied = facts.applications
    rows = applied[["sheet", "row", "unit", "uscc", "unit_type", "scheme_project", "opening"]].assign(
        at=applied.index, form="application"
    )
    rosters = facts.sheet_of("roster")
    rest = rosters[~rosters.index.isin(set(applied["scheme_project"]) - {""})]
    known = facts.projects.reindex(rest.index)
    filed = pd.DataFrame(
        {
            "sheet": rest.to_numpy(),
            "unit": known["unit"].to_numpy(),
            "uscc": known["uscc"].to_numpy(),
            "opening": known["opening"].to_numpy(),
        }
    )
    filed = filed.assign(scheme_project=rest.index, form="roster")
    both = pd.concat([rows, filed], ignore_index=True)
    listed = facts.unit_register
    named = text.fold_series(both["unit"].fillna(""))
    kind = (
        both["uscc"]
        .map(listed.dropna(subset=["uscc"]).drop_duplicates("uscc").set_index("uscc")["unit_type"])
        .astype("object")
    )
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
    message="承办单位{unit}{why}",
    hint="提供营业执照或法人证书，证明承办单位是在京登记的独立法人，且属于企业、高等院校、科研院所、技师学院等",
    evidence="单位名称{unit}，统一社会信用代码{uscc}，单位类型{unit_type}",
)
def not_a_legal_entity_of_beijing(facts: Facts) -> pd.DataFrame:
    """研修培训由北京地区具有独立法人资格的企业、高等院校、科研院所、技师学院等单位承办。

    读法：统一社会信用代码的登记地不是北京或国家级登记机关，或为个体工商户，或名称以分公司、分店、办事处结尾，或单位类型不在规定范围内的存疑；单位类型以单位名录为准，没有的以实施方案为准。
    例：某集团北京分公司申报项目。
    消除：由具有独立法人资格的单位承办，或由中心核实后填写予以通过。
    """
    units = organisers(facts)
    by_code = ids.not_a_beijing_entity(units["uscc"], units["unit"])
    allowed = facts.policy.of("unit.types", on=units["opening"])
    kinds = text.fold_series(units["unit_type"].fillna(""))
    known = [kind in {text.fold(name) for name in names} for kind, names in zip(kinds, allowed, strict=True)]
    other = kinds.ne("") & ~pd.Series(known, index=units.index, dtype="bool")
    by_type = ("的单位类型“" + units["unit_type"].fillna("").astype("str") + "”不在规定范围内").where(other)
    found = units.assign(why=by_code.fillna(by_type))[by_code.notna() | other]
    by_name = found["why"].str.startswith("的名称")
    field = (
        pd.Series("uscc", index=found.index)
        .mask(by_code[found.index].isna(), "unit_type")
        .mask(by_name, "unit")
    )
    return found.assign(field=field, key=_roster_key(found, field)).drop(columns=["form", "scheme_project"])


def _roster_key(found: pd.DataFrame, field: pd.Series) -> pd.Series:
    """On a roster the datum stands in a key-value cell, if anywhere; a name alone is put at no cell of it."""
    names = field.map({"uscc": "统一社会信用代码", "unit_type": "单位类型"})
    return names.where(found["form"].eq("roster"))


@rule(
    "U1801",
    REJECT,
    title="单位已取消资格",
    scope=UNIT,
    stage=FILING,
    on="application",
    params=("unit.disqualified_years",),
    message="承办单位{unit}已于{cancelled}被取消承办资格",
    hint="该单位不得承办研修培训项目；对取消资格有异议的，向市就业促进中心提出",
    evidence="{source}：取消日期{cancelled}；报送日期{filed}",
)
def disqualified_unit(facts: Facts) -> pd.DataFrame:
    """凡弄虚作假、违规骗取补贴资金的单位，取消承办单位资格。

    读法：报送日期在取消日期当日或以后的；政策规定了取消年限的，只在年限之内。
    例：2026年3月1日被取消资格的单位于2026年5月4日报送学员名单。
    消除：此项不能由处理意见放行。
    """
    filed = facts.unit_filings
    struck = facts.disqualified
    if not len(filed) or not len(struck):
        return filed.iloc[:0].assign(cancelled=pd.NaT, source="", filed=pd.NaT)
    met = filed.assign(at_filing=filed.index).merge(struck, how="cross")
    same = (met["named"].eq(met["struck_named"]) & met["named"].ne("")) | (
        met["uscc"].eq(met["struck_uscc"]) & met["uscc"].fillna("").ne("")
    )
    years = facts.policy.of("unit.disqualified_years", on=met["filed_on"])
    until = [
        day + pd.DateOffset(years=int(span)) if span else pd.Timestamp.max
        for day, span in zip(met["cancelled_on"], years, strict=True)
    ]
    within = met["filed_on"].ge(met["cancelled_on"]) & met["filed_on"].lt(pd.Series(until, index=met.index))
    hit = met[same & within].sort_values(["at_filing", "cancelled_on"]).drop_duplicates("at_filing")
    return hit.assign(cancelled=hit["cancelled_on"], filed=hit["filed_on"], source=hit["struck_from"])[
        ["sheet", "row", "at", "of_project", "unit", "cancelled", "filed", "source"]
    ]
