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
/usr/bin/python3 -c 'import json, sys
d = json.load(open(sys.argv[1] + "/imap.json"))
d.pop("stores")
json.dump(d, open(sys.argv[1] + "/old-imap.json", "w"))' "$scratch"
hand 2 "IMAP alone in a scan of an older version" "$scratch/old-imap.json"
is "$(json "$scratch/out.json" "d['workstations'][0]['silent']")" '["outlook"]' "there may be folders besides"
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

# Other clients: where nobody names the place, the usual one counts only if something is there.
mkdir -p "$scratch/mac/System/Library" "$scratch/mac/Users"
cp -R "$srcdir/samples/clients/apple-mail/pop-right-away/home" "$scratch/mac/Users/hana"
hand 2 "a Mac whose mail is somewhere else" --root "$scratch/mac"
is "$(mail "[w['fate'], w['reason']]")" '[["unknown", "missing"]]' "is not taken for empty"
evolution=$scratch/unix/home/hana
mkdir -p "$evolution" "$scratch/unix/etc"
: >"$scratch/unix/etc/passwd"
cp -R "$srcdir/samples/clients/evolution/leave-off/." "$evolution/.config-sample"
for source in $(find "$evolution/.config-sample" -name '*.source'); do
	mkdir -p "$evolution/.config/evolution/sources"
	cp "$source" "$evolution/.config/evolution/sources"
done
rm -r "$evolution/.config-sample"
hand 2 "POP into folders that are not there" --root "$scratch/unix"
is "$(mail "w['reason']")" '["no-place"]' "nobody knows where they are"
mkdir -p "$evolution/.local/share/evolution/mail/local/cur"
echo CANARY-mail >"$evolution/.local/share/evolution/mail/local/cur/1:2,S"
hand 1 "POP into folders that are there" --root "$scratch/unix"
is "$(mail "[w['fate'], w['store']['messages'], w['store']['bytes']]")" '[["only-here", 1, 12]]' "they hold the only copy"

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
# ---- gate --replaces ----

/usr/bin/python3 - "$scratch" <<'END'
import json, sys
GB = 1 << 30
def scan(name, days=None, client="thunderbird", leave=True, stores=None, **facts):
    account = {"id": client + "/1", "plugin": client, "client": client, "protocol": "pop3", "host": "pop.example.co.jp", "security": "tls",
               "login": "info@example.co.jp", "addresses": ["info@example.co.jp"], "leave_on_server": leave, "delete_when": "never"}
    account.update({"delete_after_days": days} if days else {}, **facts)
    d = {"format": "mailaccord-scan", "version": 1, "workstation": {"id": "id-" + name, "name": name}, "run": "r", "started": "2026-12-31T00:00:00Z",
         "files": [], "accounts": [account], "notes": []}
    if stores is not None:
        d["stores"] = [dict({"client": client, "status": "found"}, **s) for s in stores]
    return d
def write(file, *scans):
    json.dump(list(scans), open(sys.argv[1] + "/" + file + ".json", "w"))
own = {"account": "thunderbird/1", "path": "p/Mail/pop", "kind": "mbox"}
list_ = {"account": "thunderbird/1", "path": "p/Mail/pop/popstate.dat", "kind": "uidl"}
other = scan("PC-01", stores=[dict(own, bytes=GB)])
write("office", other, scan("PC-03", 40, stores=[dict(own, bytes=GB), dict(list_, bytes=900)]))
write("office-old", other, scan("PC-03", 40))
write("new-all", scan("PC-09", 40, uidl_kept=True, stores=[dict(own, bytes=GB), dict(list_, bytes=900)]))
write("new-no-list", scan("PC-09", 40, stores=[dict(own, bytes=GB), dict(list_, status="absent")]))
write("new-list-unseen", scan("PC-09", 40, stores=[dict(own, bytes=GB), dict(list_, status="denied")]))
write("new-empty", scan("PC-09", 40, stores=[dict(own, status="absent"), dict(list_, status="absent")]))
write("new-half", scan("PC-09", 40, uidl_kept=True, stores=[dict(own, bytes=GB * 7 // 10)]))
write("new-imap", scan("PC-09", protocol="imap", stores=[dict(own, bytes=50 * GB)]))
pst = {"account": "outlook/1", "path": "C:/a.pst", "kind": "pst", "form": "unicode"}
write("pst", other, scan("PC-03", client="outlook", stores=[dict(pst, bytes=GB)]))
write("pst-fresh", scan("PC-09", client="outlook", stores=[dict(pst, bytes=GB // 9)]))
write("pst-carried", scan("PC-09", client="outlook", stores=[dict(pst, bytes=GB)]))
two = scan("PC-03", 40, stores=[dict(own, bytes=GB), {"path": "p/Mail/Local Folders", "kind": "mbox", "bytes": GB}])
write("two", other, two)
write("one", scan("PC-09", 40, uidl_kept=True, stores=[dict(own, bytes=GB + 1)]))
two["withheld"] = {"accounts": 1, "targets": ["info@example.co.jp"], "users": False}
two["stores"].pop()
write("cut", other, two)
write("moved", other, scan("PC-03", 40, stores=[dict(own, status="absent")]))
END

# gate STATUS NAME WANTED AGAINST NEW: WANTED is what D01 and B04 say, "D01:fail B04:unknown"
gate() {
	"$MAILACCORD" gate --quiet -f json --against "$scratch/$4.json" --replaces pc-03 "$scratch/$5.json" >"$scratch/gate.json" 2>"$scratch/err"
	is "$?" "$1" "gate: $2: exit status"
	is "$(json "$scratch/gate.json" "' '.join(sorted(f['code'] + ':' + f['status'] for f in d['findings'] if f['code'] in ('D01', 'B04')))")" "$3" "gate: $2"
}
gate 0 "mail and list are there" "" office new-all
is "$(json "$scratch/gate.json" "d['gate']['replaces']")" '["PC-03"]' "gate: whose place it takes"
is "$(json "$scratch/gate.json" "[c['workstation'] for c in d['coverage']]")" '["PC-01", "PC-09"]' "gate: whose accounts count no longer"
gate 0 "the list is not there" "D01:fail" office new-no-list
is "$(json "$scratch/gate.json" "[e['fact'] for f in d['findings'] if f['code'] == 'D01' for e in f['blame'][0]['evidence']]")" '["uidl_kept", "delete_after_days"]' "gate: and its days begin anew"
gate 0 "the list could not be looked at" "D01:unknown" office new-list-unseen
gate 1 "nothing is there" "B04:fail D01:fail" office new-empty
gate 2 "some of it is there" "B04:unknown" office new-half
gate 1 "a copy of what is on the server is not it" "B04:fail" office new-imap
gate 2 "the old scan did not look" "B04:unknown" office-old new-all
gate 1 "a data file of its own, and no memory in it" "B04:fail D01:fail" pst pst-fresh
gate 0 "the data file, with a profile of which nobody knows" "D01:unknown" pst pst-carried
gate 1 "one place is not two" "B04:fail" two one
gate 2 "what was withheld" "B04:unknown" cut one
gate 2 "the old mail is not where it was" "B04:unknown" moved new-all
"$MAILACCORD" gate -f json --against "$scratch/office.json" --replaces PC-77 "$scratch/new-all.json" >"$scratch/out" 2>"$scratch/err"
is "$?" 66 "gate: a workstation of which nothing is known"
like "$scratch/err" 'PC-77' "gate: is named"
"$MAILACCORD" gate -f json -a info@example.co.jp --replaces PC-03 "$scratch/new-all.json" >"$scratch/out" 2>"$scratch/err"
is "$?" 64 "gate: --replaces without --against"
"$MAILACCORD" store import "sqlite:$scratch/fleet.db" "$scratch/office.json" >/dev/null 2>&1
"$MAILACCORD" gate -f json --quiet --against "sqlite:$scratch/fleet.db" --replaces PC-03 "$scratch/new-empty.json" >"$scratch/gate.json" 2>"$scratch/err"
is "$? $(json "$scratch/gate.json" "sorted({f['code'] for f in d['findings'] if f['code'] in ('B04', 'D01')})")" '1 ["B04", "D01"]' "gate: against a store"
"$MAILACCORD" gate -f text --against "$scratch/office.json" --replaces PC-03 "$scratch/new-empty.json" >"$scratch/gate.txt"
like "$scratch/gate.txt" 'takes the place of PC-03' "gate: says so"
echo '{"format": "mailaccord-policy", "version": 1, "roster": [{"name": "PC-01"}, {"name": "pc-03"}, {"name": "PC-09"}]}' >"$scratch/policy.json"
"$MAILACCORD" gate -f json --quiet -p "$scratch/policy.json" --against "$scratch/office.json" --replaces PC-03 "$scratch/new-all.json" >"$scratch/gate.json"
is "$? $(json "$scratch/gate.json" "[f['code'] for f in d['findings'] if f['code'][0] == 'V']")" '0 []' "gate: the old workstation is not missed"

grep -l CANARY "$scratch"/*.json "$scratch"/*.txt "$scratch"/*.html >"$scratch/leaks"
is "$(cat "$scratch/leaks")" "" "no mail and no password in any of it"
finish
