#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The Windows program, in Wine: it needs Windows alone, finds in clients' files
# what the Linux program finds, takes names and texts of any script, loads
# plugins of others, and outlives a parser that does not.
. "$srcdir/tests/tap.sh"
. "$srcdir/tests/wine.sh"
MAILACCORD=$srcdir/tests/windows/run
export MAILACCORD MAILACCORD_EXE

run() {
	timeout 120 "$MAILACCORD" "$@"
}

# ---- one file ----

x86_64-w64-mingw32-objdump -p "$MAILACCORD_EXE" 2>/dev/null | sed -n 's/.*DLL Name: //p' | tr 'A-Z' 'a-z' >"$scratch/imports"
unlike "$scratch/imports" '^(lib|zlib|msvcrt)' "it needs no library that is not Windows' own"
like "$scratch/imports" '^kernel32.dll$' "which can be told"
run --version >"$scratch/version"
like "$scratch/version" 'child process without privileges, in a job' "parsers are confined"
run collect --store x.db >"$scratch/out" 2>"$scratch/err"
is $? 69 "there is no collector"
like "$scratch/err" 'no collector' "which it says"

# ---- the same as elsewhere ----

# suite NAME: the tests of all systems; one test here
suite() {
	timeout 400 sh "$srcdir/tests/$1.sh" >"$scratch/$1.tap" 2>"$scratch/$1.err"
	grep -q '^1\.\.' "$scratch/$1.tap" && ! grep -q '^not ok' "$scratch/$1.tap"
	ok $? "$1.sh: $(grep -c '^ok' "$scratch/$1.tap") tests"
	grep -A 20 '^not ok' "$scratch/$1.tap" | sed 's/^/#  /' | head -n 60
}
suite cases
suite office

# ---- names and texts ----

profile='山田 太郎/AppData/Roaming/Thunderbird'
mkdir -p "$scratch/$profile"
cp -R "$srcdir/samples/clients/thunderbird/seven-days/." "$scratch/$profile/" && rm -f "$scratch/$profile/expect.json" "$scratch/$profile/name"
(cd "$scratch" && run scan -q -f json '山田 太郎' >out.json)
expect=$srcdir/samples/clients/thunderbird/seven-days/expect.json
shown='[[a.get("host"), a.get("leave_on_server"), a.get("delete_after_days")] for a in d["accounts"]]'
is "$(json "$scratch/out.json" "$shown")" "$(json "$expect" "$shown")" "a folder in Japanese"
like "$scratch/out.json" '山田 太郎' "which is UTF-8 in what is redirected"
unlike "$scratch/out.json" "$(printf '\r')" "whose lines end as everywhere"
(cd "$scratch" && run scan -q -f json 'Z:'"$(echo "$scratch" | tr / '\\')"'\山田 太郎' -o '結果.json')
is "$(json "$scratch/結果.json" "$shown")" "$(json "$expect" "$shown")" "backslashes and a drive, into a file in Japanese"

long=$scratch/long
for i in 1 2 3 4 5 6 7; do long=$long/0123456789012345678901234567890123456789; done
mkdir -p "$long" && cp -R "$scratch/山田 太郎/." "$long/"
run scan -q -f json "$long" >"$scratch/out.json"
is "$(json "$scratch/out.json" "$shown")" "$(json "$expect" "$shown")" "a path of more than 260 letters"

LC_ALL=ja_JP.UTF-8 run report -f text "$srcdir/samples/office" >"$scratch/out"
like "$scratch/out" 'メール' "Japanese by locale"

# ---- a console ----

if command -v script >/dev/null 2>&1; then
	# What Wine draws comes with what moves the cursor.
	LC_ALL=$wine_locale TERM=xterm timeout 60 script -qec "stty cols 100; '$MAILACCORD' explain P01 --lang ja" /dev/null </dev/null >"$scratch/out" 2>&1
	sed 's/\x1b\[[0-9;?]*[A-Za-z]//g' "$scratch/out" >"$scratch/seen"
	like "$scratch/seen" 'サーバー' "Japanese in a console"
else
	skip "script(1): Japanese in a console"
fi

# ---- plugins of others ----

modules=$(dirname "$MAILACCORD_EXE")/tests/windows
if [ ! -f "$modules/template.dll" ]; then
	skip "plugins as DLLs: make check in the folder of the Windows build makes them"
	finish
	exit
fi
inside=$WINEPREFIX/drive_c/mailaccord-test
rm -rf "$inside"
mkdir -p "$inside/mailaccord-plugins"
umask 022
cp "$MAILACCORD_EXE" "$inside/監査.exe"
cp "$modules/template.dll" "$inside/mailaccord-plugins/"
chmod -R go-w "$inside"
run_wine 'C:\mailaccord-test\監査.exe' list plugins >"$scratch/list" 2>"$scratch/err"
like "$scratch/list" '^template .*template\.dll' "a plugin in mailaccord-plugins beside a program of another name"
cp "$modules/misbehaves.dll" "$inside/mailaccord-plugins/"
MAILACCORD_PLUGINS='C:\mailaccord-test\mailaccord-plugins'
export MAILACCORD_PLUGINS
chmod o+w "$inside/mailaccord-plugins/template.dll"
run list plugins >"$scratch/list" 2>"$scratch/err"
unlike "$scratch/list" '^template ' "one that others can write is not loaded"
like "$scratch/err" 'template\.dll: can be written by others' "and named"
chmod go-w "$inside/mailaccord-plugins/template.dll"

# ---- parsers that go wrong ----

home=$scratch/home
mkdir -p "$home/.config/template-mail" "$home/.misbehaves"
printf '[template-mail]\nversion=2.0\n[account info]\ntype=pop\nserver=pop.example.jp\nuser=info\nleave-on-server=false\npassword=CANARY-windows-1\n' \
	>"$home/.config/template-mail/accounts.conf"
while read -r word notes seconds; do
	printf %s "$word" >"$home/.misbehaves/task"
	MAILACCORD_PARSE_SECONDS=$seconds run scan -q -f json "$home" >"$scratch/out.json" 2>"$scratch/err"
	is $? 2 "$word: cannot be decided"
	is "$(json "$scratch/out.json" '[[a["host"], a["leave_on_server"]] for a in d["accounts"] if a["plugin"] == "template"]')" '[["pop.example.jp", false]]' \
		"$word: the other plugin's account is reported"
	json "$scratch/out.json" '",".join(sorted({n["kind"] for n in d["notes"]})) or "-"' >"$scratch/notes"
	like "$scratch/notes" "^($notes)\$" "$word: a note"
	unlike "$scratch/out.json" 'CANARY' "$word: no password"
done <<'TABLE'
crash-segv crashed 20
crash-abort crashed 20
quit crashed 20
recursion crashed|timed-out 5
memory crashed|timed-out 20
loop timed-out 3
endless-accounts timed-out|limit 5
wrong-state crashed 20
no-account crashed 20
TABLE
rm -rf "$inside"
finish
