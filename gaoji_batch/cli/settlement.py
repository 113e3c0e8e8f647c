"""After the payment: reconcile, certificates, recover."""

from __future__ import annotations

import click

from gaoji_batch.cli.common import QUARTER, Task, command, shown

_BY = click.option("--by", default="", metavar="姓名", help="经办人；不写时记为当前账户。")


@command("reconcile", on=True, exit_zero=True)
@click.option(
    "--quarter", type=QUARTER, default=None, metavar="季度", help="季度，如2026Q3或2026年第三季度。"
)
@_BY
@click.option("--void", default="", metavar="交易", help="作废一笔记错的银行交易；记为一条记录，不删除。")
@click.option(
    "--same", nargs=2, default=None, metavar="交易 交易", help="两笔疑似重复的交易（R12）是同一笔。"
)
@click.option(
    "--different", nargs=2, default=None, metavar="交易 交易", help="两笔疑似重复的交易（R12）是两笔。"
)
@click.option("--reason", default="", metavar="原因", help="作废、认定的原因。")
def reconcile(
    task: Task,
    quarter: tuple[int, int] | None,
    by: str,
    void: str,
    same: tuple[str, str] | None,
    different: tuple[str, str] | None,
    reason: str,
) -> int:
    """按季度对账：立项、备案、结业、申领、应付、已付逐项目并列，读取extracts中的银行支付明细并记入台账。

    每笔银行交易只记一次，再次执行结果相同；没有支付的每一元都写明原因。

    例：gaoji reconcile --quarter 2026Q3

    例：gaoji reconcile --void T3F9A2C81B0 --by 王敏 --reason 不是本项资金
    """
    from gaoji_batch.casework.bank_rulings import BankRuling
    from gaoji_batch.commands.reconcile import run
    from gaoji_batch.outputs.workbooks.reconciled_year import NAME, PAGE, counted

    marks = {"void": (void,) if void else None, "same": same, "different": different}
    rulings = [BankRuling(kind, numbers, reason) for kind, numbers in marks.items() if numbers]
    if len(rulings) > 1:
        raise click.UsageError("--void、--same、--different一次只写一个")
    if quarter is None and not rulings:
        raise click.UsageError("请写明季度，如--quarter 2026Q3")
    ruling = rulings[0] if rulings else None
    done = run(task.workspace, quarter, on=task.on, by=by, ruling=ruling, progress=task.progress)
    paid, due = (sum(line[name] for line in done.lines) for name in ("paid", "due"))
    task.warn(*done.remarks)
    task.say(
        f"{counted(done.lines)}，应付{due}元，已支付{paid}元",
        f"新记入支付{done.recorded['paid']}笔，退回{done.recorded['returned']}笔，追回到账{done.recorded['recovered_in']}笔",
        f"不通过{done.counts['reject']}条，待核实{done.counts['review']}条",
        f"对账表：{shown(done.folder / NAME)}",
        f"请先打开：{shown(done.folder / PAGE)}",
    )
    task.give(
        {
            "lines": done.lines,
            "counts": done.counts,
            "recorded": done.recorded,
            "remarks": done.remarks,
            "folder": str(done.folder),
        }
    )
    return 1 if done.counts["reject"] else 0


@command("certificates", on=True, exit_zero=True)
@click.option("--void", default="", metavar="编号", help="作废一个编号，编号不再使用。")
@click.option("--reissue", default="", metavar="编号", help="补发：原编号作废，另给新编号。")
@click.option("--reason", default="", metavar="原因", help="作废、补发的原因。")
@_BY
def certificates(task: Task, void: str, reissue: str, reason: str, by: str) -> int:
    """编制结业证书：给已受理名册的每名学员编一个号，生成证书（Word，每人一页）和签收清单。

    编号在一年内连续，每人只编一次；再次执行给出同样的证书。作废的编号不再使用。

    例：gaoji certificates --by 王敏

    例：gaoji certificates --reissue 京高研结字〔2026〕第00001号 --reason 证书污损 --by 王敏
    """
    from gaoji_batch.commands.certificates import CertificateRequest, run
    from gaoji_batch.outputs.letters.certificates import FOLDER, LIST

    done = run(
        task.workspace, CertificateRequest(void, reissue, reason, by), on=task.on, progress=task.progress
    )
    text = f"新编{len(done.issued)}个编号" + (
        f"：{done.issued[0]}至{done.issued[-1]}"
        if len(done.issued) > 1
        else "".join(f"：{number}" for number in done.issued)
    )
    task.say(*([f"已作废{done.voided}"] if done.voided else []), text)
    task.say(
        *(
            [f"不通过{done.counts['reject']}条，见{shown(done.folder / 'findings.csv')}"]
            if done.counts["reject"]
            else []
        )
    )
    task.say(f"证书：{shown(done.folder / FOLDER)}", f"签收清单：{shown(done.folder / LIST)}")
    task.give(
        {"issued": done.issued, "voided": done.voided, "counts": done.counts, "folder": str(done.folder)}
    )
    return 1 if done.counts["reject"] else 0


@command("recover", on=True)
@click.argument("project", metavar="项目编号")
@click.option("--reason", required=True, metavar="原因", help="追回的原因，写入通知书。")
@click.option("--by", required=True, metavar="姓名", help="经办人。")
@click.option(
    "--person",
    "persons",
    multiple=True,
    metavar="证件号码",
    help="只追回这名学员的补助；可以写多次。不写时追回全部已支付的补助。",
)
@click.option(
    "--impersonated", is_flag=True, help="这些学员本人没有参加（被冒名）：不再因这个班限制其两年内参加。"
)
@click.option("--disqualify", is_flag=True, help="同时取消承办单位资格。")
@click.option(
    "--class", "class_no", type=click.IntRange(1), metavar="期次", help="项目有几期已支付的，写明追回哪一期。"
)
def recover(
    task: Task,
    project: str,
    reason: str,
    by: str,
    persons: tuple[str, ...],
    impersonated: bool,
    disqualify: bool,
    class_no: int | None,
) -> int:
    """追回补助资金：记入台账，生成追回补助资金通知书，可同时取消承办单位资格。

    按学员追回的，每人按该笔支付的补助标准计算。款项到账后执行gaoji reconcile，凭附言中的项目编号记入。

    例：gaoji recover YX2026-001 --reason 虚报学员 --by 王敏 --disqualify

    例：gaoji recover YX2026-001 --person 110112197403110051 --reason 未实际参加 --by 王敏

    例：gaoji recover YX2026-001 --person 110112197403110051 --impersonated --reason 他人冒名参训 --by 王敏
    """
    from gaoji_batch.commands.recover import RecoveryRequest, run

    request = RecoveryRequest(project, reason, by, persons, disqualify, impersonated, class_no or 0)
    done = run(task.workspace, request, on=task.on, progress=task.progress)
    if done.freed:
        task.say(f"{done.freed}名学员登记为被冒名，不再因项目{done.project}限制其两年内参加")
    if done.notice:
        task.say(
            f"决定向{done.unit}追回项目{done.project}的补助{done.amount}元"
            + ("，并取消其承办单位资格" if disqualify else ""),
            f"通知书：{shown(done.notice)}",
        )
    else:
        task.say(f"项目{done.project}的这部分补助此前已经决定追回，本次没有新的追回")
    task.give(
        {
            "project": done.project,
            "unit": done.unit,
            "amount": done.amount,
            "whole": done.in_full,
            "disqualified": disqualify,
            "impersonated": done.freed,
            "folder": str(done.folder),
        }
    )
    return 0
