"""The center's own workbooks."""

from __future__ import annotations

from datetime import date
from typing import Any

from .faulty_files import proposals
from .grid import Layout, Table
from .projects import APPROVED, UNITS
from .sample import Sample

PLAIN = Layout(totals=False, signature=False)


def build(sample: Sample) -> None:
    """Adds every workbook of center/; decisions, receipts and materials come from the projects."""
    for name, table in (
        ("立项项目登记", _approved()),
        ("单位名录", _units()),
        ("取消资格单位", _disqualified()),
        ("专家评审", _reviews()),
        ("专业方向", _directions()),
        ("资金预算", _budget()),
        ("公示异议登记", _objections()),
        ("抽查记录", _inspections()),
        ("审计结果", _audits()),
        ("材料接收清单", _table("材料接收清单", sample.materials)),
        ("处理意见", _table("核实处理意见表", sample.decisions)),
        ("认定意见", _older_decisions()),
        (
            "收件登记",
            _table(
                "收件登记",
                [{"文件": file, "收件日期": day, "收件人": "赵测试"} for file, day in sample.receipts],
            ),
        ),
    ):
        sample.send(f"center/{name}.xlsx", [table], "green")


def _table(title: str, rows: list[dict[str, Any]]) -> Table:
    """A plain sheet with a title line; the columns of its first row."""
    return Table(title, title, {column: column for column in rows[0]}, rows, layout=PLAIN)


def _approved() -> Table:
    """立项项目登记: every project; the last approved one
    is past the cap, and one is outside the directions."""
    rows = [
        {
            "项目编号": each.number,
            "项目名称": each.name,
            "承办单位": each.unit.name,
            "统一社会信用代码": each.unit.uscc,
            "产业领域": each.industry,
            "职业(工种)": "、".join(name for name, _ in each.occupations),
            "核定人数": each.heads,
            "开班日期": each.opening,
            "结业日期": each.ending,
            "总学时": 80,
            "研讨交流学时": 16,
            "立项日期": each.approved_on,
            "项目状态": each.state,
            "终止日期": each.ended_on or "",
            "期次": each.class_no or "",
            "立项文号": f"京就促测字〔2026〕{each.approved_on.month}号",
        }
        for each in APPROVED
    ]
    table = _table("立项项目登记", rows)
    at = {each.number: number for number, each in enumerate(APPROVED)}
    table.fault("Q0603", "年度核定人数累计830人，超过800人", at["YX2026-020"], "核定人数")
    table.fault("P1103", "文化创意产业不在本季专业方向内")
    return table


def _units() -> Table:
    """单位名录 with accounts."""
    return _table(
        "单位名录",
        [
            {
                "承办单位": u.name,
                "统一社会信用代码": u.uscc,
                "单位类型": u.type,
                "所属区": u.district,
                "户名": u.name,
                "开户行": u.bank,
                "账号": u.account,
            }
            for u in UNITS.values()
        ],
    )


def _disqualified() -> Table:
    """取消资格单位: the unit of project 17, and one that sent nothing."""
    unit = UNITS[17]
    return _table(
        "取消资格单位",
        [
            {
                "承办单位": unit.name,
                "统一社会信用代码": unit.uscc,
                "取消日期": date(2026, 9, 1),
                "备注": "测试数据",
            }
        ],
    )


def _reviews() -> Table:
    """专家评审: three to five experts an application; one who should abstain."""
    rows = []
    for number, (short, row) in enumerate(
        each for each in proposals().items() if each[0] not in ("智能网联汽车", "新材料")
    ):
        for expert in range(3 + number % 3):
            own = short == "装备维修" and expert == 0
            rows.append(
                {
                    "项目名称": row["项目名称"],
                    "承办单位": row["承办单位"],
                    "专家": f"测试专家{'甲乙丙丁戊'[expert]}",
                    "总分": 70 + (number * 7 + expert * 5) % 26,
                    "建议人数": row["拟培训人数"],
                    "意见": "同意立项" if (number + expert) % 4 else "建议修改后立项",
                    "专家单位": row["承办单位"] if own else "北京测试行业协会",
                    "回避": "是" if own else "否",
                }
            )
    return _table("专家评审", rows)


def _directions() -> Table:
    """专业方向: the same industries each quarter."""
    industries = [
        "智能制造与装备",
        "先进制造业",
        "城市运行保障",
        "智能网联汽车",
        "集成电路",
        "现代服务业",
        "重大项目建设",
        "新一代信息技术",
        "绿色能源与节能环保",
    ]
    return _table(
        "专业方向",
        [
            {"年度": 2026, "季度": f"第{quarter}季度", "专业方向": industry}
            for quarter in "一二三四"
            for industry in industries
        ],
    )


def _budget() -> Table:
    """资金预算 of the year and its quarters: enough for all."""
    rows = [{"年度": 2026, "季度": "", "预算金额": 4500000}, {"年度": 2027, "季度": "", "预算金额": 3000000}]
    return _table(
        "资金预算",
        rows + [{"年度": 2026, "季度": f"第{quarter}季度", "预算金额": 1200000} for quarter in "一二三四"],
    )


def _objections() -> Table:
    """公示异议登记: one settled objection, one with a day
    that cannot be read, and one that is not settled yet."""
    table = _table(
        "公示异议登记",
        [
            {
                "项目编号": "YX2026-002",
                "提出日期": date(2026, 7, 9),
                "异议内容": "反映授课地点与计划不符",
                "核实结果": "经核实不属实",
                "处理日期": date(2026, 7, 13),
            },
            {
                "项目编号": "YX2026-010",
                "提出日期": "",
                "异议内容": "询问报送期限",
                "核实结果": "已答复",
                "处理日期": date(2026, 9, 18),
            },
            {
                "项目编号": "YX2026-024",
                "提出日期": date(2026, 10, 9),
                "异议内容": "反映两名学员未到课",
                "核实结果": "",
                "处理日期": "",
            },
        ],
    )
    table.spoil("D106", "提出日期无法识别", 1, "提出日期", "九月上旬")
    return table


def _inspections() -> Table:
    """抽查记录: one fault mended, one not."""
    table = _table(
        "抽查记录",
        [
            {
                "项目编号": "YX2026-001",
                "抽查日期": date(2026, 5, 14),
                "抽查内容": "现场点名",
                "抽查结果": "正常",
                "抽查人": "周测试",
                "整改期限": "",
                "整改完成日期": "",
            },
            {
                "项目编号": "YX2026-005",
                "抽查日期": date(2026, 7, 15),
                "抽查内容": "教学记录",
                "抽查结果": "记录不全",
                "抽查人": "周测试",
                "整改期限": date(2026, 7, 31),
                "整改完成日期": date(2026, 7, 24),
            },
            {
                "项目编号": "YX2026-010",
                "抽查日期": date(2026, 6, 25),
                "抽查内容": "现场点名",
                "抽查结果": "到课18人，与考勤不符",
                "抽查人": "吴测试",
                "整改期限": date(2026, 8, 1),
                "整改完成日期": "",
            },
        ],
    )
    table.fault("P1501", "抽查问题到期没有整改（第3行记录，YX2026-010）")
    return table


def _audits() -> Table:
    """审计结果: one with nothing found, one with an amount that is open."""
    rows = [
        {
            "项目编号": "YX2026-001",
            "审计机构": "北京测试会计师事务所",
            "审计日期": date(2026, 6, 20),
            "审计结论": "未发现问题",
            "问题金额": 0,
            "整改期限": "",
            "整改完成日期": "",
        },
        {
            "项目编号": "YX2026-013",
            "审计机构": "北京测试会计师事务所",
            "审计日期": date(2026, 10, 8),
            "审计结论": "教材费重复列支",
            "问题金额": 3600,
            "整改期限": date(2026, 11, 30),
            "整改完成日期": "",
        },
    ]
    table = _table("审计结果", rows)
    table.fault("P1502", "审计问题金额3600元没有处理（YX2026-013）")
    return table


def _older_decisions() -> Table:
    """认定意见, as the older sheets were titled and headed."""
    row = {
        "规则代码": "U0501",
        "项目编号": "YX2026-011",
        "身份证件号码": "",
        "认定": "同意",
        "理由": "总公司授权，下不为例",
        "认定人": "钱测试",
        "认定日期": date(2026, 7, 24),
    }
    return _table("认定意见", [row])
