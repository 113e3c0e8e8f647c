"""What rulings were bound to, kept in the workspace between runs."""

from __future__ import annotations

import json
from typing import Any

from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace import disk
from gaoji_batch.workspace.folders import Workspace


def bindings(workspace: Workspace) -> dict[str, Any]:
    """What rulings were bound to (`judgement.memory`)."""
    path = workspace.state / "decisions.json"
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}
    except (ValueError, TypeError) as error:
        raise GaojiError(f"{path}已损坏", "从备份恢复；或移走它，处理意见将重新与问题对应") from error


def keep_bindings(workspace: Workspace, bound: dict[str, Any]) -> None:
    """Remembers them in the workspace's state, not in center/."""
    path = workspace.state / "decisions.json"
    fresh = path.with_suffix(".part")
    fresh.write_text(json.dumps(bound, indent=0, sort_keys=True), encoding="utf-8")
    disk.replace(fresh, path)
