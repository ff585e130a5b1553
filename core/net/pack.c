/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/pack.h"

#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16, MEMORY_LEVEL = 8, FIRST_BYTES = 16 * 1024 };

static void
sha256(const void *bytes, size_t n, uint8_t digest[PACK_DIGEST_BYTES])
{
	struct sha256_ctx ctx;
	sha256_init(&ctx);
	sha256_update(&ctx, n, bytes);
	sha256_digest(&ctx, PACK_DIGEST_BYTES, digest);
}

static void
hmac_sha256(const void *key, size_t n_key, const void *bytes, size_t n, uint8_t digest[PACK_DIGEST_BYTES])
{
	struct hmac_sha256_ctx ctx;
	hmac_sha256_set_key(&ctx, n_key, key);
	hmac_sha256_update(&ctx, n, bytes);
	hmac_sha256_digest(&ctx, PACK_DIGEST_BYTES, digest);
}

static bool
same(const void *a, const void *b, size_t n)
{
	return memeql_sec(a, b, n);
}

static void *
gzip(const void *bytes, size_t n, size_t *n_out)
{
	z_stream z = { .next_in = (Bytef *)bytes, .avail_in = (uInt)n };
	if (n > UINT32_MAX || deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
		return NULL;
	uLong bound = deflateBound(&z, n);
	z.next_out = malloc(bound);
	void *out = z.next_out;
	z.avail_out = (uInt)bound;
	if (out && deflate(&z, Z_FINISH) != Z_STREAM_END) {
		free(out);
		out = NULL;
	}
	*n_out = z.total_out;
	deflateEnd(&z);
	return out;
}

/* Unpacks the members one after the other into a buffer that grows up to the limit and one byte more. */
static enum pack_result
inflate_all(z_stream *z, size_t max_bytes, char **buffer, size_t *used)
{
	size_t room = 0;
	for (;;) {
		if (*used == room) {
			room = room ? 2 * room : FIRST_BYTES;
			if (room > max_bytes + 1)
				room = max_bytes + 1;
			char *more = realloc(*buffer, room + 1);
			if (!more)
				return PACK_TOO_LARGE;
			*buffer = more;
		}
		z->next_out = (Bytef *)*buffer + *used;
		z->avail_out = (uInt)(room - *used);
		int result = inflate(z, Z_NO_FLUSH);
		*used = room - z->avail_out;
		if (*used > max_bytes)
			return PACK_TOO_LARGE;
		if (result == Z_STREAM_END && z->avail_in == 0)
			return PACK_OK;
		if (result == Z_STREAM_END ? inflateReset(z) != Z_OK : result != Z_OK || (z->avail_in == 0 && z->avail_out != 0))
			return PACK_BROKEN;
	}
}

static enum pack_result
gunzip(const void *bytes, size_t n, size_t max_bytes, void **out, size_t *n_out)
{
	z_stream z = { .next_in = (Bytef *)bytes, .avail_in = (uInt)n };
	char *buffer = NULL;
	size_t used = 0;
	if (n > UINT32_MAX || max_bytes >= UINT32_MAX || inflateInit2(&z, GZIP_WINDOW) != Z_OK)
		return PACK_TOO_LARGE;
	enum pack_result result = inflate_all(&z, max_bytes, &buffer, &used);
	inflateEnd(&z);
	if (result != PACK_OK) {
		free(buffer);
		return result;
	}
	buffer[used] = 0;
	*out = buffer;
	*n_out = used;
	return PACK_OK;
}

const struct pack mailaccord_module_pack = {
	.size = sizeof mailaccord_module_pack,
	.sha256 = sha256,
	.hmac_sha256 = hmac_sha256,
	.same = same,
	.gzip = gzip,
	.gunzip = gunzip,
};
