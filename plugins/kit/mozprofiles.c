/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As toolkit/profile/nsToolkitProfileService.cpp reads them: sections
 * [Profile0], [Profile1], ... upwards until one has no IsRelative; one without
 * Name or Path is passed over.  Path is relative when IsRelative is exactly 1,
 * else absolute.  Default=1 marks the old default, the last one wins.  A
 * section [Install<hash>] names, in Default, the Path of the profile that one
 * installed program opens; it outranks Default=1.  [General] Version=2 says
 * that profiles.ini has these sections; without it those of installs.ini (its
 * sections are called by the hash alone) are taken over.
 *
 * Which program of several the user starts is not known here: a profile opens
 * if any program opens it.
 */
#include "kit/mozprofiles.h"

#include <stdlib.h>
#include <string.h>

#include "kit/keyfile.h"
#include "kit/strset.h"

enum { MAX_PROFILES = 10000 }; /* more sections than this are not a user's */

struct raw {
	struct mozprofile p;
	bool any_relative, is_default;
	uint32_t default_line;
};

struct ini {
	struct raw *raw; /* by number */
	size_t n;
	struct strset installs; /* paths, with the line of Default */
	bool has_install, version2, in_installs_ini, broke;
};

static bool
is(struct ma_str s, const char *text)
{
	return s.n == strlen(text) && memcmp(s.p, text, s.n) == 0;
}

static struct ma_str
copy(struct ini *ini, struct ma_str s)
{
	char *p = malloc(s.n + 1);
	if (!p) {
		ini->broke = true;
		return (struct ma_str){ 0 };
	}
	memcpy(p, s.p, s.n);
	p[s.n] = 0;
	return (struct ma_str){ p, s.n };
}

/* The number of a section "Profile<n>" as the program writes it, or -1. */
static long
profile_number(struct ma_str s)
{
	long v = 0;
	if (s.n < 8 || s.n > 12 || memcmp(s.p, "Profile", 7) != 0 || (s.p[7] == '0' && s.n > 8))
		return -1;
	for (size_t k = 7; k < s.n; k++) {
		if (s.p[k] < '0' || s.p[k] > '9')
			return -1;
		v = v * 10 + (s.p[k] - '0');
	}
	return v < MAX_PROFILES ? v : -1;
}

static struct raw *
raw_of(struct ini *ini, size_t number)
{
	if (number >= ini->n) {
		struct raw *raw = realloc(ini->raw, (number + 1) * sizeof *raw);
		if (!raw) {
			ini->broke = true;
			return NULL;
		}
		memset(raw + ini->n, 0, (number + 1 - ini->n) * sizeof *raw);
		ini->raw = raw;
		ini->n = number + 1;
	}
	return &ini->raw[number];
}

static void
profile_key(struct ini *ini, struct raw *r, const struct keyfile_line *l)
{
	struct ma_str *text = is(l->key, "Name") ? &r->p.name : is(l->key, "Path") ? &r->p.path : NULL;
	if (text) {
		free((char *)text->p);
		*text = copy(ini, l->value);
		*(text == &r->p.name ? &r->p.name_line : &r->p.path_line) = l->line;
	} else if (is(l->key, "IsRelative")) {
		r->any_relative = true;
		r->p.relative = is(l->value, "1");
	} else if (is(l->key, "Default")) {
		r->is_default = is(l->value, "1");
		r->default_line = l->line;
	}
}

static void
ini_line(void *ctx, const struct keyfile_line *l)
{
	struct ini *ini = ctx;
	bool install = ini->in_installs_ini || (l->section.n > 7 && memcmp(l->section.p, "Install", 7) == 0);
	long number = profile_number(l->section);
	struct raw *r;
	if (l->what != KEYFILE_KEY)
		return;
	if (install) {
		ini->has_install = true;
		if (is(l->key, "Default"))
			strset_add(&ini->installs, &l->value, 1, ini->in_installs_ini ? 0 : l->line);
	} else if (number >= 0 && (r = raw_of(ini, (size_t)number))) {
		profile_key(ini, r, l);
	} else if (is(l->section, "General") && is(l->key, "Version")) {
		ini->version2 = is(l->value, "2");
	}
}

/* Marks the profiles that are opened. */
static void
mark(const struct ini *ini, struct mozprofiles *out, const struct raw *old_default)
{
	bool named = false;
	for (size_t k = 0; k < out->n; k++) {
		struct mozprofile *p = &out->list[k];
		uint32_t line = strset_find(&ini->installs, &p->path, 1);
		p->opens = line != UINT32_MAX;
		p->opens_line = p->opens ? line : 0;
		named |= p->opens;
	}
	for (size_t k = 0; !named && k < out->n; k++) {
		struct mozprofile *p = &out->list[k];
		p->opens = old_default ? p->path.p == old_default->p.path.p : out->n == 1;
		p->opens_line = p->opens && old_default ? old_default->default_line : 0;
	}
}

bool
mozprofiles_read(struct mozprofiles *profiles, struct ma_str bytes, const struct ma_str *installs)
{
	struct ini ini = { 0 };
	const struct raw *old_default = NULL;
	*profiles = (struct mozprofiles){ 0 };
	bool ok = keyfile_read(bytes, KEYFILE_MOZILLA, ini_line, &ini);
	if (ok && installs && !ini.version2) {
		ini.in_installs_ini = true;
		keyfile_read(*installs, KEYFILE_MOZILLA, ini_line, &ini);
	}
	if (ini.n)
		profiles->list = malloc(ini.n * sizeof *profiles->list);
	bool listed = profiles->list != NULL;
	for (size_t k = 0; k < ini.n; k++) {
		struct raw *r = &ini.raw[k];
		listed &= r->any_relative;
		if (!listed || !r->p.name.p || !r->p.path.p) {
			free((char *)r->p.name.p);
			free((char *)r->p.path.p);
			continue;
		}
		profiles->list[profiles->n++] = r->p;
		if (r->is_default)
			old_default = r;
	}
	mark(&ini, profiles, old_default);
	ok = ok && !ini.broke && (profiles->list || !ini.n);
	free(ini.raw);
	strset_fini(&ini.installs);
	return ok;
}

void
mozprofiles_fini(struct mozprofiles *profiles)
{
	for (size_t k = 0; k < profiles->n; k++) {
		free((char *)profiles->list[k].name.p);
		free((char *)profiles->list[k].path.p);
	}
	free(profiles->list);
	*profiles = (struct mozprofiles){ 0 };
}
