#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# ZIP and installer of the Windows program: what is in them, and, in Wine, what
# the installer does.
. "${srcdir:=.}/tests/tap.sh"
for tool in openssl zip unzip wixl msibuild msiinfo; do
	command -v $tool >/dev/null 2>&1 || { echo "1..0 # SKIP $tool is not installed"; exit 0; }
done
: "${builddir:=$PWD}"
: "${MAILACCORD_EXE:=$builddir/mailaccord.exe}"
exe=$MAILACCORD_EXE
[ -f "$exe" ] || { exe=$scratch/mailaccord.exe && echo "no program" >"$exe"; }
sed -n "/^pins='/,/'\$/{ s/^pins='//; s/'\$//; p; }" "$srcdir/core/platform/windows/libraries" >"$scratch/libraries"

# package VERSION FOLDER
package() { "$srcdir/packaging/windows/package" "$exe" "$1" "$scratch/libraries" "$scratch/$2" 2>"$scratch/err"; }
msi() { echo "$scratch/$1/mailaccord-$1-windows-x64.msi"; }
# table NAME: of version 1.2.0, without its head
table() { msiinfo export "$(msi 1.2.0)" "$1" | tr -d '\r' | sed 1,3d; }

# ---- what is made ----

package 1.2.0 1.2.0
ok $? "ZIP and MSI are made"
is "$(cat "$scratch/err")" "" "without a word"
sleep 1
package 1.2.0 again
cmp -s "$(msi 1.2.0)" "$scratch/again/mailaccord-1.2.0-windows-x64.msi"
ok $? "the same MSI again, byte by byte"
cmp -s "$scratch/1.2.0/mailaccord-1.2.0-windows-x64.zip" "$scratch/again/mailaccord-1.2.0-windows-x64.zip"
ok $? "the same ZIP again, byte by byte"
package 1.3.0 1.3.0
for version in 1.2 1.2.3.4 1.2.x 1..2; do
	package $version bad
	[ $? = 69 ] || break
done
is "$? $version" "0 1..2" "a version that Windows Installer would read otherwise is refused"

(cd "$scratch" && unzip -q 1.2.0/mailaccord-1.2.0-windows-x64.zip)
files=$scratch/mailaccord-1.2.0-windows-x64
cmp -s "$exe" "$files/mailaccord.exe"
ok $? "the program is in the ZIP"
for file in README.txt README.ja.txt LICENSES.txt; do
	is "$(head -c 3 "$files/$file" | od -An -tx1) $(grep -c -v "$(printf '\r$')" "$files/$file")" " ef bb bf 0" "$file: marked as UTF-8, ends of lines of Windows"
done
while read -r library version; do
	like "$files/LICENSES.txt" "^======== $library ======" "the licence of $library"
done <"$scratch/libraries"
cat "$files/README.txt" "$files/README.ja.txt" >"$scratch/readmes"
unlike "$scratch/readmes" '@VERSION@' "the version stands where it should"
for property in $(table AppSearch | cut -f1 | sed 's/^SAVED//'); do
	is "$(grep -l "^  $property[ =]" "$files/README.txt" "$files/README.ja.txt" | wc -l)" 2 "$property is in both READMEs"
done
sed -n 's/^	{ "\([A-Za-z]*\)", OPT_.*/\1/p' "$srcdir/core/command/settings.c" | { cat && echo Collector; } | sort >"$scratch/read"
table Registry | cut -f3,4 | sed -n 's/^Software\\mailaccord	//p' | grep -v -e InstallDir -e InPath | sort >"$scratch/written"
is "$(cat "$scratch/written")" "$(cat "$scratch/read")" "the program reads what the installer writes, all of it"

is "$(table Property | sed -n 's/^UpgradeCode	//p')" "{5BAF1D0B-3E67-4C48-8C18-9A4A2A1D4E11}" "the code that all versions have in common"
is "$(table Property | sed -n 's/^MsiHiddenProperties	//p')" "ENROLSECRET;SAVEDENROLSECRET" "the secret is kept out of logs"
is "$(table MsiLockPermissionsEx | cut -f2-4 | sort)" "ENROLSECRET	Registry	D:P(A;;KA;;;SY)(A;;KA;;;BA)
STATEFOLDER	CreateFolder	D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)" "only administrators and the system read it, and the state folder"
is "$(table RemoveFile | cut -f3,4 | LC_ALL=C sort | tr '\t\n' '= ')" "=REFUSEDGOES =SPOOLGOES =STATEGOES *=REFUSEDGOES *=SPOOLGOES *=STATEGOES " "whose content goes with the program"
is "$(table File | sed -n 's/^Program	//p' | cut -f4,5) $(table MsiFileHash | grep -c '^Program')" "1.2.0.0	1033 0" "the program's version is known to the installer"
product() { msiinfo export "$1" Property | tr -d '\r' | sed -n 's/^ProductCode	//p'; }
[ "$(product "$(msi 1.2.0)")" != "$(product "$(msi 1.3.0)")" ]
ok $? "another version is another product"

# ---- what it does ----

if ! command -v wine >/dev/null 2>&1 || [ ! -f "$MAILACCORD_EXE" ]; then
	skip "neither Wine nor the Windows program"
	finish
	exit 0
fi
. "$srcdir/tests/wine.sh"
run_wine reg add 'HKCU\Software\Wine' /v Version /t REG_SZ /d win10 /f >/dev/null 2>&1
drive=$WINEPREFIX/drive_c
folder="$drive/Program Files/mailaccord"
state=$drive/ProgramData/mailaccord
rm -rf "$state"
run_wine reg delete 'HKLM\Software\mailaccord' /f >/dev/null 2>&1
# Statuses are cut to eight bits in Wine: 1603 is 67.
msiexec() { run_wine msiexec "$@" >"$scratch/out" 2>&1; }
install() { # VERSION PROPERTY...
	version=$1
	shift
	msiexec /i "$(run_wine winepath -w "$(msi "$version")" 2>/dev/null | tr -d '\r')" /qn "$@"
}
remove() { msiexec /x "$(product "$(msi "$1")")" /qn; }
# value NAME [KEY]
value() { run_wine reg query "HKLM\\Software\\mailaccord${2:-}" /v "$1" 2>/dev/null | tr -d '\r' | sed -n "s/^ *$1 *REG_[A-Z_]* *//p"; }
versions() { run_wine reg query 'HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall' /s 2>/dev/null | tr -d '\r' | grep -A 30 -i 'DisplayName.*mailaccord' |
	sed -n 's/^ *DisplayVersion *REG_SZ *//p' | tr '\n' ' '; }
windows_path() { run_wine reg query 'HKLM\System\CurrentControlSet\Control\Session Manager\Environment' /v PATH >"$scratch/path" 2>/dev/null; }

run_wine "$(run_wine winepath -w "$MAILACCORD_EXE" 2>/dev/null | tr -d '\r')" send --to @ >"$scratch/out" 2>&1
is "$? $(tr -d '\r' <"$scratch/out" | grep -c 'HKLM.Software.mailaccord: Collector')" "78 1" "before: @ is told where to look"

install 1.2.0 COLLECTOR=https://collect.example:8443 'CAFILE=C:\ca.pem' ENROLSECRET=CANARY-enrol ADDTOPATH=1
is $? 0 "a silent installation"
cmp -s "$exe" "$folder/mailaccord.exe"
ok $? "the program is in Program Files"
like "$folder/README.ja.txt" '共有メールボックス' "the README in Japanese"
is "$(run_wine 'C:\Program Files\mailaccord\mailaccord.exe' --version 2>/dev/null | tr -d '\r' | head -n 1)" "$("$MAILACCORD" --version | head -n 1)" "it runs there"
is "$(value Collector) $(value CAFile) $(value Secret '\Enrolment')" 'https://collect.example:8443 C:\ca.pem CANARY-enrol' "the settings are written"
is "$(value Pin)$(value Policy)$(value Proxy)" "" "those that were not given are not"
windows_path
like "$scratch/path" 'Program Files.mailaccord' "and PATH"
is "$(value InstallDir)" 'C:\Program Files\mailaccord\' "and where it is"
[ -d "$state" ]
ok $? "the state folder is made"

mkdir -p "$state/spool" "$state/refused"
for file in token-x spool/a refused/b; do echo kept >"$state/$file"; done
install 1.3.0 PIN=sha256//x
is "$? $(versions)" "0 1.3.0 " "an upgrade takes the older version's place"
is "$(value Collector) $(value CAFile) $(value Pin) $(value Secret '\Enrolment')" 'https://collect.example:8443 C:\ca.pem sha256//x CANARY-enrol' "and keeps its settings"
is "$(cat "$state/token-x" "$state/spool/a" "$state/refused/b" 2>/dev/null | grep -c kept)" 3 "and its state"
windows_path
like "$scratch/path" 'Program Files.mailaccord' "and PATH"
install 1.2.0
is "$? $(versions)" "67 1.3.0 " "there is no way back"
[ -f "$folder/mailaccord.exe" ]
ok $? "and nothing is lost by trying"
install 1.3.0 REINSTALL=ALL COLLECTOR=https://other.example
is "$? $(value Collector) $(value CAFile)" '0 https://other.example C:\ca.pem' "a setting is changed without another version"
# Wine's installer takes "*" for the name of a file.
rm -f "$state/token-x" "$state/spool/a" "$state/refused/b"
remove 1.3.0
is "$? $(versions)" "0 " "it is removed"
is "$(ls -d "$folder" "$state" 2>/dev/null)" "" "with its folders"
run_wine reg query 'HKLM\Software\mailaccord' >/dev/null 2>&1
[ $? != 0 ]
ok $? "and its settings"
windows_path
unlike "$scratch/path" mailaccord "and PATH"

# ---- set up for a collector ----

. "$srcdir/tests/centre/server.sh"
serve
trap 'kill $server 2>/dev/null; timeout 20 wineserver -k; rm -rf "$scratch"' EXIT
"$MAILACCORD" store enrol "$store" pcs 2>/dev/null | tail -n 1 >"$scratch/secret"
install 1.2.0 COLLECTOR="$url" CAFILE="$(printf 'Z:%s' "$net/ca.pem" | tr / '\\')" ENROLSECRET="$(cat "$scratch/secret")"
is "$? $(value Secret '\Enrolment')" "0 $(cat "$scratch/secret")" "installed, with the secret"
run_wine 'C:\Program Files\mailaccord\mailaccord.exe' scan -q --send @ --wait 20 >"$scratch/out" 2>&1
[ $? -lt 64 ]
ok $? "scan --send @"
sed 's/^/# /' "$scratch/out"
is "$("$MAILACCORD" store list "$store" 2>/dev/null | tail -n 1 | cut -d, -f1)" "workstations 1" "the collector has it"
is "$(value Secret '\Enrolment')$(ls "$state" | grep -c '^token-')" 1 "the secret has served, and is gone; a token has come"
install 1.3.0
run_wine 'C:\Program Files\mailaccord\mailaccord.exe' scan -q --send @ --wait 20 >"$scratch/out" 2>&1
[ $? -lt 64 ]
ok $? "after an upgrade, too, with the token"
rm -rf "$state"
remove 1.3.0

# ---- elsewhere ----

install 1.2.0 'INSTALLDIR=C:\ツール\メール監査'
is $? 0 "into a folder with a Japanese name"
is "$(run_wine 'C:\ツール\メール監査\mailaccord.exe' --version 2>/dev/null | tr -d '\r' | head -n 1)" "$("$MAILACCORD" --version | head -n 1)" "it runs there"
install 1.3.0
is "$? $(ls "$drive/ツール/メール監査" | grep -c exe)" "0 1" "an upgrade stays in that folder"
remove 1.3.0
is "$? $(ls -d "$drive/ツール/メール監査" 2>/dev/null)" "0 " "all of it is removed"
finish
