#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What plugins declare that they can tell ("list plugins"), against what they
# say of the samples.  tests/unit/t.c does the same for every unit test.
. "${srcdir:=.}/tests/tap.sh"

"$MAILACCORD" list plugins --format json >"$scratch/plugins.json"
"$MAILACCORD" list plugins >"$scratch/plugins.txt"

# One line for each contradiction: PLUGIN CASE FACT what.
/usr/bin/python3 - "$scratch/plugins.json" "$srcdir/samples/clients" >"$scratch/lies" <<'END'
import glob, json, os, sys
table = {p["name"]: p["facts"] for p in json.load(open(sys.argv[1]))["plugins"]}
for path in sorted(glob.glob(sys.argv[2] + "/*/*/expect.json")):
    case = os.path.relpath(os.path.dirname(path), sys.argv[2])
    for account in json.load(open(path))["accounts"]:
        facts = table[account["plugin"]]
        implied, unknown = account.get("implied", []), account.get("unknown", [])
        for fact, tells in facts.items():
            # Without a place it is the program that knows: the profile's folder, the user's home.
            by_plugin = fact in account.get("places", {})
            if fact in unknown:
                fits = tells != "not-stored"
            elif fact in implied:
                fits = tells in ("read", "implied")
            elif fact in account and by_plugin:
                fits = tells == "read"
            else:
                fits = True
            if not fits:
                print(account["plugin"], case, fact, tells)
END
is "$(sort -u "$scratch/lies" | head -n 20)" "" "the samples say nothing that was not declared"
is "$(json "$scratch/plugins.json" "sorted({t for p in d['plugins'] for t in p['facts'].values()})")" \
	'["implied", "not-stored", "read", "unknown"]' "all four words are in use"
is "$(json "$scratch/plugins.json" "len({tuple(p['facts']) for p in d['plugins']})")" 1 "each plugin has a word for each fact"
is "$(json "$scratch/plugins.json" "[p['name'] for p in d['plugins'] if p['facts']['leave_on_server'] == 'unknown' and p['facts']['protocol'] != 'unknown']")" '["apple-profile"]' \
	"each plugin that tells of accounts can tell whether mail stays on the server, but for profiles, which cannot say it"

# The text names what is known; paragraphs of it, unwrapped.
"$MAILACCORD" list facts | cut -d' ' -f1 >"$scratch/facts"
/usr/bin/python3 - "$scratch/plugins.json" "$scratch/facts" >"$scratch/want" <<'END'
import json, sys
order = open(sys.argv[2]).read().split()
for p in json.load(open(sys.argv[1]))["plugins"]:
    print(p["name"])
    for word, heading in ("read", "read"), ("implied", "implied"), ("not-stored", "not stored"):
        facts = [f for f in order if p["facts"][f] == word]
        if facts:
            print("  %s: %s" % (heading, ", ".join(facts)))
END
awk '/^[a-z0-9-]+ / { if (line) print line; line = ""; print $1; next }
	/^  [a-z]/ { if (line) print line; line = $0; next }
	/^    / { sub(/^ +/, ""); line = line " " $0; next }
	/^$/ { if (line) print line; exit }' "$scratch/plugins.txt" >"$scratch/got"
if cmp -s "$scratch/want" "$scratch/got"; then ok 0 "the text says the same as the JSON"; else
	ok 1 "the text says the same as the JSON"
	diff "$scratch/want" "$scratch/got" | head -n 20 | sed 's/^/#  /'
fi
finish
