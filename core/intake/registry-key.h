/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Within registry only: is this key wanted?
 */
#ifndef INTAKE_REGISTRY_KEY_H
#define INTAKE_REGISTRY_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	REGISTRY_PAD = 128, /* longest needle; as much must be readable behind what is sieved */
	REGISTRY_ROOTS = 6,
};

/* The units of a text before its first '*' as they stand in the file, each
 * with the bit set that tells capitals apart: a sieve, for more than equal
 * texts pass it. */
struct registry_needle {
	size_t n; /* bytes */
	size_t same; /* of them, the first that the needle before has too */
	uint8_t bytes[REGISTRY_PAD];
};

struct registry_keys {
	const char *const *keys;
	size_t n_keys;
	size_t unit; /* bytes of a unit in the file, 1 or 2 */
	struct registry_needle *needles; /* of the keys and of Wow6432Node, sorted */
	struct registry_needle roots[REGISTRY_ROOTS];
};

/* Units of the file, lowest byte first. */
struct registry_span {
	const uint8_t *p, *end;
};

void
registry_keys_init(struct registry_keys *keys, const char *const *patterns, size_t n, size_t unit_bytes);
void
registry_keys_fini(struct registry_keys *keys);

/* A quick look at what follows a '[': false only if the line does not concern
 * a wanted key.  May look REGISTRY_PAD bytes beyond END and then see anything. */
bool
registry_key_sieve(const struct registry_keys *keys, const uint8_t *p, const uint8_t *end);

/* Is the key (with its root) wanted?  One that is DELETED also if a wanted one may lie below. */
bool
registry_key_wanted(const struct registry_keys *keys, struct registry_span key, bool deleted);

#endif
