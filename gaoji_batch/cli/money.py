"""The money: accept, publicity, disburse, release."""

from __future__ import annotations

import click

from gaoji_batch.cli.common import QUARTER, Task, command, shown
from gaoji_batch.values.text import class_said

_BY = click.option("--by", default="", metavar="姓名", help="经办人；不写时记为当前账户。")
_QUARTER = click.option(
    "--quarter", type=QUARTER, required=True, metavar="季度", help="季度，如2026Q3或2026年第三季度。"
)
_STAGES = {"filing": "开班备案", "completion": "结业备案", "claim": "补助申请"}
_RESULTS = {
    "recorded": "已受理",
    "unchanged": "内容未变",
    "superseded": "已替代前次",
    "refused": "未受理",
    "held": "暂缓",
}


@command("accept", on=True, exit_zero=True)
@_BY
def accept(task: Task, by: str) -> int:
    """受理：重新审核全部材料，把没有未处理问题的备案和申请记入台账。

    开班备案、结业备案、补助申请逐项受理；未受理的逐项写明原因。同一内容再次受理不会重复记录。

    例：gaoji accept --by 王敏
    """
    from gaoji_batch.commands.accept import run

    done = run(task.workspace, on=task.on, by=by, progress=task.progress)
    counts = {name: sum(row["result"] == name for row in done.rows) for name in _RESULTS}
    task.warn(*done.remarks)
    task.say("，".join(f"{label}{counts[name]}项" for name, label in _RESULTS.items()))
    for row, why in zip(done.rows, done.sentences, strict=True):
        if row["result"] in ("refused", "held"):
            outcome = "未受理" if row["result"] == "refused" else "已受理，现暂缓"
            task.say(f"　{class_said(row['project'], row['class'])}{_STAGES[row['stage']]}{outcome}：{why}")
    task.say(f"受理结果：{shown(done.folder / '受理结果.xlsx')}")
    task.give({"accepted": done.rows, "folder": str(done.folder)})
    return 1 if done.rejects else 0


@command("publicity", on=True)
@_QUARTER
@_BY
@click.option("--persons", is_flag=True, help="公示同时列出学员姓名和工作单位（不含证件号码）。")
def publicity(task: Task, quarter: tuple[int, int], by: str, persons: bool) -> int:
    """拨付前公示：项目、承办单位、人数和金额，写明公示期的首日和末日（按工作日计算）。

    设置了[control] publicity = true的，公示期满、异议办结后才能拨付。

    例：gaoji publicity --quarter 2026Q3 --by 王敏
    """
    from gaoji_batch.commands.publicity import run

    done = run(task.workspace, quarter, on=task.on, by=by, persons=persons, progress=task.progress)
    if done is None:
        task.say("没有需要公示的申请")
        task.give({"projects": 0})
        return 0
    task.warn(*done.remarks)
    task.say(
        f"{'公示' if done.new else '没有新的申请，照原样给出公示：'}"
        f"{done.projects}个项目，{done.amount}元，公示期{done.first}至{done.last}"
    )
    task.say(*(f"　{shown(path)}" for path in done.files))
    task.give(
        {
            "first": done.first,
            "last": done.last,
            "projects": done.projects,
            "amount": done.amount,
            "new": done.new,
            "files": [str(path) for path in done.files],
        }
    )
    return 0


@command("disburse", on=True, exit_zero=True)
@click.option(
    "--quarter", type=QUARTER, default=None, metavar="季度", help="季度，如2026Q3或2026年第三季度。"
)
@_BY
@click.option("--dry-run", is_flag=True, help="只列出将要拨付的，不作任何记录。")
@click.option("--cancel", default="", metavar="批次", help="撤销一个尚未放行的批次。")
@click.option("--reason", default="", metavar="原因", help="撤销的原因。")
def disburse(
    task: Task, quarter: tuple[int, int] | None, by: str, dry_run: bool, cancel: str, reason: str
) -> int:
    """编制一批拨付：季度末以前报送、已受理、尚未拨付的申请，以及银行退回的款项。

    再次执行给出同样的表，不会重复拨付；没有新的申请就没有新的批次。超出预算的不列入。

    例：gaoji disburse --quarter 2026Q3 --by 王敏

    例：gaoji disburse --cancel 2026Q3-1 --by 王敏 --reason 账号待核实
    """
    from gaoji_batch.commands import disburse as paying

    if cancel:
        done = paying.cancel(task.workspace, cancel, on=task.on, by=by, reason=reason, progress=task.progress)
        task.say(f"已撤销批次{cancel}，其中的申请可以重新编制")
        task.give({"cancelled": cancel, "payments": done.payments, "folder": str(done.folder)})
        return 0
    if quarter is None:
        raise click.UsageError("请写明季度，如--quarter 2026Q3")
    done = (
        paying.preview(task.workspace, quarter, on=task.on, progress=task.progress)
        if dry_run
        else paying.run(task.workspace, quarter, on=task.on, by=by, progress=task.progress)
    )
    if dry_run or done.batch:
        task.say(
            f"{f'批次{done.batch}' if done.batch else '试算（未作记录）'}：{done.count}笔，{done.total}元"
        )
    else:
        standing = [row["amount"] for row in done.payments if row["status"] != "cancelled"]
        task.say(f"没有新的申请，照原样给出本季度的表：{len(standing)}笔，{sum(standing)}元")
    task.say(*(f"　{remark}" for remark in done.remarks))
    task.warn(*done.warnings)
    if done.folder:
        task.say(f"拨付表：{shown(done.folder)}")
    task.give(
        {
            "batch": done.batch,
            "count": done.count,
            "total": done.total,
            "payments": done.payments,
            "remarks": done.remarks,
            "held": done.held,
            "folder": str(done.folder or ""),
        }
    )
    return 1 if done.rejects else 0


@command("release", on=True)
@click.argument("batch", metavar="批次")
@click.option("--by", required=True, metavar="姓名", help="放行人，不能是编制人。")
def release(task: Task, batch: str, by: str) -> int:
    """复核放行：由编制人以外的人放行一批拨付，之后才能送银行。

    设置了[control] chain的，按其中的环节逐个签署，每个环节执行一次。

    例：gaoji release 2026Q3-1 --by 李强
    """
    from gaoji_batch.commands.release import run

    done = run(task.workspace, batch, on=task.on, by=by, progress=task.progress)
    task.say(
        f"批次{done.batch}已放行"
        if done.released
        else f"批次{done.batch}已由{by}作{done.role}签署，尚待{'、'.join(done.lacking)}签署",
        *done.remarks,
    )
    task.say(f"位置：{shown(done.folder)}")
    task.give(
        {
            "batch": done.batch,
            "role": done.role,
            "released": done.released,
            "lacking": done.lacking,
            "remarks": done.remarks,
            "folder": str(done.folder),
        }
    )
    task.warn(*done.warnings)
    return 1 if done.warnings else 0


@command("hold", on=True)
@click.argument("project", metavar="项目编号")
@click.option("--by", required=True, metavar="姓名", help="登记人。")
@click.option("--reason", default="", metavar="原因", help="暂缓的原因，如单位撤回申请。")
@click.option("--lift", is_flag=True, help="解除暂缓。")
def hold(task: Task, project: str, by: str, reason: str, lift: bool) -> int:
    """暂缓拨付：登记后，该项目不编入批次，已编入的批次不能放行，直到解除。

    承办单位撤回申请的，也这样登记。登记和解除都记入台账。

    例：gaoji hold YX2026-001 --by 王敏 --reason 单位撤回申请

    例：gaoji hold YX2026-001 --by 王敏 --lift
    """
    from gaoji_batch.commands.hold import run

    done = run(task.workspace, project, on=task.on, by=by, reason=reason, lift=lift, progress=task.progress)
    outcome = "已暂缓拨付" if done.held else "已解除暂缓"
    task.say(f"{project}{outcome}" if done.new else f"{project}已经登记暂缓，原因相同")
    task.warn(*done.remarks)
    task.give({"project": project, "held": done.held, "new": done.new, "folder": str(done.folder)})
    return 0
