/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What Outlook's two kinds of files for an account have in common: which of
 * what is wanted it has settings for, and their numbers.
 */
#ifndef OUTLOOK_WRITE_H
#define OUTLOOK_WRITE_H

#include "kit/pen.h"

extern const struct ma_writer outlook_reg_writers[], outlook_prf_writers[];

struct outlook_wish {
	bool is_pop;
	uint32_t port, tls, spa; /* fetching */
	uint32_t leave; /* POP: Microsoft's bits */
	uint32_t smtp_port, smtp_secure, smtp_uses_auth, smtp_auth_method, smtp_spa;
};

/* Works the numbers out, and says what cannot be said in them. */
struct outlook_wish outlook_wish(const struct pen *pen);

#endif
