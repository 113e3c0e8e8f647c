"""Every day: validate, watch, letters, diff, receive, form."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gaoji_batch.cli.common import DAY, Task, command, shown
from gaoji_batch.values.clock import now, today
from gaoji_batch.workspace.folders import Workspace

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from gaoji_batch.casework.validated import ValidateResult

LISTED = 3
"""So many rules are named in the line of a run."""


@command("validate", on=True, exit_zero=True)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[文件或文件夹]…")
@click.option("--unit", default="", metavar="单位", help="只报告名称含这几个字的承办单位。")
@click.option("--project", default="", metavar="项目编号", help="只报告一个项目。")
@click.option("--new", is_flag=True, help="只报告上次审核之后新收到或改动过的文件。")
def validate(task: Task, paths: tuple[Path, ...], unit: str, project: str, new: bool) -> int:
    """审核inbox中的材料：问题清单、审核汇总、网页、项目审核摘要、退回各单位的标注文件。

    全部文件都会读取和核对；写明文件、单位或项目时，只报告这一部分。

    例：gaoji validate --unit 虚构技师学院
    """
    from gaoji_batch.casework.scope import Scope
    from gaoji_batch.commands.validate import run

    done = run(task.workspace, on=task.on, scope=Scope(paths, unit, project, new), progress=task.progress)
    task.warn(*done.remarks)
    task.say(
        f"不通过{done.rejects}条，待核实{done.reviews}条，提示{done.notes}条",
        f"审核汇总：{shown(done.summary)}",
        f"请先打开：{shown(done.open_first)}",
    )
    task.give(
        {
            "reject": done.rejects,
            "review": done.reviews,
            "note": done.notes,
            "folder": str(done.folder),
            "summary": str(done.summary),
            "open_first": str(done.open_first),
            "remarks": done.remarks,
            "incomplete": done.incomplete,
        }
    )
    return 1 if done.rejects else 0


@command("watch", on=True, as_json=False)
def watch(task: Task) -> int:
    """守候inbox、center、extracts：文件一保存就重新审核，用一行说明消除了什么、新增了什么。

    浏览器中打开的out/latest/index.html随之更新。结果与gaoji validate相同，每次一个文件夹；按Ctrl-C结束。

    例：gaoji watch
    """
    from gaoji_batch.commands import validate, watch

    began = today()
    task.say("正在守候，保存文件后自动审核；按Ctrl-C结束")

    def once(workspace: Workspace, workers: Executor) -> str:
        clock = time.perf_counter()
        day = today() if task.on == began else task.on  # left running overnight, it goes with the day
        done = validate.run(workspace, on=day, progress=task.progress, workers=workers)
        task.warn(*done.remarks)
        return f"{now():%H:%M:%S} {_changed(done)}，用时{time.perf_counter() - clock:.1f}秒"

    try:
        for line in watch.runs(task.folder, once):
            task.say(line)
    except KeyboardInterrupt:
        task.say("已结束守候")
    return 0


def _changed(done: ValidateResult) -> str:
    """What a run cleared and what is new, by rule, and what stands now."""
    parts = [
        f"{word}{sum(rules.values())}条（{_titles(rules)}）"
        for word, rules in (("消除", done.cleared), ("新增", done.new))
        if rules
    ]
    standing = f"现有不通过{done.rejects}条，待核实{done.reviews}条，提示{done.notes}条"
    return "，".join([*(parts or ["问题没有增减"]), standing])


def _titles(rules: Mapping[str, int]) -> str:
    """The first few rules with their counts."""
    parts = [f"{title}{number}条" if number > 1 else title for title, number in rules.items()]
    return "、".join(parts[:LISTED]) + ("等" if len(parts) > LISTED else "")


@command("letters", on=True)
@click.option("--unit", default="", metavar="单位", help="只写名称含这几个字的承办单位。")
@click.option("--project", default="", metavar="项目编号", help="只写一个项目的审核意见表。")
@click.option(
    "--due", type=DAY, default=None, metavar="日期", help="补正的截止日期；不写时留空，由经办人填写。"
)
@click.option(
    "--number",
    type=click.IntRange(1),
    default=None,
    metavar="序号",
    help="第一份告知书的发文序号，其余依次编号；不写时留空，由经办人填写。",
)
def letters(task: Task, unit: str, project: str, due: date | None, number: int | None) -> int:
    """生成补正材料一次性告知书（每个单位一份）、退回包（每个单位一个，含告知书、退回的表格、发送时的文字）和项目审核意见表（每个项目一份）。

    例：gaoji letters --unit 虚构技师学院 --due 2026-07-15 --number 16
    """
    from gaoji_batch.commands.letters import run

    done = run(
        task.workspace,
        on=task.on,
        unit=unit,
        project=project,
        due=due,
        first=number or 0,
        progress=task.progress,
    )
    task.say(
        f"告知书{len(done.letters)}份，退回包{len(done.packages)}个，审核意见表{len(done.opinions)}份",
        f"位置：{shown(done.folder)}",
    )
    task.give(
        {
            "folder": str(done.folder),
            "letters": [str(path) for path in done.letters],
            "opinions": [str(path) for path in done.opinions],
            "packages": [str(path) for path in done.packages],
        }
    )
    return 0


@command("form", on=True)
@click.argument("name", metavar="表单|all")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="文件夹",
    help="写到这个文件夹；不写时写到工作区的out。",
)
@click.option(
    "--project", default="", metavar="项目编号", help="填好立项项目登记中这个项目的内容（承办单位的表单）。"
)
def form(task: Task, name: str, to: Path | None, project: str) -> int:
    """生成空白表样：带下拉列表、文本格式的证件列、填表说明和自查页，与审核用同一套定义。

    all含承办单位和中心的表单、四种明细和银行支付明细。

    例：gaoji form 学员名单

    例：gaoji form all --to 表样

    例：gaoji form 学员名单 --project GJ2026-001
    """
    from gaoji_batch.commands.form import run

    written = run(task.workspace, name, on=task.on, to=to, project=project)
    task.say(f"空白表样{len(written)}份", f"位置：{shown(written[0].parent)}")
    task.give({"files": [str(path) for path in written]})
    return 0


@command("receive", on=True)
@click.option("--by", required=True, metavar="姓名", help="收件人。")
def receive(task: Task, by: str) -> int:
    """登记inbox中新收到的文件（收件日期、收件人、校验值），给每个单位一份收件回执。

    登记写入center/收件登记中的新工作簿；已有的工作簿不作改动。

    例：gaoji receive --by 王敏 --on 2026-05-04
    """
    from gaoji_batch.commands.receive import run

    done = run(task.workspace, on=task.on, by=by, progress=task.progress)
    if done.register is None:
        task.say("没有新收到的文件")
    else:
        task.say(
            f"登记{done.files}个文件，收件回执{len(done.receipts)}份",
            f"登记：{shown(done.register)}",
            f"回执：{shown(done.receipts[0].parent)}",
        )
    task.give(
        {
            "files": done.files,
            "register": str(done.register or ""),
            "receipts": [str(path) for path in done.receipts],
        }
    )
    return 0


@command("diff", on=True)
@click.argument("before", metavar="较早的审核", default="")
@click.argument("after", metavar="较晚的审核", default="latest")
def diff(task: Task, before: str, after: str) -> int:
    """比较两次审核：消除、新增、未变的问题，以及单位改动了哪些单元格。

    审核用out中文件夹的名称（可只写开头）指明；都不写时比较最近两次，较晚的一次不写时为最近一次。

    例：gaoji diff

    例：gaoji diff 20260701-001 latest
    """
    from gaoji_batch.commands.diff import run

    done = run(task.workspace, before, after, on=task.on, progress=task.progress)
    if done.unread:
        task.warn(f"有{len(done.unread)}个文件的旧内容已不在缓存中，未比较单元格")
    counts = done.counts
    task.say(
        f"已消除{counts['cleared']}条，新增{counts['new']}条，未变{counts['unchanged']}条，"
        f"其中处理状态有变化{done.ruled}条；改动单元格{len(done.cells)}处",
        f"对照：{shown(done.workbook)}",
    )
    task.give(
        {
            "before": done.before,
            "after": done.after,
            "findings": counts,
            "ruled": done.ruled,
            "cells": done.cells.to_dict("records"),
            "unread": done.unread,
            "workbook": str(done.workbook),
        }
    )
    return 0
