"""Family F: what is wrong with a file. Intake sees these faults; here they get their words."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import NOTE, REJECT, REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.fault_table import faults, file_fault
from gaoji_batch.rules.rule import FILE, rule
from gaoji_batch.rules.unused_rows import unknown_files
from gaoji_batch.rules.words import in_words

file_fault(
    "F001",
    REJECT,
    title="文件损坏或不是电子表格",
    waivable=False,
    message="{what}，无法读取",
    hint="{fix}",
    evidence="{why}",
    defaults={
        "what": "文件已损坏或不是电子表格",
        "fix": "用Excel或WPS打开原件，另存为xlsx后重新报送",
        "why": "",
    },
    words="""报送的文件应是能够打开的电子表格。

    读法：只有名称像电子表格、内容不是的，空文件，残缺的压缩包，都属此类。
    例：把图片改名为“名单.xlsx”。
    消除：用Excel或WPS打开原件，另存为xlsx后重新报送。
    """,
)

file_fault(
    "F002",
    REJECT,
    title="文件已加密",
    waivable=False,
    message="文件设有打开密码，无法读取",
    hint="取消打开密码后另存，重新报送",
    words="""报送的文件不得设置打开密码。

    读法：工作簿或压缩包设有打开密码的；Excel不问密码就能打开的（内置密码）照常读取。
    例：名册设了密码，密码另用短信告知。
    消除：取消密码后重新报送。
    """,
)

file_fault(
    "F003",
    REJECT,
    title="超出安全限制",
    waivable=False,
    message="文件超出安全限制：{limit}",
    hint="{fix}",
    evidence="{why}",
    defaults={
        "limit": "文件过大或过于复杂",
        "fix": "把数据区复制到新的工作簿，分开保存后重新报送",
        "why": "",
    },
    words="""报送的文件应在大小、行列数等安全限制之内。

    读法：各项限制见gaoji.toml的[limits]；超出任何一项，整个文件不读。
    例：在XFD1048576单元格误填了一个空格。
    消除：删去数据以外的行列，把数据复制到新的工作簿后重新报送。
    """,
)


@rule(
    "F004",
    REVIEW,
    title="未识别到任何表单",
    scope=FILE,
    waivable=False,
    message="没有一张工作表能识别为规定的表单",
    hint="请使用规定的表样，保留表头各列的名称；与项目无关的文件无须报送",
    evidence="{why}",
    # while 表头对照 cannot be opened, the headers that it teaches are not known
    needs=("headers",),
)
def no_form_recognised(facts: Facts) -> pd.DataFrame:
    """报送的工作簿应含有规定的表单。

    读法：工作表的表头须有该表单六成以上的必填列；全部工作表都不够的，报一次。
    例：报送了一份会议通知的表格。
    消除：改用规定的表样重新报送。
    """
    unknown = unknown_files(facts, attached=False)
    workbooks = faults(facts, "F004", why="")
    return pd.concat([workbooks, unknown], ignore_index=True) if len(unknown) else workbooks


file_fault(
    "F010",
    REVIEW,
    title="含有宏",
    waivable=False,
    message="工作簿含有宏，宏没有运行",
    hint="另存为不含宏的xlsx后重新报送",
    evidence="数据照常核对",
    words="""报送的工作簿不应含有宏。

    读法：宏一律不运行，数据照常核对。
    例：报送xlsm文件。
    消除：另存为不含宏的xlsx后重新报送。
    """,
)

file_fault(
    "F013",
    NOTE,
    title="重复报送",
    message="内容与{first}相同，只核对一次",
    hint="无须处理；如本应是另一份文件，请核对后重新报送",
    needs=("headers",),
    words="""同一内容报送多次的只计一次。

    读法：逐字节相同，或表单和数据完全相同；按路径排序，第一份之外的每份报一次。
    例：同一名单用两个文件名各报了一次。
    消除：无须处理。
    """,
)


@rule(
    "F015",
    NOTE,
    title="已被后次报送替代",
    scope=FILE,
    message="{day}又报送了{by_name}，本次报送不再核对",
    hint="无须处理",
    evidence="以最近一次报送为准：{by}",
    needs=("headers", "approved", "receipts"),
)
def replaced_by_a_later_filing(facts: Facts) -> pd.DataFrame:
    """同一项目同一表单多次报送的，以最近一次为准。

    读法：按报送日期；是否逾期仍以首次报送为准。
    例：5月4日报送名单，5月6日报送更正后的名单。
    消除：无须处理。
    """
    rows = faults(facts, "F015", by="", by_sheet="")
    return in_words(rows, by_name=_later_filing)


def _later_filing(by: str, by_sheet: str) -> str:
    return by.rpartition("/")[2] + (f"的{by_sheet}" if by_sheet else "")


@rule(
    "F016",
    REVIEW,
    title="同日两份不同的报送",
    scope="project",
    waivable=False,
    message="与{rival_name}同日报送同一表单，人员（课程）有重合而内容不同，无法确定以哪份为准",
    hint="告知中心以哪份为准，或删去另一份后重新报送一份完整的",
    evidence="另一份：{rival}",
    needs=("headers", "approved", "receipts"),
)
def two_filings_on_a_day(facts: Facts) -> pd.DataFrame:
    """同一项目同一表单以最近一次报送为准。

    读法：同日的不同报送、同一工作簿的两张表没有共同的人员（课程）的，是一次报送的几个部分；有共同的，
    项目等候，两份都不核对。
    例：同日收到两份名单，二十人相同，一人不同。
    消除：撤回一份，或重新报送。
    """
    return in_words(faults(facts, "F016", rival="", rival_sheet=""), rival_name=_rival)


def _rival(rival: str, file: str, rival_sheet: str) -> str:
    return f"同一工作簿的{rival_sheet}" if rival == file else rival.rpartition("/")[2]


file_fault(
    "F017",
    NOTE,
    title="文件名含身份证件号码",
    message="文件名中含有身份证件号码",
    hint="为保护个人信息，请改用不含证件号码的文件名",
    words="""文件名不应含有个人信息。

    读法：文件名中有身份证件号码形状的数字。
    例：把学员的身份证号码写在文件名里。
    消除：改名后重新报送。
    """,
)


@rule(
    "X001",
    REJECT,
    title="规则未能运行",
    scope="project",
    waivable=False,
    message="规则“{rule}”未能运行，本项目的此项未经核对",
    hint="请将本次运行的编号告知系统维护人员；修复并重新审核之前，不得视为没有问题",
    evidence="程序错误类型：{error}",
)
def rule_could_not_run(facts: Facts) -> pd.DataFrame:
    """规则出错时不得视为没有问题。

    读法：某条规则的程序出错时，受影响的每个项目报一次，其他规则照常运行。
    例：程序缺陷。
    消除：修复程序后重新审核。
    """
    # the engine makes X001 where a rule breaks (`crashed`); here are its words
    return pd.DataFrame({"file": [], "rule": [], "error": []})
