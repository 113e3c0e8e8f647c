"""Family F: what is wrong with a file or a sheet. Intake and forms see these faults; here they get their
words."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import NOTE, REJECT, REVIEW
from gaoji_batch.rules.extracts import unknown_files
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILE, rule


def faults(facts: Facts, code: str, **defaults: str) -> pd.DataFrame:
    """The faults of one code, each detail that the templates need filled in where the reader gave none."""
    rows = facts.faults.of(code)
    for name, value in defaults.items():
        rows[name] = rows[name].fillna(value) if name in rows else value
    return rows


@rule(
    "F001",
    REJECT,
    title="文件损坏或不是电子表格",
    scope=FILE,
    waivable=False,
    message="{what}，无法读取",
    hint="{fix}",
    evidence="{why}",
)
def broken_or_no_spreadsheet(facts: Facts) -> pd.DataFrame:
    """报送的文件应是能够打开的电子表格。

    读法：只有名称像电子表格、内容不是的，空文件，残缺的压缩包，都属此类。
    例：把图片改名为“名单.xlsx”。
    消除：用Excel或WPS打开原件，另存为xlsx后重新报送。
    """
    return faults(
        facts,
        "F001",
        what="文件已损坏或不是电子表格",
        fix="用Excel或WPS打开原件，另存为xlsx后重新报送",
        why="",
    )


@rule(
    "F002",
    REJECT,
    title="文件已加密",
    scope=FILE,
    waivable=False,
    message="文件设有打开密码，无法读取",
    hint="取消打开密码后另存，重新报送",
)
def encrypted(facts: Facts) -> pd.DataFrame:
    """报送的文件不得设置打开密码。

    读法：工作簿或压缩包设有打开密码的；Excel不问密码就能打开的（内置密码）照常读取。
    例：名册设了密码，密码另用短信告知。
    消除：取消密码后重新报送。
    """
    return faults(facts, "F002")


@rule(
    "F003",
    REJECT,
    title="超出安全限制",
    scope=FILE,
    waivable=False,
    message="文件超出安全限制：{limit}",
    hint="{fix}",
    evidence="{why}",
)
def over_a_limit(facts: Facts) -> pd.DataFrame:
    """报送的文件应在大小、行列数等安全限制之内。

    读法：各项限制见gaoji.toml的[limits]；超出任何一项，整个文件不读。
    例：在XFD1048576单元格误填了一个空格。
    消除：删去数据以外的行列，把数据复制到新的工作簿后重新报送。
    """
    return faults(
        facts, "F003", limit="文件过大或过于复杂", fix="把数据区复制到新的工作簿，分开保存后重新报送", why=""
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
    needs=("headers",),
)
def no_known_form(facts: Facts) -> pd.DataFrame:
    """报送的工作簿应含有规定的表单。

    读法：工作表的表头须有该表单六成以上的必填列；全部工作表都不够的，报一次。
    例：报送了一份会议通知的表格。
    消除：改用规定的表样重新报送。
    """
    unknown = unknown_files(facts, attached=False)
    own = faults(facts, "F004", why="")
    return pd.concat([own, unknown], ignore_index=True) if len(unknown) else own


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
    if not len(rows):
        return rows
    maybe = ("，表头“" + rows["other"] + "”可能是“" + rows["name"] + "”").where(rows["other"].ne(""), "")
    fix = "在表头补上“" + rows["name"] + "”一列并逐行填写"
    renamed = (
        "如是同一列，把表头“"
        + rows["other"]
        + "”改为“"
        + rows["name"]
        + "”；不是的，补上“"
        + rows["name"]
        + "”一列"
    )
    return rows.assign(
        field=rows.get("field"),
        column_at=None,
        row=pd.NA,
        maybe=maybe,
        fix=fix.where(rows["other"].eq(""), renamed),
    )


@rule(
    "F006",
    REJECT,
    title="列重复",
    scope=FILE,
    waivable=False,
    message="“{name}”列出现两次",
    hint="删去多余的一列，或更正列名",
    evidence="按左边的一列读取",
    needs=("headers",),
)
def same_column_twice(facts: Facts) -> pd.DataFrame:
    """每个列名只应出现一次。

    读法：以第一次出现的列为准。
    例：表头有两个“联系电话”。
    消除：删去一列后重新报送。
    """
    return faults(facts, "F006", name="")


@rule(
    "F007",
    NOTE,
    title="未知列",
    scope=FILE,
    message="“{name}”不是本表单的列，未作核对",
    hint="如是规定的列，请更正列名；否则无须处理",
    needs=("headers",),
)
def unknown_column(facts: Facts) -> pd.DataFrame:
    """表单以外的列不作核对。

    读法：没有数据的列略过。
    例：单位自行增加了“班车站点”列。
    消除：无须处理。
    """
    return faults(facts, "F007", name="")


@rule(
    "F008",
    REJECT,
    title="无数据行",
    scope=FILE,
    waivable=False,
    message="表头以下没有数据",
    hint="填写数据后重新报送",
    needs=("headers",),
)
def no_data_rows(facts: Facts) -> pd.DataFrame:
    """报送的表单应有数据。

    读法：只有序号的行不算数据行。
    例：报送了空白表样。
    消除：填写后重新报送。
    """
    return faults(facts, "F008")


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
    number = rows["datum"].eq("项目编号")
    fix = pd.Series(
        "在表格上方写明“填报日期：2026年5月4日”这样的填报日期，或由中心在收件登记中登记收件日期",
        index=rows.index,
    )
    fix = fix.mask(number, "在表格上方写明“项目编号：”及立项通知中的编号")
    return rows.assign(fix=fix)


@rule(
    "F010",
    REVIEW,
    title="含有宏",
    scope=FILE,
    waivable=False,
    message="工作簿含有宏，宏没有运行",
    hint="另存为不含宏的xlsx后重新报送",
    evidence="数据照常核对",
)
def holds_macros(facts: Facts) -> pd.DataFrame:
    """报送的工作簿不应含有宏。

    读法：宏一律不运行，数据照常核对。
    例：报送xlsm文件。
    消除：另存为xlsx，或由中心填写处理意见后采用。
    """
    return faults(facts, "F010")


@rule(
    "F011",
    REJECT,
    title="公式没有计算结果",
    scope=FILE,
    when_many=("“{column}”列有{count}处公式没有计算结果", "用Excel或WPS打开，保存一次后重新报送"),
    waivable=False,
    message="单元格是公式，但文件中没有保存计算结果",
    hint="用Excel或WPS打开，保存一次；或改为直接填写数值",
)
def formula_without_value(facts: Facts) -> pd.DataFrame:
    """单元格应有可读取的值。

    读法：公式的结果没有保存在文件中的。
    例：由程序生成、从未用Excel打开保存的工作簿。
    消除：打开保存后重新报送。
    """
    return with_column(facts, "F011")


@rule(
    "F012",
    REVIEW,
    title="隐藏的行、列或工作表含有数据",
    scope=FILE,
    waivable=False,
    message="{what}{how}",
    hint="{fix}",
    evidence="{read}",
)
def hidden_data(facts: Facts) -> pd.DataFrame:
    """报送的数据不应隐藏，也不应以删除线代替删除。

    读法：隐藏的工作表、连续的隐藏行或列各报一次，没有数据的略过；有删除线的行（连续的报一次）和单元格同样报，
    照常核对和计数。
    例：第9至11行被隐藏，其中有3名学员；第12行加了删除线。
    消除：取消隐藏、去掉删除线或删除后重新报送。
    """
    return faults(
        facts,
        "F012",
        what="部分内容",
        how="被隐藏，其中含有数据",
        fix="取消隐藏，核对是否应当报送；不应报送的请删除",
        read="隐藏的数据已一并核对",
    )


@rule(
    "F013",
    NOTE,
    title="重复报送",
    scope=FILE,
    message="内容与{first}相同，只核对一次",
    hint="无须处理；如本应是另一份文件，请核对后重新报送",
    needs=("headers",),
)
def same_content_twice(facts: Facts) -> pd.DataFrame:
    """同一内容报送多次的只计一次。

    读法：逐字节相同，或表单和数据完全相同；按路径排序，第一份之外的每份报一次。
    例：同一名单用两个文件名各报了一次。
    消除：无须处理。
    """
    return faults(facts, "F013")


@rule(
    "F014",
    REJECT,
    title="单元格为错误值",
    scope=FILE,
    when_many=("“{column}”列有{count}处错误值", "更正公式，或改为直接填写数值"),
    waivable=False,
    message="单元格是错误值{error}",
    hint="更正公式或直接填写数值",
    evidence="",
)
def error_value(facts: Facts) -> pd.DataFrame:
    """单元格应有可读取的值。

    读法：如#N/A、#REF!、#VALUE!。
    例：用VLOOKUP取证书编号，没有找到。
    消除：更正后重新报送。
    """
    return with_column(facts, "F014", error="")


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
    sheet = ("的" + rows["by_sheet"]).where(rows["by_sheet"].ne(""), "")
    return rows.assign(by_name=rows["by"].str.rsplit("/", n=1).str[-1] + sheet)


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
def two_filings_of_one_day(facts: Facts) -> pd.DataFrame:
    """同一项目同一表单以最近一次报送为准。

    读法：同日的不同报送、同一工作簿的两张表没有共同的人员（课程）的，是一次报送的几个部分；有共同的，
    项目等候，两份都不核对。
    例：同日收到两份名单，二十人相同，一人不同。
    消除：撤回一份，或重新报送。
    """
    rows = faults(facts, "F016", rival="", rival_sheet="")
    if not len(rows):
        return rows
    name = rows["rival"].str.rsplit("/", n=1).str[-1]
    inside = "同一工作簿的" + rows["rival_sheet"]
    return rows.assign(rival_name=name.where(rows["rival"].ne(rows["file"]), inside))


@rule(
    "F017",
    NOTE,
    title="文件名含身份证件号码",
    scope=FILE,
    message="文件名中含有身份证件号码",
    hint="为保护个人信息，请改用不含证件号码的文件名",
)
def id_number_in_the_name(facts: Facts) -> pd.DataFrame:
    """文件名不应含有个人信息。

    读法：文件名中有身份证件号码形状的数字。
    例：把学员的身份证号码写在文件名里。
    消除：改名后重新报送。
    """
    return faults(facts, "F017")


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
    return pd.DataFrame({"file": [], "rule": [], "error": []})


def with_column(facts: Facts, code: str, **defaults: str) -> pd.DataFrame:
    """Faults of single cells beside the form's field of their column, or the name of the key-value cell they
    stand in."""
    rows = faults(facts, code, **defaults)
    fields = []
    for sheet, column in zip(rows["sheet"], rows["column_at"], strict=True):
        table = None if pd.isna(sheet) else facts.batch.tables[int(sheet)]
        fields.append(
            next((field for field, at in table.columns.items() if at == column), None) if table else None
        )
    return rows.assign(field=pd.Series(fields, index=rows.index, dtype="object"))
