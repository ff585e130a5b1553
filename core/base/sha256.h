/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SHA-256 (FIPS 180-4), for names of contents; no secret depends on its timing.
 */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum { SHA256_BYTES = 32 };

/* The digest of N bytes. */
void
sha256(const void *bytes, size_t n, uint8_t out[SHA256_BYTES]);

/* N bytes in base 64 with padding (RFC 4648); the arena's. */
char *
base64(const uint8_t *bytes, size_t n, struct arena *arena);

#endif
