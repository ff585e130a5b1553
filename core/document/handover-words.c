/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/handover-words.h"

#include <inttypes.h>
#include <string.h>

#include "base/str.h"
#include "document/text-words.h"

enum { MAX_OWNERS = 4 };

const char *
hand_words_fate(enum hand_fate fate)
{
	static const char *const fates[HAND_FATE_COUNT] = {
		[HAND_ONLY_HERE] = N_("exists only here"), [HAND_PARTLY_HERE] = N_("in part only here"), [HAND_UNKNOWN] = N_("not known"),
		[HAND_ON_SERVER] = N_("is on the server"), [HAND_EMPTY] = N_("holds no mail"),
	};
	return _(fates[fate]);
}

const char *
hand_words_reason(const struct hand_item *item, struct arena *arena)
{
	static const char *const reasons[HAND_REASON_COUNT] = {
		[HAND_NO_ACCOUNT] = N_("It belongs to no account, so no server has it. If it is lost, it is lost for good."),
		[HAND_TAKES] = N_("This client removes from the server what it fetches: this copy is the only one."),
		[HAND_OTHERS_TAKE] = N_("Another client removes the mail from the server as it fetches it: what is here is not there any more."),
		[HAND_DELIVERED] = N_("This account puts what arrives into this file and takes it off the server: this copy is the only one."),
		[HAND_KEEPS] = N_("What it has fetched is still on the server. What was sent from here, or sorted into folders, is only here."),
		[HAND_UNSAID] = N_("Whether the server still has it cannot be told. Treat it as the only copy."),
		[HAND_MISSING] = N_("The client names this place, and nothing is there: moved, renamed or deleted. Look for it."),
		[HAND_NO_PLACE] = N_("Where this account's mail lies could not be learned. Look it up in the program."),
		[HAND_NOT_LOOKED] = N_("This scan was made by a version that did not look for mail. Scan the workstation again."),
		[HAND_COPY] = N_("It only shows what is on the server. It need not be copied: the new client fetches it again."),
		[HAND_NOTHING] = N_("There is no mail in it."),
	};
	if (item->reason == HAND_DAYS)
		return arena_printf(arena, P_("Mail goes from the server %lld day after it was fetched: what is older is only here, and so is what was sent from here.",
					       "Mail goes from the server %lld days after it was fetched: what is older is only here, and so is what was sent from here.",
					       (unsigned long long)item->days),
		    (long long)item->days);
	return _(reasons[item->reason]);
}

const char *
hand_words_bytes(int64_t bytes, struct arena *arena)
{
	static const struct {
		int64_t unit;
		const char *name;
	} units[] = { { INT64_C(1) << 30, "GB" }, { INT64_C(1) << 20, "MB" }, { INT64_C(1) << 10, "KB" } };
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (bytes >= units[i].unit) {
			int64_t tenths = bytes / (units[i].unit / 10);
			return tenths < 100 ? arena_printf(arena, "%" PRId64 ".%" PRId64 " %s", tenths / 10, tenths % 10, units[i].name)
					    : arena_printf(arena, "%" PRId64 " %s", bytes / units[i].unit, units[i].name);
		}
	return arena_printf(arena, "%" PRId64 " B", bytes);
}

const char *
hand_words_size(const struct hand_item *item, struct arena *arena)
{
	if (!item->store || item->store->bytes < 0)
		return item->fate == HAND_EMPTY ? hand_words_bytes(0, arena) : C_("size", "unknown");
	const char *size = hand_words_bytes(item->store->bytes, arena);
	return item->store->status == STORE_PARTLY ? arena_printf(arena, _("at least %s"), size) : size;
}

const char *
hand_words_kind(const struct hand_item *item, struct arena *arena)
{
	static const char *const forms[STORE_FORM_COUNT] = {
		[STORE_FORM_ANSI] = N_("%s, ANSI (holds 2 GB at most)"), [STORE_FORM_UNICODE] = N_("%s, Unicode (50 GB unless raised)"),
	};
	const struct scan_store *s = item->store;
	if (!s)
		return "-";
	const char *kind = _(store_rows[s->kind].sentence);
	if (s->messages >= 0)
		return arena_printf(arena, P_("%s, %lld message", "%s, %lld messages", (unsigned long long)s->messages), kind, (long long)s->messages);
	return forms[s->form] ? arena_printf(arena, _(forms[s->form]), kind) : kind;
}

const char *
hand_words_age(const struct hand_item *item, struct arena *arena)
{
	const struct scan_store *s = item->store;
	if (!s || !s->newest)
		return NULL;
	if (s->oldest)
		return arena_printf(arena, _("%.10s to %.10s"), s->oldest, s->newest);
	return arena_printf(arena, _("changed last on %.10s"), s->newest);
}

const char *
hand_words_owner(const struct hand_item *item, struct arena *arena)
{
	const char **names = arena_alloc(arena, (item->n_accounts + 1) * sizeof *names);
	for (size_t i = 0; i < item->n_accounts; i++) {
		const struct account *a = item->accounts[i];
		const struct fact *addresses = account_fact(a, MA_ADDRESSES);
		const char *login = account_text(a, MA_LOGIN), *name = account_text(a, MA_NAME);
		names[i] = addresses->n_items ? addresses->items[0] : login ? login : name ? name : a->id;
	}
	return item->n_accounts ? words_list(names, item->n_accounts, MAX_OWNERS, arena) : _("of no account");
}

const char **
hand_words_minds(const struct hand_item *item, struct arena *arena, size_t *n)
{
	static const char *const unseen[STORE_STATUS_COUNT] = {
		[STORE_DENIED] = N_("It could not be looked at: no permission. How large it is must be found out by hand."),
		[STORE_OUTSIDE] = N_("It lies outside of what was given to read, and was not looked at."),
		[STORE_PARTLY] = N_("Not all of it was looked through: it is at least this large."),
		[STORE_OTHER] = N_("Something else than mail is there; it was not looked at."),
	};
	const struct scan_store *s = item->store;
	const char **minds = NULL;
	*n = 0;
#define ADD(text) (*(const char **)arena_grow(arena, &minds, n, sizeof *minds) = (text))
	if (!s || item->fate == HAND_EMPTY)
		return NULL;
	if (unseen[s->status])
		ADD(_(unseen[s->status]));
	if (s->cut)
		ADD(_("The file is shorter than its own head says: this copy is incomplete. Copy it again while the program is closed."));
	if (s->form == STORE_FORM_FOREIGN)
		ADD(_("It does not begin as such a file does: it is damaged, or something else."));
	if (item->limit == HAND_LIMIT_OVER && s->form == STORE_FORM_ANSI)
		ADD(_("It is as large as a file of this form can be: make a new one of the new form in the program and move the mail over, before anything else."));
	else if (item->limit == HAND_LIMIT_NEAR && s->form == STORE_FORM_ANSI)
		ADD(_("It is nearly as large as a file of this form can be: import it into a new file rather than going on with this one."));
	else if (item->limit == HAND_LIMIT_OVER)
		ADD(_("It is larger than the program opens by default: the new workstation needs the same raised limit, or the mail goes into several files."));
	else if (item->limit == HAND_LIMIT_NEAR)
		ADD(_("It is nearly as large as the program opens by default."));
#undef ADD
	return minds;
}

const char *
hand_words_move(const struct hand_item *item, enum move_what what)
{
	const struct account *a = item->n_accounts ? item->accounts[0] : NULL;
	return move_text(a ? account_text(a, MA_CLIENT) : NULL, a ? a->plugin : item->store ? item->store->client : NULL, what, lang_now());
}

const char *
hand_words_choice(const struct hand_item *item, struct arena *arena)
{
	if (item->choice == HAND_CHOICE_NONE)
		return NULL;
	const char *skip = hand_words_move(item, MOVE_CHOICE_SKIP), *replace = hand_words_move(item, MOVE_CHOICE_REPLACE);
	const char *allow = item->choice == HAND_CHOICE_ALLOW ? hand_words_move(item, MOVE_CHOICE_ALLOW) : NULL;
	if (!skip || !replace)
		return NULL;
	if (allow)
		return arena_printf(arena, _("At the import choose %1$s, into an empty file and before the first check: nothing is left out, and there is nothing yet to be twice. For a second try, after an interruption, choose %2$s. Never %3$s: it overwrites what is there."),
		    allow, skip, replace);
	return arena_printf(arena, _("Let the new client fetch what is on the server first, then import and choose %1$s: what has come already is not doubled in the same folder; what was sorted into other folders will be there twice. Never %2$s: it overwrites what is there."),
	    skip, replace);
}

const char *
hand_words_arrival(const struct hand_account *h, struct arena *arena)
{
	const char *protocol = words_of_protocol(account_text(h->account, MA_PROTOCOL));
	if (account_bool_is(h->account, MA_SETTINGS_IN_CLOUD, true))
		return _("Comes back when its owner signs in: its settings are kept in the cloud.");
	if (h->unsaid)
		return _("How it fetches mail is not known: look it up before the workstation goes.");
	if (h->comes)
		return arena_printf(arena, _("Comes by itself (%s): once the account is set up, the new client shows what is on the server."), protocol);
	return arena_printf(arena, _("Does not come by itself (%s): its mail has to be taken along."), protocol);
}

const char *
hand_words_again(const struct hand_account *h, struct arena *arena)
{
	switch (h->again) {
	case HAND_AGAIN_DAYS:
		return arena_printf(arena, P_("Without its list of fetched messages the mail of the last %lld day comes from the server once more, and its days count anew.",
					       "Without its list of fetched messages the mail of the last %lld days comes from the server once more, and its days count anew.",
					       (unsigned long long)h->again_days),
		    (long long)h->again_days);
	case HAND_AGAIN_ALL:
		return _("Without its list of fetched messages all mail that is on the server comes once more.");
	case HAND_AGAIN_UNKNOWN:
		return _("Without its list of fetched messages mail may come from the server once more; how much cannot be told.");
	case HAND_AGAIN_NOTHING:
	case HAND_AGAIN_COUNT:
		break;
	}
	return NULL;
}

const char *
hand_words_memory(const struct hand_account *h, struct arena *arena)
{
	if (h->again == HAND_AGAIN_NOTHING)
		return NULL;
	const char *own = move_text(account_text(h->account, MA_CLIENT), h->account->plugin, MOVE_MEMORY, lang_now());
	return own ? arena_printf(arena, _("That list: %s"), own) : NULL;
}

const char **
hand_words_gaps(const struct hand_place *place, struct arena *arena, size_t *n)
{
	size_t withheld = place->scan->withheld.n;
	const char **gaps = arena_alloc(arena, 3 * sizeof *gaps);
	*n = 0;
	if (place->n_unread)
		gaps[(*n)++] = arena_printf(arena, P_("%zu file or setting could not be read: mail behind it is not in this list.",
						       "%zu files or settings could not be read: mail behind them is not in this list.", place->n_unread),
		    place->n_unread);
	if (withheld)
		gaps[(*n)++] = arena_printf(arena, P_("%zu account was withheld from this scan: its mail is not in this list.",
						       "%zu accounts were withheld from this scan: their mail is not in this list.", withheld),
		    withheld);
	if (place->n_silent)
		gaps[(*n)++] = arena_printf(arena, _("Whether these programs keep mail in folders of their own here is not known: %s."),
		    words_list(place->silent, place->n_silent, MAX_OWNERS, arena));
	return gaps;
}

const char *
hand_words_step(const struct hand_place *place, enum hand_step step, struct arena *arena)
{
	static const char *const steps[HAND_STEP_COUNT] = {
		[HAND_STEP_LOOK] = N_("Look at what is not known (marked with \"?\") before anything is switched off or wiped."),
		[HAND_STEP_LAST_CHECK] = N_("Check for mail a last time here, then close the program and do not open it any more: what it fetches after it was copied is left behind."),
		[HAND_STEP_CONVERT] = N_("Bring mail from a full data file of the old form (ANSI) into a new one."),
		[HAND_STEP_SPLIT] = N_("Spread mail from a data file that is too large over several."),
		[HAND_STEP_COPY] = N_("Copy or export what exists only here, all of it, to a disk that stays."),
		[HAND_STEP_COMPARE] = N_("Compare the copies with the sizes given here; open one of them on the new workstation before the old one is wiped."),
		[HAND_STEP_NOT_COPY] = N_("Do not copy what is only a copy of what is on the server (.ost files, folders of IMAP accounts): it is of no use elsewhere."),
		[HAND_STEP_OFFLINE] = N_("Set the new client up without network, or with its checks switched off: a POP client decides over the server's mail at its first check."),
		[HAND_STEP_TYPE] = N_("Set the accounts up with the settings given here. Passwords are in none of this: have them at hand."),
		[HAND_STEP_LIST] = N_("Copy the lists of fetched messages along with the mail; otherwise all of it comes once more."),
		[HAND_STEP_IMPORT] = N_("Import into an empty file before the first check (see there which answer to choose)."),
		[HAND_STEP_RECEIVE_FIRST] = N_("Where the server still has mail: let the new client fetch first, then import (see there which answer to choose)."),
		[HAND_STEP_RETIRE] = N_("When all is there, remove the accounts from this workstation, so that it never fetches again; keep its disk for some weeks."),
	};
	if (step == HAND_STEP_GATE)
		return arena_printf(arena, _("Before the new workstation goes live: mailaccord gate --replaces %s --against ..."), place->scan->workstation.name);
	return _(steps[step]);
}

const char *
hand_words_sum(const struct hand_place *place, struct arena *arena)
{
	size_t only = place->n_fate[HAND_ONLY_HERE] + place->n_fate[HAND_PARTLY_HERE], unknown = place->n_fate[HAND_UNKNOWN];
	if (only)
		return arena_printf(arena, P_("%zu place holds mail that exists only on this workstation (%s).",
					       "%zu places hold mail that exists only on this workstation (%s).", only),
		    only, place->bytes ? arena_printf(arena, _("%s as far as is known"), hand_words_bytes(place->bytes, arena)) : _("size not known"));
	if (unknown || place->steps[HAND_STEP_LOOK])
		return _("Whether mail exists only on this workstation cannot be told yet.");
	return place->n_accounts ? _("No mail was found that exists only on this workstation.") : _("No mail account was found on this workstation.");
}
