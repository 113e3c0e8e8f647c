"""What a rule is: a pure function from the shared facts to the failing rows, with its wording beside it.

    @rule("E0403", REJECT, title="社保连续缴费不足", scope=TRAINEE, stage=FILING, on="roster",
          column="id_number", params=("insurance.months",), rests_on=("since", "needed", "opening"),
          message="…{needed}…", hint="{fix}", evidence="…")
    def insured_without_a_break(facts): ...

The function returns a frame whose index is that of `facts.filings.frame(on)`, or that names its place in the
columns `sheet` (key), `row`, `field`, `cell_at`; its other columns fill the templates, or are what a ruling
rests on. What a template cannot say, a function says of one row (`words.in_words`). The first line of the
docstring is the intent; the lines that begin with 读法：, 例： and 消除： are the reading, an example, and
what clears the finding. Rules that only word a fault (families F and D) are entries of a table
(`fault_table`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gaoji_batch.findings import NOTE, REJECT, REVIEW
from gaoji_batch.law.policy import article_name

if TYPE_CHECKING:
    import pandas as pd

FILE, ROW, TRAINEE, PROJECT, UNIT, CLAIM = "file", "row", "trainee", "project", "unit", "claim"
CENTER = "center"
FAILS, FOLLOWS = "fails", "follows"
FILING, COMPLETION, CLAIMING = "filing", "completion", "claim"
# an application blocks no stage: it is ranked (appraise) before there is a project
STAGE_OF_FORM = dict.fromkeys(("plan", "teachers", "roster", "change"), FILING)
STAGE_OF_FORM |= dict.fromkeys(("attendance", "assessment", "completion"), COMPLETION)
STAGE_OF_FORM |= {"claim": CLAIMING}
"""The stage that a finding on a sheet of a form blocks, where its rule names none."""

SCOPE_NAMES = {
    FILE: "文件",
    ROW: "数据行",
    TRAINEE: "学员",
    PROJECT: "项目",
    UNIT: "承办单位",
    CLAIM: "补助申请",
}
STAGE_NAMES = {FILING: "开班备案", COMPLETION: "结业备案", CLAIMING: "补助申请", "": "随所在表单"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it finds, its words, where it stands, and what may be done about it.

    code: its letter is the family, two digits the article; three more digits or none for F, D, R and X.
    severity: reject, review or note.
    title: a few words for lists of findings.
    scope: what a finding speaks of: file, row, trainee, project, unit or claim.
    find: the function that gives the failing rows; see the module's text.
    stage: the stage that a finding blocks; '' for that of the form it stands on.
    on: the form that a finding stands on, where the rows do not say.
    column: the field whose cell it is put at, where the rows do not say.
    message, hint, evidence: templates, filled from the columns of a failing row.
    params: the parameters of the policy that it asks for.
    after: whether it judges the findings of the other rules as well.
    command: the one that runs it, where that is not every judgement of a batch.
    of_class: whether it speaks of one class (期次) of a project, though its scope is the project.
    waivable: whether a ruling may let it pass.
    reducible: whether a ruling may cut the claim to what is due (核减), no more than was claimed.
    rests_on: the columns whose values a ruling rests on: facts of this person or project and limits of the
        policy; never text that the rule makes, names of files, an extract's reach, or rows of other people.
    each: the columns that tell the findings of one person, or of one project, apart. Code, project, class,
        person and these values are a finding's 问题编号.
    needs: forms of the center without which it says nothing, beside those that it asks the facts for.
    compared_with: the form that it needs beside the one it stands on.
    speaks_by: the family of extracts without which it is silent.
    cleared_by: UNIT, or CENTER where nothing that the unit sends can clear it.
    late: whether it reports a filing after its day.
    spot_check: whether it reports a fault of a spot check or an audit.
    settled_by_rank: whether the ranking of applications decides it.
    when_many: cause and remedy where one column has many of it ({column}, {count}).
    when_shifted: FAILS where a column moved sideways is known by it, FOLLOWS where it only comes along.
    """

    code: str
    severity: str
    title: str
    scope: str
    find: Callable[..., pd.DataFrame]
    stage: str = ""
    on: str = ""
    column: str = ""
    message: str = ""
    hint: str = ""
    evidence: str = ""
    params: tuple[str, ...] = ()
    after: bool = False
    command: str = ""
    of_class: bool = False
    waivable: bool = True
    reducible: bool = False
    rests_on: tuple[str, ...] | None = None
    each: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    compared_with: str = ""
    speaks_by: str = ""
    cleared_by: str = UNIT
    late: bool = False
    spot_check: bool = False
    settled_by_rank: bool = False
    when_many: tuple[str, str] | None = None
    when_shifted: str = ""

    @property
    def article_number(self) -> int | None:
        """The article the two digits after the letter name; none for the families F, D, R and X."""
        return int(self.code[1:3]) if self.code[0] in "EUQTHPS" else None

    @property
    def article(self) -> str:
        return article_name(self.article_number) if self.article_number else ""

    @property
    def decidable(self) -> bool:
        """Whether an analyst may rule on it: V and R of which a waiver is not excluded, never a note."""
        return self.waivable and self.severity in (REJECT, REVIEW)

    def section(self, label: str) -> str:
        """The section of the docstring behind a label ('读法', '例', '消除'); '' if it has none."""
        part = re.search(
            rf"^\s*{label}：(.+?)(?=^\s*(?:读法|例|消除)：|\Z)", self.find.__doc__ or "", re.S | re.M
        )
        return re.sub(r"\s*\n\s*", "", part.group(1)).strip() if part else ""

    @property
    def intent(self) -> str:
        return (self.find.__doc__ or "").strip().split("\n", 1)[0]


_registered: dict[str, Rule] = {}


def rule(
    code: str, severity: str, *, title: str, scope: str, **more: object
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers a function as the rule `code`; refuses two rules with one code."""
    if severity not in (REJECT, REVIEW, NOTE):
        raise ValueError(f"{code}: severity {severity!r}")

    def register(find: Callable[..., Any]) -> Callable[..., Any]:
        if code in _registered:
            raise ValueError(f"two rules with the code {code}: {_registered[code].find} and {find}")
        _registered[code] = Rule(code, severity, title, scope, find, **more)  # type: ignore[arg-type]
        return find

    return register


def registered() -> dict[str, Rule]:
    """All rules registered so far, by code; `rules.registry.all_rules` imports every module first."""
    return dict(sorted(_registered.items()))
