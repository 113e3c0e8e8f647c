"""Article 4, the certificate: level, the exception for key talents, and whether the number fits both."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.law import levels
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.industries import listed
from gaoji_batch.rules.rule import FILING, TRAINEE, rule
from gaoji_batch.rules.words import in_words, joined
from gaoji_batch.values import ids
from gaoji_batch.values.columns import beside


def below_the_level(facts: Facts) -> pd.DataFrame:
    """Trainees whose stated level is below the one required: the roster's rows with `least`, `excepted`
    (bool) and the industry."""
    # a level that is empty or not on the list is D101 or D107, and says nothing of its holder
    people = facts.people.trainees
    least = facts.policy.of("trainee.min_level", on=people["opening"])
    order = levels.rank(people["level"])
    low = order.lt(levels.rank(least)) & ~people["id_bad"] & people["level"].notna()
    people, least, order = people[low], least[low], order[low]
    relaxed = facts.policy.of("trainee.relaxed_level", on=people["opening"])
    industries = facts.policy.of("trainee.relaxed_industries", on=people["opening"])
    # few distinct pairs, and each list is folded anew
    pairs = [
        (industry, tuple(names))
        for industry, names in zip(people["industry"].fillna("").tolist(), industries, strict=True)
    ]
    verdicts = {pair: listed(*pair) for pair in set(pairs)}
    named = [verdicts[pair] for pair in pairs]
    excepted = (
        order.ge(levels.rank(relaxed))
        & people["key_talent"].eq("是")
        & pd.Series(named, index=people.index, dtype="bool")
        # the industry that counts is the approved one, not what the roster says of itself
        & people["approved"]
    )
    return people.assign(
        least=least,
        relaxed=relaxed,
        excepted=excepted,
        stated=people["industry"].fillna("未填写"),
        talent=people["key_talent"].fillna("未填写"),
    )


@rule(
    "E0401",
    REJECT,
    title="技能等级不足",
    scope=TRAINEE,
    stage=FILING,
    on="roster",
    column="level",
    params=("trainee.min_level", "trainee.relaxed_level", "trainee.relaxed_industries"),
    rests_on=("level", "key_talent", "industry", "least"),
    message="技能等级为{level}，低于{least}，且不符合放宽条件",
    hint=(
        "更换为{least}及以上的学员；属企业重点培养的高精尖产业、新兴产业领域{relaxed}的，"
        "在“是否重点培养对象”列填“是”，并核对立项登记的产业领域"
    ),
    evidence="名单所填等级为{level}，是否重点培养对象为{talent}，立项产业领域为{stated}",
)
def level_below_technician(facts: Facts) -> pd.DataFrame:
    """参加研修培训的人员应已取得技师及以上国家职业资格证书或技能等级证书。

    读法：等级按学徒工、初级工、中级工、高级工、技师、高级技师、特级技师、首席技师的次序比较，
    各种写法视为同一等级；企业重点培养的高精尖产业、新兴产业领域的高级工另报E0402。
    例：某项目产业领域为现代服务业，学员等级为高级工。
    消除：更换学员，或更正填错的等级。
    """
    low = below_the_level(facts)
    return low[~low["excepted"]]


@rule(
    "E0402",
    REVIEW,
    title="高级工须认定",
    scope=TRAINEE,
    stage=FILING,
    on="roster",
    column="level",
    params=("trainee.relaxed_level", "trainee.relaxed_industries"),
    rests_on=("level", "key_talent", "industry", "least"),
    message="学员为{level}，按企业重点培养对象申请放宽，须由中心认定",
    hint="提供企业重点培养对象的证明材料，由中心在核实处理意见表中填写处理意见",
    evidence="是否重点培养对象为{talent}，立项产业领域为{stated}",
)
def key_talent_of_a_named_industry(facts: Facts) -> pd.DataFrame:
    """对企业重点培养的高精尖产业、新兴产业领域的技能人才，可适度放宽到高级工。

    读法：“是否重点培养对象”为“是”，且立项登记的产业领域属于高精尖产业、新兴产业、
    战略性新兴产业及其列明的领域。
    例：集成电路项目中填报为重点培养对象的高级工。
    消除：中心在核实处理意见表中填写予以通过或不予通过。
    """
    low = below_the_level(facts)
    return low[low["excepted"]]


@rule(
    "E0412",
    REVIEW,
    title="证书编号与等级或年份矛盾",
    scope=TRAINEE,
    stage=FILING,
    on="roster",
    column="certificate",
    params=("certificate.min_age",),
    rests_on=("certificate", "level"),
    message="证书编号与学员情况不一致：{why}",
    hint="对照证书原件核对证书编号、技能等级和身份证件号码",
    evidence="证书编号为{certificate}，名单所填等级为{level}，证书年份为{year}",
)
def certificate_contradicts_the_holder(facts: Facts) -> pd.DataFrame:
    """取得的证书应与所填等级、持证人年龄相符。

    读法：22位职业技能等级证书的第16位、16位国家职业资格证书的第11位为等级；发证当年不满16周岁的存疑；
    两位年份不晚于开班年份的按20××年计。
    例：所填等级为技师，证书编号的等级位为3（高级）。
    消除：更正证书编号或等级；确属无误的，由中心填写予以通过。
    """
    people = facts.people.trainees
    people = people[~people["id_bad"] & people["certificate"].notna()]
    # D107 on a level: nothing is held against the number either (findings.md)
    unreadable = facts.faults.unusable_cells("roster", "level")
    readable = [cell not in unreadable for cell in beside(people["sheet"], people["row"])]
    people = people[pd.Series(readable, index=people.index, dtype="bool")]
    youngest = facts.policy.of("certificate.min_age", on=people["opening"])
    certificate = ids.examine_certificates(people["certificate"], people["opening"].dt.year)
    level_digit, stated = certificate["level_digit"], levels.digit(people["level"])
    birth = ids.examine(people["id_number"])["birth"]
    people = people.assign(
        level_digit=level_digit,
        other_level=level_digit.notna() & stated.notna() & level_digit.ne(stated),
        year=certificate["year"],
        youngest=youngest,
        # the number tells the year alone: whoever reaches the age in that year may have been old enough
        young=(certificate["year"] - birth.dt.year).lt(youngest).fillna(False).astype("bool"),
    )
    return in_words(people[people["other_level"] | people["young"]], why=_contradiction)


def _contradiction(other_level: bool, level_digit: str, young: bool, year: int, youngest: int) -> str:
    return joined(
        other_level and f"编号中的等级位为{level_digit}，与所填等级不符",
        young and f"发证年份{year}年时持证人不满{youngest}周岁",
    )
