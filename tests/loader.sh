#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Plugins that are broken, hostile, or in a place where others could have
# written them: one sentence or one note each, and everything else is reported.
. "$srcdir/tests/tap.sh"
umask 022
modules=$builddir/tests/loader/.libs
plugins=$scratch/plugins
home=$scratch/home

if grep -q 'define MAILACCORD_STATIC_PLUGINS 1' "$builddir/config.h"; then
	(unset MAILACCORD_PLUGINS && "$MAILACCORD" list plugins >"$scratch/list" 2>"$scratch/err")
	is "$(grep -c '(built in)$' "$scratch/list")" "$(grep -c '^PLUGIN' "$srcdir/plugins/builtin.def")" "all plugins are built in"
	is "$(wc -c <"$scratch/err" | tr -d ' ')" 0 "and no folder is looked into"
fi

MAILACCORD_PLUGINS=$plugins
MAILACCORD_PARSE_SECONDS=20
export MAILACCORD_PLUGINS MAILACCORD_PARSE_SECONDS

"$MAILACCORD" --version >"$scratch/version"
filtered=$(grep -c 'system calls filtered' "$scratch/version")

# install NAME...: a plugin folder with just these modules
install() {
	rm -rf "$plugins"
	mkdir "$plugins"
	for name; do cp "$modules/$name.so" "$plugins/"; done
}

# task WORD: the home of somebody with a Template Mail account, and a task for the plugin that misbehaves
task() {
	rm -rf "$home"
	mkdir -p "$home/.config/template-mail" "$home/.misbehaves"
	printf '[template-mail]\nversion=2.0\n[account info]\ntype=pop\nserver=pop.example.jp\nuser=info\nleave-on-server=false\npassword=CANARY-loader-1\n' \
		>"$home/.config/template-mail/accounts.conf"
	printf %s "$1" >"$home/.misbehaves/task"
}

scan() {
	"$MAILACCORD" scan -q -f json "$home" >"$scratch/out.json" 2>"$scratch/err"
	status=$?
}

# The account of the good plugin, as it must come out whatever the others do.
whole='[[a["id"], a["host"], a["leave_on_server"]] for a in d["accounts"] if a["plugin"] == "template"]'
good='[["template/info", "pop.example.jp", false]]'

# ---- refused when loaded: a sentence in "list plugins", a note in a scan ----

refused() {
	name=$1 sentence=$2
	install template "$name"
	"$MAILACCORD" list plugins >"$scratch/list" 2>"$scratch/err"
	like "$scratch/err" "$name\\.so: .*$sentence" "$name: a sentence says why"
	is "$(wc -l <"$scratch/err" | tr -d ' ')" 1 "$name: just one"
	like "$scratch/list" '^template ' "$name: the other plugin is there"
	scan
	is "$(json "$scratch/out.json" "$whole")" "$good" "$name: the other plugin's account is reported"
	is "$(json "$scratch/out.json" '[n["kind"] for n in d["notes"]]')" '["plugin"]' "$name: a note in the scan"
	is "$status" 2 "$name: nothing is called clean"
}

task behave
while read -r name sentence; do
	refused "$name" "$sentence"
done <<'TABLE'
no-symbol is no mailaccord plugin
old-abi was built for another version of the plugin interface; rebuild it
short was built against an older mailaccord/plugin.h; rebuild it
no-parse lacks a title, sources or a parse function
no-sources lacks a title, sources or a parse function
no-name has no proper name
bad-name has no proper name
bad-base has a source without a glob or with an unknown base
no-glob has a source without a glob or with an unknown base
twin is called "template" like .*/template.so, which is used
TABLE
if grep -q __asan_init "$modules/undefined.so"; then skip "undefined: sanitizers"; else refused undefined 'undefined symbol: nobody_has_this'; fi

install template
printf 'not a module\n' >"$plugins/garbage.so"
"$MAILACCORD" list plugins >"$scratch/list" 2>"$scratch/err"
like "$scratch/err" 'garbage\.so: ' "garbage: a sentence says why"
unlike "$scratch/err" '/proc/self' "garbage: which speaks of the file's own name"
like "$scratch/list" '^template ' "garbage: the other plugin is there"

install template longer
"$MAILACCORD" list plugins >"$scratch/list" 2>"$scratch/err"
like "$scratch/list" '^longer ' "a plugin for a later minor version is taken"

# ---- misbehaves when it parses: one note, and the rest is reported ----

install template misbehaves

# Word, what the notes are, what its account is: "-" for none, else its name.
while read -r word notes name; do
	case $word in
	loop | endless-*) MAILACCORD_PARSE_SECONDS=2 ;;
	memory) if [ "$filtered" = 0 ]; then skip "$word: sanitizers do without the limit on memory"; continue; fi ;;
	fork | kill-parent | run-program) if [ "$filtered" = 0 ]; then skip "$word: system calls are not filtered"; continue; fi ;;
	write-stderr) if [ "$filtered" = 0 ]; then skip "$word: sanitizers keep standard error"; continue; fi ;;
	esac
	task "$word"
	begun=$(date +%s)
	scan
	MAILACCORD_PARSE_SECONDS=20
	took=$(($(date +%s) - begun))
	[ "$took" -le 30 ]
	ok $? "$word: takes at most 30 s ($took)"
	is "$(json "$scratch/out.json" "$whole")" "$good" "$word: the other plugin's account is reported"
	json "$scratch/out.json" '",".join(sorted({n["kind"] for n in d["notes"]})) or "-"' >"$scratch/notes"
	like "$scratch/notes" "^($notes)\$" "$word: notes"
	is "$(json "$scratch/out.json" '" ".join(str(a.get("name", "")) or "nameless" for a in d["accounts"] if a["plugin"] == "misbehaves")[:12] or "-"')" \
		"$name" "$word: its account"
	unlike "$scratch/err" 'NOISE|CANARY' "$word: nothing on standard error"
	unlike "$scratch/out.json" 'NOISE|CANARY|root:' "$word: nothing in the document"
done <<'TABLE'
behave - fine
crash-segv crashed -
crash-abort crashed -
quit crashed -
recursion crashed -
memory crashed|timed-out -
loop timed-out -
endless-wants timed-out|limit -
endless-accounts timed-out|limit -
endless-facts timed-out|limit -
many-wants limit nameless
many-facts limit nameless
many-notes limit,syntax nameless
number-for-text wrong-fact nameless
text-for-number wrong-fact nameless
wrong-word wrong-fact nameless
wrong-bool wrong-fact nameless
wrong-fact wrong-fact nameless
wrong-note wrong-fact nameless
wrong-file - fine
wrong-state crashed -
wrong-status crashed -
no-account crashed -
huge-text limit xxxxxxxxxxxx
open-file - refused
create-file - refused
open-socket - refused
fork - refused
kill-parent - refused
run-program - refused
write-stderr - refused
TABLE

task odd-bytes
scan
is "$(json "$scratch/out.json" '[ascii(a["name"]) for a in d["accounts"] if a["plugin"] == "misbehaves"]')" \
	'["'"'a\\\\ufffd\\\\ufffd\\\\x1b[31mb'"'"]' "odd-bytes: repaired"
"$MAILACCORD" report -q -f text "$home" >"$scratch/out.txt" 2>"$scratch/err"
unlike "$scratch/out.txt" "$(printf '\033')" "odd-bytes: no control character reaches the terminal"

task want-outside
printf 'root:x\n' >"$scratch/secret"
ln -s "$scratch/secret" "$home/.misbehaves/link"
scan
is "$(json "$scratch/out.json" '[a["name"] for a in d["accounts"] if a["plugin"] == "misbehaves"]')" '["nothing"]' \
	"want-outside: nothing from outside is handed over"
is "$(json "$scratch/out.json" '"outside" in [n["kind"] for n in d["notes"]]')" true "want-outside: a note says so"

# ---- places that others could write to ----

# unsafe NAME SENTENCE: nothing is loaded, and that is told
unsafe() {
	"$MAILACCORD" list plugins >"$scratch/list" 2>"$scratch/err"
	unlike "$scratch/list" '^template ' "$1: is not loaded"
	like "$scratch/err" "$2" "$1: a sentence says why"
}

install template
chmod g+w "$plugins/template.so"
unsafe "plugin writable by its group" 'template\.so: can be written by others.*chmod go-w'
chmod g-w,o+w "$plugins/template.so"
unsafe "plugin writable by all" 'template\.so: can be written by others.*chmod go-w'
install
ln -s "$modules/template.so" "$plugins/template.so"
unsafe "plugin that is a link" 'template\.so: is a link'
install
mkfifo "$plugins/template.so"
unsafe "plugin that is a pipe" 'template\.so: is no regular file'
install template
chmod g+w "$plugins"
unsafe "folder writable by its group" 'plugins can be written by others'
chmod g-w,o+w "$plugins"
unsafe "folder writable by all" 'plugins can be written by others'
chmod o-w "$plugins"
mkdir -p "$scratch/open/inner"
cp -R "$plugins" "$scratch/open/inner/"
chmod 777 "$scratch/open"
MAILACCORD_PLUGINS=$scratch/open/inner/plugins
unsafe "folder below one writable by all" 'open can be written by others'
ln -s "$scratch/open/inner/plugins" "$scratch/link"
MAILACCORD_PLUGINS=$scratch/link
unsafe "link to such a folder" 'open can be written by others'
chmod 1777 "$scratch/open"
"$MAILACCORD" list plugins >"$scratch/list" 2>"$scratch/err"
like "$scratch/list" '^template ' "folder below a sticky one (as /tmp is): is loaded"
MAILACCORD_PLUGINS=$scratch/nowhere
unsafe "folder that is not there" 'nowhere: '
MAILACCORD_PLUGINS=$plugins

if [ "$(id -u)" = 0 ] && id nobody >/dev/null 2>&1; then
	install template
	chown nobody "$plugins/template.so"
	unsafe "plugin of somebody else" 'template\.so: .*belongs to somebody else'
	install template
	chown nobody "$plugins"
	unsafe "folder of somebody else" 'plugins can be written by others'
	install template
	chmod 755 "$scratch"
	# A copy that runs as nobody for whoever calls it: privileged, so the environment does not count.
	cp "$MAILACCORD" "$scratch/other"
	cp "$(command -v id)" "$scratch/id"
	chown nobody "$scratch/other" "$scratch/id"
	"$scratch/other" list plugins >"$scratch/list" 2>"$scratch/err"
	like "$scratch/list" "$plugins" "without set-user-id MAILACCORD_PLUGINS counts"
	chmod 4755 "$scratch/other" "$scratch/id"
	if [ "$("$scratch/id" -u)" = "$(id -u nobody)" ]; then
		"$scratch/other" list plugins >"$scratch/list" 2>"$scratch/err"
		unlike "$scratch/list" "$plugins" "set-user-id: MAILACCORD_PLUGINS does not count"
		unlike "$scratch/err" "$plugins" "set-user-id: and is not looked at"
	else
		skip "set-user-id: programs here cannot be (nosuid)"
	fi
else
	skip "needs the rights of root: plugin of somebody else"
	skip "needs the rights of root: set-user-id"
fi

# A plugin whose parser is a module of its own that is missing, or none.
if [ -e "$builddir/plugins/.libs/apple-mail.parser.so" ]; then
	half=$scratch/half
	mkdir "$half"
	cp "$builddir/plugins/.libs/apple-mail.so" "$half"
	for way in missing wrong; do
		[ $way = missing ] || cp "$builddir/plugins/.libs/outlook.so" "$half/apple-mail.parser.so"
		MAILACCORD_PLUGINS=$half "$MAILACCORD" scan --format json "$srcdir/samples/clients/apple-mail/pop-right-away" >"$scratch/out" 2>"$scratch/err"
		is $? 2 "a parser module that is $way: cannot be decided"
		like "$scratch/out" 'apple-mail.parser.so: ' "a parser module that is $way is named"
		like "$scratch/out" '"status": "unreadable"' "a parser module that is $way: its files are unread"
	done
fi

finish
