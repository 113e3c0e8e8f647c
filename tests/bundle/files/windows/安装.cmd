@echo off
rem 可以不运行：校验.cmd、菜单.cmd解压后就能用。运行它：建立空的工作区，并检查本机。
setlocal
set "PYTHONUTF8="
if not exist "%~dp0python\python.exe" goto packed
if not exist "%~dp0工作区\gaoji.toml" "%~dp0python\python.exe" -m gaoji_batch init "%~dp0工作区"
if errorlevel 1 goto failed
"%~dp0python\python.exe" -m gaoji_batch -C "%~dp0工作区" doctor
echo.
echo 可以使用了。把各单位报送的文件放入“工作区\inbox”，再双击“校验.cmd”或“菜单.cmd”。
pause
exit /b 0
:packed
echo 请先把压缩包整个解压（右键，全部解压缩），再双击解压后文件夹里的本文件。
pause
exit /b 2
:failed
echo 没有完成。办法：把本文件夹放到路径较短的位置（如D:\gaoji），关闭安全软件的拦截后重试。
pause
exit /b 2
