/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a message as a drawing: days to the right, a bar for the server
 * and one for each client, a cross where it is lost, an arrow where it is taken
 * away.  Each bar says in words what it is.  Of many clients those that fare
 * alike share a row.
 */
#include <stdlib.h>
#include <string.h>

#include "document/html.h"
#include "document/life-words.h"
#include "document/text-page.h"
#include "document/text-words.h"

enum { MAX_ROWS = 14, NAMES_WIDTH = 230, DAYS_WIDTH = 690, BACK_WIDTH = 110, ROW_HEIGHT = 30, HEAD_HEIGHT = 40, BAR_HEIGHT = 20, NAME_COLUMNS = 28 };

/* Clients that fare alike. */
struct lane {
	const struct life_client *client; /* the first of them */
	bool removes;
	size_t n;
	size_t first;
};

struct drawing {
	const struct report_mailbox *result;
	const struct life *life;
	struct life_days days;
	struct lane *lanes;
	size_t n;
	int day_width;
	bool back; /* a column for who comes back after the closure */
};

/* ---- rows ---- */

static int
by_lot(const void *a, const void *b)
{
	const struct lane *x = a, *y = b;
	if (x->removes != y->removes)
		return x->removes ? -1 : 1;
	int d = (int)life_lot(x->client) - (int)life_lot(y->client);
	if (!d)
		d = (x->client->misses_if_away_days > y->client->misses_if_away_days) - (x->client->misses_if_away_days < y->client->misses_if_away_days);
	return d;
}

static int
by_lot_then_first(const void *a, const void *b)
{
	const struct lane *x = a, *y = b;
	int d = by_lot(a, b);
	return d ? d : (x->first > y->first) - (x->first < y->first);
}

static void
collect_lanes(struct drawing *d, struct arena *arena)
{
	const struct life *life = d->life;
	d->n = life->n_clients;
	d->lanes = arena_alloc(arena, (d->n + 1) * sizeof *d->lanes);
	for (size_t i = 0; i < d->n; i++)
		d->lanes[i] = (struct lane){ &life->clients[i], false, 1, i };
	for (size_t i = 0; i < life->n_removed_by; i++)
		d->lanes[life->removed_by[i] - life->clients].removes = true;
	qsort(d->lanes, d->n, sizeof *d->lanes, by_lot_then_first);
	if (d->n <= MAX_ROWS)
		return;
	size_t kept = 0;
	for (size_t i = 0; i < d->n; i++)
		if (kept && by_lot(&d->lanes[kept - 1], &d->lanes[i]) == 0)
			d->lanes[kept - 1].n++;
		else
			d->lanes[kept++] = d->lanes[i];
	d->n = kept;
}

/* ---- bars ---- */

static const struct {
	const char *class, *words;
} presences[PRESENT_COUNT] = {
	[PRESENT_GONE] = { "gone", N_("gone") },
	[PRESENT_UNKNOWN] = { "unknown", N_("? unknown") },
	[PRESENT_SERVER] = { "server", N_("sees it on the server") },
	[PRESENT_COPY] = { "copy", N_("has a copy of its own") },
	[PRESENT_RACE] = { "race", N_("only if it checks first") },
};

static int
x_of(const struct drawing *d, size_t day)
{
	return NAMES_WIDTH + (int)day * d->day_width;
}

static void
put_cross(struct html *h, int x, int y)
{
	html_put(h, "<path class=\"cross\" d=\"M%d %dl10 10m0-10l-10 10\"/>", x + 2, y + 5);
}

/* How far the same holds from the day FROM on. */
static size_t
same_until(const struct drawing *d, const struct life_client *client, size_t from, enum presence *what)
{
	size_t to = from;
	enum presence now;
	*what = client ? life_for_client(d->life, client, d->days.all[from]) : life_on_server(d->life, d->days.all[from]);
	do {
		to++;
		now = to == d->days.n ? PRESENT_COUNT : client ? life_for_client(d->life, client, d->days.all[to]) : life_on_server(d->life, d->days.all[to]);
	} while (now == *what);
	return to;
}

/* Of the server (CLIENT NULL) or a client; MARK: room for the arrow at the first day. */
static void
put_bars(struct html *h, const struct drawing *d, const struct life_client *client, int y, bool removes)
{
	for (size_t i = 0, to; i < d->days.n; i = to) {
		enum presence what;
		to = same_until(d, client, i, &what);
		int x = x_of(d, i), width = x_of(d, to) - x, text = x + 8;
		if (what == PRESENT_GONE) {
			put_cross(h, x, y);
			text += 10;
		} else {
			html_put(h, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\"/>", presences[what].class, x, y, width - 2, BAR_HEIGHT);
		}
		if (removes && d->days.all[i] == 0 && d->life->gone_after_days == 0)
			text += 14;
		const char *words = !client && what == PRESENT_SERVER ? _("there") : _(presences[what].words);
		/* A word that has no room would be cut; the bar's look and the sentence below say it too. */
		if (text_width(words) * 8 < x + width - text || to == d->days.n)
			html_put(h, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>", what == PRESENT_UNKNOWN ? "in q" : "in", text, y + 15, words);
	}
}

static void
put_arrow(struct html *h, const struct drawing *d, int y)
{
	for (size_t i = 0; i < d->days.n; i++)
		if (d->days.all[i] == d->life->gone_after_days)
			html_put(h, "<path class=\"arrow\" d=\"M%d %dh12l-6 12z\"/>", x_of(d, i) + (i ? -6 : 2), y + 4);
}

/* ---- the picture ---- */

/* As much of the name as there is room for. */
static const char *
short_name(struct html *h, const char *name, int columns)
{
	char letter[TEXT_LETTER_BYTES];
	int all = 0, width;
	const char *p = name;
	while (*p) {
		size_t n = text_letter(p, letter, &width);
		if (all + width > columns)
			return arena_printf(&h->scratch, "%.*s\xe2\x80\xa6", (int)(p - name), name);
		all += width;
		p += n;
	}
	return name;
}

static const char *
lane_name(struct html *h, const struct lane *lane, int columns)
{
	const struct account *a = lane->client->account;
	const char *name = lane->n > 1 && a ? a->scan->workstation.name : words_of_life_client(lane->client, &h->scratch);
	if (columns)
		name = short_name(h, name, lane->n > 1 ? columns - 10 : columns);
	return lane->n > 1 ? arena_printf(&h->scratch, _("%s and %zu more"), name, lane->n - 1) : name;
}

static void
put_head(struct html *h, const struct drawing *d, int height)
{
	html_put(h, "<text class=\"axis\" x=\"%d\" y=\"14\">%s</text>", NAMES_WIDTH, _("Days after it came"));
	for (size_t i = 0; i < d->days.n; i++) {
		html_put(h, "<path class=\"tick\" d=\"M%d %dV%d\"/>", x_of(d, i), HEAD_HEIGHT - 6, height);
		html_put(h, "<text class=\"axis\" x=\"%d\" y=\"%d\">%lld</text>", x_of(d, i) + 2, HEAD_HEIGHT - 8, (long long)d->days.all[i]);
	}
	if (d->back) {
		long long away = (long long)d->result->mailbox->policy.closure_days;
		html_put(h, "<text class=\"axis\" x=\"%d\" y=\"%d\">%s</text>", x_of(d, d->days.n) + 6, HEAD_HEIGHT - 8,
		    arena_printf(&h->scratch, P_("Back after %lld day", "Back after %lld days", (unsigned long long)away), away));
	}
	html_put(h, "\n");
}

static void
put_lane(struct html *h, const struct drawing *d, const struct lane *lane, int y)
{
	html_put(h, "<g><title>%s</title><text class=\"name\" x=\"0\" y=\"%d\">%s</text>", lane_name(h, lane, 0), y + 15, lane_name(h, lane, NAME_COLUMNS));
	put_bars(h, d, lane->client, y, lane->removes);
	if (lane->removes)
		put_arrow(h, d, y);
	if (d->back)
		html_put(h, "<text class=\"in\" x=\"%d\" y=\"%d\">%s</text>", x_of(d, d->days.n) + 6, y + 15,
		    words_back(lane->client, d->life, d->result->mailbox->policy.closure_days));
	html_put(h, "</g>\n");
}

static void
put_picture(struct html *h, const struct drawing *d, size_t number, const char *sentence)
{
	int width = NAMES_WIDTH + d->day_width * (int)d->days.n + (d->back ? BACK_WIDTH : 0) + 4;
	int y = HEAD_HEIGHT, height = HEAD_HEIGHT + ROW_HEIGHT * (int)(d->n + 1);
	html_put(h, "<div class=\"wide\" role=\"group\" aria-label=\"%s\" tabindex=\"0\">\n", _("Life of a message, drawn"));
	html_put(h, "<svg class=\"life\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-labelledby=\"lt%zu ld%zu\">\n", width, height, width, height,
	    number, number);
	html_put(h, "<title id=\"lt%zu\">%s</title><desc id=\"ld%zu\">%s</desc>\n", number,
	    arena_printf(&h->scratch, _("The life of a message in %s"), d->result->mailbox->address), number, sentence);
	put_head(h, d, height);
	html_put(h, "<g><text class=\"name all\" x=\"0\" y=\"%d\">%s</text>", y + 15, _("on the server"));
	put_bars(h, d, NULL, y, false);
	html_put(h, "</g>\n");
	for (size_t i = 0; i < d->n; i++)
		put_lane(h, d, &d->lanes[i], y += ROW_HEIGHT);
	html_put(h, "</svg></div>\n");
}

void
html_life(struct html *h, const struct report_mailbox *result, size_t number)
{
	struct drawing d = { .result = result, .life = &result->life, .back = result->mailbox->policy.closure_days != POLICY_UNSET };
	const char *sentence = words_of_life(&result->life, &h->scratch), *growth = words_of_growth(result, &h->scratch);
	life_days_of(result, &d.days);
	d.day_width = DAYS_WIDTH / (int)d.days.n;
	collect_lanes(&d, &h->scratch);
	html_put(h, "<figure>\n");
	put_picture(h, &d, number, sentence);
	html_put(h, "<figcaption>%s", sentence);
	if (d.life->n_removed_by)
		html_put(h, " <span class=\"key\"><svg class=\"sign\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"arrow\" d=\"M2 2h12l-6 12z\"/></svg>%s</span>",
		    _("removes it from the server"));
	if (growth)
		html_put(h, "<br>%s", growth);
	html_put(h, "</figcaption></figure>\n");
}
