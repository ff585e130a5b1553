# SPDX-License-Identifier: GPL-3.0-or-later
# Intune remediation, remediation script, for Windows PowerShell 5.1. Settings of mail
# clients are people's, and what one PC must change depends on the others: nothing is
# changed here. The scan goes to the collector, whose page tells the helpdesk what to do.
# Use the logged-on credentials: No, as in the detection script. "@" is the collector
# that the PC was set up for when mailaccord was installed; its URL will do as well.

$collector = '@'
$program = Join-Path $env:ProgramW6432 'mailaccord\mailaccord.exe'

if (-not (Test-Path -LiteralPath $program)) {
    Write-Output "$program is not there"
    exit 1
}
& $program scan -q --send $collector --wait 60 2>$null | Out-Null
$status = $LASTEXITCODE

# What the scan says is 0, 1 or 2; then it is stored. 69: kept, and sent by the next run.
if ($status -ge 0 -and $status -le 2) {
    Write-Output 'sent to the collector'
    exit 0
}
Write-Output "not sent to the collector, status $status"
exit 1
