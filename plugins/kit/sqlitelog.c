/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SQLite's write-ahead log (sqlite.org/fileformat2.html, section 4):
 *
 *   log    = header frame*
 *   header = magic, version 3007000, page size, sequence, salt (8 bytes), checksum (8)
 *   frame  = page number, size in pages after a commit or 0, salt, checksum; page
 *
 * All numbers are big-endian; the lowest bit of the magic says in which order
 * the words of what is summed up are.  A frame counts if its salt is the
 * header's and its checksum follows from all before it, and if a frame that
 * commits stands there or further on.  Frames of another salt are left from
 * before the log began anew.
 */
#include <stdlib.h>
#include <string.h>

#include "kit/bpobject.h"
#include "kit/sqlite.h"

enum { HEADER_BYTES = 32, FRAME_BYTES = 24, MIN_FILE_BYTES = 512 };
#define MAX_IMAGE_BYTES ((uint64_t)192 << 20)

struct log {
	const uint8_t *p;
	size_t n;
	uint32_t page_bytes;
	bool big; /* words that are summed up */
	uint32_t sum[2];
};

static uint32_t
number(const uint8_t *p)
{
	return (uint32_t)bpobject_number(p, 4);
}

static void
put_number(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (24 - 8 * i));
}

/* Adds N bytes, a multiple of 8. */
static void
sum_up(struct log *log, const uint8_t *p, size_t n)
{
	uint32_t a = log->sum[0], b = log->sum[1];
	for (size_t i = 0; i < n; i += 8) {
		uint32_t x = number(p + i), y = number(p + i + 4);
		if (!log->big) {
			x = x >> 24 | (x >> 8 & 0xff00) | (x << 8 & 0xff0000) | x << 24;
			y = y >> 24 | (y >> 8 & 0xff00) | (y << 8 & 0xff0000) | y << 24;
		}
		a += x + b;
		b += y + a;
	}
	log->sum[0] = a;
	log->sum[1] = b;
}

static bool
is_page_size(uint32_t n)
{
	return n >= 512 && n <= 65536 && (n & (n - 1)) == 0;
}

/* The page size in a database's header, 0 if there is none. */
static uint32_t
file_page_bytes(struct ma_str file)
{
	const uint8_t *p = (const uint8_t *)file.p;
	if (file.n < MIN_FILE_BYTES || memcmp(p, "SQLite format 3", 16) != 0)
		return 0;
	uint32_t n = (uint32_t)p[16] << 8 | p[17];
	return n == 1 ? 65536 : is_page_size(n) ? n : 0;
}

static bool
read_header(struct log *log, struct ma_str bytes)
{
	*log = (struct log){ .p = (const uint8_t *)bytes.p, .n = bytes.n };
	if (log->n < HEADER_BYTES || (number(log->p) & ~1u) != 0x377f0682u || number(log->p + 4) != 3007000)
		return false;
	log->big = log->p[3] & 1;
	log->page_bytes = number(log->p + 8);
	sum_up(log, log->p, 24);
	return is_page_size(log->page_bytes) && number(log->p + 24) == log->sum[0] && number(log->p + 28) == log->sum[1];
}

static bool
has_salt(const struct log *log, const uint8_t *frame)
{
	return memcmp(frame + 8, log->p + 16, 8) == 0;
}

/* Is the frame at P good?  When not, the checksum cannot be followed any more. */
static bool
frame_counts(struct log *log, const uint8_t *p)
{
	if (!has_salt(log, p))
		return false;
	sum_up(log, p, 8);
	sum_up(log, p + FRAME_BYTES, log->page_bytes);
	return number(p) != 0 && number(p + 16) == log->sum[0] && number(p + 20) == log->sum[1];
}

/* Goes over all frames: how many are committed, and the size in pages then.
 * Frames of this log that do not count are no damage by themselves, for a
 * transaction that is open or was taken back leaves such; but none that commits. */
static size_t
count_frames(struct log *log, uint32_t *pages, bool *torn)
{
	size_t step = FRAME_BYTES + (size_t)log->page_bytes, frames = (log->n - HEADER_BYTES) / step, committed = 0;
	bool good = true;
	*pages = 0;
	*torn = false;
	for (size_t i = 0; i < frames; i++) {
		const uint8_t *p = log->p + HEADER_BYTES + i * step;
		uint32_t commits = number(p + 4);
		good = good && frame_counts(log, p);
		if (good && commits) {
			committed = i + 1;
			*pages = commits;
		}
		*torn = *torn || (!good && commits && has_salt(log, p));
	}
	/* A last frame of this log that is cut off: the copy broke off. */
	size_t rest = (log->n - HEADER_BYTES) % step;
	if (good && rest >= 16 && has_salt(log, log->p + HEADER_BYTES + frames * step))
		*torn = true;
	return committed;
}

/* A database that was in the mode with a log cannot be opened from memory, and
 * its size in the header counts only when the two counters agree. */
static void
settle_header(uint8_t *image, uint64_t pages)
{
	image[18] = image[19] = 1;
	put_number(image + 28, (uint32_t)pages);
	memcpy(image + 92, image + 24, 4);
}

static void
put_pages(const struct log *log, size_t frames, uint8_t *image, uint64_t n)
{
	size_t step = FRAME_BYTES + (size_t)log->page_bytes;
	for (size_t i = 0; i < frames; i++) {
		const uint8_t *p = log->p + HEADER_BYTES + i * step;
		uint64_t at = ((uint64_t)number(p) - 1) * log->page_bytes;
		if (at + log->page_bytes <= n)
			memcpy(image + at, p + FRAME_BYTES, log->page_bytes);
	}
}

unsigned char *
sqlite_fold(struct ma_str file, struct ma_str log_bytes, size_t *n, enum sqlite_log *folded, enum sqlite_end *end)
{
	struct log log;
	bool torn = false;
	uint32_t pages = 0, page_bytes = file_page_bytes(file);
	size_t frames = 0;
	*folded = log_bytes.n ? SQLITE_LOG_FOREIGN : SQLITE_LOG_NONE;
	*end = SQLITE_END_DAMAGED;
	if (log_bytes.n && read_header(&log, log_bytes) && (!file.n || log.page_bytes == page_bytes)) {
		page_bytes = log.page_bytes;
		frames = count_frames(&log, &pages, &torn);
		*folded = torn ? SQLITE_LOG_TORN : SQLITE_LOG_WHOLE;
	}
	if (!page_bytes || (!file.n && !frames))
		return NULL;
	if (!frames)
		pages = (uint32_t)((file.n + page_bytes - 1) / page_bytes);
	uint64_t size = (uint64_t)pages * page_bytes;
	/* No page is in the image that is neither in the file nor in the log. */
	if (size > MAX_IMAGE_BYTES || size < MIN_FILE_BYTES) {
		*end = SQLITE_END_LIMIT;
		return NULL;
	}
	unsigned char *image = calloc((size_t)size, 1);
	if (!image) {
		*end = SQLITE_END_LIMIT;
		return NULL;
	}
	if (file.n)
		memcpy(image, file.p, file.n < size ? file.n : (size_t)size);
	if (frames)
		put_pages(&log, frames, image, size);
	settle_header(image, pages);
	*n = (size_t)size;
	*end = SQLITE_END_WHOLE;
	return image;
}
