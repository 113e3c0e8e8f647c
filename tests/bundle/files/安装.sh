#!/bin/sh
# 在本文件夹内建立运行环境，不改动系统，不需要网络。
cd "$(dirname "$0")" || exit 2
python3.11 -c 'import ensurepip, venv' 2> /dev/null || {
    echo '没有找到Python 3.11及其venv。请先安装（Debian、UOS：apt-get install python3.11-venv；麒麟：见说明.txt），再运行本文件。' >&2
    exit 2
}
set -e
python3.11 -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels --require-hashes -r requirements.txt
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels --no-deps --force-reinstall gaoji-batch
[ -f 工作区/gaoji.toml ] || venv/bin/gaoji init 工作区
echo '安装完成。把各单位报送的文件放入“工作区/inbox”，再运行“校验.sh”；也可以写明别的工作区：./校验.sh 文件夹'
