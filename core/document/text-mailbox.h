/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One mailbox, and the findings that belong to none, as text.  Private to this room.
 */
#ifndef DOCUMENT_TEXT_MAILBOX_H
#define DOCUMENT_TEXT_MAILBOX_H

#include "document/ranking.h"
#include "document/text-page.h"

void
text_mailbox(struct page *page, const struct report_mailbox *result, const struct rank *rank, struct finding_list findings);

/* Its name and how it fares, in one line. */
void
text_mailbox_line(struct page *page, const struct report_mailbox *result, const struct rank *rank);

/* What must change, what cannot be told, what is of less weight, what is waived. */
void
text_findings_fail(struct page *page, struct finding_list findings, const char *title);
void
text_findings_rest(struct page *page, struct finding_list findings);

/* The life of a message in it as a drawing, and how the mailbox grows. */
void
text_life(struct page *page, const struct report_mailbox *result);

/* What is supposed, before and after everything else; nothing in the real world. */
void
text_supposed(struct page *page, const struct report *report);
void
text_supposed_end(struct page *page, const struct report *report);

/* "On PC-07, PROGRAM (user tanaka)" into the paragraph; without ON as a name: "PC-07, PROGRAM ...". */
void
text_blamed(struct page *page, const struct blame *blame, bool on);

/* One setting of an item: what it is, what it should be (TO, in words), and where it was read. */
void
text_change(struct page *page, const struct account *account, enum ma_fact id, const char *to);

/* "A, B, C and 4 more": names of accounts, the page's memory. */
const char *
text_names(struct page *page, const char *const *names, size_t n);

/* The table of the accounts and what they do to mail; WITH_ADDRESS adds whose mail it is. */
void
text_clients(struct page *page, const struct account *const *accounts, size_t n,
    const struct policy_external *const *externals, size_t n_externals, bool with_address);

/* What has changed since the baseline, if there is one. */
void
text_changes(struct page *page, const struct report *report);

#endif
