#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The live registry says what an export of it says.  Windows is Wine here.
. "$srcdir/tests/tap.sh"
. "$srcdir/tests/wine.sh"
export MAILACCORD MAILACCORD_EXE srcdir builddir
/usr/bin/python3 "$srcdir/tests/windows-registry.py" "$scratch" "$wine_locale"
