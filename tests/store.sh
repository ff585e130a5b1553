#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The store: what goes in comes out, whatever happens in between; in SQLite and,
# where it is installed, in a PostgreSQL that the test starts for itself.
. "${srcdir:=.}/tests/tap.sh"
. "$srcdir/tests/store/cluster.sh"
trap 'cluster_stop; rm -rf "$scratch"' EXIT
: "${builddir:=.}"
case $MAILACCORD in /*) ;; *) MAILACCORD=$PWD/$MAILACCORD ;; esac
out=$scratch/out err=$scratch/err db=$scratch/office.db

# expect STATUS NAME ARGUMENT...
expect() {
	want=$1 name=$2
	shift 2
	"$MAILACCORD" "$@" >"$out" 2>"$err"
	is "$?" "$want" "$name"
}

# document NUMBER RUN DAY LEAVE: a workstation that fetches info@
document() {
	printf '{"format":"mailaccord-scan","version":1,"tool":"t","run":"%s","started":"%sT08:00:00Z","workstation":{"id":"id-%s","name":"PC-%s"},"files":[],"notes":[],"accounts":[{"id":"p/1","plugin":"p","protocol":"pop3","host":"pop.example.co.jp","login":"info@example.co.jp","leave_on_server":%s}]}\n' "$2" "$3" "$1" "$1" "$4"
}
sql() {
	/usr/bin/python3 -c 'import sqlite3,sys
db=sqlite3.connect(sys.argv[1])
for row in db.execute(sys.argv[2]): print(*row, sep="|")
db.commit()' "$db" "$1"
}

# ---- in and out ----

mkdir "$scratch/in"
document 1 a 2026-12-01 true >"$scratch/in/1.json"
document 2 a 2026-12-01 false >"$scratch/in/2.json"
expect 0 "import makes a store" store import "$db" "$scratch/in"
is "$(cat "$out")" "2 new, 0 older than what is known, 0 known already, 0 bad" "and says what was new"
is "$(stat -c %a "$db")" 600 "nobody else may read it"
expect 0 "the same again" store import "$db" "$scratch/in" --format json
is "$(cat "$out")" '{"bad":0,"new":0,"older":0,"same":2}' "is known already"
document 1 b 2026-11-01 false >"$scratch/older.json"
expect 0 "an older run" store import "$db" "$scratch/older.json"
like "$out" '^0 new, 1 older' "is kept as such"
echo '{"format":"mailaccord-scan"}' >"$scratch/bad.json"
document 3 a 2026-12-02 true | cat - "$scratch/in/1.json" >"$scratch/good.ndjson"
expect 66 "a folder without scan documents" store import "$db" "$srcdir/samples/office/PC-01"
expect 65 "a bad document is bad data" store import "$db" "$scratch/bad.json" "$scratch/good.ndjson"
like "$err" 'bad\.json: version: ' "and named with the reason"
like "$out" '^1 new, 0 older than what is known, 1 known already, 1 bad$' "the others are stored all the same"
expect 0 "list" store list "$db"
is "$(wc -l <"$out")" 4 "a line each, and the sum"
like "$out" '^workstations 3, runs 4, mailboxes 1$' "the sum"
expect 0 "show" store show "$db" PC-1
is "$(wc -l <"$out")" 2 "both runs"
expect 66 "show what is not there" store show "$db" PC-9
expect 0 "export" store export "$db" PC-1
is "$(cat "$out")" "$(cat "$scratch/in/1.json")" "is what came in, byte by byte"
expect 0 "export all" store export "$db"
"$MAILACCORD" report "$out" -f json >"$scratch/r1" 2>"$err"
"$MAILACCORD" report "$db" -f json >"$scratch/r2" 2>"$err"
is "$?" 1 "report of a store finds what is there"
is "$(json "$scratch/r2" "d['findings']")" "$(json "$scratch/r1" "d['findings']")" "the same as of the exported scans"
is "$(sql "SELECT count(*) FROM cache WHERE part = 0")" 2 "it is kept"
expect 1 "kept" report "$db" -f json
cmp -s "$out" "$scratch/r2"
ok $? "and is the same the next time"
expect 1 "another format is another report" report "$db" -f csv
expect 1 "in the language that is asked for" report "$db" -f text --lang ja
like "$out" 'メール' "Japanese"
expect 1 "and not in the one that was kept" report "$db" -f text --lang en
unlike "$out" 'メール' "English"
document 2 c 2026-12-03 true >"$scratch/better.json"
expect 0 "a newer run" store import "$db" "$scratch/better.json"
expect 2 "changes the report" report "$db" -f json
is "$(sql "SELECT count(*) FROM finding WHERE rule = 'pop-delete-on-download' AND fixed_at IS NOT NULL")" 1 "what was found is fixed"
is "$(sql "SELECT kind FROM change JOIN finding USING (mailbox, fingerprint) WHERE rule = 'pop-delete-on-download' ORDER BY id" | tr '\n' ' ')" "0 2 " "and both is in the log of changes"

# ---- the gate, the baseline, the plan ----

document 9 a 2026-12-03 false >"$scratch/candidate.json"
expect 1 "a gate against the store" gate "$scratch/candidate.json" --against "$db" -f json
is "$(json "$out" "d['gate']['verdict'], len(d['coverage'])")" "('fail', 4)" "sees the mailbox whole"
expect 1 "a plan of a store" plan "$db" -f json
expect 2 "a baseline" report "$db" --baseline "sqlite:$db" -f json

# ---- the policy ----

printf '{"format":"mailaccord-policy","version":1,"max_age_days":3}' >"$scratch/policy.json"
expect 0 "a policy is kept" store policy "$db" "$scratch/policy.json"
expect 0 "and given back" store policy "$db"
is "$(cat "$out")" "$(cat "$scratch/policy.json")" "byte by byte"
expect 2 "a gate heeds it: the others are too old" gate "$scratch/in/1.json" --against "$db" -f json
is "$(json "$out" "d['gate']['stale']")" true "and says so"
printf '{"format":"mailaccord-policy","version":1,"no-such":3}' >"$scratch/wrong.json"
expect 78 "a policy that cannot be read" store policy "$db" "$scratch/wrong.json"
is "$("$MAILACCORD" store policy "$db")" "$(cat "$scratch/policy.json")" "does not take the other's place"

# ---- tokens ----

expect 0 "a token" store token "$db" front-desk --scope send --workstation id-1
token=$(cat "$out")
is "$(strings "$db" "$db-wal" 2>/dev/null | grep -c "$token")" 0 "is not in the store"
is "$(sql "SELECT digest FROM token")" "$(printf %s "$token" | sha256sum | cut -d' ' -f1)" "but its digest"
expect 64 "a scope that there is not" store token "$db" x --scope all
expect 0 "a secret" store enrol "$db" branch --uses 3 --expires 1
expect 0 "secrets" store enrol "$db" --format json
like "$out" '"name":"branch".*"uses_left":3' "are listed"
expect 0 "revoke" store revoke "$db" front-desk branch
expect 66 "once" store revoke "$db" front-desk

# ---- forgetting ----

expect 0 "forget" store forget "$db" PC-1
is "$(sql "SELECT count(*) FROM scan WHERE workstation = 'id-1'")$(sql "SELECT count(*) FROM token")" 00 "its runs and its tokens are gone"
"$MAILACCORD" store list "$db" >/dev/null
is "$(strings -a "$db" "$db-wal" 2>/dev/null | grep -cE 'id-1|PC-1')" 0 "no byte of it is left in the file"
expect 0 "older runs" store forget "$db" --keep 1
is "$(sql "SELECT count(*) FROM scan"; sql "SELECT count(*) FROM document")" "2
2" "one run each is left"
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 40 * 86400)) "$MAILACCORD" store forget "$db" --older-than 30 >"$out"
is "$(cat "$out")" "2 workstations forgotten" "what was not heard of"
is "$(sql "SELECT count(*) FROM finding WHERE fixed_at IS NULL")" 0 "leaves no findings"
expect 66 "a report of nothing" report "$db"

# ---- what is no store ----

expect 66 "a store that is not there" report "sqlite:$scratch/none.db"
expect 66 "nor does list make one" store list "sqlite:$scratch/none.db"
[ ! -e "$scratch/none.db" ]
ok $? "no file is left"
expect 64 "a folder is no store" store list "$scratch/in"
db2=$db db=$scratch/foreign.db
sql "CREATE TABLE tasks (x)"
expect 65 "another program's database" store import "$db" "$scratch/in"
like "$err" "another program's database" "is told"
is "$(sql "SELECT name FROM sqlite_schema")" tasks "and left alone"
db=$db2
head -c 20000 /dev/urandom | cat "$scratch/in/1.json" - >"$scratch/noise.db"
expect 65 "no database at all" store list "$scratch/noise.db"
expect 64 "a password in the name" store list postgresql://me:CANARY-password@host/db
unlike "$err" CANARY "is not repeated"
"$MAILACCORD" store import "$scratch/broken.db" "$scratch/in" >/dev/null
head -c 1000000 /dev/zero | tr '\0' x | dd of="$scratch/broken.db" bs=4096 seek=4 conv=notrunc 2>/dev/null
expect 65 "a damaged one" report "$scratch/broken.db" -f json
like "$err" 'damaged' "is told"
"$MAILACCORD" store import "$scratch/newer.db" "$scratch/in" >/dev/null
db=$scratch/newer.db
sql "UPDATE mailaccord SET value = '99' WHERE name = 'version'"
for verb in list export policy; do expect 65 "a newer program's: $verb" store $verb "$db"; done
like "$err" 'newer program.*99' "is refused with the versions"

# ---- from every earlier version ----

# migrated FILE: what a store must hold that was made by version 1
migrated() {
	expect 78 "$1: is not read as it is" report "$2"
	expect 0 "$1: writing brings it up to date" store import "$2" "$scratch/in/1.json"
	expect 0 "$1: lists" store list "$2"
	like "$out" '^workstations 4, runs 5, mailboxes 2$' "$1: all workstations and runs are there"
	expect 0 "$1: tokens" store token "$2"
	like "$out" '^reception ' "$1: tokens are there"
	"$MAILACCORD" store export "$2" >"$scratch/all"
	"$MAILACCORD" report "$scratch/all" -f json >"$scratch/r1" 2>/dev/null
	"$MAILACCORD" report "$2" -f json >"$scratch/r2" 2>/dev/null
	is "$(json "$scratch/r2" "[(f['fingerprint'],f['status']) for f in d['findings']]")" \
		"$(json "$scratch/r1" "[(f['fingerprint'],f['status']) for f in d['findings']]")" "$1: and the same findings"
}
db=$scratch/v1.db
/usr/bin/python3 -c 'import sqlite3,sys
sqlite3.connect(sys.argv[1]).executescript(open(sys.argv[2], encoding="utf-8").read())' "$db" "$srcdir/tests/data/store/version-1.sqlite.sql"
cp "$db" "$scratch/half.db"
migrated "SQLite version 1" "$db"
is "$(sql "SELECT count(*) FROM finding WHERE fixed_at IS NULL AND hash = 0")" 0 "SQLite version 1: findings are judged anew"
# A step that fails half-way: the column is there already.
db=$scratch/half.db
sql "ALTER TABLE finding ADD COLUMN hash BIGINT"
sql "CREATE TABLE before AS SELECT * FROM mailaccord"
expect 74 "a step that fails" store import "$db" "$scratch/in/1.json"
is "$(sql "SELECT count(*) FROM (SELECT * FROM mailaccord EXCEPT SELECT * FROM before)")" 0 "is taken back whole"

# ---- trouble ----

mkdir "$scratch/fixed"
"$MAILACCORD" store import "$scratch/fixed/s.db" "$scratch/in" >/dev/null
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	chmod 755 "$scratch" "$scratch/fixed"
	chmod 644 "$scratch/fixed/s.db"
	setpriv --reuid=65534 --regid=65534 --clear-groups "$MAILACCORD" report "$scratch/fixed/s.db" -f json >"$out" 2>"$err"
	is "$?" 1 "who may only read can have a report"
	setpriv --reuid=65534 --regid=65534 --clear-groups "$MAILACCORD" store import "$scratch/fixed/s.db" "$scratch/better.json" >"$out" 2>"$err"
	is "$?" 77 "and not write"
else
	skip "not root"
	skip "not root"
fi
(
	# A megabyte and a half: shells do not agree how long a block is.
	ulimit -f "$([ -n "${BASH_VERSION:-}" ] && echo 1536 || echo 3072)"
	trap '' XFSZ
	i=100
	while [ $i -lt 3100 ]; do document $i a 2026-12-01 true; i=$((i + 1)); done >"$scratch/many.ndjson"
	"$MAILACCORD" store import "$scratch/full.db" "$scratch/in" -q
	"$MAILACCORD" store import "$scratch/full.db" "$scratch/many.ndjson" >"$out" 2>"$err"
)
is "$?" 74 "no room: told as such"
like "$err" 'full\.db' "with the store's name"
"$MAILACCORD" store list "$scratch/full.db" >"$out" 2>"$err"
is "$?$(tail -n 1 "$out")" "0workstations 2, runs 2, mailboxes 1" "and what was there is there"

# Killed in the middle of an import: what was acknowledged is there.
# killed STORE: imports one after the other until it is killed, and notes each that was acknowledged
killed() {
	: >"$scratch/acked"
	(
		i=1000
		while :; do
			document $i a 2026-12-01 true >"$scratch/one.json"
			"$MAILACCORD" store import "$1" "$scratch/one.json" -q >/dev/null 2>&1 && echo "id-$i" >>"$scratch/acked"
			i=$((i + 1))
		done
	) &
	loop=$!
	tries=0
	while [ "$(wc -l <"$scratch/acked")" -lt 3 ] && [ $tries -lt 200 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
}
lost() {
	"$MAILACCORD" store list "$1" --format json >"$out" 2>"$err"
	/usr/bin/python3 -c 'import json,sys
there={json.loads(line)["id"] for line in open(sys.argv[1])}
acked=open(sys.argv[2]).read().split()
print(len(set(acked) - there), "lost" if len(acked) > 2 else "of too few")' "$out" "$scratch/acked"
}
killed "$scratch/killed.db"
for _ in 1 2 3 4 5 6; do
	sleep 0.2
	victim=$(ps -o pid= --ppid "$loop" | head -n 1)
	[ -z "$victim" ] || kill -9 "$victim" 2>/dev/null
done
kill "$loop"
wait "$loop" 2>/dev/null
is "$(lost "$scratch/killed.db")" "0 lost" "kill -9: every acknowledged import is there"
expect 0 "and it goes on" store import "$scratch/killed.db" "$scratch/in" -q

# Several at once.
for n in 1 2 3 4; do
	i=$((n * 100))
	while [ $i -lt $((n * 100 + 30)) ]; do document $i a 2026-12-01 true; i=$((i + 1)); done >"$scratch/p$n.ndjson"
	"$MAILACCORD" store import "sqlite:$scratch/several.db" "$scratch/p$n.ndjson" -q >"$scratch/e$n" 2>&1 &
done
wait
is "$(cat "$scratch"/e?)" "" "four at once: none fails"
is "$("$MAILACCORD" store list "$scratch/several.db" | tail -n 1)" "workstations 120, runs 120, mailboxes 1" "all are there"

# ---- properties ----

rounds=25
for seed in 1 2; do
	mkdir "$scratch/property$seed"
	/usr/bin/python3 "$srcdir/tests/store/property.py" "$MAILACCORD" "$scratch/property$seed" "sqlite:$scratch/property$seed/s.db" $rounds $seed >"$out" 2>&1
	ok $? "SQLite: findings and gates are those of a full report, seed $seed"
	sed 's/^/#  /' "$out"
done

if cluster_start; then
	mkdir "$scratch/property"
	/usr/bin/python3 "$srcdir/tests/store/property.py" "$MAILACCORD" "$scratch/property" "$cluster_url" 12 3 $cluster_psql >"$out" 2>&1
	ok $? "PostgreSQL: findings and gates are those of a full report"
	sed 's/^/#  /' "$out"
	for n in 1 2 3 4; do "$MAILACCORD" store import "$cluster_url" "$scratch/p$n.ndjson" -q >"$scratch/e$n" 2>&1 & done
	wait
	is "$(cat "$scratch"/e?)" "" "PostgreSQL: four at once"
	is "$($cluster_psql -At -c "SELECT count(*) FROM scan WHERE workstation LIKE 'id-___' AND newest = 1")" 120 "PostgreSQL: all are there"
	killed "$cluster_url"
	cluster_crash
	sleep 0.3
	kill "$loop"
	wait "$loop" 2>/dev/null
	cluster_run
	is "$(lost "$cluster_url")" "0 lost" "PostgreSQL killed: every acknowledged import is there"
	$cluster_psql -c "DROP SCHEMA public CASCADE; CREATE SCHEMA public" 2>/dev/null
	$cluster_psql -f "$srcdir/tests/data/store/version-1.postgresql.sql" >/dev/null 2>"$err"
	migrated "PostgreSQL version 1" "$cluster_url"
	$cluster_psql -c "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE tasks (x int)" 2>/dev/null
	expect 65 "PostgreSQL: another program's database" store import "$cluster_url" "$scratch/in"
	cluster_stop
	expect 66 "PostgreSQL: nobody answers" store list "$cluster_url"
else
	skip "no PostgreSQL here"
fi

finish
