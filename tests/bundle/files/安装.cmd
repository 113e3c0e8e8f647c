@echo off
rem 双击运行：在本文件夹内建立运行环境，不改动系统，不需要网络。
setlocal
cd /d "%~dp0"
py -3.11 -c "" 2>nul
if errorlevel 1 (
    echo 没有找到Python 3.11。请先安装（python.org，64位），再双击本文件。
    pause
    exit /b 2
)
py -3.11 -m venv venv || goto failed
venv\Scripts\python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels --require-hashes -r requirements.txt || goto failed
venv\Scripts\python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels --no-deps --force-reinstall gaoji-batch || goto failed
if not exist "工作区\gaoji.toml" venv\Scripts\gaoji init "工作区" || goto failed
echo 安装完成。把各单位报送的文件放入“工作区\inbox”，再双击“校验.cmd”；也可以把别的工作区拖到“校验.cmd”上。
pause
exit /b 0
:failed
echo 安装没有完成。办法：把本文件夹放到路径较短的位置（如D:\gaoji），关闭安全软件的拦截后重试。
pause
exit /b 2
