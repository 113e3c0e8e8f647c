"""ID numbers of extracts as DuckDB reads them: cleaned as `values.ids` cleans them, and why a number cannot
tell a person.

The text rules stand here once, for files of rows, of columns and of cells alike; `engines` says the same to
other engines.
"""

from __future__ import annotations

import re

from gaoji_batch.values import ids

EMPTY, MASKED, AS_NUMBER, WRONG = "empty", "masked", "as_number", "wrong"
"""Why the person of a row cannot be told; '' where nothing is wrong with the number."""
JUNK = (
    r"[\s''’‘`\x{00a0}\x{200b}-\x{200f}\x{2028}-\x{202f}\x{2060}-\x{2064}\x{2066}-\x{2069}"
    r"\x{3000}\x{feff}]+|^=\"|\"$"
)
"""What is taken out of a number: spaces of every kind, invisible characters, an apostrophe, the `="…"` that
keeps digits as text."""
WIDE, NARROW = "０１２３４５６７８９ＸｘＥｅ＊．＋－", "0123456789XxEe*.+-"
MASK = "[*●•○□#※█?]|X{3,}"
LIKE_ONE = r"\d{6}"
"""What even a damaged number still holds; a note or a total does not."""
SCIENTIFIC = r"\d(\.\d+)?E\+?\d{1,2}"
OTHER_DOCUMENT = r"[A-Z]{1,3}\d{6,10}[A-Z]?"
"""Passes and passports: nobody's ID number, and no fault either."""
OLD_FOREIGN = r"[A-Z]{3}\d{12}"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def normalised(number: str) -> str:
    """An ID number as `ids.normalise` leaves it; one of 18 bytes is taken as it is (`source` knows how else
    it may be written)."""
    cleaned = f"regexp_replace(translate({number}, '{WIDE}', '{NARROW}'), '{JUNK}', '', 'g')"
    return f"CASE WHEN strlen({number}) = 18 THEN {number} ELSE nullif(upper({cleaned}), '') END"


BODY = "TRY_CAST(number[:17] AS BIGINT)"
"""The column `body` beside `number`: the first 17 digits. The engine would work them out anew wherever they
stand in an expression."""


def fault() -> str:
    """Why a normalised `number` (with its `body`) cannot tell a person, as an SQL expression; '' where it
    can, or is a document of another kind."""
    number = "number"
    return (
        f"CASE WHEN strlen({number}) = 18 AND {_checked()} THEN '' "
        f"WHEN {number} IS NULL THEN '{EMPTY}' "
        f"ELSE CASE "
        f"WHEN regexp_full_match(trim({number}), '\\d{{15}}|{OLD_FOREIGN}|{OTHER_DOCUMENT}') THEN '' "
        f"WHEN regexp_matches(upper({number}), '{MASK}') THEN '{MASKED}' "
        f"WHEN regexp_full_match(upper({number}), '{SCIENTIFIC}|\\d{{15}}0{{3}}') THEN '{AS_NUMBER}' "
        f"ELSE '{WRONG}' END END"
    )


def _checked() -> str:
    """Whether the 18th character is the one that the first 17 digits ask for.

    The weights are powers of two modulo 11, and the digits' sum under powers of two is the number less eight
    times the sum of its quotients: sixteen divisions, where the digits one by one would cost twice as many.
    """
    quotients = " + ".join(f"{1 << at - 1} * (body // {10**at})" for at in range(1, 17))
    return f"coalesce(upper(right(number, 1)) = '{CHECKS}'[1 + 2 * (body - 8 * ({quotients})) % 11], false)"


def fault_of(value: str | None) -> str:
    """`fault` of one number as it is written, without an engine."""
    number = (ids.normalise(value) or "").removeprefix('="').removesuffix('"')
    if not number:
        return EMPTY
    if re.fullmatch(r"\d{17}[\dX]", number, re.A) and ids.check_character(number) == number[17]:
        return ""
    for pattern, key in (
        (rf"\d{{15}}|{OLD_FOREIGN}|{OTHER_DOCUMENT}", ""),
        (f".*(?:{MASK}).*", MASKED),
        (rf"{SCIENTIFIC}|\d{{15}}0{{3}}", AS_NUMBER),
    ):
        if re.fullmatch(pattern, number, re.A):
            return key
    return WRONG
