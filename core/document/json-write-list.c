/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the program knows of itself, for "list plugins".
 */
#include "document/json.h"

bool
document_write_plugins(FILE *file, const char *where, const struct document_plugin *plugins, size_t n, const char *const *refused,
    size_t n_refused, struct err *err)
{
	struct json_out out = { .file = file, .empty = true };
	json_t *all = json_array(), *root = json_object();
	for (size_t i = 0; i < n; i++) {
		json_t *plugin = json_object();
		json_put(plugin, "name", json_words(plugins[i].name));
		json_put(plugin, "title", json_words(plugins[i].title));
		json_put(plugin, "path", json_words(plugins[i].path));
		json_add(all, plugin);
	}
	json_put(root, "plugins", all);
	json_put(root, "refused", json_list(refused, n_refused));
	json_out_value(&out, root);
	return json_out_end(&out, where, err);
}
