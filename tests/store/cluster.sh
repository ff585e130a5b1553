# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced: a PostgreSQL of the test's own, in a folder of its own, on a socket
# only.  cluster_start sets cluster_url and cluster_psql, or fails when there is
# no PostgreSQL here; cluster_stop ends it.  PostgreSQL does not run as root.
# shellcheck shell=sh
cluster=

cluster_as() {
	if [ "$(id -u)" != 0 ]; then "$@"; else setpriv --reuid="$cluster_user" --regid="$cluster_user" --clear-groups "$@"; fi
}

cluster_run() {
	cluster_as "$cluster_bin/pg_ctl" -D "$cluster/data" -w -t 60 -l "$cluster/log" \
		-o "-c listen_addresses= -c unix_socket_directories=$cluster -c max_connections=20 -c shared_buffers=32MB" start >/dev/null
}

# kill -9 of all of it, as a power cut would be.
cluster_crash() {
	pid=$(head -n 1 "$cluster/data/postmaster.pid")
	children=$(ps -o pid= --ppid "$pid")
	# shellcheck disable=SC2086 # one argument per process
	kill -9 "$pid" $children 2>/dev/null
	while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
}

cluster_start() {
	cluster_bin=$(for d in /usr/lib/postgresql/*/bin; do [ -x "$d/initdb" ] && echo "$d"; done | tail -n 1)
	[ -n "$cluster_bin" ] || return 1
	cluster_user=$(id -u postgres 2>/dev/null || id -u nobody)
	cluster=$(mktemp -d /tmp/mailaccord-pg.XXXXXX) || return 1
	[ "$(id -u)" != 0 ] || chown "$cluster_user" "$cluster"
	cluster_as "$cluster_bin/initdb" -D "$cluster/data" -U mailaccord -A trust -E UTF8 --no-locale >"$scratch/initdb" 2>&1 || return 1
	cluster_run || return 1
	cluster_url="postgresql:///postgres?host=$cluster&user=mailaccord"
	cluster_psql="$cluster_bin/psql -X -q -h $cluster -U mailaccord -d postgres"
}

cluster_stop() {
	[ -n "$cluster" ] || return 0
	cluster_as "$cluster_bin/pg_ctl" -D "$cluster/data" -w -m immediate stop >/dev/null 2>&1
	rm -rf "$cluster"
}
