/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Apple Mail's keys, and how a value is read.  Mail writes a truth value as
 * YES or NO in text, as 0 or 1, or as a real truth value, and a number as a
 * number or as text, within one and the same account; all are taken.  A value
 * of another kind is garbage, and never read as "no".
 */
#include <string.h>

#include "apple-account.h"

#define KEY(text, slot) { text, sizeof text - 1, slot }

/* Sorted by key, for the search. */
static const struct {
	const char *key;
	size_t n;
	enum slot_name slot;
} keys[] = {
	KEY("AccountName", SLOT_NAME),
	KEY("AccountPath", SLOT_PATH),
	KEY("AccountType", SLOT_TYPE),
	KEY("ArchiveMailboxName", SLOT_ARCHIVE),
	KEY("AuthenticationScheme", SLOT_AUTH),
	KEY("CanonicalEmailAddress", SLOT_ADDRESS),
	KEY("Class", SLOT_TYPE),
	KEY("CompactWhenClosingMailboxes", SLOT_COMPACT),
	KEY("DaysAfterDownloadToDeleteMessagesFromServer", SLOT_DOWNLOAD_DAYS),
	KEY("DeleteMessagesInPlace", SLOT_IN_PLACE),
	KEY("DeleteMessagesOnServerInterval", SLOT_SERVER_DAYS),
	KEY("DeletionPolicy", SLOT_POLICY),
	KEY("DraftsMailboxName", SLOT_DRAFTS),
	KEY("EmptyJunkFrequency", SLOT_JUNK_FREQUENCY),
	KEY("EmptyTrashFrequency", SLOT_TRASH_FREQUENCY),
	KEY("EmptyTrashOnQuit", SLOT_TRASH_ON_QUIT),
	KEY("Hostname", SLOT_HOST),
	KEY("IdentityEmailAddress", SLOT_ADDRESS),
	KEY("JunkMailboxName", SLOT_JUNK),
	KEY("NumberOfDaysToKeepJunk", SLOT_JUNK_DAYS),
	KEY("NumberOfDaysToKeepTrash", SLOT_TRASH_DAYS),
	KEY("PortNumber", SLOT_PORT),
	KEY("SMTPIdentifier", SLOT_SMTP),
	KEY("SSLEnabled", SLOT_SSL),
	KEY("SSLIsDirect", SLOT_DIRECT),
	KEY("SecurityLayerType", SLOT_LAYER),
	KEY("SendingAccountIdentifier", SLOT_SENDER),
	KEY("Sent MessagesMailboxName", SLOT_SENT),
	KEY("SentMessagesMailboxName", SLOT_SENT),
	KEY("ServerPathPrefix", SLOT_PREFIX),
	KEY("ShouldUseAuthentication", SLOT_USE_AUTH),
	KEY("StoreDraftsOnServer", SLOT_STORE_DRAFTS),
	KEY("StoreJunkOnServer", SLOT_STORE_JUNK),
	KEY("StoreSentMessagesOnServer", SLOT_STORE_SENT),
	KEY("StoreTrashOnServer", SLOT_STORE_TRASH),
	KEY("TrashMailboxName", SLOT_TRASH),
	KEY("Username", SLOT_LOGIN),
	KEY("isActive", SLOT_ACTIVE),
	KEY("uniqueId", SLOT_ID),
};

enum slot_name
apple_slot(struct ma_str key)
{
	size_t low = 0, high = APPLE_N(keys);
	while (low < high) {
		size_t mid = (low + high) / 2, n = keys[mid].n;
		int c = memcmp(key.p, keys[mid].key, key.n < n ? key.n : n);
		if (c == 0)
			c = key.n < n ? -1 : key.n > n;
		if (c == 0)
			return keys[mid].slot;
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return SLOT_COUNT;
}

const char *
apple_slot_key(enum slot_name name)
{
	for (size_t i = 0; i < APPLE_N(keys); i++)
		if (keys[i].slot == name)
			return keys[i].key;
	return "";
}

/* ---- what stands in a slot ---- */

struct ma_str
apple_text(const struct grow *texts, const struct slot *s)
{
	if (!s->seen || s->clash || s->is != PLIST_IS_TEXT)
		return (struct ma_str){ "", 0 };
	return (struct ma_str){ texts->p + s->text, s->text_bytes };
}

bool
apple_equals(struct ma_str s, const char *word)
{
	return s.n == strlen(word) && memcmp(s.p, word, s.n) == 0;
}

bool
apple_equals_nocase(struct ma_str s, const char *word)
{
	size_t i = 0;
	for (; i < s.n && word[i]; i++) {
		char a = s.p[i], b = word[i];
		if ((a >= 'A' && a <= 'Z' ? a + 32 : a) != (b >= 'A' && b <= 'Z' ? b + 32 : b))
			return false;
	}
	return i == s.n && !word[i];
}

enum apple_got
apple_number(const struct grow *texts, const struct slot *s, int64_t *out)
{
	if (!s->seen)
		return APPLE_GOT_NOTHING;
	if (!s->clash && s->is == PLIST_IS_INT) {
		*out = s->num;
		return APPLE_GOT_VALUE;
	}
	struct ma_str text = apple_text(texts, s);
	size_t minus = text.n && *text.p == '-';
	int64_t v = 0;
	if (text.n == minus || text.n > 15)
		return APPLE_GOT_GARBAGE;
	for (size_t i = minus; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return APPLE_GOT_GARBAGE;
		v = v * 10 + (text.p[i] - '0');
	}
	*out = minus ? -v : v;
	return APPLE_GOT_VALUE;
}

enum apple_got
apple_truth(const struct grow *texts, const struct slot *s, int64_t *out)
{
	static const char *const words[][2] = { { "no", "yes" }, { "false", "true" }, { "0", "1" } };
	if (!s->seen)
		return APPLE_GOT_NOTHING;
	*out = s->num;
	if (!s->clash && (s->is == PLIST_IS_BOOL || (s->is == PLIST_IS_INT && (s->num == 0 || s->num == 1))))
		return APPLE_GOT_VALUE;
	struct ma_str text = apple_text(texts, s);
	for (size_t i = 0; i < APPLE_N(words); i++)
		for (*out = 0; *out < 2; ++*out)
			if (apple_equals_nocase(text, words[i][*out]))
				return APPLE_GOT_VALUE;
	return APPLE_GOT_GARBAGE;
}

struct ma_at
apple_place(const struct apple_say *s, const struct slot *slot, enum ma_state state)
{
	return (struct ma_at){ s->file, slot->seen ? slot->line : s->line, (uint32_t)state };
}

void
apple_say_word(const struct apple_say *s, enum ma_fact fact, const char *word, struct ma_at at)
{
	s->host->text(s->to, fact, (struct ma_str){ word, strlen(word) }, at);
}

void
apple_complain(const struct apple_say *s, const struct slot *slot, enum slot_name name)
{
	s->note(s->with, slot->clash ? MA_NOTE_DUPLICATE : MA_NOTE_VALUE, slot->line, apple_slot_key(name));
}

void
apple_say_text(const struct apple_say *s, const struct grow *texts, const struct slot *slot, enum slot_name name, enum ma_fact fact)
{
	struct ma_str text = apple_text(texts, &slot[name]);
	bool good = text.n > 0;
	if (slot[name].seen && (slot[name].is != PLIST_IS_TEXT || slot[name].clash))
		apple_complain(s, &slot[name], name);
	s->host->text(s->to, fact, text, apple_place(s, &slot[name], good ? MA_SET : MA_UNKNOWN));
}

