"""Article 4, every two years once: two classes at a time."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILING, TRAINEE, rule
from gaoji_batch.rules.trainee.history import absent
from gaoji_batch.rules.words import day, in_words
from gaoji_batch.values import date_columns
from gaoji_batch.values.columns import KEY, in_places

TWO_CLASSES = ("other", "other_number", "said", "shown", "opening", "other_opening", "of_severity")


@rule(
    "E0407",
    REJECT,
    title="同期参加两个班",
    scope=TRAINEE,
    stage=FILING,
    on="roster",
    column="id_number",
    params=("repeat.interval_months",),
    rests_on=("other_number", "opening", "other_opening"),
    message="{said}",
    hint="与项目{other}的承办单位核对，从其中一个班的学员名单中去掉该学员",
    evidence="本班开班日期{opening}；{shown}",
    needs=("receipts",),
)
def on_two_classes_at_once(facts: Facts) -> pd.DataFrame:
    """符合条件的人员每两年可参加一次高技能人才研修培训。

    读法：在本批或台账中两个项目（或同一项目两期）的学员名单上，且两班开班日期相距不满24个月的，两处都报；
    往期参训中的班在本班开班当日或以后结业、结业前开班的也报（其开班日期不明的，列为待核实）；
    同一张表上的另报D105。
    例：同一人既在2026年5月的焊工班，又在2026年9月的钳工班。
    消除：从其中一个班的名单中去掉该学员。
    """
    people = (
        facts.people.trainees.loc[
            facts.people.trainees["id_ok"], ["sheet", *KEY, "id_number", "opening", "ending"]
        ]
        .dropna(subset=["opening"])
        # a second row in one list is D105, and says nothing more
        .drop_duplicates(["sheet", "project", "id_number"])
    )
    people = people[~absent(facts, people)]
    interval = facts.policy.of("repeat.interval_months", on=people["opening"]).astype("int64")
    trainees = people.drop(columns="ending").assign(at=people.index, interval=interval)
    both = trainees.merge(_rosters(facts, trainees), on="id_number")
    same = both["other_project"].eq(both["project"])
    both = both.assign(other_number=both["other"], same_project=same)
    # two classes of one project as well, or ten people on both lists would fill each to twenty; twice in one
    # list is D105
    both = both[~same | (both["other_sheet"].ne(both["sheet"]) & both["other_class"].ne(both["class_no"]))]
    openings = both[["opening", "other_opening"]]
    first, second = openings.min(axis=1), openings.max(axis=1)
    both = both[second.lt(date_columns.add_months(first, both["interval"]))]
    both = in_words(both.assign(of_severity=REJECT), other=_other_class)
    both = both.sort_values(["at", "other_opening", "other"]).drop_duplicates("at").set_index("at")
    both = in_words(both, said=_on_two_rosters, shown=_other_opening)[list(TWO_CLASSES)]
    earlier = _overlapping(facts, people[~people.index.isin(both.index)])
    return pd.concat([both, earlier]) if len(earlier) else both


def _rosters(facts: Facts, trainees: pd.DataFrame) -> pd.DataFrame:
    """The trainees, and those of the ledger's classes of which no roster lies in inbox/, as the other side of
    a pair: id_number, other (the project as written), other_sheet, other_project, other_class, other_opening,
    source."""
    here = trainees.assign(written=trainees["project"].map(facts.plan.projects["written"]), source="")
    # -1 is no sheet of the batch: what the ledger holds lies on another one than the trainee's row
    recorded = facts.people.past_classes.assign(source="台账", sheet=-1)
    recorded = recorded[~in_places(recorded, facts.filings.classes_of("roster"))]
    names = {
        "sheet": "other_sheet",
        "project": "other_project",
        "class_no": "other_class",
        "written": "other",
        "opening": "other_opening",
    }
    columns = ["id_number", *names, "source"]
    both = pd.concat([here[columns], recorded[columns]], ignore_index=True)
    return both.dropna(subset=["opening"]).rename(columns=names)


def _other_class(other: str, same_project: bool, other_class: int) -> str:
    return f"{other}第{other_class}期" if same_project else other


def _on_two_rosters(other: str, interval: int) -> str:
    return f"该学员同时在项目{other}的学员名单中，两班开班日期相距不满{interval}个月"


def _other_opening(source: str, other: str, other_opening: pd.Timestamp) -> str:
    return f"{source}项目{other}开班日期{day(other_opening)}"


def _overlapping(facts: Facts, people: pd.DataFrame) -> pd.DataFrame:
    """Of 往期参训: classes that ended on or after this opening and began before this end; to be looked at
    where their opening is not known."""
    if facts.evidence.prior is None:
        return people.iloc[:0]
    prior = facts.evidence.prior.classes
    prior = prior.assign(
        other=prior["project"].fillna("（未填编号）"),
        other_project=facts.batch.numbers.of_series(prior["project"]),
    )
    prior = prior[~absent(facts, prior.assign(project=prior["other_project"]))]
    trainees = people[["project", "id_number", "opening", "ending"]].assign(at=people.index)
    both = trainees.merge(prior.drop(columns="project"), on="id_number")
    both = both[both["other_project"].ne(both["project"]) & both["completed"].ge(both["opening"])]
    unknown = both["opened"].isna()
    before_the_end = both["opened"].lt(both["ending"].fillna(both["completed"]))
    both = both.assign(unknown=unknown)[unknown | before_the_end]
    # a class whose opening is known refuses; one without is only looked at: the certain one is told
    both = both.sort_values(["at", "unknown", "completed", "other"]).drop_duplicates("at").set_index("at")
    both = both.assign(
        other_number=both["other"],
        other_opening=both["opened"],
        of_severity=both["unknown"].map({True: REVIEW, False: REJECT}),
    )
    both = in_words(both, span=_span)
    return in_words(both, said=_elsewhere_then, shown=_of_prior)[list(TWO_CLASSES)]


def _span(unknown: bool, opened: pd.Timestamp, completed: pd.Timestamp) -> str:
    return f"{'开班日期不明' if unknown else f'开班日期{day(opened)}'}，结业日期{day(completed)}"


def _elsewhere_then(other: str, span: str) -> str:
    return f"该学员同期在项目{other}参训（{span}）"


def _of_prior(file: str, other: str, span: str) -> str:
    return f"往期参训（{file}）项目{other}{span}"
