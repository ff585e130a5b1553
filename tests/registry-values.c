/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * registry-values FILE KEY...: the values below these keys, as a plugin would
 * see them, a line each: key, name, type, data in hex.  FILE "-" is the registry
 * of the running system.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/machine.h"
#include "kit/regfile.h"

static void
print_key(const struct regfile *reg, uint32_t key, const char *path, struct arena *arena)
{
	for (uint32_t v = regfile_first_value(reg, key); v; v = regfile_next_value(reg, v)) {
		struct regfile_value value = regfile_get(reg, v);
		printf("%s\t%.*s\t%u\t", path, (int)value.name.n, value.name.p, value.type);
		for (size_t i = 0; i < value.data.n; i++)
			printf("%02x", (unsigned char)value.data.p[i]);
		puts(value.bad ? "bad" : value.secret ? "secret" : "");
	}
	for (uint32_t k = regfile_child(reg, key); k; k = regfile_next(reg, k)) {
		struct ma_str name = regfile_key_name(reg, k);
		print_key(reg, k, arena_printf(arena, "%s\\%.*s", path, (int)name.n, name.p), arena);
	}
}

static bool
read_export(const char *path, const char *const *keys, size_t n, struct registry_text *text)
{
	struct stat st;
	struct err err;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && fstat(fd, &st) == 0 && registry_read(fd, (uint64_t)st.st_size, keys, n, NULL, 1 << 26, text, &err);
	if (fd >= 0)
		close(fd);
	return ok;
}

int
main(int argc, char **argv)
{
	struct arena arena = { 0 };
	struct registry_text text = { 0 };
	size_t n_live = 0;
	if (argc < 3)
		return 2;
	const char *const *keys = (const char *const *)argv + 2;
	if (strcmp(argv[1], "-") == 0) {
		const struct live_registry *live = machine_registries(&arena, &n_live);
		if (n_live)
			registry_tree_read(live->roots, live->n_roots, keys, (size_t)argc - 2, 1 << 26, &text);
	} else if (!read_export(argv[1], keys, (size_t)argc - 2, &text)) {
		return 1;
	}
	printf("%s%s%s\n", text.damaged ? "damaged " : "", text.denied ? "denied " : "", text.capped ? "capped " : "");
	struct regfile *reg = regfile_read((struct ma_str){ text.bytes, text.n }, text.ansi_charset);
	if (reg)
		print_key(reg, REGFILE_ROOT, "", &arena);
	regfile_free(reg);
	registry_text_fini(&text);
	arena_fini(&arena);
	return reg ? 0 : 1;
}
