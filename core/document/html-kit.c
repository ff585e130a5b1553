/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of the page are written with.
 */
#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "document/html.h"
#include "document/text-page.h"
#include "document/text-words.h"

/* ---- text ---- */

static const char *
entity_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void
html_text(FILE *out, const char *s)
{
	char letter[TEXT_LETTER_BYTES];
	int width;
	while (s && *s) {
		size_t n = 0;
		while (s[n] >= ' ' && s[n] <= '~' && !entity_of(s[n]))
			n++;
		fwrite(s, 1, n, out);
		s += n;
		if (!*s)
			break;
		const char *entity = entity_of(*s);
		s += text_letter(s, letter, &width);
		fputs(entity ? entity : letter, out);
	}
}

void
html_put(struct html *h, const char *form, ...)
{
	va_list args;
	va_start(args, form);
	while (*form) {
		size_t n = strcspn(form, "%");
		fwrite(form, 1, n, h->out);
		form += n;
		if (!*form)
			break;
		if (form[1] == 's') {
			html_text(h->out, va_arg(args, const char *));
			form += 2;
		} else if (form[1] == 'd') {
			fprintf(h->out, "%d", va_arg(args, int));
			form += 2;
		} else if (strncmp(form, "%zu", 3) == 0) {
			fprintf(h->out, "%zu", va_arg(args, size_t));
			form += 3;
		} else if (strncmp(form, "%lld", 4) == 0) {
			fprintf(h->out, "%lld", va_arg(args, long long));
			form += 4;
		} else {
			assert(form[1] == '%');
			putc('%', h->out);
			form += 2;
		}
	}
	va_end(args);
}

static void
put_part(struct html *h, const struct html_part *part)
{
	if (!part->tag)
		html_text(h->out, part->text);
	else if (part->class)
		html_put(h, "<%s class=\"%s\">%s</%s>", part->tag, part->class, part->text, part->tag);
	else
		html_put(h, "<%s>%s</%s>", part->tag, part->text, part->tag);
}

void
html_form_parts(struct html *h, const char *form, const struct html_part *parts, size_t n)
{
	size_t next = 0;
	while (*form) {
		size_t k = strcspn(form, "%");
		html_text(h->out, arena_copy(&h->scratch, form, k));
		form += k;
		if (!*form)
			break;
		bool numbered = form[1] >= '1' && form[1] <= '9' && form[2] == '$' && form[3] == 's';
		assert(numbered || form[1] == 's');
		size_t which = numbered ? (size_t)(form[1] - '1') : next++;
		assert(which < n);
		if (which < n)
			put_part(h, &parts[which]);
		form += numbered ? 4 : 2;
	}
}

void
html_breathe(struct html *h)
{
	arena_fini(&h->scratch);
}

/* ---- signs ---- */

void
html_sign(struct html *h, enum sign sign)
{
	html_put(h, "<svg class=\"sign s%d\" aria-hidden=\"true\"><use href=\"#sign%d\"/></svg>", (int)sign, (int)sign);
}

void
html_severity(struct html *h, const struct finding *finding)
{
	static const enum sign signs[SEVERITY_COUNT] = {
		[SEVERITY_CRITICAL] = SIGN_LOST, [SEVERITY_HIGH] = SIGN_FAIL, [SEVERITY_MEDIUM] = SIGN_FAIL, [SEVERITY_LOW] = SIGN_MINOR,
		[SEVERITY_INFO] = SIGN_MINOR,
	};
	bool unknown = finding->status == FINDING_UNKNOWN;
	html_put(h, "<span class=\"sev %s\">", unknown ? "unknown" : finding->severity >= SEVERITY_HIGH ? "heavy" :
	    finding->severity == SEVERITY_MEDIUM ? "medium" : "light");
	html_sign(h, unknown ? SIGN_UNKNOWN : signs[finding->severity]);
	html_put(h, "%s</span>", unknown ? _("unknown") : words_severity(finding->severity));
}

/* ---- frames ---- */

void
html_section(struct html *h, const char *id, const char *title)
{
	html_put(h, "<section id=\"%s\" aria-labelledby=\"%s-h\">\n<h2 id=\"%s-h\">%s</h2>\n", id, id, id, title);
}

void
html_section_end(struct html *h)
{
	html_put(h, "</section>\n");
	html_breathe(h);
}

void
html_table(struct html *h, const char *class, const char *caption, const char *const *titles)
{
	html_put(h, "<div class=\"wide\" role=\"group\" aria-label=\"%s\" tabindex=\"0\">\n<table class=\"%s\">\n<caption>%s</caption>\n<thead><tr>",
	    caption, class, caption);
	for (; *titles; titles++)
		html_put(h, "<th scope=\"col\">%s</th>", *titles);
	html_put(h, "</tr></thead>\n<tbody>\n");
}

void
html_table_end(struct html *h)
{
	html_put(h, "</tbody></table></div>\n");
}

void
html_filter(struct html *h, const char *label)
{
	html_put(h, "<p class=\"filter\" hidden><label>%s <input type=\"search\" autocomplete=\"off\"></label> <output></output></p>\n", label);
}

/* ---- words ---- */

const char *
html_blamed(struct html *h, const struct blame *blame)
{
	if (blame->policy)
		return _("the policy");
	const char *name = words_of_blame(blame, &h->scratch);
	return blame->external || blame->device ? arena_printf(&h->scratch, _("%s (not scanned; known from the policy)"), name) : name;
}

const char *
html_time(struct html *h, const char *iso)
{
	size_t n = strlen("2000-01-01T00:00");
	if (strlen(iso) < n || iso[10] != 'T' || iso[strlen(iso) - 1] != 'Z')
		return iso;
	return arena_printf(&h->scratch, "%.10s %.5s UTC", iso, iso + 11);
}
