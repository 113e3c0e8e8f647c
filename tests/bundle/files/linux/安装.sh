#!/bin/sh
# 在本文件夹内建立运行环境，不改动系统，不需要网络。
cd "$(dirname "$0")" || exit 2
found=
for version in {pythons}; do
    if "python$version" -c 'import ensurepip, venv' 2> /dev/null; then
        found="python$version"
        break
    fi
done
if [ -z "$found" ]; then
    echo '没有找到Python {oldest}至{newest}及其venv。办法见说明.txt第一节。' >&2
    exit 2
fi
set -e
"$found" -m venv --clear venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels --require-hashes -r requirements.txt
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels --no-deps --force-reinstall gaoji-batch
[ -f 工作区/gaoji.toml ] || venv/bin/python -m gaoji_batch init 工作区
echo '安装完成。把各单位报送的文件放入“工作区/inbox”，再运行“校验.sh”；也可以写明别的工作区：./校验.sh 文件夹'
