"""One sheet of a bank statement as transfers: how much money moved, which way, and what became of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from msgspec import Struct, structs

from gaoji_batch.forms.headers import Header, heading_of
from gaoji_batch.forms.units import is_times, units_of, with_unit
from gaoji_batch.intake.grid import Grid
from gaoji_batch.law import resources
from gaoji_batch.law.data_files import load_yaml
from gaoji_batch.values import dates, quantities, text
from gaoji_batch.values.cells import written

SUCCESS, RETURNED, FAILED, PENDING = "成功", "退汇", "失败", "处理中"
_EXACT = 1e15
"""A spreadsheet keeps fifteen digits of a number."""
_SIDES = ("debit", "credit")
_IN_BRACKETS = re.compile(r"^[(（]([\d,，.]+)[)）]$")
_NUMBER = re.compile(r"(?<!\d)(\d{4})Q([1-4])-?(\d{4,})(?!\d)")
_DASHES = str.maketrans("–—―−‐‑", "------")
_TOTALS = ("合计", "小计", "总计", "余额", "期初", "期末", "承前")


class _Words(Struct, forbid_unknown_fields=True):
    states: dict[str, list[str]]
    outgoing: list[str]
    incoming: list[str]
    back: list[str]
    named: list[str]


@cache
def words() -> _Words:
    """schemas/codes/bank_words.yaml, folded as text is compared."""
    lists = structs.asdict(load_yaml(resources.schemas() / "codes" / "bank_words.yaml", _Words))
    states = {
        state: [text.fold(word) for word in synonyms] for state, synonyms in lists.pop("states").items()
    }
    folded = {name: [text.fold(word) for word in synonyms] for name, synonyms in lists.items()}
    return _Words(states=states, **folded)


@dataclass(slots=True)
class SheetRows:
    """rows: the transfers of one sheet, as records; unread: rows of the sheet whose day, amount or state
    cannot be read; pending: how many have no result yet; fault: why the sheet as a whole cannot be read (''
    where it can)."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    pending: int = 0
    fault: str = ""


def lacking(header: Header) -> list[str]:
    """The columns without which a sheet cannot be read. Two sides, or a 发生额 with a sign, stand for 金额
    and 状态."""
    has = header.columns
    sided = any(name in has for name in (*_SIDES, "turnover"))
    excused = {"amount"} if sided else set()
    excused |= {"transfer_state"} if sided or "direction" in has else set()
    return [
        column.name
        for column in header.form.columns
        if column.required and column.field not in has and column.field not in excused
    ]


def read_rows(grid: Grid, header: Header) -> SheetRows:
    """The transfers of one sheet, in the order of its rows."""
    sheet, units = SheetRows(), _units(grid, header)
    if unread := sorted(unit for unit in units.values() if not is_times(unit)):
        sheet.fault = f"金额的单位是{unread[0]}，不能换算成元"
        return sheet
    signed: list[dict[str, Any]] = []
    for at, cells in enumerate(grid.rows[header.last :], header.last + 1):
        values = {
            name: cells[column - 1] if column <= len(cells) else None
            for name, column in header.columns.items()
        }
        values |= {name: _with_unit(values[name], unit) for name, unit in units.items()}
        row = _row(values, header, at, sheet)
        if row is not None:
            sheet.rows.append(row)
            if row["state"] == "":
                signed.append(row)
    if signed:
        _by_sign(signed, sheet)
    return sheet


def _units(grid: Grid, header: Header) -> dict[str, str]:
    """Amount columns whose header, or a line above it, names another unit than 元."""
    headings = {name: heading_of(grid, header, column) for name, column in header.columns.items()}
    above = [cell for cells in grid.rows[: header.first - 1] for cell in cells]
    return units_of(header.form, headings, above)


def _with_unit(value: object, unit: str) -> object:
    bare = _IN_BRACKETS.sub(r"-\1", value.strip()) if isinstance(value, str) else value
    return with_unit(bare, unit)


def _row(cells: dict[str, Any], header: Header, at: int, sheet: SheetRows) -> dict[str, Any] | None:
    """One row as a record, its state '' where only the sign of the other rows can tell it; None for what is
    no transfer, or cannot be read."""
    texts = {name: text.clean(value) or "" for name, value in cells.items()}
    day = dates.read_date(cells.get("transferred_on"))
    anonymous = not texts.get("payee") and not texts.get("account")
    if anonymous and (day is None or any(word in "".join(texts.values()) for word in _TOTALS)):
        return None
    amount, state, of = _moved(cells, texts, header)
    if day is None or amount is None or state is None:
        if anonymous or any(word in "".join(texts.values()) for word in _TOTALS):
            return None
        sheet.unread.append(at)
        return None
    if state == PENDING:
        sheet.pending += 1
        return None
    return {
        "day": day.isoformat(),
        "payee": texts.get("payee", ""),
        "account": account_of(cells.get("account")),
        "amount": amount if amount == int(amount) else None,
        "said": written(cells.get(of)),
        "state": state,
        "memo": texts.get("memo", ""),
        "channel": texts.get("channel", ""),
        "reference": digits(texts.get("reference", "")),
        "row": at,
    }


def _moved(
    cells: dict[str, Any], texts: dict[str, str], header: Header
) -> tuple[float | None, str | None, str]:
    """(amount, state, the column it stands in) of a row; None for what cannot be read."""
    of = next((name for name in ("amount", "turnover") if texts.get(name)), "")
    if not of:
        both = {name: amount_of(cells.get(name)) for name in _SIDES if texts.get(name)}
        moved = {name: value for name, value in both.items() if value != 0}
        # 借方 and 贷方 both filled, or neither: it cannot be told which way the money went.
        if len(moved) != 1:
            return None, None, _SIDES[0]
        ((of, value),) = moved.items()
        if value is None:
            return None, None, of
        # A bank strikes a booking with a negative amount in the same column.
        out = (of == _SIDES[0]) == (value > 0)
        state = state_of(texts["transfer_state"]) if "transfer_state" in header.columns else SUCCESS
        if not out and state == SUCCESS:
            state = RETURNED
        return abs(value), state or None, of
    amount = amount_of(cells.get(of))
    if "transfer_state" in header.columns:
        return amount, state_of(texts["transfer_state"]) or None, of
    if "direction" in header.columns and amount is not None:
        way = _way(texts["direction"])
        moved_by = way if amount > 0 else -way
        return abs(amount), {1: SUCCESS, -1: RETURNED}.get(moved_by), of
    return amount, "", of


def _way(direction: str) -> int:
    """1 for money that goes out, -1 for money that comes in, 0 where a 借贷标志 says neither or both."""
    plain = text.fold(direction)
    out, back = (
        any(word == plain or ((len(word) > 1 or not word.isascii()) and word in plain) for word in listed)
        for listed in (words().outgoing, words().incoming)
    )
    return int(out) - int(back)


def _by_sign(rows: list[dict[str, Any]], sheet: SheetRows) -> None:
    """Gives the rows of a signed 发生额 their state; where the sign may mean either, the sheet cannot be
    read."""
    outgoing = outgoing_sign(rows)
    if not outgoing:
        sheet.fault = "发生额有正有负，不能确定哪一种是付款；请补充状态或借贷标志"
        sheet.rows = []
        return
    for row in rows:
        out = row["amount"] is None or (row["amount"] > 0) == (outgoing > 0)
        row["state"] = SUCCESS if out else RETURNED
        row["amount"] = None if row["amount"] is None else abs(row["amount"])


def outgoing_sign(rows: list[dict[str, Any]]) -> int:
    """1 or -1: the sign of money that goes out, told by what must come first: a payment leaves before it can
    come back; 0 where it cannot be told."""
    moved = [row for row in rows if row["amount"]]
    # Banks list the newest row first, or last.
    if len(moved) > 1 and moved[0]["day"] > moved[-1]["day"]:
        moved = moved[::-1]
    signs = {1 if row["amount"] > 0 else -1 for row in moved}
    votes = {-_sign(row) for row in moved if any(word in text.fold(row["memo"]) for word in words().back)}
    first: dict[tuple[str, int], dict[str, Any]] = {}
    for row in moved:
        key = (row["account"], abs(int(row["amount"])))
        if key in first and _sign(first[key]) != _sign(row):
            votes.add(_sign(first[key]))
        first.setdefault(key, row)
    # One sign throughout: a statement of payments alone, unless its 附言 speak of returns.
    if len(signs) == 1:
        return votes.pop() if len(votes) == 1 else signs.pop()
    if not votes:
        votes = {_sign(row) for row in moved if any(payment_numbers(row["memo"]))}
    return votes.pop() if len(votes) == 1 else 0


def _sign(row: dict[str, Any]) -> int:
    return 1 if row["amount"] > 0 else -1


def payment_numbers(memo: str) -> Iterator[str]:
    """The payments' numbers in a 附言, with or without the hyphen."""
    plain = text.fold(memo.translate(_DASHES))
    return (f"{year}Q{quarter}-{serial}" for year, quarter, serial in _NUMBER.findall(plain))


def state_of(written: str) -> str:
    """成功, 退汇, 失败 or 处理中; '' for any other word."""
    plain = text.fold(written)
    return next(
        (state for state, listed in words().states.items() if any(word in plain for word in listed)), ""
    )


def amount_of(value: object) -> float | int | None:
    """Yuan as written, with thousands separators, a sign or in brackets; a fraction stays one; None where it
    is no amount."""
    sign = 1
    if isinstance(value, str):
        plain = unicodedata.normalize("NFKC", value).strip().translate(str.maketrans("−–—", "---"))
        value = _IN_BRACKETS.sub(r"-\1", plain).replace("，", ",")
        sign = -1 if value.startswith("-") else 1
        value = value.removeprefix("+").removeprefix("-")
    yuan = quantities.money(value)
    if yuan is not None:
        return sign * yuan
    digits = (quantities.plain(value) or "").lstrip("￥¥").removesuffix("元")
    amount = quantities.number(digits.removesuffix("万")) if digits else None
    times = 10000 if digits.endswith("万") else 1
    return None if amount is None else sign * times * amount


def digits(account: str) -> str:
    """An account as it is compared."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", account)).upper()


def account_of(value: object) -> str:
    """A payee's account; of one that was stored as a number the digits behind the fifteenth are lost, and
    shown as *."""
    if isinstance(value, int | float) and abs(value) >= _EXACT and value == int(value):
        plain_digits = str(int(value))
        return plain_digits[:15] + "*" * (len(plain_digits) - 15)
    return digits(text.clean(value) or "")
