/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake/desk.h"

#include <stdlib.h>

struct ma_page {
	const struct wish *wish;
	struct desk_file file;
	char *bytes;
	size_t n, size;
};

static struct ma_str
str_of(const char *s)
{
	return s ? (struct ma_str){ s, strlen(s) } : (struct ma_str){ NULL, 0 };
}

static struct ma_str
desk_text(struct ma_page *page, enum ma_fact id)
{
	const struct account *a = &page->wish->account;
	const struct fact *f = id < MA_FACT_COUNT ? account_fact(a, id) : &fact_nothing;
	bool is_list = f->state != MA_UNKNOWN && fact_rows[id].type == FACT_LIST;
	bool is_text = f->state != MA_UNKNOWN && (fact_rows[id].type == FACT_TEXT || fact_rows[id].type == FACT_WORD);
	return str_of(is_list && f->n_items ? f->items[0] : is_text ? f->text : NULL);
}

static int64_t
desk_num(struct ma_page *page, enum ma_fact id, int64_t otherwise)
{
	bool is_num = id < MA_FACT_COUNT && (fact_rows[id].type == FACT_INT || fact_rows[id].type == FACT_BOOL);
	if (is_num)
		(void)account_num(&page->wish->account, id, &otherwise);
	return otherwise;
}

static struct ma_str
desk_person(struct ma_page *page)
{
	return str_of(page->wish->person);
}

static void
desk_put(struct ma_page *page, struct ma_str s)
{
	while (page->n + s.n > page->size)
		page->bytes = xrealloc(page->bytes, page->size = page->size ? 2 * page->size : 4096);
	if (s.n)
		memcpy(page->bytes + page->n, s.p, s.n);
	page->n += s.n;
}

static void
desk_cannot(struct ma_page *page, enum ma_fact id)
{
	if (id < MA_FACT_COUNT)
		page->file.cannot[id] = account_knows(&page->wish->account, id);
}

struct desk_file
desk_write(const struct ma_writer *writer, const struct wish *wish, struct arena *arena)
{
	static const struct ma_desk desk = { sizeof desk, desk_text, desk_num, desk_person, desk_put, desk_cannot };
	struct ma_page page = { .wish = wish };
	writer->write(&desk, &page);
	page.file.bytes = arena_copy(arena, page.bytes ? page.bytes : "", page.n);
	page.file.n = page.n;
	free(page.bytes);
	return page.file;
}
