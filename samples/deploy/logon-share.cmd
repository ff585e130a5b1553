@echo off
rem SPDX-License-Identifier: GPL-3.0-or-later
rem Logon script: User Configuration, Policies, Windows Settings, Scripts, Logon.
rem mailaccord.exe lies beside this file, on a share; nothing is installed. Each run
rem leaves a file in INBOX, a folder: no "\" behind it, which would take the quote.
setlocal
set "INBOX=\\SERVER\mailaccord-inbox"
set "LOG=%TEMP%\mailaccord.log"

"%~dp0mailaccord.exe" scan -q -o "%INBOX%" >nul 2>"%LOG%"
set "STATUS=%ERRORLEVEL%"

rem 0, 1 and 2: the scan is written, whatever it says. Else the reason goes there.
if %STATUS% GEQ 0 if %STATUS% LEQ 2 exit /b %STATUS%
copy /y "%LOG%" "%INBOX%\%COMPUTERNAME%.trouble.txt" >nul 2>&1
exit /b %STATUS%
