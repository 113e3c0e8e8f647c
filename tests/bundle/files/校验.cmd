@echo off
rem 双击：审核本文件夹内的“工作区”；把一个工作区拖到本文件上：审核那一个。
setlocal
set "PLACE=%~1"
if "%PLACE%"=="" set "PLACE=%~dp0工作区"
if not exist "%~dp0venv\Scripts\gaoji.exe" (
    echo 还没有安装。请先双击“安装.cmd”。
    pause
    exit /b 2
)
"%~dp0venv\Scripts\gaoji.exe" -C "%PLACE%" validate --exit-zero
if errorlevel 1 (
    pause
    exit /b 2
)
if exist "%PLACE%\out\latest\index.html" start "" "%PLACE%\out\latest\index.html"
pause
