"""What a page may load: its own style sheet and its own script, and nothing else."""

from __future__ import annotations

import base64
import hashlib


def policy(style: str, script: str = "") -> str:
    """The content security policy of a page that may use this style sheet and this script alone, and what this
    script itself loads (run.js)."""
    loads = " 'strict-dynamic'" if script else ""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'{loads}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
