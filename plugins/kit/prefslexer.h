/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tokens of prefs.js; for prefs.c alone.
 */
#ifndef KIT_PREFSLEXER_H
#define KIT_PREFSLEXER_H

#include "kit/prefs.h"

enum prefslexer_token {
	T_ERROR, T_CHAR, T_STRING, T_INT, T_TRUE, T_FALSE, T_STICKY, T_LOCKED,
	T_USER_PREF, T_PREF, T_STICKY_PREF, T_DEFAULT_PREF, T_LOCK_PREF, T_CLEAR_PREF,
};

struct prefslexer_buffer {
	char *p;
	size_t n, cap;
};

struct prefslexer {
	const struct prefs_reader *r;
	const unsigned char *p;
	size_t n, i; /* i may stand one behind the NUL that is thought at p[n] */
	uint32_t line;
	/* the last token */
	unsigned char c;
	uint32_t num, token_line;
	enum prefs_error error;
	uint32_t error_line;
	struct ma_str text;
	struct prefslexer_buffer name_buffer, text_buffer;
	bool broke; /* memory */
};

/* The next token.  The value of a string goes to text; if it has escapes that
 * lies in B, or nowhere when B is NULL: then the string is only checked. */
enum prefslexer_token prefslexer_next(struct prefslexer *x, struct prefslexer_buffer *b);

#endif
