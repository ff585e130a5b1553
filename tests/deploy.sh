#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What samples/deploy says to the program, the program takes.
. "${srcdir:=.}/tests/tap.sh"
deploy=$srcdir/samples/deploy
state=$scratch/state
mkdir -m 700 "$state"
export HOME="$scratch" MAILACCORD_STATE="$state"

# ---- options ----
"$MAILACCORD" scan --help >"$scratch/help"
"$MAILACCORD" collect --help >>"$scratch/help"
for file in "$deploy"/*.cmd "$deploy"/*.ps1 "$deploy"/*.xml "$deploy"/*.sh "$deploy"/*.plist "$deploy"/*.service; do
	# --headless is another program's.
	unknown=$(grep -vE '^(#|rem )' "$file" | grep -oE -e ' .?--[a-z][a-z-]+' | grep -oE -e '--[a-z-]+' | sort -u | while read -r option; do
		[ "$option" = --headless ] || grep -qE -e "(^|[ ,])$option( |,|$)" "$scratch/help" || echo "$option"
	done)
	is "$unknown" "" "${file##*/} uses options that there are"
done

# ---- what says what to run, run ----
echo CANARY-enrolment-secret >"$scratch/secret"
chmod 600 "$scratch/secret"
# sends COMMAND: one that speaks to nobody here keeps the scan
sends() {
	case $1 in
	*' --send https://collector.example.co.jp:8443 '*) command=$(printf '%s' "$1" | sed 's/ --send [^ ]*/ --send https:\/\/127.0.0.1:1/; s/ --wait [0-9]*/ --wait 1/') ;;
	*) command=false ;;
	esac
	sh -c "$command" >"$scratch/out" 2>"$scratch/err"
	is $? 69 "$2: a collector that is not there; the scan is kept"
	unlike "$scratch/err" CANARY "... and nothing told"
}
unit=$(sed -n '/^ExecStart=/{:more
/\\$/{N
s/\\\n//
b more
}
s/^ExecStart=//p
}' "$deploy/mailaccord-scan.service" | sed "s,/usr/bin/mailaccord,$MAILACCORD,; s,%E/mailaccord/,$scratch/,")
sends "$unit" mailaccord-scan.service
if command -v systemd-analyze >/dev/null; then
	for unit in scan.service scan.timer collector.service; do
		sed "s,/usr/bin/mailaccord,/bin/true," "$deploy/mailaccord-$unit" >"$scratch/mailaccord-$unit"
	done
	systemd-analyze verify --man=no "$scratch"/mailaccord-*.service "$scratch/mailaccord-scan.timer" >"$scratch/out" 2>&1 && ! grep mailaccord "$scratch/out"
	ok $? "systemd takes the units"
else
	skip "systemd-analyze is not installed"
fi

mkdir -p "$scratch/.config/mailaccord"
cp -p "$scratch/secret" "$scratch/.config/mailaccord/"
if command -v /usr/bin/python3 >/dev/null; then
	agent=$(/usr/bin/python3 - "$deploy/jp.co.example.mailaccord.plist" <<'PYTHON'
import plistlib, sys
d = plistlib.load(open(sys.argv[1], "rb"))
assert sys.argv[1].endswith("/" + d["Label"] + ".plist") and d["ProgramArguments"][:2] == ["/bin/sh", "-c"]
print(d["ProgramArguments"][2])
PYTHON
	)
	sends "$(printf '%s' "$agent" | sed "s,/usr/local/bin/mailaccord,$MAILACCORD,")" "the LaunchAgent"
	task=$(/usr/bin/python3 - "$deploy/scheduled-task.xml" <<'PYTHON'
import sys, xml.etree.ElementTree as tree
text = open(sys.argv[1], "rb").read()
assert text.isascii()
t = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
root = tree.fromstring(text)
ids = {p.get("id") for p in root.iter(t + "Principal")}
assert root.tag == t + "Task" and root.find(t + "Actions").get("Context") in ids
print(root.find(".//" + t + "Arguments").text)
PYTHON
	)
	mkdir "$scratch/inbox"
	case $task in
	'--headless "%ProgramFiles%\mailaccord\mailaccord.exe" '*'\\SERVER\mailaccord-inbox"') ;;
	*) task= ;;
	esac
	sh -c "$MAILACCORD $(printf '%s' "${task#*.exe\" }" | sed "s,\"[^\"]*\"$,$scratch/inbox,")" 2>"$scratch/err"
	[ $? -le 2 ] && [ "$(ls "$scratch/inbox" | wc -l)" = 1 ]
	ok $? "the scheduled task leaves a scan in its folder"
else
	skip "python3 is not installed"
fi

# ---- Jamf ----
# jamf PROGRAM: the value
jamf() {
	sed "s,^program=.*,program=$1," "$deploy/jamf-extension-attribute.sh" >"$scratch/jamf"
	sh "$scratch/jamf"
}
jamf "$MAILACCORD" >"$scratch/out"
like "$scratch/out" '^<result>(OK|PROBLEM|UNKNOWN) - .*</result>$' "Jamf: a line of this machine"
is "$(jamf "$scratch/nowhere")" "<result>ERROR - $scratch/nowhere does not run</result>" "... no program"
cat >"$scratch/stub" <<'STUB'
#!/bin/sh
echo 'PROBLEM - a & b <c>'
echo 'more'
exit 1
STUB
chmod +x "$scratch/stub"
is "$(jamf "$scratch/stub")" "<result>PROBLEM - a + b (c)</result>" "... a line that would be no XML"

# ---- what Windows reads ----
for script in "$deploy"/*.ps1 "$deploy"/*.cmd; do
	! LC_ALL=C grep -q '[^ -~[:space:]]' "$script"
	ok $? "${script##*/} is ASCII, whatever code page it is read in"
done
for script in "$deploy"/*.cmd; do
	! grep -qv "$(printf '\r')\$" "$script"
	ok $? "${script##*/} has the ends of line that cmd.exe needs"
done
finish
