/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/text-words.h"

#include <inttypes.h>
#include <string.h>

#include "base/str.h"

/* A fact without a row is shown by its help. */
static const struct {
	const char *phrase;
	const char *one, *many; /* a number with its unit; %s is the number */
} facts[MA_FACT_COUNT] = {
	[MA_CLIENT] = { .phrase = "program" },
	[MA_CLIENT_VERSION] = { .phrase = "version of the program" },
	[MA_PROFILE] = { .phrase = "profile" },
	[MA_USER] = { .phrase = "user of the workstation" },
	[MA_NAME] = { .phrase = "name of the account" },
	[MA_ENABLED] = { .phrase = "the account is in use" },
	[MA_SETTINGS_IN_CLOUD] = { .phrase = "keeps its settings where no file shows them" },
	[MA_PROTOCOL] = { .phrase = "fetches mail by" },
	[MA_ADDRESSES] = { .phrase = "mail addresses" },
	[MA_HOST] = { .phrase = "server" },
	[MA_PORT] = { .phrase = "port of the server" },
	[MA_LOGIN] = { .phrase = "user name at the server" },
	[MA_SECURITY] = { .phrase = "encryption of the connection" },
	[MA_AUTH] = { .phrase = "kind of password check" },
	[MA_PASSWORD_KEPT] = { .phrase = "how the password is kept" },
	[MA_LEAVE_ON_SERVER] = { .phrase = "leaves mail on the server" },
	[MA_LEAVE_RAW] = { .phrase = "the setting for leaving mail on the server, as stored" },
	[MA_DELETE_AFTER_DAYS] = { "removes mail from the server", "%s day after fetching it", "%s days after fetching it" },
	[MA_DELETE_WHEN] = { .phrase = "removes mail from the server when its user deletes it" },
	[MA_KEEP_COUNT] = { "messages it lets stay on the server", "%s", "%s" },
	[MA_KEEP_BYTES] = { "bytes it lets stay on the server", "%s", "%s" },
	[MA_RETAIN_DAYS] = { "clears old mail out of its folders", "after %s day", "after %s days" },
	[MA_RETAIN_COUNT] = { "messages it keeps in a folder at most", "%s", "%s" },
	[MA_HEADERS_ONLY] = { .phrase = "fetches only the headers" },
	[MA_MAX_DOWNLOAD_KB] = { "fetches only a part of messages over", "%s KB", "%s KB" },
	[MA_DELETE_MODEL] = { .phrase = "what deleting a message does" },
	[MA_EMPTY_TRASH_ON_EXIT] = { .phrase = "empties the trash when it quits" },
	[MA_EXPUNGE_ON_EXIT] = { .phrase = "removes deleted mail for good when it quits" },
	[MA_TRASH_DAYS] = { "empties the trash of mail", "after %s day", "after %s days" },
	[MA_JUNK_DAYS] = { "removes junk mail", "after %s day", "after %s days" },
	[MA_TRASH_FOLDER] = { .phrase = "folder for deleted mail" },
	[MA_SENT_FOLDER] = { .phrase = "folder for sent mail" },
	[MA_DRAFTS_FOLDER] = { .phrase = "folder for drafts" },
	[MA_JUNK_FOLDER] = { .phrase = "folder for junk mail" },
	[MA_ARCHIVE_FOLDER] = { .phrase = "folder for archived mail" },
	[MA_SENT_KEPT] = { .phrase = "where sent mail is kept" },
	[MA_SUBSCRIBED_ONLY] = { .phrase = "shows subscribed folders only" },
	[MA_OFFLINE_DAYS] = { "keeps mail on this workstation", "for %s day", "for %s days" },
	[MA_STORE] = { .phrase = "where the mail lies on the workstation" },
	[MA_CHECK_MINUTES] = { "checks for mail", "every %s minute", "every %s minutes" },
	[MA_CHECK_AT_START] = { .phrase = "checks for mail when it starts" },
	[MA_MAX_CONNECTIONS] = { "connections at most", "%s", "%s" },
	[MA_FILTERS_SERVER_DELETE] = { .phrase = "filters that delete from the server" },
	[MA_FILTERS_DELETE] = { .phrase = "filters that delete mail" },
	[MA_FILTERS_MOVE] = { .phrase = "filters that move mail to folders on the server" },
	[MA_FILTERS_MOVE_LOCAL] = { .phrase = "filters that move mail to the workstation" },
	[MA_FILTERS_MARK_READ] = { .phrase = "filters that mark mail as read" },
	[MA_FILTERS_FORWARD] = { .phrase = "filters that forward mail" },
	[MA_FILTERS_REPLY] = { .phrase = "filters that answer mail" },
	[MA_SMTP_HOST] = { .phrase = "server for sending" },
	[MA_SMTP_PORT] = { .phrase = "port of the server for sending" },
	[MA_SMTP_SECURITY] = { .phrase = "encryption when sending" },
	[MA_SMTP_AUTH] = { .phrase = "kind of password check when sending" },
	[MA_SMTP_LOGIN] = { .phrase = "user name for sending" },
	[MA_REPLY_TO] = { .phrase = "answers go to" },
	[MA_BCC] = { .phrase = "blind copies of sent mail go to" },
};

static const struct {
	enum ma_fact fact;
	const char *word, *phrase;
} values[] = {
	{ MA_PROTOCOL, "pop3", "POP" },
	{ MA_PROTOCOL, "imap", "IMAP" },
	{ MA_PROTOCOL, "exchange", "Exchange" },
	{ MA_PROTOCOL, "other", "another way" },
	{ MA_SECURITY, "none", "none" },
	{ MA_SECURITY, "starttls-optional", "STARTTLS if the server offers it" },
	{ MA_SECURITY, "starttls", "STARTTLS" },
	{ MA_SECURITY, "tls", "TLS" },
	{ MA_SMTP_SECURITY, "none", "none" },
	{ MA_SMTP_SECURITY, "starttls-optional", "STARTTLS if the server offers it" },
	{ MA_SMTP_SECURITY, "starttls", "STARTTLS" },
	{ MA_SMTP_SECURITY, "tls", "TLS" },
	{ MA_DELETE_WHEN, "never", "no" },
	{ MA_DELETE_WHEN, "deleted", "yes, at the next check" },
	{ MA_DELETE_WHEN, "trash-emptied", "yes, when the trash is emptied" },
	{ MA_DELETE_WHEN, "moved", "yes, also when it is moved to a folder" },
	{ MA_DELETE_MODEL, "mark", "marks it as deleted" },
	{ MA_DELETE_MODEL, "trash", "moves it to the trash" },
	{ MA_DELETE_MODEL, "purge", "removes it for good at once" },
	{ MA_PASSWORD_KEPT, "none", "not kept" },
	{ MA_PASSWORD_KEPT, "keyring", "in the system's password store" },
	{ MA_PASSWORD_KEPT, "obfuscated", "merely disguised" },
	{ MA_PASSWORD_KEPT, "cleartext", "in plain text" },
	{ MA_SENT_KEPT, "server", "on the server" },
	{ MA_SENT_KEPT, "local", "on the workstation" },
	{ MA_SENT_KEPT, "none", "nowhere" },
};

const char *
words_of_fact(enum ma_fact id)
{
	return facts[id].phrase ? facts[id].phrase : fact_rows[id].help;
}

/* FMT with its one %s replaced. */
static const char *
with_number(const char *fmt, const char *number, struct arena *arena)
{
	size_t n = strcspn(fmt, "%");
	return arena_printf(arena, "%.*s%s%s", (int)n, fmt, number, fmt[n] ? fmt + n + 2 : "");
}

const char *
words_of_value(enum ma_fact id, const char *value, struct arena *arena)
{
	int64_t n;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if (values[i].fact == id && strcmp(values[i].word, value) == 0)
			return values[i].phrase;
	if (fact_rows[id].type == FACT_BOOL)
		return strcmp(value, "true") == 0 ? "yes" : strcmp(value, "false") == 0 ? "no" : value;
	if (facts[id].one && str_number(value, &n))
		return with_number(n == 1 ? facts[id].one : facts[id].many, value, arena);
	if (!*value)
		return fact_rows[id].type == FACT_LIST ? "none" : "(empty)";
	return value;
}

const char *
words_of_advice(const struct advice *advice, const struct mailbox *mailbox, struct arena *arena)
{
	const char *value = advice_value(advice, mailbox, arena);
	return value ? words_of_value(advice->fact, value, arena) : "no limit";
}

const char *
words_of(const struct fact *fact, struct arena *arena)
{
	if (fact->state == MA_UNKNOWN)
		return "unknown";
	return words_of_value(fact->id, fact_print(fact, arena), arena);
}

const char *
words_of_state(enum ma_state state)
{
	static const char *const words[] = {
		[MA_UNKNOWN] = "",
		[MA_SET] = "",
		[MA_LOCKED] = " (set by an administrator)",
		[MA_IMPLIED] = " (the program's default)",
		[MA_INFERRED] = " (as far as is known)",
	};
	return words[state];
}

const char *
words_of_protocol(const char *protocol)
{
	return protocol ? words_of_value(MA_PROTOCOL, protocol, NULL) : "unknown";
}

const char *
words_of_removal(const struct account *account, struct arena *arena)
{
	int64_t leave, n;
	const char *first = NULL, *when = account_text(account, MA_DELETE_WHEN);
	bool pop = account_is(account, MA_PROTOCOL, "pop3"), left = account_num(account, MA_LEAVE_ON_SERVER, &leave);

	if (left && !leave)
		return "at once";
	if (!account_knows(account, MA_PROTOCOL) || (pop && !left))
		return "unknown";
	if (account_num(account, MA_DELETE_AFTER_DAYS, &n))
		first = arena_printf(arena, "after %" PRId64 " day%s", n, n == 1 ? "" : "s");
	else if (account->slot[MA_DELETE_AFTER_DAYS])
		first = "unknown when";
	else if (account_num(account, MA_RETAIN_DAYS, &n))
		first = arena_printf(arena, "after %" PRId64 " day%s", n, n == 1 ? "" : "s");
	else if (account_knows(account, MA_KEEP_COUNT) || account_knows(account, MA_KEEP_BYTES) ||
		 account_knows(account, MA_RETAIN_COUNT))
		first = "when there is too much";
	/* With POP deleting here removes it there only if so set; with the others it always does. */
	bool by_hand = pop ? when && strcmp(when, "never") != 0 : true;
	if (pop && !when && account->slot[MA_DELETE_WHEN])
		return first ? first : "unknown when";
	if (account_fact(account, MA_FILTERS_SERVER_DELETE)->n_items)
		return first ? arena_printf(arena, "%s, by a filter", first) : "by a filter";
	if (!by_hand)
		return first ? first : "never";
	return first ? arena_printf(arena, "%s, on deletion", first) : "when deleted";
}

const char *
words_of_client(const struct account *account)
{
	const char *client = account_text(account, MA_CLIENT);
	return client ? client : account->plugin;
}

const char *
words_of_blame(const struct blame *blame, struct arena *arena)
{
	if (blame->account)
		return arena_printf(arena, "%s (%s)", blame->account->scan->workstation.name, words_of_client(blame->account));
	if (blame->external)
		return blame->external->name;
	return blame->scan ? blame->scan->workstation.name : "";
}

const char *
words_count(size_t n, const char *one, const char *many, struct arena *arena)
{
	return arena_printf(arena, "%zu %s", n, n == 1 ? one : many);
}

const char *
words_of_place(const struct scan *scan, uint64_t file, uint32_t line, struct arena *arena)
{
	if (!scan || file >= scan->n_files)
		return NULL;
	if (!line)
		return scan->files[file].path;
	return arena_printf(arena, "%s:%" PRIu32, scan->files[file].path, line);
}
