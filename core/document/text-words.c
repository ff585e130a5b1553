/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/text-words.h"

#include <inttypes.h>
#include <string.h>

#include "base/lang.h"
#include "base/str.h"

/* A fact without a row is shown by its help. */
static const struct {
	const char *phrase;
	const char *one, *many; /* a number with its unit; %s is the number */
} facts[MA_FACT_COUNT] = {
	[MA_CLIENT] = { .phrase = N_("program") },
	[MA_CLIENT_VERSION] = { .phrase = N_("version of the program") },
	[MA_PROFILE] = { .phrase = N_("profile") },
	[MA_USER] = { .phrase = N_("user of the workstation") },
	[MA_NAME] = { .phrase = N_("name of the account") },
	[MA_ENABLED] = { .phrase = N_("the account is in use") },
	[MA_SETTINGS_IN_CLOUD] = { .phrase = N_("keeps its settings where no file shows them") },
	[MA_PROTOCOL] = { .phrase = N_("fetches mail by") },
	[MA_ADDRESSES] = { .phrase = N_("mail addresses") },
	[MA_HOST] = { .phrase = N_("server") },
	[MA_PORT] = { .phrase = N_("port of the server") },
	[MA_LOGIN] = { .phrase = N_("user name at the server") },
	[MA_SECURITY] = { .phrase = N_("encryption of the connection") },
	[MA_AUTH] = { .phrase = N_("kind of password check") },
	[MA_PASSWORD_KEPT] = { .phrase = N_("how the password is kept") },
	[MA_LEAVE_ON_SERVER] = { .phrase = N_("leaves mail on the server") },
	[MA_LEAVE_RAW] = { .phrase = N_("the setting for leaving mail on the server, as stored") },
	[MA_DELETE_AFTER_DAYS] = { N_("removes mail from the server"), NP_("%s day after fetching it", "%s days after fetching it") },
	[MA_DELETE_WHEN] = { .phrase = N_("removes mail from the server when its user deletes it") },
	[MA_KEEP_COUNT] = { N_("messages it lets stay on the server"), "%s", "%s" },
	[MA_KEEP_BYTES] = { N_("bytes it lets stay on the server"), "%s", "%s" },
	[MA_RETAIN_DAYS] = { N_("clears old mail out of its folders"), NP_("after %s day", "after %s days") },
	[MA_RETAIN_COUNT] = { N_("messages it keeps in a folder at most"), "%s", "%s" },
	[MA_HEADERS_ONLY] = { .phrase = N_("fetches only the headers") },
	[MA_MAX_DOWNLOAD_KB] = { N_("fetches only a part of messages over"), NP_("%s KB", "%s KB") },
	[MA_DELETE_MODEL] = { .phrase = N_("what deleting a message does") },
	[MA_EMPTY_TRASH_ON_EXIT] = { .phrase = N_("empties the trash when it quits") },
	[MA_EXPUNGE_ON_EXIT] = { .phrase = N_("removes deleted mail for good when it quits") },
	[MA_TRASH_DAYS] = { N_("empties the trash of mail"), NP_("after %s day", "after %s days") },
	[MA_JUNK_DAYS] = { N_("removes junk mail"), NP_("after %s day", "after %s days") },
	[MA_TRASH_FOLDER] = { .phrase = N_("folder for deleted mail") },
	[MA_SENT_FOLDER] = { .phrase = N_("folder for sent mail") },
	[MA_DRAFTS_FOLDER] = { .phrase = N_("folder for drafts") },
	[MA_JUNK_FOLDER] = { .phrase = N_("folder for junk mail") },
	[MA_ARCHIVE_FOLDER] = { .phrase = N_("folder for archived mail") },
	[MA_SENT_KEPT] = { .phrase = N_("where sent mail is kept") },
	[MA_SUBSCRIBED_ONLY] = { .phrase = N_("shows subscribed folders only") },
	[MA_OFFLINE_DAYS] = { N_("keeps mail on this workstation"), NP_("for %s day", "for %s days") },
	[MA_STORE] = { .phrase = N_("where the mail lies on the workstation") },
	[MA_CHECK_MINUTES] = { N_("checks for mail"), NP_("every %s minute", "every %s minutes") },
	[MA_CHECK_AT_START] = { .phrase = N_("checks for mail when it starts") },
	[MA_MAX_CONNECTIONS] = { N_("connections at most"), "%s", "%s" },
	[MA_FILTERS_SERVER_DELETE] = { .phrase = N_("filters that delete from the server") },
	[MA_FILTERS_DELETE] = { .phrase = N_("filters that delete mail") },
	[MA_FILTERS_MOVE] = { .phrase = N_("filters that move mail to folders on the server") },
	[MA_FILTERS_MOVE_LOCAL] = { .phrase = N_("filters that move mail to the workstation") },
	[MA_FILTERS_MARK_READ] = { .phrase = N_("filters that mark mail as read") },
	[MA_FILTERS_FORWARD] = { .phrase = N_("filters that forward mail") },
	[MA_FILTERS_REPLY] = { .phrase = N_("filters that answer mail") },
	[MA_SMTP_HOST] = { .phrase = N_("server for sending") },
	[MA_SMTP_PORT] = { .phrase = N_("port of the server for sending") },
	[MA_SMTP_SECURITY] = { .phrase = N_("encryption when sending") },
	[MA_SMTP_AUTH] = { .phrase = N_("kind of password check when sending") },
	[MA_SMTP_LOGIN] = { .phrase = N_("user name for sending") },
	[MA_REPLY_TO] = { .phrase = N_("answers go to") },
	[MA_BCC] = { .phrase = N_("blind copies of sent mail go to") },
	[MA_FOLDER_PREFIX] = { .phrase = N_("folder that all others lie below (IMAP root)") },
	[MA_CERTIFICATE_CHECK] = { .phrase = N_("checks the server's certificate") },
	[MA_READ_RECEIPTS] = { .phrase = N_("sends read receipts") },
	[MA_FORWARDS_TO] = { .phrase = N_("addresses that filters forward mail to") },
	[MA_ACCOUNT_UID] = { .phrase = N_("the client's own name for this account") },
	[MA_UIDL_KEPT] = { .phrase = N_("remembers what it has fetched") },
};

static const struct {
	enum ma_fact fact;
	const char *word, *phrase;
} values[] = {
	{ MA_PROTOCOL, "pop3", "POP" },
	{ MA_PROTOCOL, "imap", "IMAP" },
	{ MA_PROTOCOL, "exchange", "Exchange" },
	{ MA_PROTOCOL, "other", N_("another way") },
	{ MA_SECURITY, "none", N_("none") },
	{ MA_SECURITY, "starttls-optional", N_("STARTTLS if the server offers it") },
	{ MA_SECURITY, "starttls", "STARTTLS" },
	{ MA_SECURITY, "tls", "TLS" },
	{ MA_SMTP_SECURITY, "none", N_("none") },
	{ MA_SMTP_SECURITY, "starttls-optional", N_("STARTTLS if the server offers it") },
	{ MA_SMTP_SECURITY, "starttls", "STARTTLS" },
	{ MA_SMTP_SECURITY, "tls", "TLS" },
	{ MA_DELETE_WHEN, "never", N_("no") },
	{ MA_DELETE_WHEN, "deleted", N_("yes, at the next check") },
	{ MA_DELETE_WHEN, "trash-emptied", N_("yes, when the trash is emptied") },
	{ MA_DELETE_WHEN, "moved", N_("yes, also when it is moved to a folder") },
	{ MA_DELETE_MODEL, "mark", N_("marks it as deleted") },
	{ MA_DELETE_MODEL, "trash", N_("moves it to the trash") },
	{ MA_DELETE_MODEL, "purge", N_("removes it for good at once") },
	{ MA_PASSWORD_KEPT, "none", N_("not kept") },
	{ MA_PASSWORD_KEPT, "keyring", N_("in the system's password store") },
	{ MA_PASSWORD_KEPT, "obfuscated", N_("merely disguised") },
	{ MA_PASSWORD_KEPT, "cleartext", N_("in plain text") },
	{ MA_READ_RECEIPTS, "never", N_("no") },
	{ MA_READ_RECEIPTS, "ask", N_("only if its user says so") },
	{ MA_READ_RECEIPTS, "always", N_("yes, by itself") },
	{ MA_SENT_KEPT, "server", N_("on the server") },
	{ MA_SENT_KEPT, "local", N_("on the workstation") },
	{ MA_SENT_KEPT, "none", N_("nowhere") },
};

const char *
words_of_fact(enum ma_fact id)
{
	return _(facts[id].phrase ? facts[id].phrase : fact_rows[id].help);
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
			return _(values[i].phrase);
	if (fact_rows[id].type == FACT_BOOL)
		return strcmp(value, "yes") == 0 ? _("yes") : strcmp(value, "no") == 0 ? _("no") : value;
	if (facts[id].one && str_number(value, &n))
		return with_number(P_(facts[id].one, facts[id].many, (unsigned long long)n), value, arena);
	if (!*value)
		return fact_rows[id].type == FACT_LIST ? _("none") : _("(empty)");
	return value;
}

const char *
words_of_advice(const struct advice *advice, const struct mailbox *mailbox, struct arena *arena)
{
	const char *value = advice_value(advice, mailbox, arena);
	/* What is off: a limit has none, a list is empty, a text is not there. */
	if (!value)
		return fact_rows[advice->fact].type == FACT_INT ? _("no limit") : _("none");
	if (!mailbox && strcmp(value, ADVICE_USUAL) == 0)
		return _("as in most clients of the mailbox");
	if (!mailbox && strcmp(value, ADVICE_ADDRESS) == 0)
		return _("the mailbox's address");
	/* Without a mailbox a value may be a word for it. */
	value = words_of_value(advice->fact, value, arena);
	return mailbox ? value : _(value);
}

const char *
words_of(const struct fact *fact, struct arena *arena)
{
	if (fact->state == MA_UNKNOWN)
		return _("unknown");
	return words_of_value(fact->id, fact_print(fact, arena), arena);
}

const char *
words_of_state(enum ma_state state)
{
	static const char *const words[] = {
		[MA_UNKNOWN] = NULL,
		[MA_SET] = NULL,
		[MA_LOCKED] = N_("set by an administrator"),
		[MA_IMPLIED] = N_("the program's default"),
		[MA_INFERRED] = N_("as far as is known"),
	};
	return words[state] ? _(words[state]) : NULL;
}

const char *
words_of_protocol(const char *protocol)
{
	return protocol ? words_of_value(MA_PROTOCOL, protocol, NULL) : _("unknown");
}

const char *
words_after_days(int64_t n, struct arena *arena)
{
	return arena_printf(arena, P_("after %lld day", "after %lld days", (unsigned long long)n), (long long)n);
}

const char *
words_of_removal(const struct account *account, struct arena *arena)
{
	int64_t leave, n;
	const char *first = NULL, *when = account_text(account, MA_DELETE_WHEN);
	bool pop = account_is(account, MA_PROTOCOL, "pop3"), left = account_num(account, MA_LEAVE_ON_SERVER, &leave);

	if (left && !leave)
		return _("at once");
	if (!account_knows(account, MA_PROTOCOL) || (pop && !left))
		return _("unknown");
	if (account_num(account, MA_DELETE_AFTER_DAYS, &n))
		first = words_after_days(n, arena);
	else if (account->slot[MA_DELETE_AFTER_DAYS])
		first = _("unknown when");
	else if (account_num(account, MA_RETAIN_DAYS, &n))
		first = words_after_days(n, arena);
	else if (account_knows(account, MA_KEEP_COUNT) || account_knows(account, MA_KEEP_BYTES) ||
		 account_knows(account, MA_RETAIN_COUNT))
		first = _("when there is too much");
	/* With POP deleting here removes it there only if so set; with the others it always does. */
	bool by_hand = pop ? when && strcmp(when, "never") != 0 : true;
	if (pop && !when && account->slot[MA_DELETE_WHEN])
		return first ? first : _("unknown when");
	if (account_fact(account, MA_FILTERS_SERVER_DELETE)->n_items)
		return first ? arena_printf(arena, _("%s, by a filter"), first) : _("by a filter");
	if (!by_hand)
		return first ? first : _("never");
	return first ? arena_printf(arena, _("%s, on deletion"), first) : _("when deleted");
}

const char *
words_of_leaving(const struct account *a)
{
	int64_t leave;
	if (account_num(a, MA_LEAVE_ON_SERVER, &leave))
		return leave ? C_("leaves mail", "yes") : C_("leaves mail", "NO");
	return account_is(a, MA_PROTOCOL, "pop3") || !account_knows(a, MA_PROTOCOL) ? _("unknown") : C_("leaves mail", "yes");
}

struct words_external
words_of_external(const struct policy_external *e, struct arena *arena)
{
	bool pop = e->protocol && strcmp(e->protocol, "pop3") == 0;
	return (struct words_external){
		.protocol = words_of_protocol(e->protocol),
		.leaves = e->leave_on_server == 0 ? C_("leaves mail", "NO") :
		    e->leave_on_server == 1 || (e->protocol && !pop) ? C_("leaves mail", "yes") : _("unknown"),
		.removes = e->leave_on_server == 0 ? _("at once") :
		    e->delete_after_days != POLICY_UNSET ? words_after_days(e->delete_after_days, arena) :
		    e->leave_on_server == 1 ? _("never") : e->protocol && !pop ? _("when deleted") : _("unknown"),
	};
}

const char *
words_of_details(const struct account *a, struct arena *arena)
{
	static const struct {
		enum ma_fact fact;
		const char *form;
	} parts[] = { { MA_USER, N_("user %s") }, { MA_PROFILE, N_("profile %s") }, { MA_NAME, N_("account %s") } };
	const char *names[sizeof parts / sizeof *parts], *all = NULL;
	size_t n = 0;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *text = account_text(a, parts[i].fact);
		if (text && *text)
			names[n++] = arena_printf(arena, _(parts[i].form), text);
	}
	for (size_t i = 0; i < n; i++)
		all = all ? arena_printf(arena, _("%s, %s"), all, names[i]) : names[i];
	return all;
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
		return arena_printf(arena, _("%s (%s)"), blame->account->scan->workstation.name, words_of_client(blame->account));
	if (blame->external)
		return blame->external->name;
	if (blame->device)
		return blame->device->name;
	return blame->scan ? blame->scan->workstation.name : blame->policy ? _("the policy") : "";
}

const char *
words_severity(enum severity severity)
{
	static const char *const names[SEVERITY_COUNT] = {
		N_("for information"), NC_("severity", "low"), NC_("severity", "medium"), NC_("severity", "high"), NC_("severity", "critical"),
	};
	return _(names[severity]);
}

const char *
words_list(const char *const *names, size_t n, size_t max, struct arena *arena)
{
	size_t shown = n > max + 1 ? max : n;
	const char *all = "";
	for (size_t i = 0; i < shown; i++)
		all = i == 0 ? names[0] : arena_printf(arena, i + 1 == n ? _("%s and %s") : _("%s, %s"), all, names[i]);
	if (shown < n)
		all = arena_printf(arena, _("%s and %zu more"), all, n - shown);
	return all;
}

const char *
words_of_remark(const char *remark, struct arena *arena)
{
	const char *clause;
	size_t n = lang_clause(remark, &clause);
	return arena_printf(arena, "%.*s%s", (int)n, remark, clause);
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
