# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by shell tests: TAP, a scratch folder, and a few checks.
# shellcheck shell=sh
set -u
: "${srcdir:=.}" "${MAILACCORD:=$PWD/mailaccord}" "${SOURCE_DATE_EPOCH:=1798761600}"
export SOURCE_DATE_EPOCH
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
tap_n=0

# ok STATUS NAME: one test; STATUS is that of a command just run.
ok() {
	tap_n=$((tap_n + 1))
	if [ "$1" = 0 ]; then echo "ok $tap_n - $2"; else echo "not ok $tap_n - $2"; fi
}

# is GOT WANT NAME
is() {
	if [ "$1" = "$2" ]; then ok 0 "$3"; else
		ok 1 "$3"
		printf '#  is:        %s\n#  should be: %s\n' "$1" "$2" | head -n 40
	fi
}

# like FILE PATTERN NAME: a line of FILE matches the extended regular expression
like() {
	if grep -qE -e "$2" "$1"; then ok 0 "$3"; else
		ok 1 "$3"
		echo "#  nothing matches: $2"
		sed 's/^/#  /' "$1" | head -n 30
	fi
}

unlike() {
	if grep -qE -e "$2" "$1"; then
		ok 1 "$3"
		grep -nE -e "$2" "$1" | sed 's/^/#  /' | head -n 10
	else ok 0 "$3"; fi
}

skip() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n # SKIP $1"
}

# json FILE EXPRESSION: what a Python expression over the document d says
json() {
	/usr/bin/python3 -c 'import json,sys
d=json.load(open(sys.argv[1]))
r=eval(sys.argv[2])
print(json.dumps(r,ensure_ascii=False,sort_keys=True) if isinstance(r,(dict,list,bool)) or r is None else r)' "$1" "$2"
}

finish() {
	echo "1..$tap_n"
}
