"""The law as a catalogue: every rule with its article's own words and its parameters, as records, as Markdown
and as a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gaoji_batch.findings import NOTE, REJECT, REVIEW, SEVERITY_NAMES
from gaoji_batch.law.policy import Policy, article_name
from gaoji_batch.outputs.pages import plain_page
from gaoji_batch.rules.rule import SCOPE_NAMES, STAGE_NAMES, Rule
from gaoji_batch.values.dates import chinese_date

FAMILIES = {
    "F": "文件与表单", "D": "单元格", "E": "学员", "U": "承办单位", "Q": "人数与名额", "T": "授课教师",
    "H": "学时", "P": "办理程序", "S": "补助资金", "R": "对账", "X": "程序",
}  # fmt: skip
KINDS = {REJECT: "reject", REVIEW: "review", NOTE: "note"}
_WORDS = {
    "month_before_opening": "开班前一个月", "opening_month": "开班当月", "review": "计入，须核实",
    "count": "计入", "exclude": "不计入", "men": "男职工", "women_55": "女职工（原55周岁）",
    "women_50": "女职工（原50周岁）", "age": "原退休年龄", "start": "延迟起始的出生年月",
    "step": "每几个月延迟一个月", "cap": "最多延迟月数", "titles": "职称", "begins": "职称以此开头",
    "needs": "限定", "aliases": "又称", "each": "每处", "most": "最多",
}  # fmt: skip
_FIELD = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as people read it: `value` in words; `basis` the quote or the reading; `source` where it is
    from; `since` a Chinese day."""

    name: str
    title: str
    value: str
    article: str
    basis: str
    quoted: bool
    source: str
    since: str
    overridden: bool
    stated: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule as people read it; every field is Chinese text but code, family and parameters. '' where the
    rule says nothing."""

    code: str
    family: str
    title: str
    kind: str
    severity: str
    article: str
    article_text: str
    intent: str
    reading: str
    example: str
    message: str
    hint: str
    evidence: str
    clears: str
    scope: str
    stage: str
    decision: str
    parameters: list[Parameter]


def said(value: Any, unit: str = "") -> str:
    """A parameter's value in words: lists joined, tables as 'name：value', nothing as 不设."""
    if value is None or value == []:
        return "不设"
    if isinstance(value, dict):
        return _table_words(value) + (f"（{unit}）" if unit else "")
    if isinstance(value, list):
        return ("、" if all(isinstance(item, str) for item in value) else "／").join(
            said(item) for item in value
        ) + unit
    return _WORDS.get(str(value), str(value)) + ("个月" if unit == "月" else unit)


def _table_words(table: Mapping[str, Any]) -> str:
    nested = any(isinstance(entry, dict) for entry in table.values())
    named = [(_WORDS.get(str(name), str(name)), said(entry)) for name, entry in table.items()]
    return "；".join(f"{name}（{entry}）" if nested else f"{name}：{entry}" for name, entry in named)


def parameters(policy: Policy, on: date | None) -> list[Parameter]:
    """Every parameter in force on a day (None: the newest), in the order of the policy files."""
    return [
        Parameter(
            row["name"],
            row["title"],
            said(row["value"], row["unit"]),
            article_name(row["article"]),
            row["quote"] or row["reading"],
            bool(row["quote"]),
            row["source"],
            chinese_date(row["effective_from"]),
            row["overridden"],
            said(row["stated"], row["unit"]),
        )
        for row in policy.describe(on)
    ]


def entries(rules: Mapping[str, Rule], policy: Policy, on: date | None) -> list[Entry]:
    """Every rule with its parameters in force on a day, in the order of the codes."""
    values = {one.name: one for one in parameters(policy, on)}
    return [_entry(rule, policy, values) for rule in rules.values()]


def _entry(rule: Rule, policy: Policy, values: Mapping[str, Parameter]) -> Entry:
    number = rule.article_number
    return Entry(
        code=rule.code,
        family=FAMILIES[rule.code[0]],
        title=rule.title,
        kind=KINDS[rule.severity],
        severity=SEVERITY_NAMES[rule.severity],
        article=rule.article,
        article_text=policy.articles[number] if number else "",
        intent=rule.intent,
        reading=rule.section("读法"),
        example=rule.section("例"),
        message=_blank(rule.message),
        hint=_blank(rule.hint),
        evidence=_blank(rule.evidence),
        clears=rule.section("消除"),
        scope=SCOPE_NAMES[rule.scope],
        stage={"reconcile": "对账时", "disburse": "拨付时"}.get(rule.command, STAGE_NAMES[rule.stage]),
        decision=_decision(rule),
        parameters=[values[name] for name in rule.params],
    )


def _blank(template: str) -> str:
    """A message as the catalogue shows it: what a run fills in is left open; a template that is all filled in
    says nothing here."""
    pattern = _FIELD.sub("…", template)
    return "" if pattern == "…" else pattern


def _decision(rule: Rule) -> str:
    """Who may let it pass."""
    if rule.severity == NOTE:
        return "提示，不影响办理"
    if not rule.decidable:
        return "不能以处理意见放行"
    return "核实人可以提出处理意见" if rule.severity == REVIEW else "放行须由核实人以外的复核人复核"


def records(entries: list[Entry]) -> list[dict[str, Any]]:
    """The entries for --json."""
    return [asdict(entry) for entry in entries]


def changes(policy: Policy) -> list[dict[str, Any]]:
    """What each policy file changed, oldest first: document, day, first (whether it is the first), rows of
    title, name, was, now, article."""
    entries = []
    values: dict[str, Any] = {}
    for file in policy.files:
        rows = [
            {
                "name": name,
                "title": new.title or name,
                "article": article_name(new.article),
                "now": _change(values.get(name), new.value, new.unit),
            }
            for name, new in file.parameters.items()
            if name not in values or values[name] != new.value
        ]
        entries.append(
            {
                "document": file.document,
                "day": chinese_date(file.effective_from),
                "first": not values,
                "rows": rows,
            }
        )
        values |= {name: new.value for name, new in file.parameters.items()}
    return entries


def _change(old: Any, new: Any, unit: str) -> str:
    """From old to new in words; of two lists, what came and what went."""
    if old is None:
        return said(new, unit)
    if not (isinstance(old, list) and isinstance(new, list)):
        return f"{said(old, unit)} → {said(new, unit)}"
    came, gone = [item for item in new if item not in old], [item for item in old if item not in new]
    parts = [f"{word}：{said(some)}" for word, some in (("增加", came), ("删去", gone)) if some]
    return "；".join(parts)


def write_page(workspace: Path, rules: Mapping[str, Rule], policy: Policy, on: date, path: Path) -> None:
    """Writes the catalogue as one self-contained page."""
    catalogue = entries(rules, policy, on)
    families = [
        (letter, name, [entry for entry in catalogue if entry.code[0] == letter])
        for letter, name in FAMILIES.items()
    ]
    values = {
        "day": chinese_date(on),
        "families": [family for family in families if family[2]],
        "count": len(catalogue),
        "parameters": parameters(policy, on),
        "changes": changes(policy),
    }
    plain_page.write(workspace, "rules.html.j2", values, path)


def markdown(rules: Mapping[str, Rule], policy: Policy) -> str:
    """docs/rules.md: the catalogue with the newest values of the parameters; made by `make docs`."""
    catalogue = entries(rules, policy, None)
    lines = [
        "# 规则目录",
        "",
        "本页由`make docs`生成，不要手工修改。参数取最新一份政策文件的值；办法指京人社能发〔2022〕6号。",
        "",
    ]
    for letter, name in FAMILIES.items():
        of_letter = [entry for entry in catalogue if entry.code[0] == letter]
        if of_letter:
            lines += [
                f"## {letter} {name}",
                "",
                "| 代码 | 名称 | 结论 | 依据 | 对象 |",
                "|---|---|---|---|---|",
            ]
            lines += [
                f"| [{item.code}](#{item.code.lower()}) | {item.title} | {item.severity} "
                f"| {item.article or '—'} | {item.scope} |"
                for item in of_letter
            ]
            lines += ["", *(line for entry in of_letter for line in _section(entry))]
    return "\n".join(lines).rstrip() + "\n"


def _section(entry: Entry) -> list[str]:
    lines = [
        f'<a id="{entry.code.lower()}"></a>',
        "",
        f"### {entry.code} {entry.title}",
        "",
        entry.intent,
        "",
    ]
    lines += [f"- {label}：{text}" for label, text in described(entry) if text]
    lines += [
        f"- 参数`{parameter.name}`（{parameter.title}）：{parameter.value}。"
        f"{parameter.article}，{'原文' if parameter.quoted else '口径'}：{parameter.basis}"
        for parameter in entry.parameters
    ]
    return [*lines, ""]


def described(entry: Entry) -> list[tuple[str, str]]:
    """What the terminal, the page and the document say of a rule, in their order: label and text, '' for
    nothing."""
    return [
        ("结论", f"{entry.severity}；{entry.decision}"),
        ("对象和环节", f"{entry.scope}；{entry.stage}"),
        ("读法", entry.reading),
        ("例", entry.example),
        ("问题", entry.message),
        ("修改办法", entry.hint),
        ("核对依据", entry.evidence),
        ("消除", entry.clears),
        ("条文", f"{entry.article}　{' '.join(entry.article_text.split())}" if entry.article else ""),
    ]
