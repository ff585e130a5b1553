/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Digests against published vectors (FIPS 180-4, RFC 4231), gzip against itself
 * and against what hostile senders make.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/pack.h"
#include "t.h"

static const struct pack *const pack = &mailaccord_module_pack;

static const struct {
	const char *name, *key, *text, *want;
} digests[] = {
	{ "sha256 of nothing", NULL, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "sha256 abc", NULL, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "hmac RFC 4231, 2", "Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
};

static void
test_digests(void)
{
	for (size_t i = 0; i < sizeof digests / sizeof *digests; i++) {
		uint8_t digest[PACK_DIGEST_BYTES];
		char hex[2 * PACK_DIGEST_BYTES + 1];
		if (digests[i].key)
			pack->hmac_sha256(digests[i].key, strlen(digests[i].key), digests[i].text, strlen(digests[i].text), digest);
		else
			pack->sha256(digests[i].text, strlen(digests[i].text), digest);
		for (size_t k = 0; k < sizeof digest; k++)
			sprintf(hex + 2 * k, "%02x", digest[k]);
		t_text(hex, digests[i].want, digests[i].name);
	}
	t_ok(pack->same("abc", "abd", 2) && !pack->same("abc", "abd", 3), "same", "compares N bytes");
}

/* KiB of zeroes packed; then COPIES of the member one behind the other, less CUT bytes, plus EXTRA of garbage. */
static const struct {
	const char *name;
	size_t kib, copies, cut, extra, max_kib;
	enum pack_result want;
} files[] = {
	{ "nothing", 0, 1, 0, 0, 1, PACK_OK },
	{ "no bytes at all", 0, 0, 0, 0, 1, PACK_BROKEN },
	{ "one member", 100, 1, 0, 0, 100, PACK_OK },
	{ "two members", 100, 2, 0, 0, 200, PACK_OK },
	{ "one byte too long", 100, 1, 0, 0, 99, PACK_TOO_LARGE },
	{ "two members, together too long", 100, 2, 0, 0, 199, PACK_TOO_LARGE },
	{ "a bomb", 64 * 1024, 1, 0, 0, 1024, PACK_TOO_LARGE },
	{ "cut short", 100, 1, 1, 0, 100, PACK_BROKEN },
	{ "garbage behind", 100, 1, 0, 5, 100, PACK_BROKEN },
};

static void
test_gzip(void)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		size_t n = files[i].kib * 1024, n_packed, n_all = 0, n_out = 0;
		char *zeroes = calloc(1, n + 1), *packed = pack->gzip(zeroes, n, &n_packed);
		char *all = calloc(files[i].copies + 1, n_packed + files[i].extra);
		void *out = NULL;
		for (size_t k = 0; k < files[i].copies; k++, n_all += n_packed)
			memcpy(all + n_all, packed, n_packed);
		n_all += files[i].extra;
		t_num(pack->gunzip(all, n_all - files[i].cut, files[i].max_kib * 1024, &out, &n_out), files[i].want, files[i].name);
		if (files[i].want == PACK_OK) {
			t_num((long long)n_out, (long long)(n * files[i].copies), files[i].name);
			t_ok(out && memcmp(out, zeroes, n) == 0, files[i].name, "as before");
		}
		free(out);
		free(all);
		free(packed);
		free(zeroes);
	}
}

static const CU_TestInfo tests[] = {
	{ "digests", test_digests },
	{ "gzip", test_gzip },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_pack = { "pack", tests };
