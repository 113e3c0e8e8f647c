"""What is due next of every project, and what has arrived: articles 12, 13, 15 and 16."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from gaoji_batch.casework.ledgers import view
from gaoji_batch.casework.loading import load
from gaoji_batch.evidence.source import Evidence
from gaoji_batch.judgement.judge import facts_on
from gaoji_batch.law.policy import article_name
from gaoji_batch.outputs.pages import deadlines as outputs
from gaoji_batch.outputs.pages.deadlines import DONE, ITEM_COLUMNS, LATE, OPEN, OVERDUE, Deadlines
from gaoji_batch.values import date_columns, dates, text
from gaoji_batch.values.columns import KEY, in_places, places_of
from gaoji_batch.values.masking import mask_free_text
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress

if TYPE_CHECKING:
    from gaoji_batch.rules.facts import Facts

FILING, COMPLETION, CLAIM, MENDING, AUDIT, YEAR_END = (
    "开班备案",
    "结业备案",
    "补助申请",
    "抽查整改",
    "审计整改",
    "当年完成",
)


@dataclass(frozen=True, slots=True)
class DeadlinesResult:
    """The deadlines and where they were written."""

    deadlines: Deadlines
    folder: Path


def run(workspace: Workspace, *, on: date, progress: Progress = SILENT) -> DeadlinesResult:
    """Reads inbox/ and center/ and writes the deadlines of every approved project that is neither 终止 nor
    撤销."""
    with workspace.new_run("deadlines", on=on, progress=progress) as this_run:
        loaded = load(workspace, progress)
        facts = facts_on(loaded.batch, loaded.policy, Evidence(), view(workspace), on)
        for entry in loaded.unopened:
            progress.say(entry.told(facts.filings.form_titles))
        deadlines = Deadlines(items(facts), on, loaded.policy.overrides_said, facts.money.unaudited)
        outputs.write(deadlines, workspace.path, this_run.folder)
    return DeadlinesResult(deadlines, this_run.final)


def items(facts: Facts) -> pd.DataFrame:
    """One row a project, class and thing due (ITEM_COLUMNS), in the order of the projects and of the days."""
    classes = standing_classes(facts)
    if classes.empty:
        return pd.DataFrame(columns=ITEM_COLUMNS).astype(
            {"due": "datetime64[s]", "arrived_on": "datetime64[s]", "days_left": "int64", "class_no": "int64"}
        )
    parts = [
        filing(facts, classes),
        completion(facts, classes),
        claim(facts, classes),
        year_end(facts, classes),
    ]
    parts += [
        mending(facts, classes, form, item) for form, item in (("inspections", MENDING), ("audits", AUDIT))
    ]
    rows = pd.concat([part for part in parts if len(part)], ignore_index=True)
    projects = facts.plan.projects.reindex(rows["project"]).set_axis(rows.index)
    rows = rows.assign(
        key=rows["project"], project=projects["written"], name=projects["project_name"], unit=projects["unit"]
    )
    rows = rows.assign(state=states(rows, facts.on), days_left=(rows["due"] - pd.Timestamp(facts.on)).dt.days)
    rows = rows[ITEM_COLUMNS].sort_values(["project", "due", "class_no", "item"], kind="stable")
    return rows.reset_index(drop=True)


def standing_classes(facts: Facts) -> pd.DataFrame:
    """The classes of approved projects that go on, whose days are known: project, class_no, opening,
    ending."""
    rows = facts.plan.classes.reset_index()
    going_on = (
        rows["project"].isin(set(facts.plan.approved_standing["project"]))
        & rows["opening"].notna()
        & rows["ending"].notna()
    )
    return rows.loc[going_on, [*KEY, "opening", "ending"]].reset_index(drop=True)


def states(rows: pd.DataFrame, on: date) -> pd.Series:
    """按期完成, 逾期完成, 已逾期 or 未到期; what arrived on a day that nobody wrote down is taken as in
    time."""
    late = rows["arrived_on"].gt(rows["due"])
    done = rows["done"].astype("bool")
    overdue = ~done & rows["due"].lt(pd.Timestamp(on))
    return (
        pd.Series(OPEN, index=rows.index, dtype="str")
        .mask(overdue, OVERDUE)
        .mask(done, DONE)
        .mask(done & late, LATE)
    )


def filing(facts: Facts, classes: pd.DataFrame) -> pd.DataFrame:
    """学员名单 and 培训计划, so many days before the class opens (article 12)."""
    days = facts.policy.of("filing.days_before", on=classes["opening"])
    due = classes["opening"] - pd.to_timedelta(days, unit="D")
    basis = "开班日期" + date_columns.chinese_dates(classes["opening"]) + "前" + days.astype("str") + "天"
    rows = classes[KEY].assign(item=FILING, article=article_name(12), due=due, basis=basis)
    return arrived(facts, rows, ("roster", "plan"), recorded(facts.ledger.classes))


def completion(facts: Facts, classes: pd.DataFrame) -> pd.DataFrame:
    """结业登记备案名册 and 考核成绩, so many days after the class ends (article 13)."""
    days = facts.policy.of("completion.days_after", on=classes["opening"])
    due = classes["ending"] + pd.to_timedelta(days, unit="D")
    basis = "结业日期" + date_columns.chinese_dates(classes["ending"]) + "后" + days.astype("str") + "天"
    rows = classes[KEY].assign(item=COMPLETION, article=article_name(13), due=due, basis=basis)
    return arrived(facts, rows, ("completion", "assessment"), facts.people.completed_in_ledger)


def claim(facts: Facts, classes: pd.DataFrame) -> pd.DataFrame:
    """补助资金申请表, so many days after the class ends (the center's reading of article 16)."""
    days = facts.policy.of("claim.days_after", on=classes["opening"])
    due = classes["ending"] + pd.to_timedelta(days, unit="D")
    basis = "结业日期" + date_columns.chinese_dates(classes["ending"]) + "后" + days.astype("str") + "天"
    rows = classes[KEY].assign(item=CLAIM, article=article_name(16), due=due, basis=basis)
    return arrived(facts, rows, ("claim",), recorded(facts.ledger.claims))


def recorded(rows: pd.DataFrame) -> set[tuple[str, int]]:
    """The classes (project folded, class_no) of rows of the ledger."""
    return places_of(rows.assign(project=text.fold_series(rows["project"].astype("str"))))


def year_end(facts: Facts, classes: pd.DataFrame) -> pd.DataFrame:
    """The project is completed in the year in which it opens (article 12): done once every class has its
    register."""
    years = classes.groupby("project", as_index=False)["opening"].min()
    due = pd.to_datetime(years["opening"].dt.year.astype("str") + "-12-31").astype("datetime64[s]")
    rows = years[["project"]].assign(
        class_no=1,
        item=YEAR_END,
        article=article_name(12),
        due=due,
        basis="研修培训项目须在当年完成，不得跨年度举办",
    )
    by_class = arrived(facts, classes[KEY], ("completion",), facts.people.completed_in_ledger)
    spans = by_class.groupby("project").agg(
        arrived=("arrived", "last"), arrived_on=("arrived_on", "max"), done=("done", "all")
    )
    return rows.join(spans, on="project")


def arrived(
    facts: Facts, rows: pd.DataFrame, forms: tuple[str, ...], accepted: set[tuple[str, int]]
) -> pd.DataFrame:
    """The rows with what came of these forms: arrived (text), arrived_on (the day on which the last came),
    done (all are there).

    accepted: classes of which the ledger has accepted them, whatever lies in inbox/ today.
    """
    grouped = facts.filings.parts[facts.filings.parts["form"].isin(forms)].groupby([*KEY, "form"])["filed_on"]

    def beside(series: pd.Series) -> pd.DataFrame:
        wide = series.unstack("form").reindex(columns=list(forms)).reset_index()
        return rows[KEY].merge(wide, on=KEY, how="left")[list(forms)]

    days, there = beside(grouped.min()), beside(grouped.size()).notna()
    remarks = [
        _remark(facts, forms, day, came)
        for day, came in zip(days.itertuples(index=False), there.itertuples(index=False), strict=True)
    ]
    in_ledger = in_places(rows, accepted).to_numpy()
    out = rows.assign(
        arrived=remarks, done=there.all(axis=1).to_numpy() | in_ledger, arrived_on=days.max(axis=1).to_numpy()
    )
    return out.assign(
        arrived=out["arrived"].mask(in_ledger & out["arrived"].eq(""), "台账已受理"),
        arrived_on=out["arrived_on"].where(out["done"]),
    )


def _remark(facts: Facts, forms: tuple[str, ...], days: tuple[Any, ...], came: tuple[Any, ...]) -> str:
    """'学员名单2026年4月27日；缺培训计划'; '' where nothing came."""
    if not any(came):
        return ""
    titles = [facts.filings.form_titles[form] for form in forms]
    there = [
        title + ("（无日期）" if pd.isna(day) else dates.chinese_date(day))
        for title, day, here in zip(titles, days, came, strict=True)
        if here
    ]
    lacking = [title for title, here in zip(titles, came, strict=True) if not here]
    return "、".join(there) + (f"；缺{'、'.join(lacking)}" if lacking else "")


def mending(facts: Facts, classes: pd.DataFrame, form: str, item: str) -> pd.DataFrame:
    """Faults of spot checks, or audits, with a day by which they must be mended (article 15)."""
    rows = facts.filings.frame(form)
    rows = rows[rows["mend_by"].notna() & rows["project"].isin(set(classes["project"]))]
    what = rows["inspection_result"] if form == "inspections" else rows["audit_conclusion"]
    done = ~date_columns.is_open(rows["mended_on"], facts.on)
    came = "整改完成" + date_columns.chinese_dates(rows["mended_on"])
    return pd.DataFrame(
        {
            "project": rows["project"],
            "class_no": 1,
            "item": item,
            "article": article_name(15),
            "due": rows["mend_by"],
            "basis": what.fillna("登记的整改期限").map(mask_free_text),
            "arrived": came.where(done, ""),
            "arrived_on": rows["mended_on"].where(done),
            "done": done,
        }
    )
