"""The law: rules, policy."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from gaoji_batch.cli.common import Task, command, shown

if TYPE_CHECKING:
    from gaoji_batch.outputs.pages.catalogue import Entry, Parameter


@command("rules", on=True)
@click.argument("code", required=False, default="", metavar="[规则代码]")
@click.option("--html", "page", is_flag=True, help="写成网页，含参数和各次政策变化。")
def rules(task: Task, code: str, page: bool) -> None:
    """规则目录；写明规则代码或名称时，解释这一条：条文、读法、参数、例、怎样消除。

    例：gaoji rules E0403
    """
    from gaoji_batch.commands.law import law, write_page

    if page:
        path = write_page(task.workspace, task.on, task.progress)
        task.say(f"规则目录：{shown(path)}")
        task.give({"page": str(path)})
        return
    law_on_day = law(task.folder, task.on)
    if code:
        entry = law_on_day.entry(code)
        task.say(*_explained(entry))
        task.give(asdict(entry))
        return
    entries = law_on_day.entries()
    task.say(*_listed(entries))
    task.give([asdict(entry) for entry in entries])


@command("policy", on=True)
@click.argument("name", required=False, default="", metavar="[参数]")
def policy(task: Task, name: str) -> None:
    """某一天现行的参数：取值、条款、原文或口径及其来源；工作区改用的值另行标明。

    例：gaoji policy --on 2026-02-01
    """
    from gaoji_batch.commands.law import law
    from gaoji_batch.errors import GaojiError

    law_on_day = law(task.folder, task.on)
    parameters = [
        parameter
        for parameter in law_on_day.parameters()
        if name in parameter.name or name in parameter.title
    ]
    if not parameters:
        raise GaojiError(f"没有参数“{name}”", "用gaoji policy查看全部参数")
    task.say(*(line for parameter in parameters for line in _parameter(parameter)))
    named = {parameter.name for parameter in parameters}
    task.give([row for row in law_on_day.records() if row["name"] in named])


def _listed(entries: list[Entry]) -> list[str]:
    lines: list[str] = []
    for at, entry in enumerate(entries):
        if not at or entries[at - 1].family != entry.family:
            lines += ["", entry.family] if lines else [entry.family]
        lines.append(
            f"  {entry.code:<6}{entry.severity}\t{entry.title}"
            + (f"（{entry.article}）" if entry.article else "")
        )
    return [*lines, "", f"共{len(entries)}条。查看一条：gaoji rules E0403"]


def _explained(entry: Entry) -> list[str]:
    from gaoji_batch.outputs.pages.catalogue import described

    lines = [f"{entry.code}　{entry.title}", f"  {entry.intent}", ""]
    lines += [f"{label}：{text}" for label, text in described(entry) if text]
    return lines + [line for parameter in entry.parameters for line in _parameter(parameter)]


def _parameter(parameter: Parameter) -> list[str]:
    changed = f"（本工作区改用；政策原值{parameter.stated}）" if parameter.overridden else ""
    basis = (
        f"原文：{parameter.basis}"
        if parameter.quoted
        else f"口径：{parameter.basis}（来源：{parameter.source}）"
    )
    return [
        f"{parameter.name}（{parameter.title}） = {parameter.value}{changed}",
        f"    {parameter.article}{basis}；自{parameter.since}起",
    ]
