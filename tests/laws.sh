#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The laws of the house, one row each: who may include whom, where a library
# may be seen, what no file may hold.  What stands in comments does not count,
# but where a row says so.
. "$srcdir/tests/tap.sh"
cd "$srcdir" || exit 1

# "path:line:text" of all code, twice: as it is, and with comments blanked.
/usr/bin/python3 - "$scratch" <<'PYTHON'
import os, re, sys
raw, code = open(sys.argv[1] + "/raw", "w"), open(sys.argv[1] + "/code", "w")
for top in ("core", "include", "plugins"):
    for folder, _, names in sorted(os.walk(top)):
        for name in sorted(names):
            if not re.search(r"\.(c|h|def)$", name):
                continue
            path = os.path.join(folder, name)
            text = open(path, encoding="utf-8").read()
            bare = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)
            for out, t in ((raw, text), (code, bare)):
                out.writelines("%s:%d:%s\n" % (path, n, line) for n, line in enumerate(t.split("\n")[:-1], 1))
PYTHON
grep -E '^[^:]*:[0-9]+:[[:space:]]*#[[:space:]]*include' "$scratch/code" >"$scratch/include"

# The table: what is looked at (include: lines with #include; code; raw: with
# comments), in which paths, except in which, what must not be there (or, after
# "only", what alone may be there), and the law.  Fields are ended by a tab.
tab=$(printf '\t')
while IFS=$tab read -r what where except pattern law; do
	case $what in '' | \#*) continue ;; esac
	grep -E "^($where)" "$scratch/$what" | { if [ "$except" = - ]; then cat; else grep -vE "^($except)"; fi; } >"$scratch/looked"
	case $pattern in
	"only "*) grep -vE -e "${pattern#only }" "$scratch/looked" ;;
	*) grep -E -e "$pattern" "$scratch/looked" ;;
	esac >"$scratch/broken"
	[ ! -s "$scratch/broken" ]
	ok $? "$law"
	sed 's/^/#  /' "$scratch/broken" | head -n 20
done <<'TABLE'
# who includes whom: command > {intake, judge, document, central, net} > model > base > plugin.h
include	core/base/	-	only "(base|po)/|"config\.h"|<[a-z0-9_/]+\.h>	base includes base and the C library only
include	core/base/	-	mailaccord/	base knows nothing of mail
include	core/model/	-	only "(model|base)/|"(config\.h|(clients|providers)\.def)"|<[a-z0-9_/]+\.(h|def)>	model includes model and base only
include	core/intake/	-	only "(intake|model|base)/|"(config\.h|(builtin|modules)\.def)"|<[a-z0-9_/]+\.(h|def)>	intake does not know its siblings
include	core/judge/	-	only "(judge|model|base)/|"(config\.h|rules\.def)"|<[a-z0-9_/]+\.(h|def)>	judge does not know its siblings
include	core/document/	-	only "(document|model|base)/|"(config\.h|(menus|moves)\.def)"|<[a-z0-9_/]+\.(h|def)>	document does not know its siblings
include	core/	core/command/|core/main\.c	"command/	nobody but main includes command
include	core/	-	only "(command|intake|judge|document|central|net|model|base|platform|po)/|"(config\.h|[a-z]+\.def)"|<	every room has a law
include	core/judge/rule-	-	only "judge/rule\.h"|<(string|stddef|stdint|stdbool|inttypes)\.h>	a rule sees rule.h only
include	include/mailaccord/plugin\.h	-	only <(stddef\.h|stdint\.h|mailaccord/(facts|notes|stores)\.def)>	plugin.h needs nothing but two headers and the words
raw	core/	-	[Tt]hunderbird|[Oo]utlook|[Aa]pple.?[Mm]ail	the core names no client, not even in a comment
# where a library may be seen
include	.	core/intake/loader\.c|core/platform/	dlfcn\.h	code is loaded by the loader only
include	.	core/document/|plugins/kit/json\.	jansson\.h	jansson: documents and kit/json
include	.	plugins/kit/	<(libxml|plist)/	libxml and libplist: the kit
include	.	core/intake/|core/platform/|core/document/csv\.|plugins/kit/(reg|ansi)	iconv\.h	iconv: intake, the kit of registry text and of code pages, and iconv for CSV
include	.	core/net/|plugins/kit/cms\.	curl/|microhttpd\.h|gnutls/|nettle/|zlib\.h	curl, microhttpd, GnuTLS, nettle and zlib: net, and GnuTLS for kit/cms
include	core/net/	-	only "(net|model|base)/|"(config\.h)"|<[a-z0-9_/]+\.h>	net does not know its siblings
include	core/central/	-	only "(central|judge|document|model|base)/|"net/(httpd|pack)\.h"|"(config\.h)"|<[a-z0-9_/-]+\.h>	central judges and reads documents, and knows no other room but what modules of net look like
include	.	core/central/|plugins/kit/	sqlite3\.h|libpq	databases: central and the kit
include	.	core/intake/confine\.c	seccomp\.h|landlock\.h	system call filters: confine
# what a system does in its own way stands apart: intake's headers, other sources
code	core/	core/platform/	_WIN32|windows\.h	Windows is in core/platform only
# what may be done where
code	core/	core/intake/|core/command/|core/platform/	(^|[^a-z_.>])(open|openat|fopen|opendir|fdopendir|creat|freopen) ?\(	files are opened by intake and command only
code	.	core/intake/confine\.c	(^|[^a-z_.>])(fork|vfork|execv[pe]*|execl[pe]*|system|popen|posix_spawn) ?\(	processes are made by confine only
code	core/	core/(command|document)/|core/main\.c|core/base/(arena|opt)\.c|core/central/collector-metrics\.c	(^|[^a-z_(])(printf|fprintf|vprintf|vfprintf|puts|fputs|putchar|perror) ?\(|std(err|out)	people are spoken to by command, document and main (and base's option help, "out of memory", and metrics to Prometheus)
code	.	core/base/arena\.c|core/intake/confine\.c	(^|[^a-z])_?exit ?\(	nobody ends the program but main, by returning
code	.	core/base/(env|lang)\.c|core/intake/machine(-posix)?\.c|core/platform/windows/machine\.c|core/command/|core/main\.c	getenv ?\(	the environment is read in few places
code	.	-	(^|[^a-z_])(gets|strcat|sprintf|vsprintf|strtok|alloca|tmpnam|mktemp) ?\(	no function that cannot know its buffer
code	core/	-	^[^:]*:[0-9]+:(static )?(struct [a-z_]+|int|bool|size_t|char|unsigned|u?int[0-9]+_t) \**[a-z_]+(\[[^]]*\])*( = .*)?;	nothing global in the core but constants
# plugins
include	plugins/[^/]*\.[ch]:	-	only <mailaccord/plugin\.h>|"kit/[a-z0-9-]+\.h"|"[a-z0-9]+-[a-z-]+\.h"|<(string|stddef|stdint|stdbool)\.h>	plugins include plugin.h, the kit, their own headers and string.h
include	plugins/kit/	-	<(stdio|unistd|fcntl|sys/[a-z]+|time|locale|signal|pthread)\.h>|"config\.h	the kit does no input or output
code	plugins/	[^:]*:[0-9]+:static const 	^[^:]*:[0-9]+:static [a-z_0-9 ]*[ *][a-z_0-9]+(\[[^]]*\])*( = .*)?;	no plugin and no kit has state
# every source
raw	.	core/judge/rules\.def|plugins/(menus|moves)\.def	^[^:]*:501:	no source is longer than 500 lines (tables are as long as they have rows)
raw	.	[^:]*:[2-9]:|[^:]*:[0-9][0-9]+:	only SPDX-License-Identifier: GPL-3\.0-or-later	every source says its licence first
raw	.	-	[[:space:]]$	no blanks at the end of a line
raw	.	-	/(work|tmp)/	no path of the place where this was written
code	.	core/platform/windows/include/	(^|[^a-z_])typedef([^a-z_]|$)	no typedef
code	[^:]*\.c:	[^:]*:[0-9]+:.*__attribute__	^[^:]*:[0-9]+:(static |extern |_Noreturn )*(const )?(struct |enum |unsigned )?[a-z0-9_]+ \**[a-z0-9_]+\([^;=]*$	the name of a function begins its line
TABLE

# Statics within functions are state too, but for constant tables.
grep -E "^(plugins|core)/" "$scratch/code" | grep -E ':	+static ' | grep -vE '	static const |	static [a-z_0-9 ]+\*(const )?const |\{ return ' >"$scratch/broken"
is "$(cat "$scratch/broken")" "" "no static variable within a function"

for f in configure.ac Makefile.am bootstrap tests/*.sh tests/*/*.[ch]; do
	head -n 2 "$f" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || echo "$f"
done >"$scratch/broken"
is "$(cat "$scratch/broken")" "" "tests and build files say their licence too"

finish
