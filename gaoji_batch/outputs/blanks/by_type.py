"""What is wrong with a value of one type (an ID number, a day, an amount), as formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gaoji_batch.forms.value_checks import RANGES
from gaoji_batch.law import choices
from gaoji_batch.outputs.blanks.formulas import CellFault, listed, quoted
from gaoji_batch.values import ids

if TYPE_CHECKING:
    from gaoji_batch.outputs.blanks.cell_checks import CellChecks

# GB 11643: weights of the 17 digits; the check character is looked up by the sum modulo 11
_WEIGHTS = "{7,9,10,5,8,4,2,1,6,3,7,9,10,5,8,4,2}"
_PLACES = "{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17}"
_DIGITS = '{"0","1","2","3","4","5","6","7","8","9"}'
_LETTERS = listed([chr(code) for code in range(65, 91)])
# GB 32100: without I, O, S, V, Z
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = "{1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28}"
NUMBERED = ("id_number", "certificate", "account")
MEASURED = ("hours", "hours_total", "hours_attended", "score", "count", "money", "number")
_UNITS = ("学时", "课时", "小时", "人", "名", "个", "元", "分", ",", "，", "￥")


def handed_in(cells: CellChecks, name: str) -> str:
    """The condition that a cell says a paper was handed in: a tick, a word, a number, a file, a day."""
    bare = f"[t_{name}]"
    for tick in "√✓✔☑":
        bare = f'SUBSTITUTE({bare},"{tick}","")'
    word = f'{bare}="",ISNUMBER(MATCH({bare},{cells.words["handed_in"]},0))'
    given = f'AND([t_{name}]<>"",OR({word},ISNUMBER([v_{name}])'
    files = ",".join(f'ISNUMBER(SEARCH(".{kind}",[t_{name}]))' for kind in ("doc", "pdf", "wps"))
    return f"{given},{files},ISNUMBER({_day_of(f'[t_{name}]')})))"


def _number(name: str) -> str:
    """A number as it is compared: upper case, half-width, without spaces and apostrophes."""
    return f"""SUBSTITUTE(SUBSTITUTE(UPPER(ASC([t_{name}]))," ",""),"'","")"""


def _id_helpers(cells: CellChecks, name: str) -> None:
    add = cells.columns.add
    add("n", _number(name))
    add("damaged", _damaged(name, "[n]"))
    day = "DATE(VALUE(MID([n],7,4)),VALUE(MID([n],11,2)),VALUE(MID([n],13,2)))"
    same = f"MONTH({day})=VALUE(MID([n],11,2)),DAY({day})=VALUE(MID([n],13,2))"
    same = f"AND({same},VALUE(MID([n],7,4))>=1900,{day}<=TODAY())"
    add("born", f"IFERROR(IF({same},{day},0),0)")
    add("old", f"AND(LEN([n])=15,ISNUMBER(MATCH(LEFT([n],1),{_LETTERS},0)))")
    figures = f'SUMPRODUCT(--ISNUMBER(FIND(MID([n],{_PLACES},1),"0123456789")))=17'
    add("shaped", f'IF(LEN([n])=18,AND({figures},ISNUMBER(FIND(RIGHT([n],1),"0123456789X"))),FALSE)')
    regions = quoted("|" + "|".join(map(str, sorted(ids.REGIONS))) + "|")
    # numbers of foreign permanent residents begin with 9, their region after it
    add("placed", f'ISNUMBER(FIND("|"&IF(LEFT([n],1)="9",MID([n],2,2),LEFT([n],2))&"|",{regions}))')
    right = f'MID("10X98765432",MOD(SUMPRODUCT(MID([n],{_PLACES},1)*{_WEIGHTS}),11)+1,1)=RIGHT([n],1)'
    add("valid", f"IF(AND([shaped],[born]>0,[placed],NOT([damaged])),{right},FALSE)")
    add("key", 'IF(OR([filled]=0,[damaged]),"",[n])')
    named = "[n]" if "name" not in cells.source else 'IF(OR([valid],[old]),[n],[n]&"姓名"&[t_name])'
    add("who", f'IF([filled]=0,"",IF([n]="","第"&[row]&"行",{named}))')


def _certificate_helpers(cells: CellChecks, name: str) -> None:
    cells.columns.add("c", _number(name))
    cells.columns.add("c_damaged", _damaged(name, "[c]"))
    odd = f'SUMPRODUCT(LEN([c])-LEN(SUBSTITUTE([c],{_DIGITS},"")))'
    even = f'SUMPRODUCT(LEN([c])-LEN(SUBSTITUTE([c],{_LETTERS},"")))'
    cells.columns.add("c_plain", f"{odd}+{even}=LEN([c])")
    figures = f'IF([c]="",FALSE,{odd}>0)'
    cells.columns.add(
        "c_ok", f'IF(AND({figures},[c_plain],LEN([c])>=13,LEN([c])<=24,NOT([c_damaged])),[c],"")'
    )


def _account_helpers(cells: CellChecks, name: str) -> None:
    bare = f'SUBSTITUTE({_number(name)},"-","")'
    note = f'IF(ISNUMBER(FIND("(",{bare})),LEFT({bare},FIND("(",{bare})-1),{bare})'
    cells.columns.add("a", note)
    cells.columns.add("a_damaged", _damaged(name, "[a]"))


def _phone_helpers(cells: CellChecks, name: str) -> None:
    bare = _number(name)
    for sign in ("-", "－", "(", ")"):
        bare = f'SUBSTITUTE({bare},"{sign}","")'
    cells.columns.add("p_all", bare)
    cells.columns.add(
        "p",
        'IF(LEFT([p_all],3)="+86",MID([p_all],4,20),IF(LEFT([p_all],4)="0086",MID([p_all],5,20),[p_all]))',
    )


def _credit_helpers(cells: CellChecks, name: str) -> None:
    cells.columns.add("u", _number(name))


def _date_helpers(cells: CellChecks, name: str) -> None:
    v = f"[v_{name}]"
    eight = f"DATE(INT({v}/10000),MOD(INT({v}/100),100),MOD({v},100))"
    # a number is a day as YYYYMMDD, or a serial day of 1954 to 2119
    numeric = f'IF(AND({v}>=19000101,{v}<=21001231),{eight},IF(AND({v}>=20000,{v}<=80000),INT({v}),"?"))'
    text = f'IFERROR({_day_of(f"[t_{name}]")},"?")'
    cells.columns.add(f"d_{name}", f'IF([t_{name}]="","",IF(ISNUMBER({v}),{numeric},{text}))')


def _day_of(t: str) -> str:
    """A day written as text: 2026-5-11, 2026.5.11, 20260511, 2026年5月11日上午."""
    bare = f'IF(ISNUMBER(FIND("日",{t})),LEFT({t},FIND("日",{t})-1),{t})'
    for sign in (".", "/", "年", "月"):
        bare = f'SUBSTITUTE({bare},"{sign}","-")'
    bare = f'SUBSTITUTE(SUBSTITUTE({bare},"号","")," ","")'
    # DATEVALUE reads no 20260511
    eight = f"DATE(VALUE(LEFT({t},4)),VALUE(MID({t},5,2)),VALUE(RIGHT({t},2)))"
    return f"IF(AND(LEN({t})=8,ISNUMBER(-{t})),{eight},DATEVALUE({bare}))"


def _measure_helpers(cells: CellChecks, name: str) -> None:
    bare = f"[t_{name}]"
    for unit in _UNITS:
        bare = f'SUBSTITUTE({bare},"{unit}","")'
    tens = f'IF(RIGHT({bare},1)="万",VALUE(SUBSTITUTE({bare},"万",""))*10000,VALUE({bare}))'
    cells.columns.add(
        f"q_{name}", f'IF([t_{name}]="","",IF(ISNUMBER([v_{name}]),[v_{name}],IFERROR({tens},"?")))'
    )


def _damaged(name: str, number: str) -> str:
    scientific = f'AND(ISNUMBER(FIND("E+",{number})),ISNUMBER(VALUE({number})))'
    # Excel keeps 15 digits: a longer number typed as one has lost its last
    return f"OR(IF(ISNUMBER([v_{name}]),ABS([v_{name}])>=1E14,FALSE),{scientific})"


def _id_checks(cells: CellChecks, name: str) -> list[CellFault]:
    return [
        CellFault("D103", "[damaged]", '"单元格是数字，末几位已经丢失"'),
        CellFault("D102", "AND(NOT([old]),LEN([n])<>18)", '"共"&LEN([n])&"位，应为18位"'),
        CellFault("D102", "AND(NOT([old]),NOT([shaped]))", '"前17位应为数字，最后一位应为数字或X"'),
        CellFault("D102", "AND(NOT([old]),[born]=0)", '"第7至14位不是有效的出生日期"'),
        CellFault("D102", "AND(NOT([old]),NOT([placed]))", '"前两位不是有效的地区代码"'),
        CellFault("D102", "AND(NOT([old]),NOT([valid]))", '"最后一位校验码不符"'),
    ]


def _choice_checks(cells: CellChecks, name: str) -> list[CellFault]:
    t = f"[t_{name}]"
    free = f'ISNUMBER(FIND("(",ASC({t}))),ISNUMBER(FIND("/",{t})),ISNUMBER(FIND("、",{t}))'
    in_list = f"ISNUMBER(MATCH({t},{cells.words[name]},0))"
    column = cells.form.by_field[name]
    unknown = f"NOT(OR({in_list},{free}))" if column.type == "level" else f"NOT({in_list})"
    code = "D116" if column.type == "open_choice" else "D107"
    faults = [CellFault(code, unknown, '"请从下拉列表中选择"')]
    if name == "gender" and "id_number" in cells.source:
        men, women = ([value, *also] for value, also in choices.lists()["gender"].items())
        odd = "MOD(VALUE(MID([n],17,1)),2)"
        off = (
            f"IF([valid],OR(AND(ISNUMBER(MATCH({t},{listed(men)},0)),{odd}=0),"
            f"AND(ISNUMBER(MATCH({t},{listed(women)},0)),{odd}=1)),FALSE)"
        )
        faults.append(CellFault("D104", off, '"与身份证件号码第17位不一致"'))
    return faults


def _date_checks(cells: CellChecks, name: str) -> list[CellFault]:
    faults = [CellFault("D106", f'[d_{name}]="?"', '"按2026-05-11的样式填写"')]
    if name == "birth" and "id_number" in cells.source:
        off = f"IF(AND([valid],ISNUMBER([d_{name}])),[d_{name}]<>[born],FALSE)"
        faults.append(CellFault("D104", off, '"与身份证件号码第7至14位不一致"'))
    return faults


def _measure_checks(cells: CellChecks, name: str) -> list[CellFault]:
    q = f"[q_{name}]"
    faults = [CellFault("D110", f'{q}="?"', '"不是数值"')]
    kind = cells.form.by_field[name].type
    if kind in RANGES:
        least, most = RANGES[kind]
        below = f"{q}<={least:g}" if kind in ("hours", "hours_total") else f"{q}<{least:g}"
        integral = f",{q}<>INT({q})" if kind in ("count", "money") else ""
        faults.append(CellFault("D110", f"OR({below},{q}>{most:.0f}{integral})", '"超出范围"'))
    return faults


def _name_checks(cells: CellChecks, name: str) -> list[CellFault]:
    t = f"[t_{name}]"
    figures = f"SUMPRODUCT(--ISNUMBER(FIND({_DIGITS},ASC({t}))))>0"
    bare = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(UPPER(ASC({t}))," ",""),".",""),"·","")'
    letters = f'SUMPRODUCT(LEN({bare})-LEN(SUBSTITUTE({bare},{_LETTERS},"")))'
    return [
        CellFault("D112", figures, '"含有数字"'),
        CellFault("D112", f"AND({letters}>0,{letters}<LEN({bare}))", '"汉字中混有字母"'),
    ]


def _phone_checks(cells: CellChecks, name: str) -> list[CellFault]:
    figures = f'SUMPRODUCT(LEN([p])-LEN(SUBSTITUTE([p],{_DIGITS},"")))=LEN([p])'
    mobile = 'AND(LEFT([p],1)="1",LEN([p])=11,ISNUMBER(FIND(MID([p],2,1),"3456789")))'
    fixed = 'AND(LEFT([p],1)="0",LEN([p])>=10,LEN([p])<=16)'
    return [
        CellFault("D109", f"NOT({figures})", '"含有数字以外的字符"'),
        CellFault("D109", f"NOT(OR({mobile},{fixed}))", '"应为11位手机号码，或带区号的固定电话"'),
    ]


def _certificate_checks(cells: CellChecks, name: str) -> list[CellFault]:
    return [
        CellFault("D103", "[c_damaged]", '"单元格是数字，末几位已经丢失"'),
        CellFault("D111", "NOT([c_plain])", '"含有字母、数字以外的字符"'),
        CellFault("D111", "OR(LEN([c])<13,LEN([c])>24)", '"共"&LEN([c])&"位"'),
    ]


def _account_checks(cells: CellChecks, name: str) -> list[CellFault]:
    figures = f'SUMPRODUCT(LEN([a])-LEN(SUBSTITUTE([a],{_DIGITS},"")))=LEN([a])'
    return [
        CellFault("D103", "[a_damaged]", '"单元格是数字，末几位已经丢失"'),
        CellFault("D117", f"NOT({figures})", '"含有数字以外的字符"'),
        CellFault("D117", "OR(LEN([a])<8,LEN([a])>32)", '"应为8至32位数字"'),
    ]


def _credit_checks(cells: CellChecks, name: str) -> list[CellFault]:
    summed = f'SUMPRODUCT((FIND(MID([u],{_PLACES},1),"{_CREDIT}")-1)*{_CREDIT_WEIGHTS})'
    right = f'MID("{_CREDIT}",MOD(31-MOD({summed},31),31)+1,1)=RIGHT([u],1)'
    return [
        CellFault("D108", "LEN([u])<>18", '"共"&LEN([u])&"位，应为18位"'),
        CellFault("D108", f"NOT(IFERROR({right},FALSE))", '"含有不应出现的字符，或最后一位校验码不符"'),
    ]


def _code_checks(cells: CellChecks, name: str) -> list[CellFault]:
    t = f"UPPER(ASC([t_{name}]))"
    tail = f'OR(LEN([t_{name}])=10,ISNUMBER(FIND(MID({t},11,1),"([SL")))'
    in_dictionary = f"AND(ISNUMBER(MATCH(LEFT({t},10),{cells.words['occupation_codes']},0)),{tail})"
    return [
        CellFault("D113", f"NOT({in_dictionary})", '"应为职业分类大典（2022年版）中的编码，如6-18-02-04"')
    ]


HELPERS: dict[str, Callable[[CellChecks, str], None]] = {
    "id_number": _id_helpers,
    "certificate": _certificate_helpers,
    "account": _account_helpers,
    "phone": _phone_helpers,
    "uscc": _credit_helpers,
    "date": _date_helpers,
    **dict.fromkeys(MEASURED, _measure_helpers),
}
CHECKS: dict[str, Callable[[CellChecks, str], list[CellFault]]] = {
    "id_number": _id_checks,
    "certificate": _certificate_checks,
    "account": _account_checks,
    "phone": _phone_checks,
    "uscc": _credit_checks,
    "date": _date_checks,
    "name": _name_checks,
    "occupation_code": _code_checks,
    **dict.fromkeys(("choice", "open_choice", "level"), _choice_checks),
    **dict.fromkeys(MEASURED, _measure_checks),
}
