/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	file    = (macro | set | account | action | rule | "}")*
 *	macro   = ("$" | "%") name "=" (string | number | command)
 *	account = "account" name ["disabled"] [users] ["disabled"] type (option [value])* ["keep"]
 *	action  = "action" name [users] ( act | "{" act* "}" )
 *	act     = "keep" | "drop" | "action" name | other argument*
 *	rule    = "match" condition+ ( "{" rule* "}" | [users] acts ["continue"] )
 *	acts    = "action" (name | act | "{" act* "}") | "actions" "{" name* "}"
 *	users   = "user" value | "users" "{" value* "}"
 *
 * Statements do not end: they end where another begins.  Nothing is run: what a
 * command would print is unknown.  "include" and "ifdef" are not followed, and
 * then nobody knows what rules there are.
 */
#include "fdm-conf.h"

#include <string.h>

#include "fdm-token.h"

#define MAX_ITEMS 2000 /* of each kind */

struct reading {
	struct fdm_conf *c;
	struct fdm_lexer l;
	uint32_t outer; /* the group being read, plus one */
};

struct macro {
	struct ma_str name; /* in the file */
	char sign;
	struct fdm_value value;
};

static void
blind(struct reading *r, const char *what, uint32_t line)
{
	if (!r->c->blind)
		r->c->blind = what;
	if (!r->c->blind_line)
		r->c->blind_line = line;
}

/* Room for one more item of SIZE; NULL: there are too many. */
static void *
add(struct reading *r, struct grow *g, const void *item, size_t size)
{
	size_t at = g->n / size < MAX_ITEMS ? grow_add(g, item, size) : SIZE_MAX;
	if (at == SIZE_MAX)
		blind(r, "limit", r->l.line);
	return at == SIZE_MAX ? NULL : g->p + at;
}

/* ---- values ---- */

static const struct macro *
macro_called(const struct fdm_conf *c, char sign, struct ma_str name)
{
	const struct macro *found = NULL;
	for (size_t k = 0; k < c->macros.n / sizeof(struct macro); k++) {
		const struct macro *m = (const struct macro *)(const void *)(c->macros.p + k * sizeof *m);
		if (m->sign == sign && m->name.n == name.n && memcmp(m->name.p, name.p, name.n) == 0)
			found = m;
	}
	return found;
}

/* Adds a macro's text to the value that is being made at the end of texts. */
static void
add_macro(struct fdm_conf *c, struct fdm_value *v, char sign, struct ma_str name)
{
	const struct macro *m = macro_called(c, sign, name);
	v->unknown |= !m || m->value.unknown || m->value.n > 4096 || v->n > 4096;
	if (v->unknown)
		return;
	/* It may move when it grows. */
	char text[4096];
	memcpy(text, c->texts.p + m->value.at, m->value.n);
	if (grow_add(&c->texts, text, m->value.n) != SIZE_MAX)
		v->n += m->value.n;
}

/* A string in double quotes: "\x" is x, "${name}" the macro. */
static void
add_string(struct fdm_conf *c, struct fdm_value *v, struct ma_str s)
{
	for (size_t k = 0; k < s.n; k++) {
		char ch = s.p[k];
		if ((ch == '$' || ch == '%') && k + 1 < s.n && s.p[k + 1] == '{') {
			const char *end = memchr(s.p + k, '}', s.n - k);
			struct ma_str name = { s.p + k + 2, end ? (size_t)(end - s.p) - k - 2 : 0 };
			add_macro(c, v, ch, name);
			k += end ? name.n + 2 : 1;
			continue;
		}
		if (ch == '\\' && k + 1 < s.n)
			ch = s.p[++k];
		if (grow_add(&c->texts, &ch, 1) != SIZE_MAX)
			v->n++;
	}
}

static struct fdm_value
value_of(struct reading *r, const struct fdm_token *t)
{
	struct fdm_value v = { .at = r->c->texts.n, .line = t->line };
	if (t->kind == FDM_STRING)
		add_string(r->c, &v, t->text);
	else if (t->kind == FDM_MACRO)
		add_macro(r->c, &v, t->sign, t->text);
	else if (t->kind == FDM_RAW || t->kind == FDM_NUMBER || t->kind == FDM_WORD)
		v.n = grow_add(&r->c->texts, t->text.p, t->text.n) == SIZE_MAX ? 0 : t->text.n;
	else
		v.unknown = true;
	/* Something must stand here. */
	if (t->kind == FDM_END && !r->c->error_line)
		r->c->error_line = t->line;
	return v;
}

static bool
is_value(const struct fdm_token *t)
{
	return t->kind == FDM_STRING || t->kind == FDM_RAW || t->kind == FDM_MACRO || t->kind == FDM_NUMBER || t->kind == FDM_COMMAND;
}

/* The next token as a value. */
static struct fdm_value
take_value(struct reading *r)
{
	struct fdm_token t = fdm_next(&r->l);
	return value_of(r, &t);
}

/* ---- statements ---- */

static bool
begins_statement(const struct reading *r, const struct fdm_token *t)
{
	static const char *const words[] = { "account", "action", "match", "set", "include", "ifdef", "ifndef", "endif" };
	for (size_t k = 0; k < sizeof words / sizeof *words; k++)
		if (fdm_is_word(t, words[k]))
			return true;
	if (t->kind == FDM_MACRO) {
		struct fdm_lexer after = r->l;
		fdm_next(&after);
		struct fdm_token sign = fdm_peek(&after);
		return fdm_is_sign(&sign, '=');
	}
	return t->kind == FDM_END || t->kind == FDM_BAD;
}

/* Passes over "{ ... }", whose first brace was taken. */
static void
skip_braces(struct reading *r)
{
	for (size_t depth = 1; depth;) {
		struct fdm_token t = fdm_next(&r->l);
		if (t.kind == FDM_END || t.kind == FDM_BAD)
			return;
		depth += fdm_is_sign(&t, '{');
		depth -= fdm_is_sign(&t, '}');
	}
}

static void
skip_users(struct reading *r, const struct fdm_token *word)
{
	struct fdm_token t = fdm_next(&r->l);
	if (fdm_is_word(word, "users") && fdm_is_sign(&t, '{'))
		skip_braces(r);
}

/* What is left of a statement. */
static void
skip_rest(struct reading *r)
{
	for (struct fdm_token t = fdm_peek(&r->l); !begins_statement(r, &t) && !fdm_is_sign(&t, '}'); t = fdm_peek(&r->l)) {
		fdm_next(&r->l);
		if (fdm_is_sign(&t, '{'))
			skip_braces(r);
	}
}

static void
read_macro(struct reading *r, const struct fdm_token *name)
{
	struct fdm_token sign = fdm_next(&r->l);
	if (!fdm_is_sign(&sign, '='))
		r->c->error_line = r->c->error_line ? r->c->error_line : name->line;
	struct macro m = { name->text, name->sign, take_value(r) };
	add(r, &r->c->macros, &m, sizeof m);
}

static void
read_set(struct reading *r)
{
	struct fdm_token t = fdm_next(&r->l);
	if (fdm_is_word(&t, "unmatched-mail")) {
		struct fdm_token what = fdm_next(&r->l);
		r->c->unmatched_drop = fdm_is_word(&what, "drop");
	} else if (fdm_is_word(&t, "delete-oversized")) {
		r->c->delete_oversized = t.line;
	} else if (fdm_is_word(&t, "verify-certificates")) {
		r->c->verify = t.line;
	}
	skip_rest(r);
}

static void
read_account(struct reading *r, uint32_t line)
{
	struct fdm_account a = { .line = line };
	a.name = take_value(r);
	for (struct fdm_token t = fdm_peek(&r->l); !begins_statement(r, &t) && !fdm_is_sign(&t, '}'); t = fdm_peek(&r->l)) {
		const struct {
			const char *word;
			uint32_t *line;
			struct fdm_value *value;
		} options[] = {
			{ "disabled", &a.disabled, NULL }, { "keep", &a.keep, NULL }, { "starttls", &a.starttls, NULL }, { "no-verify", &a.no_verify, NULL },
			{ "server", NULL, &a.host }, { "port", NULL, &a.port }, { "user", NULL, &a.user }, { "pass", NULL, &a.pass },
		};
		fdm_next(&r->l);
		if (fdm_is_word(&t, "users")) {
			skip_users(r, &t);
			continue;
		}
		if (fdm_is_sign(&t, '{'))
			skip_braces(r);
		/* Before the type "user" is who gets the mail. */
		if (!a.type.line && fdm_is_word(&t, "user")) {
			skip_users(r, &t);
			continue;
		}
		bool option = false;
		for (size_t k = 0; k < sizeof options / sizeof *options; k++)
			if (fdm_is_word(&t, options[k].word)) {
				option = true;
				if (options[k].line)
					*options[k].line = t.line;
				else
					*options[k].value = take_value(r);
			}
		if (!option && !a.type.line && t.kind == FDM_WORD)
			a.type = value_of(r, &t);
	}
	add(r, &r->c->accounts, &a, sizeof a);
}

/* ---- actions ---- */

static enum fdm_effect
then(enum fdm_effect first, enum fdm_effect second)
{
	return second == FDM_NOTHING ? first : second;
}

/* Of the action that is called so. */
static enum fdm_effect
effect_of(const struct fdm_conf *c, const struct fdm_value *name)
{
	struct ma_str wanted = fdm_text(c, name);
	if (name->unknown || fdm_has_wildcard(wanted))
		return FDM_UNSURE;
	for (size_t k = 0; k < c->actions.n / sizeof(struct fdm_action); k++) {
		const struct fdm_action *a = (const struct fdm_action *)(const void *)(c->actions.p + k * sizeof *a);
		struct ma_str text = fdm_text(c, &a->name);
		if (text.n == wanted.n && memcmp(text.p, wanted.p, text.n) == 0)
			return a->name.unknown ? FDM_UNSURE : a->effect;
	}
	return FDM_UNSURE;
}

/* One act, whose word is T. */
static enum fdm_effect
read_act(struct reading *r, const struct fdm_token *t)
{
	if (fdm_is_word(t, "keep"))
		return FDM_KEEP;
	if (fdm_is_word(t, "drop"))
		return FDM_DROP;
	if (!fdm_is_word(t, "action"))
		return FDM_NOTHING;
	struct fdm_value name = take_value(r);
	return effect_of(r->c, &name);
}

/* "{ act* }", or one act up to the end of the statement or "continue". */
static enum fdm_effect
read_acts(struct reading *r)
{
	enum fdm_effect effect = FDM_NOTHING;
	struct fdm_token t = fdm_next(&r->l);
	if (!fdm_is_sign(&t, '{')) {
		effect = read_act(r, &t);
		for (t = fdm_peek(&r->l); !begins_statement(r, &t) && !fdm_is_sign(&t, '}') && !fdm_is_word(&t, "continue"); t = fdm_peek(&r->l)) {
			fdm_next(&r->l);
			if (fdm_is_sign(&t, '{')) /* headers by name */
				skip_braces(r);
		}
		return effect;
	}
	for (t = fdm_next(&r->l); !fdm_is_sign(&t, '}') && t.kind != FDM_END && t.kind != FDM_BAD; t = fdm_next(&r->l)) {
		if (fdm_is_sign(&t, '{'))
			skip_braces(r);
		effect = then(effect, read_act(r, &t));
	}
	return effect;
}

static void
read_action(struct reading *r)
{
	struct fdm_action a = { .name = take_value(r) };
	struct fdm_token t = fdm_peek(&r->l);
	if (fdm_is_word(&t, "user") || fdm_is_word(&t, "users")) {
		fdm_next(&r->l);
		skip_users(r, &t);
	}
	a.effect = read_acts(r);
	add(r, &r->c->actions, &a, sizeof a);
}

/* ---- rules ---- */

static void
add_name(struct reading *r, struct fdm_rule *rule)
{
	struct fdm_value name = take_value(r);
	if (!rule->n)
		rule->first = r->c->names.n / sizeof name;
	if (add(r, &r->c->names, &name, sizeof name))
		rule->n++;
}

/* Conditions, up to what is done: its word is returned. */
static struct fdm_token
read_conditions(struct reading *r, struct fdm_rule *rule)
{
	size_t n = 0, all = 0, accounts = 0;
	bool odd = false; /* "or" or "not": anything may be met */
	for (;;) {
		struct fdm_token t = fdm_next(&r->l);
		if (t.kind == FDM_END && !r->c->error_line)
			r->c->error_line = t.line;
		bool done = fdm_is_word(&t, "action") || fdm_is_word(&t, "actions") || fdm_is_sign(&t, '{');
		if (done || t.kind == FDM_END || t.kind == FDM_BAD) {
			rule->reach = n == 1 && all == 1 ? FDM_ALL : !odd && accounts == 1 ? (n == 1 ? FDM_ACCOUNTS : FDM_SOME_OF_ACCOUNTS) : FDM_SOME;
			return t;
		}
		odd |= fdm_is_word(&t, "or") || fdm_is_word(&t, "not");
		if (fdm_is_word(&t, "user") || fdm_is_word(&t, "users")) {
			skip_users(r, &t);
		} else if (fdm_is_word(&t, "account")) {
			add_name(r, rule);
			accounts++, n++;
		} else if (fdm_is_word(&t, "accounts")) {
			fdm_next(&r->l);
			for (t = fdm_peek(&r->l); is_value(&t); t = fdm_peek(&r->l))
				add_name(r, rule);
			fdm_next(&r->l);
			accounts++, n++;
		} else if (fdm_is_word(&t, "all")) {
			all++, n++;
		} else if (!fdm_is_word(&t, "and")) {
			n++;
		}
	}
}

static void
read_rule(struct reading *r, uint32_t line)
{
	struct fdm_rule rule = { .outer = r->outer, .line = line };
	struct fdm_token t = read_conditions(r, &rule);
	if (fdm_is_sign(&t, '{')) {
		rule.group = true;
		if (add(r, &r->c->rules, &rule, sizeof rule))
			r->outer = (uint32_t)(r->c->rules.n / sizeof rule);
		return;
	}
	struct fdm_token what = fdm_peek(&r->l);
	if (fdm_is_word(&t, "actions")) {
		fdm_next(&r->l);
		for (what = fdm_peek(&r->l); is_value(&what); what = fdm_peek(&r->l)) {
			struct fdm_value name = take_value(r);
			rule.effect = then(rule.effect, effect_of(r->c, &name));
		}
		fdm_next(&r->l);
	} else if (is_value(&what)) {
		struct fdm_value name = take_value(r);
		rule.effect = effect_of(r->c, &name);
	} else {
		rule.effect = read_acts(r);
	}
	t = fdm_peek(&r->l);
	rule.continues = fdm_is_word(&t, "continue");
	if (rule.continues)
		fdm_next(&r->l);
	add(r, &r->c->rules, &rule, sizeof rule);
}

/* The end of a group of rules. */
static void
leave_group(struct reading *r, uint32_t line)
{
	if (r->outer)
		r->outer = ((const struct fdm_rule *)(const void *)r->c->rules.p)[r->outer - 1].outer;
	else
		r->c->error_line = r->c->error_line ? r->c->error_line : line;
}

static void
read_statement(struct reading *r, const struct fdm_token *t)
{
	if (t->kind == FDM_MACRO)
		read_macro(r, t);
	else if (fdm_is_word(t, "set"))
		read_set(r);
	else if (fdm_is_word(t, "account"))
		read_account(r, t->line);
	else if (fdm_is_word(t, "action"))
		read_action(r);
	else if (fdm_is_word(t, "match"))
		read_rule(r, t->line);
	else if (fdm_is_sign(t, '}'))
		leave_group(r, t->line);
	else if (fdm_is_word(t, "include"))
		blind(r, "include", t->line), fdm_next(&r->l);
	else if (fdm_is_word(t, "ifdef") || fdm_is_word(t, "ifndef"))
		blind(r, "ifdef", t->line), fdm_next(&r->l);
	else if (!fdm_is_word(t, "endif"))
		r->c->error_line = r->c->error_line ? r->c->error_line : t->line;
}

void
fdm_conf_read(struct fdm_conf *c, struct ma_str bytes)
{
	struct reading r = { c, { bytes, 1, 0 }, 0 };
	struct fdm_token t;
	while ((t = fdm_next(&r.l)).kind != FDM_END)
		read_statement(&r, &t);
	if ((r.outer || r.l.bad_line) && !c->error_line)
		c->error_line = r.l.bad_line ? r.l.bad_line : t.line;
}

void
fdm_conf_fini(struct fdm_conf *c)
{
	struct grow *all[] = { &c->texts, &c->macros, &c->accounts, &c->actions, &c->rules, &c->names };
	for (size_t k = 0; k < sizeof all / sizeof *all; k++)
		grow_fini(all[k]);
}
