"""Personal data as outputs may show it (docs/contract/findings.md)."""

from __future__ import annotations

import re

_SHAPE = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{17}[0-9Xx]|[0-9]{15}|[A-Z]{3}[0-9]{12})(?![0-9A-Za-z])")
_LOOSE = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][0-9]{1,3}[0-9Xx](?![0-9A-Za-z])"
)
"""An ID number that lost a character or two: the region, a birth date, and what is left."""
_PHONE = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])")
_ACCOUNT = re.compile(r"(?<![0-9A-Za-z])[0-9]{12,30}(?![0-9A-Za-z])")


def mask_id(said: str, head: int = 6, tail: int = 4) -> str:
    """All but the first 6 and last 4 characters of an ID number, malformed ones too; a short one shows no
    more than half of itself."""
    said = said.strip()
    if len(said) <= head + tail:
        shown = len(said) // 4
        return said[:shown] + "*" * (len(said) - 2 * shown) + said[len(said) - shown :] if said else ""
    return said[:head] + "*" * (len(said) - head - tail) + said[len(said) - tail :]


def mask_phone(said: str) -> str:
    """The first 3 and last 4 of a phone number."""
    said = said.strip()
    return said[:3] + "*" * (len(said) - 7) + said[-4:] if len(said) > 7 else "*" * len(said)


def mask_account(said: str) -> str:
    """The last 4 of a bank account."""
    said = said.strip()
    return "*" * (len(said) - 4) + said[-4:] if len(said) > 4 else "*" * len(said)


def mask_free_text(said: str, head: int = 6, tail: int = 4) -> str:
    """Text in which every run of 15 to 18 characters that has the shape of an ID number is masked;
    certificate numbers are not."""

    def masked(found: re.Match[str]) -> str:
        return mask_id(found.group(), head, tail)

    return _LOOSE.sub(masked, _SHAPE.sub(masked, said))


def mask_all(said: str) -> str:
    """Text of unknown content, such as an error: ID numbers, phones and whatever may be a bank account are
    masked."""
    text = _PHONE.sub(lambda found: mask_phone(found.group()), mask_free_text(said))
    return _ACCOUNT.sub(lambda found: mask_account(found.group()), text)
