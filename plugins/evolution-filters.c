/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * filters.xml, as Evolution 3.46 writes it (what the parts do is in its own
 * filtertypes.xml):
 *
 *	rule = <rule enabled="true" grouping="all" source="incoming" [account-uid="UID"]>
 *	         <title>NAME</title> <partset>...</partset>
 *	         <actionset> part* </actionset> </rule>
 *	part = <part name="delete"/>
 *	     | <part name="move-to-folder"> <value ...><folder uri="folder://..."/></value> </part>
 *	     | <part name="set-status"> <value name="flag" type="option" value="Seen"/> </part>
 *	     | <part name="forward"> <value ...><address>a@example.jp</address></value> ... </part>
 *
 * Rules on sending, and those that are off, are passed over.  Conditions are
 * not read: a rule may meet any message.  What a shell does is unknown.
 */
#include "evolution-filters.h"

#include <string.h>

#include "kit/tags.h"

#define MAX_ACTS 2000

/* A text in TEXTS. */
struct piece {
	size_t at, n;
};

/* One thing that one rule does. */
struct act {
	enum ma_fact fact;
	uint32_t file, line;
	struct piece value, uid;
};

/* The rule being read. */
struct rule {
	bool on, acting;
	uint32_t line;
	struct piece title, uid;
	bool set_status, forward; /* the part being read */
};

static struct piece
keep(struct evolution_filters *f, struct ma_str s)
{
	char text[1024];
	if (s.n > sizeof text)
		s.n = sizeof text;
	struct ma_str plain = tag_text(s, text);
	size_t at = grow_add(&f->texts, plain.p, plain.n);
	return at == SIZE_MAX ? (struct piece){ 0, 0 } : (struct piece){ at, plain.n };
}

static struct ma_str
text_of(const struct evolution_filters *f, struct piece p)
{
	return p.n ? (struct ma_str){ f->texts.p + p.at, p.n } : MA_STR("");
}

static void
add(struct evolution_filters *f, const struct rule *r, enum ma_fact fact, struct piece value, uint32_t file)
{
	struct act act = { fact, file, r->line, value, r->uid };
	grow_add(&f->acts, &act, sizeof act);
}

/* A tag of an action set. */
static void
on_action(struct evolution_filters *f, struct rule *r, const struct tag *tag, uint32_t file)
{
	struct ma_str value = tag_attribute(tag, "value"), uri = tag_attribute(tag, "uri");
	if (span_is(tag->name, "part")) {
		struct ma_str name = tag_attribute(tag, "name");
		r->set_status = span_is(name, "set-status");
		r->forward = span_is(name, "forward");
		if (span_is(name, "delete"))
			add(f, r, MA_FILTERS_DELETE, r->title, file);
		else if (r->forward)
			add(f, r, MA_FILTERS_FORWARD, r->title, file);
		else if (span_is(name, "move-to-folder"))
			return; /* where to comes below it */
	} else if (span_is(tag->name, "folder") && uri.n) {
		add(f, r, span_begins(uri, "folder://local/") ? MA_FILTERS_MOVE_LOCAL : MA_FILTERS_MOVE, r->title, file);
	} else if (span_is(tag->name, "value") && r->set_status) {
		if (span_is(value, "Deleted"))
			add(f, r, MA_FILTERS_DELETE, r->title, file);
		else if (span_is(value, "Seen"))
			add(f, r, MA_FILTERS_MARK_READ, r->title, file);
	} else if (span_is(tag->name, "address") && r->forward && tag->text.n) {
		add(f, r, MA_FORWARDS_TO, keep(f, tag->text), file);
	}
}

bool
evolution_filters_read(struct evolution_filters *f, struct ma_str bytes, uint32_t file)
{
	struct tags tags = { bytes, 1 };
	struct rule r = { .on = false };
	struct tag tag;
	bool copying = false;
	while (tags_next(&tags, &tag)) {
		if (f->acts.n / sizeof(struct act) >= MAX_ACTS)
			return false;
		if (span_is(tag.name, "rule")) {
			bool arriving = tag.opens && span_is(tag_attribute(&tag, "source"), "incoming");
			r = (struct rule){ .on = arriving && !span_is(tag_attribute(&tag, "enabled"), "false"), .line = tag.line };
			r.uid = keep(f, tag_attribute(&tag, "account-uid"));
		} else if (span_is(tag.name, "title") && tag.opens && r.on) {
			r.title = keep(f, tag.text);
		} else if (span_is(tag.name, "actionset")) {
			r.acting = tag.opens;
		} else if (r.on && r.acting && tag.opens) {
			if (span_is(tag.name, "part"))
				copying = span_is(tag_attribute(&tag, "name"), "copy-to-folder");
			if (!copying)
				on_action(f, &r, &tag, file);
		}
	}
	return true;
}

void
evolution_filters_tell(const struct evolution_filters *f, const struct say *s, struct ma_str uid)
{
	for (size_t k = 0; k < f->acts.n / sizeof(struct act); k++) {
		const struct act *act = (const struct act *)(const void *)(f->acts.p + k * sizeof *act);
		struct ma_str only = text_of(f, act->uid);
		if (!only.n || (only.n == uid.n && memcmp(only.p, uid.p, uid.n) == 0))
			s->host->text(s->account, act->fact, text_of(f, act->value), (struct ma_at){ act->file, act->line, MA_SET });
	}
}

void
evolution_filters_fini(struct evolution_filters *f)
{
	grow_fini(&f->acts);
	grow_fini(&f->texts);
}
