"""What each project submitted of each stage, ready for the ledger, and the findings that stand in its way (docs/contract/money.md, accept)."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gaoji_batch.batch import versions
from gaoji_batch.findings import NOTE, OPEN, REDUCED, STANDING, UPHELD
from gaoji_batch.judgement.judge import Judged
from gaoji_batch.ledger.events import canonical
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import CLAIMING, COMPLETION, FILE, FILING, STAGE_OF_FORM, TRAINEE
from gaoji_batch.rules.trainee.alike import alike
from gaoji_batch.values import ids, text

STAGES = (FILING, COMPLETION, CLAIMING)
KINDS = {FILING: "filed", COMPLETION: "completed", CLAIMING: "claimed"}
_FORECASTS = ("S1606",)
"""A claim past the budget is accepted, and waits: `disburse` decides."""
_UNREADABLE = ("F001", "F002", "F003", "F005")
"""A workbook of the center with one of these: what it would have forbidden is not known."""
_PLACES = ("sheet", "row", "project", "project_written", "id_ok", "serial")


@dataclass(frozen=True, slots=True)
class Submitted:
    """One stage of one project as it was submitted: the payload of its event, and the codes that refuse it or stand against it."""

    project: str
    stage: str
    payload: dict[str, Any]
    codes: tuple[str, ...]


def submitted(judged: Judged, key: bytes) -> list[Submitted]:
    """Every submitted stage, by project and in the order of the stages. A code that stands against a stage stands against the later ones too."""
    facts = judged.facts
    against = blocking(judged)
    payloads = {FILING: _filed, COMPLETION: _completed, CLAIMING: _claimed}
    files = _files(facts)
    found = []
    for stage in STAGES:
        projects = sorted(set(files.loc[files["stage"].eq(stage), "project"]))
        made = payloads[stage](judged, projects, key)
        for project in projects:
            own = files[files["project"].eq(project) & files["stage"].eq(stage)]
            common = {
                "filed_on": _day(own["filed_on"].max()),
                "files": own[["file", "sha256"]].drop_duplicates().sort_values("file").to_dict("records"),
            }
            codes = {
                code
                for earlier in STAGES[: STAGES.index(stage) + 1]
                for code in against.get((project, earlier), ())
            }
            found.append(Submitted(project, stage, made[project] | common, tuple(sorted(codes))))
    return sorted(found, key=lambda one: (one.project, STAGES.index(one.stage)))


def approved(facts: Facts) -> dict[str, dict[str, Any]]:
    """The payload of `approved` of each project in 立项项目登记."""
    units = facts.unit_register.drop_duplicates("uscc").set_index("uscc")
    ended = facts.approved.drop_duplicates("project").set_index("project")[["project_state", "ended_on"]]
    found = {}
    for row in facts.projects[facts.projects["approved"]].reset_index().to_dict("records"):
        unit = units.loc[row["uscc"]] if row["uscc"] in units.index else {}
        end = ended.loc[row["project"]]
        found[row["project"]] = {
            "written": _said(row["written"]),
            "name": _said(row["project_name"]),
            "unit": _said(row["unit"]),
            "uscc": _said(row["uscc"]),
            "industry": _said(row["industry"]),
            "occupation": _said(row["occupation"]),
            "heads": _whole(row["approved_heads"]),
            "opening": _day(row["opening"]),
            "ending": _day(row["ending"]),
            "approved_on": _day(row["approved_on"]),
            "state": _said(end["project_state"]) or "正常",
            "ended_on": _day(end["ended_on"]),
            "unit_type": _said(unit.get("unit_type")),
            "district": _said(unit.get("district")),
        }
    return found


# ---- what stands in the way


def blocking(judged: Judged) -> dict[tuple[str, str], set[str]]:
    """(project, stage) → codes of the findings that refuse it: open ones of any scope, upheld ones of every scope but the trainee's."""
    held = judged.findings
    held = held[held["status"].isin(STANDING) & held["severity"].ne(NOTE) & ~held["code"].isin(_FORECASTS)]
    held = held[~(held["scope"].eq(TRAINEE) & held["status"].eq(UPHELD))]
    found: dict[tuple[str, str], set[str]] = {}
    live = _live(judged.facts)
    for finding in held.to_dict("records"):
        for place in _blocked(finding, live):
            found.setdefault(place, set()).add(finding["code"])
    return found


def _blocked(finding: dict[str, Any], live: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """The stages a finding refuses: of its project; of all projects on its sheet or file; of all where the whole run is meant.

    What is wrong on a sheet of the center's own refuses no unit, but for the approved scheme by which the project is judged.
    """
    stage = finding["stage"] or STAGE_OF_FORM.get(finding["form"], "")
    if finding["code"] == "F019":
        own = live[live["file"].eq(finding["file"])]
        own = own[own["project"].eq(finding["project_key"])] if finding["project_key"] else own
        yield from own[["project", "stage"]].itertuples(index=False, name=None)
    elif finding["project_key"]:
        if stage or finding["form"] in ("", "approved"):
            yield finding["project_key"], stage or FILING
    elif not finding["file"] or (finding["file"].startswith("center/") and finding["code"] in _UNREADABLE):
        yield from ((project, stage or CLAIMING) for project in live["project"].unique())
    elif finding["scope"] == FILE:
        own = (
            live[live["sheet"].eq(finding["sheet_key"])]
            if not pd.isna(finding["sheet_key"])
            else live[live["file"].eq(finding["file"])]
        )
        yield from own[["project", "stage"]].itertuples(index=False, name=None)


def _live(facts: Facts) -> pd.DataFrame:
    """The filings that count or clash: project, stage, sheet, file, filed_on."""
    parts = facts.parts[facts.parts["form"].isin(list(STAGE_OF_FORM)) & facts.parts["project"].ne("")]
    parts = parts[parts["state"].isin([versions.LIVE, versions.CLASHING, versions.UNDATED])]
    return parts.assign(
        stage=parts["form"].map(STAGE_OF_FORM), file=parts["sheet"].map(facts.batch.sheets["file"])
    )


def _files(facts: Facts) -> pd.DataFrame:
    """The same, with sha256; of a stage's own forms (a change alone is no filing)."""
    marks = {one.file: one.sha256 for one in facts.batch.submissions}
    live = _live(facts)
    own = live[live["form"].ne("change")]
    both = live[
        pd.MultiIndex.from_frame(live[["project", "stage"]]).isin(
            pd.MultiIndex.from_frame(own[["project", "stage"]])
        )
    ]
    return both.assign(sha256=both["file"].map(marks))


# ---- payloads


def _filed(judged: Judged, projects: list[str], key: bytes) -> dict[str, dict[str, Any]]:
    facts, out = judged.facts, _taken_out(judged, FILING)
    people = facts.joinable
    return _listed(
        facts,
        people[~pd.MultiIndex.from_frame(people[["project", "id_number"]]).isin(out)],
        FILING,
        projects,
        key,
    )


def _completed(judged: Judged, projects: list[str], key: bytes) -> dict[str, dict[str, Any]]:
    """Those who passed and whom no ruling took out, as the roster describes them; an open finding refuses the stage, and changes no content."""
    facts, findings = judged.facts, judged.findings
    passed = facts.passed(findings[findings["status"].ne(OPEN)])
    people = facts.joinable.merge(passed.loc[~passed["out"], ["project", "id_number"]])
    return _listed(facts, people, COMPLETION, projects, key)


def _taken_out(judged: Judged, stage: str) -> pd.MultiIndex:
    held = judged.findings
    held = held[
        held["status"].eq(UPHELD)
        & held["severity"].ne(NOTE)
        & held["scope"].eq(TRAINEE)
        & held["stage"].eq(stage)
        & held["person"].ne("")
    ]
    return pd.MultiIndex.from_frame(held[["project_key", "person"]])


def _listed(
    facts: Facts, people: pd.DataFrame, stage: str, projects: list[str], key: bytes
) -> dict[str, dict[str, Any]]:
    """content and persons of each project: who is on the list, without names and numbers."""
    people = people[people["project"].isin(projects)]
    born = ids.examine(people["id_number"])["birth"]
    keys = [mark(number, key) for number in people["id_number"]]
    marks = {at: sorted(mark(said, key) for said in own) for at, own in alike(people).groupby("at")["said"]}
    listed: dict[str, list[dict[str, Any]]] = {project: [] for project in projects}
    for at, person, birth, person_key in zip(
        people.index, people.to_dict("records"), born, keys, strict=True
    ):
        listed[person["project"]].append(
            {
                "person_key": person_key,
                "class_no": int(person["class_no"]),
                "opening": _day(person["opening"]),
                "ending": _day(person["ending"]),
                "gender": _said(person["gender"]),
                "age": _age(birth, person["opening"]),
                "level": _said(person["level"]),
                "occupation": _said(person["occupation"]),
                "alike": marks.get(at, []),
            }
        )
    found = {}
    said = {form: _rows(facts, form) for form, of_stage in STAGE_OF_FORM.items() if of_stage == stage}
    for project, persons in listed.items():
        persons.sort(key=lambda person: person["person_key"])
        rows = {form: of_project.get(project, []) for form, of_project in said.items()}
        found[project] = {
            "persons": persons,
            "content": mark(canonical([rows, [person["person_key"] for person in persons]]), key),
        }
    return found


def _rows(facts: Facts, form: str) -> dict[str, list[list[str]]]:
    """Each project's rows of one form as sorted text, without their places: the same content wherever and whenever it was filed."""
    rows = facts.frame(form)
    told = rows.drop(columns=list(_PLACES), errors="ignore")
    found: dict[str, list[list[str]]] = {}
    for project, row in zip(rows["project"], told.itertuples(index=False, name=None), strict=True):
        found.setdefault(project, []).append([_said(value) for value in row])
    return {project: sorted(own) for project, own in found.items()}


def _claimed(judged: Judged, projects: list[str], key: bytes) -> dict[str, dict[str, Any]]:
    """Each claim; 核减 accepts it at its eligible heads and the standard."""
    facts = judged.facts
    heads = facts.eligible(judged.findings)["eligible"]
    reduced = judged.findings[judged.findings["status"].eq(REDUCED)]
    found = {}
    claims = facts.claims[facts.claims["project"].isin(projects)].drop_duplicates("project")
    codes = facts.codes_on_record(claims["project"], claims["unit"]).set_axis(claims["project"]).to_dict()
    for claim, per_head in zip(claims.to_dict("records"), facts.per_head(claims["project"]), strict=True):
        project, claimed = (
            claim["project"],
            (_whole(claim["completed_heads"]), _whole(claim["claimed_amount"])),
        )
        cut = reduced[reduced["project_key"].eq(project)]
        granted = (
            (int(heads.get(project, 0)), int(heads.get(project, 0)) * int(per_head)) if len(cut) else claimed
        )
        payload = {
            "unit": _said(facts.projects["unit"].get(project)) or _said(claim["unit"]),
            "uscc": _said(codes.get(project)) or _said(claim["uscc"]),
            "claimed_heads": claimed[0],
            "claimed_amount": claimed[1],
            "heads": granted[0],
            "amount": granted[1],
            "reduced": claimed[1] - granted[1],
            "reason": _reason(facts, cut),
            "payee": _said(claim["payee"]),
            "bank": _said(claim["bank"]),
            "account": text.fold(_said(claim["account"])).replace("-", ""),
        }
        place = {
            "file": facts.batch.tables[claim["sheet"]].file,
            "sheet": facts.batch.tables[claim["sheet"]].sheet,
            "row": int(claim["row"]),
        }
        found[project] = payload | place | {"content": mark(canonical(payload), key)}
    return {project: found.get(project) or _no_claim(key) for project in projects}


def _no_claim(key: bytes) -> dict[str, Any]:
    """A claim sheet that cannot be read into a claim: it has findings, and is refused by them."""
    nothing = dict.fromkeys(("unit", "uscc", "reason", "payee", "bank", "account", "file", "sheet"), "")
    return (
        nothing
        | dict.fromkeys(("claimed_heads", "claimed_amount", "heads", "amount", "reduced", "row"), 0)
        | {"content": mark("", key)}
    )


def _reason(facts: Facts, cut: pd.DataFrame) -> str:
    """The reasons that the decisions on these reduced findings give."""
    rows = facts.frame("decisions")
    rows = rows[rows["ruling"].eq("核减")]
    named = text.fold_series(rows["finding_id"].fillna("")).isin(set(cut["finding_id"]))
    matching = text.fold_series(rows["project"].fillna("")).isin(set(cut["project_key"])) & rows[
        "rule_code"
    ].isin(set(cut["code"]))
    return "；".join(dict.fromkeys(rows.loc[named | matching, "reason"].dropna()))


def mark(said: str, key: bytes) -> str:
    """The keyed hash by which the ledger knows a person or a content."""
    return hmac.new(key, said.encode("utf-8", "surrogatepass"), "sha256").hexdigest()


def _age(birth: Any, opening: Any) -> int | None:
    if pd.isna(birth) or pd.isna(opening):
        return None
    return int(opening.year - birth.year - ((opening.month, opening.day) < (birth.month, birth.day)))


def _said(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _whole(value: Any) -> int:
    return 0 if pd.isna(value) else int(value)


def _day(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(pd.Timestamp(value).date())
