/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libxml2's push parser with handlers of our own: no tree, so memory does not
 * grow with the document.  Its own limits hold (XML_PARSE_HUGE is not set).
 * Ignored: comments, processing instructions, namespaces.
 */
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <string.h>

#include "kit/xml.h"

#define CHUNK_BYTES ((size_t)64 << 10)
/* All different names together.  libxml2 takes quadratic time over many of
 * them, and over the attributes of one element. */
#define NAMES_BYTES ((size_t)256 << 10)

struct xml {
	const struct xml_sink *sink;
	xmlParserCtxtPtr parser;
	enum xml_end end;
	uint32_t line;
};

static uint32_t
line_now(const struct xml *x)
{
	int line = xmlSAX2GetLineNumber(x->parser);
	return line > 0 ? (uint32_t)line : 0;
}

static void
stop(struct xml *x, enum xml_end why)
{
	if (x->end == XML_END_WHOLE) {
		x->end = why;
		x->line = line_now(x);
	}
	xmlStopParser(x->parser);
}

static void
on_start(void *to, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
    const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
	struct xml *x = to;
	(void)prefix, (void)uri, (void)n_namespaces, (void)namespaces, (void)n_defaulted;
	if (x->end == XML_END_WHOLE && !x->sink->start(x->sink->to, (const char *)name, line_now(x)))
		stop(x, XML_END_STOPPED);
	/* Each is name, prefix, namespace, and the two ends of its value. */
	for (int i = 0; x->sink->attribute && x->end == XML_END_WHOLE && i < n_attributes; i++)
		x->sink->attribute(x->sink->to, (const char *)attributes[5 * i], (const char *)attributes[5 * i + 3],
		    (size_t)(attributes[5 * i + 4] - attributes[5 * i + 3]));
}

static void
on_end(void *to, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct xml *x = to;
	(void)name, (void)prefix, (void)uri;
	if (x->end == XML_END_WHOLE)
		x->sink->end(x->sink->to);
}

static void
on_text(void *to, const xmlChar *p, int n)
{
	struct xml *x = to;
	if (x->end == XML_END_WHOLE && n > 0)
		x->sink->text(x->sink->to, (const char *)p, (size_t)n);
}

static void
on_reference(void *to, const xmlChar *name)
{
	struct xml *x = to;
	(void)name;
	if (x->end == XML_END_WHOLE)
		x->sink->gap(x->sink->to);
}

static void
on_entity(void *to, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id, xmlChar *content)
{
	(void)name, (void)type, (void)public_id, (void)system_id, (void)content;
	stop(to, XML_END_ENTITIES);
}

static void
on_unparsed(void *to, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id, const xmlChar *notation)
{
	(void)name, (void)public_id, (void)system_id, (void)notation;
	stop(to, XML_END_ENTITIES);
}

static void
on_error(void *to, xmlErrorPtr error)
{
	struct xml *x = to;
	/* libxml2 may carry on after a mere error; a value from then on is doubtful. */
	if (error->level >= XML_ERR_ERROR && x->end == XML_END_WHOLE) {
		x->end = XML_END_DAMAGED;
		x->line = error->line > 0 ? (uint32_t)error->line : 0;
	}
}

enum xml_end
xml_stream(struct ma_str bytes, const struct xml_sink *sink, uint32_t *line)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.reference = on_reference,
		.entityDecl = on_entity,
		.unparsedEntityDecl = on_unparsed,
		.serror = on_error,
	};
	struct xml x = { .sink = sink };
	int blank_lines = 0;
	*line = 0;
	if (bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0)
		bytes.p += 3, bytes.n -= 3;
	for (; bytes.n && memchr(" \t\r\n", *bytes.p, 4); bytes.p++, bytes.n--)
		blank_lines += *bytes.p == '\n';
	size_t done = bytes.n < 4 ? bytes.n : 4;
	x.parser = xmlCreatePushParserCtxt(&sax, &x, bytes.p, (int)done, NULL);
	if (!x.parser)
		return XML_END_DAMAGED;
	xmlCtxtUseOptions(x.parser, XML_PARSE_NONET | XML_PARSE_NOWARNING);
	x.parser->input->line += blank_lines;
	xmlDictSetLimit(x.parser->dict, NAMES_BYTES);
	while (x.end == XML_END_WHOLE && done < bytes.n) {
		size_t n = bytes.n - done < CHUNK_BYTES ? bytes.n - done : CHUNK_BYTES;
		xmlParseChunk(x.parser, bytes.p + done, (int)n, 0);
		done += n;
	}
	if (x.end == XML_END_WHOLE)
		xmlParseChunk(x.parser, "", 0, 1);
	if (x.end == XML_END_WHOLE && !x.parser->wellFormed)
		x.end = XML_END_DAMAGED;
	/* Even without a tree libxml2 makes a document to keep declared entities in. */
	if (x.parser->myDoc)
		xmlFreeDoc(x.parser->myDoc);
	x.parser->myDoc = NULL;
	xmlFreeParserCtxt(x.parser);
	*line = x.line;
	return x.end;
}
