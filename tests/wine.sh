# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced behind tap.sh by tests of the Windows program, which they run in Wine.
# MAILACCORD_EXE is that program; without it, or without Wine, the whole test is
# skipped.  The prefix is that of MAILACCORD_WINEPREFIX, which is kept, else one of
# the test's own; its code pages are those of a Japanese PC.
# shellcheck shell=sh
#
# In Wine a new file has the rights that the umask leaves, not those that its
# folder hands down.
umask 077
: "${MAILACCORD_EXE:=$builddir/mailaccord.exe}"
if ! command -v wine >/dev/null 2>&1 || [ ! -f "$MAILACCORD_EXE" ]; then
	echo "1..0 # SKIP neither Wine nor the Windows program"
	exit 0
fi
LOCPATH=$scratch/locale
mkdir -p "$LOCPATH"
if localedef -i ja_JP -f UTF-8 "$LOCPATH/ja_JP.UTF-8" 2>/dev/null; then
	wine_locale=ja_JP.UTF-8
else
	wine_locale=C.UTF-8
fi
WINEPREFIX=${MAILACCORD_WINEPREFIX:-$scratch/wine}
WINEDEBUG=-all
WINEDLLOVERRIDES='mscoree,mshtml='
export LOCPATH WINEPREFIX WINEDEBUG WINEDLLOVERRIDES
trap 'timeout 20 wineserver -k; rm -rf "$scratch"' EXIT

# run_wine ARGUMENT...: a program there; it may not hang
run_wine() {
	LC_ALL=$wine_locale timeout 120 wine "$@"
}
[ -d "$WINEPREFIX/drive_c" ] || run_wine wineboot -i >/dev/null 2>&1
