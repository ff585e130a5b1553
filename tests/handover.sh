#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# handover: what exists only on a workstation, of folders, disks and scans; in
# three formats and two languages.
. "${srcdir:=.}/tests/tap.sh"
mail=$srcdir/samples/clients/thunderbird/with-mail
files=$srcdir/samples/clients/outlook/data-files

# hand STATUS NAME ARGUMENT...: $scratch/out.json
hand() {
	want=$1 name=$2
	shift 2
	"$MAILACCORD" handover --quiet -f json "$@" >"$scratch/out.json" 2>"$scratch/err"
	is "$?" "$want" "$name: exit status"
}
# mail EXPRESSION: of each place w of all workstations
mail() {
	json "$scratch/out.json" "[$1 for p in d['workstations'] for w in p['mail']]"
}

# A disk: what is not there is not there.
mkdir -p "$scratch/disk/home/taro" "$scratch/disk/etc"
: >"$scratch/disk/etc/passwd"
cp -R "$mail/home/.thunderbird" "$scratch/disk/home/taro"
hand 1 "a disk" --root "$scratch/disk"
is "$(mail "[w['fate'], w['store']['bytes']]")" '[["only-here", 216], ["partly-here", 432]]' "local folders, and a POP account that keeps mail on the server for 14 days"
is "$(mail "w['store']['path'][:20]")" '["/home/taro/.thunderb", "/home/taro/.thunderb"]' "by their paths"
is "$(json "$scratch/out.json" "d['workstations'][0]['accounts'][0]['memory']")" listed "it remembers what it has fetched"
profile=$(echo "$scratch"/disk/home/taro/.thunderbird/*/Mail)
rm -r "$profile/Local Folders" "$profile/pop.example.test/popstate.dat"
hand 1 "without local folders and memory" --root "$scratch/disk"
is "$(mail "w['fate']")" '["partly-here", "empty"]' "nothing is there"
is "$(json "$scratch/out.json" "d['workstations'][0]['accounts'][0]['memory']")" none "and no memory"
if [ "$(id -u)" = 0 ]; then skip "root may read everything"; else
	chmod 0 "$profile/pop.example.test"
	hand 1 "a folder that may not be read" --root "$scratch/disk"
	is "$(mail "[w['fate'], w['store']['status']]")" '[["partly-here", "partly"], ["empty", "absent"]]' "is not taken for empty"
	chmod 755 "$profile/pop.example.test"
fi
cp -R "$mail/home/.thunderbird" "$scratch/settings" && rm -r "$scratch"/settings/*/Mail
hand 1 "settings without mail" "$scratch/settings"
is "$(mail "[w['fate'], w['unseen'], w['store']['status']]")" '[["only-here", true, "outside"], ["partly-here", true, "outside"]]' "it was not handed over, and is not taken for nothing"

# Data files, by the registry; and as a scan document of that.
hand 1 "data files" "$files"
is "$(mail "[w['store']['form'], w['duplicates'], w['limit_bytes']]")" '[["ansi", "allow", 2147483648], ["unicode", "skip", 53687091200]]' "their forms, and what to answer"
cp "$scratch/out.json" "$scratch/before.json"
"$MAILACCORD" scan --quiet -f json "$files" >"$scratch/scan.json" 2>/dev/null
hand 1 "a scan document" "$scratch/scan.json"
json "$scratch/out.json" "d['workstations'][0]['mail']" >"$scratch/a"
json "$scratch/before.json" "d['workstations'][0]['mail']" >"$scratch/b"
cmp -s "$scratch/a" "$scratch/b"
ok $? "says the same as the folder"
/usr/bin/python3 - "$scratch" <<'END'
import json, sys
d = json.load(open(sys.argv[1] + "/scan.json"))
def write(name, change):
    s = json.loads(json.dumps(d))
    change(s)
    json.dump(s, open(sys.argv[1] + "/" + name + ".json", "w"))
write("old", lambda s: s.pop("stores"))
write("newer", lambda s: s["stores"][0].update(kind="hologram", status="elsewhere", form="four"))
write("full", lambda s: s["stores"][0].update(bytes=2 << 30))
write("imap", lambda s: (s["accounts"][0].update(protocol="imap"), s["stores"].pop(0), s["stores"][0].update(kind="ost")))
write("stray", lambda s: s["stores"][1].update(account="nobody/1"))
write("wrong", lambda s: s["stores"][0].update(bytes="many"))
END
hand 2 "a scan of an older version" "$scratch/old.json"
is "$(mail "[w['fate'], w['reason'], w['store']]")" '[["unknown", "not-looked", null]]' "knows of no place, and says so"
is "$(json "$scratch/out.json" "[s['step'] for s in d['workstations'][0]['steps']][0]")" look "which is to be looked at first"
hand 1 "a scan of a newer version" "$scratch/newer.json"
is "$(mail "[w['fate'], w['unseen']]")" '[["only-here", true], ["partly-here", false]]' "what it does not understand is not taken for nothing"
hand 1 "a full file" "$scratch/full.json"
is "$(mail "w['limit']")" '["over", "none"]' "is told so"
hand 0 "nothing but IMAP" "$scratch/imap.json"
is "$(mail "[w['fate'], w['carry']]")" '[["on-server", false]]' "need not be copied"
hand 1 "a place of an account that is not there" "$scratch/stray.json"
is "$(mail "w['fate']")" '["only-here", "only-here", "unknown"]' "is nobody's, and the account has none"
hand 65 "a document that is none" "$scratch/wrong.json"
hand 66 "a path that is not there" "$scratch/nothing"
hand 64 "a disk and a folder" --root / "$files"

# What leaves a workstation: no user's name in a path, nothing of accounts that nobody asked for.
MAILACCORD_STATE=$scratch/state "$MAILACCORD" scan --show-what-is-sent --name PC-1 --root "$scratch/disk" >"$scratch/sent.json" 2>/dev/null
is "$(json "$scratch/sent.json" "len(d['stores'])")" 3 "sent: the places"
unlike "$scratch/sent.json" '/home/taro' "sent: not under the user's name"
MAILACCORD_STATE=$scratch/state "$MAILACCORD" scan --show-what-is-sent -a nobody@example.test --name PC-1 --root "$scratch/disk" >"$scratch/sent.json" 2>/dev/null
is "$(json "$scratch/sent.json" "[d['stores'], d['withheld']['accounts']]")" '[[], 1]' "sent: none of an account that was not asked for, nor of no account"
hand 2 "a scan with accounts left out" "$scratch/sent.json"

# For people.
"$MAILACCORD" handover -f text "$files" >"$scratch/en.txt"
"$MAILACCORD" handover -f text --lang ja "$files" >"$scratch/ja.txt"
like "$scratch/en.txt" 'ANSI \(holds 2 GB at most\)' "text: the form"
like "$scratch/en.txt" 'exists only here' "text: what exists only here"
like "$scratch/en.txt" '\[ \]  1\. ' "text: steps to tick off"
like "$scratch/ja.txt" 'この端末にしかありません' "text: in Japanese"
unlike "$scratch/ja.txt" 'exists only|on the server' "text: wholly in Japanese"
"$MAILACCORD" handover -f text "$scratch/imap.json" >"$scratch/imap.txt"
unlike "$scratch/imap.txt" 'exists only here' "text: nothing is made up"
for lang in en ja; do
	"$MAILACCORD" handover -f html --lang $lang "$files" "$mail" >"$scratch/$lang.html"
	like "$scratch/$lang.html" '<header class="verdict lost">' "page, $lang: its verdict"
done
"$MAILACCORD" handover -f json --lang ja "$files" >"$scratch/ja.json"
"$MAILACCORD" handover -f json "$files" >"$scratch/en.json"
is "$(json "$scratch/ja.json" "d['workstations'][0]['mail'][0]['sentence']")" "$(json "$scratch/en.json" "d['workstations'][0]['mail'][0]['sentence']")" "data is English"
grep -l CANARY "$scratch"/*.json "$scratch"/*.txt "$scratch"/*.html >"$scratch/leaks"
is "$(cat "$scratch/leaks")" "" "no mail and no password in any of it"
finish
