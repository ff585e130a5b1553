/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tokens of a JSON text.  Private to the tape.
 */
#ifndef DOCUMENT_TAPE_LEX_H
#define DOCUMENT_TAPE_LEX_H

#include "document/json-text.h"

/* A bracket, ':' or ',' is itself. */
enum token { TOKEN_END = 0, TOKEN_INVALID = 1, TOKEN_STRING, TOKEN_INTEGER, TOKEN_REAL, TOKEN_TRUE, TOKEN_FALSE, TOKEN_NULL };

struct lex {
	const char *p, *end; /* what was read ends at p */
	struct arena *decoded; /* for texts with escapes */
	struct str_span text; /* of a string */
	bool has_nul;
	int64_t num; /* of an integer */
	bool cut_off; /* where the token should be there is nothing, or a NUL */
	char trouble[100]; /* the first; "" */
};

/* The next token; P stands behind it. */
int
lex_next(struct lex *lex);

/* Says what is wrong with the token, unless something was said before.  Always false. */
bool
lex_fail(struct lex *lex, const char *what);

#endif
