#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A Windows PC, the whole way: an Outlook profile in its registry and one of
# Thunderbird in a folder with a Japanese name, sent over TLS to a collector with
# a private authority.  Windows is Wine here, whose own TLS trusts anybody when
# no file of certificates is given: so one always is.
. "$srcdir/tests/tap.sh"
. "$srcdir/tests/wine.sh"
. "$srcdir/tests/centre/server.sh"
authority foreign
serve
trap 'kill $server 2>/dev/null; timeout 20 wineserver -k; rm -rf "$scratch"' EXIT
office=$srcdir/samples/office
out=$scratch/out
err=$scratch/err

# exe ARGUMENT...: the Windows program; its exit status
exe() { run_wine "$MAILACCORD_EXE" "$@"; }
windows_path() { printf 'Z:%s' "$1" | tr / '\\'; }

run_wine reg import "$(windows_path "$(realpath "$office/PC-01/outlook.reg")")" >/dev/null 2>&1
roaming=$(find "$WINEPREFIX/drive_c/users" -type d -path '*/AppData/Roaming' | grep -v Public | head -n 1)
mkdir -p "$roaming/Thunderbird/Profiles/経理 部"
cp "$office"/PC-04/home/keiri/.thunderbird/w81mzp0c.default-esr/prefs.js "$roaming/Thunderbird/Profiles/経理 部/"
printf '[Profile0]\nName=経理\nIsRelative=1\nPath=Profiles/経理 部\nDefault=1\n' >"$roaming/Thunderbird/profiles.ini"
"$MAILACCORD" store enrol "$store" pcs 2>/dev/null | tail -n 1 >"$scratch/secret"
chmod 600 "$scratch/secret"

send() { # CA OPTION...
	ca=$1
	shift
	exe scan -q --send "$url" --ca-file "$(windows_path "$net/$ca.pem")" --wait 10 -o "$(windows_path "$scratch/scan.json")" "$@" >"$out" 2>"$err"
	status=$?
}
seen() { "$MAILACCORD" report --format json "$store" >"$scratch/report.json" 2>/dev/null; json "$scratch/report.json" "$1"; }
n_seen() { "$MAILACCORD" store list "$store" 2>/dev/null | tail -n 1; }

send foreign --enrol-secret-file "$(windows_path "$scratch/secret")"
like "$err" 'localhost' "an authority that is not ours: refused, and it is said who"
is "$(n_seen)" "workstations 0, runs 0, mailboxes 0" "and nothing is there"
send ca --enrol-secret-file "$(windows_path "$scratch/secret")"
[ "$status" -lt 64 ]
ok $? "with ours it enrols and sends (status $status)"
sed 's/^/# /' "$err"
is "$(seen 'len(d["coverage"])')" 1 "the centre's report shows the PC"
is "$(json "$scratch/scan.json" 'sorted({a["client"] for a in d["accounts"]})')" '["outlook", "thunderbird"]' "its scan has both clients"
like "$scratch/scan.json" 'Profiles.経理 部' "and the Japanese path, in UTF-8"
is "$(seen 'sorted({a["client"] for m in d["mailboxes"] for a in m["accounts"]})')" '["outlook", "thunderbird"]' "and so has the centre"
send ca
[ "$status" -lt 64 ]
ok $? "then its own token does"
is "$(seen 'len(d["coverage"])')" 1 "it is the same PC"
is "$(grep -rlc CANARY "$scratch"/scan.json "$scratch"/report.json 2>/dev/null | wc -l)" 0 "no secret came along"
finish
