"""Family D: one certificate under two names."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILING, FOLLOWS, ROW, rule
from gaoji_batch.values import text


@rule(
    "D115",
    REJECT,
    title="同一证书用于两人",
    scope=ROW,
    when_shifted=FOLLOWS,
    stage=FILING,
    on="roster",
    column="certificate",
    rests_on=("certificate",),
    message="证书编号与{others}的相同",
    hint="对照证书原件更正；一个证书编号只属于一人",
    evidence="同一证书编号另见于{where}",
    needs=("receipts",),
)
def certificate_of_two_persons(facts: Facts) -> pd.DataFrame:
    """一个证书编号只属于一人。

    读法：在整批中比较，持有同一编号的每个人都报；在学员名单上报，不在名单上的人在名册上报。
    例：两名学员填了同一证书编号。
    消除：更正其中一人的证书编号。
    """
    numbers = certificate_holders(facts)
    rows = []
    for _, holders in numbers[numbers.duplicated("certificate_key", keep=False)].groupby("certificate_key"):
        for at in holders.index:
            others = holders[holders.index != at]
            where = "、".join(map(facts.faults.place_of_row, others["sheet"], others["row"]))
            rows.append(
                {
                    **holders.loc[at, ["sheet", "row", "at", "certificate"]].to_dict(),
                    "others": "、".join(others["name"]),
                    "where": where,
                }
            )
    return pd.DataFrame(rows, columns=["sheet", "row", "at", "certificate", "others", "where"])


def certificate_holders(facts: Facts) -> pd.DataFrame:
    """One row a certificate and person, on the roster, else on the register: sheet, row, at, name,
    certificate_key, person.

    A person whose ID number cannot be joined on is identified by name. What holds no digit ('无', '办理中')
    is no number.
    """
    columns = ["sheet", "row", "name", "id_number", "id_ok", "certificate", "certificate_bad"]
    both = pd.concat(
        [
            facts.filings.frame(form)[columns].assign(at=lambda frame: frame.index)
            for form in ("roster", "completion")
        ],
        ignore_index=True,
    )
    # D103: of a number that a spreadsheet rounded the last digits are gone, and two persons' look alike
    both = both[
        both["certificate"].str.contains(r"\d").fillna(False).astype("bool") & ~both["certificate_bad"]
    ]
    named = text.fold_series(both["name"].fillna(""))
    both = both.assign(
        certificate_key=text.fold_series(both["certificate"]),
        named=named,
        person=both["id_number"].where(both["id_ok"], "姓名" + named),
    )
    # a roster may hold the right number and the register a wrong one, of one person and certificate
    numbered = pd.MultiIndex.from_frame(both.loc[both["id_ok"], ["certificate_key", "named"]])
    again = ~both["id_ok"] & pd.MultiIndex.from_frame(both[["certificate_key", "named"]]).isin(numbered)
    # the roster stands first: of one person the finding is put there
    holders = both[~again].drop_duplicates(["certificate_key", "person"]).reset_index(drop=True)
    return holders.assign(name=holders["name"].fillna("另一人"))
