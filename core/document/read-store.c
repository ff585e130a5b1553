/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Places where mail is kept, of a scan document.  A kind or a state that only a
 * newer version knows is not understood here, and never taken for nothing.
 */
#include "document/read.h"

#include <string.h>

static const uint16_t store_keys[] = {
	READ_ACCOUNT, READ_BYTES, MA_CLIENT, READ_CUT, READ_FILES, READ_FORM, READ_KIND, READ_MESSAGES, READ_NEWEST, READ_OLDEST, READ_PATH,
	READ_STATUS, MA_USER, TAPE_NO_WORD,
};

static enum ma_store_kind
kind_called(const char *name)
{
	int kind = MA_STORE_KIND_COUNT;
	while (--kind > 0 && strcmp(store_rows[kind].name, name) != 0)
		;
	return (enum ma_store_kind)kind;
}

bool
read_store(struct reading *r, const struct tape_node *object, const struct json_at *at)
{
	struct scan_store s = { 0 };
	const char *kind, *status, *form;
	int index = STORE_OUTSIDE;

	if (object->kind != JSON_KIND_OBJECT)
		return read_wrong_type(r, at, object, N_("an object"));
	const struct tape_node *cut = tape_member(object, READ_CUT);
	if (cut && cut->kind != JSON_KIND_TRUE && cut->kind != JSON_KIND_FALSE)
		return read_wrong_type(r, &(struct json_at){ at, "cut", 0 }, cut, N_("true or false"));
	if (!read_own_text(r, object, at, READ_KIND, "kind", true, &kind) || !read_own_text(r, object, at, READ_STATUS, "status", true, &status) ||
	    !read_own_text(r, object, at, READ_PATH, "path", true, &s.path) || !read_own_text(r, object, at, MA_CLIENT, "client", true, &s.client) ||
	    !read_own_text(r, object, at, READ_ACCOUNT, "account", false, &s.account) || !read_own_text(r, object, at, MA_USER, "user", false, &s.user) ||
	    !read_own_text(r, object, at, READ_FORM, "form", false, &form) ||
	    !read_int(r, object, at, READ_BYTES, "bytes", INT64_MAX, -1, &s.bytes) || !read_int(r, object, at, READ_FILES, "files", INT64_MAX, -1, &s.files) ||
	    !read_int(r, object, at, READ_MESSAGES, "messages", INT64_MAX, -1, &s.messages) ||
	    !read_time(r, object, at, READ_NEWEST, "newest", &s.newest) || !read_time(r, object, at, READ_OLDEST, "oldest", &s.oldest))
		return false;
	s.kind = kind_called(kind);
	(void)str_word(store_status_words, status, strlen(status), &index);
	s.status = (enum store_status)index;
	index = STORE_FORM_UNKNOWN;
	if (form)
		(void)str_word(store_form_words, form, strlen(form), &index);
	s.form = (enum store_form)index;
	s.cut = cut && cut->kind == JSON_KIND_TRUE;
	read_check_keys(r, object, at, store_keys);
	*(struct scan_store *)arena_grow(&r->scan->arena, &r->scan->stores, &r->scan->n_stores, sizeof s) = s;
	return true;
}
