/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an account of Apple Mail says.  Removing mail from a POP server is one
 * setting, DeletionPolicy.  As a word its meaning is that of the framework
 * shared with iOS; as a number 0..3 its order is inferred.  Nothing says what
 * Mail does when it is absent, so that is unknown.
 */
#include <string.h>

#include "apple-account.h"

static void
say_truth(const struct apple_say *s, const struct apple_account *a, enum slot_name name, enum ma_fact fact, enum ma_state state)
{
	int64_t v = 0;
	enum apple_got got = apple_truth(&a->texts, &a->slot[name], &v);
	if (got == APPLE_GOT_GARBAGE) {
		apple_complain(s, &a->slot[name], name);
		state = MA_UNKNOWN;
	}
	if (got != APPLE_GOT_NOTHING)
		s->host->num(s->to, fact, got == APPLE_GOT_VALUE && v, apple_place(s, &a->slot[name], state));
}

/* ---- what happens to mail on the POP server ---- */

static const struct {
	const char *word;
	bool leave, by_days;
	const char *when;
} policies[] = {
	{ "Never", true, false, "never" },
	{ "RightAway", false, false, NULL },
	{ "AfterInterval", true, true, "never" },
	{ "WhenTransferredOutOfInbox", true, false, "moved" },
};
#define DEFAULT_DAYS 7 /* of the word form */

static void
say_leave_unknown(const struct apple_say *s, const struct slot *policy)
{
	struct ma_at at = apple_place(s, policy, MA_UNKNOWN);
	s->host->num(s->to, MA_LEAVE_ON_SERVER, 0, at);
	s->host->num(s->to, MA_DELETE_AFTER_DAYS, 0, at);
	apple_say_word(s, MA_DELETE_WHEN, "", at);
}

static void
say_interval(const struct apple_say *s, const struct apple_account *a, enum ma_state state)
{
	/* Each form has a key of its own for the days; the other one's is only a hint. */
	enum slot_name own = state == MA_SET ? SLOT_SERVER_DAYS : SLOT_DOWNLOAD_DAYS;
	enum slot_name name = a->slot[own].seen ? own : SLOT_SERVER_DAYS + SLOT_DOWNLOAD_DAYS - own;
	const struct slot *policy = &a->slot[SLOT_POLICY], *slot = &a->slot[name];
	enum ma_state days_state = state == MA_SET && name == own ? MA_SET : MA_INFERRED;
	int64_t days = DEFAULT_DAYS;
	enum apple_got got = apple_number(&a->texts, slot, &days);
	if (got == APPLE_GOT_NOTHING)
		days_state = state == MA_SET && !a->cut ? MA_IMPLIED : MA_UNKNOWN;
	if (got == APPLE_GOT_GARBAGE || days < 0) {
		/* Mail may take garbage for 0, and 0 days is "at once". */
		apple_complain(s, slot, name);
		say_leave_unknown(s, slot);
		return;
	}
	if (got == APPLE_GOT_NOTHING && a->cut) {
		say_leave_unknown(s, policy);
		return;
	}
	s->host->num(s->to, MA_LEAVE_ON_SERVER, days > 0, apple_place(s, got == APPLE_GOT_VALUE && !days ? slot : policy, days > 0 ? state : days_state));
	if (days > 0) {
		s->host->num(s->to, MA_DELETE_AFTER_DAYS, days, apple_place(s, slot, days_state));
		apple_say_word(s, MA_DELETE_WHEN, "never", apple_place(s, policy, MA_INFERRED));
	}
}

static void
say_raw(const struct apple_say *s, const struct apple_account *a)
{
	const struct slot *policy = &a->slot[SLOT_POLICY];
	char digits[24];
	size_t n = sizeof digits;
	struct ma_str raw = apple_text(&a->texts, policy);
	if (policy->is == PLIST_IS_INT && !policy->clash) {
		uint64_t v = policy->num < 0 ? -(uint64_t)policy->num : (uint64_t)policy->num;
		do
			digits[--n] = (char)('0' + v % 10);
		while (v /= 10);
		if (policy->num < 0)
			digits[--n] = '-';
		raw = (struct ma_str){ digits + n, sizeof digits - n };
	}
	if (raw.n && raw.n <= 40)
		s->host->text(s->to, MA_LEAVE_RAW, raw, apple_place(s, policy, MA_SET));
}

static void
say_policy(const struct apple_say *s, const struct apple_account *a)
{
	const struct slot *policy = &a->slot[SLOT_POLICY];
	size_t row = 0;
	int64_t number = 0;
	enum ma_state state = MA_SET;
	if (!policy->seen && a->phone && !a->cut) {
		struct ma_at at = apple_place(s, policy, MA_IMPLIED);
		s->host->num(s->to, MA_LEAVE_ON_SERVER, 1, at);
		apple_say_word(s, MA_DELETE_WHEN, "never", at);
		return;
	}
	if (!policy->seen) {
		say_leave_unknown(s, policy);
		return;
	}
	say_raw(s, a);
	struct ma_str word = apple_text(&a->texts, policy);
	while (row < APPLE_N(policies) && !apple_equals(word, policies[row].word))
		row++;
	if (row == APPLE_N(policies) && apple_number(&a->texts, policy, &number) == APPLE_GOT_VALUE && number >= 0 && number < (int64_t)APPLE_N(policies)) {
		row = (size_t)number;
		state = MA_INFERRED;
	}
	if (row == APPLE_N(policies)) {
		apple_complain(s, policy, SLOT_POLICY);
		say_leave_unknown(s, policy);
		return;
	}
	if (state == MA_INFERRED)
		s->note(s->with, MA_NOTE_INFERRED, policy->line, apple_slot_key(SLOT_POLICY));
	if (policies[row].by_days) {
		say_interval(s, a, state);
		return;
	}
	s->host->num(s->to, MA_LEAVE_ON_SERVER, policies[row].leave, apple_place(s, policy, state));
	if (policies[row].when)
		apple_say_word(s, MA_DELETE_WHEN, policies[row].when, apple_place(s, policy, state));
}

/* ---- folders and ages ---- */

static void
say_folders(const struct apple_say *s, const struct apple_account *a)
{
	static const struct {
		enum slot_name name, store; /* store: whether the folder is on the server */
		enum ma_fact fact;
	} folders[] = {
		{ SLOT_DRAFTS, SLOT_STORE_DRAFTS, MA_DRAFTS_FOLDER },
		{ SLOT_SENT, SLOT_STORE_SENT, MA_SENT_FOLDER },
		{ SLOT_TRASH, SLOT_STORE_TRASH, MA_TRASH_FOLDER },
		{ SLOT_JUNK, SLOT_STORE_JUNK, MA_JUNK_FOLDER },
		{ SLOT_ARCHIVE, SLOT_COUNT, MA_ARCHIVE_FOLDER },
	};
	int64_t on = 0;
	for (size_t i = 0; i < APPLE_N(folders); i++) {
		bool local = folders[i].store != SLOT_COUNT && apple_truth(&a->texts, &a->slot[folders[i].store], &on) == APPLE_GOT_VALUE && !on;
		if (!local && apple_text(&a->texts, &a->slot[folders[i].name]).n)
			apple_say_text(s, &a->texts, a->slot, folders[i].name, folders[i].fact);
	}
	const struct slot *sent = &a->slot[SLOT_STORE_SENT];
	enum apple_got got = apple_truth(&a->texts, sent, &on);
	if (got == APPLE_GOT_GARBAGE)
		apple_complain(s, sent, SLOT_STORE_SENT);
	if (got != APPLE_GOT_NOTHING)
		apple_say_word(s, MA_SENT_KEPT, on ? "server" : "local", apple_place(s, sent, got == APPLE_GOT_VALUE ? MA_SET : MA_UNKNOWN));
	const struct slot *in_place = &a->slot[SLOT_IN_PLACE];
	got = apple_truth(&a->texts, in_place, &on);
	if (got == APPLE_GOT_GARBAGE)
		apple_complain(s, in_place, SLOT_IN_PLACE);
	if (got != APPLE_GOT_NOTHING)
		apple_say_word(s, MA_DELETE_MODEL, on ? "mark" : "trash", apple_place(s, in_place, got == APPLE_GOT_VALUE ? MA_INFERRED : MA_UNKNOWN));
	say_truth(s, a, SLOT_COMPACT, MA_EXPUNGE_ON_EXIT, MA_INFERRED);
}

/* Days: above 0 as they stand, 0 when Mail quits, -1 never. */
static void
say_ages(const struct apple_say *s, const struct apple_account *a)
{
	static const struct {
		enum slot_name name;
		enum ma_fact days;
		bool trash;
		enum ma_state state;
	} ages[] = {
		{ SLOT_TRASH_FREQUENCY, MA_TRASH_DAYS, true, MA_INFERRED },
		{ SLOT_TRASH_DAYS, MA_TRASH_DAYS, true, MA_SET },
		{ SLOT_JUNK_FREQUENCY, MA_JUNK_DAYS, false, MA_INFERRED },
		{ SLOT_JUNK_DAYS, MA_JUNK_DAYS, false, MA_SET },
	};
	for (size_t i = 0; i < APPLE_N(ages); i++) {
		const struct slot *slot = &a->slot[ages[i].name];
		int64_t days = 0;
		enum apple_got got = apple_number(&a->texts, slot, &days);
		if (got == APPLE_GOT_NOTHING)
			continue;
		if (got == APPLE_GOT_GARBAGE || days < -1) {
			apple_complain(s, slot, ages[i].name);
			s->host->num(s->to, ages[i].days, 0, apple_place(s, slot, MA_UNKNOWN));
			continue;
		}
		if (days > 0)
			s->host->num(s->to, ages[i].days, days, apple_place(s, slot, ages[i].state));
		else if (ages[i].trash)
			s->host->num(s->to, MA_EMPTY_TRASH_ON_EXIT, days == 0, apple_place(s, slot, MA_INFERRED));
	}
	say_truth(s, a, SLOT_TRASH_ON_QUIT, MA_EMPTY_TRASH_ON_EXIT, MA_INFERRED);
}

/* ---- who ---- */

static const struct {
	const char *type;
	enum apple_class class;
	enum ma_state state;
} types[] = {
	{ "POPAccount", APPLE_POP, MA_SET },
	{ "IMAPAccount", APPLE_IMAP, MA_SET },
	{ "iToolsAccount", APPLE_IMAP, MA_SET },
	{ "GmailAccount", APPLE_IMAP, MA_INFERRED },
	{ "AOLAccount", APPLE_IMAP, MA_INFERRED },
	{ "YahooAccount", APPLE_IMAP, MA_INFERRED },
	{ "ExchangeAccount", APPLE_EXCHANGE, MA_INFERRED },
	{ "EWSAccount", APPLE_EXCHANGE, MA_INFERRED },
	{ "LocalAccount", APPLE_NONE, MA_SET },
	{ "RSSAccount", APPLE_NONE, MA_SET },
	{ "SMTPAccount", APPLE_NONE, MA_SET },
};
static const char *const protocols[] = {
	[APPLE_POP] = "pop3",
	[APPLE_IMAP] = "imap",
	[APPLE_EXCHANGE] = "exchange",
	[APPLE_UNKNOWN] = "",
};

static size_t
type_row(const struct apple_account *a)
{
	struct ma_str type = apple_text(&a->texts, &a->slot[SLOT_TYPE]);
	size_t row = 0;
	while (row < APPLE_N(types) && !apple_equals(type, types[row].type))
		row++;
	return row;
}

enum apple_class
apple_class(const struct apple_account *a)
{
	size_t row = type_row(a);
	return row < APPLE_N(types) ? types[row].class : APPLE_UNKNOWN;
}

static void
say_addresses(const struct apple_say *s, const struct apple_account *a)
{
	const struct apple_address *rows = (const void *)a->addresses.p;
	size_t n = a->addresses.n / sizeof *rows;
	struct ma_str own = apple_text(&a->texts, &a->slot[SLOT_ADDRESS]);
	bool own_given = own.n == 0;
	for (size_t i = 0; i < n; i++) {
		struct ma_str address = { a->texts.p + rows[i].text, rows[i].text_bytes };
		own_given = own_given || (address.n == own.n && memcmp(address.p, own.p, own.n) == 0);
		s->host->text(s->to, MA_ADDRESSES, address, (struct ma_at){ s->file, rows[i].line, MA_SET });
	}
	if (!own_given)
		s->host->text(s->to, MA_ADDRESSES, own, apple_place(s, &a->slot[SLOT_ADDRESS], MA_SET));
}

static void
say_place(const struct apple_say *s, const struct apple_account *a)
{
	struct ma_str path = apple_text(&a->texts, &a->slot[SLOT_PATH]);
	struct ma_at at = apple_place(s, &a->slot[SLOT_PATH], MA_SET);
	apple_say_text(s, &a->texts, a->slot, SLOT_PATH, MA_STORE);
	s->host->store(s->out, s->to, MA_STORE_EMLX, path, at);
	apple_say_mailboxes(s);
}

void
apple_say_mailboxes(const struct apple_say *s)
{
	s->host->store(s->out, NULL, MA_STORE_EMLX, MA_STR("~/Library/Mail/V*/Mailboxes"), (struct ma_at){ s->file, 0, MA_INFERRED });
}

void
apple_account_say(const struct apple_say *s, const struct apple_account *a)
{
	size_t row = type_row(a);
	enum apple_class class = row < APPLE_N(types) ? types[row].class : APPLE_UNKNOWN;
	enum ma_state known = row < APPLE_N(types) ? types[row].state : MA_UNKNOWN;
	if (known == MA_UNKNOWN)
		s->note(s->with, MA_NOTE_VALUE, a->slot[SLOT_TYPE].seen ? a->slot[SLOT_TYPE].line : s->line, apple_slot_key(SLOT_TYPE));
	apple_say_word(s, MA_CLIENT, s->client, (struct ma_at){ s->file, 0, MA_SET });
	apple_say_word(s, MA_PROTOCOL, protocols[class], apple_place(s, &a->slot[SLOT_TYPE], known));
	if (a->slot[SLOT_NAME].seen)
		apple_say_text(s, &a->texts, a->slot, SLOT_NAME, MA_NAME);
	say_truth(s, a, SLOT_ACTIVE, MA_ENABLED, MA_INFERRED);
	say_addresses(s, a);
	apple_connection_say(s, class, &a->texts, a->slot, a->cut);
	if (apple_text(&a->texts, &a->slot[SLOT_PATH]).n)
		say_place(s, a);
	if (class == APPLE_POP || class == APPLE_UNKNOWN)
		say_policy(s, a);
	if (class == APPLE_IMAP && apple_text(&a->texts, &a->slot[SLOT_PREFIX]).n)
		s->host->text(s->to, MA_FOLDER_PREFIX, apple_text(&a->texts, &a->slot[SLOT_PREFIX]), apple_place(s, &a->slot[SLOT_PREFIX], MA_INFERRED));
	if (class != APPLE_POP)
		say_folders(s, a);
	say_ages(s, a);
}
