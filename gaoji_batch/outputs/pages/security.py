"""What a page may load: its own style sheet, its own script, and for index.html one picture beside it."""

from __future__ import annotations

import base64
import hashlib


def policy(style: str, script: str = "") -> str:
    """The content security policy of a page that may use this style sheet and this script alone. A page with
    a script may also look at a picture beside it (run.svg), in which nothing runs; no other script ever
    does."""
    pictures = "img-src 'self'; " if script else ""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; {pictures}"
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
