# SPDX-License-Identifier: GPL-3.0-or-later
#
# A catalogue of gettext as rows of C, sorted by the bytes of the text:
#	LC_ALL=C awk -f table.awk ja.po >ja.inc
# The strings of a .po file are strings of C, so they are copied as they stand.
# Left out: the header, what is fuzzy, obsolete or not translated.

function plain(s) {
	# What the compiler makes of it, as far as texts have it.
	gsub(/\\"/, "\"", s)
	gsub(/\\n/, "\n", s)
	gsub(/\\\\/, "\\", s)
	return s
}

function flush_entry() {
	if (id != "" && text != "" && !fuzzy) {
		n++
		key[n] = (context == "" ? "" : plain(context) "\004") plain(id)
		row[n] = "\t{ " (context == "" ? "" : "\"" context "\" \"\\004\" ") "\"" id "\",\n\t    \"" text "\" },"
	}
	context = id = text = state = ""
	fuzzy = 0
}

/^#,.*fuzzy/ { flush_entry(); fuzzy = 1; next }
/^#/ { if (state == "text") flush_entry(); next }
/^[ \t]*$/ { flush_entry(); next }
/^msgctxt / { if (state == "text") flush_entry(); state = "context" }
/^msgid / { if (state == "text") flush_entry(); state = "id" }
/^msgid_plural / { state = "plural" }
/^msgstr/ { state = /^msgstr\[[1-9]/ ? "more" : "text" }
{
	sub(/^[^"]*"/, "")
	sub(/"[ \t\r]*$/, "")
	if (state == "context")
		context = context $0
	else if (state == "id")
		id = id $0
	else if (state == "text")
		text = text $0
}

END {
	flush_entry()
	for (i = 2; i <= n; i++) {
		k = key[i]
		r = row[i]
		for (j = i - 1; j > 0 && key[j] > k; j--) {
			key[j + 1] = key[j]
			row[j + 1] = row[j]
		}
		key[j + 1] = k
		row[j + 1] = r
	}
	for (i = 1; i <= n; i++)
		print row[i]
}
