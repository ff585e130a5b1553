/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The settings files of Mozilla programs: prefs.js, user.js, default files.
 * See prefs.c for the grammar.
 */
#ifndef KIT_PREFS_H
#define KIT_PREFS_H

#include <stdbool.h>

#include <mailaccord/plugin.h>

enum prefs_type { PREFS_NONE, PREFS_BOOL, PREFS_INT, PREFS_STRING };

/* What kind of file: which words may begin a statement. */
enum prefs_dialect {
	PREFS_USER, /* a profile's file: user_pref */
	PREFS_DEFAULTS, /* a program's default file: pref, sticky_pref, user_pref; attributes */
	PREFS_CFG, /* literal calls of an autoconfig script: pref, defaultPref, lockPref, clearPref */
};

/* What a statement does. */
enum prefs_verb { PREFS_SET, PREFS_SET_DEFAULT, PREFS_LOCK, PREFS_CLEAR };

struct prefs_statement {
	enum prefs_verb verb;
	enum prefs_type type; /* of the value; PREFS_NONE for PREFS_CLEAR */
	struct ma_str name, text; /* valid until the call-back returns */
	int32_t num; /* PREFS_BOOL: 0 or 1 */
	uint32_t line; /* where the value begins */
	bool sticky, locked;
};

/* PREFS_ERROR(id, word): why a statement is passed over. */
#define PREFS_ERRORS \
	PREFS_ERROR(INT_OVERFLOW, "int-overflow") \
	PREFS_ERROR(INT_LETTERS, "int-letters") \
	PREFS_ERROR(X00, "x00") \
	PREFS_ERROR(U0000, "u0000") \
	PREFS_ERROR(BAD_X, "bad-x") \
	PREFS_ERROR(BAD_U, "bad-u") \
	PREFS_ERROR(LONE_HIGH, "lone-high") \
	PREFS_ERROR(BAD_LOW, "bad-low") \
	PREFS_ERROR(LONE_LOW, "lone-low") \
	PREFS_ERROR(BAD_ESCAPE, "bad-escape") \
	PREFS_ERROR(OPEN_STRING, "open-string") \
	PREFS_ERROR(OPEN_COMMENT, "open-comment") \
	PREFS_ERROR(LONE_SLASH, "lone-slash") \
	PREFS_ERROR(BAD_CHAR, "bad-char") \
	PREFS_ERROR(BAD_WORD, "bad-word") \
	PREFS_ERROR(WANT_PREF, "want-pref") \
	PREFS_ERROR(WANT_USER_PREF, "want-user-pref") \
	PREFS_ERROR(WANT_OPEN_PAREN, "want-open-paren") \
	PREFS_ERROR(WANT_NAME, "want-name") \
	PREFS_ERROR(WANT_COMMA, "want-comma") \
	PREFS_ERROR(WANT_VALUE, "want-value") \
	PREFS_ERROR(WANT_INT_MINUS, "want-int-minus") \
	PREFS_ERROR(WANT_INT_PLUS, "want-int-plus") \
	PREFS_ERROR(WANT_ATTR, "want-attr") \
	PREFS_ERROR(WANT_COMMA_OR_CLOSE, "want-comma-or-close") \
	PREFS_ERROR(WANT_COMMA_OR_CLOSE_ATTR, "want-comma-or-close-attr") \
	PREFS_ERROR(WANT_CLOSE, "want-close") \
	PREFS_ERROR(WANT_SEMICOLON, "want-semicolon") \
	PREFS_ERROR(NO_MEMORY, "no-memory")

enum prefs_error {
	PREFS_OK,
#define PREFS_ERROR(id, word) PREFS_##id,
	PREFS_ERRORS
#undef PREFS_ERROR
};

struct prefs_reader {
	enum prefs_dialect dialect;
	bool bom_is_error; /* a byte order mark is a syntax error (up to 115) */
	/* True if the value of NAME is to be handed over; the value of any other
	 * statement is checked but never copied.  NULL: every one. */
	bool (*wanted)(void *ctx, struct ma_str name);
	void (*pref)(void *ctx, const struct prefs_statement *);
	/* AT_END: nothing was found behind the error any more. */
	void (*error)(void *ctx, enum prefs_error, uint32_t line, bool at_end);
	void *ctx;
};

/* Reads BYTES, calling back in order.  Returns the offset at which reading
 * ended: less than bytes.n when a NUL byte stood between two tokens. */
size_t prefs_read(const struct prefs_reader *reader, struct ma_str bytes);

#endif
