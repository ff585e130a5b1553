/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/reply.h"

#include <stdlib.h>
#include <string.h>

#include "document/json.h"

enum { MAX_TEXT = 300 };
#define FORMAT_ENROL "mailaccord-enrol"

/* The text of the first of the members that is there. */
static const char *
member(const json_t *root, const char *const *keys, struct arena *arena)
{
	char visible[MAX_TEXT];
	for (; *keys; keys++) {
		const char *text = json_string_value(json_object_get(root, *keys));
		if (text && *text)
			return arena_strdup(arena, json_visible(text, visible, sizeof visible));
	}
	return NULL;
}

struct document_reply
document_read_reply(const char *bytes, size_t n, struct arena *arena)
{
	static const char *const run[] = { "run", NULL }, *const token[] = { "token", NULL };
	/* "detail" and "title" are those of RFC 9457, which servers in between may speak. */
	static const char *const reason[] = { "reason", "error", "detail", "title", NULL };
	json_t *root = json_loadb(bytes, n, JSON_REJECT_DUPLICATES, NULL);
	struct document_reply reply = { member(root, run, arena), member(root, token, arena), member(root, reason, arena) };
	json_decref(root);
	return reply;
}

const char *
document_enrol_request(const struct workstation *workstation, struct arena *arena, size_t *n)
{
	json_t *root = json_object();
	json_put(root, "format", json_string(FORMAT_ENROL));
	json_put_words(root, "name", workstation->name);
	json_put(root, "version", json_integer(DOCUMENT_VERSION));
	json_put_words(root, "workstation", workstation->id);
	char *text = json_dumps(root, JSON_COMPACT | JSON_SORT_KEYS);
	const char *copy = arena_strdup(arena, text ? text : "{}");
	free(text);
	json_decref(root);
	*n = strlen(copy);
	return copy;
}
