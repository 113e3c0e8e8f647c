"""schemas/forms/*.yaml and schemas/columns.yaml → Form: what a form is called, which columns it has, how each
is written and checked."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from gaoji_batch.errors import GaojiError
from gaoji_batch.law.data_files import load_yaml, read_yaml
from gaoji_batch.values import text

Type = Literal[
    "text",
    "any",
    "name",
    "name_list",
    "id_number",
    "id_text",
    "date",
    "month",
    "hours",
    "hours_total",
    "hours_attended",
    "score",
    "number",
    "count",
    "money",
    "choice",
    "open_choice",
    "level",
    "phone",
    "uscc",
    "certificate",
    "occupation_code",
    "account",
    "class_no",
    "serial",
    "project",
    "year",
    "quarter",
]
KEY_ALIASES = {
    "项目编号": ["项目号", "立项编号", "培训项目编号", "项目代码"],
    "承办单位": ["申报单位", "培训单位", "承办单位名称", "承办机构", "申请单位", "报送单位", "填报单位"],
    "统一社会信用代码": ["信用代码", "社会信用代码"],
    "单位类型": ["单位性质"],
    "项目名称": ["培训项目", "培训项目名称", "研修项目名称", "研修培训项目名称"],
    "开班日期": ["开班时间", "开始日期", "培训开始日期"],
    "结业日期": ["结业时间", "结束日期", "培训结束日期"],
    "总学时": ["培训总学时", "累计学时", "计划总学时", "总课时"],
    "研讨交流学时": ["研讨学时", "研讨交流课时", "其中研讨交流学时", "研讨、交流学时", "其中研讨、交流学时"],
    "填报日期": ["填表日期", "报送日期", "制表日期", "填报时间", "报送时间", "填表时间"],
    "期次": ["班次", "期数"],
}

SPAN = "起止日期"
SPAN_ALIASES = [
    "起止日期",
    "起止时间",
    "培训时间",
    "培训起止日期",
    "培训起止时间",
    "培训期限",
    "办班时间",
    "研修时间",
    "举办时间",
]
"""Labels of one key-value cell that holds both days of a class; one that holds anything else says nothing of
them."""

ROW_KEYS: list[tuple[str, str, Type]] = [("项目编号", "project", "project"), ("期次", "class_no", "class_no")]
"""Key-value cells that a unit may write as a column of any form: rows go to their projects and classes."""


class Column(Struct, forbid_unknown_fields=True):
    """One column of a form.

    name: the standard name on the form.
    field: its name in frames and rules.
    type: how its cells are read and checked.
    required: the form must have it, and its cells must be filled.
    may_be_empty: required, but its cells may be empty.
    answers: 无 and the like answer what the column asks, and are no fillers.
    unique: a value stands once on a sheet (D105).
    choices: the name of the list of accepted words.
    offers: the parameter of the policy whose values a blank offers; others may be written.
    example: of a made-up row.
    asked: not required, but a rule needs it: on a blank it stands beside the required ones.
    aliases: further names that its header may have.
    note: what people are told of it.
    """

    name: str
    field: str
    type: Type
    required: bool = False
    may_be_empty: bool = False
    answers: bool = False
    unique: bool = False
    choices: str = ""
    offers: str = ""
    example: str = ""
    asked: bool = False
    aliases: list[str] = []
    note: str = ""
    implied: bool = False
    """Not laid out on the form: read where a unit adds it."""

    @property
    def may_lack(self) -> bool:
        """Whether a cell of it may be empty."""
        return not self.required or self.may_be_empty


class Form(Struct, kw_only=True, dict=True, forbid_unknown_fields=True):
    """One form.

    key: its name in code.
    title: its name on paper.
    source: who makes it out; an extract is another authority's.
    row: what one row of it is.
    article: of the rules, by which it is asked for.
    also_titled: what its title line may say besides.
    keys: the key-value cells that it may carry.
    card: it may be laid out as labels and values without a header row.
    begun_by, completed_by: a row in which a field of the first is filled needs all of the second (D101).
    columns: in the order of the form.
    """

    key: str
    title: str
    source: Literal["unit", "center", "extract"]
    row: str
    article: int
    also_titled: list[str] = []
    keys: list[str] = []
    card: bool = False
    begun_by: list[str] = []
    completed_by: list[str] = []
    columns: list[Column]

    def __hash__(self) -> int:
        return hash(self.key)  # what is made of forms is kept by them

    @cached_property
    def required(self) -> list[str]:
        """The fields of the required columns."""
        return [column.field for column in self.columns if column.required]

    @cached_property
    def headed(self) -> dict[str, str]:
        """Folded header → field."""
        return {
            text.fold_header(name): column.field
            for column in self.columns
            for name in [column.name, *column.aliases]
        }

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """field → Column."""
        return {column.field: column for column in self.columns}

    @cached_property
    def key_labels(self) -> dict[str, str]:
        """Folded label → standard name of the key-value cells; SPAN of one that holds two."""
        spans = SPAN_ALIASES if {"开班日期", "结业日期"} <= set(self.keys) else []
        return dict.fromkeys(spans, SPAN) | {
            text.fold_header(label): name
            for name in self.keys
            for label in [name, *KEY_ALIASES.get(name, [])]
        }


def load_forms(folder: Path) -> dict[str, Form]:
    """All forms of `folder` by key, their columns completed from columns.yaml beside it.

    GaojiError with file and line if one is malformed, or if two columns share a header."""
    shared = read_yaml(folder.parent / "columns.yaml")
    forms = {}
    for path in sorted(folder.glob("*.yaml")):
        form = load_yaml(path, Form, lambda content: _with_shared_columns(content, shared))
        by_header: dict[str, str] = {}
        for column in form.columns:
            for name in [column.name, *column.aliases]:
                if by_header.setdefault(text.fold_header(name), column.field) != column.field:
                    raise GaojiError(
                        f"{path.name}：“{name}”同时是{by_header[text.fold_header(name)]}和{column.field}的列名",
                        "从其中一列的aliases去掉",
                    )
        if form.source == "unit":
            form.columns += [
                Column(name=name, field=field, type=kind, aliases=KEY_ALIASES[name], implied=True)
                for name, field, kind in ROW_KEYS
                if name in form.keys and field not in {column.field for column in form.columns}
            ]
        forms[form.key] = form
    return forms


def _with_shared_columns(content: Any, shared: dict[str, dict[str, Any]]) -> Any:
    """The content of a form's file with what columns.yaml says of its columns; the form's own words go
    first."""
    if not isinstance(content, dict) or not isinstance(content.get("columns"), list):
        return content
    columns = [
        shared.get(str(column.get("field")), {}) | column if isinstance(column, dict) else column
        for column in content["columns"]
    ]
    return content | {"columns": columns}
