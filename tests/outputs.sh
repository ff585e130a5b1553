#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The formats beside text and JSON say what the JSON says, whatever names come
# from outside; and each ends with the status that its readers expect.
. "${srcdir:=.}/tests/tap.sh"
office=$srcdir/samples/office

cat >"$scratch/check.py" <<'PYTHON'
# check.py: each line of standard input is a command's arguments with tabs between, the first its name.
# Runs it in each format and compares with the JSON.  Prints "0 NAME" or "1 NAME", and faults behind "#".
import csv, io, json, os, re, subprocess, sys
import xml.etree.ElementTree as ET

sys.path.insert(0, os.environ["srcdir"] + "/tests/page")
sys.dont_write_bytecode = True
import check as page

try:
    import jsonschema
    schema = json.load(open(os.environ["srcdir"] + "/tests/data/sarif/sarif-schema-2.1.0.json", encoding="utf-8"))
    validator = jsonschema.Draft7Validator(schema)
except ImportError:
    validator = None

def want(cond, *what):
    if not cond:
        bad.append(" ".join(map(str, (form,) + what)))

def no_controls(text, allowed):
    want(not [c for c in text if (ord(c) < 32 or 127 <= ord(c) < 160 or ord(c) in range(0x202A, 0x202F)) and c not in allowed],
         "control characters or turned writing")

def visible(text):
    def letter(c):
        if c in "\n\t\r":
            return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}[c]
        if ord(c) < 32 or ord(c) == 127:
            return "\\x%02x" % ord(c)
        return "\\u%04x" % ord(c) if ord(c) in list(range(0x202A, 0x202F)) + list(range(0x2060, 0x2070)) or ord(c) & 0xFFFE == 0xFFFE else c
    return "".join(map(letter, text))

def check_csv(text, replaced=False):
    no_controls(text, "\r\n")
    want(text.count("\r\n") == text.count("\n") == text.count("\r"), "each row, and nothing else, ends with CR LF")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    want(all(None not in row and None not in row.values() for row in rows), "rows of one length")
    found = [r for r in rows if r["record"] == "finding"]
    lost = sorted((g["fingerprint"], "fixed" if b["fixed"] else "gone") for g in gone for b in g["blame"])
    want(lost == sorted((r["fingerprint"], r["trend"]) for r in rows if r["record"] == "gone"), "what is gone")
    want(all(bool(r["trend_why"]) == (r["record"] == "gone") for r in rows), "why it is gone")
    trends = sorted((f["fingerprint"], b.get("trend", "")) for f in findings for b in f["blame"])
    want(trends == sorted((r["fingerprint"], r["trend"]) for r in found), "trends")
    def key(f):
        return f["fingerprint"], f["status"], f["severity"], f["code"], f["rule"]
    want(sorted(key(f) for f in findings for b in f["blame"]) == sorted(key(r) for r in found), "a row for each blamed of each finding")
    if not replaced:
        names = sorted(re.sub(r"\W", "", visible(b.get("workstation_id", ""))) for f in findings for b in f["blame"])
        want(names == sorted(re.sub(r"\W", "", r["workstation_id"]) for r in found), "their workstations")
    for row in rows:
        for name, cell in row.items():
            want(not re.match(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]", cell), "a formula:", name, cell[:40])
    for r in found:
        want((r["status"] == "waived") == bool(r["waiver_reason"]), "reasons of waivers")
        want(bool(r["candidate"]) == gate, "candidate")
    if status == 2 and not [f for f in counted if f["status"] == "unknown"]:
        want([r for r in rows if r["record"] == "note" and r["status"] == "unknown"], "why it cannot be decided")

def check_sarif():
    log = json.loads(raw.decode("utf-8"))
    for fault in validator.iter_errors(log) if validator else ():
        want(False, "schema:", list(fault.absolute_path), fault.message[:200])
    run, = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    absent = [r for r in run["results"] if r.get("baselineState") == "absent"]
    want([(r["partialFingerprints"]["mailaccord/v1"], r["kind"]) for r in absent] ==
         [(g["fingerprint"], "pass" if g["fixed"] else "open") for g in gone if "left" not in g], "what is absent")
    want(len(run["results"]) == len(findings) + len(absent), "as many results as findings")
    for f, r in zip(findings, run["results"]):
        open_ = f["status"] == "unknown"
        want(r["partialFingerprints"] == {"mailaccord/v1": f["fingerprint"]}, "fingerprint")
        want(rules[r["ruleIndex"]]["id"] == r["ruleId"] == f["rule"], "rule")
        want(r["kind"] == ("open" if open_ else "fail"), "kind", r["kind"], f["status"])
        want(r["level"] == ("none" if open_ else {"critical": "error", "high": "error", "medium": "warning"}.get(f["severity"], "note")), "level")
        want(("suppressions" in r) == (f["status"] == "waived"), "suppressions")
        if "suppressions" in r:
            s, = r["suppressions"]
            want(s["justification"] == f["waiver"]["reason"] and s["properties"].get("expires") == f["waiver"].get("expires"), "waiver")
        want(not gate or r["baselineState"] == ("new" if f["candidates"] else "unchanged") if "candidates" in f else True, "baseline")
        want(gate or r.get("baselineState") == {"new": "new", "unchanged": "unchanged", None: None}.get(f.get("trend"), "updated"), "baseline state")
        places = [e["place"] for b in f["blame"] for e in b["evidence"] if "place" in e]
        physical = [p["physicalLocation"] for p in r["locations"] if "physicalLocation" in p]
        want(len(places) == len(physical), "places", len(places), len(physical))
        for place, p in zip(places, physical):
            want(p.get("region", {}).get("startLine") == place.get("line"), "line")
            uri = p["artifactLocation"]["uri"]
            want(re.fullmatch(r"(?!/)([A-Za-z0-9._~/-]|%[0-9A-F]{2})*", uri), "URI", uri[:80])
            want(p["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"], "base")
        want(not re.search(r"(?<!\\)\]\(", r["message"]["text"]), "a link from outside")
    if status == 2 and not [f for f in counted if f["status"] == "unknown"]:
        want(run["invocations"][0]["toolExecutionNotifications"], "why it cannot be decided")

def check_junit():
    no_controls(raw.decode("utf-8"), "\n")
    root = ET.fromstring(raw)
    suites = root.findall("testsuite")
    for at in [root] + suites:
        cases = list(at.iter("testcase"))
        for name, element in (("failures", "failure"), ("skipped", "skipped")):
            want(int(at.get(name)) == sum(c.find(element) is not None for c in cases), name, "of", at.get("name"))
        want(int(at.get("tests")) == len(cases), "tests of", at.get("name"))
    boxes = [s.find("properties/property[@name='mailbox']").get("value") for s in suites if s.find("properties/property[@name='mailbox']") is not None]
    trends = sorted((p.get("name"), p.get("value")) for p in root.iter("property") if p.get("name").startswith("trend "))
    want(trends == sorted(("trend " + f["code"], f["trend"]) for f in findings if "trend" in f), "trends", trends)
    said = sorted(p.get("name") for p in root.findall("testsuite[@name='gone']/properties/property"))
    want(said == sorted(("fixed " if g["fixed"] else "gone ") + g["code"] for g in gone), "gone", said)
    want(len(boxes) == len(report["mailboxes"]), "a suite for each mailbox")
    failures = {(f["mailbox"] or f["fingerprint"], f["rule"]) for f in counted if f["status"] == "fail" and f["severity"] != "info"}
    want(len(failures) == len(list(root.iter("failure"))), "failures", len(failures))
    said = ET.tostring(root, encoding="unicode", method="text") + " ".join(s.get("message") for s in root.iter("skipped"))
    for f in findings:
        want(f["title"] in said, "it says", f["title"])
    unknown = {(f["mailbox"] or f["fingerprint"], f["rule"]) for f in counted if f["status"] == "unknown"} - failures
    want(len(unknown) <= len(list(root.iter("skipped"))), "unknown is skipped")
    clean = {m["key"] for m in report["mailboxes"] if m["status"] == "unknown"}
    for suite, box in zip(suites, boxes):
        want(box not in clean or suite.find("testcase/skipped") is not None or root.find("testsuite[@name='workstations']/testcase/skipped") is not None or
             root.find("testsuite[@name='notes']") is not None, "a mailbox that is not clean looks clean:", box)
    blind = [n for n in report["notes"] if n["kind"] == "bad-document"] or [f for f in findings if not f["mailbox"] and f["status"] == "unknown"]
    for suite, box in zip(suites, report["mailboxes"]):
        want(not blind and box["resolved"] or all(len(c) for c in suite.iter("testcase")), "a rule passes though not all is known:", box["key"])
    want(status != 2 or list(root.iter("skipped")), "why it cannot be decided")

def line(text, limit):
    want(text.endswith("\n") and text.count("\n") == 1, "one line")
    want(len(text.encode()) <= limit, "at most", limit, "bytes", len(text.encode()))
    no_controls(text[:-1], "")

def check_nagios():
    text = raw.decode("utf-8")
    line(text, 1024)
    m = re.fullmatch(r"(OK|WARNING|CRITICAL|UNKNOWN) - ([^|]+) \| c=(\d+) h=(\d+) m=(\d+) u=(\d+)\n", text)
    want(m, "the line:", text[:200])
    if m:
        def n(severity, *statuses):
            return sum(f["status"] in statuses and severity in (f["severity"], None) for f in counted)
        want([int(x) for x in m.groups()[2:]] == [n("critical", "fail"), n("high", "fail"), n("medium", "fail"), n(None, "unknown")], "counts", m.groups()[2:])
        heavy = n("critical", "fail") + n("high", "fail") + n("medium", "fail")
        want(m[1] == {0: "WARNING" if heavy else "OK", 1: "CRITICAL", 2: "UNKNOWN"}[status], "state", m[1], status)
        want(ended == ["OK", "WARNING", "CRITICAL", "UNKNOWN"].index(m[1]), "exit status", ended)

def check_html():
    for fault in page.faults(raw.decode("utf-8"), report, status):
        want(False, fault)

def check_intune():
    line(raw.decode("utf-8"), 2048)
    want(ended == (status != 0), "exit status", ended)
    want(raw.startswith({0: b"OK - ", 1: b"PROBLEM - ", 2: b"UNKNOWN - "}[status]), "state")

def check():
    if form == "csv":
        want(raw.startswith(b"\xef\xbb\xbf"), "a byte order mark")
        check_csv(raw[3:].decode("utf-8"))
    elif form == "cp932":
        check_csv(raw.decode("cp932"), True)
    else:
        {"html": check_html, "sarif": check_sarif, "junit": check_junit, "nagios": check_nagios, "intune": check_intune}[form]()

def run(arguments):
    done = subprocess.run([os.environ["MAILACCORD"]] + arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.stdout, done.stderr, done.returncode

for line_ in sys.stdin.read().splitlines():
    name, *arguments = line_.split("\t")
    text, said, status = run(arguments + ["--format", "json"])
    bad, form = [], "json"
    try:
        report = json.loads(text)
        gate = "gate" in report
        findings, gone = report["findings"], report.get("gone", [])
        counted = [f for f in findings if not gate or f.get("candidates")]
        for form in ("csv", "html", "sarif", "junit", "nagios", "intune", "cp932"):
            raw, said, ended = run(arguments + (["--format", "csv", "--encoding", form] if form == "cp932" else ["--format", form]))
            want(form == "cp932" or not said, "standard error:", said)
            want(form in ("nagios", "intune") or ended == status, "exit status", ended)
            check()
    except Exception as e:
        want(False, repr(e), said)
    print(int(bool(bad)), name)
    for what in bad[:10]:
        print("#", what)
PYTHON

agree_all() {
	srcdir=$srcdir MAILACCORD=$MAILACCORD python3 "$scratch/check.py" >"$scratch/agreed"
	while read -r result name; do
		case $result in
		'#') echo "# $name" ;;
		*) ok "$result" "$name: all formats agree with the JSON" ;;
		esac
	done <"$scratch/agreed"
	[ -s "$scratch/agreed" ] || ok 1 "the checks can be run"
}

# agree NAME COMMAND...: all formats against the JSON of the same command, which is in $scratch/json then
agree() {
	(IFS=$(printf '\t') && printf '%s\n' "$*") >"$scratch/case"
	agree_all <"$scratch/case"
	shift
	"$MAILACCORD" "$@" --format json >"$scratch/json" 2>"$scratch/err"
}

agree "the office" report "$office"
agree "one address" report -a order@example.co.jp "$office"
agree "an address that nobody has" report -a nobody@example.co.jp "$office"
agree "a gate that opens" gate --against "$office" "$office/PC-02"
agree "a gate that does not" gate --against "$office" "$office/PC-07"
agree "a gate without the others" gate -a info@example.co.jp "$office/PC-02"
agree "what has become of it" report --baseline "$srcdir/samples/rules/pop-delete-on-download/good.json" "$srcdir/samples/rules/pop-delete-on-download/bad.json"
agree "what is fixed" report --baseline "$srcdir/samples/rules/pop-delete-on-download/bad.json" "$srcdir/samples/rules/pop-delete-on-download/good.json"
agree "what is not heard of" report --baseline "$office" "$office/PC-02" "$office/PC-07"
for case in "$srcdir"/samples/rules/*/*.json; do
	policy=${case%.json}.policy.json
	case $case in *policy.json) continue ;; esac
	[ -f "$policy" ] || policy=${case%/*}/policy.json
	[ -f "$policy" ] || policy=
	printf '%s\treport\t%s%s\n' "${case#"$srcdir"/samples/rules/}" "${policy:+-p	$policy	}" "$case"
done >"$scratch/cases"
agree_all <"$scratch/cases"

cat >"$scratch/policy.json" <<'JSON'
{"format": "mailaccord-policy", "version": 1, "waivers": [
 {"rule": "P01", "account": "PC-07", "reason": "=replaced \"soon\", [see](http://x/)", "approver": "+田中", "expires": "2099-12-31"},
 {"rule": "X01", "reason": "agreed"}]}
JSON
agree "waivers" report -p "$scratch/policy.json" "$office"
is "$(json "$scratch/json" "sorted({f['code'] for f in d['findings'] if f['status'] == 'waived'})")" '["P01", "X01"]' "there were some"

# What is only supposed says so in every format.
for format in csv html sarif junit nagios intune; do
	"$MAILACCORD" report -f $format --suppose 'PC-07/*: leave_on_server=yes' "$office" >"$scratch/out" 2>"$scratch/err"
	like "$scratch/out" '[Ss]upposed|SUPPOSED' "$format: what is supposed says so"
	"$MAILACCORD" report -f $format "$office" >"$scratch/out" 2>"$scratch/err"
	unlike "$scratch/out" '[Ss]upposed|SUPPOSED' "$format: and what is real does not"
done
agree "a supposition" report --suppose 'PC-07/*: leave_on_server=yes' "$office"

# A document that cannot be read, and a folder in which nothing is known.
mkdir -p "$scratch/inbox" "$scratch/strange/PC-99"
"$MAILACCORD" scan -o "$scratch/inbox/a.json" "$office/PC-02" || :
echo '{"format": "mailaccord-scan", "version": 1,' >"$scratch/inbox/b.json"
agree "a document that cannot be read" report "$scratch/inbox"
echo hello >"$scratch/strange/PC-99/letter.txt"
agree "nothing known" report "$scratch/strange"

# Everything is from outside: names, paths, ids.
"$MAILACCORD" scan -o "$scratch/scan.json" "$office/PC-07" || :
mkdir "$scratch/evil"
python3 - "$scratch" <<'PYTHON'
import json, sys
scan = json.load(open(sys.argv[1] + "/scan.json", encoding="utf-8"))
names = ["PC\"07\r\n\x1b[31m\x07", "=cmd|' /C calc'!A0", "+1", "-2", "@SUM(A1)", "\t=1", " =1", "\uff1d1+1", "<script>alert(1)</script>", "]]>&amp;",
         "PC\u202e70-\u2066", "x" * 9000, "\u3042" * 3000, "東京髙﨑\U0001f431\u2014\u2013\u301c\u2212\u00a5", "\u2010\u20111", "a|b; c", "[x](http://evil/) {0} {", "\ufffe\uffff", "\ufffd", "%41%/../..", "a'b\\"]
for i, name in enumerate(names):
    one = json.loads(json.dumps(scan))
    one["workstation"] = {"id": name[:80] + str(i), "name": name, "tag": name[:100]}
    one["run"] = f"run{i}"
    for f in one["files"]:
        f["path"] = ["/" + name[:70], "C:\\" + name[:70], "//" + name[:70]][i % 3] + "/" + f["path"]
    for a in one["accounts"]:
        a["name"] = a["profile"] = a["user"] = name
        # Half of them cannot be told.
        if i % 2 and a.get("protocol") == "pop3":
            a.pop("leave_on_server", None)
            a["implied"] = [x for x in a.get("implied", []) if x != "leave_on_server"]
            a["unknown"] = sorted(set(a.get("unknown", [])) | {"leave_on_server"})
            a.get("places", {}).pop("leave_on_server", None)
    json.dump(one, open(f"{sys.argv[1]}/evil/{i}.json", "w"))
PYTHON
agree "names from outside" report "$scratch/evil"
is "$(json "$scratch/json" "len(d['coverage'])")" 21 "all of them are in the report"
is "$(json "$scratch/json" "sorted({f['status'] for f in d['findings'] if f['code'] in ('P01', 'P06')})")" '["fail", "unknown"]' "some fail and some are unknown"
for i in 0 1 10 11 12; do agree "name $i alone" report "$scratch/evil/$i.json"; done

# ---- encodings ----

"$MAILACCORD" report -f csv --encoding cp932 "$scratch/evil/13.json" >"$scratch/out" 2>"$scratch/err"
like "$scratch/err" '^mailaccord: [0-9]+ letters that cp932 does not have were replaced$' "cp932: what it does not have is counted"
is "$(wc -l <"$scratch/err" | tr -d ' ')" 1 "cp932: in one line"
python3 -c 'import sys; sys.exit("東京髙﨑?" not in open(sys.argv[1], "rb").read().decode("cp932"))' "$scratch/out"
ok $? "cp932: what it has is there"
"$MAILACCORD" report -f csv --encoding cp932 -a order@example.co.jp "$office" >"$scratch/out" 2>"$scratch/err"
is "$(cat "$scratch/err")" "" "cp932: nothing is said where nothing was replaced"
"$MAILACCORD" report --encoding cp932 "$office" >"$scratch/out" 2>"$scratch/err"
is $? 64 "cp932 is for csv only"

# ---- exit schemes ----

# exits STATUS NAME COMMAND...
exits() {
	want=$1
	name=$2
	shift 2
	"$MAILACCORD" "$@" >"$scratch/out" 2>"$scratch/err"
	is "$?" "$want" "$name"
}
exits 2 "nagios: critical, without its format" report -f json --exit-scheme nagios "$office"
exits 1 "nagios: warning" report -f json --exit-scheme nagios "$office/PC-02"
exits 0 "nagios: ok" report -f csv --exit-scheme nagios -a order@example.co.jp "$office"
exits 3 "nagios: unknown" report -f json --exit-scheme nagios "$scratch/strange"
exits 3 "nagios: trouble" report -f json --exit-scheme nagios /nonexistent
is "$(cat "$scratch/out")" "" "nagios: trouble goes where the format's readers look: standard error"
exits 1 "default: the format's own scheme can be overruled" report -f nagios --exit-scheme default "$office"
exits 1 "intune: what cannot be told is something to look at" report -f json --exit-scheme intune "$scratch/strange"
for format in nagios intune; do
	for bad in /nonexistent "$scratch/inbox/b.json"; do
		case $format in nagios) word='UNKNOWN' want=3 ;; *) word='ERROR' want=1 ;; esac
		exits $want "$format: trouble" report -f $format "$bad"
		like "$scratch/out" "^$word - .*${bad##*/}" "$format: trouble is said on standard output"
		is "$(cat "$scratch/err")" "" "$format: and not on standard error"
		is "$(wc -l <"$scratch/out" | tr -d ' ')" 1 "$format: in one line"
	done
done
"$MAILACCORD" report -f intune "$office" >/dev/full 2>"$scratch/err"
is $? 1 "intune: a full disk is not nothing to do"
"$MAILACCORD" report -f nagios "$office" >/dev/full 2>"$scratch/err"
is $? 3 "nagios: a full disk is unknown"

# ---- scan ----

exits 1 "scan -f csv" scan -a info@example.co.jp -f csv "$office/PC-07"
like "$scratch/out" '"finding","fail","critical","P01"' "a scan has its findings in it"
exits 1 "scan -f nagios: a medium finding warns" scan -f nagios "$office/PC-02"
mkdir "$scratch/empty"
if [ "$(uname)" = Linux ]; then
	mkdir -p "$scratch/disk/home/a" "$scratch/disk/etc"
	exits 0 "scan -f nagios: a workstation without a mail client" scan -f nagios --root "$scratch/disk"
	like "$scratch/out" '^OK - 1 workstations, 0 mailboxes' "is well"
fi

# ---- the page ----

"$MAILACCORD" report -f csv "$office" 2>/dev/null | head -n 1 | tr -d '\357\273\277\r"' | tr ',' '\n' >"$scratch/want"
awk '/^\.Ss Columns/ { on = 1; next } /^\.S[hs] / { on = 0 } on && /^\.It Va / { print $3 }' "$srcdir/man/mailaccord.1" >"$scratch/got"
is "$(cat "$scratch/got")" "$(cat "$scratch/want")" "mailaccord(1) has the columns"
finish
