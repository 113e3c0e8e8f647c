@echo off
rem 双击：审核本文件夹内的“工作区”；把一个工作区拖到本文件上：审核那一个。
setlocal
set "PLACE=%~1"
if "%PLACE%"=="" set "PLACE=%~dp0工作区"
if not exist "%~dp0python\python.exe" goto packed
if "%~1"=="" if not exist "%PLACE%\gaoji.toml" "%~dp0python\python.exe" -m gaoji_batch init "%PLACE%"
if errorlevel 1 goto failed
"%~dp0python\python.exe" -m gaoji_batch -C "%PLACE%" validate --exit-zero
if errorlevel 1 goto failed
if exist "%PLACE%\out\latest\index.html" start "" "%PLACE%\out\latest\index.html"
pause
exit /b 0
:packed
echo 请先把压缩包整个解压（右键，全部解压缩），再双击解压后文件夹里的本文件。
pause
exit /b 2
:failed
echo 没有完成，原因和办法见上面一行。
pause
exit /b 2
