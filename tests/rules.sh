#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every rule of the catalogue has samples that do what their names say, through
# the program itself, and a paragraph in mailaccord-rules(7).

srcdir=${srcdir:-.}
mailaccord=${MAILACCORD:-./mailaccord}
samples=$srcdir/samples/rules
page=$srcdir/man/mailaccord-rules.7
number=0
# The samples' dates are measured against this day.
: "${SOURCE_DATE_EPOCH:=1798761600}"
export SOURCE_DATE_EPOCH

result() { # STATUS DESCRIPTION
	number=$((number + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
	fi
}

# The statuses of RULE's findings in a report on stdin, each once.  Keys are
# sorted, and no object begins between the two.
statuses() { # RULE
	tr -d ' \n\t' | grep -o "\"rule\":\"$1\"[^{}]*\"status\":\"[a-z]*\"" | sed 's/.*"status":"//; s/"$//' | sort -u | tr '\n' ' '
}

report() { # RULE CASE
	policy='' baseline=''
	for file in "$samples/$1/policy.json" "$samples/$1/$2.policy.json"; do
		[ -f "$file" ] && policy="--policy=$file"
	done
	for file in "$samples/$1/baseline.json" "$samples/$1/$2.baseline.json"; do
		[ -f "$file" ] && baseline="--baseline=$file"
	done
	# What a new workstation has not got of the one it replaces only a gate asks.
	if [ -f "$samples/$1/replaced.json" ]; then
		name=$(sed -n 's/^  *"name": "\(.*\)",$/\1/p' "$samples/$1/replaced.json" | tail -n 1)
		"$mailaccord" gate --quiet --format=json --against "$samples/$1/replaced.json" --replaces "$name" "$samples/$1/$2.json"
		return
	fi
	"$mailaccord" report --quiet --format=json ${policy:+"$policy"} ${baseline:+"$baseline"} "$samples/$1/$2.json"
}

check() { # RULE CASE WANTED
	report "$1" "$2" >rules.sh.out 2>rules.sh.err
	status=$?
	if [ $status -gt 2 ]; then
		result 1 "$1/$2: exit status $status"
		sed 's/^/# /' rules.sh.err
		return
	fi
	got=$(statuses "$1" <rules.sh.out)
	[ "${got% }" = "$3" ]
	result $? "$1/$2 says \"$3\""
	[ "${got% }" = "$3" ] || echo "# but it says \"${got% }\""
}

# id:code:kind of each row; kind is "both", "never" (says unknown), "only" (says unknown) or "undecided".
rules=$(awk '
	/^RULE\("/ { split($0, part, "\""); id = part[2]; code = part[4]; kind = /, UNDECIDED,/ ? "undecided" : "both" }
	/\.never_unknown = true/ { kind = "never" }
	/\.only_unknown = true/ { kind = "only" }
	/^\t\{.*\)$/ { print id ":" code ":" kind }
' "$srcdir/core/judge/rules.def")
[ "$(echo "$rules" | wc -l)" = "$(grep -c '^RULE("' "$srcdir/core/judge/rules.def")" ]
result $? "all rows of rules.def are understood here"
[ "$(echo "$rules" | wc -l)" = "$("$mailaccord" list rules | wc -l)" ]
result $? "and are what the program lists"

for row in $rules; do
	rule=${row%%:*} kind=${row##*:}
	code=${row#*:} code=${code%:*}
	case $kind in
	undecided)
		"$mailaccord" list rules | grep -q "^$code .*(not decided: needs "
		result $? "$rule: is listed as not decided, with the reason"
		"$mailaccord" explain "$code" | grep -q "Not decided"
		result $? "$rule: explain says so"
		;;
	*)
		[ "$kind" = only ] && bad=unknown || bad=fail
		check "$rule" bad "$bad"
		check "$rule" good ""
		check "$rule" near-miss ""
		[ "$kind" = never ] || check "$rule" unknown unknown
		;;
	esac
	grep -q "^\.It Sy $code $rule\$" "$page" || grep -q "^\.It $code $rule\$" "$page"
	result $? "$rule: has a paragraph in mailaccord-rules(7)"
	"$mailaccord" explain "$rule" >/dev/null 2>&1 && "$mailaccord" explain "$code" >/dev/null 2>&1
	result $? "$rule: is explained by its name and by $code"
done

for folder in "$samples"/*/; do
	rule=$(basename "$folder")
	case "
$rules" in
	*"
$rule:"*) result 0 "samples/rules/$rule: there is such a rule" ;;
	*) result 1 "samples/rules/$rule: there is no such rule" ;;
	esac
done

rm -f rules.sh.out rules.sh.err
echo "1..$number"
