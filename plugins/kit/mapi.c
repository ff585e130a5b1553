/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A store's entry id as met (offsets in bytes):
 *
 *	0	flags, 4 x 00
 *	4	the store wrapper's UID, 16 bytes
 *	20	version, flag
 *	22	name of the provider's DLL, NUL, then zeroes to a multiple of 4
 *	+0	flags, 4 x 00
 *	+4	the PST provider's UID, 16 bytes
 *	+20	00
 *	+21	path in the code page, NUL  |  00, path in UTF-16LE, 00 00
 *
 * Where that does not fit, the first thing that looks like a path of a PST or
 * OST is taken.  Sections are the profile's subkeys of 32 hex digits; their
 * values are called by type and id of a property and all are REG_BINARY.
 * Limit: 4096 bytes of an entry id are looked at.
 */
#include <string.h>

#include "kit/mapi.h"

enum { MAX_ENTRY = 4096 };

static const unsigned char wrapper[16] = { 0x38, 0xA1, 0xBB, 0x10, 0x05, 0xE5, 0x10, 0x1A,
					   0xA1, 0xBB, 0x08, 0x00, 0x2B, 0x2A, 0x56, 0xC2 };

static bool
is_hex(struct ma_str s, size_t n)
{
	if (s.n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || ((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'f')))
			return false;
	return true;
}

static struct ma_str
binary(const struct regfile *reg, uint32_t key, const char *name)
{
	uint32_t v = regfile_value(reg, key, name);
	struct regfile_value got;
	if (!v)
		return (struct ma_str){ 0 };
	got = regfile_get(reg, v);
	return got.bad || got.secret || got.type != REGFILE_BINARY ? (struct ma_str){ 0 } : got.data;
}

static bool
same_bytes(struct ma_str a, struct ma_str b)
{
	return a.n == b.n && a.n > 0 && memcmp(a.p, b.p, a.n) == 0;
}

void
mapi_init(struct mapi *mapi, struct regfile *reg, uint32_t profile)
{
	*mapi = (struct mapi){ .reg = reg, .profile = profile };
	for (uint32_t k = regfile_child(reg, profile); k; k = regfile_next(reg, k)) {
		struct ma_str entry, record;
		if (!is_hex(regfile_key_name(reg, k), 32))
			continue;
		entry = binary(reg, k, "01020fff");
		record = binary(reg, k, "01020ff9");
		if (entry.n)
			grow_index_put(&mapi->entries, grow_hash(0, entry.p, entry.n), k, NULL);
		if (record.n)
			grow_index_put(&mapi->records, grow_hash(0, record.p, record.n), k, NULL);
	}
}

void
mapi_fini(struct mapi *mapi)
{
	grow_index_fini(&mapi->entries);
	grow_index_fini(&mapi->records);
}

static uint32_t
lookup(const struct mapi *mapi, const struct grow_index *index, const char *name, struct ma_str bytes)
{
	uint32_t key;
	if (!bytes.n || !grow_index_get(index, grow_hash(0, bytes.p, bytes.n), &key))
		return 0;
	return same_bytes(binary(mapi->reg, key, name), bytes) ? key : 0;
}

uint32_t
mapi_by_entry(const struct mapi *mapi, struct ma_str entry_id)
{
	return lookup(mapi, &mapi->entries, "01020fff", entry_id);
}

uint32_t
mapi_by_folder(const struct mapi *mapi, struct ma_str folder_id)
{
	if (folder_id.n < 20)
		return 0;
	return lookup(mapi, &mapi->records, "01020ff9", (struct ma_str){ folder_id.p + 4, 16 });
}

uint32_t
mapi_by_uid(const struct mapi *mapi, struct ma_str uid)
{
	static const char digits[] = "0123456789abcdef";
	char name[33];
	if (uid.n != 16)
		return 0;
	for (size_t i = 0; i < 16; i++) {
		name[2 * i] = digits[(unsigned char)uid.p[i] >> 4];
		name[2 * i + 1] = digits[uid.p[i] & 15];
	}
	name[32] = 0;
	return regfile_key(mapi->reg, mapi->profile, name);
}

bool
mapi_text(struct regfile *reg, uint32_t section, const char *name, struct ma_str *text, uint32_t *line)
{
	uint32_t v = section ? regfile_value(reg, section, name) : 0;
	struct regfile_value got;
	if (!v)
		return false;
	got = regfile_get(reg, v);
	*line = got.line;
	if (strncmp(name, "001e", 4) == 0 && got.type == REGFILE_BINARY && !got.bad) {
		*text = regfile_ansi(reg, got.data.p, got.data.n);
		return text->n > 0;
	}
	return regfile_text(reg, v, text) && text->n > 0;
}

bool
mapi_section_path(const struct mapi *mapi, uint32_t section, struct ma_str *path, uint32_t *line)
{
	static const char *const names[] = { "001f6700", "001e6700", "001f6610", "001e6610" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (mapi_text(mapi->reg, section, names[i], path, line))
			return true;
	return false;
}

uint32_t
mapi_next(const struct mapi *mapi, uint32_t section)
{
	uint32_t k = section ? regfile_next(mapi->reg, section) : regfile_child(mapi->reg, mapi->profile);
	while (k && !is_hex(regfile_key_name(mapi->reg, k), 32))
		k = regfile_next(mapi->reg, k);
	return k;
}

bool
mapi_is_copy(struct ma_str path)
{
	return path.n > 4 && regfile_same((struct ma_str){ path.p + path.n - 4, 4 }, ".ost");
}

static bool
is_data_file(struct ma_str path)
{
	struct ma_str tail;
	if (path.n < 5)
		return false;
	tail = (struct ma_str){ path.p + path.n - 4, 4 };
	return regfile_same(tail, ".pst") || regfile_same(tail, ".ost");
}

static bool
is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* "X:\" or "\\" in units of WIDTH bytes. */
static bool
is_path_start(const char *p, size_t n, size_t width)
{
	if (n < 3 * width || (width == 2 && (p[1] || p[3])))
		return false;
	if (p[0] == '\\' && p[width] == '\\')
		return true;
	return is_letter(p[0]) && p[width] == ':' && p[2 * width] == '\\' && (width == 1 || p[5] == 0);
}

static bool
search_path(struct regfile *reg, struct ma_str id, size_t width, struct ma_str *path)
{
	int tries = 8;
	for (size_t i = 0; i < id.n && tries; i += width) {
		if (!is_path_start(id.p + i, id.n - i, width))
			continue;
		*path = width == 2 ? regfile_utf16(reg, id.p + i, id.n - i) : regfile_ansi(reg, id.p + i, id.n - i);
		if (is_data_file(*path))
			return true;
		tries--;
	}
	return false;
}

bool
mapi_entry_path(struct regfile *reg, struct ma_str id, struct ma_str *path)
{
	size_t i = 22;
	if (id.n > MAX_ENTRY)
		id.n = MAX_ENTRY;
	if (id.n > 22 && memcmp(id.p + 4, wrapper, sizeof wrapper) == 0) {
		const char *nul = memchr(id.p + i, 0, id.n - i);
		i = nul ? (size_t)(nul - id.p + 1 + 3) & ~(size_t)3 : id.n;
		i += 21;
		if (i + 1 < id.n && memcmp(id.p + i - 17, "NITA", 4) == 0) {
			*path = id.p[i] ? regfile_ansi(reg, id.p + i, id.n - i)
					: regfile_utf16(reg, id.p + i + 1, id.n - i - 1);
			if (is_data_file(*path))
				return true;
		}
	}
	return search_path(reg, id, 2, path) || search_path(reg, id, 1, path);
}
