"""What each project submitted of each stage, ready for the ledger, and the findings that stand in its way
(docs/contract/money.md, accept)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from gaoji_batch.casework.blocking import blocking, codes_against, live_filings
from gaoji_batch.casework.halts import Class
from gaoji_batch.findings import NOTE, OPEN, REDUCED, UPHELD
from gaoji_batch.judgement.judge import Judged
from gaoji_batch.ledger.events import canonical
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.facts.enrolled import barred_in_class
from gaoji_batch.rules.rule import CLAIMING, COMPLETION, FILING, STAGE_OF_FORM, TRAINEE
from gaoji_batch.rules.trainee.alike import alike
from gaoji_batch.values import ids, text
from gaoji_batch.values.columns import KEY, beside, in_places, places_of
from gaoji_batch.values.keyed import keyed_hash

STAGES = (FILING, COMPLETION, CLAIMING)
KINDS = {FILING: "filed", COMPLETION: "completed", CLAIMING: "claimed"}
_PLACES = ("sheet", "row", "project", "project_written", "id_ok", "serial")


@dataclass(frozen=True, slots=True)
class Submitted:
    """One stage of one class as it was submitted: the payload of its event, and the codes that refuse it or
    stand against it."""

    project: str
    stage: str
    payload: dict[str, Any]
    codes: tuple[str, ...]
    class_no: int = 1

    @property
    def place(self) -> Class:
        return self.project, self.class_no


def submitted(judged: Judged, key: bytes) -> list[Submitted]:
    """Every submitted stage, by class and in the order of the stages. A code that stands against a stage
    stands against the later ones too."""
    facts = judged.facts
    against = blocking(judged)
    payloads = {FILING: _filed, COMPLETION: _completed, CLAIMING: _claimed}
    files = _files(facts)
    stages = []
    for stage in STAGES:
        of_stage = files[files["stage"].eq(stage)]
        classes = sorted(places_of(of_stage))
        payload = payloads[stage](judged, classes, key)
        days = of_stage.groupby(KEY)["filed_on"].max().to_dict()
        sent: dict[Class, set[tuple[str, str]]] = {}
        for project, class_no, file, mark in beside(*(of_stage[name] for name in (*KEY, "file", "sha256"))):
            sent.setdefault((project, class_no), set()).add((file, mark))
        for project, class_no in classes:
            common = {
                "class_no": class_no,
                "filed_on": _day(days[project, class_no]),
                "files": [{"file": file, "sha256": mark} for file, mark in sorted(sent[project, class_no])],
            }
            earlier = STAGES[: STAGES.index(stage) + 1]
            codes = codes_against(against, (project, class_no), earlier)
            stages.append(Submitted(project, stage, payload[project, class_no] | common, codes, class_no))
    return sorted(
        stages, key=lambda stage_of_class: (*stage_of_class.place, STAGES.index(stage_of_class.stage))
    )


def approved(facts: Facts) -> dict[str, dict[str, Any]]:
    """The payload of `approved` of each project in 立项项目登记."""
    units = facts.units.register.drop_duplicates("uscc").set_index("uscc")
    ended = facts.plan.approved.drop_duplicates("project").set_index("project")[["project_state", "ended_on"]]
    schemes = {}
    for row in facts.plan.projects[facts.plan.projects["approved"]].reset_index().to_dict("records"):
        unit = units.loc[row["uscc"]] if row["uscc"] in units.index else {}
        end = ended.loc[row["project"]]
        schemes[row["project"]] = {
            "written": _cell_text(row["written"]),
            "name": _cell_text(row["project_name"]),
            "unit": _cell_text(row["unit"]),
            "uscc": _cell_text(row["uscc"]),
            "industry": _cell_text(row["industry"]),
            "occupation": _cell_text(row["occupation"]),
            "heads": _integer(row["approved_heads"]),
            "opening": _day(row["opening"]),
            "ending": _day(row["ending"]),
            "approved_on": _day(row["approved_on"]),
            "state": _cell_text(end["project_state"]) or "正常",
            "ended_on": _day(end["ended_on"]),
            "unit_type": _cell_text(unit.get("unit_type")),
            "district": _cell_text(unit.get("district")),
        }
    return schemes


def _files(facts: Facts) -> pd.DataFrame:
    """The live filings of the stages that were filed, with sha256; a change alone files no stage."""
    marks = {submission.file: submission.sha256 for submission in facts.batch.submissions}
    live = live_filings(facts)
    rows = live[live["form"].ne("change")]
    both = live[
        pd.MultiIndex.from_frame(live[[*KEY, "stage"]]).isin(pd.MultiIndex.from_frame(rows[[*KEY, "stage"]]))
    ]
    return both.assign(sha256=both["file"].map(marks))


# ---- payloads


def _filed(judged: Judged, classes: list[Class], key: bytes) -> dict[Class, dict[str, Any]]:
    people = judged.facts.people.joinable
    out = barred_in_class(people, _taken_out(judged, FILING))
    return _listed(judged.facts, people[~out], FILING, classes, key)


def _completed(judged: Judged, classes: list[Class], key: bytes) -> dict[Class, dict[str, Any]]:
    """Those who passed and whom no ruling took out, as the roster describes them; an open finding refuses the
    stage, and changes no content."""
    facts, findings = judged.facts, judged.findings
    passed = facts.money.passed(findings[findings["status"].ne(OPEN)])
    people = facts.people.joinable.merge(passed.loc[~passed["out"], [*KEY, "id_number"]])
    return _listed(facts, people, COMPLETION, classes, key)


def _taken_out(judged: Judged, stage: str) -> pd.DataFrame:
    """Who was taken out at a stage by a ruling: project, class_no, person."""
    findings = judged.findings
    findings = findings[
        findings["status"].eq(UPHELD)
        & findings["severity"].ne(NOTE)
        & findings["scope"].eq(TRAINEE)
        & findings["stage"].eq(stage)
        & findings["person"].ne("")
    ]
    return findings[["project_key", "class_no", "person"]].rename(columns={"project_key": "project"})


def _listed(
    facts: Facts, people: pd.DataFrame, stage: str, classes: list[Class], key: bytes
) -> dict[Class, dict[str, Any]]:
    """content and persons of each class: who is on the list, without names and numbers."""
    people = people[in_places(people, set(classes))]
    born = ids.examine(people["id_number"])["birth"]
    keys = [keyed_hash(number, key) for number in people["id_number"]]
    marks = {
        at: sorted(keyed_hash(rows_of_form, key) for rows_of_form in numbers)
        for at, numbers in alike(people).groupby("at")["said"]
    }
    listed: dict[Class, list[dict[str, Any]]] = {place: [] for place in classes}
    for at, person, birth, person_key in zip(
        people.index, people.to_dict("records"), born, keys, strict=True
    ):
        listed[person["project"], person["class_no"]].append(
            {
                "person_key": person_key,
                "class_no": int(person["class_no"]),
                "opening": _day(person["opening"]),
                "ending": _day(person["ending"]),
                "gender": _cell_text(person["gender"]),
                "age": _age(birth, person["opening"]),
                "level": _cell_text(person["level"]),
                "occupation": _cell_text(person["occupation"]),
                "alike": marks.get(at, []),
            }
        )
    lists = {}
    rows_of_form = {form: _rows(facts, form) for form, of_stage in STAGE_OF_FORM.items() if of_stage == stage}
    for place, persons in listed.items():
        # a list that is sorted otherwise is no other content
        persons.sort(key=lambda person: person["person_key"])
        rows = {form: of_place.get(place, []) for form, of_place in rows_of_form.items()}
        lists[place] = {
            "persons": persons,
            "content": keyed_hash(canonical([rows, [person["person_key"] for person in persons]]), key),
        }
    return lists


def _rows(facts: Facts, form: str) -> dict[Class, list[list[str]]]:
    """Each class's rows of one form as sorted text, without their places: the same content wherever and
    whenever it was filed."""
    rows = facts.filings.frame(form)
    values = rows.drop(columns=list(_PLACES), errors="ignore")
    by_class: dict[Class, list[list[str]]] = {}
    places = beside(rows["project"], rows["class_no"])
    for place, row in zip(places, values.itertuples(index=False, name=None), strict=True):
        by_class.setdefault(place, []).append([_cell_text(value) for value in row])
    return {place: sorted(lines) for place, lines in by_class.items()}


def _claimed(judged: Judged, classes: list[Class], key: bytes) -> dict[Class, dict[str, Any]]:
    """Each claim; 核减 accepts it at its eligible heads and the standard."""
    facts = judged.facts
    heads = facts.money.eligible(judged.findings)["eligible"].to_dict()
    reduced = judged.findings[judged.findings["status"].eq(REDUCED)]
    by_class = {}
    claims = facts.money.claims[in_places(facts.money.claims, set(classes))].drop_duplicates(KEY)
    codes = (
        facts.units.codes_on_record(claims["project"], claims["unit"]).set_axis(claims["project"]).to_dict()
    )
    for claim, per_head in zip(
        claims.to_dict("records"), facts.money.per_head(claims["project"]), strict=True
    ):
        project, place = claim["project"], (claim["project"], claim["class_no"])
        claimed = (_integer(claim["completed_heads"]), _integer(claim["claimed_amount"]))
        cut = reduced[reduced["project_key"].eq(project) & reduced["class_no"].eq(claim["class_no"])]
        eligible = int(heads.get(place, 0))
        granted = (eligible, eligible * int(per_head)) if len(cut) else claimed
        payload = {
            "unit": _cell_text(facts.plan.projects["unit"].get(project)) or _cell_text(claim["unit"]),
            "uscc": _cell_text(codes.get(project)) or _cell_text(claim["uscc"]),
            "claimed_heads": claimed[0],
            "claimed_amount": claimed[1],
            "heads": granted[0],
            "amount": granted[1],
            "reduced": claimed[1] - granted[1],
            "reason": _reason(facts, cut),
            "payee": _cell_text(claim["payee"]),
            "bank": _cell_text(claim["bank"]),
            "account": text.fold(_cell_text(claim["account"])).replace("-", ""),
        }
        stands = {
            "file": facts.batch.tables[claim["sheet"]].file,
            "sheet": facts.batch.tables[claim["sheet"]].sheet,
            "row": int(claim["row"]),
        }
        by_class[place] = payload | stands | {"content": keyed_hash(canonical(payload), key)}
    return {place: by_class.get(place) or _no_claim(key) for place in classes}


def _no_claim(key: bytes) -> dict[str, Any]:
    """A claim sheet that cannot be read into a claim: it has findings, and is refused by them."""
    nothing = dict.fromkeys(("unit", "uscc", "reason", "payee", "bank", "account", "file", "sheet"), "")
    return (
        nothing
        | dict.fromkeys(("claimed_heads", "claimed_amount", "heads", "amount", "reduced", "row"), 0)
        | {"content": keyed_hash("", key)}
    )


def _reason(facts: Facts, cut: pd.DataFrame) -> str:
    """The reasons that the decisions on these reduced findings give."""
    if cut.empty:
        return ""
    rows = facts.filings.frame("decisions")
    rows = rows[rows["ruling"].eq("核减")]
    named = text.fold_series(rows["finding_id"].fillna("")).isin(set(cut["finding_id"]))
    matching = text.fold_series(rows["project"].fillna("")).isin(set(cut["project_key"])) & rows[
        "rule_code"
    ].isin(set(cut["code"]))
    return "；".join(dict.fromkeys(rows.loc[named | matching, "reason"].dropna()))


def _age(birth: Any, opening: Any) -> int | None:
    if pd.isna(birth) or pd.isna(opening):
        return None
    return int(opening.year - birth.year - ((opening.month, opening.day) < (birth.month, birth.day)))


def _cell_text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _integer(value: Any) -> int:
    return 0 if pd.isna(value) else int(value)


def _day(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(pd.Timestamp(value).date())
