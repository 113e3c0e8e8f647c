"""The keyed hash by which a person or a content is known without being named
(docs/decisions/0003-keyed-hashes.md).

The ledger's guard against a second payment compares these hashes: whoever records a person and whoever looks
a person up must come to the same one, so it is computed here alone.
"""

from __future__ import annotations

import hmac


def keyed_hash(written: str, key: bytes) -> str:
    """HMAC-SHA256 of the text under the workspace's key, 64 hexadecimal digits.

    Half of a surrogate pair, as a damaged file may hold one, is hashed like any other character.
    """
    return hmac.digest(key, written.encode("utf-8", "surrogatepass"), "sha256").hex()
