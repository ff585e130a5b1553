/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whom a certificate belongs to is not looked at: nothing here knows whom to
 * trust, and no file of the system's certificates may be opened.
 */
#include "kit/cms.h"

#include <gnutls/pkcs7.h>
#include <gnutls/x509.h>
#include <stdbool.h>

enum { MAX_CERTIFICATES = 16, MAX_SIGNATURES = 4 };

static bool
fits(gnutls_pkcs7_t message, int certificate)
{
	gnutls_datum_t raw = { NULL, 0 };
	gnutls_x509_crt_t crt = NULL;
	bool good = false;
	if (gnutls_pkcs7_get_crt_raw2(message, (unsigned)certificate, &raw) < 0)
		return false;
	if (gnutls_x509_crt_init(&crt) == 0 && gnutls_x509_crt_import(crt, &raw, GNUTLS_X509_FMT_DER) == 0)
		for (unsigned i = 0; i < MAX_SIGNATURES && !good; i++)
			good = gnutls_pkcs7_verify_direct(message, crt, i, NULL, GNUTLS_VERIFY_ALLOW_BROKEN) == 0;
	gnutls_x509_crt_deinit(crt);
	gnutls_free(raw.data);
	return good;
}

enum cms_end
cms_open(struct ma_str der, struct grow *content)
{
	gnutls_datum_t in = { (unsigned char *)der.p, (unsigned)der.n }, data = { NULL, 0 };
	gnutls_pkcs7_t message;
	enum cms_end end = CMS_NONE;
	if (der.n > 64 << 20 || gnutls_pkcs7_init(&message) < 0)
		return CMS_NONE;
	if (gnutls_pkcs7_import(message, &in, GNUTLS_X509_FMT_DER) == 0 && gnutls_pkcs7_get_embedded_data(message, 0, &data) == 0) {
		end = CMS_BAD;
		int n = gnutls_pkcs7_get_crt_count(message);
		for (int i = 0; i < n && i < MAX_CERTIFICATES && end == CMS_BAD; i++)
			if (fits(message, i))
				end = CMS_SIGNED;
		if (grow_add(content, data.data, data.size) == SIZE_MAX)
			end = CMS_NONE;
		gnutls_free(data.data);
	}
	gnutls_pkcs7_deinit(message);
	return end;
}
