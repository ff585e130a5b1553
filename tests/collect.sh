#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The collector, asked by the real curl over TLS with a CA of our own.
. "${srcdir:=.}/tests/tap.sh"
for program in curl openssl /usr/bin/python3; do
	command -v $program >/dev/null || { echo "1..0 # SKIP $program is not installed"; exit 0; }
done
unset http_proxy https_proxy HTTPS_PROXY ALL_PROXY
cd "$scratch" || exit 1
umask 077
pid=
trap '[ -z "$pid" ] || kill -9 $pid 2>/dev/null; [ ! -x "$scratch/postgres.stop" ] || "$scratch/postgres.stop"; rm -rf "$scratch"' EXIT

# ---- a CA, a certificate, secrets ----
certificate() { # NAME
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=localhost" 2>/dev/null
	printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' >"$1.ext"
	openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -set_serial "$2" -days 2 -extfile "$1.ext" -out "$1.pem" 2>/dev/null
}
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 -subj "/CN=Test" 2>/dev/null
certificate one 1
certificate two 2
cp one.pem cert.pem && cp one.key key.pem
fleet_secret=CANARY-secret-of-the-fleet desk_secret=CANARY-secret-of-the-desk
printf '# whoever has it\n%s\n\nread %s\n' $fleet_secret $desk_secret >secrets

# ---- scans and what is no scan ----
"$MAILACCORD" scan --format json -o scan.json "$srcdir/samples/office/PC-07" 2>/dev/null
/usr/bin/python3 - <<'PYTHON'
import json, gzip, os
scan = json.load(open("scan.json"))
def write(name, change=None, **members):
    d = json.loads(json.dumps(scan))
    d["workstation"] = {"id": "PC-1", "name": "PC-1"}
    d["run"] = "run-" + name
    d["started"] = "2026-12-31T00:00:00Z"
    if change:
        change(d)
    text = json.dumps(d).encode()
    open(name + ".json", "wb").write(text)
    return text
text = write("good")
gzip.open("good.json.gz", "wb").write(text)
open("cut.json.gz", "wb").write(open("good.json.gz", "rb").read()[:-9])
write("zipped")
gzip.open("zipped.json.gz", "wb").write(open("zipped.json", "rb").read())
write("other", lambda d: d["workstation"].update(id="PC-2"))
write("dots", lambda d: d["workstation"].update(name="../../../etc/passwd", tag="<script>alert(1)</script>"))
write("future", lambda d: d.update(started="2037-01-01T00:00:00Z"))
write("norun", lambda d: d.pop("run"))
write("nostart", lambda d: d.pop("started"))
write("noaccounts", lambda d: d.pop("accounts"))
write("version", lambda d: d.update(version=99))
write("type", lambda d: d["workstation"].update(id=["PC-1"]))
write("policy", lambda d: d.update(format="mailaccord-policy"))
write("many", lambda d: d.update(accounts=[{"id": "a%d" % i, "plugin": "p"} for i in range(10001)]))
open("cut.json", "wb").write(text[:-20])
open("two.json", "wb").write(text + b"\n" + text)
open("deep.json", "w").write('{"format": "mailaccord-scan", "version": 1, "accounts": ' + "[" * 100000 + "]" * 100000 + "}")
open("empty.json", "w").close()
open("garbage.json", "wb").write(os.urandom(3000))
open("nul.json", "wb").write(text.replace(b"PC-1", b"PC\\u0000"))
open("large.json", "wb").write(b'{"format": "mailaccord-scan", "x": "' + os.urandom(3 << 20).hex().encode() + b'"}')
with gzip.open("bomb.json.gz", "wb") as f:
    f.write(b'{"format": "mailaccord-scan", "x": "')
    for i in range(64):
        f.write(b"0" * (1 << 20))
# A fleet.
for i in range(200):
    write("fleet-%d" % i, lambda d: d["workstation"].update(id="W%d" % i, name="W%d" % i))
    json.dump({"format": "mailaccord-enrol", "version": 1, "workstation": "W%d" % i}, open("enrol-%d.json" % i, "w"))
PYTHON

# ---- the collector ----
start() { # OPTION...
	: >out
	"$MAILACCORD" collect --store "$store" --listen 127.0.0.1:0 --tls-cert cert.pem --tls-key key.pem --enrol-secret-file secrets "$@" >out 2>>log &
	pid=$!
	for _ in $(seq 100); do
		[ -s out ] && break
		kill -0 $pid 2>/dev/null || break
		sleep .1
	done
	url=$(sed 's/.* //' out)
}
# ask TOKEN CURL-ARGUMENT...: status in $code, body in "body", head in "head"
ask() {
	token=$1
	shift
	code=$(curl -sS -m 60 --cacert ca.pem -o body -D head -w '%{http_code}' ${token:+-H "Authorization: Bearer $token"} "$@" 2>curl.err)
}
post() { # TOKEN FILE CURL-ARGUMENT...
	t=$1 f=$2
	shift 2
	case $f in *.gz) set -- -H 'Content-Encoding: gzip' "$@" ;; esac
	ask "$t" -H 'Content-Type: application/json' --data-binary "@$f" "$@" "$url/v1/scans"
}
enrol() { # SECRET JSON-MEMBERS: $token
	ask "$1" --data "{\"format\": \"mailaccord-enrol\", \"version\": 1, $2}" "$url/v1/enrol"
	token=$(member token)
}
says() { member error; member outcome; }
member() { sed -n 's/^ "'"$1"'": "\(.*\)",*$/\1/p' body; }

# ---- it does not start where it should not ----
refused() { # STATUS WORDS NAME OPTION...
	want=$1 words=$2 name=$3
	shift 3
	timeout 10 "$MAILACCORD" collect "$@" >out 2>err
	is $? "$want" "$name"
	like err "$words" "$name: says so"
}
store=sqlite:$scratch/store.db
refused 64 'store and --listen' "without a store" --listen 127.0.0.1:0
refused 69 'needs a certificate' "plain HTTP where others can reach it" --store "$store" --listen 0.0.0.0:0
refused 69 'needs a certificate' "plain HTTP on all addresses" --store "$store" --listen :0
refused 69 'HOST:PORT' "no address" --store "$store" --listen localhost
refused 64 'go together' "a certificate without a key" --store "$store" --listen 127.0.0.1:0 --tls-cert one.pem
refused 69 "not the certificate's" "the key of another certificate" --store "$store" --listen 127.0.0.1:0 --tls-cert one.pem --tls-key two.key
chmod o+r two.key
refused 78 'read by others' "a key that others can read" --store "$store" --listen 127.0.0.1:0 --tls-cert two.pem --tls-key two.key
echo short >short
refused 78 'short:1: ' "a secret that can be guessed" --store "$store" --listen 127.0.0.1:0 --enrol-secret-file short
unlike err 'short"' "and does not say which"

start
[ -n "$url" ]
ok $? "it listens on a port of its own choice"
ask "" "$url/healthz"
is "$code $(cat body)" "200 ok" "healthz"
ask "" --http1.1 --tls-max 1.1 "$url/healthz"
is "$code" 000 "TLS 1.1 is refused"
ask "" "http://${url#https://}/healthz"
is "$code" 000 "plain HTTP is not spoken on a TLS port"

# ---- enrolment, tokens, scopes ----
enrol wrong '"workstation": "PC-1"'
is "$code $(says)" "401 bad-secret" "a wrong secret"
enrol $fleet_secret '"name": "somebody"'
is "$code $(says)" "422 bad-enrolment" "who may send has a workstation"
enrol $fleet_secret '"workstation": "PC-1", "scopes": ["read"]'
is "$code $(says)" "403 not-allowed" "a secret gives what it gives"
enrol $fleet_secret '"workstation": "PC-1", "scopes": ["rule"]'
is "$code $(says)" "403 not-allowed" "a scope that is none"
enrol $fleet_secret '"workstation": "PC-1'
is "$code $(says)" "400 bad-document" "broken JSON"
enrol $fleet_secret '"workstation": "PC-1"'
old=$token
is "$code $(member scopes)" "201 send gate" "a workstation"
like body 'mat_[0-9a-f]{64}"' "its token has 256 bits"
enrol $fleet_secret '"workstation": "PC-1"'
pc=$token
[ "$pc" != "$old" ]
ok $? "enrolled again it has another"
post "$old" good.json
is "$code $(says)" "401 bad-token" "and the old one is worth nothing"
enrol $fleet_secret '"workstation": "PC-1", "scopes": ["gate"]'
enrol $fleet_secret '"workstation": "PC-1"'
pc=$token
enrol $desk_secret '"name": "helpdesk"'
desk=$token
is "$code $(member scopes)" "201 read" "somebody who reads"
enrol $desk_secret '"name": "gate"' # kept apart from the workstation's
post "$desk" good.json
is "$code $(says)" "403 not-allowed" "who reads does not send"
for target in /v1/report / /metrics; do
	ask "$pc" "$url$target"
	is "$code $(says)" "403 not-allowed" "who sends does not read $target"
	ask "" "$url$target"
	is "$code $(says)" "401 bad-token" "nobody reads $target"
	ask mat_0000 "$url$target"
	is "$code $(says)" "401 bad-token" "a wrong token for $target"
done

# ---- scans ----
post "$pc" good.json
is "$code $(says)" "201 new" "a scan"
is "$(member run)" run-good "the answer names the run"
post "$pc" good.json
is "$code $(says)" "200 same" "again"
post "$pc" good.json.gz
is "$code $(says)" "200 same" "again, packed"
post "$pc" zipped.json.gz
is "$code $(says)" "201 new" "another, packed"
post "$pc" dots.json
is "$code" 201 "names with dots and slashes are names"
ask "$pc" -H 'Content-Type: application/json' -H 'Transfer-Encoding: chunked' --data-binary @good.json "$url/v1/scans"
is "$code $(says)" "200 same" "in chunks"
while read -r file want name; do
	post "$pc" "$file"
	is "$code $(says)" "$(echo "$want" | tr : ' ')" "$name"
	[ -n "$(member reason)" ] || ok 1 "$name: says why"
done <<'TABLE'
other.json 403:other-workstation the scan of another workstation
future.json 422:future a scan from the future
norun.json 422:no-run without a run
nostart.json 422:no-run without a time
noaccounts.json 422:bad-scan without accounts
version.json 422:bad-scan of a later version
type.json 422:bad-scan an id that is a list
policy.json 422:bad-scan a policy
many.json 422:too-many ten thousand accounts and one
two.json 422:bad-scan two scans
cut.json 422:bad-scan cut off
deep.json 422:bad-scan a hundred thousand levels
nul.json 422:bad-scan a NUL in a name
empty.json 400:bad-document nothing
garbage.json 400:bad-document random bytes
cut.json.gz 400:bad-gzip gzip cut off
bomb.json.gz 413:too-large-unpacked a bomb
large.json 413:too-large six megabytes
TABLE
post "$pc" noaccounts.json
like body 'accounts: is missing' "says what is wrong with it"
post "$pc" good.json -H 'Content-Encoding: gzip'
is "$code $(says)" "400 bad-gzip" "plain text said to be gzip"
post "$pc" good.json -H 'Content-Encoding: br'
is "$code $(says)" "415 bad-encoding" "an encoding that is not known"
ask "$pc" --data-binary @good.json "$url/v1/scans"
is "$code $(says)" "415 bad-type" "a form"
ask "$pc" -H 'Transfer-Encoding: chunked' -H 'Content-Type: application/json' --data-binary @large.json "$url/v1/scans"
is "$code $(says)" "413 too-large" "six megabytes in chunks"
ask "$pc" -H 'Authorization: Bearer x' "$url/v1/mailboxes/a@b.jp"
is "$code $(says)" "400 ambiguous-header" "two tokens"

# ---- targets ----
while read -r method target want name; do
	ask "$pc" --path-as-is -X "$method" "$url$target"
	is "$code $(says)" "$(echo "$want" | tr : ' ')" "$name"
done <<'TABLE'
GET /nothing 404:not-found nothing
GET /v1/scans 405:bad-method scans cannot be read
DELETE /v1/report 405:bad-method nor the report deleted
GET /../../etc/passwd 404:not-found dots
GET /v1/mailboxes/../../etc/passwd 404:not-found dots behind a route
GET /v1/mailboxes/ 404:not-found no key
GET /v1/mailboxes/%00 400:bad-target a NUL
GET /v1/mailboxes/%zz 400:bad-target a code that is none
GET /v1/mailboxes/%ff 400:bad-target no UTF-8
TABLE
ask "$pc" -X PUT "$url/v1/scans"
like head '^Allow: POST' "says what can be done"
ask "$pc" "$url/v1/mailboxes/$(printf 'a%.0s' $(seq 500))"
is "$code $(says)" "422 bad-key" "a key that is too long"
ask "$pc" "$url/v1/mailboxes/$(printf 'a%.0s' $(seq 40000))"
case $code in 414 | 431) ok 0 "a target that is far too long" ;; *) ok 1 "a target that is far too long: $code" ;; esac

# ---- what is asked for ----
ask "$pc" "$url/v1/mailboxes/info%40example.co.jp"
is "$code $(json body '[d["format"], len(d["scans"]), d["key"]]')" '200 ["mailaccord-others", 1, "info@example.co.jp"]' "a gate is told of the others"
cp body others.json
if python3 -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null; then
	python3 - "$srcdir/schema/mailaccord-others-1.schema.json" others.json <<'PYTHON'
import json, sys, jsonschema
schema, document = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.validate(document, schema)
PYTHON
	ok $? "as its schema says"
else skip "python3-jsonschema is not installed"; fi
unlike others.json 'places|"files"|passwd"?, *"tag"|script' "and nothing of files, places and tags"
ask "$pc" "$url/v1/mailboxes/nobody%40example.jp"
is "$code $(json body '[len(d["scans"]), d["known"]]')" '200 [0, true]' "a mailbox that nobody has"
ask "$desk" "$url/v1/report"
is "$code $(json body '[d["format"], d["summary"]["workstations"]]')" '200 ["mailaccord-report", 1]' "the report"
for format in text csv sarif junit html; do
	ask "$desk" "$url/v1/report?format=$format"
	is "$code" 200 "the report as $format"
done
ask "$desk" -H 'Accept: text/csv' "$url/v1/report"
like head '^Content-Type: text/csv' "a format by Accept"
ask "$desk" "$url/v1/report?format=docx"
is "$code $(says)" "422 bad-format" "a format that is none"
code=$(curl -sS --cacert ca.pem -u "anybody:$desk" -H 'Accept-Language: ja,en;q=0.5' -o body -D head -w '%{http_code}' "$url/")
is "$code $(grep -c '<html lang="ja"' body)" "200 1" "the page, for a browser, in Japanese"
code=$(curl -sS --cacert ca.pem -u "anybody:$desk" -o body -D head -w '%{http_code}' "$url/")
is "$code $(grep -c '<html lang="en"' body)" "200 1" "and in English"
for header in "Content-Security-Policy: .*default-src 'none'.*frame-ancestors 'none'" 'X-Content-Type-Options: nosniff' 'Referrer-Policy: no-referrer' 'Cache-Control: no-store'; do
	like head "^$header" "$header"
done
unlike head "unsafe-inline" "nothing inline but what is known"
unlike body '<script>alert' "a tag named <script> stays text"
ask "" "$url/"
like head '^WWW-Authenticate: Basic' "a browser is asked for the token"
ask "$desk" "$url/metrics"
is "$code" 200 "metrics"
like body '^mailaccord_requests_total\{route="scans",status="201"\} [1-9]' "count requests"
like body '^mailaccord_request_seconds_bucket\{route="scans",le="\+Inf"\} [1-9]' "and how long they take"
like body '^mailaccord_findings\{status="fail",severity="critical"\} ' "and findings"
like body '^mailaccord_quarantined [1-9]' "and what is in quarantine"
unlike body 'example\.co\.jp|PC-1' "without anybody's name"

# ---- who comes too often ----
for _ in $(seq 70); do echo "url = $url/v1/mailboxes/x"; echo "output = /dev/null"; done >many.conf
curl -sS --cacert ca.pem -H "Authorization: Bearer $pc" -w '%{http_code}\n' -K many.conf 2>/dev/null | sort | uniq -c >codes
like codes ' 429$' "one token too often"
ask "$pc" "$url/v1/mailboxes/x"
like head '^Retry-After: [1-9]' "and when to come again"
for _ in $(seq 30); do echo "url = $url/v1/report"; echo "output = /dev/null"; done >many.conf
curl -sS --cacert ca.pem -H "Authorization: Bearer wrong" -w '%{http_code}\n' -K many.conf 2>/dev/null | sort | uniq -c >codes
like codes ' 429$' "wrong tokens, again and again"
ask "$desk" "$url/v1/report"
is "$code" 200 "whose token is right is not kept out by them"
enrol $fleet_secret '"workstation": "PC-3"'
is "$code" 429 "but nobody guesses secrets there for a while"

# ---- it is stopped: what was begun is ended ----
(post "$desk" good.json --limit-rate 1 && echo) >/dev/null 2>&1
kill -HUP $pid
cp two.pem cert.pem && cp two.key key.pem && chmod 600 key.pem
kill -HUP $pid
sleep 1
serial() { openssl s_client -connect "${url#https://}" -CAfile ca.pem </dev/null 2>/dev/null | openssl x509 -noout -serial 2>/dev/null; }
is "$(serial)" "serial=02" "SIGHUP: another certificate"
echo no >key.pem
kill -HUP $pid
sleep 1
is "$(serial)" "serial=02" "one that is none leaves the old one"
like log 'event=reload-failed' "and is said"
cp two.key key.pem
curl -sS --cacert ca.pem -m 60 --limit-rate 2k -H "Authorization: Bearer $desk" -o slow -w '%{http_code}' "$url/" >slow.code 2>/dev/null &
slow=$!
sleep .5
kill -TERM $pid
wait $pid
is $? 0 "SIGTERM: exit status 0"
wait $slow
is "$(cat slow.code) $(tail -n 1 slow)" "200 </html>" "what was begun is sent to its end"
ask "" "$url/healthz"
is "$code" 000 "nobody is there any more"
pid=

# ---- a storm, and the collector is killed in it ----
# enrol_fleet: tokens of all; storm: posts of all, acknowledged runs into answer-*.
each_fleet() { # FORMAT-FUNCTION
	for part in 0 1 2 3 4; do
		for i in $(seq $((part * 40)) $((part * 40 + 39))); do
			[ $((i % 40)) = 0 ] || echo next
			printf 'cacert = ca.pem\nsilent\nmax-time = 60\n'
			$1 "$i"
		done >"fleet-$part.conf"
		curl -sS -Z --parallel-max 8 -K "fleet-$part.conf" >/dev/null 2>>curl.err &
		curls="${curls:-} $!"
	done
	wait $curls
	curls=
}
enrol_one() { printf 'url = %s/v1/enrol\noauth2-bearer = %s\ndata = @enrol-%d.json\noutput = token-%d\n' "$url" $fleet_secret "$1" "$1"; }
token_of() { sed -n 's/.*"token": "\(.*\)".*/\1/p' "token-$1"; }
post_one() {
	printf 'url = %s/v1/scans\noauth2-bearer = %s\nheader = "Content-Type: application/json"\ndata-binary = @fleet-%d.json\noutput = answer-%d\n' \
		"$url" "$(token_of "$1")" "$1" "$1"
}
enrol_fleet() {
	rm -f token-*
	each_fleet enrol_one
	sed -n 's/.*"token": "\(.*\)".*/\1/p' token-* | sort -u | wc -l
}
storm() {
	rm -f answer-*
	each_fleet post_one
}
acked() { sed -n 's/.*"run": "\(.*\)".*/\1/p' answer-* 2>/dev/null | sort; }
stored() { "$MAILACCORD" store export "$store" 2>/dev/null | grep -o '"run": *"[^"]*"' | sed 's/.*"\(.*\)"/\1/' | sort; }
lost() { acked >a; stored >s; comm -23 a s | wc -l; }

rm -f store.db*
start
is "$(enrol_fleet)" 200 "200 workstations enrol at once"
storm &
storm=$!
for _ in $(seq 200); do
	[ "$(acked | wc -l)" -ge 20 ] && break
	sleep .02
done
kill -9 $pid
wait $storm
n=$(acked | wc -l)
[ "$n" -gt 0 ]
ok $? "killed when $n of 200 were acknowledged"
is "$(lost)" 0 "all of these are in the store"
start
storm
is "$(acked | wc -l) $(lost)" "200 0" "it goes on where it was: all are there"
enrol $desk_secret '"name": "helpdesk"'
sleep 3
ask "$token" "$url/v1/report"
is "$(json body 'd["summary"]["workstations"]')" 200 "and in the report"
kill -TERM $pid
wait $pid
pid=

# ---- the same with PostgreSQL, which is killed too ----
bindir=$(pg_config --bindir 2>/dev/null || ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
if [ -x "$bindir/initdb" ] && { [ "$(id -u)" != 0 ] || id postgres >/dev/null 2>&1; }; then
	as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
	chmod 711 "$scratch"
	mkdir -m 700 pg && { [ "$(id -u)" != 0 ] || chown postgres pg; }
	as "$bindir/initdb" -D "$scratch/pg" -A trust -U test --no-sync >/dev/null 2>&1
	port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	pg_start() { as "$bindir/pg_ctl" -D "$scratch/pg" -w -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=" -l "$scratch/pg/log" start >/dev/null 2>&1; }
	printf '#!/bin/sh\nkill -9 $(head -n 1 %s/pg/postmaster.pid) 2>/dev/null\n' "$scratch" >postgres.stop
	chmod 700 postgres.stop
	pg_start
	psql -h 127.0.0.1 -p "$port" -U test -d postgres -c 'CREATE DATABASE fleet' >/dev/null 2>&1
	store=postgresql://test@127.0.0.1:$port/fleet
	start
	is "$(enrol_fleet)" 200 "PostgreSQL: 200 workstations enrol"
	storm &
	storm=$!
	for _ in $(seq 200); do
		[ "$(acked | wc -l)" -ge 20 ] && break
		sleep .02
	done
	kill -9 $(head -n 1 pg/postmaster.pid)
	wait $storm
	acked >before
	ask "" "$url/healthz"
	is "$code" 503 "PostgreSQL is killed: it is said"
	post "$(token_of 0)" fleet-0.json
	is "$code $(says)" "503 no-store" "and nothing is acknowledged"
	like head '^Retry-After: ' "but asked to come again"
	sleep 1
	rm -f pg/postmaster.pid
	pg_start
	sleep 1.5
	ask "" "$url/healthz"
	is "$code" 200 "PostgreSQL is back, and so is the store"
	n=$(wc -l <before)
	stored >s
	is "$n $(comm -23 before s | wc -l)" "$n 0" "the $n that were acknowledged are there"
	# Whoever is told to come again does: a connection that died with the database is noticed when it is used.
	for _ in 1 2 3 4 5; do
		storm
		[ "$(acked | wc -l)" = 200 ] && break
		sleep 1.2
	done
	is "$(acked | wc -l) $(lost)" "200 0" "and then all"
	kill -TERM $pid
	wait $pid
	pid=
	./postgres.stop
else
	skip "PostgreSQL is not installed"
fi

# ---- what nobody must find ----
cat log out head body >all
for f in store.db*; do [ -f "$f" ] && cat "$f"; done >>all 2>/dev/null
unlike all "CANARY" "no secret in the log, the store, the answers"
unlike log "mat_|example\.co\.jp|fleet-|W[0-9]+|127\.0\.0\.1:.*route" "no token, no name, no address in the log"
is "$(ls -a "$scratch" | grep -c passwd)" 0 "no file was made of a name"
finish
