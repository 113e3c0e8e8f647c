"""Family F: what is wrong with a sheet, its header or its cells. Intake and forms see these faults; here they
get their words."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import NOTE, REJECT, REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.fault_table import cell_fault, faults, file_fault
from gaoji_batch.rules.rule import FILE, rule
from gaoji_batch.rules.words import in_words


@rule(
    "F005",
    REJECT,
    title="缺少必填列",
    scope=FILE,
    waivable=False,
    message="缺少必填列“{name}”{maybe}",
    hint="{fix}",
    needs=("headers",),
)
def required_column_missing(facts: Facts) -> pd.DataFrame:
    """表单应有全部必填列。

    读法：一个缺少的列报一次；该表视为已报送，但需要该列的规则不核对。必填列认得四成以上、不到六成的，
    整张表不读取。
    例：学员名单没有“技能等级”列。
    消除：补上该列后重新报送。
    """
    rows = faults(facts, "F005", other="", name="")
    # a column that is not there has no cell: the finding names it and stands at the sheet
    rows = rows.assign(field=rows.get("field"), column_at=None, row=pd.NA)
    return in_words(rows, maybe=_perhaps_renamed, fix=_add_or_rename)


def _perhaps_renamed(other: str, name: str) -> str:
    return f"，表头“{other}”可能是“{name}”" if other else ""


def _add_or_rename(other: str, name: str) -> str:
    if other:
        return f"如是同一列，把表头“{other}”改为“{name}”；不是的，补上“{name}”一列"
    return f"在表头补上“{name}”一列并逐行填写"


file_fault(
    "F006",
    REJECT,
    title="列重复",
    waivable=False,
    message="“{name}”列出现两次",
    hint="删去多余的一列，或更正列名",
    evidence="按左边的一列读取",
    needs=("headers",),
    defaults={"name": ""},
    words="""每个列名只应出现一次。

    读法：以第一次出现的列为准。
    例：表头有两个“联系电话”。
    消除：删去一列后重新报送。
    """,
)

file_fault(
    "F007",
    NOTE,
    title="未知列",
    message="“{name}”不是本表单的列，未作核对",
    hint="如是规定的列，请更正列名；否则无须处理",
    needs=("headers",),
    defaults={"name": ""},
    words="""表单以外的列不作核对。

    读法：没有数据的列略过。
    例：单位自行增加了“班车站点”列。
    消除：无须处理。
    """,
)

file_fault(
    "F008",
    REJECT,
    title="无数据行",
    waivable=False,
    message="表头以下没有数据",
    hint="填写数据后重新报送",
    needs=("headers",),
    words="""报送的表单应有数据。

    读法：只有序号的行不算数据行。
    例：报送了空白表样。
    消除：填写后重新报送。
    """,
)


@rule(
    "F009",
    REJECT,
    title="缺项目编号或报送日期",
    scope=FILE,
    waivable=False,
    message="没有写明{datum}",
    hint="{fix}",
    needs=("headers", "approved", "receipts"),
)
def no_number_or_date(facts: Facts) -> pd.DataFrame:
    """报送的表单应写明项目编号和填报日期。

    读法：本表及同一工作簿的其他表都没有项目编号的；收件登记和表上都没有日期的。没有编号的，
    不推断属于哪个项目。
    例：学员名单上方没有填写项目编号。
    消除：在表格上方填写后重新报送，或由中心补登收件日期。
    """
    rows = faults(facts, "F009", datum="")
    return in_words(rows, fix=_where_to_write)


def _where_to_write(datum: str) -> str:
    if datum == "项目编号":
        return "在表格上方写明“项目编号：”及立项通知中的编号"
    return "在表格上方写明“填报日期：2026年5月4日”这样的填报日期，或由中心在收件登记中登记收件日期"


cell_fault(
    "F011",
    REJECT,
    title="公式没有计算结果",
    when_many=("“{column}”列有{count}处公式没有计算结果", "用Excel或WPS打开，保存一次后重新报送"),
    waivable=False,
    message="单元格是公式，但文件中没有保存计算结果",
    hint="用Excel或WPS打开，保存一次；或改为直接填写数值",
    words="""单元格应有可读取的值。

    读法：公式的结果没有保存在文件中的。
    例：由程序生成、从未用Excel打开保存的工作簿。
    消除：打开保存后重新报送。
    """,
)

file_fault(
    "F012",
    REVIEW,
    title="隐藏的行、列或工作表含有数据",
    waivable=False,
    message="{what}{how}",
    hint="{fix}",
    evidence="{read}",
    defaults={
        "what": "部分内容",
        "how": "被隐藏，其中含有数据",
        "fix": "取消隐藏，核对是否应当报送；不应报送的请删除",
        "read": "隐藏的数据已一并核对",
    },
    words="""报送的数据不应隐藏，也不应以删除线代替删除。

    读法：隐藏的工作表、连续的隐藏行或列各报一次，没有数据的略过；有删除线的行（连续的报一次）和单元格同样报，
    照常核对和计数。
    例：第9至11行被隐藏，其中有3名学员；第12行加了删除线。
    消除：取消隐藏、去掉删除线或删除后重新报送。
    """,
)

cell_fault(
    "F014",
    REJECT,
    title="单元格为错误值",
    when_many=("“{column}”列有{count}处错误值", "更正公式，或改为直接填写数值"),
    waivable=False,
    message="单元格是错误值{error}",
    hint="更正公式或直接填写数值",
    evidence="",
    defaults={"error": ""},
    words="""单元格应有可读取的值。

    读法：如#N/A、#REF!、#VALUE!。
    例：用VLOOKUP取证书编号，没有找到。
    消除：更正后重新报送。
    """,
)
