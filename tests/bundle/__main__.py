"""python -m tests.bundle PLATFORM: an offline installation of the toolkit for another computer, in dist/."""

from __future__ import annotations

import sys

from tests.bundle.locked import PLATFORMS
from tests.bundle.make import make

if len(sys.argv) != 2 or sys.argv[1] not in PLATFORMS:
    sys.exit(f"请写明平台，如 make bundle PLATFORM=win_amd64；可用：{'、'.join(PLATFORMS)}")
print(f"离线安装包：{make(sys.argv[1])}")
