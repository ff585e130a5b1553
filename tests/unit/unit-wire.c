/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A call of a parser, packed for another process, says there what it says here.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/bundle-load.h"
#include "t.h"

static const struct {
	const char *name, *plugin, *role, *path;
} rows[] = {
	{ "prefs.js", "thunderbird", "prefs", "samples/clients/thunderbird/odd-names/home/.thunderbird/h3k9w2xz.default-esr/prefs.js" },
	{ "a property list", "apple-mail", "accounts", "samples/clients/apple-mail/sandbox-container/home/Library/Containers/com.apple.mail/Data/Library/Preferences/com.apple.mail.plist" },
};

static const struct ma_plugin *
plugin_called(const struct loader *loader, const char *name)
{
	for (size_t i = 0; i < loader->n; i++)
		if (strcmp(loader->plugins[i].plugin->name, name) == 0)
			return loader->plugins[i].plugin;
	return NULL;
}

static void
test_same(void)
{
	struct loader loader;
	loader_init(&loader, NULL);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *why;
		if (!t_ok(plugin_called(&loader, rows[i].plugin) != NULL, rows[i].name, "the plugin is found (MAILACCORD_PLUGINS)"))
			continue;
		struct record_out here = { .fd = -1 }, there = { .fd = -1 };
		struct registry_line map[] = { { 1, 1 }, { 3, 40 } };
		struct ma_file files[2] = { { .role = rows[i].role, .path = rows[i].path }, { .role = "none", .path = "empty", .bytes = MA_STR(""), .ansi_charset = "CP932" } };
		struct member members[2] = { { .asked = NULL }, { .registry.damaged = true, .asked = "empty" } };
		struct bundle_load load = { .plugin = plugin_called(&loader, rows[i].plugin), .members = members, .n = 2, .files = files };
		struct bundle_wire wire = { 0 };
		size_t n;
		char *bytes = t_read(rows[i].path, &n);
		files[0].bytes = (struct ma_str){ bytes, n };
		members[0].registry.map = map;
		members[0].registry.n_map = 2;
		load.parser = loader_parser(&loader, load.plugin, &why);
		bundle_pack(&load, &wire);
		bundle_run(&load, &here);
		t_ok(bundle_unpack_run((struct ma_str){ wire.bytes, wire.n }, &loader, &there), rows[i].name, "is unpacked");
		t_ok(here.n > 500 && here.n == there.n && memcmp(here.bytes, there.bytes, here.n) == 0, rows[i].name, "says the same");
		size_t taken = 0;
		for (size_t k = 0; k < wire.n; k += k < 200 ? 1 : 997) {
			struct record_out none = { .fd = -1 };
			char *cut = malloc(k + 1); /* of this size, so that a sanitizer sees what is read behind it */
			memcpy(cut, wire.bytes, k);
			taken += bundle_unpack_run((struct ma_str){ cut, k }, &loader, &none);
			record_out_fini(&none);
			free(cut);
		}
		t_num((long long)taken, 0, "cut short it is refused");
		record_out_fini(&here);
		record_out_fini(&there);
		free(wire.bytes);
		free(bytes);
	}
	loader_fini(&loader);
}

static const CU_TestInfo tests[] = {
	{ "what is packed says the same there", test_same },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_wire = { "wire", tests };
