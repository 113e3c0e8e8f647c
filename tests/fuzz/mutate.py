"""Random changes of a file: of its bytes, and of the parts
of a zip, so that a changed part is still inflated."""

from __future__ import annotations

import io
import random
import zipfile

WORDS = [
    b"\xff", b"\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"99999999999", b"-1", b"A0", b"XFD1048576",
    b"ZZZZ9", b'"', b"<", b">", b"&#0;", b"&#x10FFFF;",
    b"<!--", b"]]>", b"t=\"e\"", b"t=\"s\"", b"<f>", b"</c>", b"<row>", b"\r", b"\xed\xa0\x80",
    b"\xe2\x80\xae", b"1e999", b"NaN", b"",
]  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with one to five changes; most zips are changed part by part."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _with_parts(data, chance)
    return _scrambled(data, chance)


def _with_parts(data: bytes, chance: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = {name for name in names if chance.random() < 0.15} or {chance.choice(names)}
        for name in names:
            part = old.read(name)
            new.writestr(name, _scrambled(part, chance) if name in chosen else part)
    return made.getvalue()


def _scrambled(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(6):
            case 0:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[at : at + chance.randint(1, 40)]
            case 2:
                changed[at : at + chance.randint(0, 4)] = chance.choice(WORDS)
            case 3:
                piece = changed[at : at + chance.randint(1, 200)]
                changed[at:at] = piece * chance.choice((1, 1, 1, 50))
            case 4:
                other = chance.randrange(len(changed) + 1)
                changed[at : at + 20] = changed[other : other + 20]
            case _:
                if changed and at < len(changed):
                    changed[at] ^= 1 << chance.randrange(8)
    return bytes(changed)
