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
steps="[(s['phase'], s['workstation'], [(c['fact'], c['from'], c['to']) for c in s['changes'] if c['fact'] in server]) for server in [['leave_on_server', 'delete_after_days', 'delete_when', 'protocol']] for s in d['steps']]"

expect 1 "an office that loses mail" plan "$office"
is "$(json "$out" "$steps")" \
	'[["stop", "PC-07", [["leave_on_server", false, true], ["delete_after_days", null, 30], ["delete_when", null, "never"]]]]' \
	"the one client, its settings together"
is "$(json "$out" "[m['pattern'] for m in d['mailboxes']]")" '["representative", "least"]' "the one that takes becomes the one that removes late"
is "$(json "$out" "[m['never_switch_leave_off'][0]['workstation'] for m in d['mailboxes']]")" '["PC-02", "PC-01"]' "who has kept mail is named"
expect 1 "as text" plan -f text "$office"
like "$out" 'Before anything else close this program' "stop it first"
like "$out" 'Never switch "leave mail on the server" off on PC-02' "the trap is named"

expect 1 "in Japanese" plan --lang ja -f text "$office"
is "$(tr -d ' \n' <"$out" | grep -c '\[サーバー設定\]>「ダウンロード後もサーバーにメッセージを残す」')" 1 "the client's own menu words"

expect 1 "all by IMAP" plan --toward imap -a info@example.co.jp "$office"
is "$(json "$out" "[(s['phase'], s['workstation'], [c['to'] for c in s['changes'] if c['fact'] == 'protocol']) for s in d['steps']]")" \
	'[["stop", "PC-07", ["imap"]], ["move", "PC-02", ["imap"]]]' "who takes first, then the others"
is "$(json "$out" "[s['mind'] for s in d['steps']]")" '[["stop-first", "local-mail", "old-account"], ["local-mail", "old-account"]]' "the mail on the workstation is thought of"
twice=$srcdir/samples/rules/same-pc-two-protocols/bad.json
expect 1 "who has it by IMAP, too" plan --toward imap "$twice"
is "$(json "$out" "[(s['phase'], c['fact'], c['to'], bool(c['menu']), 'local-mail' in s['mind'], 'old-account' in s['mind']) for s in d['steps'] for c in s['changes'] if c['fact'] in ('enabled', 'protocol')]")" \
	'[["move", "enabled", false, true, true, false], ["move", "enabled", false, true, true, false]]' "gets no second IMAP account, and the mail of the old one is thought of"
expect 1 "as text" plan --toward imap -f text --lang en "$twice"
like "$out" 'no switch does it' "what has no switch says how"
logins="sorted({(c['from'], c['to']) for s in d['steps'] for c in s['changes'] if c['fact'] == 'login'})"
expect 1 "POP that hides mail, and junk from it" plan "$srcdir/samples/rules/gmail-pop-without-recent/bad.json"
is "$(json "$out" "$logins")" '[]' "who goes over to IMAP gets no login for POP"
expect 1 "a login for POP" plan --toward imap "$srcdir/samples/rules/gmail-recent-and-delete/bad.json"
is "$(json "$out" "$logins")" '[["recent:info@example.co.jp", "info@example.co.jp"]]' "does not go along to IMAP"
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

expect 1 "IMAP accounts to blame" report "$srcdir/samples/rules/imap-moves-to-local/bad.json"
is "$(json "$out" "[c['fact'] for f in d['findings'] for b in f['blame'] for c in b.get('change', []) if c['fact'] in ('leave_on_server', 'delete_when')]")" '[]' "are not told to set what only POP accounts have"

# ---- another world ----

good='PC-07/thunderbird/info@*: leave_on_server=true, delete_after_days=30, delete_when=never'
expect 0 "suppose the taker were set right" report --suppose "$good" "$office"
is "$(json "$out" "[(c['workstation'], c['fact'], c['from'], c['to']) for c in d['supposed'][0]['changes']]")" \
	'[["PC-07", "leave_on_server", false, true], ["PC-07", "delete_after_days", null, 30], ["PC-07", "delete_when", null, "never"]]' "and it says so"
expect 0 "as text" report -f text --suppose "$good" "$office"
is "$(head -n 1 "$out" | cut -c1-9)" "SUPPOSED:" "says so first"
is "$(tail -n 1 "$out")" "All of this is supposed: see the beginning." "and last"
expect 1 "the real world is another" report "$office"
unlike "$out" supposed "and not supposed"
"$MAILACCORD" plan --suppose "$good" "$office" >"$out"
is "$(json "$out" "[c['fact'] for s in d['steps'] for c in s['changes'] if c['fact'].startswith(('leave', 'delete'))]")" '[]' "then nothing of it is left to plan"
is "$(json "$out" "len(d['supposed'])")" 1 "and the plan says so"
expect 0 "a gate" gate --against "$office" --suppose "$good" "$office/PC-07"
expect 1 "a gate's candidate" gate --against "$office" --suppose 'PC-02: leave_on_server=no' --suppose "$good" "$office/PC-02"
expect 0 "a gate's others do not count against it" gate --against "$office" --suppose 'PC-02: leave_on_server=no' --suppose "$good" "$office/PC-03"
expect 1 "several, the last of two counts" report --suppose "$good" --suppose 'pc-07: delete_after_days=none, leave_on_server=no' "$office"
expect 2 "unknown" report --suppose "$good" --suppose 'PC-07: leave_on_server=unknown' "$office"
expect 64 "no such account" report --suppose 'PC-99: leave_on_server=yes' "$office"
like "$err" 'no account "PC-99"' "names it"
expect 64 "no such fact" report --suppose 'PC-07: leave=yes' "$office"
like "$err" 'no fact "leave"' "names it"
expect 64 "no such value" report --suppose 'PC-07: protocol=pop' "$office"
like "$err" '"pop" is no value of protocol: pop3 imap' "names it and what there is"
expect 64 "no fact at all" report --suppose 'PC-07' "$office"
expect 64 "nothing behind the comma" report --suppose 'PC-07: leave_on_server=yes, delete' "$office"
like "$err" '"delete" is no FACT=VALUE' "names it"

# ---- the same again ----

"$MAILACCORD" plan "$office" >"$scratch/one"
"$MAILACCORD" plan "$office" >"$scratch/two"
cmp -s "$scratch/one" "$scratch/two"
ok $? "the same input gives the same bytes"
finish
