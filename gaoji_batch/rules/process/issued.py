"""Article 14: certificates go to the persons of the register, each once; judged by `gaoji certificates` on
what the ledger issued."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from gaoji_batch.findings import REJECT
from gaoji_batch.rules.rule import COMPLETION, TRAINEE, rule
from gaoji_batch.rules.words import in_words


@dataclass(frozen=True, slots=True)
class Issued:
    """certificates: number, project, unit, person_key, subject, per_head of those that are not void;
    register: project, person_key of the persons who passed, by the registers in force."""

    certificates: pd.DataFrame
    register: pd.DataFrame


@rule(
    "P1401",
    REJECT,
    title="结业证书重号或错发",
    scope=TRAINEE,
    stage=COMPLETION,
    command="certificates",
    each=("number",),
    rests_on=(),
    message="证书{number}不应有效：{why}",
    hint="核实后作废该证书（gaoji certificates --void），需要的再补发",
    evidence="台账：证书{number}；现行结业登记备案名册中合格并符合条件的人员",
)
def issued_twice_or_without_passing(issued: Issued) -> pd.DataFrame:
    """市就业促进中心按照结业登记备案名册中的人员名单发放结业证书。

    读法：未作废的证书，编号出现两次，或同一人在同一项目有两张，或持证人不在现行名册的合格人员中。
    例：发证后名册更正，去掉了一名学员。
    消除：作废错发的证书。
    """
    rows = issued.certificates
    key = ["project", "person_key"]
    rows = rows.assign(
        passed=pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(issued.register[key])),
        # both are told: which of two is the wrong one people must say
        twice=rows.duplicated(key, keep=False),
        same_number=rows.duplicated("number", keep=False),
        of_project=rows["project"],
        of_unit=rows["unit"],
        of_subject=rows["subject"],
        amount=rows["per_head"],
    )
    rows = rows[rows["same_number"] | rows["twice"] | ~rows["passed"]]
    return in_words(rows, why=_not_to_stand).reset_index(drop=True)


def _not_to_stand(same_number: bool, twice: bool) -> str:
    if same_number:
        return "编号出现两次"
    return "持证人在同一项目有两张未作废的证书" if twice else "持证人不在结业登记备案名册的合格人员中"
