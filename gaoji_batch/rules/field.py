"""Family D: what is wrong with one field. The form's Pandera schema sees these faults; here they get
their words, an entry a rule."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import NOTE, REJECT, REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.fault_table import RESTS_ON_CELL, field_fault
from gaoji_batch.rules.rule import FAILS, FOLLOWS, ROW, rule

field_fault(
    "D101",
    REJECT,
    title="必填项为空",
    when_many=("“{column}”列有{count}处没有填写", "在“{column}”列逐行补填"),
    when_shifted=FAILS,
    **RESTS_ON_CELL,
    message="“{name}”没有填写",
    hint="补填“{name}”",
    evidence="{why}",
    words="""必填列的每一行都应填写。

    读法：只有空格，或填写/、—、无、待补、见附件等占位词的，视为没有填写；“同上”在文本列视为上一行的内容，
    在号码列和第一行视为没有填写；结业名册的工作总结另报H0904。
    例：某学员的联系电话空着。
    消除：补填后重新报送。
    """,
)

field_fault(
    "D102",
    REJECT,
    title="身份证件号码错误",
    when_many=("“{column}”列有{count}个身份证件号码有误", "对照证件原件核对整列，常见原因是整列抄错或错行"),
    when_shifted=FAILS,
    # no ruling: without a number that can be joined on nothing of article 4 is checked of the person
    waivable=False,
    message="身份证件号码有误：{why}",
    hint="{fix}",
    words="""身份证件号码应符合国家标准。

    读法：依次核对位数、字符、出生日期、地区、校验码，报第一个不符的；居民身份证、港澳台居民居住证、
    外国人永久居留身份证有效，通行证不是身份证件号码。
    例：最后一位应为X，误填为1。
    消除：对照证件原件更正。
    """,
)

field_fault(
    "D103",
    REJECT,
    title="身份证件号码被存为数字",
    when_many=(
        "“{column}”列按数字保存，{count}个号码的末几位已丢失",
        "先把整列设为文本格式，再按证件原件重新填写",
    ),
    waivable=False,
    message="“{name}”被存为数字，末几位已经丢失",
    hint="{fix}",
    evidence="{why}",
    words="""身份证件号码、证书编号、账号应以文本格式填写。

    读法：数字单元格有15位以上，或写成4.10102E+17的样子，末三位已被改为0，不能还原。
    例：410102000000000000。
    消除：先把该列设为文本格式，再按证件原件重新填写。
    """,
)

field_fault(
    "D104",
    REJECT,
    title="性别或出生日期与证件不符",
    when_many=("“{column}”列有{count}处与身份证件号码矛盾", "核对是否错行或错列"),
    when_shifted=FAILS,
    **RESTS_ON_CELL,
    message="{why}",
    hint="{fix}",
    words="""性别、出生日期应与身份证件号码一致。

    读法：第17位单数为男、双数为女；第7至14位为出生日期。
    例：号码第17位为双数，性别填男。
    消除：对照证件原件更正。
    """,
)


@rule(
    "D105",
    REJECT,
    title="同一人重复",
    scope=ROW,
    when_shifted=FOLLOWS,
    # no ruling makes two heads of one person
    waivable=False,
    message="{what}与本表{why}重复",
    hint="{fix}",
)
def same_person_twice(facts: Facts) -> pd.DataFrame:
    """一张表中一人只应出现一次，一张补助资金申请表中一个项目一期只应申领一次。

    读法：按规范后的身份证件号码，第一次之外的每次都报；补助资金申请表按项目编号和期次（未写期次的为第1期）。
    例：同一学员在第8行和第21行。
    消除：删去多余的一行，或更正号码。
    """
    faults = facts.faults.of_fields("D105")
    return faults.assign(what=faults["form"].eq("claim").map({True: "项目编号和期次", False: "身份证件号码"}))


field_fault(
    "D106",
    REJECT,
    title="日期无法识别",
    when_many=("“{column}”列有{count}处日期写法无法识别", "整列改用2026年5月11日或2026-5-11的样式"),
    when_shifted=FAILS,
    **RESTS_ON_CELL,
    message="“{name}”栏填写的内容无法识别为日期",
    hint="按2026年5月11日或2026-5-11的样式填写",
    evidence="{why}",
    words="""日期应能识别。

    读法：认得真正的日期和2026-5-11、2026/5/11、2026.5.11、20260511、2026年5月11日等写法。
    例：填为“5月中旬”。
    消除：更正后重新报送。
    """,
)

field_fault(
    "D107",
    REJECT,
    title="未按规定选项填写",
    when_many=("“{column}”列有{count}处不在规定的选项内", "整列改用规定的选项"),
    when_shifted=FAILS,
    **RESTS_ON_CELL,
    message="“{name}”栏填写的内容不在规定的选项内",
    hint="{fix}",
    evidence="{why}",
    words="""有规定选项的列应按规定填写。

    读法：性别、技能等级、考核结论、考核结果、是否重点培养对象、处理意见、项目状态。
    例：性别填“女士”。
    消除：改为规定的选项。
    """,
)

field_fault(
    "D108",
    REJECT,
    title="统一社会信用代码错误",
    **RESTS_ON_CELL,
    message="统一社会信用代码有误：{why}",
    hint="{fix}",
    words="""统一社会信用代码应符合国家标准。

    读法：18位，字符和校验码符合GB 32100-2015。
    例：把字母O当作数字0。
    消除：对照营业执照更正。
    """,
)

field_fault(
    "D109",
    REVIEW,
    title="电话号码有误",
    when_shifted=FAILS,
    **RESTS_ON_CELL,
    message="联系电话有误：{why}",
    hint="{fix}",
    words="""联系电话应能打通。

    读法：手机11位，固定电话带区号；+86、空格、短横线不计。
    例：手机号码少一位。
    消除：更正后重新报送，或由中心核实后填写予以通过。
    """,
)

field_fault(
    "D110",
    REJECT,
    title="不是数值或超出范围",
    when_many=("“{column}”列有{count}处不是合理的数值", "只填数字，不带单位"),
    when_shifted=FAILS,
    **RESTS_ON_CELL,
    message="“{name}”{why}",
    hint="{fix}",
    words="""数值列应填写合理的数值。

    读法：学时大于0、不超过24；人数1至1000的整数；金额不小于0；年度如2026，季度1至4（全年的留空）。
    例：学时填“8小时半”。
    消除：更正后重新报送。
    """,
)

field_fault(
    "D111",
    REVIEW,
    title="证书编号格式有误",
    when_shifted=FAILS,
    **RESTS_ON_CELL,
    message="证书编号格式有误：{why}",
    hint="{fix}",
    words="""证书编号应与证书原件一致。

    读法：职业技能等级证书22位，国家职业资格证书16位；其他13至24位字母数字不报。
    例：编号中有“第”字，或只有10位。
    消除：对照证书更正，或由中心核实后填写予以通过。
    """,
)

field_fault(
    "D112",
    REVIEW,
    title="姓名可疑",
    when_shifted=FAILS,
    **RESTS_ON_CELL,
    message="姓名可疑：{why}",
    hint="{fix}",
    words="""姓名应与证件一致。

    读法：含数字、汉字中混有拉丁字母、含看不见的字符的；买买提·艾力的间隔号属于姓名。
    例：“张三1”。
    消除：更正，或由中心核实后填写予以通过。
    """,
)

field_fault(
    "D113",
    REVIEW,
    title="职业编码有误",
    when_shifted=FAILS,
    **RESTS_ON_CELL,
    message="职业编码有误：{why}",
    hint="{fix}",
    words="""职业编码应在职业分类大典（2022年版）中。

    读法：形如6-18-02-04，可带S、L标记。
    例：编码写成6180204。
    消除：更正，或由中心核实后填写予以通过。
    """,
)

field_fault(
    "D114",
    NOTE,
    title="文本会被当作公式",
    message="“{name}”的内容以运算符开头，电子表格可能当作公式运行",
    hint="在内容前加一个单引号，或去掉开头的符号",
    words="""文本不应以会被当作公式的字符开头。

    读法：以=、+、-、@、制表符、换行开头（含全角），带符号的数除外；证件、电话列不报。
    例：备注写成“=重要”。
    消除：去掉开头的符号。
    """,
)

field_fault(
    "D117",
    REJECT,
    title="收款账号有误",
    **RESTS_ON_CELL,
    message="“{name}”有误：{why}",
    hint="{fix}",
    words="""收款账号应是银行能够受理的号码。

    读法：去掉空格、短横线、括号内或第二行的附注后，应为8至32位数字；为占位词的报D101，被存为数字的报D103。
    例：把字母O当作数字0。
    消除：对照开户信息更正。
    """,
)
