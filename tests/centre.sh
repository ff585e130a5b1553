#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A folder is a centre: many write into it, some read it meanwhile, and nothing
# that lies in it speaks for what it does not know.
. "${srcdir:=.}/tests/tap.sh"
inbox=$scratch/inbox out=$scratch/out err=$scratch/err
mkdir "$inbox"
pc=$srcdir/samples/office/PC-07

run() {
	"$MAILACCORD" "$@" >"$out" 2>"$err"
	status=$?
}

# doc FILE ID NAME RUN STARTED [LEAVES]: a scan document with a POP account of the shared mailbox
doc() {
	printf '{"format": "mailaccord-scan", "version": 1, "workstation": {"id": "%s", "name": "%s"}, "run": "%s", "started": "%s", "accounts": [
		{"id": "a/1", "plugin": "a", "client": "a", "protocol": "pop3", "enabled": true, "host": "mail.example.co.jp", "login": "info@example.co.jp",
		"addresses": ["info@example.co.jp"], "security": "tls", "delete_when": "never", "leave_on_server": %s}]}\n' \
		"$2" "$3" "$4" "$5" "${6:-true}" >"$1"
}

# names: who is in the report, and the kinds of its notes
names() {
	run report --quiet --format json "$@"
	json "$out" '" ".join(c["workstation"] for c in d["coverage"]) + "; " + " ".join(sorted({n["kind"] for n in d["notes"]}))'
}

# ---- writing ----

run scan --quiet --output "$inbox/" "$pc"
is "$status $(ls "$inbox" | wc -l)" "0 1" "a scan goes into a folder as a file"
ls "$inbox" | grep -Eq '^[A-Za-z0-9_-]+\.[A-Za-z0-9_.-]+\.json$'
ok $? "its name is made of id and run"
is "$(json "$inbox"/*.json 'd["format"]')" "mailaccord-scan" "it is a whole document"
run scan --quiet --output "/$inbox" "$pc"
is "$status $(ls "$inbox" | wc -l)" "0 1" "a path that begins with // is one like any other, and the same files make the same name"
HOME=$scratch/none run scan --quiet --output "$inbox/"
HOME=$scratch/none run scan --quiet --output "$inbox/"
is "$(ls "$inbox" | wc -l)" 3 "each run of a workstation is a file of its own"
if command -v strace >/dev/null && strace -o "$scratch/trace" true 2>/dev/null; then
	# Two that trace are one too many: the leak checker does it too.
	ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0 HOME=$scratch/none strace -f -o "$scratch/trace" "$MAILACCORD" scan --quiet --output "$inbox/" >"$out" 2>&1
	sed -n 's/^[0-9 ]*\(fsync\|rename[a-z0-9]*\|link\)(.*/\1/p' "$scratch/trace" | tr '\n' ' ' >"$scratch/calls"
	like "$scratch/calls" '^fsync (rename(at2?)?|link) fsync $' "synced, then named, then the folder is synced"
	like "$scratch/trace" 'O_EXCL.*|mkstemp' "the temporary file is nobody else's"
else
	skip "strace(1) is not there, or not allowed"
fi
run scan --quiet --output "$scratch/gone/" "$pc"
is "$status" 73 "a folder that is not there is not made up"
[ ! -e "$scratch/gone" ]
ok $? "nor is a file of its name"
if mount -t tmpfs -o size=16k tmpfs "$scratch" 2>/dev/null; then
	umount "$scratch"
	mkdir -p "$scratch/full"
	mount -t tmpfs -o size=16k tmpfs "$scratch/full"
	dd if=/dev/zero of="$scratch/full/fill" bs=1k count=14 2>/dev/null
	run scan --quiet --output "$scratch/full/" "$pc"
	is "$status $(ls "$scratch/full")" "74 fill" "where there is no room nothing is left, not even a half"
	mount -o remount,ro "$scratch/full"
	run scan --quiet --output "$scratch/full/" "$pc"
	is "$status" 73 "a folder that may only be read"
	umount "$scratch/full"
else
	skip "no file system can be mounted here"
fi

# ---- what lies there ----

centre=$scratch/centre
mkdir "$centre"
doc "$centre/a.r1.json" a PC-A r1 2026-03-01T08:00:00Z
doc "$centre/b.r1.json" b PC-B r1 2026-03-01T08:00:00Z
is "$(names "$centre")" "PC-A PC-B; " "two workstations"
cp "$centre/a.r1.json" "$centre/copy of a.json"
mkdir "$centre/older"
cp "$centre/b.r1.json" "$centre/older"
is "$(names "$centre" "$centre/a.r1.json")" "PC-A PC-B; " "the same run under other names and paths is one"
head -c 100 "$centre/a.r1.json" >"$centre/a.r2.json.XyZ123"
head -c 100 "$centre/a.r1.json" >"$centre/.a.r3.json"
is "$(names "$centre")" "PC-A PC-B; " "what a run that died left behind is passed over"
head -c 100 "$centre/a.r1.json" >"$centre/c.r1.json"
is "$(names "$centre")" "PC-A PC-B; bad-document" "half a document is named"
like "$out" 'c\.r1\.json' "by its name"
run report --quiet "$centre"
is "$status" 2 "and not passed over: what it says of whom is not known"
rm "$centre/c.r1.json"
doc "$centre/zz.json" a PC-A r2 2026-03-02T08:00:00Z false
is "$(names "$centre"; json "$out" '[f["blame"][0]["workstation"] for f in d["findings"] if f["code"] == "P01"]')" \
	"PC-A PC-B; superseded
[\"PC-A\"]" "the newest run counts, whatever its file is called"

# Two PCs made from one disk.
doc "$centre/c1.json" c PC-C c1 2026-03-01T08:00:00Z false
doc "$centre/c2.json" c PC-D c2 2026-03-02T08:00:00Z
is "$(names "$centre")" "PC-A PC-B PC-D; renamed superseded" "one change of name is a new name"
doc "$centre/c3.json" c PC-C c3 2026-03-03T08:00:00Z false
is "$(names "$centre")" "PC-A PC-B PC-C PC-D; clone superseded" "names that take turns are two workstations"
is "$(json "$out" '[sorted(b["workstation"] for b in f["blame"]) for f in d["findings"] if f["code"] == "P01"]')" '[["PC-A", "PC-C"]]' "neither hides the other"
run gate --quiet --format json --against "$centre" "$centre/c2.json"
is "$(json "$out" '" ".join(sorted(c["workstation"] for c in d["coverage"]))')" "PC-A PC-B PC-C PC-D" "nor at a gate"
mkdir "$scratch/old"
doc "$scratch/old/d1.json" d PC-OLD d1 2026-03-01T08:00:00Z false
doc "$scratch/new.json" d PC-NEW d2 2026-03-05T08:00:00Z
run gate --quiet --format json --against "$scratch/old" "$scratch/new.json"
is "$(json "$out" '" ".join(sorted(c["workstation"] for c in d["coverage"])) + " " + " ".join(n["kind"] for n in d["notes"])')" "PC-NEW PC-OLD clone" \
	"a new PC made from an old one's disk does not take its place"
doc "$scratch/again.json" d PC-OLD d2 2026-03-05T08:00:00Z
run gate --quiet --format json --against "$scratch/old" "$scratch/again.json"
is "$(json "$out" '" ".join(sorted(c["workstation"] for c in d["coverage"]))')" "PC-OLD" "but the old one itself does"

# Ids that are no PC's own.
junk=$scratch/junk
mkdir "$junk"
doc "$junk/1.json" 00000000-0000-0000-0000-000000000000 PC-E e1 2026-03-01T08:00:00Z false
doc "$junk/2.json" 00000000-0000-0000-0000-000000000000 PC-F f1 2026-03-02T08:00:00Z
is "$(names "$junk")" "PC-E PC-F; junk-id" "an id of zeros is told apart by names"
doc "$junk/3.json" 00000000-0000-0000-0000-000000000000 PC-F f2 2026-03-03T08:00:00Z
is "$(names "$junk")" "PC-E PC-F; indistinct junk-id superseded" "where names are the same too, one may hide another"

# The same in a store, where scans come one by one and old ones go.
store=$scratch/centre.db
if "$MAILACCORD" store import "sqlite:$store" "$scratch/old" >"$out" 2>"$err"; then
	run gate --quiet --format json --against "$store" "$scratch/new.json"
	is "$(json "$out" '" ".join(sorted(c["workstation"] for c in d["coverage"]))')" "PC-NEW PC-OLD" "a store: a new PC made from an old one's disk does not take its place"
	run gate --quiet --format json --against "$store" "$scratch/again.json"
	is "$(json "$out" '" ".join(sorted(c["workstation"] for c in d["coverage"]))')" "PC-OLD" "but the old one itself does"
	for n in 1 2 3; do
		"$MAILACCORD" store import "$store" "$centre/c$n.json" >"$out" 2>&1
		"$MAILACCORD" store forget "$store" --keep 1 >"$out" 2>&1
	done
	is "$(names "$store")" "PC-C PC-D PC-OLD; clone" "names that take turns are two workstations, though old runs go"
	is "$(json "$out" '[sorted(b["workstation"] for b in f["blame"]) for f in d["findings"] if f["code"] == "P01"]')" '[["PC-C", "PC-OLD"]]' "neither hides the other"
	"$MAILACCORD" store import "$store" "$centre/c1.json" >"$out" 2>&1
	is "$(names "$store")" "PC-C PC-D PC-OLD; clone" "an old run that comes late changes nothing"
	doc "$scratch/ahead.json" g PC-G g1 2099-01-01T00:00:00Z
	doc "$scratch/right.json" g PC-G g2 2027-01-01T00:00:30Z false
	"$MAILACCORD" store import "sqlite:$scratch/clock.db" "$scratch/ahead.json" >"$out" 2>&1
	SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 60)) "$MAILACCORD" store import "$scratch/clock.db" "$scratch/right.json" >"$out" 2>&1
	like "$out" '^1 new' "a clock that was ahead once does not hide what comes later"
	"$MAILACCORD" store import "sqlite:$scratch/junk.db" "$junk" >"$out" 2>&1
	is "$(names "$scratch/junk.db" | cut -d';' -f1)" "PC-E PC-F" "an id of zeros is told apart by names"
else
	skip "there is no store here: $(head -n 1 "$err")"
fi

# ---- since ----

since() {
	run report --quiet --format json "$@"
	json "$out" '"; ".join([f["trend"] + " " + ",".join(b["workstation"] for b in f["blame"]) for f in d["findings"] if f["code"] == "P01"]
		+ [("fixed " if g["fixed"] else "gone ") + ",".join(b["workstation"] for b in g["blame"]) for g in d["gone"] if g["code"] == "P01"])'
}
runs=$scratch/runs
mkdir "$runs"
for day in 01 02 03 04; do
	doc "$runs/g.$day.json" g PC-G "g$day" "2026-03-${day}T08:00:00Z" "$([ "$day" = 03 ] && echo false || echo true)"
	doc "$runs/h.$day.json" h PC-H "h$day" "2026-03-${day}T08:00:00Z" "$([ "$day" -lt 3 ] && echo false || echo true)"
done
is "$(since --since 2026-03-01 "$runs")" "fixed PC-H" "since the first"
is "$(since --since 2026-03-03 "$runs")" "fixed PC-G" "since the third"
is "$(since --since 2026-03-04 "$runs")" "" "since today"
is "$(since --since 2026-03-03T07:59:59Z "$runs")" "fixed PC-H" "since a time of day"
echo '{' >"$runs/x.json"
is "$(since --since 2026-03-03 "$runs")" "fixed PC-G" "half a document is no reason not to compare"
rm "$runs/x.json"
run report --since 2026-02-28 "$runs"
is "$status" 66 "since before anything was known"
run report --since yesterday "$runs"
is "$status" 64 "a word is no date"
run report --since 2026-03-01 --baseline "$runs" "$runs"
is "$status" 64 "--since and --baseline exclude each other"

# ---- all at once ----

busy=$scratch/busy
mkdir "$busy"
write() {
	for n in 1 2 3 4; do
		# Others put their files there in their own way: they are replaced, or vanish.
		doc "$busy/.tmp.$1" "w$1" "PC-$1" "r$n" "2026-03-0${n}T08:00:00Z" "$([ $((n % 2)) = 1 ] && echo true || echo false)"
		if [ $(($1 % 2)) = 0 ]; then mv "$busy/.tmp.$1" "$busy/PC-$1.json"; else mv "$busy/.tmp.$1" "$busy/PC-$1.r$n.json"; fi
		[ "$n" = 1 ] || [ $(($1 % 2)) = 0 ] || rm -f "$busy/PC-$1.r$((n - 1)).json"
	done
}
doc "$busy/z.json" z PC-Z r1 2026-03-01T08:00:00Z
(
	for i in $(seq 50); do write "$i" & done
	wait
	: >"$scratch/written"
) &
bad=0 during=0
while [ ! -e "$scratch/written" ]; do
	run report --quiet --format json "$busy"
	during=$((during + 1))
	{ [ "$status" -le 1 ] && ! grep -q '"bad-document"' "$out"; } || bad=$((bad + 1))
done
wait
is "$bad" 0 "fifty write while reports are made: no report fails, and none has half a document"
[ "$during" -gt 5 ] || skip "only $during reports were made meanwhile"
names "$busy" >"$scratch/names"
is "$(wc -w <"$scratch/names")" 51 "and all are there at last"
is "$(json "$out" 'sorted({len(f["blame"]) for f in d["findings"] if f["code"] == "P01"})')" "[50]" "each with its newest run"
finish
