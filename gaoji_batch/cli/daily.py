"""Every day: validate, letters, diff, receive, form."""

from __future__ import annotations

from pathlib import Path

import click

from gaoji_batch.cli.common import Task, command, shown


@command("validate", on=True, exit_zero=True)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[文件或文件夹]…")
@click.option("--unit", default="", metavar="单位", help="只报告名称含这几个字的承办单位。")
@click.option("--project", default="", metavar="项目编号", help="只报告一个项目。")
@click.option("--new", is_flag=True, help="只报告上次审核之后新收到或改动过的文件。")
def validate(task: Task, paths: tuple[Path, ...], unit: str, project: str, new: bool) -> int:
    """审核inbox中的材料：问题清单、审核汇总、网页、项目审核摘要、退回各单位的标注文件。

    全部文件都会读取和核对；写明文件、单位或项目时，只报告这一部分。

    例：gaoji validate --unit 京北技师学院
    """
    from gaoji_batch.commands.validate import Scope, run

    done = run(task.workspace, on=task.on, scope=Scope(paths, unit, project, new), progress=task.progress)
    task.warn(*done.remarks)
    task.say(f"不通过{done.rejects}条，待核实{done.reviews}条，提示{done.notes}条", f"审核汇总：{shown(done.summary)}", f"请先打开：{shown(done.open_first)}")
    task.give({
        "reject": done.rejects, "review": done.reviews, "note": done.notes, "folder": str(done.folder), "summary": str(done.summary),
        "open_first": str(done.open_first), "remarks": done.remarks,
    })  # fmt: skip
    return 1 if done.rejects else 0
