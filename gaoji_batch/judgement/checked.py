"""What was checked of each project: rules that found something, rules that found nothing, and those that did
not run, with the reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from itertools import product

import pandas as pd

from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import TRAINEE, Rule
from gaoji_batch.values.columns import beside
from gaoji_batch.values.rule_names import CRASHED

WITH_FINDINGS, CLEAN, NOT_RUN = "发现问题", "未发现问题", "没有核对"
COLUMNS = ["project", "code", "title", "state", "why"]
FAMILIES = "EUQTHPS"
EXTRACTS = {"insurance": "社保缴费明细", "prior": "往期参训", "retired": "基本养老保险待遇领取人员名单"}
"""Family of extracts → its title."""


def of_projects(
    facts: Facts, findings: pd.DataFrame, rules: Mapping[str, Rule], not_run: Mapping[str, str]
) -> pd.DataFrame:
    """One row (COLUMNS) a project of the list and rule about projects and people; why: the reason, or who was
    left out, '' for neither.

    not_run: rules that did not run at all, code → form of a file that could not be opened.
    """
    project_rules = [
        # a rule that stands on no form speaks of the run; what a command runs was not to be checked here
        rule
        for rule in rules.values()
        if rule.code[0] in FAMILIES and rule.on and not rule.command
    ]
    with_findings = set(zip(findings["project_key"], findings["code"], strict=True))
    crashed = {json.loads(apart)["rule"] for apart in findings.loc[findings["code"].eq(CRASHED), "apart"]}
    titles = facts.filings.form_titles
    rule_reasons = {code: f"{titles.get(form, '文件')}打不开" for code, form in not_run.items()}
    rule_reasons |= dict.fromkeys(crashed, "规则未能运行")
    unjoined = _unjoined(facts)
    filed = {form: _Filed(facts, form) for form in titles}
    # once a rule: asked once a rule and project, why a rule is silent took as long as all else
    apart = {
        rule.code: {} if rule.code in rule_reasons else _why_not(facts, filed, rule) for rule in project_rules
    }
    rows = []
    for (project, written), rule in product(facts.plan.projects["written"].items(), project_rules):
        why = rule_reasons.get(rule.code) or apart[rule.code].get(project, "")
        state = WITH_FINDINGS if (project, rule.code) in with_findings else NOT_RUN if why else CLEAN
        heads = unjoined.get(str(project), 0) if rule.scope == TRAINEE and state != NOT_RUN else 0
        left_out = f"{heads}名学员的身份证件号码有误，没有核对" if heads else ""
        rows.append((written, rule.code, rule.title, state, why if state == NOT_RUN else left_out))
    return pd.DataFrame(rows, columns=COLUMNS)


class _Filed:
    """Of one form: the projects that filed it, and those of whose filing rules say nothing, looked up when
    first asked for."""

    def __init__(self, facts: Facts, form: str) -> None:
        self._facts, self._form = facts, form

    @cached_property
    def projects(self) -> set[str]:
        return self._facts.filings.has_filed(self._form)

    @cached_property
    def unjudged(self) -> set[str]:
        return self._facts.filings.unjudged(self._form)

    @cached_property
    def unjoinable(self) -> set[str]:
        return self._facts.filings.unjoinable(self._form)


def _why_not(facts: Facts, filed: Mapping[str, _Filed], rule: Rule) -> dict[str, str]:
    """Why a rule could say nothing of a project, by project; those of which it could are left out."""
    everyone = set(facts.plan.projects.index)
    why: dict[str, str] = {}
    for form in filter(None, (rule.on, rule.compared_with)):
        title = facts.filings.form_titles[form]
        if facts.batch.forms[form].source == "unit":
            filings = filed[form]
            partly = filings.unjudged | (filings.unjoinable if rule.scope == TRAINEE else set())
            why |= dict.fromkeys(everyone - filings.projects - set(why), f"没有报送{title}")
            why |= dict.fromkeys(partly - set(why), f"{title}的内容不全，不能据以核对")
        elif facts.filings.frame(form).empty:
            why |= dict.fromkeys(everyone - set(why), f"中心没有{title}")
    # a form that was not filed comes before an extract that could not have told of it
    return dict.fromkeys(everyone, _no_extract(facts, rule)) | why


def _no_extract(facts: Facts, rule: Rule) -> str:
    """Why no extract tells a rule what it speaks by; '' where one does, or it needs none."""
    if rule.speaks_by:
        title, usable = EXTRACTS[rule.speaks_by], facts.usable(rule.speaks_by)
        if getattr(facts.evidence, rule.speaks_by) is None:
            return f"没有{title}"
        if usable.nobody:
            return f"{title}不能用：{usable.why}"
    return ""


def _unjoined(facts: Facts) -> dict[str, int]:
    """How many trainees of each project cannot be joined on, for their ID number is wrong."""
    rows = facts.people.trainees
    return {
        str(project): int(count)
        for project, count in rows.loc[~rows["id_ok"], "project"].value_counts().items()
    }


def by_state(checked: pd.DataFrame) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """Project → state → (reason, titles of its rules), the rules of one reason together."""
    by_project: dict[str, dict[str, dict[str, list[str]]]] = {}
    for project, code, title, state, why in beside(*(checked[name] for name in COLUMNS)):
        of_states = by_project.setdefault(project, {WITH_FINDINGS: {}, CLEAN: {}, NOT_RUN: {}})
        of_states[state].setdefault(why, []).append(f"{title}（{code}）")
    return {
        project: {
            state: [(why, "、".join(rules)) for why, rules in reasons.items()]
            for state, reasons in of_states.items()
        }
        for project, of_states in by_project.items()
    }
