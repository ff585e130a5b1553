#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The whole way, with the real parts: scan --send, the collector, its report,
# and a gate that asks it.
. "${srcdir:=.}/tests/tap.sh"
# LeakSanitizer itself falls over threads of a library that was loaded late (signal 11 in its tracer); the rest stays on.
ASAN_OPTIONS=detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}
export ASAN_OPTIONS
. "$srcdir/tests/centre/server.sh"
MAILACCORD_STATE=$scratch/state
export MAILACCORD_STATE
office=$srcdir/samples/office
serve
trap 'kill $server 2>/dev/null; rm -rf "$scratch"' EXIT
# A token that speaks for all of the office: its workstations are folders here.
"$MAILACCORD" store token "$store" office --scope send,gate 2>/dev/null | tail -n 1 >"$scratch/token"
chmod 600 "$scratch/token"
to() { "$MAILACCORD" "$@" --ca-file "$net/ca.pem" --token-file "$scratch/token" --wait 5; }
n=0
for pc in PC-01 PC-02 PC-03 PC-04 MacBook-06 iMac-05; do
	to scan --send "$url" "$office/$pc" 2>>"$scratch/err" >/dev/null
	[ $? -lt 64 ] && n=$((n + 1))
done
is "$n" 6 "six workstations are sent"
sed 's/^/# /' "$scratch/err" | grep -v stored | head
"$MAILACCORD" report "$store" >"$scratch/report.json" 2>/dev/null
is "$(json "$scratch/report.json" 'sorted(c["workstation"] for c in d["coverage"])')" '["MacBook-06", "PC-01", "PC-02", "PC-03", "PC-04", "iMac-05"]' "the centre's report shows them"

gate() { # PC OPTION...
	pc=$1
	shift
	to gate --against "$url" --format json "$@" "$office/$pc" >"$scratch/gate.json" 2>"$scratch/err"
	status=$?
}
gate PC-07
is "$status $(json "$scratch/gate.json" 'd["gate"]["verdict"]')" "1 fail" "PC-07 would take the mail of all: it may not go live"
"$MAILACCORD" gate --against "$store" --format json "$office/PC-07" >"$scratch/local.json" 2>/dev/null
is "$(json "$scratch/gate.json" 'sorted(f["rule"] for f in d["findings"])')" "$(json "$scratch/local.json" 'sorted(f["rule"] for f in d["findings"])')" "with the findings that the store gives"
gate PC-02
"$MAILACCORD" gate --against "$store" --format json "$office/PC-02" >"$scratch/local.json" 2>/dev/null
local=$?
is "$status $(json "$scratch/gate.json" 'd["gate"]["verdict"]')" "$local $(json "$scratch/local.json" 'd["gate"]["verdict"]')" "PC-02 fares as against the store"
echo '{"format": "mailaccord-policy", "version": 1, "max_age_days": 7}' >"$scratch/policy.json"
"$MAILACCORD" store policy "$store" "$scratch/policy.json" >/dev/null 2>&1
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 30 * 86400)) gate PC-02
[ "$status" != 0 ]
ok $? "what is a month old lets nobody pass ($status)"
gate PC-02 --ca-file "$srcdir/COPYING"
[ "$status" != 0 ]
ok $? "nor does a server that is not known ($status)"
echo wrong >"$scratch/wrong"
chmod 600 "$scratch/wrong"
"$MAILACCORD" gate --against "$url" --ca-file "$net/ca.pem" --token-file "$scratch/wrong" --wait 3 "$office/PC-02" >"$scratch/gate.json" 2>/dev/null
is "$? $(json "$scratch/gate.json" 'd["gate"]["verdict"]')" "2 undetermined" "nor one that does not know us"
kill $server
wait $server 2>/dev/null
gate PC-02 --wait 1
is "$status $(json "$scratch/gate.json" 'd["gate"]["verdict"]')" "2 undetermined" "nor one that is down"
like "$scratch/gate.json" 'localhost' "and it is said why"
finish
