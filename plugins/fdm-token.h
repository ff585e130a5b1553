/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of a .fdm.conf.  See fdm-token.c.
 */
#ifndef FDM_TOKEN_H
#define FDM_TOKEN_H

#include <stdbool.h>

#include <mailaccord/plugin.h>

enum fdm_kind {
	FDM_END,
	FDM_WORD,
	FDM_STRING, /* in double quotes: with escapes, and with macros in it */
	FDM_RAW, /* in single quotes */
	FDM_NUMBER,
	FDM_MACRO, /* $name, ${name}, %name: a text or a number with a name */
	FDM_COMMAND, /* $(...), %(...): fdm would run it */
	FDM_SIGN, /* one letter */
	FDM_BAD, /* fdm stops here */
};

struct fdm_token {
	enum fdm_kind kind;
	struct ma_str text; /* without quotes, sign and braces */
	char sign; /* of a macro */
	uint32_t line;
};

/* Where the reading is; begin with { bytes, 1, 0 }. */
struct fdm_lexer {
	struct ma_str rest;
	uint32_t line, bad_line; /* bad_line: of FDM_BAD; 0: there was none */
};

/* The next token; FDM_END again and again at the end, FDM_BAD behind a wrong letter. */
struct fdm_token fdm_next(struct fdm_lexer *l);

/* The one behind it, which stays there. */
struct fdm_token fdm_peek(const struct fdm_lexer *l);

bool fdm_is_word(const struct fdm_token *t, const char *word);
bool fdm_is_sign(const struct fdm_token *t, char sign);

#endif
