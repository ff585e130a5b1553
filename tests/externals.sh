#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the policy declares because no scan will ever come from it: a collector, a
# copier, a phone.  It is unknown until somebody has looked.
. "${srcdir:=.}/tests/tap.sh"

sample=$srcdir/samples/externals/policy.json
mkdir -p "$scratch/pc"
cp "$srcdir/samples/clients/mailspring/two-accounts/config.json" "$scratch/pc"
(cd "$scratch" && "$MAILACCORD" scan --format json --name PC-01 --output pc.json pc)

# The mailboxes' states under a policy, as "address=state ...".
states() {
	"$MAILACCORD" report --format json --policy "$1" "$scratch/pc.json" >"$scratch/report.json"
	json "$scratch/report.json" "' '.join(sorted(m['addresses'][0] + '=' + m['status'] for m in d['mailboxes'] if m['addresses']))"
}

printf '{"format": "mailaccord-policy", "version": 1}' >"$scratch/none.json"
is "$(states "$scratch/none.json")" "info@example.com=clean support@example.com=clean" "without them both mailboxes are clean"
is "$(states "$sample")" "info@example.com=unknown support@example.com=clean" "a phone that nobody has looked at keeps its mailbox from being clean"
sed 's/"comment": "nobody has looked yet"/"checked_on": "2026-11-20"/' "$sample" >"$scratch/looked.json"
is "$(states "$scratch/looked.json")" "info@example.com=clean support@example.com=clean" "once somebody has, it does not"
sed '/"checked_on"/d' "$sample" >"$scratch/unchecked.json"
is "$(states "$scratch/unchecked.json")" "info@example.com=unknown support@example.com=unknown" "nor is it believed that a collector leaves mail"
sed 's/scan@example.com/info@example.com/' "$sample" >"$scratch/copier.json"
is "$(states "$scratch/copier.json")" "info@example.com=fail support@example.com=clean" "that a copier empties a shared mailbox is believed at once"
finish
