@echo off
rem 命令行：gaoji.cmd --help
"%~dp0python\python.exe" -m gaoji_batch %*
