#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every folder below samples/clients holds a client's files and what a scan of
# them says (expect.json). BLESS=1 writes expect.json anew; look at the diff.
. "${srcdir:=.}/tests/tap.sh"

# What may differ from run to run, and what is judged elsewhere, is left out.
essence() {
	/usr/bin/python3 -c '
import json, sys
d = json.load(open(sys.argv[1]))
d = {k: d[k] for k in ("accounts", "files", "notes", "stores") if k != "stores" or d[k]}
for s in d.get("stores", []):
    for time in "newest", "oldest":
        s.pop(time, None)
for n in d["notes"]:
    n.pop("sentence", None)
print(json.dumps(d, ensure_ascii=False, indent=1, sort_keys=True))' "$1"
}

for case in "$srcdir"/samples/clients/*/*/; do
	case=${case%/}
	name=$(basename "$(dirname "$case")")/$(basename "$case")
	[ -f "$case/name" ] || { ok 1 "$name: has a sentence that says what it is (name)"; continue; }
	# The sample is what a person would hand over: without our own files beside it.
	mkdir -p "$scratch/$name"
	cp -R "$case/." "$scratch/$name"
	rm -f "$scratch/$name/expect.json" "$scratch/$name/name"
	(cd "$scratch/$name" && "$MAILACCORD" scan --format json --name sample . >"$scratch/out.json" 2>"$scratch/err")
	status=$?
	if [ $status -gt 2 ]; then
		ok 1 "$name: $(cat "$case/name")"
		sed 's/^/#  /' "$scratch/err"
		continue
	fi
	essence "$scratch/out.json" >"$scratch/got.json"
	if [ -n "${BLESS:-}" ]; then
		cp "$scratch/got.json" "$case/expect.json"
	fi
	if diff -u "$case/expect.json" "$scratch/got.json" >"$scratch/diff" 2>&1; then
		ok 0 "$name: $(cat "$case/name")"
	else
		ok 1 "$name: $(cat "$case/name")"
		head -n 40 "$scratch/diff" | sed 's/^/#  /'
	fi
done
finish
