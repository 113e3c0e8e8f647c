"""Text as clerks write it, made comparable: full-width forms, spaces, brackets, lists in a cell."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from gaoji_batch.values.radicals import without_radicals

if TYPE_CHECKING:
    import pandas as pd  # the readers' processes do without

UNSEEN = (
    "\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180e\u2000-\u200f"
    "\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
"""Spaces of every kind, zero-width, bidirectional and other characters without a shape, as what stands in a
character class."""
_SPACES = re.compile(rf"[\s{UNSEEN}]+")
_AS_TEXT = re.compile(r'=\s*"([^"]*)"')
"""How csv of other programs keeps a number from being read as one: ="0012"."""
_BRACKETS = str.maketrans(
    {
        "【": "[",
        "】": "]",
        "〔": "[",
        "〕": "]",
        "［": "[",
        "］": "]",
        "｛": "[",
        "｝": "]",
        "{": "[",
        "}": "]",
    }
)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟＂「」『』〝〞", '"') | dict.fromkeys("‘’‚‛＇`´", "'"))
_DOTS = re.compile(r"(?<=[\u3400-\u9fff])[·•・‧∙．.⋅](?=[\u3400-\u9fff])")
_NOTE = re.compile(r"[(\[（【〔<《][^()\[\]（）【】〔〕<>《》]*[)\]）】〕>》]")
_IN_WORDS = re.compile(r"[(（\[]\s*(?:人民币)?大写\s*[)）\]]")
_CODE = re.compile(
    r"[(\[【]\s*([\d\-]{4,}(?:\s*[(\[]?[SL/\\]{1,3}[)\]]?)?)\s*[)\]】]|([1-8]-\d{2}-\d{2}-\d{2}(?:\s*[SL/\\]{1,3}\b)?)"
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹘﹣─━ー", "-"))
_LAST_NOTE = re.compile(r"\[[^\[\]]*\]$")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SIGNED_NUMBER = re.compile(r"^[+\-＋－][\d０-９][\d０-９,，.．]*%?$")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ORDINARY = re.compile(r"[ \t\r\n\u00a0\u3000]+")
_PARTS = re.compile(r"(?:[(（\[][^()（）\[\]]*[)）\]]|[^、，,;；/／\r\n])+")
"""What stands between 、，,;；/ and line breaks; brackets hold together what is in them."""
_NO_TEXT = re.compile("[\ud800-\udfff]")
_PLAIN = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]+")
"""Text that is folded by nothing but its case: most cells."""


def clean(value: object) -> str | None:
    """A cell's text without the spaces around it, of any kind; None where nothing is left. Whole floats lose
    their '.0'."""
    if value is None:
        return None
    if isinstance(value, str):
        return value if value.isalnum() else _bare(value)
    if type(value) is int:
        return str(value)
    if isinstance(value, float):
        if value != value:
            return None
        return _bare(str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value))
    return _bare(str(value))


@lru_cache(
    maxsize=4096
)  # titles, labels and days are asked for a dozen times while their sheet is recognised
def _bare(written: str) -> str | None:
    """Text without what stands around it; None where nothing is left."""
    written = unquoted(
        written.strip().strip("\u200b\u200c\u200d\u200e\u200f\ufeff\u2060\u3000\u00a0").strip()
    )
    return without_radicals(written) if written and not _SPACES.fullmatch(written) else None


def unquoted(value: str) -> str:
    """What stands between the quotes of ="0012"; anything else as it is."""
    quoted = _AS_TEXT.fullmatch(value) if value.startswith("=") else None
    return quoted.group(1).strip() if quoted else value


@lru_cache(maxsize=65536)
def fold(value: str) -> str:
    """Text as it is compared (docs/contract/findings.md): NFKC, no spaces, unified brackets and quotes, upper
    case."""
    if _PLAIN.fullmatch(value):
        return value.upper()
    written = unicodedata.normalize("NFKC", without_radicals(value)).translate(_QUOTES)
    written = unicodedata.normalize("NFKC", written.translate(_BRACKETS))
    written = written.replace("(", "[").replace(")", "]")
    return _DOTS.sub("·", _SPACES.sub("", written)).upper()


def fold_series(values: pd.Series) -> pd.Series:
    """`fold` over a column; each distinct text is folded once; missing stays missing."""
    from gaoji_batch.values.columns import each

    return each(values, lambda value: fold(str(value)))


@lru_cache(maxsize=16384)
def project_key(value: str) -> str:
    """A project number as it is compared: every dash, bracket, trailing 号 and trailing bracketed note alike
    (docs/contract/reading.md 4)."""
    written = fold(unquoted(value.strip().lstrip("'’‘"))).translate(_DASHES)
    written = re.sub(r"-+", "-", written).removesuffix("号")
    while (shorter := _LAST_NOTE.sub("", written)) != written and shorter:
        written = shorter.removesuffix("号")
    return written


@lru_cache(maxsize=16384)
def fold_header(value: str) -> str:
    """A header as it is matched: full-width to half-width, without spaces, line breaks, bracketed notes and a
    trailing '*'. 申请金额（大写）, beside 申请金额（小写） on a card, is another header than 申请金额."""
    if _PLAIN.fullmatch(value):
        return value.upper()
    written = _SPACES.sub("", unicodedata.normalize("NFKC", without_radicals(value))).translate(_BRACKETS)
    written = _IN_WORDS.sub("大写", written)
    while (shorter := _NOTE.sub("", written)) != written:
        written = shorter
    return written.strip("*＊:：").upper()


def name(value: object) -> str | None:
    """A person's name: '张 三' is 张三; the middle dot of 买买提·艾力 belongs to it; Latin names keep single
    spaces."""
    written = clean(value)
    if written is None:
        return None
    written = _ORDINARY.sub("" if _HAN.search(written) else " ", written)
    return _DOTS.sub("·", written)


def legible(path: str) -> str:
    """A path as text; bytes of a name that is no UTF-8 (as Windows' zips leave behind on Linux) stand as
    %C3."""
    return _NO_TEXT.sub(lambda odd: f"%{ord(odd.group()) & 0xFF:02X}", path)


def spaced(value: object) -> str:
    """A cell's text with every ordinary space and line break as one space, and invisible characters left in,
    to be seen."""
    return _ORDINARY.sub(" ", str(value)).strip(" ")


def split_list(value: object) -> list[str]:
    """Several things in one cell, split at 、，,;；/ and line breaks; a slash inside a code in brackets does
    not split."""
    written = clean(value)
    if written is None:
        return []
    return [part for piece in _PARTS.findall(written) if (part := piece.strip())]


def strip_occupation_code(value: str) -> tuple[str, str]:
    """'焊工(6-18-02-04)' → ('焊工', '6-18-02-04'); a name without a code → (name, '')."""
    rest = unicodedata.normalize("NFKC", value).translate(_DASHES)
    match = _CODE.search(rest)
    if not match:
        return value.strip(), ""
    return (rest[: match.start()] + rest[match.end() :]).strip(), re.sub(
        r"\s|[()\[\]SL/\\]", "", match.group(1) or match.group(2)
    )


def looks_like_formula(value: str) -> bool:
    """Whether a spreadsheet would run this text; a signed number is none."""
    held = unquoted(value)
    return held.startswith(_FORMULA) and not _SIGNED_NUMBER.match(held.strip())


def doubtful_name(value: str) -> str | None:
    """What is suspicious about a name: digits, Latin mixed with Han, invisible, bidirectional or control
    characters; else None."""
    if any(unicodedata.category(ch) in ("Cf", "Cc", "Co", "Cs") for ch in value):
        return "含有看不见的字符或控制字符"
    if any(ch.isdigit() for ch in value):
        return "含有数字"
    if _HAN.search(value) and re.search(r"[A-Za-zＡ-Ｚａ-ｚ]", value):
        return "汉字中混有字母"
    return None


def class_said(project: str, class_no: int) -> str:
    """A class as people name it: the project, and the 期次 of one beyond the first."""
    return project if class_no == 1 else f"{project}第{class_no}期"


def person_of(typed_name: str) -> str:
    """A name that somebody signs with, without what makes nobody another person: a bracketed note, full
    stops, dots, spaces."""
    bare = re.sub(r"[(（\[【].*?[)）\]】]|[\W_]", "", fold(typed_name))
    return bare or fold(typed_name)
