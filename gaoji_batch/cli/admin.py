"""The workspace: init, doctor, tidy."""

from __future__ import annotations

from pathlib import Path

import click

from gaoji_batch.cli.common import Task, command, shown


@command("init", as_json=False)
@click.argument("path", type=click.Path(path_type=Path, file_okay=False), metavar="文件夹")
def init(task: Task, path: Path) -> int:
    """新建一个空的工作区：inbox（单位报送）、center（中心表格）、extracts（外部数据）、out（结果）。

    例：gaoji init 2026年研修
    """
    from gaoji_batch.workspace.folders import Workspace

    workspace = Workspace.create(path)
    task.say(
        f"已建立工作区：{shown(workspace.path)}",
        "把单位报送的文件放入inbox，中心的表格放入center，社保等数据放入extracts，然后运行 gaoji validate",
    )
    return 0


@command("doctor", on=True)
def doctor(task: Task) -> int:
    """检查工作区和安装：缺什么、什么过期、什么互相矛盾，以及解决办法。

    例：gaoji doctor
    """
    from gaoji_batch.commands.doctor import WRONG, run

    checks = run(task.workspace, on=task.on, progress=task.progress)
    for ailment in sorted(checks, key=lambda check: check.level != WRONG):
        task.say(f"【{ailment.level}】{ailment.what}", f"    办法：{ailment.remedy}")
    if not checks:
        task.say("没有发现问题")
    task.give([{"level": check.level, "what": check.what, "remedy": check.remedy} for check in checks])
    return 1 if any(check.level == WRONG for check in checks) else 0


@command("tidy")
@click.option("--dry-run", is_flag=True, help="只列出要删除的运行结果，不删除。")
def tidy(task: Task, dry_run: bool) -> int:
    """删除旧的运行结果；每个命令保留最近的若干次（gaoji.toml的[runs] keep，默认20），台账引用的一律保留。

    例：gaoji tidy --dry-run
    """
    from gaoji_batch.commands.tidy import run

    gone = run(task.workspace, dry_run=dry_run, progress=task.progress)
    task.say(*gone, f"{'将删除' if dry_run else '已删除'}{len(gone)}次运行的结果")
    task.give({"removed": gone, "dry_run": dry_run})
    return 0
