#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The command line: help, exit statuses, what goes where, bad input.
. "${srcdir:=.}/tests/tap.sh"
out=$scratch/out err=$scratch/err

run() {
	"$MAILACCORD" "$@" >"$out" 2>"$err"
	status=$?
}

# status NAME COMMAND...: the exit status
expect() {
	want=$1
	name=$2
	shift 2
	run "$@"
	is "$status" "$want" "$name"
}

office=$srcdir/samples/office
expect 0 "--help" --help
cp "$out" "$scratch/help"
for command in scan report gate plan explain list; do
	like "$scratch/help" "^  $command" "help names $command"
	expect 0 "$command --help" $command --help
	like "$out" "^usage: mailaccord $command" "$command has a usage line"
done
expect 0 "--version" --version
expect 64 "no command is a usage error" ""
expect 64 "unknown command" frobnicate
like "$err" 'no command "frobnicate"' "it is named"
expect 64 "unknown option" scan --frobnicate
like "$err" 'unknown option: --frobnicate' "it is named"
expect 64 "option without value" scan --format
expect 64 "value that is none" scan --format xml
like "$err" '"xml" is none of: text json csv' "the values are named"
expect 64 "report without argument" report
expect 64 "gate without the others" gate "$office/PC-07"
expect 64 "--root and PATH" scan --root / "$office"
expect 64 "explain an unknown rule" explain frob
expect 64 "list an unknown thing" list frobs
expect 66 "scan of what does not exist" scan /nonexistent
like "$err" '^mailaccord: /nonexistent: No such file' "the path is named"
expect 66 "report of what does not exist" report /nonexistent
expect 66 "policy that does not exist" report --policy /nonexistent "$office"
expect 73 "output that cannot be made" report -o /nonexistent/x "$office"

echo '{"format": "mailaccord-scan", "version": 99}' >"$scratch/new.json"
expect 65 "document of a newer version" report "$scratch/new.json"
like "$err" 'version' "says that the version is the reason"
echo '{"format": "mailaccord-scan", "version": 1,' >"$scratch/cut.json"
expect 65 "cut-off document" report "$scratch/cut.json"
like "$err" 'cut.json:[0-9]+:[0-9]+: ' "names line and column"
: >"$scratch/empty"
expect 65 "empty file" report "$scratch/empty"
echo '{"format": "mailaccord-policy", "version": 1, "delter": "x"}' >"$scratch/policy.json"
expect 78 "policy with a misspelt member" report --policy "$scratch/policy.json" "$office"
like "$err" 'delter' "names it"

echo '{"format": "mailaccord-policy", "version": 1, "waivers": [{"rule": "P99", "reason": "x"}]}' >"$scratch/waiver.json"
expect 78 "waiver for a rule that does not exist" report --policy "$scratch/waiver.json" "$office"
expect 2 "an address that nobody has is not clean" report --address nobody@example.co.jp "$office"

echo '{"format": "mailaccord-policy", "version": 1, "waivers": [{"rule": "*", "reason": "replaced next week", "approver": "Ito"}]}' >"$scratch/waiver.json"
run report --policy "$scratch/waiver.json" --format text "$office"
like "$out" 'info@example.co.jp - accepted by the site' "what is waived is not called clean"
like "$out" 'replaced next week' "and the reason is said"

# One bad document among good ones costs a note, not the report.
mkdir "$scratch/inbox"
"$MAILACCORD" scan -o "$scratch/inbox/a.json" "$office/PC-02" || :
cp "$scratch/cut.json" "$scratch/inbox/b.json"
run report "$scratch/inbox"
like "$out" '"bad-document"' "a bad document in a folder is a note"
case $status in 0) ok 1 "and the report is not clean" ;; *) ok 0 "and the report is not clean" ;; esac
is "$(ls "$scratch/inbox" | wc -l | tr -d ' ')" 2 "-o leaves no temporary file behind"

mkfifo "$scratch/fifo"
timeout 20 cat "$scratch/fifo" >"$scratch/copy" &
"$MAILACCORD" scan -o "$scratch/fifo" "$office/PC-02" || :
wait $! || :
[ -p "$scratch/fifo" ]; ok $? "-o does not replace what is no file"
like "$scratch/copy" '"mailaccord-scan"' "-o writes to it"
ln -s copy "$scratch/link"
"$MAILACCORD" scan -n elsewhere -o "$scratch/link" "$office/PC-02" || :
[ -L "$scratch/link" ]; ok $? "-o does not replace a link"
like "$scratch/copy" '"elsewhere"' "-o replaces the file behind it"
expect 74 "a folder where a file should be" report -o "$scratch/inbox" "$office"

expect 1 "report of the office" report "$office"
expect 1 "at a lower threshold" report --fail-on info "$office"
expect 0 "one address of it" report --address order@example.co.jp "$office"
is "$(json "$out" "[m['address'] for m in d['mailboxes']]")" '["order@example.co.jp"]' "and no other"
run report "$office"
cp "$out" "$scratch/one"
run report "$office/"
is "$(grep -v '"path"\|"file"\|"policy"' "$out" | cksum)" "$(grep -v '"path"\|"file"\|"policy"' "$scratch/one" | cksum)" "the same input gives the same bytes"
"$MAILACCORD" scan "$office/PC-07" | "$MAILACCORD" report - >"$out" 2>"$err"
is $? 0 "a scan can be piped into a report"

# A folder is a centre: each run one file, the newest of a workstation counts.
mkdir "$scratch/centre"
for time in 1798700000 1798761600; do
	SOURCE_DATE_EPOCH=$time "$MAILACCORD" scan --root "$office/PC-07" -o "$scratch/centre/" || :
	SOURCE_DATE_EPOCH=$time "$MAILACCORD" scan -o "$scratch/centre" "$office/PC-03" || :
done
run report "$scratch/centre"
is "$(json "$out" "[c['workstation'] for c in d['coverage']]")" '["PC-03", "PC-07"]' "a folder of runs: each workstation counts once"
is "$(ls "$scratch/centre" | grep -cv '\.json$')" 0 "and nothing but documents lies there"

# A folder in which nothing is recognised is not clean.
mkdir -p "$scratch/strange/PC-99"
echo hello >"$scratch/strange/PC-99/letter.txt"
expect 2 "a folder with nothing known" report "$scratch/strange"
like "$out" 'nothing-found' "says so"
printf 'REGEDIT4\r\n\r\n[HKEY_CURRENT_USER\\Control Panel]\r\n"a"="b"\r\n' >"$scratch/wrong-key.reg"
expect 2 "an export of keys that are no mail client's is not clean" scan "$scratch/wrong-key.reg"
like "$out" 'nothing-found' "says so too"
expect 2 "the same in a scan" scan "$scratch/strange/PC-99"

# Ten thousand accounts in one profile, each with files of its own that are not there.
mkdir "$scratch/many"
awk 'BEGIN {
	for (i = 0; i < 10000; i++) {
		list = list (i ? "," : "") "a" i
		printf "user_pref(\"mail.account.a%d.server\", \"s%d\");\n", i, i
		printf "user_pref(\"mail.server.s%d.type\", \"pop3\");\nuser_pref(\"mail.server.s%d.hostname\", \"p%d.example.co.jp\");\n", i, i, i
		printf "user_pref(\"mail.server.s%d.userName\", \"info\");\nuser_pref(\"mail.server.s%d.directory-rel\", \"[ProfD]Mail/%d\");\n", i, i, i
	}
	printf "user_pref(\"mail.accountmanager.accounts\", \"%s\");\n", list
}' >"$scratch/many/prefs.js"
run scan "$scratch/many"
is "$(json "$out" "(len(d['accounts']), len(d['notes']))")" "(10000, 0)" "ten thousand accounts, none left out"

# Links do not lead out of what was given.
mkdir -p "$scratch/trap/Users/taro/AppData/Roaming/Thunderbird" "$scratch/secret"
cp "$office"/PC-07/Users/*/AppData/Roaming/Thunderbird/Profiles/*/prefs.js "$scratch/secret/prefs.js"
ln -s "$scratch/secret" "$scratch/trap/Users/taro/AppData/Roaming/Thunderbird/Profiles"
ln -s "$scratch/secret/prefs.js" "$scratch/trap/prefs.js"
run scan "$scratch/trap"
unlike "$out" 'pop.example.co.jp' "links that lead out are not followed"
like "$out" '"outside"' "but noted"

# A profile on another drive is not on the disk that was handed over.
mkdir -p "$scratch/drives/Users/taro/AppData/Roaming/Thunderbird" "$scratch/drives/Windows/System32"
for drive in 'D:\Mail' '\\server\mail'; do
	printf '[Profile0]\r\nName=a\r\nIsRelative=0\r\nPath=%s\\a\r\n' "$drive" >"$scratch/drives/Users/taro/AppData/Roaming/Thunderbird/profiles.ini"
	expect 2 "a profile on $drive is not clean" scan --root "$scratch/drives"
	like "$out" '"outside"' "and noted"
done
mkfifo "$scratch/trap/Users/prefs.js"
run scan "$scratch/trap"
like "$out" 'not-regular' "a pipe is not opened"

# A whole system: a mounted disk with two homes, and this workstation with a home of its own.
mkdir -p "$scratch/disk/etc" "$scratch/disk/home/taro/link" "$scratch/disk/root"
echo disk-1 >"$scratch/disk/etc/hostname"
cp -R "$office/PC-04/home/keiri/.thunderbird" "$scratch/disk/home/taro/"
cp -R "$office/PC-03/Users" "$scratch/disk/"
ln -s /etc/nothing "$scratch/disk/home/taro/link/prefs.js"
run scan --root "$scratch/disk"
is "$(json "$out" "d['workstation']['name']")" disk-1 "--root: the disk's own name"
is "$(json "$out" "[a['user'] for a in d['accounts']]")" '["taro", "taro", "田中", "田中"]' "--root: every user's accounts"
is "$(json "$out" "d['notes']")" '[]' "--root: nothing else is looked at"
if [ "$(uname)" = Linux ]; then
	HOME=$scratch/disk/home/taro "$MAILACCORD" scan >"$out" 2>"$err"
	is "$(json "$out" "len([a for a in d['accounts'] if a['id'].endswith('w81mzp0c.default-esr/server1')])")" 1 "this workstation: the user's home is read"
	is "$(json "$out" "[n for n in d['notes'] if n['kind'] in ('outside', 'unreadable')]")" '[]' "this workstation: system folders are no homes"
fi

mkdir -p "$scratch/disk2/home/jiro/.thunderbird" "$scratch/disk2/mnt"
printf '[Profile0]\nName=far\nIsRelative=0\nPath=/mnt/data/mail\n' >"$scratch/disk2/home/jiro/.thunderbird/profiles.ini"
expect 2 "--root: a profile on what is not mounted" scan --root "$scratch/disk2"
like "$out" '"outside"' "is outside"

# A registry that nobody exported is not "no client"; and a branch office is not one PC.
mkdir -p "$scratch/hive/Users/taro"
echo regf >"$scratch/hive/Users/taro/NTUSER.DAT"
expect 2 "a disk with a registry hive" scan --root "$scratch/hive"
like "$out" 'Users/taro/NTUSER.DAT' "the hive is named"
expect 2 "the same as a folder" scan "$scratch/hive"
mkdir -p "$scratch/firm/tokyo" "$scratch/firm/osaka"
cp -R "$office/PC-03" "$office/PC-04" "$scratch/firm/tokyo"
cp -R "$office/PC-07" "$office/iMac-05" "$scratch/firm/osaka"
run report "$scratch/firm"
is "$(json "$out" "[c['workstation'] for c in d['coverage']]")" '["iMac-05", "PC-03", "PC-04", "PC-07"]' "folders of branches hold workstations"

# Names from outside cannot speak to the terminal.
mkdir -p "$scratch/evil/$(printf 'PC\033[31m\n"<b>')"
cp "$office/PC-02/outlook2010.reg" "$scratch/evil/$(printf 'PC\033[31m\n"<b>')/"
run report --format text "$scratch/evil"
unlike "$out" "$(printf '\033')" "no raw escape sequence in text"
run report "$scratch/evil"
is "$(json "$out" "d['coverage'][0]['workstation'][:2]")" "PC" "JSON stays JSON"

expect 0 "list rules" list rules
like "$out" '^P01 +pop-delete-on-download' "with codes and ids"
expect 0 "list facts" list facts
like "$out" '^leave_on_server' "leave_on_server"
expect 0 "list providers" list providers
expect 0 "list plugins" list plugins
for plugin in apple-mail outlook thunderbird; do like "$out" "^$plugin" "plugin $plugin"; done
for what in rules facts plugins; do
	expect 0 "list $what as JSON" list $what --format json
	is "$(json "$out" "len(d) > 0")" true "is JSON"
done
expect 0 "explain by id" explain pop-delete-on-download
cp "$out" "$scratch/one"
expect 0 "explain by code, any case" explain p01
is "$(cksum <"$out")" "$(cksum <"$scratch/one")" "is the same page"
for rule in $("$MAILACCORD" list rules | cut -d' ' -f1); do
	expect 0 "explain $rule" explain "$rule"
done
"$MAILACCORD" list rules >/dev/full 2>"$err"
is $? 74 "a full disk is an I/O error"

# The defaults of an account dialog harm a shared mailbox on the day the account is made.
wizard=$srcdir/samples/clients/thunderbird/wizard-defaults
expect 1 "a fresh account as the dialog makes it" scan --address taro@example.test "$wizard"
is "$(json "$out" "sorted((f['code'], f['status']) for f in d['findings'] if f['code'] in ('P03', 'R02'))")" \
	'[["P03", "fail"], ["R02", "fail"]]' "deletes when its user deletes, and after 14 days"
is "$(json "$out" "[c['to'] for f in d['findings'] if f['code'] == 'R02' for b in f['blame'] for c in b['change']]")" '[30]' "30 days are advised"
expect 1 "and is not let in" gate --address taro@example.test "$wizard"
is "$(json "$out" "d['gate']['verdict']")" fail "by the gate"
mkdir "$scratch/two" && cp -R "$wizard" "$scratch/two/PC-01" && cp -R "$wizard" "$scratch/two/PC-02"
find "$scratch/two/PC-02" -name prefs.js -exec sh -c 'sed "s/num_days_to_leave_on_server\", 14/num_days_to_leave_on_server\", 60/" "$1" >"$1.new" && mv "$1.new" "$1"' sh {} \;
expect 1 "beside one that keeps for 60 days" report "$scratch/two"
is "$(json "$out" "[b['workstation'] for f in d['findings'] if f['code'] == 'R01' for b in f['blame']]")" '["PC-01"]' "the days disagree"

# What has changed since.
rule=$srcdir/samples/rules/pop-keep-switched-off
expect 1 "with a baseline" report --baseline "$rule/bad.baseline.json" "$rule/bad.json"
like "$out" '"pop-keep-switched-off"' "what was switched off is said"
run report "$rule/bad.json"
unlike "$out" '"pop-keep-switched-off"' "and not without"
expect 66 "a baseline that is not there" report --baseline "$scratch/nowhere" "$rule/bad.json"
expect 65 "a baseline that is none" report --baseline "$scratch/cut.json" "$rule/bad.json"
mkdir "$scratch/none"
expect 66 "a baseline without scans" report --baseline "$scratch/none" "$rule/bad.json"
expect 1 "a gate with a baseline" gate --baseline "$rule/bad.baseline.json" --against "$rule/good.json" "$office/PC-07"
# A gate does not pass what it cannot place: a server behind a proxy, others that cannot be read.
mkdir "$scratch/PC-90"
for line in 'accountmanager.accounts", "a"' 'account.a.server", "s"' 'server.s.type", "imap"' 'server.s.hostname", "localhost"' \
	'server.s.userName", "info@example.co.jp"' 'server.s.port", 993' 'server.s.socketType", 3'; do
	echo "user_pref(\"mail.$line);"
done >"$scratch/PC-90/prefs.js"
expect 2 "gate: a mailbox behind a proxy is in doubt" gate --against "$office" "$scratch/PC-90"
sed 's/localhost/imap.example.co.jp/' "$scratch/PC-90/prefs.js" >"$scratch/prefs.js"
cp "$scratch/prefs.js" "$scratch/PC-90/prefs.js"
expect 0 "gate: the same at its server passes" gate --against "$office" "$scratch/PC-90"
mkdir "$scratch/partly"
"$MAILACCORD" scan -o "$scratch/partly/a.json" "$office/PC-03" || :
cp "$scratch/cut.json" "$scratch/partly/b.json"
expect 2 "gate: one of the others could not be read" gate --against "$scratch/partly" "$scratch/PC-90"

# Of many mailboxes the worst are told in full, and none is left out.
/usr/bin/python3 - >"$scratch/many.json" <<'PYTHON'
import json
accounts = [{"client": "x", "host": "mail.example.jp", "id": "x/%d" % i, "login": "m%03d@example.jp" % i, "protocol": "pop3",
             "leave_on_server": i != 249, "security": "tls"} for i in range(250)]
accounts.append(dict(accounts[249], client="y", id="y/1", protocol="imap", leave_on_server=True))
print(json.dumps({"accounts": accounts, "files": [], "format": "mailaccord-scan", "notes": [], "run": "r", "tool": "t", "version": 1,
                  "workstation": {"id": "w", "name": "W"}}))
PYTHON
run report -f text "$scratch/many.json"
is "$(grep -c '^m[0-9]*@example.jp - ' "$out")" 250 "each of 250 mailboxes has its line"
like "$out" '^The other mailboxes, the worst first' "those behind the first 200 have only that"
is "$(sed -n '/^m/{p;q;}' "$out" | cut -c1-15)" m249@example.jp "the worst is the first"

finish
