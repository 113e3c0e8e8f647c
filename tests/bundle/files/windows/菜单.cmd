@echo off
rem 双击：对本文件夹内的“工作区”逐项操作；把一个工作区拖到本文件上：对那一个。
setlocal
set "PLACE=%~1"
if "%PLACE%"=="" set "PLACE=%~dp0工作区"
set "GAOJI="%~dp0python\python.exe" -m gaoji_batch"
if not exist "%~dp0python\python.exe" goto packed
if "%~1"=="" if not exist "%PLACE%\gaoji.toml" %GAOJI% init "%PLACE%"
:menu
echo.
echo   工作区：%PLACE%
echo   1  审核           2  打开审核结果
echo   3  写告知书       4  受理
echo   5  打开收件夹     6  检查工作区
echo   0  退出
set "CHOSEN="
set /p "CHOSEN=请输入数字后回车："
if "%CHOSEN%"=="" exit /b 0
if "%CHOSEN%"=="0" exit /b 0
if "%CHOSEN%"=="1" %GAOJI% -C "%PLACE%" validate --exit-zero
if "%CHOSEN%"=="2" start "" "%PLACE%\out\latest\index.html"
if "%CHOSEN%"=="3" %GAOJI% -C "%PLACE%" letters
if "%CHOSEN%"=="4" call :accept
if "%CHOSEN%"=="5" start "" "%PLACE%\inbox"
if "%CHOSEN%"=="6" %GAOJI% -C "%PLACE%" doctor
goto menu
:accept
set "NAME="
set /p "NAME=经办人姓名："
if "%NAME%"=="" exit /b 0
%GAOJI% -C "%PLACE%" accept --exit-zero --by "%NAME%"
exit /b 0
:packed
echo 请先把压缩包整个解压（右键，全部解压缩），再双击解压后文件夹里的本文件。
pause
exit /b 2
