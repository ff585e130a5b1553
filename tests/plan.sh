#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# plan through the program itself.
. "${srcdir:=.}/tests/tap.sh"
out=$scratch/out err=$scratch/err
office=$srcdir/samples/office

# expect STATUS NAME ARGUMENT...
expect() {
	want=$1
	name=$2
	shift 2
	"$MAILACCORD" "$@" >"$out" 2>"$err"
	is $? "$want" "$name"
}
steps="[(s['phase'], s['workstation'], [(c['fact'], c['from'], c['to']) for c in s['changes']]) for s in d['steps']]"

expect 1 "an office that loses mail" plan "$office"
is "$(json "$out" "$steps")" \
	'[["stop", "PC-07", [["leave_on_server", false, true], ["delete_after_days", null, 30], ["delete_when", null, "never"], ["reply_to", null, "info@example.co.jp"], ["bcc", null, ["info@example.co.jp"]]]]]' \
	"the one client, its settings together"
is "$(json "$out" "[m['pattern'] for m in d['mailboxes']]")" '["representative", "least"]' "the one that takes becomes the one that removes late"
is "$(json "$out" "[m['never_switch_leave_off'][0]['workstation'] for m in d['mailboxes']]")" '["PC-02", "PC-01"]' "who has kept mail is named"
expect 1 "as text" plan -f text "$office"
like "$out" 'Before anything else close this program' "stop it first"
like "$out" 'Never switch "leave mail on the server" off on PC-02' "the trap is named"

expect 1 "in Japanese" plan --lang ja -f text "$office"
is "$(tr -d ' \n' <"$out" | grep -c '\[サーバー設定\]>「ダウンロード後もサーバーにメッセージを残す」')" 1 "the client's own menu words"

expect 1 "all by IMAP" plan --toward imap -a info@example.co.jp "$office"
is "$(json "$out" "[(s['phase'], s['workstation'], [c['to'] for c in s['changes']]) for s in d['steps']]")" \
	'[["stop", "PC-07", ["imap", "info@example.co.jp", ["info@example.co.jp"]]], ["move", "PC-02", ["imap"]]]' "who takes first, then the others"
is "$(json "$out" "[s['mind'] for s in d['steps']]")" '[["stop-first", "local-mail", "old-account"], ["local-mail", "old-account"]]' "the mail on the workstation is thought of"
expect 1 "a representative by name" plan --toward representative=pc-02/outlook -a info@example.co.jp "$office"
is "$(json "$out" "[(s['phase'], s['workstation'], s['mind']) for s in d['steps']]")" \
	'[["stop", "PC-07", ["stop-first"]], ["limit", "PC-02", ["backlog"]]]' "the new limit comes last, and its backlog is thought of"

expect 64 "an aim that is none" plan --toward pop "$office"
like "$err" '"pop" is none of' "says what there is"
expect 64 "a representative that is nowhere" plan --toward representative=PC-99 "$office"
like "$err" 'no account "PC-99"' "names it"
expect 64 "a representative without a name" plan --toward representative= "$office"
expect 0 "nothing to do" plan -a order@example.co.jp "$office"
is "$(json "$out" "d['summary']")" '{"changed": 0, "look": 0, "steps": 0}' "says so"

unknown=$srcdir/samples/rules/pop-keep-unknown/bad.json
expect 2 "what is unknown" plan "$unknown"
is "$(json "$out" "[(s['phase'], s['changes'], 'leave_on_server' in s['look']) for s in d['steps'] if s['look']][:1]")" '[["look", [], true]]' "is looked at, not assumed"

"$MAILACCORD" plan "$office" >"$scratch/one"
"$MAILACCORD" plan "$office" >"$scratch/two"
cmp -s "$scratch/one" "$scratch/two"
ok $? "the same input gives the same bytes"
finish
