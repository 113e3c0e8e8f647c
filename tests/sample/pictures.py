"""Attachments made of a few bytes: a unit's red stamp, a scanned licence,
a one-page PDF, and the part that makes a workbook one with macros."""

from __future__ import annotations

import base64
import math
import struct
import zlib


def stamp(size: int = 150) -> bytes:
    """A round red stamp with a star, as PNG with a transparent ground;
    stored, so that any zlib writes the same bytes."""
    middle = size / 2
    rows = b"".join(
        b"\0" + bytes(_ink(x - middle + 0.5, y - middle + 0.5, middle) for x in range(size))
        for y in range(size)
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [
            _chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes([255, 255, 255, 200, 20, 20])),
            _chunk(b"tRNS", bytes([0, 200])),
            _chunk(b"IDAT", zlib.compress(rows, 0)),
            _chunk(b"IEND", b""),
        ]
    )


def _ink(x: float, y: float, radius: float) -> int:
    """1 where the stamp is red: its ring, and a five-pointed star."""
    distance, angle = math.hypot(x, y), math.atan2(x, -y)
    turn = abs((angle + math.pi / 5) % (2 * math.pi / 5) - math.pi / 5)
    star = radius * 0.45 * math.cos(math.pi * 2 / 5) / math.cos(math.pi * 2 / 5 - turn)
    return int(radius * 0.9 < distance < radius * 0.98 or distance < star)


def _chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def pdf(text: str) -> bytes:
    """A PDF of one page with a line of ASCII text."""
    stream = f"BT /F1 18 Tf 72 720 Td ({text}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        content
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(content)
    )


JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////"
    "////////////////////////////////////////////////////////////"
    "wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
)
"""A white JPEG of one pixel: stands for a scanned paper."""


def macros() -> bytes:
    """A small compound file, as a vbaProject.bin begins; there is no program in it."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = (
        bytes.fromhex("D0CF11E0A1B11AE1")
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack(
        "<109I", 0, *[free] * 108
    )
    sectors = struct.pack("<128I", fat, end, *[free] * 126)
    name = "Root Entry".encode("utf-16-le")
    root = (
        name.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(name) + 2, 5, 1, free, free, free)
        + bytes(36)
        + struct.pack("<IQ", end, 0)
    )
    return header + sectors + root + bytes(384)
