#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each fuzz harness over its seeds, over real samples, and over what once
# crashed it (tests/fuzz/crashes).  Built with --enable-fuzz the harnesses are
# libFuzzer's: FUZZ_SECONDS=60 lets each look for more, in a scratch folder.
. "$srcdir/tests/tap.sh"
: "${FUZZ_SECONDS:=0}"
ASAN_OPTIONS=detect_leaks=1:${ASAN_OPTIONS:-}
export ASAN_OPTIONS

while read -r name corpus; do
	program=$builddir/tests/fuzz/fuzz-$name
	seeds=
	for folder in "tests/fuzz/seeds/$name" "tests/fuzz/crashes/$name" $corpus; do
		[ -e "$srcdir/$folder" ] && seeds="$seeds $srcdir/$folder"
	done
	# shellcheck disable=SC2086 # folders of the source tree, blank-separated
	"$program" -runs=0 -rss_limit_mb=4096 $seeds >"$scratch/log" 2>&1
	status=$?
	if [ $status != 0 ]; then tail -n 40 "$scratch/log" | sed 's/^/#  /'; fi
	ok $status "$name: seeds, samples and former crashes"
	if [ "$FUZZ_SECONDS" -gt 0 ] && "$program" -help=1 2>&1 | grep -q libFuzzer; then
		mkdir -p "$scratch/$name"
		# shellcheck disable=SC2086
		"$program" -max_total_time="$FUZZ_SECONDS" -timeout=10 -max_len=20000 -artifact_prefix="$builddir/crash-$name-" \
			"$scratch/$name" $seeds >"$scratch/log" 2>&1
		status=$?
		if [ $status != 0 ]; then tail -n 40 "$scratch/log" | sed 's/^/#  /'; fi
		ok $status "$name: $FUZZ_SECONDS seconds of libFuzzer ($(grep -c NEW "$scratch/log") new inputs)"
	fi
done <<'TABLE'
collector
parse samples/clients tests/data/thunderbird
registry samples/clients/outlook tests/data/reg
scans samples/rules
tape samples/rules tests/fuzz/seeds/scans
policy samples/rules samples/office/policy.json
TABLE
finish
