/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "t.h"

/* What sha256sum(1) and base64(1) say of so many letters "a". */
static void
digests(void)
{
	static const struct {
		const char *row;
		size_t n;
		const char *want;
	} rows[] = {
		{ "nothing", 0, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" },
		{ "55 bytes", 55, "n0OQ+NMMLdkuyfCVtl4rmumwqSWlJY4kHJ8ekQ9zQxg=" },
		{ "56 bytes", 56, "s1Q5pKxvCUi21vnjxq8PX1kM4g8b3nCQ73lwaG7Gc4o=" },
		{ "63 bytes", 63, "fT50oF19sVvOStnsBljqmOPwbu7PFrTG//LaRX3cLzQ=" },
		{ "64 bytes", 64, "/+BU/nrgy23GXDr5th1SCfQ5hR20PQulmXM33xVGaOs=" },
		{ "65 bytes", 65, "Y1NhxIu56rFBmOduqKt/GkFoXWrWKqkUbTAdTxfrCuA=" },
		{ "119 bytes", 119, "MeulHDE6XAgiat8Y1KNZz9/Y0ugWsT9K+VL36mWE3Ps=" },
		{ "120 bytes", 120, "Lz0zVDLHC1gK8Ojhs2dKfAINaDql9zqq7f3FWvkEwhw=" },
		{ "a million", 1000000, "zcduXJkU+5KBocfihNc+Z/GAmkiklyAOBG05zMcRLNA=" },
	};
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint8_t digest[SHA256_BYTES];
		char *bytes = xmalloc(rows[i].n + 1);
		memset(bytes, 'a', rows[i].n);
		sha256(bytes, rows[i].n, digest);
		t_text(base64(digest, sizeof digest, &arena), rows[i].want, rows[i].row);
		free(bytes);
	}
	arena_fini(&arena);
}

/* FIPS 180-4's own examples, and RFC 4648's. */
static void
examples(void)
{
	static const char *const words[] = { "", "f", "fo", "foo", "foob", "fooba", "foobar" };
	static const char *const coded[] = { "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy" };
	static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	struct arena arena = { 0 };
	uint8_t digest[SHA256_BYTES];
	sha256("abc", 3, digest);
	t_text(base64(digest, sizeof digest, &arena), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", "abc");
	sha256(two_blocks, strlen(two_blocks), digest);
	t_text(base64(digest, sizeof digest, &arena), "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE=", "two blocks");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		t_text(base64((const uint8_t *)words[i], strlen(words[i]), &arena), coded[i], words[i]);
	arena_fini(&arena);
}

static const CU_TestInfo tests[] = {
	{ "digests", digests },
	{ "examples", examples },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_sha256 = { "sha256", tests };
