#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The page for a browser: what it may hold, what it may do, and, where a browser
# and its tools are installed (npm ci --prefix tests/page), what it does.
. "${srcdir:=.}/tests/tap.sh"
office=$srcdir/samples/office
rules=$srcdir/samples/rules
export PYTHONDONTWRITEBYTECODE=1

# page NAME COMMAND...: $scratch/NAME.html and NAME-ja.html, held to the JSON of the same command
page() {
	name=$1
	shift
	"$MAILACCORD" "$@" --format json >"$scratch/json" 2>"$scratch/err"
	status=$?
	for lang in en ja; do
		file=$scratch/$name.html
		[ $lang = en ] || file=$scratch/$name-$lang.html
		"$MAILACCORD" "$@" --format html --lang $lang >"$file" 2>"$scratch/err"
		is "$?" $status "$name, $lang: exit status"
		python3 "$srcdir/tests/page/check.py" "$file" "$scratch/json" $status $lang >"$scratch/faults"
		ok $? "$name, $lang: what must hold of every page"
		sed 's/^/#  /' "$scratch/faults"
	done
}

# Workstations that share five mailboxes, and one that four hundred fetch; and names that are no names.
python3 - "$scratch" <<'PYTHON'
import json, os, sys
names = ["<script>alert(1)</script>", "\" onmouseover=\"alert(2)", "' autofocus onfocus='alert(3)", "</title><img src=x onerror=alert(4)>", "]]>&amp;&#60;",
         "-->", "</style><style>*{display:none}", "javascript:alert(5)", "PC\u202e70-\u2066", "x" * 3000, "\u3042" * 500, "\ufffe\uffff\x1b[31m\x07\r\n",
         "${alert(6)}{{7*7}}%s%n%1$s", "http://example.com/", "a'b\\\"c", "\u0645\u0643\u062a\u0628 7", "\U0001f431 \u00e9e\u0301"]
def scan(folder, i, name, accounts):
    os.makedirs(folder, exist_ok=True)
    json.dump({"format": "mailaccord-scan", "version": 1, "tool": "0.1.0", "run": "run%d" % i, "started": "2026-03-01T08:00:00Z", "finished": "2026-03-01T08:00:01Z",
               "workstation": {"id": "id-%04d" % i, "name": name, "os": "windows", "tag": name},
               "files": [{"path": "~/%s/prefs.js" % name, "client": "x", "size": 1, "status": "parsed"}],
               "stores": [{"client": "x", "account": "x/0", "path": name, "kind": "pst", "status": "found", "bytes": 1 << 41, "form": "ansi", "cut": True, "user": name},
                          {"client": name[:60], "path": "C:/" + name, "kind": "mh", "status": "partly", "bytes": 5, "messages": 7, "oldest": "2020-01-01", "newest": "2026-01-01T00:00:00Z"}],
               "accounts": [dict(a, id="x/%d" % k, plugin="x", client=a.get("client", "thunderbird"), client_version="115.0") for k, a in enumerate(accounts)],
               "notes": [{"kind": "damaged", "client": "x", "file": 0, "line": 3, "key": name}] if folder.endswith("evil") else []},
              open("%s/%04d.json" % (folder, i), "w"))
for i in range(60):
    scan(sys.argv[1] + "/many", i, "PC-%04d" % i, [
        {"protocol": "pop3" if (i + k) % 3 == 0 else "imap", "leave_on_server": i % 4 > 0, "host": "mail.example.co.jp", "security": "tls", "user": "u%d" % i,
         "login": "shared%d@example.co.jp" % (k % 5), "addresses": ["shared%d@example.co.jp" % (k % 5)], "places": {"leave_on_server": "0:7"}} for k in (i, i + 1)])
for i in range(400):
    scan(sys.argv[1] + "/crowd", i, "PC-%04d" % i, [
        {"protocol": "pop3" if i % 90 == 0 else "imap", "leave_on_server": True, "host": "mail.example.co.jp", "security": "tls",
         "login": "all@example.co.jp", "addresses": ["all@example.co.jp"], **({"delete_after_days": 14} if i == 90 else {})}])
for i, name in enumerate(names):
    scan(sys.argv[1] + "/evil", i, name, [
        {"protocol": "pop3", "leave_on_server": False, "host": "mail.example.co.jp", "login": "info@example.co.jp", "addresses": ["info@example.co.jp", name],
         "name": name, "profile": name, "user": name, "sent_folder": name, "store": name, "client": name[:60], "places": {"leave_on_server": "0:7"}},
        {"protocol": "pop3", "host": name[:200], "login": name[:200], "addresses": [name[:200]], "name": name}])
json.dump({"format": "mailaccord-policy", "version": 1, "roster": [{"name": n} for n in names[:9]],
           "external": [{"name": names[0], "address": "info@example.co.jp"}],
           "waivers": [{"rule": "T01", "account": "*", "reason": names[0], "approver": names[1], "expires": "2099-12-31"},
                       {"rule": "X01", "mailbox": names[3], "reason": names[2], "approver": names[3], "expires": "2020-01-01"}]}, open(sys.argv[1] + "/evil.policy.json", "w"))
PYTHON

page office report "$office"
page clean report -a order@example.co.jp "$office"
page many report "$scratch/many"
page crowd report "$scratch/crowd"
page evil report -p "$scratch/evil.policy.json" "$scratch/evil"
page evil-gate gate -p "$scratch/evil.policy.json" --against "$scratch/evil" "$scratch/evil/0000.json"
page evil-changes report --baseline "$scratch/evil" "$scratch/evil/0000.json" "$scratch/evil/0003.json" "$office"
page unknown report "$rules/pop-keep-unknown/unknown.json"
page changes report --baseline "$rules/pop-delete-on-download/bad.json" "$rules/pop-delete-on-download/good.json" "$office/PC-07"
page gate gate --against "$office" "$office/PC-07"
page gate-open gate --against "$office" "$office/PC-02"
page supposed report --suppose 'PC-07/*: leave_on_server=yes' "$office"
mkdir "$scratch/half"
"$MAILACCORD" scan -o "$scratch/half/a.json" "$office/PC-02" || :
echo '{"format": "mailaccord-scan", "version": 1,' >"$scratch/half/b.json"
page half report "$scratch/half"
page nobody report -a nobody@example.co.jp "$office"

"$MAILACCORD" report -f html "$scratch/evil" >"$scratch/once" 2>/dev/null
"$MAILACCORD" report -f html "$scratch/evil" >"$scratch/twice" 2>/dev/null
cmp -s "$scratch/once" "$scratch/twice"
ok $? "the same input gives the same bytes"
"$MAILACCORD" scan -f html "$office/PC-07" >"$scratch/scan.html" 2>/dev/null
like "$scratch/scan.html" '<h1>.*</h1>' "a scan can be a page too"
like "$scratch/clean.html" '<header class="verdict clean">' "clean is called clean"
like "$scratch/office.html" '<header class="verdict lost">' "mail that is lost is called so"
like "$scratch/unknown.html" '<header class="verdict unknown">' "what is unknown is called unknown"
like "$scratch/unknown.html" '<td class="q bad">unknown</td>' "in the table too"
like "$scratch/unknown.html" '<rect class="unknown"' "and in the drawing"
unlike "$scratch/unknown.html" '<rect class="(server|copy)"' "which does not guess"
unlike "$scratch/nobody.html" 'class="none good"' "nor is there reason to rejoice"
like "$scratch/clean.html" 'class="none good"' "where there is, it is said"
like "$scratch/half.html" '<header class="verdict (unknown|fail)">' "a document that cannot be read is no clean one"
like "$scratch/half.html" 'Not everything is known' "and it is said why"
like "$scratch/nobody.html" '<header class="verdict unknown">' "nothing is not clean"
unlike "$scratch/crowd.html" 'PC-0399.*PC-0398.*PC-0397.*PC-0396.*PC-0395.*PC-0394.*PC-0393' "a drawing does not name four hundred"
is "$(grep -c '<g><title>' "$scratch/crowd.html")" 3 "those who fare alike share a row"
is "$(python3 -c 'import re, sys
print(sum(table.count("<tr><th scope=\"row\">PC-0") for table in re.findall("<table class=\"matrix.*?</table>", open(sys.argv[1]).read(), re.S)))' "$scratch/crowd.html")" 400 "but all are in the table"

page handover handover "$srcdir/samples/clients/outlook/data-files" "$srcdir/samples/clients/thunderbird/with-mail" "$office"
page evil-handover handover "$scratch/evil"

# ---- in a browser ----

modules=$srcdir/tests/page/node_modules
for CHROMIUM in ${CHROMIUM:-} chromium chromium-browser google-chrome; do
	CHROMIUM=$(command -v "$CHROMIUM") && break
done
export CHROMIUM
if [ "${MAILACCORD_TEST_BROWSER:-yes}" = no ]; then
	skip "MAILACCORD_TEST_BROWSER=no"
	finish
	exit
fi
if [ ! -d "$modules/puppeteer-core" ] || ! command -v node >/dev/null; then
	skip "no node or no tests/page/node_modules (npm ci --prefix tests/page)"
	finish
	exit
fi
for name in office office-ja evil changes gate-open handover handover-ja evil-handover; do
	if ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; then
		skip "$name: html-validate needs node 20"
		continue
	fi
	node "$modules/html-validate/bin/html-validate.mjs" --config "$srcdir/tests/page/html-validate.json" --formatter text "$scratch/$name.html" >"$scratch/faults" 2>&1
	ok $? "$name: valid HTML"
	sed 's/^/#  /' "$scratch/faults" | head -n 10
done
if [ -z "$CHROMIUM" ]; then
	skip "no chromium"
else
	node "$srcdir/tests/page/browser.mjs" "$scratch" >"$scratch/browser" 2>"$scratch/browser.err"
	ok $? "the browser ran"
	sed 's/^/#  /' "$scratch/browser.err" | tail -n 20
	while read -r result name; do
		case $result in
		'#') echo "# $name" ;;
		*) ok "$result" "$name" ;;
		esac
	done <"$scratch/browser"
fi
finish
