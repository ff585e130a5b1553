#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# samples/office tells its story: of two shared addresses one loses its mail to
# a PC set up last week, the other is run by the agreed pattern and is clean.
. "${srcdir:=.}/tests/tap.sh"

"$MAILACCORD" report "$srcdir/samples/office" >"$scratch/report.json" 2>"$scratch/err"
is $? 1 "the office has findings"
is "$(cat "$scratch/err")" "" "nothing is said on standard error"
mailbox() { json "$scratch/report.json" "[m for m in d['mailboxes'] if m['address']=='$1'][0]$2"; }
findings() { json "$scratch/report.json" "sorted(set(f['rule'] for f in d['findings'] if f['mailbox'] and f['mailbox'].startswith('$1') and f['status']=='$2'))"; }

is "$(json "$scratch/report.json" "[m['address'] for m in d['mailboxes']]")" '["info@example.co.jp", "order@example.co.jp"]' "two mailboxes, no more: hidden logins and server names are joined"
is "$(json "$scratch/report.json" "len(d['coverage'])")" 7 "seven workstations are heard of"
is "$(mailbox info@example.co.jp "['status']")" fail "info@ fails"
is "$(mailbox order@example.co.jp "['status']")" clean "order@ is clean"
is "$(mailbox info@example.co.jp "['life']['gone_after_days']")" 0 "a message to info@ is gone at the first fetch"
is "$(mailbox order@example.co.jp "['life']['gone_after_days']")" 30 "a message to order@ stays for 30 days"
is "$(json "$scratch/report.json" "[(b['workstation'], [e['value'] for e in b['evidence'] if e['fact']=='leave_on_server']) for f in d['findings'] if f['rule']=='pop-delete-on-download' for b in f['blame']]")" \
	'[["PC-07", [false]]]' "PC-07 alone is blamed, though its From is somebody's own address"
like "$scratch/report.json" '店長の iPhone' "the phone that nobody can scan is named"
is "$(findings order@example.co.jp fail | grep -c critical)" 0 "order@ has nothing critical"

"$MAILACCORD" report --format text "$srcdir/samples/office" >"$scratch/text"
is $? 1 "the text report ends with the same status"
like "$scratch/text" 'PC-07' "the text names PC-07"
like "$scratch/text" 'order@example.co.jp.*clean' "the text says that order@ is clean"
COLUMNS=60 "$MAILACCORD" report --format text "$srcdir/samples/office" >"$scratch/narrow"
unlike "$scratch/narrow" "$(printf '\033')" "no escape sequences where nobody asked for colours"

# The same, workstation by workstation: what the centre judges is what was scanned.
mkdir "$scratch/inbox"
for pc in "$srcdir"/samples/office/*/; do
	"$MAILACCORD" scan -o "$scratch/inbox/$(basename "$pc").json" "$pc" || :
done
"$MAILACCORD" report --policy "$srcdir/samples/office/policy.json" "$scratch/inbox" >"$scratch/central.json"
is $? 1 "a report over the scan documents has the same status"
is "$(json "$scratch/central.json" "sorted(f['fingerprint'] for f in d['findings'])")" \
	"$(json "$scratch/report.json" "sorted(f['fingerprint'] for f in d['findings'])")" "and the same findings"

# The advice, followed: PC-07 leaves mail on the server.
cp -R "$srcdir/samples/office" "$scratch/mended"
chmod -R u+w "$scratch/mended"
find "$scratch/mended/PC-07" -name prefs.js -exec sh -c 'printf "user_pref(\"mail.server.server1.leave_on_server\", true);\r\n" >>"$1"' sh {} \;
"$MAILACCORD" report "$scratch/mended" >"$scratch/mended.json"
is $? 0 "with PC-07 mended nothing serious is left"

# PC-07 before it went live.
mkdir "$scratch/others"
cp -R "$srcdir/samples/office/." "$scratch/others"
rm -rf "$scratch/others/PC-07"
"$MAILACCORD" gate --against "$scratch/others" "$srcdir/samples/office/PC-07" >"$scratch/gate.json"
is $? 1 "the gate would have stopped PC-07"
is "$(json "$scratch/gate.json" "d['gate']['verdict']")" fail "and says so"
"$MAILACCORD" gate --against "$scratch/others" "$scratch/mended/PC-07" >"$scratch/gate.json"
is $? 0 "mended it may go live"
is "$(json "$scratch/gate.json" "d['gate']['verdict']")" pass "and the gate says so"
finish
