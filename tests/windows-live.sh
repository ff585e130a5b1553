#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A workstation with several users, as an administrator sees it: their registries,
# in use or not, the folders they have moved, and what of it cannot be read.
# Windows is Wine here.
. "$srcdir/tests/tap.sh"
. "$srcdir/tests/wine.sh"
unset MAILACCORD_PLUGINS MAILACCORD_MODULES
drive=$WINEPREFIX/drive_c
d_drive=$scratch/d
profile_list='HKEY_LOCAL_MACHINE\Software\Microsoft\Windows NT\CurrentVersion\ProfileList'
taro=S-1-5-21-1111111111-2222222222-3333333333-1101    # logged on
hanako=S-1-5-21-1111111111-2222222222-3333333333-1102  # not
jiro=S-1-5-21-1111111111-2222222222-3333333333-1103    # not, and the hive is none
outlook=$srcdir/samples/clients/outlook/pop-14-days/outlook.reg
mkdir -p "$d_drive/Roaming" "$drive/users/taro" "$drive/users/hanako" "$drive/users/jiro"
ln -sfn "$d_drive" "$WINEPREFIX/dosdevices/d:"
cp -R "$srcdir/samples/clients/thunderbird/odd-names/home/.thunderbird" "$d_drive/Roaming/Thunderbird"
# Thunderbird from the Store, and the new Outlook.
packages=$drive/users/hanako/AppData/Local/Packages
mkdir -p "$packages/MozillaThunderbird.MZLA_0123456789abc/LocalCache/Roaming" "$drive/users/jiro/AppData/Local/Microsoft/Olk"
cp -R "$d_drive/Roaming/Thunderbird" "$packages/MozillaThunderbird.MZLA_0123456789abc/LocalCache/Roaming/"
echo '{}' >"$drive/users/jiro/AppData/Local/Microsoft/Olk/UserSettings.json"

# users.reg: everybody's key in the list of profiles, and what KEYS adds
{
	printf 'Windows Registry Editor Version 5.00\r\n\r\n[-HKEY_USERS\\%s]\r\n' "$taro"
	for user in "$taro taro" "$hanako hanako" "$jiro jiro"; do
		printf '[%s\\%s]\r\n"ProfileImagePath"="C:\\\\users\\\\%s"\r\n' "$profile_list" ${user}
	done
	printf '[HKEY_CURRENT_USER\\Software\\Wine]\r\n"Version"="win10"\r\n'
	printf '[HKEY_USERS\\%s\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders]\r\n' "$taro"
	printf '"AppData"="%%RoamingDrive%%\\\\Roaming"\r\n"Personal"="E:\\\\gone\\\\%%USERNAME%%"\r\n"Local AppData"="%%NOBODY_KNOWS%%\\\\x"\r\n'
	printf '[HKEY_USERS\\%s\\Environment]\r\n"RoamingDrive"="D:"\r\n' "$taro"
} >"$scratch/users.reg"
# Taro's Outlook is Hanako's too, in a file.
iconv -f UTF-16 -t UTF-8 "$outlook" | sed "1d; s/HKEY_CURRENT_USER/HKEY_USERS\\\\$taro/" >>"$scratch/users.reg"
/usr/bin/python3 "$srcdir/tests/hive.py" "$outlook" "$drive/users/hanako/NTUSER.DAT" || exit 1
{ head -c 4 "$drive/users/hanako/NTUSER.DAT"; head -c 20000 /dev/zero; } >"$drive/users/jiro/NTUSER.DAT"
run_wine regedit /S "Z:$scratch/users.reg"

scan() {
	run_wine "$MAILACCORD_EXE" scan -q -f json >"$scratch/scan.json"
}
said() {
	json "$scratch/scan.json" "$1"
}

scan
is "$(said 'sorted({a["client"] for a in d["accounts"]})')" '["outlook", "thunderbird"]' "clients of the registry and of a folder that was moved"
is "$(said 'sorted({f["path"] for f in d["files"] if f["client"] == "outlook" and f["status"] != "unrecognized"})')" \
	"$(printf '["HKEY_CURRENT_USER", "HKEY_USERS/%s", "~hanako/NTUSER.DAT", "~jiro/NTUSER.DAT"]' $taro)" \
	"everybody's registry is read, in use or not"
is "$(said 'len({json.dumps({k: v for k, v in a.items() if k not in ("id", "places", "user")}, sort_keys=True) for a in d["accounts"] if a["client"] == "outlook"})')" 1 \
	"a hive says what the live registry says"
is "$(said '[n["kind"] for n in d["notes"] if n.get("file") is not None and d["files"][n["file"]]["path"] == "~jiro/NTUSER.DAT" and n["client"] == "outlook"]')" '["damaged"]' \
	"a hive that is none is damaged"
is "$(said 'sorted([n["kind"], n["key"]] for n in d["notes"] if n["kind"] == "unreadable")')" \
	'[["unreadable", "%NOBODY_KNOWS%\\x"], ["unreadable", "E:/gone/taro"]]' "folders that are not there, or nobody knows where, are told"
is "$(said 'sorted({a["user"] for a in d["accounts"] if a["client"] == "thunderbird"})')" '["hanako", "taro"]' \
	"Thunderbird from the Store, and in a folder that was moved"
is "$(said '[d["files"][n["file"]]["path"] for n in d["notes"] if n["kind"] == "cloud"]')" '["~jiro/AppData/Local/Microsoft/Olk/UserSettings.json"]' \
	"the new Outlook keeps its settings elsewhere"
unlike "$scratch/scan.json" CANARY "no password"
is "$(said 'd["workstation"]["os"] + " " + d["workstation"]["os_version"].split(".")[0]')" "windows 10 10" "the version of the system"
is "$(said 'len(d["workstation"]["id"]), len(d["workstation"].get("hardware", "0" * 32))')" "(32, 32)" "ids that cannot be turned back"
id=$(said 'd["workstation"]["id"]')
scan
is "$(said 'd["workstation"]["id"]')" "$id" "the id stays"

# What no export can hold: what the program sees of it, and what it says is missing.
tools=$(dirname "$MAILACCORD_EXE")/tests
see() {
	run_wine "$tools/registry-values.exe" - "Software\\Odd $1" | tr -d '\r' >"$scratch/seen"
	sed -n 1p "$scratch/seen"
}
odd() {
	run_wine "$tools/registry-odd.exe" "$1" || echo "# registry-odd $1 failed"
	see "$1"
}
if [ -f "$tools/registry-odd.exe" ] && [ -f "$tools/registry-values.exe" ]; then
	is "$(odd long)" "" "a name as long as names can be"
	is "$(awk -F '\t' 'NR > 1 { print length($2) }' "$scratch/seen")" 49149 "... whole, three bytes a letter"
	is "$(odd name)" "damaged " "a name with a NUL in it: not to be had"
	is "$(odd large)" "capped " "values of more than anybody needs"
	is "$(wc -l <"$scratch/seen")" 2 "... the first is there"
	run_wine "$tools/registry-odd.exe" busy &
	busy=$!
	for _ in 1 2 3 4 5; do
		seen=$(see busy)
		n=$(wc -l <"$scratch/seen")
		if [ "$seen" = "damaged " ] || [ "$n" -gt 32 ]; then break; fi
		sleep 1
	done
	# It has 32 values, and for a moment one more.
	[ "$seen" = "damaged " ] || [ "$n" = 33 ] || [ "$n" = 34 ]
	ok $? "a key that changes all the time: as it was at one moment, or not relied on ($seen$n)"
	wait "$busy"
	is "$(see busy)" "" "... and when it is left alone"
	is "$(odd denied)" "denied " "a key that nobody may read"
	run_wine reg delete 'HKCU\Software\Odd large' /f >"$scratch/reg.out" 2>&1
else
	skip "what no export can hold: its programs were not built"
fi

finish
