#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Sending over a real network and real TLS, to a server with moods (send/server.py).
. "${srcdir:=.}/tests/tap.sh"
# LeakSanitizer itself falls over threads of a library that was loaded late (signal 11 in its tracer); the rest stays on.
ASAN_OPTIONS=detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}
export ASAN_OPTIONS
for tool in python3 openssl; do
	command -v $tool >/dev/null 2>&1 || { echo "1..0 # SKIP $tool is not installed"; exit 0; }
done
net=$scratch/net
mkdir "$net" "$scratch/home"
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
HOME=$scratch/home
MAILACCORD_STATE=$scratch/state
export HOME MAILACCORD_STATE
umask 022

# ---- a private CA, and certificates good and bad ----

key() { openssl ecparam -genkey -name prime256v1 -noout -out "$1" 2>/dev/null; }
key "$net/ca.key"
openssl req -x509 -new -key "$net/ca.key" -subj /CN=test-ca -days 2 -out "$net/ca.pem" 2>/dev/null
certificate() { # NAME SUBJECT-ALTERNATIVE-NAME DAYS
	key "$net/$1.key"
	openssl req -new -key "$net/$1.key" -subj "/CN=$1" -out "$net/$1.csr" 2>/dev/null
	echo "subjectAltName=$2" >"$net/$1.ext"
	openssl x509 -req -in "$net/$1.csr" -CA "$net/ca.pem" -CAkey "$net/ca.key" -set_serial 0x$(openssl rand -hex 8) \
		-days "$3" -extfile "$net/$1.ext" -out "$net/$1.pem" 2>/dev/null
}
certificate good DNS:localhost,IP:127.0.0.1 2
certificate stranger DNS:other.example 2
certificate expired DNS:localhost,IP:127.0.0.1 -1
key "$net/foreign.key"
openssl req -x509 -new -key "$net/foreign.key" -subj /CN=foreign-ca -days 2 -out "$net/foreign.pem" 2>/dev/null
pin_of() { openssl x509 -in "$1" -noout -pubkey | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | openssl base64; }
pin=sha256//$(pin_of "$net/good.pem")

echo ok >"$net/mood"
: >"$net/log"
python3 "$srcdir/tests/send/server.py" "$net" 2>"$scratch/server.err" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$scratch"' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40; do
	[ -f "$net/ports" ] && break
	sleep 0.25
done
. "$net/ports"
url=https://localhost:$good
echo CANARY-enrol >"$scratch/secret"
chmod 600 "$scratch/secret"
office=$srcdir/samples/office

mood() { echo "$*" >"$net/mood"; : >"$net/log"; }
# sent OPTION...: a scan of one PC goes to the good server; messages in err
sent() {
	rm -rf "$MAILACCORD_STATE/spool" "$MAILACCORD_STATE/refused"
	"$MAILACCORD" scan --send "$url" --ca-file "$net/ca.pem" --wait 10 "$@" "$office/PC-01" >"$scratch/out" 2>"$scratch/err"
	status=$?
	cat "$scratch/out" "$scratch/err" >>"$scratch/all"
}
waiting() { ls "$MAILACCORD_STATE/spool" 2>/dev/null | wc -l; }
asked() { wc -l <"$net/log"; }
last() { tail -n 1 "$net/log" >"$scratch/last.json"; json "$scratch/last.json" "$1"; }
# outcome STATUS WAITING ASKED NAME
outcome() { is "status $status, $(waiting) waiting, asked $(asked) times" "status $1, $2 waiting, asked $3 times" "$4"; }

# ---- well ----

mood ok
sent
outcome 0 0 1 "a scan is sent and stored"
is "$(last '[d["method"], d["path"], d["gzip"], d["authorization"]]')" '["POST", "/v1/scans", true, null]' "as gzip to /v1/scans"
is "$(cat "$scratch/out")" "" "nothing is written when it is only sent"
like "$scratch/err" 'stored by https://localhost' "the server is named"
is "$(json "$net/body" 'd["format"]')" mailaccord-scan "the body is the scan"
sent --format json
is "$(json "$scratch/out" 'd["format"]')" mailaccord-scan "a format asked for is written too"

# ---- who the server is ----

mood ok
sent --ca-file "$net/foreign.pem"
outcome 69 1 0 "an unknown CA: nothing is sent, all is kept, no second attempt"
like "$scratch/err" 'not known to be the right server' "and said why"
url=https://localhost:$expired
sent
outcome 69 1 0 "an expired certificate"
url=https://localhost:$stranger
sent
outcome 69 1 0 "another host's certificate"
url=https://localhost:$old
sent --wait 1
outcome 69 1 0 "TLS 1.1 is not spoken"
url=https://localhost:$good
sent --pin "$pin"
outcome 0 0 1 "the right pin and CA"
mood ok
sent --pin sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
outcome 69 1 0 "the wrong pin, though the CA is right"
unpinned() {
	rm -rf "$MAILACCORD_STATE/spool"
	"$MAILACCORD" scan --send "https://127.0.0.1:$1" --pin "$2" --wait 1 "$office/PC-01" 2>"$scratch/err"
	status=$?
}
unpinned "$good" "$pin"
outcome 0 0 1 "a pin alone is enough"
mood ok
unpinned "$good" sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
outcome 69 1 0 "a wrong pin alone is not"
unpinned "$stranger" "$pin"
outcome 69 1 0 "nor the pin of another server"

for bad in "http://example.co.jp/" "http://127.0.0.1.example.co.jp/" "https://me:CANARY-pw@localhost/" "ftp://localhost/" "https://localhost:0/" \
	"https://localhost\\@evil/" "https://localhost/?key=CANARY-q" "http://localhost@evil.example/"; do
	sent --send "$bad"
	is "$status $(asked)" "64 0" "refused as a URL: $bad"
done
sent --pin deadbeef
is $status 64 "a pin must be a digest"
sent --proxy http://me:CANARY-pw@proxy:3128
is $status 64 "no password for a proxy on the command line"

# ---- what the server answers ----

mood busy:429,1 busy:503,0 ok
sent --wait 8
outcome 0 0 3 "429 and 503, then stored"
is "$(/usr/bin/python3 -c 'import json,sys
t=[json.loads(l)["at"] for l in open(sys.argv[1])]
print(t[1]-t[0] >= 1)' "$net/log")" True "Retry-After is waited for"
mood busy:503,30 ok
sent
outcome 69 1 1 "Retry-After beyond --wait: kept for another run"
mood dated:40 ok
sent
outcome 69 1 1 "the same as a date"
mood status:400
sent
outcome 65 0 1 "4xx is never attempted again"
like "$scratch/err" 'refused: .*400: this is no scan' "the reason is said"
unlike "$scratch/err" "$(printf '\033')" "without the server's control characters"
is "$(ls "$MAILACCORD_STATE/refused" | wc -l)" 2 "the scan is kept aside with the reason"
mood ok
"$MAILACCORD" send >"$scratch/out" 2>"$scratch/err"
is "$? $(asked) $(cat "$scratch/err")" "0 0 " "and neither sent nor said again"
"$MAILACCORD" send --to "$url" --ca-file "$net/ca.pem" "$MAILACCORD_STATE"/refused/*.json 2>"$scratch/err"
is "$? $(asked)" "0 1" "but whoever wants to can send it again"
for word in mute other empty; do
	mood $word
	sent
	outcome 69 1 1 "success without \"stored\" is none: $word"
done
mood cut
sent --wait 1
is "$status $(waiting)" "69 1" "a connection cut in the answer: kept"
mood hang-up hang-up ok
sent --wait 9
outcome 0 0 3 "hung up twice, then stored"
mood slow:9
before=$(date +%s)
sent --wait 1
is "$status $(waiting) $(($(date +%s) - before <= 3))" "69 1 1" "a slow server: no longer than --wait"
mood endless
sent --wait 1
is "$status $(waiting)" "69 1" "an endless answer"
mood elsewhere:https,//localhost,$second/v1/scans
sent --token-file "$scratch/token" --enrol-secret-file "$scratch/secret"
is "$status $(waiting) $(grep -c '"server": "second"' "$net/log")" "69 1 0" "a redirect to another server is not followed"
like "$scratch/err" "sends elsewhere .*localhost:$second" "and said"

# ---- tokens ----

rm -rf "$MAILACCORD_STATE" "$scratch/token"
mood token
sent --enrol-secret-file "$scratch/secret"
outcome 0 0 2 "enrolled, and sent with the token"
is "$(cat "$MAILACCORD_STATE"/token-*)" CANARY-token "the token is kept"
is "$(stat -c %a "$MAILACCORD_STATE"/token-*) $(stat -c %a "$MAILACCORD_STATE")" "600 700" "for nobody else to read"
mood token
sent
outcome 0 0 1 "from then on without the secret"
mood token
sent --send "https://localhost:$second"
is "$status $(last 'd["authorization"]')" "65 null" "another server does not see the token"
mood token
echo CANARY-revoked >"$scratch/token"
chmod 600 "$scratch/token"
sent --token-file "$scratch/token"
outcome 65 0 1 "a token taken back"
sent --token-file "$scratch/token" --enrol-secret-file "$scratch/secret"
is "$status $(cat "$scratch/token")" "0 CANARY-token" "with the secret there is another"
chmod 644 "$scratch/token"
mood token
sent --token-file "$scratch/token"
outcome 77 0 0 "a token that others can read"
echo CANARY-wrong >"$scratch/wrong"
chmod 600 "$scratch/wrong"
rm -f "$MAILACCORD_STATE"/token-*
mood token
sent --enrol-secret-file "$scratch/wrong"
is "$status $(waiting)" "69 1" "a wrong secret: kept"
like "$scratch/err" 'no token was given: .*403: not this secret' "and said"

# ---- put, netrc, proxy ----

mood status:204 status:204
printf 'machine localhost login me password CANARY-netrc\n' >"$HOME/.netrc"
chmod 600 "$HOME/.netrc"
sent --send "put+https://localhost:$good/dav/inbox/"
is "$status $(waiting) $(last 'd["method"]') $(last 'd["gzip"]')" "0 0 PUT false" "PUT into a web folder, as it is"
is "$(last 'd["authorization"].split()[0]')" Basic "with the password of netrc"
like "$scratch/last.json" '/dav/inbox/[0-9a-f-]+\.json' "under a name of its own"
mood status:200
printf 'put+https://localhost:%s/bucket/pc?X-Signature=CANARY-signed\n' "$good" >"$scratch/signed"
sent --send "@$scratch/signed"
is "$status $(last 'd["path"]')" "0 /bucket/pc?X-Signature=CANARY-signed" "PUT to a pre-signed URL out of a file"
mood status:403
sent --send "@$scratch/signed"
is "$status $(waiting)" "65 0" "one that has expired"
rm "$HOME/.netrc"
mood ok
sent --proxy "http://127.0.0.1:$proxy"
is "$status $(grep -c CONNECT "$net/log") $(asked)" "0 1 2" "through a proxy"
https_proxy=http://me:CANARY-proxy@127.0.0.1:$proxy
export https_proxy
mood token
sent --enrol-secret-file "$scratch/secret"
is "$status $(grep CONNECT "$net/log" | grep -c '"authorization": null, "proxy-authorization": "Basic')" "0 2" "one of the environment, with its own password and not our token"
mood ok
sent --send "http://127.0.0.1:$plain"
is "$status $(grep -c '"server": "proxy"' "$net/log") $(asked)" "0 0 1" "plain http to this machine goes past all proxies"
https_proxy=http://me:CANARY-proxy@127.0.0.1:1
sent --wait 1
is "$status $(waiting)" "69 1" "a proxy that is not there: kept"
unset https_proxy

# ---- offline, and accidents ----

rm -rf "$MAILACCORD_STATE"
url=https://localhost:1
sent --wait 1
outcome 69 1 1 "offline: kept"
sed -i "s,^to: .*,to: https://localhost:$good," "$MAILACCORD_STATE"/spool/*
mood ok
"$MAILACCORD" send 2>"$scratch/err"
is "$? $(waiting) $(asked)" "0 0 1" "online: send alone empties the spool"
url=https://localhost:$good
run() { "$MAILACCORD" scan --send "$1" --ca-file "$net/ca.pem" --wait "$2" --name PC-01 "$office/$3" >>"$scratch/all" 2>&1; }
rm -rf "$MAILACCORD_STATE"
mood slow:5
run "$url" 9 PC-01 &
victim=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	[ "$(asked)" -ge 1 ] && break
	sleep 0.1
done
kill -9 $victim
wait $victim 2>/dev/null
is "$(waiting)" 1 "killed while sending: it is still there"
touch "$MAILACCORD_STATE/spool/.0123456789abcdef-0123456789abcdef.XXXXXX"
mood ok
"$MAILACCORD" send 2>"$scratch/err"
is "$? $(waiting) $(ls -A "$MAILACCORD_STATE/spool" | grep -c XXXXXX)" "0 0 0" "the next run sends it, and sweeps what was half written"
rm -rf "$MAILACCORD_STATE"
mood slow:1
run "$url" 9 PC-01 &
one=$!
run "$url" 9 PC-02 &
two=$!
wait $one; a=$?
wait $two; b=$?
is "$((a < 64)) $((b < 64)) $(waiting)" "1 1 0" "two at once: both are done, and nothing is left"
rm -rf "$MAILACCORD_STATE"
run https://localhost:1 1 PC-01
run https://localhost:1 1 PC-02
is "$(waiting)" 1 "a newer run of the same workstation takes the place of the older"
printf 'mailaccord-spool 1\nto: %s\nrun: x\nbytes: 99\n\n{' "$url" >"$MAILACCORD_STATE/spool/0123456789abcdef-0123456789abcdef"
mood ok
"$MAILACCORD" send --wait 1 2>"$scratch/err"
like "$scratch/err" 'damaged' "a damaged file is put aside"
chmod 777 "$MAILACCORD_STATE"
"$MAILACCORD" send 2>"$scratch/err"
is $? 77 "a state folder that others can write to"
chmod 700 "$MAILACCORD_STATE"

# ---- a workstation that is set up ----

MAILACCORD_SETTINGS=$scratch/settings
export MAILACCORD_SETTINGS
standing() {
	mood ok
	rm -rf "$MAILACCORD_STATE"
	"$MAILACCORD" scan --send @ --wait 1 "$@" "$office/PC-01" >"$scratch/out" 2>"$scratch/err"
	status=$?
	cat "$scratch/err" >>"$scratch/all"
}
standing
outcome 78 0 0 "@ where nothing is set"
like "$scratch/err" "not told of a collector.*$scratch/settings" "says where it should be"
printf '# ours\n\n CAFile\t%s \r\nCollector %s\nEnrolSecretFile %s\nElse what\n' "$net/ca.pem" "$url" "$scratch/secret" >"$scratch/settings"
standing
outcome 0 0 2 "@ is the whole way: enrolled with the secret, and sent"
standing --ca-file "$net/foreign.pem"
outcome 69 1 0 "an option counts more"
MAILACCORD_SETTINGS=$scratch/none standing --ca-file "$net/ca.pem"
outcome 78 0 0 "another file of settings, which is not there"
mood ok
"$MAILACCORD" scan --send "$url" --wait 1 "$office/PC-01" 2>"$scratch/err"
status=$?
outcome 69 1 0 "without @ nothing of it counts"
mood ok
"$MAILACCORD" send --to @ --wait 1 2>"$scratch/err"
is "$? $(waiting)" "0 0" "send --to @"
sed 's/^Collector.*/Collector/' "$scratch/settings" >"$scratch/empty"
MAILACCORD_SETTINGS=$scratch/empty standing
outcome 78 0 0 "a name without a value sets nothing"
chmod 666 "$scratch/settings"
standing
outcome 77 0 0 "settings that others can write to"
unset MAILACCORD_SETTINGS

# ---- send FILE ----

rm -rf "$MAILACCORD_STATE"
for pc in PC-01 PC-03 PC-04; do "$MAILACCORD" scan --format json "$office/$pc"; done >"$scratch/three.ndjson" 2>/dev/null
mood ok
"$MAILACCORD" send --to "$url" --ca-file "$net/ca.pem" "$scratch/three.ndjson" 2>"$scratch/err"
is "$? $(asked) $(waiting)" "0 3 0" "send FILE: each scan by itself"
echo '{"format": "mailaccord-scan"}' >"$scratch/bad.json"
"$MAILACCORD" send --to "$url" --ca-file "$net/ca.pem" "$scratch/bad.json" 2>"$scratch/err"
is $? 65 "what is no scan is not sent"
"$MAILACCORD" send "$scratch/three.ndjson" 2>"$scratch/err"
is $? 64 "and a file needs a place to go to"

cat "$scratch/err" >>"$scratch/all"
unlike "$scratch/all" CANARY "no secret in any output"
finish
