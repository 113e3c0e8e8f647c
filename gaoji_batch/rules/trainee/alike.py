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

    读法：两个项目的学员名单上，姓名相同，证书编号或联系电话也相同，而身份证件号码不同的，两处都报。
    例：同名同电话的学员在另一项目以另一号码报名。
    消除：更正号码，或由中心核实后填写予以通过。
    """
    rows = facts.joinable.dropna(subset=["name"])
    digits = rows["phone"].astype("object").fillna("").astype("str").str.replace(r"\D", "", regex=True)
    marks = {
        "证书编号": text.fold_series(rows["certificate"].astype("object").fillna("").astype("str")),
        "联系电话": digits.str.replace(r"^(?:00)?86(?=1\d{10}$)", "", regex=True),
    }
    columns = ["sheet", "row", "project", "id_number"]
    met = []
    for what, mark in marks.items():
        own = rows[columns].assign(at=rows.index, named=text.fold_series(rows["name"]), mark=mark, what=what)
        own = own[own["mark"].ne("")]
        met.append(own.merge(own.drop(columns="what"), on=["named", "mark"], suffixes=("", "_other")))
    both = pd.concat(met)
    both = both[both["project"].ne(both["project_other"]) & both["id_number"].ne(both["id_number_other"])]
    both = both.sort_values(["at", "what", "project_other", "row_other"]).drop_duplicates("at")
    place = [
        facts.told_place(sheet, row)
        for sheet, row in zip(both["sheet_other"], both["row_other"], strict=True)
    ]
    found = both.assign(
        other=both["project_other"].map(facts.projects["written"]),
        place=pd.Series(place, index=both.index, dtype="object"),
    ).set_index("at")[["what", "other", "place"]]
    return found.assign(name=rows["name"].reindex(found.index)).rename_axis(None)
