/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables that firmware leaves about its machine (SMBIOS).  As met: structures
 * one after another, each a type, the length of its fixed part, a handle, the
 * rest of that part, then its texts with a NUL behind each and one more at the
 * end; a byte of the fixed part counts them from 1.  A network card would do too,
 * but comes and goes with docks.
 */
#include "platform/windows/firmware.h"

#include <stdint.h>
#include <string.h>
#include <windows.h>

#include "base/str.h"
#include "model/scan.h"

enum {
	RAW_HEAD = 8, /* before the structures */
	HEAD = 4,
	SYSTEM = 1, BOARD = 2, END = 127,
	SERIAL = 7, /* in both */
	ID_AT = 8, ID_BYTES = 16,
};

/* One structure; what follows it is at NEXT. */
struct structure {
	const uint8_t *p, *next;
	size_t n; /* of its fixed part */
};

/* The structure at P; false at the end, and when it is cut off. */
static bool
structure_at(const uint8_t *p, const uint8_t *end, struct structure *s)
{
	if (end - p < HEAD + 2 || p[1] < HEAD || p[1] > end - p - 2 || p[0] == END)
		return false;
	*s = (struct structure){ p, NULL, p[1] };
	for (const uint8_t *q = p + s->n; !s->next && q + 1 < end; q++)
		if (!q[0] && !q[1])
			s->next = q + 2;
	return s->next != NULL;
}

/* The text whose number stands at an offset. */
static const char *
text_at(const struct structure *s, size_t offset)
{
	uint8_t number = offset < s->n ? s->p[offset] : 0;
	const char *text = (const char *)s->p + s->n;
	for (; number > 1 && *text; number--)
		text += strlen(text) + 1;
	return number ? text : "";
}

static const char *
usable(struct arena *arena, const char *id)
{
	return workstation_id_is_junk(id) ? NULL : arena_strdup(arena, id);
}

static const char *
uuid_of(const struct structure *s, struct arena *arena)
{
	char text[2 * ID_BYTES + 1];
	if (s->n < ID_AT + ID_BYTES)
		return NULL;
	for (size_t i = 0; i < ID_BYTES; i++)
		snprintf(text + 2 * i, 3, "%02x", s->p[ID_AT + i]);
	return usable(arena, text);
}

const char *
firmware_id(struct arena *arena)
{
	const DWORD provider = 'R' << 24 | 'S' << 16 | 'M' << 8 | 'B';
	DWORD n = GetSystemFirmwareTable(provider, 0, NULL, 0);
	uint8_t *raw = n > RAW_HEAD ? arena_alloc(arena, n) : NULL;
	if (!raw || GetSystemFirmwareTable(provider, 0, raw, n) != n)
		return NULL;
	const char *uuid = NULL, *board = NULL, *system = NULL;
	struct structure s;
	for (const uint8_t *p = raw + RAW_HEAD; structure_at(p, raw + n, &s); p = s.next) {
		if (*p == SYSTEM && !uuid) {
			uuid = uuid_of(&s, arena);
			system = usable(arena, text_at(&s, SERIAL));
		}
		if (*p == BOARD && !board)
			board = usable(arena, text_at(&s, SERIAL));
	}
	return uuid ? uuid : board ? board : system;
}
