#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the program writes is what its schemas say; what the schemas refuse the
# program refuses too.
. "${srcdir:-.}/tests/tap.sh"

if ! python3 -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null; then
	echo '1..0 # SKIP python3-jsonschema is not installed'
	exit 0
fi

# validate FILE...: prints each fault; an array holds several documents.
validate() {
	python3 - "$srcdir/schema" "$@" <<'PYTHON'
import json, sys, jsonschema
schemas, bad = {}, False
for name in ("scan", "report", "plan", "policy", "others", "handover"):
    with open(f"{sys.argv[1]}/mailaccord-{name}-1.schema.json", encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    schemas[f"mailaccord-{name}"] = jsonschema.Draft202012Validator(schema)
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        documents = json.load(file)
    for document in documents if isinstance(documents, list) else [documents]:
        for fault in schemas[document["format"]].iter_errors(document):
            print("# %s: %s: %s" % (path, list(fault.absolute_path), fault.message[:300]))
            bad = True
sys.exit(bad)
PYTHON
}

# The names in the schema of scans are those of the program.
"$MAILACCORD" list facts --format json >"$scratch/facts.json"
python3 - "$srcdir/schema/mailaccord-scan-1.schema.json" "$scratch/facts.json" <<'PYTHON'
import json, sys
schema, facts = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
account = schema["$defs"]["account"]["properties"]
own = {"id", "plugin", "places", "implied", "locked", "inferred", "unknown"}
names = {fact["fact"] for fact in facts}
print("# only in the schema:", sorted(set(account) - own - names), "only in the program:", sorted(names - set(account)))
words = [f["fact"] for f in facts if "words" in f and account[f["fact"]]["anyOf"][0]["enum"] != f["words"]]
print("# other words:", words)
sys.exit(set(account) - own != names or set(schema["$defs"]["fact"]["enum"]) != names or bool(words))
PYTHON
ok $? "the schema knows the facts of the program"

validate "$srcdir"/samples/rules/*/*.json
ok $? "the scans of the rules' samples"
validate "$srcdir/samples/office/policy.json"
ok $? "the office's policy"

# Scans of raw files, and the reports over them.
n=0
for folder in "$srcdir"/samples/office/*/; do
	n=$((n + 1))
	"$MAILACCORD" scan --format json --output "$scratch/scan$n.json" "$folder" 2>"$scratch/err"
	[ $? -le 2 ] || sed 's/^/# /' "$scratch/err"
done
MAILACCORD_STATE=$scratch/state "$MAILACCORD" scan --show-what-is-sent -a order@example.co.jp "$srcdir/samples/office/PC-01" >"$scratch/scan-sent.json" 2>/dev/null
[ $n -gt 0 ] && validate "$scratch"/scan*.json
ok $? "the office's $n scans"

"$MAILACCORD" report --format json --output "$scratch/report.json" \
	--policy "$srcdir/samples/office/policy.json" "$srcdir/samples/office" 2>"$scratch/err"
validate "$scratch/report.json"
ok $? "the office's report"

# One validator for all of them: reading the schemas takes longer than the reports.
mkdir "$scratch/rules"
for case in "$srcdir"/samples/rules/*/*.json; do
	case $case in *.policy.json | *.baseline.json | */policy.json | */baseline.json) continue ;; esac
	name=$(basename "$(dirname "$case")")-$(basename "$case")
	policy=${case%.json}.policy.json baseline=${case%.json}.baseline.json
	[ -f "$policy" ] || policy= # a rule's own policy.json is nothing special to the schema
	[ -f "$baseline" ] || baseline=
	"$MAILACCORD" report --format json --output "$scratch/rules/$name" ${policy:+--policy "$policy"} ${baseline:+--baseline "$baseline"} \
		"$case" 2>"$scratch/err"
done
validate "$scratch"/rules/*.json >"$scratch/out"
ok $? "the reports over the rules' samples"
head -n 20 "$scratch/out"

for command in report plan; do
	"$MAILACCORD" $command --format json --output "$scratch/$command.json" --suppose 'PC-07: leave_on_server=yes' "$srcdir/samples/office" 2>"$scratch/err"
done
validate "$scratch/report.json" "$scratch/plan.json"
ok $? "another world, supposed"

mkdir "$scratch/plans"
for case in "$srcdir/samples/office" "$srcdir"/samples/rules/*/*.json; do
	case $case in *policy.json | *baseline.json) continue ;; esac
	for aim in imap representative; do
		name=$(basename "$(dirname "$case")")-$(basename "$case" .json)-$aim.json
		"$MAILACCORD" plan --format json --output "$scratch/plans/$name" --toward=$aim "$case" 2>"$scratch/err"
	done
done
validate "$scratch"/plans/*.json >"$scratch/out"
ok $? "the plans for the office and the rules' samples"
head -n 20 "$scratch/out"

# Hand-overs of whatever there are samples of; one exit status says whether something must be carried.
mkdir "$scratch/hand"
for case in "$srcdir"/samples/clients/*/*/ "$srcdir/samples/office" "$scratch/scan-sent.json"; do
	name=$(echo "$case" | tr -c 'a-z0-9\n' _).json
	"$MAILACCORD" handover --quiet --format json --output "$scratch/hand/$name" "$case" 2>"$scratch/err"
	[ $? -le 2 ] || sed 's/^/# /' "$scratch/err"
done
validate "$scratch"/hand/*.json >"$scratch/out"
ok $? "the hand-overs of all samples"
head -n 20 "$scratch/out"

# A schema that lets all pass is no schema.
python3 - "$scratch" <<'PYTHON'
import json, sys
scratch = sys.argv[1]
scan = json.load(open(f"{scratch}/scan1.json", encoding="utf-8"))
report = json.load(open(f"{scratch}/report.json", encoding="utf-8"))
def write(name, document, change):
    document = json.loads(json.dumps(document))
    change(document)
    json.dump(document, open(f"{scratch}/wrong-{name}.json", "w", encoding="utf-8"))
write("type", scan, lambda d: d["accounts"][0].update(leave_on_server="yes"))
write("key", scan, lambda d: d["accounts"][0].update(leave_on_mars=True))
write("none", scan, lambda d: d.pop("accounts"))
write("place", scan, lambda d: d["accounts"][0]["places"].update(protocol="here"))
write("verdict", report, lambda d: d["summary"].update(verdict="fine"))
write("life", report, lambda d: d["mailboxes"][0]["life"].update(gone_after_days=-1))
PYTHON
for wrong in "$scratch"/wrong-*.json; do
	if validate "$wrong" >/dev/null 2>&1; then ok 1 "refuses $(basename "$wrong")"; else ok 0 "refuses $(basename "$wrong")"; fi
done

# The same input gives the same bytes.
"$MAILACCORD" report --format json "$scratch"/scan*.json >"$scratch/one.json" 2>/dev/null
"$MAILACCORD" report --format json $(ls -r "$scratch"/scan*.json) >"$scratch/two.json" 2>/dev/null
cmp "$scratch/one.json" "$scratch/two.json" >"$scratch/out"
ok $? "the order of scans does not matter"

finish
