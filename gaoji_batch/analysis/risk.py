"""What makes a class worth a visit (article 15): risk points, each with its score and the evidence it rests on.

A signal is a pure function from the facts to its cases: `project` (folded number), `evidence` (Chinese, saying where it stands) and, where a row
speaks of several cases, their `count`. Names of people are shown, their numbers masked. The weights are the parameter inspect.risk.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from gaoji_batch.findings import NOTE, SEVERITY_NAMES, STANDING
from gaoji_batch.rules.facts import Facts
from gaoji_batch.values import masking, text
from gaoji_batch.values.dates import chinese_date, chinese_dates

LATE, ELSEWHERE = ("P1201", "P1301"), ("P1201", "P1301", "P1501", "P1502", "E0411")
"""Late filings; what another signal counts, or the center alone can clear."""
POINTS = ["project", "signal", "cases", "points", "evidence"]
_TOLD = 4
"""So many cases of a signal are told in full; the number of all is always said."""


def points(facts: Facts, findings: pd.DataFrame) -> pd.DataFrame:
    """One row a project and signal (POINTS), heaviest first: cases found, points given, and the evidence of the cases."""
    weights: Mapping[str, Mapping[str, int]] = facts.policy.of("inspect.risk", on=facts.on)
    cases = pd.concat(
        [_named(signal, own) for signal, own in signals(facts, findings).items()], ignore_index=True
    )
    cases = cases[cases["project"].ne("") & cases["signal"].isin(set(weights))].drop_duplicates()
    told = (
        cases.groupby(["project", "signal"])
        .agg(cases=("count", "sum"), evidence=("evidence", _told))
        .reset_index()
    )
    scored = [
        min(weights[signal]["each"] * count, weights[signal]["most"])
        for signal, count in zip(told["signal"], told["cases"], strict=True)
    ]
    told["points"] = pd.Series(scored, index=told.index, dtype="int64")
    return told.sort_values(
        ["points", "project", "signal"], ascending=[False, True, True], ignore_index=True
    )[POINTS]


def signals(facts: Facts, findings: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Every signal's cases by its name in inspect.risk."""
    return {
        "报送逾期": late(findings),
        "审核问题": faults(findings),
        "抽查审计问题": spot_faults(facts),
        "工作总结雷同": same_summaries(facts),
        "教师同日两地": teachers_twice(facts),
        "学员同日两地": trainees_twice(facts),
        "联系电话相同": shared_phones(facts),
        "收款账户共用": shared_accounts(facts),
        "表格作者相同": shared_authors(facts),
    }


def _named(signal: str, cases: pd.DataFrame) -> pd.DataFrame:
    columns = {
        "project": cases["project"].astype("object"),
        "signal": signal,
        "evidence": cases["evidence"].astype("object"),
    }
    return pd.DataFrame(columns | {"count": cases.get("count", 1)})


def _told(evidence: pd.Series) -> str:
    shown = list(evidence)[:_TOLD]
    return masking.mask_free_text("；".join(shown)) + (
        f"；等共{len(evidence)}处" if len(evidence) > _TOLD else ""
    )


def _cases(rows: list[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["project", "evidence"], dtype="object")


def late(findings: pd.DataFrame) -> pd.DataFrame:
    """Rosters, plans and registers that came late, whether or not the center let them pass."""
    held = findings[findings["code"].isin(LATE)]
    return pd.DataFrame({"project": held["project_key"], "evidence": held["title"] + "：" + held["message"]})


def faults(findings: pd.DataFrame) -> pd.DataFrame:
    """Rejects and reviews that stand, one case a finding; each says its rule and its place."""
    held = findings[
        findings["status"].isin(STANDING) & findings["severity"].ne(NOTE) & ~findings["code"].isin(ELSEWHERE)
    ]
    held = held[held["file"].str.startswith("inbox/")]
    place = (
        held["file"].map(masking.mask_free_text)
        + (" " + held["sheet"]).where(held["sheet"].ne(""), "")
        + (" " + held["cell"]).where(held["cell"].ne(""), "")
    )
    evidence = (
        held["title"]
        + "（"
        + held["code"]
        + "，"
        + held["severity"].map(SEVERITY_NAMES)
        + "，"
        + place
        + "）"
    )
    return pd.DataFrame({"project": held["project_key"], "evidence": evidence})


def spot_faults(facts: Facts) -> pd.DataFrame:
    """Faults of spot checks not mended, and amounts of audits not dealt with."""
    checks = open_faults(facts)
    said = (
        "抽查记录："
        + chinese_dates(checks["inspected_on"])
        + checks["inspection_item"].fillna("")
        + "，"
        + checks["inspection_result"].fillna("有问题")
    )
    audits = facts.frame("audits")
    audits = audits[audits["amount_found"].gt(0).fillna(False).astype("bool") & audits["mended_on"].isna()]
    told = (
        "审计结果："
        + audits["auditor"].fillna("")
        + chinese_dates(audits["audited_on"])
        + "发现问题金额"
        + audits["amount_found"].astype("str")
        + "元"
    )
    return pd.DataFrame(
        {"project": pd.concat([checks["project"], audits["project"]]), "evidence": pd.concat([said, told])}
    )


def open_faults(facts: Facts) -> pd.DataFrame:
    """The rows of 抽查记录 that found a fault which is not mended: a day to mend by, or a result that is none of inspect.no_fault."""
    rows = facts.frame("inspections")
    fine = {text.fold(word) for word in facts.policy.of("inspect.no_fault", on=facts.on)}
    result = text.fold_series(rows["inspection_result"].fillna("")).str.rstrip("。.")
    return rows[
        rows["project"].ne("")
        & rows["mended_on"].isna()
        & (rows["mend_by"].notna() | (result.ne("") & ~result.isin(fine)))
    ]


def same_summaries(facts: Facts) -> pd.DataFrame:
    """The same title of a work summary under several persons: a row a title and project, its count the persons but one."""
    rows = facts.register.dropna(subset=["work_summary"])
    plain = {
        text.fold(word)
        for name in ("inspect.plain_summaries", "summary.empty_words")
        for word in facts.policy.of(name, on=facts.on)
    }
    rows = rows.assign(title=text.fold_series(rows["work_summary"]))
    rows = rows[~rows["title"].isin(plain)].drop_duplicates(["project", "id_number", "title"])
    found = []
    for _, same in rows.groupby("title"):
        if len(same) > 1:
            people = "、".join(_person(facts, row) for row in same.head(_TOLD).to_dict("records")) + (
                f"等{len(same)}人" if len(same) > _TOLD else ""
            )
            evidence = f"“{same['work_summary'].iloc[0]}”相同：{people}"
            found += [
                (project, evidence, max(count - (count == len(same)), 1))
                for project, count in same["project"].value_counts().sort_index().items()
            ]
    return pd.DataFrame(found, columns=["project", "evidence", "count"])


def _person(facts: Facts, row: Mapping) -> str:
    """张三（GJ2026-001结业登记备案名册第6行）."""
    form = facts.form_titles[facts.batch.sheets.at[row["sheet"], "form"]]
    return f"{row['name']}（{facts.projects['written'].get(row['project'], '')}{form}第{row['row']}行）"


def teachers_twice(facts: Facts) -> pd.DataFrame:
    """One teacher in the plans of two projects on one day; namesakes of different employers are two teachers."""
    rows = facts.sessions.dropna(subset=["teacher", "date"])
    rows = (
        rows.assign(teacher=[text.split_list(said) for said in rows["teacher"]])
        .explode("teacher")
        .dropna(subset=["teacher"])
    )
    rows = rows.assign(key=text.fold_series(rows["teacher"]))
    known = facts.frame("teachers").dropna(subset=["name"])
    known = known.assign(
        key=text.fold_series(known["name"]), employer=known["employer"].fillna("")
    ).drop_duplicates(["project", "key"])
    rows = rows.merge(known[["project", "key", "employer"]], on=["project", "key"], how="left").fillna(
        {"employer": ""}
    )
    found = []
    for (_, day), own in rows.groupby(["key", "date"]):
        each = own.drop_duplicates("project")
        employers = text.fold_series(each["employer"])
        if len(each) < 2 or (employers.ne("").all() and employers.is_unique):
            continue
        said = "、".join(
            f"{facts.projects['written'].get(project, '')}“{content}”{hours:g}学时"
            for project, content, hours in zip(
                each["project"], each["content"].fillna(""), each["hours"].fillna(0), strict=True
            )
        )
        found += [
            (project, f"{each['teacher'].iloc[0]}{chinese_date(day)}同在{said}")
            for project in each["project"]
        ]
    return _cases(found)


def trainees_twice(facts: Facts) -> pd.DataFrame:
    """One trainee in two projects on one day: by the attendance sheets, else by the rosters and the days of the plans; a case a person and pair."""
    present = facts.frame("attendance")
    present = present[
        present["id_ok"]
        & present["date"].notna()
        & present["attended_hours"].gt(0).fillna(False).astype("bool")
    ]
    people = facts.joinable[["project", "class_no", "id_number", "name"]]
    twice = people[people.groupby("id_number")["project"].transform("nunique").gt(1)]
    days = facts.sessions.dropna(subset=["date"])[["project", "class_no", "date"]].drop_duplicates()
    planned = twice.merge(days, on=["project", "class_no"])
    columns = ["project", "id_number", "name", "date"]
    both = pd.concat(
        [present[columns].assign(source="考勤表"), planned[columns].assign(source="学员名单和培训计划")]
    )
    met = both.merge(both, on=["id_number", "date", "source"])
    met = met[met["project_x"].ne(met["project_y"])].sort_values(
        ["project_x", "id_number", "date", "source"], kind="stable"
    )
    met = met.drop_duplicates(["project_x", "project_y", "id_number"])
    other = met["project_y"].map(facts.projects["written"]).fillna("")
    evidence = met["source"] + "：" + met["name_x"].fillna("") + chinese_dates(met["date"]) + "同在" + other
    return pd.DataFrame({"project": met["project_x"], "evidence": evidence})


def shared_phones(facts: Facts) -> pd.DataFrame:
    """One phone under several persons of the rosters: a case a project and phone."""
    rows = facts.trainees.dropna(subset=["phone"])
    rows = rows.assign(
        digits=rows["phone"]
        .astype("str")
        .str.replace(r"[^\d]", "", regex=True)
        .str.removeprefix("0086")
        .str.replace(r"^86(?=1\d{10}$)", "", regex=True)
    )
    rows = rows[rows["digits"].str.len().ge(7)]
    person = rows["id_number"].fillna(rows["name"])
    shared = rows[person.groupby(rows["digits"]).transform("nunique").gt(1)]
    found = []
    for digits, own in shared.groupby("digits"):
        said = f"{masking.mask_phone(str(digits))}：" + "、".join(
            _person(facts, row) for row in own.to_dict("records")
        )
        found += [(project, said) for project in own["project"].unique()]
    return _cases(found)


def shared_accounts(facts: Facts) -> pd.DataFrame:
    """One account for two units, in the claims and 单位名录: a case a claim."""
    claims = facts.claims.dropna(subset=["account"])
    unit = claims["project"].map(facts.projects["unit"]).fillna(claims["unit"]).fillna("")
    listed = facts.unit_register.dropna(subset=["account"])
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "project": claims["project"],
                    "unit": unit,
                    "account": claims["account"],
                    "source": claims["project_written"] + "补助资金申请表",
                }
            ),
            pd.DataFrame(
                {
                    "project": "",
                    "unit": listed["unit"].fillna(""),
                    "account": listed["account"],
                    "source": "单位名录",
                }
            ),
        ]
    )
    rows = rows.assign(
        digits=rows["account"].astype("str").str.replace(r"[\s\-]", "", regex=True),
        named=text.fold_series(rows["unit"]),
    )
    rows = rows[rows["named"].ne("") & rows["digits"].ne("")]
    found = []
    for digits, own in rows.groupby("digits"):
        if own["named"].nunique() > 1:
            each = own.drop_duplicates("named")
            said = f"账号{masking.mask_account(str(digits))}：" + "、".join(
                each["unit"] + "（" + each["source"] + "）"
            )
            found += [(project, said) for project in own["project"].unique() if project]
    return _cases(found)


def shared_authors(facts: Facts) -> pd.DataFrame:
    """Workbooks of two units that one person made, by the workbooks' own property: a case a project and author."""
    plain = {text.fold(word) for word in facts.policy.of("inspect.plain_authors", on=facts.on)}
    authors = {
        one.file: one.creator
        for one in facts.batch.submissions
        if one.creator and text.fold(one.creator) not in plain
    }
    sheets = facts.batch.sheets
    rows = sheets[
        sheets["file"].isin(authors) & sheets["source"].eq("unit") & sheets["project"].ne("")
    ].drop_duplicates(["file", "project"])
    rows = rows.assign(
        author=rows["file"].map(authors),
        unit=rows["project"].map(facts.projects["unit"]).fillna(rows["unit"]).fillna(""),
    )
    rows = rows.assign(
        key=text.fold_series(rows["author"].astype("str")), named=text.fold_series(rows["unit"])
    )
    found = []
    for _, own in rows[rows["named"].ne("")].groupby("key"):
        if own["named"].nunique() > 1:
            each = own.drop_duplicates("named")
            files = (
                each["unit"] + "的" + each["file"].str.rsplit("/", n=1).str[-1].map(masking.mask_free_text)
            )
            said = f"作者“{own['author'].iloc[0]}”：{'、'.join(files.head(_TOLD))}" + (
                f"等{len(files)}家单位" if len(files) > _TOLD else ""
            )
            found += [(project, said) for project in own["project"].unique()]
    return _cases(found)
