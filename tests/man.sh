#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The man pages say what the program does: no more, no less.  Lists are taken
# from the pages' sources and compared with the program and its tables.
. "${srcdir:=.}/tests/tap.sh"
man=$srcdir/man
page=$man/mailaccord.1
case $MAILACCORD in /*) ;; *) MAILACCORD=$PWD/$MAILACCORD ;; esac

# same SHOULD IS NAME: two files; the first is the program's
same() {
	if [ -s "$1" ] && diff "$1" "$2" >"$scratch/diff"; then ok 0 "$3"; else
		ok 1 "$3"
		echo "#  < the program, > the page:"
		sed 's/^/#  /' "$scratch/diff" | head -n 20
	fi
}

# part PAGE HEADING: the lines from a .Sh or .Ss to the next; comments are left out
part() {
	awk -v h="$2" '
		/^\.\\"/ { next }
		/^\.S[hs] / { on = substr($0, 5) == h; next }
		on' "$1"
}

# items PAGE HEADING MACRO: what stands behind ".It MACRO", one a line
items() {
	part "$1" "$2" | sed -n "s/^\.It $3 //p" | sed 's/ , /\n/g'
}

# ---- mailaccord(1): commands and options ----

"$MAILACCORD" --help >"$scratch/help"
sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' "$scratch/help" >"$scratch/commands"
part "$page" SYNOPSIS | awk '/^\.Nm$/ { getline; if ($1 == ".Cm") print $2 }' >"$scratch/got"
same "$scratch/commands" "$scratch/got" "synopsis: the commands of --help in their order"
items "$page" Commands Cm | cut -d' ' -f1 >"$scratch/got"
same "$scratch/commands" "$scratch/got" "commands: those of --help in their order"

# help_options COMMAND: "-a|--address ADDRESS", one a line
help_options() {
	"$MAILACCORD" "$1" --help | sed -nE 's/^  (-([a-zA-Z]), |    )--([a-z-]+)( [A-Z|]+)?( .*|$)/-\2|--\3\4/p' | sed 's/^-|//'
}

while read -r command; do
	help_options "$command" >"$scratch/options"
	# The synopsis has the short form where there is one, and not --help and --lang, which all have.
	{
		grep -v -e '--help$' -e '--lang ' "$scratch/options" | sed 's/^\(-[a-z]\)|--[a-z-]*/\1/'
		"$MAILACCORD" "$command" --help | sed -n "s/^usage: mailaccord $command \[OPTION\.\.\.\] //p"
	} | tr 'A-Z' 'a-z' | sed '/^$/d' >"$scratch/want"
	part "$page" SYNOPSIS | awk -v c="$command" '
		/^\.Nm$/ { on = 0; next }
		/^\.Cm / && $2 == c && NF == 2 { on = 1; next }
		!on { next }
		{ fl = sub(/^\.Op Fl Fl /, "--") || sub(/^\.Op Fl /, "-"); op = !fl && sub(/^\.Op /, "."); sub(/^\.(Ar|Cm) /, "") }
		{ if (sub(/ Op Ar /, " [")) $0 = $0 "]" }
		{ sub(/ Ar /, " @"); gsub(/ \| /, "|"); gsub(/ \.\.\./, "..."); sub(/@/, "") }
		{ print op ? "[" $0 "]" : $0 }' >"$scratch/got"
	same "$scratch/want" "$scratch/got" "synopsis of $command: options and arguments of its --help in their order"
done <"$scratch/commands"

while read -r command; do help_options "$command"; done <"$scratch/commands" | tr 'A-Z' 'a-z' | sort -u >"$scratch/want"
echo '--version' >>"$scratch/want"
LC_ALL=C sort -u -o "$scratch/want" "$scratch/want"
part "$page" Options | sed -n 's/^\.It Fl /Fl /p' |
	sed 's/Fl Fl /--/g; s/Fl /-/g; s/^\(-[a-z]\) , /\1|/; s/ Ar / /; s/ | /|/g' | LC_ALL=C sort >"$scratch/got"
same "$scratch/want" "$scratch/got" "options: each of some command, and --version"

# Words that an option allows, in the paragraph of that option.
sed -nE "s/^OPTION\\([A-Z_]+, \"([a-z-]+)\", [^,]*, \"[^\"]*\", \"([a-z0-9 -]+)\", .*/\\1 \\2/p" "$srcdir/core/command/options.def" >"$scratch/worded"
while read -r option words; do
	part "$page" Options | awk -v o="Fl $option" '/^\.It / { on = index($0, o) } on' | sed -n 's/^\.Cm //p' | tr -d ',.' >"$scratch/paragraph"
	echo "$words" | tr ' ' '\n' >"$scratch/want"
	tr -s ' ' '\n' <"$scratch/paragraph" | grep -Fx -f "$scratch/want" | awk '!seen[$0]++' | sort >"$scratch/got"
	sort -o "$scratch/want" "$scratch/want"
	same "$scratch/want" "$scratch/got" "--$option: its words"
done <"$scratch/worded"
is "$(wc -l <"$scratch/worded" | tr -d ' ')" "$(grep -c '^OPTION(.*", "[^"]*", "[^"]*")$' "$srcdir/core/command/options.def")" "options with words: all are understood here"

# ---- mailaccord(1): statuses, environment, policy, examples ----

sed -nE 's/^\tEXIT_[A-Z_]+ = ([0-9]+),$/\1/p' "$srcdir/core/base/err.h" >"$scratch/want"
part "$page" "EXIT STATUS" | sed -n 's/^\.It \([0-9]\)/\1/p' >"$scratch/got"
same "$scratch/want" "$scratch/got" "exit statuses: those of err.h"

{
	grep -rhoE '(getenv|env_get|env_lower)\("[A-Z_]+"' "$srcdir/core" | sed 's/.*"\(.*\)"/\1/'
	# What setlocale(3) looks at.
	printf 'LC_ALL\nLC_CTYPE\nLANG\n'
} | LC_ALL=C sort -u >"$scratch/want"
items "$page" ENVIRONMENT Ev | LC_ALL=C sort >"$scratch/got"
same "$scratch/want" "$scratch/got" "environment: what the sources ask for"

/usr/bin/python3 - "$srcdir/schema/mailaccord-policy-1.schema.json" >"$scratch/want" <<'END'
import json, sys
def members(schema, path):
    for name, inner in schema.get("properties", {}).items():
        print(path + name)
        if isinstance(inner, dict):
            below(inner, path + name + ".")
def below(schema, path):
    # Names that the site chooses and elements of arrays have no name of their own.
    if path != "mailboxes.":
        members(schema, path)
    for inner in [schema.get("additionalProperties"), schema.get("items")] + schema.get("oneOf", []):
        if isinstance(inner, dict):
            members(inner, path) if "properties" in inner else below(inner, path)
members(json.load(open(sys.argv[1])), "")
END
LC_ALL=C sort -u -o "$scratch/want" "$scratch/want"
items "$page" "THE POLICY" Va | LC_ALL=C sort >"$scratch/got"
same "$scratch/want" "$scratch/got" "policy: the members of its schema"

part "$page" "THE POLICY" | awk '/^\.Ed/ { on = 0 } on; /^\.Bd/ { on = 1 }' >"$scratch/policy.json"
"$MAILACCORD" report -p "$scratch/policy.json" "$srcdir/samples/office" >"$scratch/out" 2>"$scratch/err"
is "$?$(cat "$scratch/err")" 1 "policy: the program takes the example"
is "$(json "$scratch/out" "d['policy']['closure_days']")" 9 "policy: and heeds it"

part "$page" EXAMPLES | sed -n 's/^\.Dl \$ //p' >"$scratch/examples"
part "$page" EXAMPLES | tr '\n' ' ' | grep -oE 'exit status [0-9]+' | sed 's/.* //' >"$scratch/statuses"
is "$(wc -l <"$scratch/statuses")" "$(wc -l <"$scratch/examples")" "examples: each has a status"
paste "$scratch/statuses" "$scratch/examples" >"$scratch/both"
mkdir "$scratch/bin"
ln -s "$MAILACCORD" "$scratch/bin/mailaccord"
while read -r status example; do
	(cd "$srcdir" && PATH=$scratch/bin:$PATH && eval "$example") >"$scratch/out" 2>"$scratch/err" </dev/null
	is "$?$(cat "$scratch/err")" "$status" "example: $example"
done <"$scratch/both"

# ---- mailaccord-plugin(7) ----

page=$man/mailaccord-plugin.7

# name|type|words|help of each row; the page has the help as a line of its own.
sed -nE 's/^FACT\([A-Z_]+, *"([a-z_]+)", *([A-Z]+), *(NULL|"[^"]*"), *"(.*)"\)$/\1|\2|\3|\4/p' "$srcdir/include/mailaccord/facts.def" |
	sed 's/|NULL|/||/; s/|"\([^"]*\)"|/|\1|/' >"$scratch/want"
is "$(wc -l <"$scratch/want")" "$(grep -c '^FACT(' "$srcdir/include/mailaccord/facts.def")" "facts: all rows are understood here"
part "$page" FACTS | awk '
	function put() { if (name) print name "|" type "|" words "|" help; name = words = help = "" }
	/^\.It / { put(); name = $3; type = $5; next }
	/^\.El/ { put() }
	/^\.Cm / { words = substr($0, 5); gsub(/ , /, " ", words) }
	/^[^.]/ && name && $0 != "Words:" { help = help $0 }' >"$scratch/got"
same "$scratch/want" "$scratch/got" "facts: name, type, words and help of facts.def, in its order"

sed -nE 's/^NOTE\([A-Z_]+, *"([a-z-]+)", *([01]), *"(.*)"\)$/\1|\2|\3/p' "$srcdir/include/mailaccord/notes.def" >"$scratch/want"
is "$(wc -l <"$scratch/want")" "$(grep -c '^NOTE(' "$srcdir/include/mailaccord/notes.def")" "notes: all rows are understood here"
part "$page" NOTES | awk '
	/^\.It Sy / { name = $3; blind = $5 == "blind"; next }
	/^[^.]/ && name { print name "|" blind + 0 "|" $0; name = "" }' >"$scratch/got"
same "$scratch/want" "$scratch/got" "notes: name, blindness and sentence of notes.def, in its order"

sed -nE 's/^STORE\([A-Z_]+, *"([a-z-]+)", *"(.*)"\)$/\1|\2/p' "$srcdir/include/mailaccord/stores.def" >"$scratch/want"
is "$(wc -l <"$scratch/want")" "$(grep -c '^STORE(' "$srcdir/include/mailaccord/stores.def")" "stores: all rows are understood here"
part "$page" STORES | awk '
	/^\.It Sy / { name = $3; next }
	/^[^.]/ && name { print name "|" $0; name = "" }' >"$scratch/got"
same "$scratch/want" "$scratch/got" "stores: name and sentence of stores.def, in its order"

# enumerators NAME: those of an enum of plugin.h
enumerators() {
	sed -n "/^enum $1 {/,/^};/s/^	\(MA_[A-Z_]*\),.*/\1/p" "$srcdir/include/mailaccord/plugin.h" | sort
}
for pair in ma_base:SOURCES "ma_state:HOST FUNCTIONS" ma_status:Status "ma_tells:WHAT CAN BE TOLD"; do
	enumerators "${pair%%:*}" >"$scratch/want"
	items "$page" "${pair#*:}" Dv | sort >"$scratch/got"
	same "$scratch/want" "$scratch/got" "enum ${pair%%:*}: its words"
done
sed -n '/^struct ma_host {/,/^};/s/.*(\*\([a-z]*\))(.*/\1/p' "$srcdir/include/mailaccord/plugin.h" >"$scratch/want"
items "$page" "HOST FUNCTIONS" Fn | cut -d' ' -f1 >"$scratch/got"
same "$scratch/want" "$scratch/got" "struct ma_host: its functions"

sed -nE 's/^HOMES\("[a-z]+", "(.*)"\)$/MA_HOME \1/p; s/^PLACE\((MA_[A-Z]+), "(.+)"\)$/\1 \2/p' "$srcdir/core/intake/places.def" | sort -u >"$scratch/want"
part "$page" SOURCES | awk '
	/^\.It Dv MA_/ { base = $3 }
	/^\.El/ || /^\.It Fa/ { base = "" }
	/^\.Pa / && base { n = split(substr($0, 5), all, / , /); for (i = 1; i <= n; i++) print base, all[i] }' | sort -u >"$scratch/got"
same "$scratch/want" "$scratch/got" "bases: the places of places.def"

# ---- mailaccord-rules(7) ----

"$MAILACCORD" list rules | awk '{ print $1, $2, $3 }' >"$scratch/want"
part "$man/mailaccord-rules.7" "THE RULES" | awk '
	/^\.It Sy / { rule = $3 " " $4; next }
	rule && /^[A-Z]/ { word = tolower($1); sub(/[.;,].*/, "", word); print rule, word; rule = "" }' >"$scratch/got"
same "$scratch/want" "$scratch/got" "rules: code, id and severity of list rules, in its order"

# ---- mailaccord-clients(7) ----

"$srcdir/man/update" "$scratch/clients.7"
same "$scratch/clients.7" "$man/mailaccord-clients.7" "clients: what list plugins says (else: man/update)"

# ---- as pages ----

for page in "$man"/*.[1-9]; do
	name=${page##*/}
	if ! command -v mandoc >/dev/null; then
		skip "$name: no mandoc here"
		continue
	fi
	is "$(mandoc -T lint -W warning "$page" 2>&1)" "" "$name: mandoc finds nothing wrong"
	mandoc -T ascii "$page" 2>/dev/null | sed "s/.$(printf '\b')//g" >"$scratch/text"
	is "$(awk 'length > 80' "$scratch/text")" "" "$name: fits into 80 columns"
	like "$scratch/text" '^NAME$' "$name: is not empty"
done
grep -hE '^\.Xr mailaccord' "$man"/*.[1-9] | awk '{ print $2 "." $3 }' | sort -u >"$scratch/got"
(cd "$man" && ls ./*.[1-9]) | sed 's,^\./,,' | sort >"$scratch/want"
same "$scratch/want" "$scratch/got" "pages refer to each other, and to none that is not there"
finish
