"""python -m tests.bundle PLATFORM: an offline installation of the toolkit for another computer, in dist/."""

from __future__ import annotations

import sys

from tests.bundle.locked import PLATFORMS
from tests.bundle.make import make

_, platform, *pythons = [*sys.argv, ""] if len(sys.argv) < 2 else sys.argv
if platform not in PLATFORMS or not set(pythons) <= set(PLATFORMS[platform].pythons):
    sys.exit(f"请写明平台，如 make bundle PLATFORM=win_amd64；可用：{'、'.join(PLATFORMS)}")
print(f"离线安装包：{make(platform, pythons)}")
