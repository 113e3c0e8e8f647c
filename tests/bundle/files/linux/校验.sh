#!/bin/sh
# 审核本文件夹内的“工作区”；写明或拖入一个工作区，则审核那一个。
here="$(cd "$(dirname "$0")" && pwd)"
place="${1:-$here/工作区}"
[ -x "$here/venv/bin/python" ] || { echo '还没有安装。请先运行“安装.sh”。' >&2; exit 2; }
"$here/venv/bin/python" -m gaoji_batch -C "$place" validate --exit-zero || exit 2
if [ -n "$DISPLAY" ] && command -v xdg-open > /dev/null; then xdg-open "$place/out/latest/index.html"; fi
