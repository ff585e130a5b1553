/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A .fdm.conf: its accounts, and what its rules make of mail.
 */
#ifndef FDM_CONF_H
#define FDM_CONF_H

#include "kit/grow.h"
#include "kit/say.h"

/* A value as it stands there; what a macro or a command makes of it may not be known. */
struct fdm_value {
	size_t at, n; /* in texts */
	uint32_t line; /* 0: it is absent */
	bool unknown;
};

struct fdm_account {
	struct fdm_value name, type, host, port, user, pass;
	uint32_t line;
	uint32_t disabled, keep, starttls, no_verify; /* lines; 0: it is absent */
};

/* What becomes of a message on the server, as far as an action says it. */
enum fdm_effect { FDM_NOTHING, FDM_KEEP, FDM_DROP, FDM_UNSURE };

struct fdm_action {
	struct fdm_value name;
	enum fdm_effect effect;
};

/* Which mail a rule is for. */
enum fdm_reach { FDM_ALL, FDM_ACCOUNTS, FDM_SOME_OF_ACCOUNTS, FDM_SOME };

struct fdm_rule {
	enum fdm_reach reach;
	size_t first, n; /* in names: its accounts */
	uint32_t outer; /* the rule around it, plus one; 0: none */
	enum fdm_effect effect;
	bool continues, group; /* group: it holds others, and does nothing */
	uint32_t line;
};

/* Begin with { 0 }. */
struct fdm_conf {
	struct grow texts, macros, accounts, actions, rules, names; /* arrays of these structs, names of fdm_value */
	bool unmatched_drop;
	uint32_t verify, delete_oversized; /* lines */
	uint32_t blind_line; /* something that decides too was not read; 0: nothing */
	const char *blind;
	uint32_t error_line; /* fdm would not start; 0: it would */
};

void fdm_conf_read(struct fdm_conf *c, struct ma_str bytes);
void fdm_conf_fini(struct fdm_conf *c);

/* What may become of mail of the account: bits. */
enum { FDM_STAYS = 1, FDM_GOES = 2 };
unsigned fdm_conf_decide(const struct fdm_conf *c, const struct fdm_account *a);

/* Is the name a pattern for several? */
bool fdm_has_wildcard(struct ma_str name);

static inline struct ma_str
fdm_text(const struct fdm_conf *c, const struct fdm_value *v)
{
	return v->n ? (struct ma_str){ c->texts.p + v->at, v->n } : MA_STR("");
}

#endif
