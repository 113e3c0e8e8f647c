"""Where the data of the law and the templates lie: at the top of the repository, or inside the installed
package."""

from __future__ import annotations

from pathlib import Path

from gaoji_batch.errors import GaojiError

_PACKAGE = Path(__file__).resolve().parents[1]


def schemas() -> Path:
    """The folder `schemas`."""
    return _folder("schemas")


def templates() -> Path:
    """The folder `templates`."""
    return _folder("templates")


def _folder(name: str) -> Path:
    for folder in (_PACKAGE.parent / name, _PACKAGE / "data" / name):
        if folder.is_dir():
            return folder
    raise GaojiError(f"安装不完整：缺少{name}文件夹", "重新安装gaoji_batch")
