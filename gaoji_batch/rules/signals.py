"""Signs that a class may exist on paper alone (article 15): what stands out between its own lists, or between
its and another's.

A signal is a pure function from the facts to its cases: `project` (folded number), `evidence` (Chinese,
saying where it stands) and, where a row speaks of several cases, their `count`. Names of people are shown,
their numbers masked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from gaoji_batch.rules.facts import Facts
from gaoji_batch.values import masking, text
from gaoji_batch.values.columns import KEY, beside
from gaoji_batch.values.date_columns import chinese_dates
from gaoji_batch.values.dates import chinese_date

TOLD = 4
"""So many cases of a signal are told in full; the number of all is always said."""


def cases_of(rows: list[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["project", "evidence"], dtype="object")


def same_summaries(facts: Facts) -> pd.DataFrame:
    """The same title of a work summary under several persons: a row a title and project, its count the
    persons but one."""
    rows = facts.people.register.dropna(subset=["work_summary"])
    plain = {
        text.fold(word)
        for name in ("inspect.plain_summaries", "summary.empty_words")
        for word in facts.policy.of(name, on=facts.on)
    }
    rows = rows.assign(title=text.fold_series(rows["work_summary"]))
    rows = rows[~rows["title"].isin(plain)].drop_duplicates(["project", "id_number", "title"])
    rows = rows[rows.duplicated("title", keep=False)]
    rows = rows.assign(person=_persons(facts, rows))
    found = []
    for _, same in rows.groupby("title"):
        evidence = f"“{same['work_summary'].iloc[0]}”相同：{_first(same['person'].tolist())}"
        found += [
            (project, evidence, max(count - (count == len(same)), 1))
            for project, count in same["project"].value_counts().sort_index().items()
        ]
    return pd.DataFrame(found, columns=["project", "evidence", "count"])


def _persons(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Of each row its person and place: 张三（GJ2026-001结业登记备案名册第6行）."""
    form = rows["sheet"].map(facts.batch.sheets["form"]).map(facts.filings.form_titles).astype("object")
    written = rows["project"].map(facts.plan.projects["written"]).astype("object").fillna("")
    name = rows["name"].astype("object").fillna("")
    return name + "（" + written + form + "第" + rows["row"].astype("str") + "行）"


def _first(persons: Sequence[str]) -> str:
    """The first few, and how many there are."""
    return "、".join(persons[:TOLD]) + (f"等{len(persons)}人" if len(persons) > TOLD else "")


def teachers_twice(facts: Facts) -> pd.DataFrame:
    """One teacher in the plans of two projects on one day; namesakes of different employers are two
    teachers."""
    rows = facts.plan.sessions.dropna(subset=["teacher", "date"])
    rows = (
        rows.assign(teacher=[text.split_list(said) for said in rows["teacher"]])
        .explode("teacher")
        .dropna(subset=["teacher"])
    )
    rows = rows.assign(key=text.fold_series(rows["teacher"]))
    known = facts.filings.frame("teachers").dropna(subset=["name"])
    known = known.assign(
        key=text.fold_series(known["name"]), employer=known["employer"].fillna("")
    ).drop_duplicates(["project", "key"])
    rows = rows.merge(known[["project", "key", "employer"]], on=["project", "key"], how="left").fillna(
        {"employer": ""}
    )
    rows = rows[rows.groupby(["key", "date"])["project"].transform("nunique").gt(1)]
    found = []
    for (_, day), own in rows.groupby(["key", "date"]):
        each = own.drop_duplicates("project")
        employers = text.fold_series(each["employer"])
        if employers.ne("").all() and employers.is_unique:
            continue
        said = "、".join(
            f"{facts.plan.projects['written'].get(project, '')}“{content}”{hours:g}学时"
            for project, content, hours in zip(
                each["project"], each["content"].fillna(""), each["hours"].fillna(0), strict=True
            )
        )
        found += [
            (project, f"{each['teacher'].iloc[0]}{chinese_date(day)}同在{said}")
            for project in each["project"]
        ]
    return cases_of(found)


def trainees_twice(facts: Facts) -> pd.DataFrame:
    """One trainee in two projects on one day: by the attendance sheets, else by the rosters and the days of
    the plans; a case a person and pair."""
    present = facts.filings.frame("attendance")
    present = present[
        present["id_ok"]
        & present["date"].notna()
        & present["attended_hours"].gt(0).fillna(False).astype("bool")
    ]
    people = facts.people.joinable[["project", "class_no", "id_number", "name"]]
    twice = people[people.groupby("id_number")["project"].transform("nunique").gt(1)]
    days = facts.plan.sessions.dropna(subset=["date"])[["project", "class_no", "date"]].drop_duplicates()
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
    other = met["project_y"].map(facts.plan.projects["written"]).fillna("")
    evidence = met["source"] + "：" + met["name_x"].fillna("") + chinese_dates(met["date"]) + "同在" + other
    return pd.DataFrame({"project": met["project_x"], "evidence": evidence})


def shared_phones(facts: Facts) -> pd.DataFrame:
    """One phone under several persons of the rosters: a row a project and phone, its count the persons of the
    project but one."""
    rows = facts.people.trainees.dropna(subset=["phone"])
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
    shared = shared.assign(person=_persons(facts, shared))
    found = []
    for digits, own in shared.groupby("digits"):
        said = f"{masking.mask_phone(str(digits))}：" + "、".join(own["person"])
        persons = own["id_number"].fillna(own["name"]).groupby(own["project"]).nunique()
        found += [(project, said, max(int(count) - 1, 1)) for project, count in persons.items()]
    return pd.DataFrame(found, columns=["project", "evidence", "count"])


def shared_accounts(facts: Facts) -> pd.DataFrame:
    """One account for two units, in the claims and 单位名录: a case a claim."""
    claims = facts.money.claims.dropna(subset=["account"])
    unit = claims["project"].map(facts.plan.projects["unit"]).fillna(claims["unit"]).fillna("")
    listed = facts.units.register.dropna(subset=["account"])
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
    return cases_of(found)


def shared_authors(facts: Facts) -> pd.DataFrame:
    """Workbooks of two units that one person made, by the workbooks' own property: a case a project and
    author."""
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
        unit=rows["project"].map(facts.plan.projects["unit"]).fillna(rows["unit"]).fillna(""),
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
            said = f"作者“{own['author'].iloc[0]}”：{'、'.join(files.head(TOLD))}" + (
                f"等{len(files)}家单位" if len(files) > TOLD else ""
            )
            found += [(project, said) for project in own["project"].unique()]
    return cases_of(found)


def numbers_in_sequence(facts: Facts) -> pd.DataFrame:
    """ID numbers of one class that follow one another: same region and birth date, neighbouring sequence; a
    row a run, its count the persons but one."""
    rows = facts.people.joinable
    number = rows["id_number"].astype("str")
    rows = rows.assign(place=number.str[:14], serial=pd.to_numeric(number.str[14:17], errors="coerce"))
    rows = rows.dropna(subset=["serial"]).sort_values(
        ["project", "class_no", "place", "serial"], kind="stable"
    )
    same = ["project", "class_no", "place"]
    apart = rows.groupby(same)["serial"].diff().le(2)
    runs = rows.assign(run=(~apart).cumsum())
    runs = runs[runs.duplicated("run", keep=False)]
    people: dict[tuple[str, int], list[str]] = {}
    for project, run, person in beside(runs["project"], runs["run"], _persons(facts, runs)):
        people.setdefault((project, run), []).append(person)
    found = [(project, f"证件号码相连：{_first(own)}", len(own) - 1) for (project, _), own in people.items()]
    return pd.DataFrame(found, columns=["project", "evidence", "count"])


def equal_scores(facts: Facts) -> pd.DataFrame:
    """One set of scores for a whole class, part by part: one case a class of three and more."""
    parts = ["score_attendance", "score_attitude", "score_discussion", "score_summary", "score_total"]
    rows = facts.people.scores.dropna(subset=["score_total"])
    counted = rows.groupby(KEY)["score_total"].agg(["size", "first"])
    kinds = rows.drop_duplicates([*KEY, *parts]).groupby(KEY).size()
    found = [
        (project, f"{heads}名学员的各项考核成绩全部相同，总分均为{total:g}分")
        for (project, _), heads, total in counted[counted["size"].gt(2) & kinds.eq(1)].itertuples(name=None)
    ]
    return cases_of(found)


SIGNALS = {
    "证件号码连号": numbers_in_sequence,
    "联系电话相同": shared_phones,
    "考核成绩相同": equal_scores,
    "工作总结雷同": same_summaries,
    "表格作者相同": shared_authors,
    "教师同日两地": teachers_twice,
    "学员同日两地": trainees_twice,
}
"""The signals that speak of a class on paper alone, by their names in inspect.risk and risk.signals."""


def told_cases(evidence: pd.Series) -> str:
    """The cases of one signal as one sentence, the first ones in full."""
    shown = list(evidence)[:TOLD]
    more = f"；等共{len(evidence)}处" if len(evidence) > TOLD else ""
    return masking.mask_free_text("；".join(shown)) + more


def scored(cases: Mapping[str, pd.DataFrame], weights: Mapping[str, Mapping[str, int]]) -> pd.DataFrame:
    """One row a project and signal: cases found, evidence of them, and the points given."""
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "project": own["project"].astype("object"),
                    "signal": signal,
                    "evidence": own["evidence"].astype("object"),
                    "count": own.get("count", 1),
                }
            )
            for signal, own in cases.items()
            if signal in weights
        ],
        ignore_index=True,
    )
    rows = rows[rows["project"].ne("")].drop_duplicates()
    told = (
        rows.groupby(["project", "signal"])
        .agg(cases=("count", "sum"), evidence=("evidence", told_cases))
        .reset_index()
    )
    points = [
        min(weights[signal]["each"] * count, weights[signal]["most"])
        for signal, count in zip(told["signal"], told["cases"], strict=True)
    ]
    return told.assign(points=pd.Series(points, index=told.index, dtype="int64"))
