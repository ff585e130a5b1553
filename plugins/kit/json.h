/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON with the line of each member.  The only includer of jansson.h among the
 * plugins.
 */
#ifndef KIT_JSON_H
#define KIT_JSON_H

#include <stdbool.h>

#include <mailaccord/plugin.h>

enum json_kind { JSON_KIND_NONE, JSON_KIND_OBJECT, JSON_KIND_ARRAY, JSON_KIND_STRING, JSON_KIND_INT, JSON_KIND_REAL, JSON_KIND_BOOL, JSON_KIND_NULL };

/* A value of a document; valid as long as that is. */
struct json_value {
	enum json_kind kind;
	int64_t num; /* INT, BOOL */
	struct ma_str text; /* STRING */
	const void *node; /* private */
};

struct json_doc {
	struct json_value root;
	struct ma_str bytes;
	uint32_t error_line; /* when reading failed */
};

/* False: not JSON (error_line says where).  BYTES must outlive DOC. */
bool json_open(struct json_doc *doc, struct ma_str bytes);
void json_close(struct json_doc *doc);

/* Member NAME of an object; kind NONE if there is none. */
struct json_value json_member(const struct json_value *object, const char *name);

/* Item I of an array; kind NONE if there is none. */
struct json_value json_item(const struct json_value *array, size_t i);

enum { JSON_MAX_DEPTH = 16 };

/* What leads to a value: a member of this name, or an item of this number. */
struct json_step {
	struct ma_str name; /* as it stands there; p NULL: an item of an array */
	size_t item;
	const void *node; /* private */
};

/* Calls BACK for each value below the root, in the order of the file, with the
 * N steps that lead to it and the line of its name or of itself.  What lies
 * deeper than JSON_MAX_DEPTH, and what lies below a name with escapes, is left out. */
void json_walk(const struct json_doc *doc,
	       void (*back)(void *ctx, const struct json_step *steps, size_t n, uint32_t line, const struct json_value *value), void *ctx);

/* Calls BACK for each member of the object that stands at PATH (names, ended
 * by NULL), in the order of the file, with the line of its name.  A name that
 * stands there twice is handed over twice with the value that counts, the last. */
void json_each(const struct json_doc *doc, const char *const *path,
	       void (*back)(void *ctx, struct ma_str name, uint32_t line, const struct json_value *value), void *ctx);

#endif
