#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A hive on a disk that is not running says what an export of it says.  The
# hives are made from exports by tests/hive.py, which shares nothing with us.
. "$srcdir/tests/tap.sh"

disk=$scratch/disk
mkdir -p "$disk/Users/taro"
hive=$disk/Users/taro/NTUSER.DAT

# What both documents must agree in: all but places, and who the user is.
compare() {
	/usr/bin/python3 - "$scratch/hive.json" "$scratch/reg.json" <<'PYTHON'
import json, sys
def said(path):
    d = json.load(open(path))
    accounts = [{k: v for k, v in a.items() if k not in ("places", "user", "id")} for a in d["accounts"]]
    return sorted(map(repr, map(lambda a: sorted(a.items()), accounts))), sorted(n["kind"] for n in d["notes"])
print("same" if said(sys.argv[1]) == said(sys.argv[2]) else "%s\n%s" % (said(sys.argv[1]), said(sys.argv[2])))
PYTHON
}

n_accounts=0
for reg in "$srcdir"/samples/clients/outlook/*/outlook.reg "$srcdir/tests/data/reg/outlook16.v5.reg"; do
	case $reg in */outlook-express/* | */regedit4-* | */outlook-2010-other-user/*) continue ;; esac
	/usr/bin/python3 "$srcdir/tests/hive.py" "$reg" "$hive" || exit 1
	"$MAILACCORD" scan -q -f json --root "$disk" >"$scratch/hive.json"
	"$MAILACCORD" scan -q -f json "$reg" >"$scratch/reg.json"
	is "$(compare)" same "${reg#"$srcdir/"}"
	n_accounts=$((n_accounts + $(json "$scratch/hive.json" 'len(d["accounts"])')))
	unlike "$scratch/hive.json" CANARY "... and no password"
done
[ "$n_accounts" -gt 10 ]
ok $? "there were accounts to compare ($n_accounts)"
is "$(json "$scratch/hive.json" 'sorted({a.get("user") for a in d["accounts"]})')" '["taro"]' "the user is whose home it lies in"

"$MAILACCORD" scan -q -f json "$hive" >"$scratch/reg.json"
is "$(json "$scratch/reg.json" 'len(d["accounts"])')" "$(json "$scratch/hive.json" 'len(d["accounts"])')" "a hive can be named"
cp "$hive" "$scratch/backup-of-taro"
"$MAILACCORD" scan -q -f json "$scratch/backup-of-taro" >"$scratch/reg.json"
is "$(json "$scratch/reg.json" 'len(d["accounts"])')" "$(json "$scratch/hive.json" 'len(d["accounts"])')" "... under any name"

# kinds NAME WANT: the kinds of notes of the hive as it is now; never a clean exit
kinds() {
	"$MAILACCORD" scan -q -f json --root "$disk" >"$scratch/hive.json"
	[ $? = 2 ]
	ok $? "$1: cannot be decided"
	is "$(json "$scratch/hive.json" '" ".join(n["kind"] for n in d["notes"])')" "$2" "$1: the note"
}

cp "$hive" "$scratch/good"
head -c 9000 "$scratch/good" >"$hive"
kinds "cut short" damaged
{ head -c 4 "$scratch/good"; head -c 20000 /dev/zero; } >"$hive"
kinds "zeroes behind the mark" damaged
/usr/bin/python3 "$srcdir/tests/hive.py" "$srcdir/samples/clients/outlook/pop-14-days/outlook.reg" "$hive" dirty
"$MAILACCORD" scan -q -f json --root "$disk" >"$scratch/hive.json"
is "$(json "$scratch/hive.json" '" ".join(n["kind"] for n in d["notes"])')" damaged "changes only in its log files: something is missing"
[ "$(json "$scratch/hive.json" 'len(d["accounts"])')" -gt 0 ]
ok $? "... and what is there is reported"

finish
