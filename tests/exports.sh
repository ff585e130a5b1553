#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a plugin shows: one symbol.  What it asks of the C library: nothing that
# reads or writes a file, a clock, the environment or the network.
. "$srcdir/tests/tap.sh"

forbidden='open|open64|openat|fopen|fopen64|freopen|fdopen|creat|read|write|pread|opendir|readdir|stat|lstat|access|unlink|rename|mkdir'
forbidden="$forbidden|socket|connect|getaddrinfo|fork|vfork|execve?|execvp|system|popen|posix_spawn|dlopen|dlsym|kill|raise|signal|sigaction"
forbidden="$forbidden|getenv|secure_getenv|setenv|setlocale|time|gettimeofday|clock_gettime|localtime|gmtime|rand|random|srand"
forbidden="$forbidden|printf|fprintf|vfprintf|puts|fputs|putchar|fwrite|fflush|perror|stdout|stderr|__printf_chk|__fprintf_chk|__vfprintf_chk"

for module in "$builddir"/plugins/.libs/*.so "$builddir"/tests/loader/.libs/template.so; do
	[ -e "$module" ] || continue
	name=$(basename "$module")
	# The sanitizers' own symbols are none of ours.
	nm -D --defined-only "$module" | awk '$3 !~ /^(__asan|__odr_asan|__ubsan|__sancov|__sanitizer|__start___sancov|__stop___sancov)/ { print $3 }' >"$scratch/shown"
	case $name in *.parser.so) symbol=mailaccord_parser_v1 ;; *) symbol=mailaccord_plugin_v1 ;; esac
	is "$(tr '\n' ' ' <"$scratch/shown")" "$symbol " "$name shows one symbol"
	nm -D --undefined-only "$module" | awk '{ sub(/@.*/, "", $2); print $2 }' >"$scratch/asked"
	unlike "$scratch/asked" "^($forbidden)\$" "$name asks for nothing beyond its bytes"
done
finish
