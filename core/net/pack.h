/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Digests and gzip: the module "pack" (nettle and zlib).  Hand round the
 * constant that loader_module("pack") gives.
 */
#ifndef NET_PACK_H
#define NET_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PACK_DIGEST_BYTES = 32 };

enum pack_result { PACK_OK, PACK_BROKEN, PACK_TOO_LARGE };

struct pack {
	size_t size;
	void (*sha256)(const void *bytes, size_t n, uint8_t digest[PACK_DIGEST_BYTES]);
	void (*hmac_sha256)(const void *key, size_t n_key, const void *bytes, size_t n, uint8_t digest[PACK_DIGEST_BYTES]);
	/* Compared in a time that tells nothing of where they differ. */
	bool (*same)(const void *a, const void *b, size_t n);
	/* "gzip" of RFC 1952; malloc'd, the caller's; NULL when there is no memory. */
	void *(*gzip)(const void *bytes, size_t n, size_t *n_out);
	/* The reverse: a whole file of one or more members, at most MAX_BYTES long when unpacked.
	 * *OUT is malloc'd, the caller's, with a NUL behind; untouched unless PACK_OK. */
	enum pack_result (*gunzip)(const void *bytes, size_t n, size_t max_bytes, void **out, size_t *n_out);
};

extern const struct pack mailaccord_module_pack;

#endif
