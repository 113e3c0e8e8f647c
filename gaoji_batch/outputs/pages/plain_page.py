"""Pages without a script: one self-contained file of the same look and the same security policy as
index.html.

Their templates extend templates/plain.html.j2, which has the head, the style sheet and the foot.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from gaoji_batch.outputs import templated
from gaoji_batch.outputs.pages.security import policy


def write(workspace: Path, template: str, values: Mapping[str, Any], path: Path) -> None:
    """Writes the page at `path` from a template; `workspace` may hold the center's own copy of it. GaojiError
    where that is broken."""
    style = templated.asset(workspace, "page.css")
    text = templated.render(workspace, template, {"style": Markup(style), "csp": policy(style), **values})
    path.write_text(text, encoding="utf-8", newline="\n")
