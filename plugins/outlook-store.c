/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The data file that an account of Outlook puts its mail into.
 */
#include "outlook-account.h"

struct ma_str
outlook_bytes(const struct outlook_account *a, const char *name, uint32_t *line)
{
	uint32_t v = name ? regfile_value(a->o->reg, a->key, name) : 0;
	struct regfile_value got;
	if (!v)
		return (struct ma_str){ 0 };
	got = regfile_get(a->o->reg, v);
	*line = got.line;
	return got.bad || got.secret || got.type != REGFILE_BINARY ? (struct ma_str){ 0 } : got.data;
}

/* A moved file is known to the profile's section, not to the entry id. */
void
outlook_store(const struct outlook_account *a, const char *store)
{
	uint32_t line = a->line, section = 0;
	struct ma_str path, id = outlook_bytes(a, store, &line), folder, uid;
	if (!a->list->mapi)
		return;
	if (!id.n)
		id = outlook_bytes(a, "Delivery Store EntryID", &line);
	section = mapi_by_entry(a->list->mapi, id);
	if (!section && !store) {
		uint32_t ignored;
		folder = outlook_bytes(a, "Delivery Folder EntryID", &ignored);
		section = mapi_by_folder(a->list->mapi, folder);
	}
	if (!section && !id.n) {
		uid = outlook_bytes(a, "Service UID", &line);
		section = mapi_by_uid(a->list->mapi, uid);
	}
	if (!mapi_section_path(a->list->mapi, section, &path, &line) && !(id.n && mapi_entry_path(a->o->reg, id, &path)))
		return;
	outlook_text(a, MA_STORE, path, line, MA_SET);
	outlook_data_file(a->o, a->to, path, line);
}

void
outlook_data_file(const struct outlook *o, struct ma_account *account, struct ma_str path, uint32_t line)
{
	o->host->store(o->out, account, mapi_is_copy(path) ? MA_STORE_OST : MA_STORE_PST, path, outlook_at(o, line, MA_SET));
}
