/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * XML as a stream of elements and text, by libxml2.  Nothing outside of the
 * bytes is ever looked at: no network, no DTD, no file.  A document that
 * declares an entity is refused at the declaration, so none is ever expanded.
 */
#ifndef KIT_XML_H
#define KIT_XML_H

#include <mailaccord/plugin.h>
#include <stdbool.h>

struct xml_sink {
	void *to;
	/* An element begins; false ends the reading (XML_END_STOPPED). */
	bool (*start)(void *to, const char *name, uint32_t line);
	/* Text, possibly in several pieces. */
	void (*text)(void *to, const char *p, size_t n);
	/* A reference to an entity that nobody declared: text is missing here. */
	void (*gap)(void *to);
	void (*end)(void *to);
	/* An attribute of the element that has just begun; NULL: they are passed over. */
	void (*attribute)(void *to, const char *name, const char *p, size_t n);
};

enum xml_end {
	XML_END_WHOLE,
	XML_END_DAMAGED, /* not well-formed from some line on */
	XML_END_ENTITIES, /* the document declares entities */
	XML_END_STOPPED,
};

/* Reads BYTES into SINK.  A byte order mark and blank lines before the
 * document are passed over.  Names come without their prefix.  *LINE is the line
 * where reading ended early, counted from 1 at the first of BYTES, else 0. */
enum xml_end xml_stream(struct ma_str bytes, const struct xml_sink *sink, uint32_t *line);

#endif
