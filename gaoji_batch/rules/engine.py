"""Runs the rules and turns the rows they give into findings: code, place, wording, amount."""

from __future__ import annotations

import json
import string
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from gaoji_batch.findings import FIELDS, INTERNAL, NOTE, OPEN, collect
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.facts.filings import NotOpened
from gaoji_batch.rules.places import PERSON_FORMS, Places
from gaoji_batch.rules.resting import WRITTEN, kind_of, name_of
from gaoji_batch.rules.rule import CLAIM, PROJECT, ROW, STAGE_OF_FORM, TRAINEE, UNIT, Rule
from gaoji_batch.values import dates
from gaoji_batch.values.cells import missing
from gaoji_batch.values.rule_names import CRASHED


def run(
    rules: Mapping[str, Rule],
    facts: Facts,
    places: Places,
    so_far: pd.DataFrame | None = None,
    not_run: dict[str, str] | None = None,
) -> pd.DataFrame:
    """The findings of the rules that judge facts alone or, given the findings so far, of those that judge
    these as well.

    not_run takes what did not run for want of a table: code → the form that could not be opened. Where
    something did not, the findings so far are not whole, and no rule judges them.
    """
    after = so_far is not None
    chosen = [rule for rule in rules.values() if rule.after is after and not rule.command]
    not_run = {} if not_run is None else not_run
    if after and not_run:
        not_run.update(dict.fromkeys([rule.code for rule in chosen], next(iter(not_run.values()))))
        return collect([])
    return _judged_by(chosen, (facts, so_far) if after else (facts,), rules[CRASHED], places, not_run)


def run_for(
    command: str, rules: Mapping[str, Rule], subject: object, facts: Facts, places: Places
) -> pd.DataFrame:
    """The findings of the rules that one command runs, on its own facts."""
    chosen = [rule for rule in rules.values() if rule.command == command]
    return _judged_by(chosen, (subject,), rules[CRASHED], places, {})


def _judged_by(
    rules: Iterable[Rule], given: tuple[Any, ...], broken: Rule, places: Places, not_run: dict[str, str]
) -> pd.DataFrame:
    parts = []
    for rule in rules:
        try:
            # commands with facts of their own end before them where a table cannot be opened (reading.md 1)
            lacking = given[0].lacking(rule) if isinstance(given[0], Facts) else ""
            if lacking:
                raise NotOpened(lacking)
            if len(rows := rule.find(*given)):
                parts.append(findings_of(rule, rows, places.facts, places))
        except NotOpened as closed:
            not_run[rule.code] = closed.form
        except (
            Exception
        ) as error:  # a programming error in one rule must never pass as 'no problem', nor stop the others
            parts.append(crashed(broken, rule, error, places.facts, places))
    return collect(parts)


def crashed(broken: Rule, rule: Rule, error: Exception, facts: Facts, places: Places) -> pd.DataFrame:
    """X001 on each project of the batch, on the whole run where there is none; the error's own words may hold
    personal data.

    It leans on nothing but the table of sheets: the facts themselves may be what broke.
    """
    sheets = facts.batch.sheets
    projects = sheets[sheets["source"].eq("unit") & sheets["project"].ne("")].drop_duplicates("project")
    rows = pd.DataFrame(
        {
            "file": projects["file"],
            "sheet": projects["sheet_name"],
            "project": projects["project_written"],
            "project_key": projects["project"],
            "unit": projects["unit"],
            "sheet_key": projects.index,
            "form": projects["form"],
        }
    )
    rows = (rows if len(rows) else pd.DataFrame({"file": [""]})).assign(
        rule=f"{rule.title}（{rule.code}）", error=type(error).__name__, amount=0
    )
    findings = pd.concat([rows, worded(broken, rows, places)], axis=1)
    return findings.assign(
        code=broken.code,
        severity=broken.severity,
        article="",
        title=broken.title,
        scope=broken.scope,
        status=OPEN,
        decidable=False,
        reducible=False,
        apart=_json({"rule": rule.code}),
        stage=findings["form"].map(STAGE_OF_FORM) if "form" in findings else "",
    ).reindex(columns=FIELDS + INTERNAL)


def findings_of(rule: Rule, rows: pd.DataFrame, facts: Facts, places: Places) -> pd.DataFrame:
    """The rule's failing rows as findings, with every column of FIELDS and INTERNAL
    (docs/contract/findings.md)."""
    if not len(rows):
        return pd.DataFrame(columns=FIELDS + INTERNAL)
    placed = places.located(rule, rows)
    # a merged cell is filled down over its rows: what is wrong with it is one finding, not one a row
    if (again := places.continued(rule, rows, placed)).any():
        rows, placed = rows[~again], placed[~again]
    parts = [placed, worded(rule, rows, places), resting(rule, rows, placed, places)]
    out = pd.concat(parts, axis=1).assign(
        code=rule.code,
        severity=rule.severity,
        article=rule.article,
        title=rule.title,
        scope=rule.scope,
        status=OPEN,
        group="",
        decidable=rule.decidable,
        reducible=rule.reducible,
    )
    out["stage"] = rule.stage or placed["form"].map(STAGE_OF_FORM).fillna("")
    for name in ("scope", "stage"):
        if f"of_{name}" in rows:
            out[name] = rows[f"of_{name}"].fillna(out[name])
    if "of_severity" in rows:
        out["severity"] = rows["of_severity"]
        # whether it may be ruled on goes by what became of this row: a note asks for no ruling
        out["decidable"] = rule.waivable & out["severity"].ne(NOTE)
    out["amount"] = amounts(rule, rows, placed, facts)
    return out.reindex(columns=FIELDS + INTERNAL)


# str.format would write nan, 80.0 and 2026-05-11 00:00:00 into an official's sentence
class _Wording(string.Formatter):
    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, Any]) -> str:
        return in_sentence(kwargs[str(key)])


_wording = _Wording()


def in_sentence(value: object) -> str:
    """A value as it stands in a sentence: days in Chinese, whole numbers without a point, nothing where there
    is nothing."""
    if missing(value):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, pd.Timestamp):
        return dates.chinese_date(value.date())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def worded(rule: Rule, rows: pd.DataFrame, places: Places) -> pd.DataFrame:
    """message, hint and evidence."""
    out = []
    # sentences quote what organisers typed: an ID number among it is masked here, once for all rules
    for record in rows.to_dict("records"):
        out.append(
            {
                name: places.mask("text", _wording.vformat(getattr(rule, name), (), record))
                for name in ("message", "hint", "evidence")
            }
        )
    return pd.DataFrame(out, index=rows.index)


def resting(rule: Rule, rows: pd.DataFrame, placed: pd.DataFrame, places: Places) -> pd.DataFrame:
    """What a ruling on each row rests on. apart: what tells the rule's findings of one project or person
    apart; basis: the values; rests: the same as people may see them, by their Chinese names. Each is
    canonical JSON; a column that the rows lack is left out."""
    out = []
    for record, column, value in zip(rows.to_dict("records"), placed["column"], placed["value"], strict=True):
        apart, basis = (
            {name: in_sentence(record[name]) for name in names if name in record}
            for names in (rule.each, rule.rests_on or ())
        )
        # what stands in the cell was masked by its column's type when the finding was placed
        visible = {
            name_of(name, column): value if name == WRITTEN else places.mask(kind_of(name), fact)
            for name, fact in basis.items()
        }
        out.append({"apart": _json(apart), "basis": _json(basis), "rests": _json(visible)})
    return pd.DataFrame(out, index=rows.index)


def _json(values: Mapping[str, str]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def amounts(rule: Rule, rows: pd.DataFrame, placed: pd.DataFrame, facts: Facts) -> pd.Series:
    """The subsidy at stake in whole yuan: one head for a trainee, the whole class for a project, 0 for a note
    or a mere file."""
    if "amount" in rows:
        return rows["amount"].fillna(0).astype("int64")
    nothing = pd.Series(0, index=rows.index, dtype="int64")
    if rule.severity == NOTE:
        return nothing
    per_head = facts.money.per_head(placed["project_key"])
    if rule.scope in (TRAINEE, ROW):
        # a row of a plan or of a register of the center is no person: no head is at stake
        return per_head.where(placed["form"].isin(PERSON_FORMS), 0)
    if rule.scope in (PROJECT, UNIT, CLAIM):
        return per_head * facts.money.heads_at_stake(placed["project_key"])
    return nothing
