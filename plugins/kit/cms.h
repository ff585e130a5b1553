/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Signed messages (CMS, PKCS #7): the content, and whether the signature fits
 * it.  The only includer of gnutls among the plugins.
 */
#ifndef KIT_CMS_H
#define KIT_CMS_H

#include <mailaccord/plugin.h>

#include "kit/grow.h"

enum cms_end {
	CMS_SIGNED, /* the signature fits the content, by a certificate that came with it */
	CMS_BAD, /* there is content, and no signature that fits */
	CMS_NONE, /* no signed message, or no content in it */
};

/* DER's content into CONTENT. */
enum cms_end cms_open(struct ma_str der, struct grow *content);

#endif
