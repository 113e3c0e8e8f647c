"""The README of the sample workspace, for an analyst, and the same list of mistakes as data."""

from __future__ import annotations

import csv
import io

from .sample import Mistake, Sample

HEAD = """# 示例工作区

这是一个可以直接运行的工作区：二十余个虚构项目从开班报送到申领补助的全部材料。**所有单位、人员、身份证件号码、证书编号、电话和账号都是编造的**，只是校验码正确，与真实的单位和个人无关。

## 里面有什么

| 位置 | 内容 |
|---|---|
| `inbox/` | 各单位报送的文件：xlsx、xlsm、xls、et、ods、csv、tsv、zip，版式各不相同；有更正件、重复件和附件 |
| `center/` | 中心自己的工作簿：立项项目登记、单位名录、收件登记、处理意见等 |
| `extracts/` | 社保缴费明细（两个文件，约{rows}行）、往期参训、养老待遇领取名单 |
| `bank/` | 放行以后银行给的支付明细，对账前放入`extracts/` |
| `gaoji.toml` | 设置，全部用默认值 |

## 怎样运行

在程序目录下：

    make validate

`make reconcile QUARTER=2026Q3`、`make statistics YEAR=2026`读台账：先受理、拨付、放行，才有数可对。\
从头到尾走一遍：

    gaoji -C sample_data validate --on 2026-10-12
    gaoji -C sample_data accept --on 2026-10-12
    gaoji -C sample_data disburse --quarter 2026Q2 --on 2026-10-13 --by 甲
    gaoji -C sample_data release 2026Q2-1 --on 2026-10-13 --by 乙
    gaoji -C sample_data disburse --quarter 2026Q3 --on 2026-10-14 --by 甲
    gaoji -C sample_data release 2026Q3-1 --on 2026-10-14 --by 乙

银行付款以后，把`bank/`中的两份支付明细放入`extracts/`，再对账：

    gaoji -C sample_data reconcile --quarter 2026Q3 --on 2026-10-26
    gaoji -C sample_data statistics --year 2026
    gaoji -C sample_data appraise --year 2027

支付明细先放进去、后编制拨付，其中的项目就是银行已付而台账没有记录的，一律暂缓（S1609）。

没有问题、可以走完申领的项目：YX2026-001至006、YX2026-014（003的两名事业单位职工、006的三名高级工已由中心认定；001有一名学员隔两年再次参加）。YX2026-007的学员问题已逐条处理，申领26人，由中心核减为14人。YX2026-024也已受理，但公示异议没有办结，暂缓拨付。

第二季度应拨3笔330000元，第三季度应拨7笔775000元（YX2026-006、YX2026-014各有两期，逐期申领、支付）。银行支付明细里有金额不符（YX2026-003）、退汇（YX2026-004）、没有支付（YX2026-014）和对不上任何一笔的转账，供对账用。

本工作区由`python -m tests.sample`生成，请勿手工修改；改动后再生成会被覆盖。

## 放进去的错误

以2026年10月12日为审核日，共{count}处，涉及{codes}种规则。单元格为空的，是关于整个文件、工作表或项目的。`expected.csv`（`tests/sample/`）是同一张表。

| 序号 | 规则代码 | 文件 | 工作表 | 单元格 | 说明 |
|---|---|---|---|---|---|
"""


def readme(sample: Sample, insurance_rows: int) -> str:
    """README.md with the table of mistakes."""
    mistakes = sorted(sample.mistakes)
    head = HEAD.format(
        count=len(mistakes), codes=len({each.code for each in mistakes}), rows=insurance_rows // 100 * 100
    )
    lines = [
        f"| {number} | {each.code} | {each.file} | {each.sheet} | {each.cell} | {each.text} |"
        for number, each in enumerate(mistakes, 1)
    ]
    return head + "\n".join(lines) + "\n"


def expected(mistakes: list[Mistake]) -> str:
    """The list as csv: code, file, sheet, cell, text."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(("code", "file", "sheet", "cell", "text"))
    writer.writerows((each.code, each.file, each.sheet, each.cell, each.text) for each in sorted(mistakes))
    return target.getvalue()
