/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/httpd-private.h"

enum { BACKLOG = 4096, HOST_SIZE = 256, PORT_SIZE = 6 };

/* "HOST:PORT", "[ADDRESS]:PORT", ":PORT" into its parts. */
static bool
split(const char *listen_on, char *host, char *port)
{
	const char *colon = strrchr(listen_on, ':');
	size_t n = colon ? (size_t)(colon - listen_on) : 0, n_port = colon ? strlen(colon + 1) : 0;
	bool bracket = n >= 2 && listen_on[0] == '[' && listen_on[n - 1] == ']';
	if (!colon || n >= HOST_SIZE || !n_port || n_port >= PORT_SIZE || strspn(colon + 1, "0123456789") != n_port)
		return false;
	if (!bracket && memchr(listen_on, ':', n))
		return false;
	memcpy(host, listen_on + bracket, n - 2 * bracket);
	host[n - 2 * bracket] = 0;
	memcpy(port, colon + 1, n_port + 1);
	return true;
}

void
listen_peer(const struct sockaddr *peer, uint8_t out[HTTPD_PEER_BYTES])
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	memset(out, 0, HTTPD_PEER_BYTES);
	if (peer && peer->sa_family == AF_INET6) {
		memcpy(out, &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr, HTTPD_PEER_BYTES);
	} else if (peer && peer->sa_family == AF_INET) {
		memcpy(out, mapped, sizeof mapped);
		memcpy(out + sizeof mapped, &((const struct sockaddr_in *)(const void *)peer)->sin_addr, 4);
	}
}

static bool
is_loopback(const struct sockaddr *address)
{
	uint8_t bytes[HTTPD_PEER_BYTES];
	struct in6_addr v6;
	listen_peer(address, bytes);
	memcpy(&v6, bytes, sizeof v6);
	return IN6_IS_ADDR_V4MAPPED(&v6) ? bytes[12] == 127 : IN6_IS_ADDR_LOOPBACK(&v6);
}

static int
bound(const struct addrinfo *at, bool all)
{
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1, off = 0;
	if (fd < 0)
		return -1;
	bool ok = setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0;
	if (at->ai_family == AF_INET6)
		ok = ok && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, all ? &off : &on, sizeof on) == 0;
	if (ok && bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	int saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

int
listen_open(const char *listen_on, char *address, size_t size, bool *loopback, const char **why)
{
	char host[HOST_SIZE], port[PORT_SIZE], numeric[64];
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV }, *found = NULL;
	struct sockaddr_storage st;
	socklen_t n = sizeof st;
	int fd = -1;
	*why = N_("is no HOST:PORT, [ADDRESS]:PORT or :PORT");
	if (!split(listen_on, host, port))
		return -1;
	/* All addresses: one socket of IPv6 takes both kinds, where there is IPv6. */
	for (int family = *host ? AF_UNSPEC : AF_INET6; fd < 0; family = AF_INET) {
		hints.ai_family = family;
		int failed = getaddrinfo(*host ? host : NULL, port, &hints, &found);
		*why = failed ? gai_strerror(failed) : "";
		for (struct addrinfo *at = failed ? NULL : found; at && fd < 0; at = at->ai_next)
			if ((fd = bound(at, !*host)) < 0)
				*why = strerror(errno);
		if (!failed)
			freeaddrinfo(found);
		if (*host || family == AF_INET)
			break;
	}
	if (fd < 0)
		return -1;
	if (getsockname(fd, (struct sockaddr *)&st, &n) != 0 ||
	    getnameinfo((struct sockaddr *)&st, n, numeric, sizeof numeric, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
		*why = N_("its own address is not known");
		close(fd);
		return -1;
	}
	snprintf(address, size, strchr(numeric, ':') ? "[%s]:%s" : "%s:%s", numeric, port);
	*loopback = is_loopback((struct sockaddr *)&st);
	return fd;
}
