#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What has changed is told once, whatever happens in between.
. "${srcdir:=.}/tests/tap.sh"
# LeakSanitizer itself falls over threads of a library that was loaded late (signal 11 in its tracer); the rest stays on.
ASAN_OPTIONS=detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}
export ASAN_OPTIONS
in=$scratch/in log=$scratch/log.ndjson err=$scratch/err
mkdir "$in"

# pc NAME DAY LEAVES [ID [FILE]]: a scan with a POP account of the shared mailbox; LEAVES true, false, null; or "gone"
pc() {
	account='{"id": "a/1", "plugin": "a", "client": "a", "protocol": "pop3", "enabled": true, "host": "mail.example.co.jp", "login": "info@example.co.jp",
		"addresses": ["info@example.co.jp"], "security": "tls", "delete_when": "never", "leave_on_server": '$3'}'
	[ "$3" != gone ] || account=
	printf '{"format": "mailaccord-scan", "version": 1, "workstation": {"id": "%s", "name": "%s"}, "run": "%s", "started": "%s",
		"accounts": [%s]}\n' "${4:-id-$1}" "$1" "$2-$1" "$2T08:00:00Z" "$account" >"${5:-$in/$1.json}"
}

report() {
	"$MAILACCORD" report --quiet --changes "$log" --output "$scratch/report.json" "$@" >"$scratch/out" 2>"$err"
	status=$?
}

# said: code, kind, workstations of the lines that are new since the last time
echo 0 >"$scratch/lines"
said() {
	python3 - "$log" "$(cat "$scratch/lines")" <<'PYTHON'
import json, sys
all = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")][int(sys.argv[2]):]
assert len({l["id"] for l in all}) == len(all)
print("; ".join(" ".join([l["code"], l["kind"], ",".join(l["workstations"])] + sorted({w["why"] for w in l.get("why", [])})) for l in all if l["code"] == "P01"))
PYTHON
	wc -l <"$log" >"$scratch/lines"
}

pc A 2026-03-01 true
pc B 2026-03-01 true
report "$in"
is "$(said)" "" "nothing of it to begin with"
is "$(json "$log" "d" 2>/dev/null || head -c 1 "$log")" "{" "lines are objects"
report "$in"
is "$(wc -l <"$log")" "$(cat "$scratch/lines")" "the same is not told twice"
pc A 2026-03-02 false
report "$in"
is "$(said)" "P01 new A" "new"
report "$in"
is "$(said)" "" "and told once"
pc B 2026-03-03 false
report "$in"
is "$(said)" "P01 worse A,B" "worse"
cp "$log.state" "$scratch/state"
rm "$in/B.json"
report "$in"
is "$(said)" "P01 gone A,B not-heard-of others-not-heard-of" "a workstation that is not heard of has fixed nothing"
report "$in"
is "$(said)" "" "which is told once"
pc B 2026-03-04 true
report "$in"
is "$(said)" "P01 new A; P01 better B setting-changed" "what is heard of again is told: A still does it, B does not"
pc A 2026-03-05 true
report "$in"
is "$(said)" "P01 fixed A setting-changed" "fixed"

# A run that dies between the lines and the record.
cp "$log.state" "$scratch/before"
pc A 2026-03-06 false
report "$in"
is "$(said)" "P01 new A" "new again"
cp "$scratch/before" "$log.state"
report "$in"
is "$(said)" "" "lines that were written before the record are not written again"
truncate -s -20 "$log"
cp "$scratch/before" "$log.state"
report "$in"
tail -c +1 "$log" | tail -n 1 | python3 -c 'import json,sys; json.loads(sys.stdin.read())'
ok $? "half a line is ended, and the line said again"

# Others look at less.
report --address info@example.co.jp "$in"
is "$status" 64 "a log is about the same addresses for ever"
like "$err" "is about other addresses" "and says so"
report --suppose 'A/*: leave_on_server=yes' "$in"
is "$status" 64 "a supposed world is not told of"
echo '{' >"$log.state"
report "$in"
is "$status" 65 "a record that is none"
echo '{"format": "mailaccord-told", "version": 1, "now": {"findings": [{"severity": "high", "status": "fail", "rule": "x"}]}}' >"$log.state"
report "$in"
is "$status" 65 "a record that does not fit together"
rm "$log.state"
mkfifo "$scratch/fifo"
log=$scratch/fifo
report "$in"
is "$status" 73 "a log is a regular file"
log=$scratch/nowhere/log
report "$in"
is "$status" 66 "a folder that is not there"
log=$scratch/log.ndjson

# Many at once.
rm -f "$log" "$log.state"
for i in 1 2 3 4 5 6 7 8; do
	"$MAILACCORD" report --quiet --changes "$log" --output "$scratch/report$i.json" "$in" >/dev/null 2>&1 &
done
wait
is "$(cut -d, -f4 "$log" | sort | uniq -d)" "" "eight at once tell each thing once"
pc A 2026-03-07 true
if command -v flock >/dev/null; then
	(
		flock 9
		"$MAILACCORD" report --quiet --changes "$log" --output "$scratch/held.json" "$in" 9>&- &
		sleep 0.5
		grep -c fixed "$log" >"$scratch/held"
	) 9>>"$log"
	while ! grep -q fixed "$log" && [ "$((i += 1))" -lt 100 ]; do sleep 0.1; done
	is "$(cat "$scratch/held") $(grep -c '"P01".*fixed' "$log")" "0 1" "who comes second waits"
else
	skip "flock(1) is not installed"
fi
pc A 2026-03-08 false

# Standard output.
"$MAILACCORD" report --quiet --changes - "$in" >"$scratch/out" 2>"$err"
is "$?" 64 "standard output keeps no record"
mkdir "$scratch/past"
pc A 2026-03-01 true id-A "$scratch/past/A.json"
pc B 2026-03-01 true id-B "$scratch/past/B.json"
"$MAILACCORD" report --quiet --changes - --baseline "$scratch/past" "$in" >"$scratch/out" 2>"$err"
log=$scratch/out
echo 0 >"$scratch/lines"
is "$(said)" "P01 new A" "but can be compared with a baseline"

# ---- the webhook ----

# Answers as each line of $scratch/answers says ("503 0": status, Retry-After), then 200; what was told goes to $scratch/told.
cat >"$scratch/hook.py" <<'PYTHON'
import hashlib, hmac, http.server, json, os, re, sys
scratch = sys.argv[1]

class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        t, v1 = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", self.headers["Mailaccord-Signature"]).groups()
        good = hmac.compare_digest(v1, hmac.new(b"CANARY-hook", t.encode() + b"." + body, hashlib.sha256).hexdigest())
        told = json.loads(body)
        answers = open(scratch + "/answers").read().splitlines()
        status, *after = (answers or ["200"])[0].split()
        open(scratch + "/answers", "w").write("".join(a + "\n" for a in answers[1:]))
        with open(scratch + "/told", "a") as out:
            print(status, good, self.headers["Idempotency-Key"] == told["id"], told["id"], told["event"], told["address"],
                  *(f["code"] + ":" + ",".join(f["workstations"]) for f in told["findings"]), file=out)
        self.send_response(int(status))
        if after:
            self.send_header("Retry-After", after[0])
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *a):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
open(scratch + "/port", "w").write(str(server.server_port))
server.serve_forever()
PYTHON
: >"$scratch/answers" >"$scratch/told"
python3 "$scratch/hook.py" "$scratch" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$scratch"' EXIT
i=0
while [ ! -s "$scratch/port" ] && [ "$((i += 1))" -lt 100 ]; do sleep 0.1; done
url=http://127.0.0.1:$(cat "$scratch/port")/hook?key=CANARY-query
echo CANARY-hook >"$scratch/secret"
chmod 600 "$scratch/secret"
log=$scratch/hooked.ndjson
hook() {
	report --webhook "$url" --webhook-secret-file "$scratch/secret" --wait "${wait:-20}" "$in"
}
# delivered: what was told since the last time, less the id
delivered() {
	sed 's/ [0-9a-f]\{16\} / /' "$scratch/told" | tr '\n' ';'
	cat "$scratch/told" >>"$scratch/all-told"
	: >"$scratch/told"
}

if ! "$MAILACCORD" --version >/dev/null || ! [ -e "$scratch/port" ]; then
	skip "no server can be started"
else
	rm -f "$in"/*
	pc A 2026-03-01 true
	pc B 2026-03-01 true
	hook
	is "$status $(delivered)" "0 " "nothing fails, and nobody is told"
	pc A 2026-03-02 false
	hook
	is "$status $(delivered)" "1 200 True True mailbox-fails info@example.co.jp P01:A;" "a mailbox that comes to fail is told, signed, with a key"
	hook
	is "$(delivered)" "" "once"
	pc B 2026-03-03 false
	hook
	is "$(delivered)" "" "and not for more of the same"
	pc A 2026-03-04 true
	pc B 2026-03-04 true
	hook
	pc A 2026-03-05 null
	hook
	is "$(delivered)" "" "what is unknown does not fail"
	pc A 2026-03-06 false
	printf '503 0\n429 0\n' >"$scratch/answers"
	hook
	is "$status $(delivered)" "1 503 True True mailbox-fails info@example.co.jp P01:A;429 True True mailbox-fails info@example.co.jp P01:A;200 True True mailbox-fails info@example.co.jp P01:A;" \
		"tried again until it is taken"
	is "$(tail -n 3 "$scratch/all-told" | cut -d' ' -f4 | uniq | wc -l)" 1 "under one key"
	rm "$in/A.json"
	hook
	pc A 2026-03-07 false
	hook
	is "$(delivered)" "" "who was not heard of for a while and still fails is not told again"
	pc A 2026-03-08 true
	hook
	pc A 2026-03-09 false
	echo 404 >"$scratch/answers"
	hook
	is "$status $(delivered)" "69 404 True True mailbox-fails info@example.co.jp P01:A;" "who refuses is not asked again"
	like "$err" 'kept for the next run.*404' "and it is said"
	key=$(tail -n 1 "$scratch/all-told" | cut -d' ' -f4)
	printf '503 600\n' >"$scratch/answers"
	wait=1 hook
	is "$status $(delivered)" "69 503 True True mailbox-fails info@example.co.jp P01:A;" "nor for longer than --wait"
	hook
	is "$status $(delivered)" "1 200 True True mailbox-fails info@example.co.jp P01:A;" "the next run delivers it"
	is "$(tail -n 1 "$scratch/all-told" | cut -d' ' -f4)" "$key" "under the same key"
	unlike "$err" CANARY "no secret is said"
	! grep -rq CANARY "$log" "$log.state" "$scratch/report.json"
	ok $? "nor kept"
	kill "$server"
	pc A 2026-03-10 true
	hook
	is "$status" 0 "who has nothing to tell asks nobody"
	pc A 2026-03-11 false
	wait=1 hook
	is "$status" 69 "a server that is not there"
	unlike "$err" CANARY "is named without what is secret"
	is "$(json "$log.state" 'len(d["letters"])')" 1 "and the message is kept"
fi
report --webhook https://hook.invalid/ "$in"
is "$status" 64 "a webhook is signed"
report --webhook http://hook.example.co.jp/ --webhook-secret-file "$scratch/secret" "$in"
is "$status" 64 "plain http goes nowhere but here"
chmod 644 "$scratch/secret"
hook
is "$status" 77 "a secret that others can read is none"
finish
