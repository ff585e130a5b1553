/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The hand-over as a page: what must not be lost first, then what comes by
 * itself, then what to do in which order, to be ticked off on paper.
 */
#include <string.h>

#include "document/handover-words.h"
#include "document/html.h"
#include "document/text-words.h"

static const struct {
	enum sign sign;
	const char *class;
} looks[HAND_FATE_COUNT] = {
	[HAND_ONLY_HERE] = { SIGN_LOST, "lost" }, [HAND_PARTLY_HERE] = { SIGN_FAIL, "fail" }, [HAND_UNKNOWN] = { SIGN_UNKNOWN, "unknown" },
	[HAND_ON_SERVER] = { SIGN_CLEAN, "clean" }, [HAND_EMPTY] = { SIGN_MINOR, "minor" },
};

static void
put_text(struct html *h, const char *class, const char *text)
{
	if (text)
		html_put(h, "<p class=\"%s\">%s</p>", class, text);
}

static const char *
store_client(const struct hand_item *item)
{
	const char *client = item->n_accounts ? account_text(item->accounts[0], MA_CLIENT) : NULL;
	return client ? client : item->store->client;
}

static void
put_item(struct html *h, const struct hand_item *item)
{
	struct arena *arena = &h->scratch;
	const char *age = hand_words_age(item, arena);
	size_t n;
	const char **minds = hand_words_minds(item, arena, &n);
	html_put(h, "<div class=\"finding\"><h4><span class=\"state %s\">", looks[item->fate].class);
	html_sign(h, looks[item->fate].sign);
	html_put(h, "%s</span> ", hand_words_fate(item->fate));
	if (item->store)
		html_put(h, "<code>%s</code></h4><p><b>%s</b> · %s · %s · %s%s%s</p>", item->store->path, hand_words_size(item, arena), hand_words_owner(item, arena),
		    store_client(item), hand_words_kind(item, arena), age ? " · " : "", age ? age : "");
	else
		html_put(h, "%s</h4>", hand_words_owner(item, arena));
	put_text(h, "why", hand_words_reason(item, arena));
	for (size_t i = 0; i < n; i++)
		html_put(h, "<p><b>%s</b></p>", minds[i]);
	put_text(h, "choice", hand_words_choice(item, arena));
	for (int what = MOVE_TAKE; what <= MOVE_BRING && hand_item_is_carried(item); what++)
		put_text(h, "dim", hand_words_move(item, (enum move_what)what));
	html_put(h, "</div>\n");
	html_breathe(h);
}

static void
put_items(struct html *h, const struct hand_place *place)
{
	if (place->n_items)
		html_put(h, "<h3>%s</h3>\n", _("Where mail lies"));
	for (size_t i = 0; i < place->n_items; i++)
		put_item(h, &place->items[i]);
}

static void
put_account(struct html *h, const struct hand_account *account)
{
	const struct blame who = { .scan = account->account->scan, .account = account->account };
	const char *const titles[] = { _("Setting"), C_("setting", "Value"), NULL };
	struct arena *arena = &h->scratch;
	html_put(h, "<div class=\"finding\"><h4>%s</h4><p>%s</p>", html_blamed(h, &who),
	    hand_words_arrival(account, arena));
	const char *again = hand_words_again(account, arena);
	if (again)
		html_put(h, "<p><b>%s</b></p>", again);
	put_text(h, "memory", hand_words_memory(account, arena));
	put_text(h, "dim", move_text(account_text(account->account, MA_CLIENT), account->account->plugin, MOVE_SETTINGS, lang_now()));
	html_table(h, "settings", html_blamed(h, &who), titles);
	for (size_t i = 0; i < account->n_typed; i++) {
		const struct fact *f = account_fact(account->account, account->typed[i]);
		html_put(h, "<tr><th scope=\"row\">%s</th>", words_of_fact(account->typed[i]));
		html_put(h, f->state == MA_UNKNOWN ? "<td class=\"q\">%s</td></tr>\n" : "<td>%s</td></tr>\n", words_of(f, arena));
	}
	html_table_end(h);
	html_put(h, "</div>\n");
	html_breathe(h);
}

static void
put_place(struct html *h, const struct hand_place *place, size_t number)
{
	struct arena *arena = &h->scratch;
	html_section(h, arena_printf(&h->arena, "place%zu", number), arena_printf(arena, _("Hand-over of %s"), place->scan->workstation.name));
	html_put(h, "<p class=\"lead\">%s</p>\n", hand_words_sum(place, arena));
	size_t n_gaps;
	const char **gaps = hand_words_gaps(place, arena, &n_gaps);
	for (size_t i = 0; i < n_gaps; i++)
		put_text(h, "doubts", gaps[i]);
	put_items(h, place);
	if (place->n_accounts)
		html_put(h, "<h3>%s</h3>\n", _("Accounts to be set up again"));
	for (size_t i = 0; i < place->n_accounts; i++)
		put_account(h, &place->accounts[i]);
	int n = 0;
	for (int i = 0; i < HAND_STEP_COUNT; i++)
		if (place->steps[i]) {
			if (!n)
				html_put(h, "<h3>%s</h3>\n<ul class=\"changes\">\n", _("Steps, in this order"));
			html_put(h, "<li>%d. %s</li>\n", ++n, hand_words_step(place, (enum hand_step)i, arena));
		}
	html_put(h, n ? "</ul>\n" : "");
	html_put(h, "<p class=\"dim\">%s</p>\n", _("Address books, filters, signatures and calendars are not in this list."));
	html_section_end(h);
}

static void
put_verdict(struct html *h, const struct handover *handover)
{
	enum hand_fate worst = handover->carries ? HAND_ONLY_HERE : handover->unknown ? HAND_UNKNOWN : HAND_ON_SERVER;
	static const char *const words[HAND_FATE_COUNT] = {
		[HAND_ONLY_HERE] = N_("There is mail that exists only here"), [HAND_UNKNOWN] = N_("Not everything is known yet"), [HAND_ON_SERVER] = N_("Nothing has to be carried over"),
	};
	html_put(h, "<header class=\"verdict %s\">\n<p class=\"kicker\">%s</p>\n<h1>", looks[worst].class, _("Before a workstation is replaced"));
	html_sign(h, looks[worst].sign);
	html_put(h, "<span>%s</span></h1>\n<p class=\"lead\">%s", _(words[worst]),
	    arena_printf(&h->scratch, P_("%zu workstation", "%zu workstations", handover->n), handover->n));
	if (h->report->generated)
		html_put(h, "<span class=\"when\"> · <time datetime=\"%s\">%s</time></span>", h->report->generated, html_time(h, h->report->generated));
	html_put(h, "</p>\n</header>\n");
}

bool
html_write_handover(FILE *out, const char *where, const struct report *report, const struct handover *handover, struct writing *how, struct err *err)
{
	struct html h = { .out = out, .report = report, .how = how };
	html_head(&h, _("Before a workstation is replaced"));
	html_put(&h, "<a class=\"skip\" href=\"#place0\">%s</a>\n", _("To what must be done"));
	html_signs(&h);
	put_verdict(&h, handover);
	html_put(&h, "<nav aria-label=\"%s\"><ul>", _("Contents"));
	for (size_t i = 0; i < handover->n; i++)
		html_put(&h, "<li><a href=\"#place%zu\">%s</a></li>", i, handover->places[i].scan->workstation.name);
	html_put(&h, "</ul></nav>\n<main>\n");
	for (size_t i = 0; i < handover->n; i++)
		put_place(&h, &handover->places[i], i);
	html_put(&h, "</main>\n");
	html_foot(&h);
	html_breathe(&h);
	arena_fini(&h.arena);
	return writer_end(out, where, err);
}
