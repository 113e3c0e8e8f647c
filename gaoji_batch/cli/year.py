"""The quarter and the year: whatif, deadlines, appraise."""

from __future__ import annotations

import click

from gaoji_batch.cli.common import Task, command, shown


@command("whatif", on=True)
@click.argument("assignments", nargs=-1, required=True, metavar="参数=值…")
def whatif(task: Task, assignments: tuple[str, ...]) -> None:
    """假如参数不同，同一批材料的结果有何变化：哪些问题、项目、学员改变，人数和金额与上限、预算相比如何。

    只作测算，不改变审核结论和台账。

    参数可以写代码（class.min）、gaoji policy列出的名称（每班人数下限）或者它的简称（班额下限）。

    例：gaoji whatif 班额下限=15 year.cap=1000
    """
    from gaoji_batch.commands.whatif import run
    from gaoji_batch.outputs.pages.whatif_page import PAGE
    from gaoji_batch.outputs.workbooks.supposition import as_json
    from gaoji_batch.outputs.workbooks.supposition_book import NAME

    done = run(task.workspace, assignments, on=task.on, progress=task.progress)
    comparison, totals = done.comparison, done.comparison.totals
    task.say(
        *(
            f"假设：{row['title']}（{row['name']}）{row['before']} → {row['after']}"
            for row in comparison.assumptions
        )
    )
    task.say(
        f"问题消除{totals['cleared']}条、新增{totals['new']}条；{totals['projects']}个项目、{totals['trainees']}名学员的结论改变"
    )
    task.say(
        *(
            f"  {row['title']}（{row['code']}）：消除{row['cleared']}条，新增{row['new']}条"
            for row in comparison.codes.to_dict("records")
        )
    )
    for row in comparison.projects.to_dict("records"):
        heads = f"可补助{row['before_payable_heads']} → {row['after_payable_heads']}人"
        task.say(
            f"  {row['project']}　{row['unit']}：{row['before_verdict']} → {row['after_verdict']}，{heads}"
        )
    for year in comparison.years:
        budget = "未登记预算" if year["budget"] is None else f"预算{year['budget']:,}元"
        task.say(
            f"{year['year']}年：核定{year['approved']}人，"
            f"上限{_heads_or_dash(year['cap_before'])} → {_heads_or_dash(year['cap_after'])}；"
            f"可补助{year['heads_before']} → {year['heads_after']}人，"
            f"{year['amount_before']:,} → {year['amount_after']:,}元（{budget}）"
        )
    task.say(f"详见：{shown(done.folder / PAGE)}", f"      {shown(done.folder / NAME)}")
    task.give(as_json(comparison))


@command("deadlines", on=True)
def deadlines(task: Task) -> None:
    """每个项目的下一个期限、剩余天数和已收到的材料；另给每个单位一个日历文件（.ics），可导入手机或电脑。

    例：gaoji deadlines --on 2026-07-01
    """
    from gaoji_batch.commands.deadlines import run
    from gaoji_batch.outputs.pages.deadlines import NAME, records
    from gaoji_batch.outputs.pages.deadlines import shown as told

    done = run(task.workspace, on=task.on, progress=task.progress)
    counts = done.deadlines.counts
    task.say(
        f"已逾期{counts['overdue']}项，7天内到期{counts['week']}项，"
        f"30天内到期{counts['month']}项；{counts['finished']}个项目已全部办完"
    )
    for row in told(done.deadlines.next_items):
        task.say(
            f"  {row['due']}　{row['left']}　{row['item']}　{row['project']}　{row['unit']}"
            + (f"（{row['arrived']}）" if row["arrived"] else "")
        )
    lacking = list(done.deadlines.unaudited["written"])
    if lacking:
        task.say(f"已拨付、尚无第三方审计结果的项目{len(lacking)}个：{'、'.join(lacking)}")
    task.say(f"详见：{shown(done.folder / NAME)}")
    task.give(records(done.deadlines))


@command("appraise", on=True)
@click.option(
    "--year", type=click.IntRange(2022, 2200), required=True, metavar="年份", help="项目开班的年份。"
)
def appraise(task: Task, year: int) -> None:
    """汇总专家评审：按平均分排序，在全年人数、预算和每家单位项目数之内提出立项建议和研修人数；另写拟立项公示和立项通知的草稿。

    例：gaoji appraise --year 2026
    """
    from gaoji_batch.commands.appraise import run
    from gaoji_batch.outputs.workbooks.proposal import application_rows, as_json
    from gaoji_batch.outputs.workbooks.proposal_book import NAME

    done = run(task.workspace, year, on=task.on, progress=task.progress)
    totals, counts = done.proposal.totals, done.proposal.counts
    task.warn(*done.proposal.remarks)
    task.say(
        f"申报{len(done.proposal.rows)}个："
        + "，".join(f"{name}{number}个" for name, number in counts.items())
    )
    for row in application_rows(done.proposal):
        score = "无评分" if row["mean"] is None else f"{row['mean']:g}分"
        task.say(
            f"  {row['rank']}　{row['decision']}　{row['project_name']}　{row['unit']}　"
            f"{score}　{row['heads'] or 0}人　{row['reasons']}"
        )
    budget = "没有登记当年预算" if totals["budget_left"] is None else f"预算余额{totals['budget_left']:,}元"
    task.say(
        f"拟立项{totals['proposed']}人，此前已立项{totals['approved']}人，"
        f"上限{totals['cap']}人，剩余{totals['heads_left']}人；{budget}"
    )
    task.say(f"详见：{shown(done.folder / NAME)}")
    task.give(as_json(done.proposal))


def _heads_or_dash(number: int | None) -> str:
    return "无" if number is None else f"{number}人"
