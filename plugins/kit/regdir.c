/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A user's hive lies in the user's profile: so does what begins with a variable
 * that means a folder of the profile, seen from there.
 */
#include "kit/regdir.h"

#include <string.h>

#include "kit/say.h"

static const struct {
	const char *name, *folder; /* seen from the profile */
} variables[] = {
	{ "%USERPROFILE%", "" }, { "%HOMEDRIVE%%HOMEPATH%", "" }, { "%HOMEPATH%", "" },
	{ "%LOCALAPPDATA%", "AppData\\Local" }, { "%APPDATA%", "AppData\\Roaming" },
};

/* The folder without what is at its end, and with a variable at its beginning replaced, into TO; 0: it does not fit. */
static size_t
expand(struct ma_str folder, char *to, size_t cap)
{
	struct ma_str before = MA_STR("");
	while (folder.n && (folder.p[folder.n - 1] == '\\' || folder.p[folder.n - 1] == '/'))
		folder.n--;
	for (size_t k = 0; k < sizeof variables / sizeof *variables; k++) {
		size_t n = strlen(variables[k].name);
		if (folder.n < n || !span_is_any_case((struct ma_str){ folder.p, n }, variables[k].name))
			continue;
		before = span_of(variables[k].folder);
		folder = (struct ma_str){ folder.p + n, folder.n - n };
		if (!before.n && folder.n && (*folder.p == '\\' || *folder.p == '/'))
			folder = (struct ma_str){ folder.p + 1, folder.n - 1 };
		break;
	}
	if (!(before.n + folder.n) || before.n + folder.n >= cap)
		return 0;
	memcpy(to, before.p, before.n);
	memcpy(to + before.n, folder.p, folder.n);
	return before.n + folder.n;
}

static bool
found_below(const struct regdir *d, const char *folder, size_t n)
{
	for (size_t k = 0; k < d->n_files; k++)
		if (d->files[k].asked.n > n && memcmp(d->files[k].asked.p, folder, n) == 0)
			return true;
	return false;
}

static void
want_folder(const struct regdir *d, const struct regdir_key *key, struct ma_str folder, uint32_t line)
{
	char path[1024];
	struct ma_at at = { d->file, line, MA_UNKNOWN };
	size_t n = expand(folder, path, sizeof path - 64);
	if (!n)
		return;
	bool variable = folder.n && *folder.p == '%';
	if (variable && key->usual && n >= strlen(key->usual) && span_is_any_case((struct ma_str){ path, strlen(key->usual) }, key->usual))
		return;
	for (const char *const *tail = key->tails; *tail; tail++) {
		memcpy(path + n, *tail, strlen(*tail));
		d->host->want(d->out, (struct ma_str){ path, n + strlen(*tail) }, at);
	}
	/* Nobody looks for what is not absolute, and it may be elsewhere. */
	if (variable && !found_below(d, path, n))
		d->host->note(d->out, MA_NOTE_UNSUPPORTED, at, span_of(key->value));
}

static bool
want_of_user(const struct regdir *d, struct regfile *reg, uint32_t hive, const struct regdir_key *row)
{
	uint32_t key = regfile_key(reg, hive, row->key);
	size_t n = strlen(row->value);
	for (uint32_t v = key ? regfile_first_value(reg, key) : 0; v; v = regfile_next_value(reg, v)) {
		struct regfile_value got = regfile_get(reg, v);
		struct ma_str folder, start = { got.name.p, got.name.n < n ? got.name.n : n };
		if (span_is_any_case(row->several ? start : got.name, row->value) && regfile_text(reg, v, &folder))
			want_folder(d, row, folder, got.line);
	}
	return key != 0;
}

bool
regdir_want(const struct regdir *d, struct regfile *reg, const struct regdir_key *key)
{
	bool found = false;
	for (uint32_t root = regfile_child(reg, REGFILE_ROOT); root; root = regfile_next(reg, root)) {
		found |= want_of_user(d, reg, root, key);
		for (uint32_t hive = regfile_child(reg, root); hive; hive = regfile_next(reg, hive))
			found |= want_of_user(d, reg, hive, key);
	}
	return found;
}
