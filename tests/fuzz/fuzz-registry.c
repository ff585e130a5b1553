/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An export of the registry becomes registry text, which goes to all plugins
 * that read such.
 */
#include "host.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/str.h"
#include "intake/registry.h"

#define PLUGIN(name) extern const struct ma_plugin mailaccord_plugin_v1_##name;
#include "builtin.def"
#undef PLUGIN

static const struct ma_plugin *const plugins[] = {
#define PLUGIN(name) &mailaccord_plugin_v1_##name,
#include "builtin.def"
#undef PLUGIN
};

enum { MAX_KEYS = 32, MAX_TEXT = 1 << 20 };

static void
check_text(const struct registry_text *text)
{
	uint32_t before = 0;
	host_insist(!text->bytes || text->bytes[text->n] == 0, "no NUL behind the text");
	host_insist(text->bytes || !text->n, "a length without text");
	host_insist(text->n <= MAX_TEXT + 65536, "more text than asked for");
	host_insist(!text->bytes || text->ansi_charset, "no code page");
	for (size_t i = 0; i < text->n_map; i++) {
		host_insist(!i || text->map[i].line > before, "the map of lines does not ascend");
		before = text->map[i].line;
	}
	host_insist(registry_original_line(text, 0) == 0, "line 0 is no line");
	(void)registry_original_line(text, 1);
	(void)registry_original_line(text, UINT32_MAX);
}

static void
read_for(const struct ma_plugin *plugin, int fd, size_t size, const char *charset)
{
	const char *keys[MAX_KEYS];
	const struct ma_source *source = NULL;
	size_t n = 0;
	for (const struct ma_source *s = plugin->sources; s->role && n < MAX_KEYS; s++)
		if (s->base == MA_REGISTRY) {
			source = s;
			keys[n++] = s->glob + (strncmp(s->glob, "//", 2) == 0 ? 2 : 0);
		}
	if (!n)
		return;
	struct registry_text text = { 0 };
	struct err err = { 0 };
	bool read = registry_read(fd, size, keys, n, charset, MAX_TEXT, &text, &err);
	host_insist(read || err.status, "refused without a reason");
	if (read)
		check_text(&text);
	if (read && text.bytes) {
		char *bytes = host_bytes(text.bytes, text.n);
		struct ma_file file = { source->role, "export.reg", { "", 0 }, { bytes, text.n }, text.ansi_charset };
		host_parse(plugin, &file, 1, NULL, 0);
		free(bytes);
	}
	registry_text_fini(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const charsets[] = { NULL, "CP1252", "CP932" };
	int fd = memfd_create("export", MFD_CLOEXEC);
	host_insist(fd >= 0 && write(fd, data, size) == (ssize_t)size, "no file in memory");
	(void)registry_is_export(data, size);
	for (size_t p = 0; p < sizeof plugins / sizeof *plugins; p++)
		for (size_t c = 0; c < sizeof charsets / sizeof *charsets; c++)
			read_for(plugins[p], fd, size, charsets[c]);
	close(fd);
	return 0;
}
