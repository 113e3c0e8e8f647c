"""Makes docs/forms.md, every form with its columns: python -m tests.make_forms_doc"""

from __future__ import annotations

from pathlib import Path

from gaoji_batch.forms.schema import KEY_ALIASES, Column, Form, load_forms
from gaoji_batch.law import resources

PATH = Path(__file__).resolve().parent.parent / "docs" / "forms.md"
SOURCES = {"unit": "承办单位报送", "center": "中心自有", "extract": "中心调取的明细"}
HEADER = "| 列名 | 字段 | 类型 | 必填 | 也可写作 | 填写说明 |\n|---|---|---|---|---|---|"


def text() -> str:
    """The forms in the order units, center, extracts; a table of columns each."""
    forms = load_forms(resources.schemas() / "forms").values()
    parts = [
        "# 表单目录\n\n由`schemas/forms/`生成（`make docs`），不要手工修改。"
        "表单按表头识别，不看文件名；列名和别名先统一全角半角、"
        "去掉空格、换行和括号中的说明再比较。\n"
    ]
    for source, title in SOURCES.items():
        parts.append(f"## {title}\n")
        parts += [_form(form) for form in sorted(forms, key=lambda form: form.key) if form.source == source]
    labels = "\n".join(f"| {name} | {'、'.join(aliases)} |" for name, aliases in KEY_ALIASES.items())
    parts.append(f"## 键值单元格的写法\n\n| 标准名称 | 也可写作 |\n|---|---|\n{labels}\n")
    return "\n".join(parts)


def _form(form: Form) -> str:
    article = f"依据第{form.article}条；" if form.article else ""
    keys = f"表头之外可写：{'、'.join(form.keys)}。" if form.keys else ""
    rows = "\n".join(_column(column) for column in form.columns)
    return f"### {form.title}（{form.key}）\n\n{article}每行为：{form.row}。{keys}\n\n{HEADER}\n{rows}\n"


def _column(column: Column) -> str:
    cells = [
        column.name,
        f"`{column.field}`",
        column.type + (f"：{column.choices}" if column.choices else ""),
        "是" if column.required else "",
        "、".join(column.aliases),
        column.note,
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8", newline="\n")
