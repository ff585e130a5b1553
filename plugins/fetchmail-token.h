/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of a .fetchmailrc.  See fetchmail-token.c.
 */
#ifndef FETCHMAIL_TOKEN_H
#define FETCHMAIL_TOKEN_H

#include <stdbool.h>

#include <mailaccord/plugin.h>

enum token_kind {
	TOKEN_END,
	TOKEN_WORD, /* may be a keyword: neither quoted nor where only a name can stand */
	TOKEN_STRING, /* never one */
	TOKEN_NUMBER,
	TOKEN_STAR,
	TOKEN_MAP, /* '=' */
};

struct token {
	enum token_kind kind;
	struct ma_str text; /* as it stands, without quotes; escapes are those of the file */
	uint32_t line; /* where it begins */
};

struct tokens {
	struct ma_str rest;
	uint32_t line;
	enum { TOKEN_ANYWHERE, TOKEN_BEHIND_NAME, TOKEN_BEHIND_AUTH } where;
	struct token next;
	bool ahead; /* NEXT was read already */
	bool last_line; /* there is no line end any more */
};

void tokens_init(struct tokens *t, struct ma_str bytes);

/* The next token, without taking it. */
const struct token *token_peek(struct tokens *t);
struct token token_take(struct tokens *t);

/* TEXT without escapes, written to *TO, which has room for it and is moved on. */
struct ma_str token_plain(struct ma_str text, char **to);

#endif
