#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What people read is there in Japanese too: the catalogue is complete and
# well-formed, the program finds it in any locale, and data stays English.
. "${srcdir:=.}/tests/tap.sh"
po=$srcdir/po/ja.po
unset LANGUAGE LC_ALL LC_MESSAGES LC_CTYPE LANG

# ---- the catalogue ----

if command -v xgettext >/dev/null && command -v msgattrib >/dev/null; then
	ids() { LC_ALL=C grep -E '^(msgctxt|msgid|msgid_plural) ' "$1" | LC_ALL=C sort; }
	(cd "$srcdir" && sh po/update --pot "$scratch/now.pot") 2>"$scratch/err"
	ids "$scratch/now.pot" >"$scratch/want"
	is "$(cat "$scratch/err")" "" "all sentences of the code can be collected"
	ids "$srcdir/po/mailaccord.pot" >"$scratch/got"
	is "$(diff "$scratch/got" "$scratch/want" | grep '^[<>]')" "" "mailaccord.pot has the sentences of the code (po/update)"
	ids "$po" >"$scratch/got"
	is "$(diff "$scratch/got" "$scratch/want" | grep '^[<>]')" "" "ja.po has the sentences of the code"
	for what in untranslated only-fuzzy only-obsolete; do
		is "$(msgattrib --$what --no-wrap "$po" | grep '^\(#~ \)\?msgid ' | grep -v 'msgid ""$')" "" "ja.po: nothing $what"
	done
	msgfmt --check --output-file="$scratch/ja.mo" "$po" 2>"$scratch/err"
	is "$?$(cat "$scratch/err")" 0 "ja.po: well-formed, directives agree"
else
	skip "no tools of gettext"
fi

# The messages of a catalogue, and what the program makes of them.
cat >"$scratch/po.py" <<'END'
import ast, re, sys, unicodedata

def messages(path):
    entry, key = {}, None
    for line in open(path, encoding="utf-8"):
        m = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[0\])?) (".*")', line)
        if m:
            key = m.group(1)[:6] if m.group(1).startswith("msgstr") else m.group(1)
            entry[key] = ast.literal_eval(m.group(2))
        elif line.startswith('"'):
            entry[key] += ast.literal_eval(line)
        elif not line.strip() and entry:
            yield entry
            entry = {}
    if entry:
        yield entry

def rows(path):
    text = open(path, encoding="utf-8").read()
    string = r'(?:"(?:[^"\\]|\\.)*"\s*)+'
    for m in re.finditer(r'\{ (%s),\s*(%s)\}' % (string, string), text):
        yield tuple("".join(map(ast.literal_eval, re.findall(r'"(?:[^"\\]|\\.)*"', part))) for part in m.groups())

def columns(s):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in s)

task, po = sys.argv[1], sys.argv[2]
catalogue = [m for m in messages(po) if m["msgid"]]
if task == "rows":
    want = sorted(((m["msgctxt"] + "\4" if "msgctxt" in m else "") + m["msgid"]).encode() for m in catalogue)
    got = [a.encode() for a, b in rows(sys.argv[3])]
    print(len(got), got == want)
elif task == "english":
    # What is long enough to be a sentence, and not the same in Japanese.
    # Line breaks stand anywhere.
    page = re.sub(r"\s", "", open(sys.argv[3], encoding="utf-8").read())
    for m in catalogue:
        for part in re.split(r"%(?:\d+\$)?[-.\d*]*(?:ll|z|l)?[a-zA-Z]", m["msgid"]):
            part = part.strip(" .:;,()\"-")
            plain = re.sub(r"\s", "", part)
            if " " in part and len(plain) >= 9 and plain in page and part not in m["msgstr"]:
                print(part)
elif task == "wide":
    for line in open(sys.argv[3], encoding="utf-8"):
        if columns(line.rstrip("\n")) > int(sys.argv[4]):
            print(line, end="")
elif task == "table":
    # Where the second and the third column begin, of the head and the rows of the first table.
    starts, inside = set(), False
    for line in open(sys.argv[3], encoding="utf-8"):
        inside = inside or re.match(r"  端末 ", line)
        if not inside:
            continue
        if not line.startswith("  "):
            break
        cells = [m.start() for m in re.finditer(r"(?<=  )\S", line)]
        starts.add(tuple(columns(line[:c]) for c in cells[1:3]))
    print(len(starts))
END
po_py() { /usr/bin/python3 "$scratch/po.py" "$@"; }

LC_ALL=C awk -f "$srcdir/po/table.awk" "$po" >"$scratch/ja.inc"
is "$(po_py rows "$po" "$scratch/ja.inc")" "$(LC_ALL=C grep -c '^msgid "..*"' "$po") True" "table.awk: every message, in the order of its bytes"

# ---- what is read in Japanese ----

office=$srcdir/samples/office
rules=$srcdir/samples/rules
ja() { "$MAILACCORD" "$@" --lang ja; }
{
	ja report -f text "$office"
	ja gate -f text --against "$office" "$office/PC-07"
	ja gate -f text --against "$office" "$office/PC-02"
	for pc in "$office"/*/; do ja scan -f text "$pc"; done
	for kind in bad unknown near-miss good; do
		for sample in "$rules"/*/$kind.json; do
			ja report -f text "$sample"
			ja plan -f text "$sample"
		done
	done
	for kind in bad unknown; do
		ja gate -f text --against "$rules/only-copy-left-behind/replaced.json" --replaces PC-03 "$rules/only-copy-left-behind/$kind.json"
	done
	ja plan -f text "$office"
	ja plan -f text --toward imap "$office"
	ja report -f text --suppose 'PC-07: leave_on_server=yes' "$office"
	ja plan -f text --toward representative=PC-01 "$office"
} >"$scratch/reports" 2>&1
like "$scratch/reports" 'メールが失われています' "reports are Japanese"
is "$(po_py english "$po" "$scratch/reports")" "" "reports: no English sentence"
is "$(po_py table "$po" "$scratch/reports")" 1 "the columns of a table stand below each other"
grep -v '[[/]' "$scratch/reports" >"$scratch/short"
is "$(po_py wide "$po" "$scratch/short" 80)" "" "no line is wider than 80 columns"
LC_ALL=C.UTF-8 grep -nE '^ *[、。」）』】]|[「（『【]$' "$scratch/reports" >"$scratch/breaks"
is "$(cat "$scratch/breaks")" "" "no line begins with a closing mark or ends with an opening one"
{
	ja --help
	"$MAILACCORD" --help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' | while read -r command; do ja "$command" --help; done
	ja list rules
	ja list facts
	"$MAILACCORD" list rules | while read -r code rest; do ja explain "$code"; done
	ja --version
} >"$scratch/help" 2>&1
is "$(po_py english "$po" "$scratch/help")" "" "help, lists and the pages of the rules: no English sentence"
{
	ja
	ja nothing
	ja report
	ja report /nowhere
	ja report --nothing
	ja report -f sql "$office"
	ja explain X99
	ja list nothing
	ja gate
	ja scan --root / "$office"
	echo '{"format": "mailaccord-scan", "version": 1, "workstation": 3}' | ja report -
	echo '{"format": "mailaccord-scan", "version": 1' | ja report -
	echo '{"format": "mailaccord-policy", "version": 1, "minkeep": 3}' >"$scratch/policy.json"
	ja report -p "$scratch/policy.json" "$office"
} >"$scratch/errors" 2>&1
is "$(po_py english "$po" "$scratch/errors")" "" "messages: no English sentence"

# ---- the choice of the language ----

# said [NAME=VALUE...] [-- ARGUMENT...]: the language of the page of a rule
said() {
	env "$@" | grep -qF '根拠' && echo ja || echo en
}
m=$MAILACCORD
is "$(said "$m" explain P01)" en "no locale: English"
is "$(said LANG=ja_JP.UTF-8 "$m" explain P01)" ja "LANG=ja_JP.UTF-8, where no such locale exists"
is "$(said LANG=ja_JP.eucJP "$m" explain P01)" ja "another encoding"
is "$(said LANG=ja "$m" explain P01)" ja "LANG=ja"
is "$(said LANG=de_DE.UTF-8 "$m" explain P01)" en "a language that we do not have"
is "$(said LANG=java "$m" explain P01)" en "a word that begins like one"
is "$(said LANG=de_DE.UTF-8 LC_MESSAGES=ja_JP "$m" explain P01)" ja "LC_MESSAGES before LANG"
is "$(said LC_ALL=de_DE.UTF-8 LC_MESSAGES=ja_JP "$m" explain P01)" en "LC_ALL before LC_MESSAGES"
is "$(said LANG=de_DE.UTF-8 LANGUAGE=fr:ja:en "$m" explain P01)" ja "the first of LANGUAGE that we have"
is "$(said LANG=ja_JP.UTF-8 LANGUAGE=en_US:ja "$m" explain P01)" en "LANGUAGE before LANG"
is "$(said LC_ALL=C LANGUAGE=ja LANG=ja_JP "$m" explain P01)" en "the locale C is English"
is "$(said LC_ALL=C.UTF-8 LANGUAGE=ja "$m" explain P01)" en "so is C.UTF-8"
is "$(said LANG=ja_JP.UTF-8 "$m" explain P01 --lang en)" en "--lang before all"
is "$(said LC_ALL=C "$m" --lang ja explain P01)" ja "--lang before the command"
is "$(said LC_ALL=C "$m" explain --lang=ja P01)" ja "--lang=ja"
is "$(said LC_ALL=C "$m" explain --la ja P01)" ja "an abbreviation of it"
"$m" --lang de explain P01 >"$scratch/out" 2>"$scratch/err"
is "$?$(cat "$scratch/out")" 64 "a language that there is not"

# ---- data is the same everywhere ----

data() {
	"$m" report "$1" -f json
	"$m" report "$1" -f json | "$m" report - -f json
	"$m" scan -n PC-07 "$office/PC-07" -f json
	"$m" list rules -f json
	"$m" list facts -f json
}
mkdir "$scratch/inbox"
"$m" scan "$office/PC-07" >"$scratch/inbox/PC-07.json" 2>/dev/null
echo '{"format": "mailaccord-scan", "version": 1' >"$scratch/inbox/broken.json"
SOURCE_DATE_EPOCH=1798761600 && export SOURCE_DATE_EPOCH
data "$scratch/inbox" >"$scratch/C" 2>/dev/null
(LANG=ja_JP.UTF-8 && export LANG && data "$scratch/inbox") >"$scratch/ja" 2>/dev/null
cmp "$scratch/C" "$scratch/ja"
ok $? "JSON is the same bytes in a Japanese locale"
"$m" report --texts ja,en "$office" >"$scratch/texts"
is "$(json "$scratch/texts" "sorted(d['findings'][0]['texts']), d['findings'][0]['texts']['en']['title'] == d['findings'][0]['title'], d['findings'][0]['texts']['ja']['title']")" \
	"(['en', 'ja'], True, '$(ja explain P01 | sed -n 2p)$(ja explain P01 | sed -n 3p)')" "--texts: both languages"
is "$(json "$scratch/C" "0" 2>/dev/null; "$m" report "$office" | grep -c '"texts"')" 0 "without it: no texts"

finish
