# SPDX-License-Identifier: GPL-3.0-or-later
# Intune remediation, detection script, for Windows PowerShell 5.1: prints one line,
# OK, PROBLEM, UNKNOWN or ERROR and why; status 0 for OK alone.
# Use the logged-on credentials: No. As SYSTEM it reads the clients of all users.
# Either bitness will do.

# One PC cannot know which addresses are shared: name them.
$addresses = 'info@example.co.jp', 'order@example.co.jp'
$program = Join-Path $env:ProgramW6432 'mailaccord\mailaccord.exe'

if (-not (Test-Path -LiteralPath $program)) {
    Write-Output "ERROR - $program is not there"
    exit 1
}
# A file, because PowerShell would take UTF-8 from a pipe for the console's code page.
$file = [IO.Path]::GetTempFileName()
$arguments = @('scan', '-q', '--lang', 'en', '-f', 'intune', '-o', $file)
foreach ($address in $addresses) { $arguments += '-a', $address }

$trouble = & $program $arguments 2>$null
$status = $LASTEXITCODE
$line = Get-Content -LiteralPath $file -Encoding UTF8 -TotalCount 1
Remove-Item -LiteralPath $file

# Trouble is told on standard output, and the file stays empty.
if (-not $line) { $line = @($trouble)[0] }
if (-not $line) { $line = "ERROR - mailaccord ended with $status" }
Write-Output $line
if ($status -eq 0) { exit 0 }
exit 1
