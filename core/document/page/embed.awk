# SPDX-License-Identifier: GPL-3.0-or-later
#
# A text as a string of C, line by line:
#	LC_ALL=C awk -f embed.awk page.css >css.inc
# The licence stays in the source; what the page carries begins behind it.

NR == 1 && /SPDX-License-Identifier/ { next }
{
	gsub(/[\\"]/, "\\\\&")
	print "\t\"" $0 "\\n\""
}
