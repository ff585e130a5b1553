/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake/record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One record: this head, then N bytes of text. */
struct head {
	uint32_t op, account, what, file, line, state, n, unused;
	int64_t num;
};

enum { FLUSH_BYTES = 64 * 1024, MAX_ACCOUNTS = 200000, MAX_TEXT = 1 << 20 };

struct ma_account {
	struct ma_out *out;
	uint32_t index, next; /* next: in the chain of its hash, index + 1 */
	char *id;
	size_t n;
};

/* One call of parse. */
struct ma_out {
	struct record_out *to;
	struct ma_account **accounts;
	uint32_t n_accounts;
	uint32_t *chains; /* hash table of index + 1 */
	uint32_t n_chains; /* power of two */
	bool limited;
};

static void
flush(struct record_out *out)
{
	for (size_t done = 0; out->fd >= 0 && done < out->n && !out->failed;) {
		ssize_t k = write(out->fd, out->bytes + done, out->n - done);
		if (k > 0)
			done += (size_t)k;
		else if (errno != EINTR)
			out->failed = true;
	}
	if (out->fd >= 0)
		out->n = 0;
}

static void
put(struct record_out *out, struct head head, struct ma_str text)
{
	if (text.n > MAX_TEXT)
		text.n = MAX_TEXT;
	if (out->line && head.op != RECORD_ACCOUNT && head.op != RECORD_STATUS)
		head.line = out->line(out->lines, head.file, head.line);
	head.n = (uint32_t)text.n;
	size_t need = sizeof head + text.n;
	if (out->fd >= 0 && out->n + need > FLUSH_BYTES)
		flush(out);
	if (out->n + need > out->capacity) {
		out->capacity = (out->n + need) * 2 > FLUSH_BYTES ? (out->n + need) * 2 : FLUSH_BYTES;
		out->bytes = xrealloc(out->bytes, out->capacity);
	}
	memcpy(out->bytes + out->n, &head, sizeof head);
	if (text.n)
		memcpy(out->bytes + out->n + sizeof head, text.p, text.n);
	out->n += need;
}

static uint32_t
hash(struct ma_str s)
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return h;
}

static void
chain(struct ma_out *out, struct ma_account *a)
{
	uint32_t *slot = &out->chains[hash((struct ma_str){ a->id, a->n }) & (out->n_chains - 1)];
	a->next = *slot;
	*slot = a->index + 1;
}

static struct ma_account *
host_account(struct ma_out *out, struct ma_str id)
{
	if (out->n_chains)
		for (uint32_t i = out->chains[hash(id) & (out->n_chains - 1)]; i; i = out->accounts[i - 1]->next) {
			struct ma_account *a = out->accounts[i - 1];
			if (a->n == id.n && memcmp(a->id, id.p, id.n) == 0)
				return a;
		}
	if (out->n_accounts == MAX_ACCOUNTS) {
		/* A plugin that never stops inventing accounts is told the last one for ever. */
		if (!out->limited)
			put(out->to, (struct head){ .op = RECORD_NOTE, .what = MA_NOTE_LIMIT }, MA_STR("accounts"));
		out->limited = true;
		return out->accounts[out->n_accounts - 1];
	}
	if (out->n_accounts == out->n_chains) {
		out->n_chains = out->n_chains ? out->n_chains * 2 : 64;
		out->accounts = xrealloc(out->accounts, out->n_chains * sizeof *out->accounts);
		out->chains = xrealloc(out->chains, out->n_chains * sizeof *out->chains);
		memset(out->chains, 0, out->n_chains * sizeof *out->chains);
		for (uint32_t i = 0; i < out->n_accounts; i++)
			chain(out, out->accounts[i]);
	}
	struct ma_account *a = xmalloc(sizeof *a);
	*a = (struct ma_account){ .out = out, .index = out->n_accounts, .id = xmalloc(id.n), .n = id.n };
	if (id.n)
		memcpy(a->id, id.p, id.n);
	out->accounts[out->n_accounts++] = a;
	chain(out, a);
	put(out->to, (struct head){ .op = RECORD_ACCOUNT, .account = a->index }, id);
	return a;
}

static void
host_text(struct ma_account *a, enum ma_fact fact, struct ma_str text, struct ma_at at)
{
	if (text.n > MAX_TEXT)
		put(a->out->to, (struct head){ .op = RECORD_NOTE, .what = MA_NOTE_LIMIT, .file = at.file, .line = at.line }, MA_STR("text"));
	put(a->out->to,
	    (struct head){ .op = RECORD_TEXT, .account = a->index, .what = fact, .file = at.file, .line = at.line, .state = at.state },
	    text);
}

static void
host_num(struct ma_account *a, enum ma_fact fact, int64_t num, struct ma_at at)
{
	put(a->out->to,
	    (struct head){ .op = RECORD_NUM, .account = a->index, .what = fact, .file = at.file, .line = at.line, .state = at.state, .num = num },
	    (struct ma_str){ 0 });
}

static void
host_note(struct ma_out *out, enum ma_note note, struct ma_at at, struct ma_str key)
{
	put(out->to, (struct head){ .op = RECORD_NOTE, .what = note, .file = at.file, .line = at.line }, key);
}

static void
host_want(struct ma_out *out, struct ma_str path, struct ma_at at)
{
	put(out->to, (struct head){ .op = RECORD_WANT, .file = at.file, .line = at.line }, path);
}

static void
host_store(struct ma_out *out, struct ma_account *a, enum ma_store_kind kind, struct ma_str path, struct ma_at at)
{
	put(out->to,
	    (struct head){ .op = RECORD_STORE, .account = a ? a->index : RECORD_NO_ACCOUNT, .what = kind, .file = at.file, .line = at.line,
		.state = at.state },
	    path);
}

void
record_parse(const struct ma_parser *parser, const struct ma_file *files, size_t n, struct record_out *to)
{
	static const struct ma_host host = { sizeof host, host_account, host_text, host_num, host_note, host_want, host_store };
	struct ma_out out = { .to = to };
	enum ma_status status = parser->parse(&host, &out, files, n);
	put(to, (struct head){ .op = RECORD_STATUS, .what = status }, (struct ma_str){ 0 });
	flush(to);
	for (uint32_t i = 0; i < out.n_accounts; i++) {
		free(out.accounts[i]->id);
		free(out.accounts[i]);
	}
	free(out.accounts);
	free(out.chains);
}

void
record_note(struct record_out *out, enum ma_note note, struct ma_at at, const char *key)
{
	struct ma_str text = { key, key ? strlen(key) : 0 };
	put(out, (struct head){ .op = RECORD_NOTE, .what = note, .file = at.file, .line = at.line }, text);
}

void
record_out_fini(struct record_out *out)
{
	free(out->bytes);
	*out = (struct record_out){ .fd = -1 };
}

bool
record_next(struct ma_str *bytes, struct record *out)
{
	struct head head;
	if (bytes->n < sizeof head)
		return false;
	memcpy(&head, bytes->p, sizeof head);
	if (head.op > RECORD_STATUS || head.n > bytes->n - sizeof head || head.state > MA_INFERRED)
		return false;
	*out = (struct record){
		.op = (enum record_op)head.op,
		.account = head.account,
		.what = head.what,
		.at = { head.file, head.line, head.state },
		.num = head.num,
		.text = { bytes->p + sizeof head, head.n },
	};
	bytes->p += sizeof head + head.n;
	bytes->n -= sizeof head + head.n;
	return true;
}
