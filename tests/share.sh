#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What leaves a workstation: no more than judging needs, and no less.
. "${srcdir:=.}/tests/tap.sh"
MAILACCORD_STATE=$scratch/state
export MAILACCORD_STATE
office=$srcdir/samples/office
echo CANARY-site-key-of-the-office >"$scratch/key"

# ---- the offices: as they are and reduced, judged for the same address ----

# Random offices around info@: full logins, bare ones, numbers, other spellings, proxies, other servers.
/usr/bin/python3 "$srcdir/tests/send/offices.py" "$scratch" 100
for pc in "$office"/*/; do
	"$MAILACCORD" scan --format json "$pc"
done >"$scratch/whole-office.ndjson" 2>/dev/null
for whole in "$scratch"/whole-*; do
	name=${whole##*/whole-}
	"$MAILACCORD" send --show-what-is-sent -a info@example.co.jp --site-key-file "$scratch/key" "$whole" >"$scratch/less-$name" 2>>"$scratch/err" || echo "$name"
	for kind in whole less; do
		"$MAILACCORD" report -a info@example.co.jp "$scratch/$kind-$name" >"$scratch/target-$kind-$name.json" 2>>"$scratch/err"
		"$MAILACCORD" report "$scratch/$kind-$name" >"$scratch/all-$kind-$name.json" 2>>"$scratch/err"
	done
done >"$scratch/failed"
is "$(cat "$scratch/failed" "$scratch/err")" "" "all offices are reduced and judged"
/usr/bin/python3 - "$scratch" >"$scratch/compared" <<'END'
import glob, json, sys
n = clean = unsure = 0
def accounts(m): return sorted((a.get("workstation_id"), a.get("login"), a.get("protocol")) for a in m["accounts"])
def findings(r, key):
    return sorted((f["rule"], f["status"], f["severity"], sorted((b.get("workstation_id") or "", len(b.get("evidence", []))) for b in f["blame"]),
                   sorted(v.get("workstation_id") or "" for v in f.get("victims", []))) for f in r["findings"] if f.get("mailbox") == key)
for path in sorted(glob.glob(sys.argv[1] + "/target-whole-*")):
    w, l = (json.load(open(path.replace("-whole-", k))) for k in ("-whole-", "-less-"))
    for m in w["mailboxes"]:
        # The key of one that cannot be told has the account in it, and so a pseudonym.
        if m["address"] != "info@example.co.jp" or m["key"].startswith("?"):
            continue
        n += 1
        other = [x for x in l["mailboxes"] if x["key"] == m["key"]]
        if not other:
            print("# lost:", path, m["key"])
            continue
        x = other[0]
        clean += x["status"] == "clean"
        if x["status"] != m["status"] and x["status"] == "unknown":
            unsure += 1
        elif x["status"] != m["status"]:
            print("# status:", path, m["key"], m["status"], x["status"])
        if findings(w, m["key"]) != findings(l, m["key"]):
            print("# findings:", path, m["key"], findings(w, m["key"]), findings(l, m["key"]))
    hidden = [[x["status"] for x in r["mailboxes"] if x["key"].startswith("?")] for r in (w, l)]
    if hidden[0] != hidden[1]:
        print("# cannot be told:", path, hidden)
    # Nothing may look cleaner than it is, whatever the centre judges.
    w, l = (json.load(open(path.replace("target-whole-", k))) for k in ("all-whole-", "all-less-"))
    status = {m["key"]: m["status"] for m in w["mailboxes"]}
    for m in l["mailboxes"]:
        if m["status"] == "clean" and status[m["key"]] != "clean":
            print("# all clean, and is not:", path, m["key"], status[m["key"]])
print("compared", n, "clean", clean, "unsure", unsure)
END
is "$(grep -c '^#' "$scratch/compared")" 0 "the same findings around the target, and nothing looks cleaner than it is"
grep '^#' "$scratch/compared" | head -n 20
like "$scratch/compared" 'compared [0-9]{2,} clean [1-9]' "there was something to compare: $(grep compared "$scratch/compared")"

# ---- what is in it ----

"$MAILACCORD" scan --show-what-is-sent -a order@example.co.jp --site-key-file "$scratch/key" "$office/PC-03" >"$scratch/sent.json" 2>"$scratch/err"
"$MAILACCORD" scan --format json "$office/PC-03" >"$scratch/here.json" 2>/dev/null
is "$(json "$scratch/sent.json" 'sorted({x for a in d["accounts"] for x in a["addresses"]})')" '["order@example.co.jp"]' "only the targeted address is in it"
is "$(json "$scratch/sent.json" 'd["withheld"]["accounts"] + len(d["accounts"])')" "$(json "$scratch/here.json" 'len(d["accounts"])')" "the others are a number"
users=$(json "$scratch/here.json" '" ".join(sorted({a["user"] for a in d["accounts"] if "user" in a}))')
for user in $users; do
	unlike "$scratch/sent.json" "$user" "the name of $user is nowhere in it"
done
like "$scratch/here.json" "${users%% *}" "where it was"
"$MAILACCORD" scan --show-what-is-sent -a order@example.co.jp --site-key-file "$scratch/key" "$office/PC-03" 2>/dev/null | sed 's/2[0-9-]*T[0-9:]*Z//' >"$scratch/again"
sed 's/2[0-9-]*T[0-9:]*Z//' "$scratch/sent.json" | cmp -s - "$scratch/again"
ok $? "with the same key the names are the same"
"$MAILACCORD" scan --show-what-is-sent "$office/PC-03" >"$scratch/own.json" 2>/dev/null
is "$(json "$scratch/own.json" '"withheld" in d and d["withheld"]["accounts"]')" 0 "without targets nothing is withheld"
is "$(stat -c %a "$scratch/state/site-key")" 600 "a key of the workstation's own is kept"
is "$(json "$scratch/own.json" 'd["accounts"][0]["user"] != json.load(open("'"$scratch/sent.json"'"))["accounts"][0]["user"]')" true "and is another one"
echo '{"format": "mailaccord-policy", "version": 1, "personal": "plain", "targets": ["order@example.co.jp"]}' >"$scratch/policy.json"
"$MAILACCORD" scan --show-what-is-sent -p "$scratch/policy.json" "$office/PC-03" >"$scratch/plain.json" 2>/dev/null
like "$scratch/plain.json" "${users%% *}" "the policy may leave names as they are"
is "$(json "$scratch/plain.json" 'd["withheld"]["users"]')" false "and it says so"
mkdir "$scratch/inbox"
"$MAILACCORD" scan -q -o "$scratch/inbox/" -a order@example.co.jp --site-key-file "$scratch/key" "$office/PC-03" 2>/dev/null
sed 's/2[0-9-]*T[0-9:]*Z//' "$scratch"/inbox/* | cmp -s - "$scratch/again"
ok $? "the same goes into a folder that others collect"
"$MAILACCORD" send --show-what-is-sent --site-key-file "$scratch/key" "$scratch/sent.json" >"$scratch/twice.json" 2>/dev/null
is "$(json "$scratch/twice.json" '[d["accounts"][0]["user"], d["withheld"]]')" "$(json "$scratch/sent.json" '[d["accounts"][0]["user"], d["withheld"]]')" "a pseudonym has no other"
"$MAILACCORD" report "$scratch/sent.json" --format text >"$scratch/text" 2>/dev/null
like "$scratch/text" 'withheld' "a report says that accounts are withheld"
echo short >"$scratch/short"
"$MAILACCORD" scan --show-what-is-sent --site-key-file "$scratch/short" "$office/PC-03" >/dev/null 2>"$scratch/err"
is $? 78 "a key that can be guessed is refused"
cat "$scratch"/*.json "$scratch/err" "$scratch"/less-* >"$scratch/output"
unlike "$scratch/output" CANARY "no key is shown"
finish
