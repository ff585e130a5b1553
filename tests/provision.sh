#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Files that set clients up: what they say, read again by the plugins; what is
# chosen where the policy is silent; what is refused.
. "${srcdir:=.}/tests/tap.sh"
cd "$scratch" || exit 1

# ---- there and back, by client ----

"$MAILACCORD" provision --client "?" -a info@example.co.jp 2>err
clients=$(sed -n 's/.*there are files for: //p' err)
is "$clients" "apple outlook thunderbird" "the clients that there are files for: all are tested"
for client in $clients; do
	/usr/bin/python3 "$srcdir/tests/provision.py" "$MAILACCORD" "$scratch" $client >"$scratch/lines" 2>"$scratch/err"
	cat "$scratch/lines"
	tap_n=$((tap_n + $(grep -c 'ok - ' "$scratch/lines")))
	is "$(cat "$scratch/err")" "" "$client: all was compared"
	"$MAILACCORD" --lang ja provision --client $client -a info@example.co.jp --set host=h.example.jp --set smtp_host=h.example.jp -o $client-ja >ja
	is "$(grep -c '^  [^ ].*/' ja)" "$(grep -c '^    .*。$' ja)" "$client: what to do with each file, in Japanese"
	for file in "$client-ja"/*; do
		"$MAILACCORD" provision --client $client -a info@example.co.jp --set host=h.example.jp --set smtp_host=h.example.jp -o "again.${file##*.}" >ja
		cmp -s "$file" "again.${file##*.}"
		ok $? "$client: .${file##*.} made alone, and again, is the same"
	done
done

# ---- what is chosen, and said ----

provision() { "$MAILACCORD" provision --client thunderbird "$@" >"$scratch/out" 2>"$scratch/err"; }
mkdir "$scratch/there"
provision -a info@example.co.jp --set host=mail.example.co.jp --set smtp_host=sv1.xserver.jp -o new/
is "$?$(cat err)" 0 "without a policy, servers by hand: written"
json_of() { "$MAILACCORD" provision --client thunderbird --format json "$@" -o "$scratch/j$tap_n" >"$scratch/json"; }
json_of -a info@example.co.jp --set host=mail.example.co.jp --set smtp_host=sv1.xserver.jp
is "$(json json '[d["facts"][k] for k in ("protocol","security","port","smtp_port","smtp_security")]')" '["imap", "tls", 993, 465, "tls"]' "IMAP and TLS where nothing is said"
is "$(json json '[d["from"][k] for k in ("addresses","protocol","host","smtp_port")]')" '["given", "chosen", "given", "provider"]' "each from where it is"
json_of -a info@example.co.jp --set host=mail.example.co.jp --set smtp_host=mail.example.co.jp --set protocol=pop3
is "$(json json '[d["facts"].get(k) for k in ("leave_on_server","delete_after_days","delete_when")]')" '[true, null, "never"]' "POP leaves mail on the server, for ever, where nothing is said"
json_of -a somebody@gmail.com
is "$(json json '[d["facts"][k] for k in ("host","smtp_host","port")]')" '["imap.gmail.com", "smtp.gmail.com", 993]' "a provider's own domain: its servers"
json_of -a somebody@gmail.com --set protocol=pop3
is "$(json json '[d["facts"][k] for k in ("host","port")]')" '["pop.gmail.com", 995]' "and those for POP"

cat >policy.json <<'E2'
{"format": "mailaccord-policy", "version": 1, "deleter": "PC-01", "settings": {"host": "a.example.co.jp", "smtp_host": "s.example.co.jp", "protocol": "pop3"},
 "mailboxes": {"info@example.co.jp": {"settings": {"host": "b.example.co.jp", "delete_after_days": 7}},
  "empty@example.co.jp": {"settings": {"comment": "x", "leave_on_server": false}}}}
E2
json_of -p policy.json -a info@example.co.jp
is "$?$(json json '[d["facts"][k] for k in ("host","smtp_host","protocol")]')" '1["b.example.co.jp", "s.example.co.jp", "pop3"]' "a mailbox's settings go before the site's; what min_keep_days forbids is a finding"
provision -p policy.json -a info@example.co.jp -o here
like out 'sooner than min_keep_days' "which is said"
like out 'only PC-01 remove' "and who may remove mail"
provision -p policy.json -a info@example.co.jp --set delete_after_days=60 -o here2
is "$?" 0 "--set goes before the policy"
provision -p policy.json -a empty@example.co.jp -o here3
is "$?" 1 "taking mail off the server is a finding"
provision -p policy.json -a INFO@example.co.jp -n "$(printf 'A\nB\r\t"C"')" -o here4
is "$(sed -n 's/.*fullName", //p' here4/user.js)" '"A B  \"C\"");' "line ends of a name are blanks"
is "$(grep -c . here4/user.js)" "$(grep -cE '^(user_pref\(.*\);|//.*)$' here4/user.js)" "no line of user.js is anything else"
provision -p policy.json -a info@example.co.jp -n "$(head -c 900 /dev/zero | tr '\0' x)" -o here5
is "$?" 1 "a long name"

# ---- what is refused ----

refused() { # STATUS NAME ARGUMENT...
	status=$1 name=$2
	shift 2
	"$MAILACCORD" provision "$@" >out 2>err
	is "$? $(wc -l <err | tr -d ' ' | sed 's/[12]/few/') $(wc -c <out | tr -d ' ')" "$status few 0" "refused: $name"
}
servers='--set host=h.example.jp --set smtp_host=h.example.jp'
# shellcheck disable=SC2086 # options are words
{
	refused 64 "no client" -a info@example.co.jp $servers
	refused 64 "an unknown client" --client pine -a info@example.co.jp $servers
	like err 'thunderbird' "and the known ones are named"
	refused 64 "no address" --client thunderbird $servers
	refused 64 "what is no address" --client thunderbird -a info $servers
	refused 64 "an address that leads out of the folder" --client thunderbird -a ../x@example.co.jp $servers
	refused 78 "no server" --client thunderbird -a info@example.co.jp
	refused 78 "no server for sending" --client thunderbird -a info@example.co.jp --set host=h.example.jp
	refused 78 "a host with a port" --client thunderbird -a info@example.co.jp $servers --set host=h.example.jp:993
	refused 78 "another protocol" --client thunderbird -a info@example.co.jp $servers --set protocol=exchange
	refused 64 "a fact that cannot be set up" --client thunderbird -a info@example.co.jp $servers --set enabled=yes
	refused 64 "a port that is none" --client thunderbird -a info@example.co.jp $servers --set port=70000
	refused 64 "a word that is none" --client thunderbird -a info@example.co.jp $servers --set security=yes
	refused 78 "a line end in a login" --client thunderbird -a info@example.co.jp $servers --set "login=a
b"
	echo mine >there/user.js
	refused 73 "a file that is there" --client thunderbird -a info@example.co.jp $servers -o there
	is "$(cat there/user.js; ls there)" "$(printf 'mine\nuser.js')" "and nothing is touched"
	mkdir profile && echo >profile/prefs.js
	refused 73 "a folder of the client itself" --client thunderbird -a info@example.co.jp $servers -o profile
	refused 73 "and one file in it" --client thunderbird -a info@example.co.jp $servers -o profile/user.js
	is "$(ls profile)" prefs.js "and nothing is written there"
	"$MAILACCORD" provision --client outlook -a 'a*b@example.co.jp' $servers -o star >out
	is "$? $(ls star | tr '\n' ' ')" "0 a_b@example.co.jp.prf a_b@example.co.jp.reg " "a letter that no file name has"
	"$MAILACCORD" provision --client thunderbird -a info@example.co.jp $servers --set security=none -o plain >out
	is "$? $(grep -c unencrypted out)" "1 1" "no encryption is a finding"
	"$MAILACCORD" provision --client thunderbird -a info@example.co.jp $servers -o one.xml >out
	is "$? $(ls one.xml)" "0 one.xml" "one file by its ending"
}
sed 's/"protocol"/"protcol"/' policy.json >wrong.json
refused 78 "a misspelt setting" --client thunderbird -p wrong.json -a info@example.co.jp
like err 'is "protocol" meant' "with a hint"
sed 's/: 7}/: "7"}/' policy.json >wrong.json
refused 78 "a setting of another type" --client thunderbird -p wrong.json -a info@example.co.jp

finish
