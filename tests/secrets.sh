#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Passwords planted in the samples (CANARY-...) appear in no output, log or error.
. "${srcdir:=.}/tests/tap.sh"

# Each sample as it is, as UTF-16 and with hex digits decoded: is there anything to find at all?
planted=$(/usr/bin/python3 - "$srcdir/samples" <<'END'
import os, re, sys
n = 0
for folder, _, files in os.walk(sys.argv[1]):
    for f in files:
        b = open(os.path.join(folder, f), "rb").read()
        t = b.decode("utf-16-le", "ignore") if b[:2] == b"\xff\xfe" else b.decode("latin-1")
        for h in re.findall(r"hex:((?:[0-9a-f]{2},?|\\\r?\n  )+)", t):
            raw = bytes.fromhex(re.sub(r"[^0-9a-f]", "", h))
            t += raw.decode("utf-16-le", "ignore") + raw[1:].decode("utf-16-le", "ignore") + raw.decode("latin-1")
        n += "CANARY" in t
print(n)
END
)
if [ "$planted" -ge 5 ]; then ok 0 "secrets are planted in $planted samples"; else ok 1 "secrets are planted ($planted samples)"; fi

run() { "$MAILACCORD" "$@" >>"$scratch/all" 2>&1; }
for format in json text csv html sarif junit nagios intune; do
	for case in "$srcdir"/samples/clients/*/*/ "$srcdir"/samples/office/*/; do
		run scan --format $format "$case"
	done
	run report --format $format "$srcdir/samples/office"
	run report --format $format "$srcdir"/samples/clients/*/
	run gate --format $format --against "$srcdir/samples/office" "$srcdir/samples/office/PC-07"
done
# Also where things go wrong: cut in the middle, byte orders swapped, as a policy, as a document.
find "$srcdir/samples/clients" "$srcdir/samples/office" -type f >"$scratch/list"
i=0
while read -r file; do
	i=$((i + 1))
	size=$(wc -c <"$file")
	head -c $((size * 2 / 3)) "$file" >"$scratch/cut-$i.reg"
	run scan "$scratch/cut-$i.reg"
	run report "$scratch/cut-$i.reg"
	run scan --policy "$file" "$file"
	dd if="$file" of="$scratch/swab.reg" conv=swab 2>/dev/null
	run scan "$scratch/swab.reg"
done <"$scratch/list"
unlike "$scratch/all" 'CANARY|C.A.N.A.R.Y' "no output holds a secret"
unlike "$scratch/all" '43,00,41,00,4e|43414e415259|Q0FOQVJZ' "nor one in hex or base64"
like "$scratch/all" 'leave_on_server' "there was output to look at"
finish
