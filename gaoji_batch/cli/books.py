"""The ledger: status, verify, export, backup, restore."""

from __future__ import annotations

from pathlib import Path

import click

from gaoji_batch.cli.common import Task, command, shown

_FILE = click.argument("file", type=click.Path(path_type=Path), metavar="文件")


@click.group(
    "ledger",
    options_metavar="[选项]",
    subcommand_metavar="子命令 [参数]…",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("-C", "folder", metavar="文件夹", default=None, help="工作区所在的文件夹。")
@click.pass_context
def ledger(ctx: click.Context, folder: str | None) -> None:
    """台账：状态、核验、导出、备份、恢复。

    例：gaoji ledger verify
    """
    if folder:
        ctx.find_root().obj = folder


@command("status")
def status(task: Task) -> int:
    """台账现状：各状态的项目数、各批次。

    例：gaoji ledger status
    """
    from gaoji_batch.commands.books import status as read
    from gaoji_batch.outputs.workbooks.ledger_book import STATES

    books = read(task.workspace, task.progress)
    task.say(f"共{books.events}条记录，校验值{books.hash}")
    task.say(
        "，".join(f"{label}{books.states[name]}个" for name, label in STATES.items() if name in books.states)
        or "还没有项目"
    )
    for row in books.batches:
        state = "、".join({**STATES, "cancelled": "已撤销"}[name] for name in row["status"].split("、"))
        task.say(
            f"　批次{row['batch']}：{row['made_on']}由{row['made_by']}编制，"
            f"{row['payments']}笔，{row['total']}元，{state}"
        )
    task.give({"events": books.events, "hash": books.hash, "states": books.states, "batches": books.batches})
    return 0


@command("verify")
def verify(task: Task) -> int:
    """核验台账：记录首尾相接、没有被改动、删除、颠倒或添加，各表与记录一致，留存文件完好。

    不符的指出第一条有问题的记录，以1结束。

    例：gaoji ledger verify
    """
    from gaoji_batch.commands.books import verify as check

    faults, count, digest = check(task.workspace, task.progress)
    task.say(
        *(
            [f"台账核验通过：{count}条记录，校验值{digest}"]
            if not faults
            else ["台账核验不符：", *(f"　{fault}" for fault in faults)]
        )
    )
    task.give({"holds": not faults, "events": count, "hash": digest, "faults": faults})
    return 1 if faults else 0


@command("export", on=True)
def export(task: Task) -> int:
    """导出项目台账.xlsx：每个项目一行，各环节的日期和金额齐全，另附全部操作记录。

    例：gaoji ledger export
    """
    from gaoji_batch.commands.books import export as write

    path = write(task.workspace, on=task.on, progress=task.progress)
    task.say(f"项目台账：{shown(path)}")
    task.give({"file": str(path)})
    return 0


@command("backup")
@_FILE
def backup(task: Task, file: Path) -> int:
    """备份台账到一个文件；其他人正在写入时也可以备份。

    例：gaoji ledger backup 台账备份.db
    """
    from gaoji_batch.commands.books import backup as copy

    path = copy(task.workspace, file, task.progress)
    task.say(f"台账已备份到{path}")
    task.give({"file": str(path)})
    return 0


@command("restore")
@_FILE
@click.option("--older", is_flag=True, help="备份比现有台账旧时也恢复。")
def restore(task: Task, file: Path, older: bool) -> int:
    """从备份恢复台账；原台账另存一份。备份比现有台账旧的，须加--older。

    例：gaoji ledger restore 台账备份.db
    """
    from gaoji_batch.commands.books import restore as put_back

    count, digest = put_back(task.workspace, file, older=older, progress=task.progress)
    task.say(f"台账已恢复：{count}条记录，校验值{digest}")
    task.give({"events": count, "hash": digest})
    return 0


for part in (status, verify, export, backup, restore):
    ledger.add_command(part)
