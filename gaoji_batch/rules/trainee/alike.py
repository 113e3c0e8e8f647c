"""Article 4: one person under two ID numbers."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILING, TRAINEE, rule
from gaoji_batch.values import text


@rule(
    "E0419",
    REVIEW,
    title="疑似同一人",
    scope=TRAINEE,
    stage=FILING,
    on="roster",
    column="id_number",
    rests_on=("name", "what", "other"),
    message="姓名和{what}与项目{other}的一名学员相同，身份证件号码不同",
    hint="对照证件原件核对身份证件号码；确为两人的，由中心填写处理意见",
    evidence="项目{other}{place}的学员：姓名{name}，{what}相同",
    needs=("receipts",),
)
def same_person_under_another_number(facts: Facts) -> pd.DataFrame:
    """符合条件的人员每两年可参加一次高技能人才研修培训。

    读法：两个项目的学员名单上，姓名相同，证书编号或联系电话也相同，而身份证件号码不同的，两处都报；
    与台账已受理的名单也比较。
    例：同名同电话的学员在另一项目以另一号码报名。
    消除：更正号码，或由中心核实后填写予以通过。
    """
    rows = facts.people.joinable[["project", "id_number", "name", "phone", "certificate"]]
    rows = rows.dropna(subset=["name"])
    features = alike(rows).join(rows[["project", "id_number"]], on="at")
    both = pd.concat([_in_batch(facts, features), _in_ledger(facts, features)])
    others = both.drop_duplicates("at").set_index("at")[["what", "other", "place"]]
    return others.assign(name=rows["name"].reindex(others.index))


def alike(rows: pd.DataFrame) -> pd.DataFrame:
    """What tells that two are one person beside the ID number: a row a trainee and kind, at (index), what,
    said (name and certificate, or phone)."""
    digits = rows["phone"].astype("object").fillna("").astype("str").str.replace(r"\D", "", regex=True)
    marks = {
        "证书编号": text.fold_series(rows["certificate"].astype("object").fillna("").astype("str")),
        # 86 is the country's code before a mobile's eleven digits, and else part of the number
        "联系电话": digits.str.replace(r"^(?:00)?86(?=1\d{10}$)", "", regex=True),
    }
    named = text.fold_series(rows["name"].fillna(""))
    parts = [
        pd.DataFrame({"at": rows.index, "what": what, "said": named + "|" + what + "|" + value})[
            # two trainees without a phone have no phone in common
            (value.ne("") & named.ne("")).to_numpy()
        ]
        for what, value in marks.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _in_batch(facts: Facts, features: pd.DataFrame) -> pd.DataFrame:
    """at, what, other, place: the same name and mark under another number on the roster of another
    project."""
    placed = features.join(facts.people.joinable[["sheet", "row"]], on="at")
    pairs = placed.merge(placed, on=["said", "what"], suffixes=("", "_other"))
    pairs = pairs[
        pairs["project"].ne(pairs["project_other"]) & pairs["id_number"].ne(pairs["id_number_other"])
    ]
    pairs = pairs.sort_values(["at", "what", "project_other", "row_other"]).drop_duplicates("at")
    place = [
        facts.faults.place_of_row(sheet, row)
        for sheet, row in zip(pairs["sheet_other"], pairs["row_other"], strict=True)
    ]
    other = pairs["project_other"].map(facts.plan.projects["written"])
    return pairs.assign(other=other, place=pd.Series(place, index=pairs.index, dtype="object"))


def _in_ledger(facts: Facts, features: pd.DataFrame) -> pd.DataFrame:
    """The same of persons whom the ledger recorded for a project that is not in this batch, known there by
    keyed hashes alone."""
    recorded = facts.ledger.alike.rename(columns={"project": "other"})
    # rosters of this batch are compared in the clear (_in_batch)
    recorded = recorded[~text.fold_series(recorded["other"].astype("str")).isin(set(features["project"]))]
    hashed = features.assign(
        mark=facts.ledger.key_of(features["said"]), person_key=facts.ledger.key_of(features["id_number"])
    )
    pairs = hashed.merge(recorded, on="mark", suffixes=("", "_other"))
    # the same person under the same number is no second person
    pairs = pairs[pairs["person_key"].ne(pairs["person_key_other"])]
    return pairs.sort_values(["at", "what", "other"]).drop_duplicates("at").assign(place="（台账）")
