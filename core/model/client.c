/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/client.h"

#include "base/str.h"

static const struct client_end ends[] = {
#define CLIENT_END(client, below, ended, title, source) { client, below, ended, title, source },
#include "clients.def"
};
const struct client_end *const client_ends = ends;
const size_t n_client_ends = sizeof ends / sizeof *ends;

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The number at *S, which goes behind it and a dot; 0 when there is none. */
static unsigned
take_number(const char **s)
{
	enum { ENOUGH = 100000000 };
	unsigned n = 0;
	while (is_digit(**s)) {
		n = n < ENOUGH ? n * 10 + (unsigned)(**s - '0') : n;
		(*s)++;
	}
	if (**s == '.')
		(*s)++;
	return n;
}

int
version_order(const char *a, const char *b)
{
	while (is_digit(*a) || is_digit(*b)) {
		unsigned x = take_number(&a), y = take_number(&b);
		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}

const struct client_end *
client_end_of(const char *client, const char *version)
{
	if (!client || !version || !is_digit(*version))
		return NULL;
	for (size_t i = 0; i < n_client_ends; i++)
		if (str_same(ends[i].client, client) && version_order(version, ends[i].below) < 0)
			return &ends[i];
	return NULL;
}

bool
client_has_ends(const char *client)
{
	for (size_t i = 0; client && i < n_client_ends; i++)
		if (str_same(ends[i].client, client))
			return true;
	return false;
}
