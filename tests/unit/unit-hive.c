/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hives.  tests/data/hive/user.dat is user.reg as tests/hive.py writes it, with
 * every kind of list, and data in pieces.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/hive.h"
#include "intake/shell-folders.h"
#include "kit/regfile.h"
#include "t.h"

#define DATA "tests/data/hive/user."

static const char *const keys[] = { "Software", "Environment" };

static struct registry_text
text_of(const char *bytes, size_t n)
{
	struct registry_text text = { 0 };
	struct registry_root root = { .name = "HKEY_CURRENT_USER" };
	bool whole, opened = hive_open(bytes, n, &root.tree, &whole);
	registry_tree_read(&root, opened, keys, 2, 1 << 24, &text);
	text.damaged |= !opened || !whole;
	if (opened)
		root.tree.close(root.tree.tree);
	return text;
}

/* Are the values of one key the other's, and those below? */
static size_t
compare(const struct regfile *a, uint32_t a_key, const struct regfile *b, uint32_t b_key)
{
	size_t n = 0;
	for (uint32_t v = regfile_first_value(a, a_key); v; v = regfile_next_value(a, v), n++) {
		struct regfile_value x = regfile_get(a, v), y = { 0 };
		char *name = strndup(x.name.p, x.name.n);
		uint32_t other = regfile_value(b, b_key, name);
		if (t_ok(other != 0, name, "is missing"))
			y = regfile_get(b, other);
		t_num(y.type, x.type, name);
		t_ok(!x.bad && !y.bad && x.data.n == y.data.n && memcmp(x.data.p, y.data.p, x.data.n) == 0, name, "has other data");
		free(name);
	}
	for (uint32_t k = regfile_child(a, a_key); k; k = regfile_next(a, k)) {
		struct ma_str s = regfile_key_name(a, k);
		char *name = strndup(s.p, s.n);
		uint32_t other = regfile_key(b, b_key, name);
		if (t_ok(other != 0, name, "is missing"))
			n += compare(a, k, b, other);
		free(name);
	}
	return n;
}

static void
test_same(void)
{
	size_t n;
	struct registry_text export;
	struct err err = { 0 };
	struct stat st;
	char *path = NULL, *bytes = t_read(DATA "dat", &n);
	const char *top = getenv("srcdir");
	if (asprintf(&path, "%s/" DATA "reg", top ? top : ".") < 0)
		abort();
	int fd = open(path, O_RDONLY);
	if (fd < 0 || fstat(fd, &st) != 0)
		abort();
	CU_ASSERT(registry_read(fd, (uint64_t)st.st_size, keys, 2, NULL, 1 << 24, &export, &err));
	close(fd);
	struct registry_text text = text_of(bytes, n);
	struct regfile *a = regfile_read((struct ma_str){ export.bytes, export.n }, NULL), *b = regfile_read((struct ma_str){ text.bytes, text.n }, NULL);
	t_ok(!text.damaged && !text.capped && !text.denied, "hive", "something is amiss");
	t_num((long long)compare(a, REGFILE_ROOT, b, REGFILE_ROOT), 22, "values");
	regfile_free(a);
	regfile_free(b);
	registry_text_fini(&export);
	registry_text_fini(&text);
	free(bytes);
	free(path);
}

/* What is cut short, or has a byte that is another, is read without harm; a hive that ends early is damaged. */
static void
test_broken(void)
{
	size_t n;
	char *bytes = t_read(DATA "dat", &n);
	size_t cut_unseen = 0;
	for (size_t k = 0; k < n; k += k < 4200 ? 101 : 997) {
		char *cut = malloc(k + 1); /* of this size, so that a sanitizer sees what is read behind it */
		memcpy(cut, bytes, k);
		struct registry_text text = text_of(cut, k);
		cut_unseen += !text.damaged;
		registry_text_fini(&text);
		free(cut);
	}
	t_num((long long)cut_unseen, 0, "cut short and not noticed");
	static const unsigned char others[] = { 0x00, 0x01, 0x7F, 0xFF };
	for (size_t k = 0; k < n; k += 37) {
		char was = bytes[k];
		bytes[k] = (char)others[k % 4];
		struct registry_text text = text_of(bytes, n);
		registry_text_fini(&text);
		bytes[k] = was;
	}
	free(bytes);
}

/* The first text A, in UTF-16, becomes B, which is as long. */
static void
replace(char *bytes, size_t n, const char *a, const char *b)
{
	size_t k = strlen(a);
	for (size_t at = 0; at + 2 * k <= n; at += 2) {
		size_t same = 0;
		while (same < k && bytes[at + 2 * same] == a[same] && !bytes[at + 2 * same + 1])
			same++;
		for (size_t i = 0; same == k && i < k; i++)
			bytes[at + 2 * i] = b[i];
	}
}

static const char *
machine_variable(const char *name)
{
	return strcmp(name, "SystemDrive") == 0 ? "C:" : NULL;
}

static void
test_folders(void)
{
	static const struct {
		enum ma_base base;
		const char *path;
	} rows[] = {
		{ MA_ROAMING, "UNC/server/home$/taro/AppData" },
		{ MA_LOCAL, "C:/Users/taro/AppData/Local" },
		{ MA_DOCUMENTS, "C:/Users/taro/OneDrive - 会社/ドキュメント" },
	};
	struct arena arena = { 0 };
	struct registry_tree tree;
	struct home home = { .path = "C:/Users/taro", .user = "taro" };
	size_t n;
	bool whole;
	char *bytes = t_read(DATA "dat", &n);
	if (!t_ok(hive_open(bytes, n, &tree, &whole), "hive", "is none"))
		return;
	shell_folders_find(&tree, machine_variable, &home, &arena);
	t_num((long long)home.n_moved, 3, "moved");
	for (size_t i = 0; i < home.n_moved && i < 3; i++) {
		t_num(home.moved[i].base, rows[i].base, rows[i].path);
		t_text(home.moved[i].path, rows[i].path, "path");
	}
	/* Nobody's variable, and one that means itself. */
	static const char *const lost[] = { "%NoDrives%", "%Loop%\\abc" };
	const char *was = "%OneDrive%";
	for (size_t i = 0; i < 2; i++) {
		struct home other = { .path = "C:/Users/taro", .user = "taro" };
		replace(bytes, n, was, lost[i]);
		shell_folders_find(&tree, machine_variable, &other, &arena);
		t_num((long long)other.n_lost, 1, lost[i]);
		was = lost[i];
	}
	tree.close(tree.tree);
	arena_fini(&arena);
	free(bytes);
}

static const CU_TestInfo tests[] = {
	{ "a hive says what its export says", test_same },
	{ "broken ones do no harm", test_broken },
	{ "folders that were moved", test_folders },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_hive = { "hive", tests };
