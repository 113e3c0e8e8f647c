"""After the payment: reconcile, certificates, recover."""

from __future__ import annotations

import click

from gaoji_batch.cli.common import QUARTER, Task, command, shown

_BY = click.option("--by", default="", metavar="姓名", help="经办人；不写时记为当前账户。")


@command("reconcile", on=True, exit_zero=True)
@click.option("--quarter", type=QUARTER, required=True, metavar="季度", help="季度，如2026Q3或2026年第三季度。")
@_BY
def reconcile(task: Task, quarter: tuple[int, int], by: str) -> int:
    """按季度对账：立项、备案、结业、申领、应付、已付逐项目并列，读取extracts中的银行支付明细并记入台账。

    每笔银行交易只记一次，再次执行结果相同；没有支付的每一元都写明原因。

    例：gaoji reconcile --quarter 2026Q3
    """
    from gaoji_batch.commands.reconcile import run
    from gaoji_batch.outputs.reconciliation import NAME, PAGE

    done = run(task.workspace, quarter, on=task.on, by=by, progress=task.progress)
    paid, due = (sum(line[name] for line in done.lines) for name in ("paid", "due"))
    task.warn(*done.remarks)
    task.say(
        f"立项项目{len(done.lines)}个，应付{due}元，已支付{paid}元",
        f"新记入支付{done.recorded['paid']}笔，退回{done.recorded['returned']}笔，追回到账{done.recorded['recovered_in']}笔",
        f"不通过{done.counts['reject']}条，待核实{done.counts['review']}条",
        f"对账表：{shown(done.folder / NAME)}", f"请先打开：{shown(done.folder / PAGE)}",
    )  # fmt: skip
    task.give({"lines": done.lines, "counts": done.counts, "recorded": done.recorded, "remarks": done.remarks, "folder": str(done.folder)})
    return 1 if done.counts["reject"] else 0
