"""Looking back and looking closer: inspect, statistics."""

from __future__ import annotations

from typing import Any

import click

from gaoji_batch.cli.common import QUARTER, Task, command, shown


@command("inspect", on=True)
@click.option("--quarter", type=QUARTER, metavar="季度", help="从哪个季度在办的班中抽取，如2026Q3。")
@click.option(
    "--seed",
    type=int,
    default=None,
    metavar="N",
    help="抽样种子；不写时由季度得出。种子和材料相同，抽出的班相同。",
)
@click.option("--count", type=int, default=None, metavar="N", help="抽几个班。")
@click.option(
    "--share", type=float, default=None, metavar="比例", help="抽几成的班，如0.2；不写时按参数inspect.share。"
)
@click.option("--by", default="", metavar="姓名", help="抽查人，预先填入抽查记录。")
@click.option("--pack", default="", metavar="项目编号", help="不抽样，为一个项目编制审计卷。")
def inspect(
    task: Task,
    quarter: tuple[int, int] | None,
    seed: int | None,
    count: int | None,
    share: float | None,
    by: str,
    pack: str,
) -> None:
    """抽查：按风险加权抽样，写明每个风险点的依据；生成电话回访表、抽查记录、整改通知书；或为一个项目编制审计卷。

    例：gaoji inspect --quarter 2026Q3 --seed 7

    例：gaoji inspect --pack YX2026-001
    """
    if bool(pack) == (quarter is not None):
        raise click.UsageError("请写明--quarter（抽样）或--pack（审计卷）其中一项")
    (
        _pack(task, pack)
        if pack
        else _draw(task, quarter, {"seed": seed, "count": count, "share": share, "by": by})
    )


def _draw(task: Task, quarter: tuple[int, int] | None, request: dict[str, Any]) -> None:
    from gaoji_batch.commands.inspect import Sample, run
    from gaoji_batch.outputs.workbooks.inspection import PAGE

    done = run(task.workspace, Sample(*(quarter or (0, 0)), **request), on=task.on, progress=task.progress)
    task.say(
        f"在班{done.classes}个，抽中{len(done.sample)}个："
        f"{'、'.join(done.sample) or '无'}（种子{done.seed}）",
        f"电话回访{done.callees}人，整改通知书{done.notices}份",
        f"请先打开：{shown(done.folder / PAGE)}",
    )
    task.give(
        {
            "folder": str(done.folder),
            "seed": done.seed,
            "classes": done.classes,
            "sample": done.sample,
            "callees": done.callees,
            "notices": done.notices,
        }
    )


def _pack(task: Task, project: str) -> None:
    from gaoji_batch.commands.audit_pack import run

    done = run(task.workspace, project, on=task.on, progress=task.progress)
    task.say(
        f"审计卷：{shown(done.folder)}，共{done.files}件",
        "核对：在该文件夹中执行 sha256sum -c SHA256SUMS，Windows上双击“核对.cmd”",
    )
    task.warn(*done.remarks)
    task.give({"folder": str(done.folder), "files": done.files, "remarks": done.remarks})


@command("statistics", on=True, exit_zero=True)
@click.option(
    "--year", type=click.IntRange(2000, 2200), required=True, metavar="年份", help="按开班日期所在的年度。"
)
@click.option("--budget", is_flag=True, help="另编制下一年度的预算测算表。")
def statistics(task: Task, year: int, budget: bool) -> None:
    """年度统计和决算：各环节的项目、人数、资金，与上年和预算比较，各项构成，单位情况，常见问题；工作簿、网页和JSON。

    例：gaoji statistics --year 2026 --budget
    """
    from gaoji_batch.commands.statistics import run

    done = run(task.workspace, year, on=task.on, budget=budget, progress=task.progress)
    projects, people, money = (done.figures[name] for name in ("projects", "trainees", "amounts"))
    task.say(
        f"{year}年：立项{projects['approved']}个、备案{projects['filed']}个、"
        f"结业{projects['completed']}个、拨付{projects['paid']}个；"
        f"结业{people['completed']}人，拨付{money['paid']:,}元",
        f"年度统计：{shown(done.workbook)}",
        *([f"预算测算：{shown(done.budget)}"] if done.budget else []),
        f"请先打开：{shown(done.page)}",
    )
    task.give(done.figures)
