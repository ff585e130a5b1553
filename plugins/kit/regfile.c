/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	text	header { line }
 *	line	blanks ( key | value | comment | header | nothing ) end
 *	key	"[" ["-"] root "\" name { "\" name } ["\"] "]" anything		the last "]" of the line counts
 *	value	( string | "@" ) blanks "=" blanks data [ ";" anything ]
 *	data	string | "-" | "dword:" blanks 1..8 hex digits | "hex" [ "(" type ")" ] ":" bytes
 *	bytes	[ byte { "," blanks byte } [","] ]	byte: 1..2 hex digits; behind a comma or the colon "\" goes on with the next line
 *	string	'"' { any but '"' and "\" | "\" any } '"'	may hold line ends
 *	comment	( ";" | "#" ) anything
 *	end	CR LF | LF | CR | end of text
 *
 * "dword" and "hex" in capitals, and raw line ends in strings, are taken though
 * not every importer does.  A string goes on behind the end of its line only if
 * its closing quote ends a line; else it was never closed and its line alone is
 * lost.  Known escapes are \\ \" \n \r; of any other the backslash is dropped,
 * as the importers do; \0 spoils the value.  Bytes of hex(1), hex(2) and hex(7)
 * are UTF-16LE, under the header REGEDIT4 of the code page.  Values behind a
 * line that deletes a key belong to no key.  The data of a value with
 * "password" in its name is walked over and not kept.
 * Limits: 4 million keys and values each.
 */
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "kit/regfile.h"

enum { MAX_NODES = 4000000, MAX_TROUBLES = 1000 };

struct key {
	uint32_t parent, child, last_child, next;
	uint32_t value, last_value;
	uint32_t name, name_n; /* in the text */
	uint32_t line;
	/* Deleting takes no walk: a key made again begins a new life, and what
	 * belongs to a former life of its key is no more. */
	uint32_t life, of; /* of: the life of its parent it is linked in */
	bool gone;
};

struct value {
	uint32_t key, next;
	uint32_t name, name_n, data, data_n; /* in the blob */
	uint32_t type, line, of;
	bool bad, secret, gone;
};

struct trouble {
	enum regfile_trouble kind;
	uint32_t line, value;
};

struct regfile {
	const char *text;
	size_t n;
	bool regedit4;
	bool lf; /* line ends are counted by LF, else by CR */
	bool full, failed; /* too much; out of memory */
	iconv_t ansi;

	struct key *keys;
	uint32_t n_keys, cap_keys;
	struct value *values;
	uint32_t n_values, cap_values;
	uint32_t *slots; /* of both kinds by name; values have VALUE set */
	size_t n_slots, used;
	char *blob;
	size_t blob_n, blob_cap;
	struct piece *pieces; /* texts made on demand */
	struct trouble *troubles;
	size_t n_troubles;
};

struct piece {
	struct piece *before;
	char bytes[];
};

#define VALUE UINT32_C(0x80000000)

struct cursor {
	struct regfile *reg;
	size_t i;
	uint32_t line;
	uint32_t key; /* 0: values belong nowhere */
	bool fresh; /* already on the line to be read next */
};

/* ---- small things ---- */

static char
fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool
same(const char *a, size_t a_n, const char *b, size_t b_n)
{
	if (a_n != b_n)
		return false;
	for (size_t i = 0; i < a_n; i++)
		if (fold(a[i]) != fold(b[i]))
			return false;
	return true;
}

bool
regfile_same(struct ma_str a, const char *b)
{
	return same(a.p, a.n, b, strlen(b));
}

static bool
grow(struct regfile *reg, void *array, uint32_t n, uint32_t *cap, size_t size)
{
	void *p, *was;
	if (n < *cap)
		return true;
	memcpy(&was, array, sizeof was);
	p = realloc(was, (*cap * 2 + 64) * size);
	if (!p) {
		reg->failed = true;
		return false;
	}
	*cap = *cap * 2 + 64;
	memcpy(array, &p, sizeof p);
	return true;
}

static void
trouble(struct regfile *reg, enum regfile_trouble kind, uint32_t line, uint32_t value)
{
	if (reg->n_troubles < MAX_TROUBLES)
		reg->troubles[reg->n_troubles++] = (struct trouble){ kind, line, value };
}

/* Room for N bytes at the end of the blob; the caller counts what it used. */
static char *
blob_room(struct regfile *reg, size_t n)
{
	if (reg->blob_n + n > reg->blob_cap) {
		size_t cap = (reg->blob_n + n) * 2 + 256;
		char *p = cap < UINT32_MAX ? realloc(reg->blob, cap) : NULL;
		if (!p) {
			reg->failed = true;
			return NULL;
		}
		reg->blob = p;
		reg->blob_cap = cap;
	}
	return reg->blob + reg->blob_n;
}

/* ---- names ---- */

static uint32_t
hash_name(uint32_t key, uint32_t kind, const char *name, size_t n)
{
	uint32_t h = (UINT32_C(2166136261) ^ key ^ kind) * UINT32_C(16777619);
	h = (h ^ key >> 13) * UINT32_C(2654435769);
	for (size_t i = 0; i < n; i++)
		h = (h ^ (uint8_t)fold(name[i])) * UINT32_C(16777619);
	return h ^ h >> 15;
}

static bool
slot_is(const struct regfile *reg, uint32_t slot, uint32_t key, uint32_t kind, const char *name, size_t n)
{
	if ((slot & VALUE) != kind)
		return false;
	if (kind) {
		const struct value *v = &reg->values[slot & ~VALUE];
		return v->key == key && same(reg->blob + v->name, v->name_n, name, n);
	}
	const struct key *k = &reg->keys[slot];
	return k->parent == key && same(reg->text + k->name, k->name_n, name, n);
}

/* Where the name is, or where it should go. */
static size_t
find_slot(const struct regfile *reg, uint32_t key, uint32_t kind, const char *name, size_t n)
{
	size_t i = hash_name(key, kind, name, n) & (reg->n_slots - 1);
	while (reg->slots[i] && !slot_is(reg, reg->slots[i], key, kind, name, n))
		i = (i + 1) & (reg->n_slots - 1);
	return i;
}

static bool
rehash(struct regfile *reg)
{
	uint32_t *was = reg->slots;
	size_t n = reg->n_slots;
	if (reg->used * 2 < n)
		return true;
	reg->n_slots = n ? n * 4 : 1024;
	reg->slots = calloc(reg->n_slots, sizeof *reg->slots);
	if (!reg->slots) {
		reg->slots = was;
		reg->n_slots = n;
		reg->failed = true;
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t s = was[i];
		if (s & VALUE) {
			const struct value *v = &reg->values[s & ~VALUE];
			reg->slots[find_slot(reg, v->key, VALUE, reg->blob + v->name, v->name_n)] = s;
		} else if (s) {
			const struct key *k = &reg->keys[s];
			reg->slots[find_slot(reg, k->parent, 0, reg->text + k->name, k->name_n)] = s;
		}
	}
	free(was);
	return true;
}

static bool
key_lives(const struct regfile *reg, uint32_t id)
{
	const struct key *k = &reg->keys[id];
	return !k->gone && k->of == reg->keys[k->parent].life;
}

static bool
value_lives(const struct regfile *reg, uint32_t id)
{
	const struct value *v = &reg->values[id];
	return !v->gone && v->of == reg->keys[v->key].life;
}

/* The child NAME of PARENT, made if new; 0 when memory is out. */
static uint32_t
make_key(struct regfile *reg, uint32_t parent, size_t name, size_t n, uint32_t line)
{
	size_t s;
	if (!rehash(reg) || !grow(reg, &reg->keys, reg->n_keys, &reg->cap_keys, sizeof *reg->keys))
		return 0;
	s = find_slot(reg, parent, 0, reg->text + name, n);
	uint32_t id = reg->slots[s];
	struct key *k, *p = &reg->keys[parent];
	if (id && key_lives(reg, id))
		return id;
	if (!id) {
		if (reg->n_keys >= MAX_NODES) {
			trouble(reg, REGFILE_FULL, line, 0);
			reg->full = true;
			return 0;
		}
		id = reg->n_keys++;
		reg->used++;
		reg->slots[s] = id;
		reg->keys[id] = (struct key){ .parent = parent, .name = (uint32_t)name, .name_n = (uint32_t)n };
	}
	k = &reg->keys[id];
	k->gone = false;
	k->life++;
	k->line = line;
	k->child = k->last_child = k->value = k->last_value = 0;
	if (k->of == p->life)
		return id;
	k->of = p->life;
	k->next = 0;
	if (p->last_child)
		reg->keys[p->last_child].next = id;
	else
		p->child = id;
	p->last_child = id;
	return id;
}

static uint32_t
find_key(const struct regfile *reg, uint32_t parent, const char *name, size_t n)
{
	uint32_t id = reg->slots[find_slot(reg, parent, 0, name, n)];
	return id && key_lives(reg, id) ? id : 0;
}

/* ---- values ---- */

/* The value with the name that stands in the blob from NAME on, made if new; what it held before is kept if BAD. */
static struct value *
make_value(struct regfile *reg, uint32_t key, uint32_t name, size_t n, uint32_t line, bool bad)
{
	size_t s;
	if (!rehash(reg) || !grow(reg, &reg->values, reg->n_values, &reg->cap_values, sizeof *reg->values))
		return NULL;
	s = find_slot(reg, key, VALUE, reg->blob + name, n);
	uint32_t id = reg->slots[s] & ~VALUE;
	struct key *k = &reg->keys[key];
	struct value *v;
	if (id && bad && value_lives(reg, id) && !reg->values[id].bad) {
		trouble(reg, REGFILE_BAD_VALUE, line, id);
		return NULL;
	}
	if (!id) {
		if (reg->n_values >= MAX_NODES) {
			trouble(reg, REGFILE_FULL, line, 0);
			reg->full = true;
			return NULL;
		}
		id = reg->n_values++;
		reg->used++;
		reg->slots[s] = id | VALUE;
		reg->values[id] = (struct value){ .key = key, .name = name, .name_n = (uint32_t)n };
	}
	v = &reg->values[id];
	if (v->of != k->life) {
		v->of = k->life;
		v->next = 0;
		if (k->last_value)
			reg->values[k->last_value].next = id;
		else
			k->value = id;
		k->last_value = id;
	}
	v->gone = v->secret = false;
	v->bad = bad;
	v->line = line;
	v->type = REGFILE_NONE;
	v->data = v->data_n = 0;
	if (bad)
		trouble(reg, REGFILE_BAD_VALUE, line, id);
	return v;
}

static bool
is_secret(const char *name, size_t n)
{
	for (size_t i = 0; i + 8 <= n; i++)
		if (same(name + i, 8, "password", 8))
			return true;
	return false;
}

/* ---- walking the text ---- */

static int
at(const struct cursor *c)
{
	return c->i < c->reg->n ? (uint8_t)c->reg->text[c->i] : -1;
}

static bool
is_end(int ch)
{
	return ch == '\n' || ch == '\r' || ch == -1 || ch == 0;
}

/* Passes over one character and counts the line it may end. */
static void
step(struct cursor *c)
{
	c->line += c->reg->text[c->i++] == (c->reg->lf ? '\n' : '\r');
}

static void
skip_blanks(struct cursor *c)
{
	while (at(c) == ' ' || at(c) == '\t')
		c->i++;
}

static bool
tail_is_blank(const struct regfile *reg, size_t i)
{
	while (i < reg->n && (reg->text[i] == ' ' || reg->text[i] == '\t'))
		i++;
	return i == reg->n || reg->text[i] == ';' || is_end((uint8_t)reg->text[i]);
}

static bool
at_tail(const struct cursor *c)
{
	return tail_is_blank(c->reg, c->i);
}

static void
skip_line(struct cursor *c)
{
	while (at(c) != -1 && at(c) != '\n' && at(c) != '\r')
		c->i++;
	if (at(c) == '\r' && c->i + 1 < c->reg->n && c->reg->text[c->i + 1] == '\n')
		step(c);
	if (at(c) != -1)
		step(c);
}

/* Index of the quote that closes the string whose text begins at I; with
 * ONE_LINE it must stand on the same line; reg->n if there is none. */
static size_t
close_quote(const struct regfile *reg, size_t i, bool one_line)
{
	for (; i < reg->n && reg->text[i] != '"'; i++) {
		if (one_line && is_end((uint8_t)reg->text[i]))
			return reg->n;
		i += reg->text[i] == '\\';
	}
	return i < reg->n ? i : reg->n;
}

/* Appends the string between the cursor and END to the blob, without escapes;
 * with KEEP false only walks.  False for \0 and for a raw NUL. */
static bool
unescape(struct cursor *c, size_t end, bool keep)
{
	char *to = keep ? blob_room(c->reg, end - c->i) : NULL;
	bool ok = !keep || to;
	for (; c->i < end; step(c)) {
		char ch = c->reg->text[c->i];
		if (ch == '\\' && c->i + 1 < end) {
			ch = c->reg->text[++c->i];
			ok = ok && ch != '0';
			ch = ch == 'n' ? '\n' : ch == 'r' ? '\r' : ch;
		}
		ok = ok && ch != 0;
		if (to)
			*to++ = ch;
	}
	if (to && ok)
		c->reg->blob_n = (size_t)(to - c->reg->blob);
	return ok;
}

static int
hex_digit(int ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	ch |= 32;
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* Up to MAX hex digits; how many there were. */
static int
hex_number(struct cursor *c, int max, uint32_t *out)
{
	int n = 0;
	*out = 0;
	for (; n < max && hex_digit(at(c)) >= 0; n++, c->i++)
		*out = *out << 4 | (uint32_t)hex_digit(at(c));
	return n;
}

static bool
take(struct cursor *c, const char *word)
{
	size_t n = strlen(word);
	if (c->reg->n - c->i < n || !same(c->reg->text + c->i, n, word, n))
		return false;
	c->i += n;
	return true;
}

/* ---- text out of bytes ---- */

static const char replacement[] = "\xEF\xBF\xBD";

static char *
put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		*to++ = (char)c;
	} else if (c < 0x800) {
		*to++ = (char)(0xC0 | c >> 6);
		*to++ = (char)(0x80 | (c & 0x3F));
	} else if (c < 0x10000) {
		*to++ = (char)(0xE0 | c >> 12);
		*to++ = (char)(0x80 | (c >> 6 & 0x3F));
		*to++ = (char)(0x80 | (c & 0x3F));
	} else {
		*to++ = (char)(0xF0 | c >> 18);
		*to++ = (char)(0x80 | (c >> 12 & 0x3F));
		*to++ = (char)(0x80 | (c >> 6 & 0x3F));
		*to++ = (char)(0x80 | (c & 0x3F));
	}
	return to;
}

/* N bytes of UTF-16LE to at most N * 3 / 2 bytes; an odd byte is dropped, half
 * a pair becomes U+FFFD and *CLEAN false.  The end of what was written. */
static char *
from_utf16(const char *bytes, size_t n, char *to, bool *clean)
{
	const uint8_t *p = (const uint8_t *)bytes;
	for (size_t i = 0; i + 2 <= n; i += 2) {
		uint32_t c = (uint32_t)(p[i] | p[i + 1] << 8);
		if (c >> 10 == 0x36 && i + 4 <= n && p[i + 3] >> 2 == 0x37) {
			c = 0x10000 + ((c & 0x3FF) << 10) + (uint32_t)((p[i + 2] | p[i + 3] << 8) & 0x3FF);
			i += 2;
		} else if (c >> 11 == 0x1B) {
			c = 0xFFFD;
			*clean = false;
		}
		to = put_utf8(to, c);
	}
	return to;
}

/* N bytes of the code page to at most N * 3 + 8 bytes, in the same way. */
static char *
from_ansi(const struct regfile *reg, const char *bytes, size_t n, char *to, bool *clean)
{
	char *in = (char *)(uintptr_t)bytes;
	size_t room = n * 3 + 8;
	if (reg->ansi != (iconv_t)-1)
		iconv(reg->ansi, NULL, NULL, NULL, NULL);
	while (n > 0) {
		if (reg->ansi != (iconv_t)-1 && iconv(reg->ansi, &in, &n, &to, &room) != (size_t)-1)
			break;
		if (reg->ansi == (iconv_t)-1 && (uint8_t)*in < 0x80) {
			*to++ = *in;
		} else {
			memcpy(to, replacement, 3);
			to += 3;
			room -= 3;
			*clean = false;
		}
		in++;
		n--;
	}
	return to;
}

/* The bytes at the end of the blob, from FROM on, are text of a hex(1), (2) or
 * (7) and become UTF-8. */
static bool
decode_text(struct regfile *reg, size_t from, uint32_t type, uint32_t line)
{
	size_t n = reg->blob_n - from;
	bool clean = true;
	char *to = blob_room(reg, n * 3 + 8), *start, *end;
	if (!to)
		return false;
	start = reg->blob + from;
	end = reg->regedit4 ? from_ansi(reg, start, n, to, &clean) : from_utf16(start, n, to, &clean);
	n = (size_t)(end - to);
	memmove(start, to, n);
	if (n > 0 && start[n - 1] == 0 && (type != REGFILE_MULTI_SZ || n == 1 || start[n - 2] == 0))
		n--; /* of several texts each keeps its own NUL */
	reg->blob_n = from + n;
	if (!clean)
		trouble(reg, REGFILE_ENCODING, line, 0);
	return true;
}

/* ---- data ---- */

enum outcome { GOOD, BAD, CUT };

/* Over the backslash at the end of a line and all up to the next byte. */
static bool
next_line(struct cursor *c)
{
	struct cursor was = *c;
	c->i++;
	if (!at_tail(c)) {
		*c = was;
		return false;
	}
	do {
		skip_line(c);
		skip_blanks(c);
	} while (at(c) == '\n' || at(c) == '\r' || at(c) == ';');
	return true;
}

/* The bytes behind "hex:" to the blob, or nowhere. */
static enum outcome
hex_bytes(struct cursor *c, bool keep, size_t *n)
{
	uint32_t byte;
	*n = 0;
	for (;;) {
		skip_blanks(c);
		if (at(c) == '\\') {
			if (!next_line(c))
				return BAD;
			if (at(c) == -1)
				return CUT;
			if (hex_digit(at(c)) < 0)
				return BAD; /* the rest is missing; this line is another value */
			continue;
		}
		if (at_tail(c))
			return *n > 0 && at(c) == -1 ? CUT : GOOD;
		int digits = hex_number(c, 2, &byte);
		if (digits == 0)
			return BAD;
		char *to = keep ? blob_room(c->reg, 1) : NULL;
		if (keep && !to)
			return BAD;
		if (keep) {
			*to = (char)byte;
			c->reg->blob_n++;
		}
		++*n;
		if (at(c) == -1)
			return digits == 1 ? CUT : GOOD;
		if (at(c) != ',')
			return at_tail(c) ? GOOD : BAD;
		c->i++;
	}
}

static enum outcome
read_hex(struct cursor *c, bool keep, struct value *v)
{
	uint32_t type = REGFILE_BINARY, line = c->line;
	size_t from = c->reg->blob_n, n;
	if (at(c) == '(') {
		c->i++;
		hex_number(c, 8, &type);
		if (at(c) != ')')
			return BAD;
		c->i++;
	}
	if (at(c) != ':')
		return BAD;
	c->i++;
	enum outcome out = hex_bytes(c, keep, &n);
	v->type = type;
	v->data = (uint32_t)from;
	bool text = type == REGFILE_SZ || type == REGFILE_EXPAND_SZ || type == REGFILE_MULTI_SZ;
	if (out != BAD && keep && text && !decode_text(c->reg, from, type, line))
		return BAD;
	v->data_n = keep ? (uint32_t)(c->reg->blob_n - from) : (uint32_t)n;
	return out;
}

static enum outcome
read_dword(struct cursor *c, bool keep, struct value *v)
{
	uint32_t number;
	skip_blanks(c);
	int digits = hex_number(c, 8, &number);
	if (digits == 0 || !at_tail(c) || (digits < 8 && at(c) == -1))
		return at(c) == -1 ? CUT : BAD;
	char *to = blob_room(c->reg, 4);
	if (!to)
		return BAD;
	v->type = REGFILE_DWORD;
	v->data = (uint32_t)c->reg->blob_n;
	v->data_n = 4;
	for (int i = 0; keep && i < 4; i++)
		to[i] = (char)(number >> 8 * i);
	c->reg->blob_n += keep ? 4 : 0;
	return GOOD;
}

static enum outcome
read_string(struct cursor *c, bool keep, struct value *v)
{
	struct regfile *reg = c->reg;
	size_t end = close_quote(reg, ++c->i, false), from = reg->blob_n, began = c->i;
	if (end == reg->n)
		return CUT;
	if (!tail_is_blank(reg, end + 1))
		return BAD;
	if (!unescape(c, end, keep))
		return BAD;
	c->i++;
	v->type = REGFILE_SZ;
	v->data = (uint32_t)from;
	v->data_n = (uint32_t)(keep ? reg->blob_n - from : end - began);
	return GOOD;
}

static enum outcome
read_data(struct cursor *c, bool keep, struct value *v)
{
	if (at(c) == '"')
		return read_string(c, keep, v);
	if (take(c, "dword:"))
		return read_dword(c, keep, v);
	if (take(c, "hex"))
		return read_hex(c, keep, v);
	if (take(c, "-") && at_tail(c)) {
		v->gone = true;
		return GOOD;
	}
	return BAD;
}

/* ---- lines ---- */

static void
read_key(struct cursor *c)
{
	struct regfile *reg = c->reg;
	size_t i = c->i + 1, end = i, from;
	while (end < reg->n && !is_end((uint8_t)reg->text[end]))
		end++;
	while (end > i && reg->text[end - 1] != ']')
		end--;
	bool deleted = end > i + 1 && reg->text[i] == '-';
	i += deleted;
	if (end <= i + 1 || reg->text[i] == ' ' || reg->text[i] == '\t') {
		trouble(reg, REGFILE_SYNTAX, c->line, 0);
		return;
	}
	for (end--; end > i && reg->text[end - 1] == '\\';)
		end--;
	c->key = REGFILE_ROOT;
	for (from = i; c->key && from <= end; from = i + 1) {
		for (i = from; i < end && reg->text[i] != '\\';)
			i++;
		c->key = deleted ? find_key(reg, c->key, reg->text + from, i - from)
				 : make_key(reg, c->key, from, i - from, c->line);
		if (i == end)
			break;
	}
	if (deleted && c->key)
		reg->keys[c->key].gone = true;
	if (deleted)
		c->key = 0;
}

static void
store_value(struct cursor *c, uint32_t name, size_t name_n, enum outcome out, const struct value *read, uint32_t line)
{
	struct regfile *reg = c->reg;
	if (!c->key) {
		reg->blob_n = name;
		return;
	}
	if (read->gone) {
		uint32_t id = reg->slots[find_slot(reg, c->key, VALUE, reg->blob + name, name_n)] & ~VALUE;
		if (id)
			reg->values[id].gone = true;
		return;
	}
	bool bad = out == BAD || (out == CUT && read->type == 0);
	if (bad && out == CUT)
		trouble(reg, REGFILE_UNCLOSED, line, 0);
	struct value *v = make_value(reg, c->key, name, name_n, line, bad);
	if (!v || bad)
		return;
	v->type = read->type;
	v->secret = read->secret;
	v->data = read->data;
	v->data_n = read->data_n;
	if (out == CUT)
		trouble(reg, REGFILE_UNCLOSED, line, (uint32_t)(v - reg->values));
}

static void
read_value(struct cursor *c)
{
	struct regfile *reg = c->reg;
	struct cursor was = *c;
	uint32_t name = (uint32_t)reg->blob_n;
	struct value v = { 0 };
	if (at(c) == '@') {
		c->i++;
	} else {
		size_t end = close_quote(reg, ++c->i, true);
		if (end == reg->n || !unescape(c, end, true)) {
			trouble(reg, end == reg->n && close_quote(reg, was.i + 1, false) == reg->n ? REGFILE_UNCLOSED
												   : REGFILE_SYNTAX,
				was.line, 0);
			*c = was;
			return;
		}
		c->i++;
	}
	size_t name_n = reg->blob_n - name;
	skip_blanks(c);
	if (at(c) != '=') {
		reg->blob_n = name;
		trouble(reg, REGFILE_SYNTAX, was.line, 0);
		*c = was;
		return;
	}
	c->i++;
	skip_blanks(c);
	struct cursor data = *c;
	v.secret = is_secret(reg->blob + name, name_n);
	enum outcome out = read_data(c, !v.secret, &v);
	if (out == CUT)
		v.type = at(&data) == '"' ? 0 : v.type;
	if (out == BAD || (out == CUT && v.type == 0)) {
		if (at(&data) == '"')
			*c = data; /* its other lines may be keys */
		else
			c->fresh = c->line != data.line && (at(c) == '"' || at(c) == '[' || at(c) == '@');
	}
	store_value(c, name, name_n, out, &v, was.line);
}

static void
read_line(struct cursor *c)
{
	skip_blanks(c);
	int ch = at(c);
	if (ch == '[')
		read_key(c);
	else if (ch == '"' || ch == '@')
		read_value(c);
	else if (!is_end(ch) && ch != ';' && ch != '#' && !take(c, "windows registry editor") && !take(c, "regedit") &&
		 !take(c, "\xEF\xBB\xBF"))
		trouble(c->reg, REGFILE_SYNTAX, c->line, 0);
	if (!c->fresh)
		skip_line(c);
	c->fresh = false;
}

/* ---- the whole ---- */

static bool
read_header(struct cursor *c)
{
	struct regfile *reg = c->reg;
	reg->lf = reg->n == 0 || memchr(reg->text, '\n', reg->n);
	take(c, "\xEF\xBB\xBF");
	size_t start = c->i;
	reg->regedit4 = take(c, "regedit4");
	if (!reg->regedit4 && !take(c, "windows registry editor version") && !take(c, "regedit"))
		return false;
	c->i = start;
	skip_line(c);
	return true;
}

struct regfile *
regfile_read(struct ma_str text, const char *ansi_charset)
{
	struct regfile *reg = calloc(1, sizeof *reg);
	struct cursor c = { .reg = reg, .line = 1 };
	if (!reg)
		return NULL;
	reg->text = text.p;
	reg->n = text.n < UINT32_MAX / 2 ? text.n : UINT32_MAX / 2;
	reg->ansi = iconv_open("UTF-8", ansi_charset ? ansi_charset : "CP932");
	reg->troubles = malloc(MAX_TROUBLES * sizeof *reg->troubles);
	reg->n_keys = REGFILE_ROOT + 1;
	reg->n_values = 1;
	if (!reg->troubles || !grow(reg, &reg->keys, 0, &reg->cap_keys, sizeof *reg->keys) ||
	    !grow(reg, &reg->values, 0, &reg->cap_values, sizeof *reg->values) || !rehash(reg) || !blob_room(reg, 1) ||
	    !read_header(&c)) {
		regfile_free(reg);
		return NULL;
	}
	memset(reg->keys, 0, reg->n_keys * sizeof *reg->keys);
	memset(reg->values, 0, sizeof *reg->values);
	reg->keys[REGFILE_ROOT].life = 1;
	while (c.i < reg->n && !reg->full && !reg->failed)
		read_line(&c);
	if (reg->failed) {
		regfile_free(reg);
		return NULL;
	}
	return reg;
}

void
regfile_free(struct regfile *reg)
{
	if (!reg)
		return;
	if (reg->ansi != (iconv_t)-1)
		iconv_close(reg->ansi);
	while (reg->pieces) {
		struct piece *before = reg->pieces->before;
		free(reg->pieces);
		reg->pieces = before;
	}
	free(reg->keys);
	free(reg->values);
	free(reg->slots);
	free(reg->blob);
	free(reg->troubles);
	free(reg);
}

uint32_t
regfile_key(const struct regfile *reg, uint32_t key, const char *path)
{
	while (key && *path) {
		size_t n = strcspn(path, "\\");
		key = find_key(reg, key, path, n);
		path += n + (path[n] == '\\');
	}
	return key;
}

static uint32_t
living(const struct regfile *reg, uint32_t key)
{
	while (key && reg->keys[key].gone)
		key = reg->keys[key].next;
	return key;
}

uint32_t
regfile_child(const struct regfile *reg, uint32_t key)
{
	return living(reg, reg->keys[key].child);
}

uint32_t
regfile_next(const struct regfile *reg, uint32_t key)
{
	return living(reg, reg->keys[key].next);
}

struct ma_str
regfile_key_name(const struct regfile *reg, uint32_t key)
{
	return (struct ma_str){ reg->text + reg->keys[key].name, reg->keys[key].name_n };
}

uint32_t
regfile_key_line(const struct regfile *reg, uint32_t key)
{
	return reg->keys[key].line;
}

static uint32_t
living_value(const struct regfile *reg, uint32_t value)
{
	while (value && reg->values[value].gone)
		value = reg->values[value].next;
	return value;
}

uint32_t
regfile_value(const struct regfile *reg, uint32_t key, const char *name)
{
	uint32_t id = reg->slots[find_slot(reg, key, VALUE, name, strlen(name))] & ~VALUE;
	return id && value_lives(reg, id) ? id : 0;
}

uint32_t
regfile_first_value(const struct regfile *reg, uint32_t key)
{
	return living_value(reg, reg->keys[key].value);
}

uint32_t
regfile_next_value(const struct regfile *reg, uint32_t value)
{
	return living_value(reg, reg->values[value].next);
}

struct regfile_value
regfile_get(const struct regfile *reg, uint32_t value)
{
	const struct value *v = &reg->values[value];
	struct regfile_value out = { .type = v->type, .line = v->line, .bad = v->bad, .secret = v->secret };
	out.name = (struct ma_str){ reg->blob + v->name, v->name_n };
	out.data = (struct ma_str){ v->secret || v->bad ? NULL : reg->blob + v->data, v->data_n };
	return out;
}

/* Room for a text of up to N bytes that lives as long as REG; NULL when memory is out. */
static struct piece *
piece_new(struct regfile *reg, size_t n)
{
	struct piece *p = malloc(sizeof *p + n + 1);
	if (!p)
		return NULL;
	p->before = reg->pieces;
	return reg->pieces = p;
}

static struct ma_str
to_nul(const char *p, size_t n)
{
	const char *nul = n ? memchr(p, 0, n) : NULL;
	return (struct ma_str){ p, nul ? (size_t)(nul - p) : n };
}

struct ma_str
regfile_utf16(struct regfile *reg, const void *bytes, size_t n)
{
	bool clean = true;
	const char *p = bytes;
	size_t len = 0;
	while (len + 2 <= n && (p[len] || p[len + 1]))
		len += 2;
	struct piece *piece = piece_new(reg, len * 2);
	if (!piece)
		return (struct ma_str){ "", 0 };
	return (struct ma_str){ piece->bytes, (size_t)(from_utf16(bytes, len, piece->bytes, &clean) - piece->bytes) };
}

struct ma_str
regfile_ansi(struct regfile *reg, const void *bytes, size_t n)
{
	bool clean = true;
	size_t len = to_nul(bytes, n).n;
	struct piece *piece = piece_new(reg, len * 3 + 8);
	if (!piece)
		return (struct ma_str){ "", 0 };
	return (struct ma_str){ piece->bytes, (size_t)(from_ansi(reg, bytes, len, piece->bytes, &clean) - piece->bytes) };
}

bool
regfile_text(struct regfile *reg, uint32_t value, struct ma_str *text)
{
	const struct value *v = &reg->values[value];
	if (!value || v->bad || v->secret)
		return false;
	if (v->type == REGFILE_SZ || v->type == REGFILE_EXPAND_SZ) {
		*text = to_nul(reg->blob + v->data, v->data_n);
		return true;
	}
	if (v->type != REGFILE_BINARY)
		return false;
	*text = regfile_utf16(reg, reg->blob + v->data, v->data_n);
	return true;
}

bool
regfile_number(const struct regfile *reg, uint32_t value, uint64_t *number)
{
	const struct value *v = &reg->values[value];
	size_t n = v->type == REGFILE_QWORD ? 8 : 4;
	if (!value || v->bad || v->secret || v->data_n != n)
		return false;
	if (v->type != REGFILE_DWORD && v->type != REGFILE_DWORD_BE && v->type != REGFILE_QWORD)
		return false;
	*number = 0;
	for (size_t i = 0; i < n; i++) {
		size_t k = v->type == REGFILE_DWORD_BE ? i : n - 1 - i;
		*number = *number << 8 | (uint8_t)reg->blob[v->data + k];
	}
	return true;
}

bool
regfile_trouble(const struct regfile *reg, size_t i, enum regfile_trouble *kind, uint32_t *line, struct ma_str *name)
{
	if (i >= reg->n_troubles)
		return false;
	const struct trouble *t = &reg->troubles[i];
	*kind = t->kind;
	*line = t->line;
	*name = t->value ? regfile_get(reg, t->value).name : (struct ma_str){ "", 0 };
	return true;
}
