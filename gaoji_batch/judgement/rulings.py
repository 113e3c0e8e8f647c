"""An analyst's recorded rulings, bound to the findings they speak of (docs/contract/findings.md,
decisions)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from gaoji_batch.batch.assembly import Batch
from gaoji_batch.findings import NOTE, OPEN, REDUCED, REJECT, UPHELD, WAIVED
from gaoji_batch.judgement.memory import Memory
from gaoji_batch.values import text
from gaoji_batch.values.cells import a1
from gaoji_batch.values.dates import chinese_date
from gaoji_batch.values.masking import mask_id

STATUS = {"予以通过": WAIVED, "不予通过": UPHELD, "核减": REDUCED}
STATED = {"ruling": "处理意见", "reason": "理由", "checked_by": "核实人", "checked_on": "核实日期"}
"""What a ruling must state (D101 and D106 say where it does not)."""
_STRICTER = {WAIVED: 0, REDUCED: 1, UPHELD: 2}


@dataclass(frozen=True, slots=True)
class Ruling:
    """A row of 核实处理意见表 as it is applied. where: the row, as a sentence names it."""

    row: Mapping[str, Any]
    where: str

    def value(self, name: str) -> str:
        """What the row says in a column; '' for nothing."""
        value = self.row.get(name)
        return "" if value is None or pd.isna(value) else str(value)

    @property
    def status(self) -> str:
        """The status that the ruling gives a finding; '' for a word that is no ruling."""
        return STATUS.get(self.value("ruling"), "")

    @property
    def code(self) -> str:
        """The code of the rule, folded."""
        return text.fold(self.value("rule_code"))

    @property
    def named(self) -> str:
        """The 问题编号 that the row names, folded; '' for none."""
        return text.fold(self.value("finding_id"))

    @property
    def matter(self) -> tuple[str, str, str]:
        """Code, project and person of a ruling that names no 问题编号."""
        return self.code, text.fold(self.value("project")), text.fold(self.value("id_number"))

    @property
    def summary(self) -> str:
        """2026年6月20日予以通过（王敏）."""
        day = chinese_date(self.row["checked_on"])
        return f"{day}{self.value('ruling')}（{self.value('checked_by')}）"


@dataclass(frozen=True, slots=True)
class Lapse:
    """A ruling whose finding stands on other values now: the finding's 问题编号, code and project, and what
    is said of it."""

    finding_id: str
    code: str
    project: str
    sentence: str


@dataclass(slots=True)
class Ruled:
    """The findings with their status, what must be said about rulings, those that lapsed, and the bindings to
    keep."""

    findings: pd.DataFrame
    remarks: list[str] = field(default_factory=list)
    lapses: list[Lapse] = field(default_factory=list)
    bindings: dict[str, Any] = field(default_factory=dict)


def apply(findings: pd.DataFrame, decisions: pd.DataFrame, batch: Batch, memory: Memory, on: date) -> Ruled:
    """Sets the status of every finding that a ruling names; of several rulings on one the latest by 核实日期
    is in force.

    findings: with finding_id and matter_id; decisions: rows of the form `decisions`, of any number of sheets;
    on: today.
    """
    ruled = Ruled(findings.copy())
    taken: dict[int, list[Ruling]] = {}
    fitless: list[Ruling] = []
    # the later ruling sets the status over the earlier
    for ruling in _effective(ruled, decisions, batch, on):
        fitting = _fitting(ruled.findings, ruling, memory)
        if not len(fitting):
            fitless.append(ruling)
        elif refusal := _refused(ruled.findings.loc[fitting], ruling):
            ruled.remarks.append(f"{ruling.where}（{ruling.code or ruling.named}）{refusal}")
        else:
            ruled.findings.loc[fitting, "status"] = ruling.status
            for at in fitting:
                taken.setdefault(at, []).append(ruling)
    ruled.remarks += _contradicting(ruled.findings, taken)
    for ruling in fitless:
        _explain_fitless(ruled, ruling, memory)
    memory.remember(ruled.findings)
    ruled.bindings = memory.bindings
    return ruled


def states_all(row: Mapping[str, Any], on: date) -> bool:
    """Whether a row of 核实处理意见表 states what it must, and no day to come: without that it has no
    effect."""
    ruling = Ruling(row, "")
    return all(ruling.value(name) for name in STATED) and row["checked_on"].date() <= on


def _effective(ruled: Ruled, decisions: pd.DataFrame, batch: Batch, on: date) -> Iterator[Ruling]:
    """The rulings that state what they must, the earlier ones first; on one day the stricter one last. What
    has no effect is said, with its cell."""
    rulings = []
    for row in decisions.sort_values(["sheet", "row"]).to_dict("records"):
        ruling = Ruling(row, f"{_place(batch, row)}第{row['row']}行的处理意见")
        lacking = [name for name in STATED if not ruling.value(name)]
        if {"ruling", "reason"} <= set(lacking):
            continue  # a line of the printed sheet that nobody has ruled on
        if lacking:
            fields = "、".join(f"{STATED[name]}（{_cell(batch, row, name)}）" for name in lacking)
            ruled.remarks.append(f"{ruling.where}没有填写或无法识别{fields}，未采用")
        elif row["checked_on"].date() > on:
            cell, day = _cell(batch, row, "checked_on"), chinese_date(row["checked_on"])
            ruled.remarks.append(f"{ruling.where}的核实日期（{cell}）{day}晚于今天，未采用")
        elif not (ruling.code or ruling.named):
            ruled.remarks.append(f"{ruling.where}没有填写规则代码和问题编号，未采用")
        else:
            rulings.append(ruling)
    yield from sorted(rulings, key=lambda ruling: (ruling.row["checked_on"], _STRICTER[ruling.status]))


def _place(batch: Batch, row: Mapping[str, Any]) -> str:
    table = batch.tables[int(row["sheet"])]
    return table.file.rsplit("/", 1)[-1]


def _cell(batch: Batch, row: Mapping[str, Any], name: str) -> str:
    column = batch.column_of(int(row["sheet"]), name)
    return a1(int(row["row"]), column) if column else f"没有“{STATED[name]}”列"


def _fitting(findings: pd.DataFrame, ruling: Ruling, memory: Memory) -> pd.Index:
    """The findings a ruling speaks of: by 问题编号, else by code, project and person, whose values are bound
    at its first use."""
    code, project, person = ruling.matter
    if ruling.named:
        # a number beside another rule's code is a slip of the pen, and lets nothing through
        named = findings["finding_id"].eq(ruling.named) & (findings["code"].eq(code) | (code == ""))
        return findings.index[named]
    same = findings["code"].eq(code) & findings["project_key"].eq(project) & findings["person"].eq(person)
    bound = memory.bound(ruling, sorted(set(findings.loc[same, "finding_id"]) - {""}))
    return findings.index[same if bound is None else same & findings["finding_id"].isin(bound)]


def _refused(findings: pd.DataFrame, ruling: Ruling) -> str:
    """Why a ruling may not be applied to these findings; '' where it may."""
    # 不予通过 lets nothing through: it may confirm what no ruling could waive, but a note is nothing to
    # confirm
    # all: a row without 问题编号 may mean several findings, and lets none pass that none may
    if not findings["decidable"].all() and (ruling.status != UPHELD or findings["severity"].eq(NOTE).any()):
        return "不予采用：此类问题不能由处理意见放行，须更正后重新报送"
    if ruling.status == REDUCED and not findings["reducible"].all():
        return (
            "不予采用：只有申领人数、申请金额不符，且核减后不多于申请金额的，可以核减；少申领的由单位更正申请"
        )
    # 王敏 and 王敏（科长） are one person, who cannot confirm her own ruling
    checked, confirmed = (text.person_of(ruling.value(name)) for name in ("checked_by", "confirmed_by"))
    if not checked:
        return "不予采用：没有填写核实人"
    if findings["severity"].eq(REJECT).any() and ruling.status != UPHELD and confirmed in ("", checked):
        return "不予采用：放行不通过的问题须由核实人以外的复核人复核"
    return ""


def refusals(findings: pd.DataFrame) -> dict[str, list[str]]:
    """Of each 处理意见, why it may not be given to these findings: with no 核实人, with no 复核人 but the
    same, with both; '' where it may."""
    signed = [("", ""), ("甲", "甲"), ("甲", "乙")]
    return {
        ruling: [
            _refused(
                findings, Ruling({"ruling": ruling, "checked_by": checked, "confirmed_by": confirmed}, "")
            )
            for checked, confirmed in signed
        ]
        for ruling in STATUS
    }


def _contradicting(findings: pd.DataFrame, taken: Mapping[int, list[Ruling]]) -> list[str]:
    """What is said where rulings on one finding differ: which is in force."""
    sentences = {}
    for at, rulings in taken.items():
        if len({ruling.status for ruling in rulings}) < 2:
            continue
        last = rulings[-1]
        other = next(ruling for ruling in reversed(rulings) if ruling.status != last.status)
        same_day = other.row["checked_on"] == last.row["checked_on"]
        why = "同日的意见以较严的为准" if same_day else "以核实日期较晚的为准"
        finding = findings.loc[at]
        # findings of one number are one matter, and told once
        sentences[finding["finding_id"] or at] = (
            f"{_about(finding)}的处理意见前后不一：{other.where}为{other.summary}，"
            f"{last.where}为{last.summary}，{why}"
        )
    return list(sentences.values())


def _about(finding: pd.Series) -> str:
    """张三（GJ2026-001）岗位非生产服务一线（E0408）."""
    name = finding["subject"].split(" ")[0]
    who = f"{name}（{finding['project']}）" if name and finding["project"] else name or finding["project"]
    return f"{who}{finding['title']}（{finding['code']}）"


def _explain_fitless(ruled: Ruled, ruling: Ruling, memory: Memory) -> None:
    """A ruling that fits no finding: lapsed where a finding on the same matter stands open on other values;
    cleared, and no word, where the finding it was about is gone."""
    frame = ruled.findings
    code = ruling.code or ruling.named
    if ruling.named and frame["finding_id"].eq(ruling.named).any():
        ruled.remarks.append(f"{ruling.where}（{code}）未采用：规则代码与问题编号说的不是同一问题")
        return
    matters = [memory.matters[number] for number in memory.numbers_of(ruling) if number in memory.matters]
    if matters:
        candidates = frame.index[frame["matter_id"].isin({matter for matter, _ in matters})]
        rests = matters[0][1]
    else:
        candidates, rests = _alike(frame, ruling), {}
    open_ = [at for at in candidates if frame.at[at, "status"] == OPEN]
    if open_:
        finding = frame.loc[open_[0]]
        why = (
            _changed(rests, json.loads(finding["rests"]))
            if matters
            else "问题编号与现有的不符（所依据的数据已经改变，或编号出自以前的版本）"
        )
        sentence = f"{ruling.summary}已失效：{why}，请重新核实"
        ruled.lapses.append(Lapse(finding["finding_id"], finding["code"], finding["project_key"], sentence))
        ruled.remarks.append(f"{ruling.where}：{_about(finding)}，{sentence}")
    elif not matters and not len(candidates):
        whose = "，".join(filter(None, (code, ruling.value("project"), mask_id(ruling.value("id_number")))))
        ruled.remarks.append(
            f"{ruling.where}（{whose}）未采用：没有与之相符的问题，问题可能已经消除，或填写有误"
        )


def _alike(frame: pd.DataFrame, ruling: Ruling) -> pd.Index:
    """The findings of the code, project and person (perhaps masked) that the row names beside a number that
    is not known."""
    code, project, person = ruling.matter
    if not code:
        return frame.index[:0]
    same = frame["code"].eq(code) & frame["project_key"].eq(project) & frame["finding_id"].ne("")
    # whoever fills the sheet in from a report has the number as it is shown there
    masked = frame["subject"].str.split(" ").str[-1].where(frame["person"].ne(""), "")
    return frame.index[same & (frame["person"].eq(person) | text.fold_series(masked).eq(person))]


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """岗位由“财务主管”变为“人事主管”."""
    changes = [
        f"{name}由“{value or '空'}”变为“{now.get(name) or '空'}”"
        for name, value in before.items()
        if name in now and value != now[name]
    ]
    return "、".join(changes) or "、".join(before) + "已经改变"


def summary(findings: pd.DataFrame) -> dict[str, int]:
    """How many findings are in each status."""
    counts = findings["status"].value_counts()
    return {status: int(counts.get(status, 0)) for status in (OPEN, UPHELD, WAIVED, REDUCED)}
