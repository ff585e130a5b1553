#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A fleet says the same, byte for byte, however many threads read and judge it;
# documents in one file say the same as one file each.
. "${srcdir:=.}/tests/tap.sh"

# 600 workstations around 25 mailboxes, in every pattern that there is; every 97th document is damaged, every 41st from
# a newer version, and every 53rd does not tell its mailbox.
fleet=$scratch/fleet
mkdir "$fleet" "$fleet/branch" "$scratch/lines"
LC_ALL=C awk -v folder="$fleet" -v lines="$scratch/lines/all.ndjson" 'BEGIN {
	for (i = 0; i < 600; i++) {
		text = sprintf("{\"accounts\":[")
		for (k = 0; k < 1 + i % 4; k++) {
			box = (i * 7 + k * 5) % 25
			pop = (i + k) % 3
			text = text sprintf("%s{\"addresses\":[\"box%d@example.co.jp\"],\"client\":\"c%d\",\"host\":\"%s.example.co.jp\",\"id\":\"c/%d\",", k ? "," : "", box, i % 3, pop ? "pop" : "imap", k)
			if (i % 53) text = text sprintf("\"login\":\"box%d@example.co.jp\",", box)
			if (pop) text = text sprintf("\"leave_on_server\":%s,", pop == 1 ? "true" : i % 5 ? "false" : "null")
			if (pop == 1 && i % 2) text = text sprintf("\"delete_after_days\":%d,", i % 40)
			if (i % 41 == 0) text = text sprintf("\"fact_%d\":1,", i % 3)
			text = text sprintf("\"places\":{\"host\":\"0:%d\"},\"protocol\":\"%s\"}", k + 1, pop ? "pop3" : "imap")
		}
		text = text sprintf("],\"files\":[{\"path\":\"~/x/%d\",\"status\":\"parsed\"}],\"format\":\"mailaccord-scan\",\"started\":\"2026-03-31T08:15:00Z\",\"version\":1,\"workstation\":{\"id\":\"id-%d\",\"name\":\"PC-%03d\"}}\n", i, i, i * 7 % 600)
		file = sprintf("%s/%s%03d.json", folder, i % 50 == 0 ? "branch/" : "", i)
		printf "%s", i % 97 ? text : substr(text, 1, length(text) - 2 - i / 5) > file
		close(file)
		if (i % 97) printf "%s", text > lines
	}
}'
cp "$srcdir/samples/office/policy.json" "$fleet/zpolicy.json"
printf '{"format":"mailaccord-report"}' >"$fleet/zreport.json"
printf '{"somebody":"else"}' >"$fleet/zother.json"
: >"$fleet/zempty.json"
ln -s 001.json "$fleet/zlink.json"
mkfifo "$fleet/zpipe.json" 2>/dev/null

for format in json text nagios csv sarif junit; do
	MAILACCORD_THREADS=1 "$MAILACCORD" report --quiet --format=$format "$fleet" >"$scratch/one" 2>"$scratch/one.err"
	one=$?
	"$MAILACCORD" report --quiet --format=$format "$fleet" >"$scratch/several" 2>"$scratch/several.err"
	is "$?" "$one" "$format: the same status"
	cmp "$scratch/one" "$scratch/several" >"$scratch/cmp" 2>&1 && cmp "$scratch/one.err" "$scratch/several.err" >>"$scratch/cmp" 2>&1
	ok $? "$format: the same bytes"
	sed 's/^/#  /' "$scratch/cmp"
done
[ -s "$scratch/one" ]
ok $? "there are such bytes"

"$MAILACCORD" report --quiet "$fleet" >"$scratch/folder.json"
is "$(json "$scratch/folder.json" "len(d['coverage'])")" 593 "all documents but the damaged ones are there"
is "$(json "$scratch/folder.json" "len([n for n in d['notes'] if n['kind']=='bad-document'])")" 9 "the damaged ones, an empty one and somebody else's are noted"
is "$(json "$scratch/folder.json" "sorted(n['text'].split(' ')[0] for n in d['notes'] if n['kind']=='unknown-key')")" \
	'["accounts[].fact_0", "accounts[].fact_1", "accounts[].fact_2"]' "each key of a newer version is noted once"
like "$scratch/folder.json" 'fact_1 \(first in .*/082.json\)' "and it is the first by name that is said"
"$MAILACCORD" report --quiet "$scratch/lines/all.ndjson" >"$scratch/lines.json"
is "$(json "$scratch/folder.json" "[(f['fingerprint'],f['status']) for f in d['findings']]" | cksum)" \
	"$(json "$scratch/lines.json" "[(f['fingerprint'],f['status']) for f in d['findings']]" | cksum)" "documents in one file have the same findings"
finish
