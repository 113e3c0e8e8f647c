"""The clauses that a D finding's wording takes: what is wrong with this very value, and the nearest way to
mend it."""

from __future__ import annotations

import difflib

from gaoji_batch.forms.schema import Column
from gaoji_batch.law import choices, levels, occupations, written_words
from gaoji_batch.values import ids, text
from gaoji_batch.values.rule_names import (
    BAD_ACCOUNT,
    BAD_CERTIFICATE,
    BAD_ID_NUMBER,
    BAD_OCCUPATION_CODE,
    BAD_PHONE,
    BAD_USCC,
    DOUBTFUL_NAME,
    EMPTY_CELL,
    NOT_IN_CODE_LIST,
    NOT_IN_OPEN_LIST,
    OUT_OF_RANGE,
    STORED_AS_NUMBER,
    UNREADABLE_DATE,
)


def clauses(code: str, column: Column, value: object) -> tuple[str, str]:
    """(why, fix) of one failing cell; '' where the code's own wording says it all."""
    teller = _TELLERS.get(code)
    return teller(column, value) if teller else ("", "")


def _id(column: Column, value: object) -> tuple[str, str]:
    _, why, fix = ids.fault_of(ids.normalise(value) or "") or ("", "", "")
    return why, fix


def _damaged(column: Column, value: object) -> tuple[str, str]:
    original = {"account": "开户信息", "certificate": "证书原件"}.get(column.type, "证件原件")
    return (
        ids.damaged(value) or "",
        f"先把本列设为文本格式，再对照{original}重新填写全部号码；已丢失的末几位不能恢复",
    )


def _empty(column: Column, value: object) -> tuple[str, str]:
    content = text.clean(value)
    if content is None:
        return "", ""
    if written_words.is_ditto(value):
        return f"填写的是“{content}”，不能代替本行的内容", ""
    return f"填写的是“{content}”，视为没有填写", ""


def _account(column: Column, value: object) -> tuple[str, str]:
    return ids.account_fault(value) or "", "只填开户银行给出的账号，8至32位数字，不带文字"


def _date(column: Column, value: object) -> tuple[str, str]:
    return f"填写的是“{text.clean(value)}”", ""


def _choice(column: Column, value: object) -> tuple[str, str]:
    allowed = list(levels.known()) if column.type == "level" else choices.values(column.choices)
    content = text.clean(value) or ""
    near = difflib.get_close_matches(content, allowed, 1, 0.5)
    listing = "、".join(allowed[:12]) + ("等" if len(allowed) > 12 else "")
    return f"填写的是“{content}”", (f"与“{near[0]}”相近，请核对；" if near else "") + f"可填：{listing}"


def _uscc(column: Column, value: object) -> tuple[str, str]:
    return ids.uscc_fault(ids.normalise(value) or "") or "", "对照营业执照或登记证书重新填写18位代码"


def _phone(column: Column, value: object) -> tuple[str, str]:
    return ids.phone_fault(text.clean(value) or "") or "", "填写11位手机号码，或带区号的固定电话"


def _certificate(column: Column, value: object) -> tuple[str, str]:
    return ids.certificate_fault(text.clean(value) or "") or "", "对照证书原件重新填写"


def _name(column: Column, value: object) -> tuple[str, str]:
    return text.doubtful_name(text.spaced(value)) or "", "对照证件重新填写姓名，不要从网页或聊天窗口粘贴"


def _occupation(column: Column, value: object) -> tuple[str, str]:
    codes = (
        [code for _, code in map(text.strip_occupation_code, text.split_list(value)) if code]
        if column.field == "occupation"
        else [text.clean(value) or ""]
    )
    faults = [fault for code in codes if (fault := occupations.code_fault(code))]
    return (faults or [""])[
        0
    ], "对照《中华人民共和国职业分类大典（2022年版）》填写，如6-18-02-04；没有把握的可以不填"


def _number(column: Column, value: object) -> tuple[str, str]:
    if column.type in ("year", "quarter"):
        return f"填写的是“{text.clean(value)}”，无法识别", "年度填如2026；季度填1至4，全年的留空"
    wanted = {
        "count": "应为1至1000的整数",
        "money": "应为不小于0的整元金额",
        "hours": "应大于0、不超过24",
        "hours_attended": "应在0至24之间",
        "hours_total": "应为大于0的学时数",
    }.get(column.type, "应为数值")
    return f"填写的是“{text.clean(value)}”，{wanted}", f"{wanted}，只填数字，不带文字和单位"


_TELLERS = {
    EMPTY_CELL: _empty, BAD_ACCOUNT: _account, BAD_ID_NUMBER: _id, STORED_AS_NUMBER: _damaged,
    UNREADABLE_DATE: _date, NOT_IN_CODE_LIST: _choice, BAD_USCC: _uscc, BAD_PHONE: _phone,
    OUT_OF_RANGE: _number, BAD_CERTIFICATE: _certificate,
    DOUBTFUL_NAME: _name, BAD_OCCUPATION_CODE: _occupation, NOT_IN_OPEN_LIST: _choice,
}  # fmt: skip
