/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "net/httpd-private.h"

enum { MAX_CHAIN = 16 };

/* Do the key and the first certificate belong together? */
static bool
fit(struct httpd_identity *id)
{
	gnutls_pubkey_t ours;
	unsigned char a[64], b[64];
	size_t n_a = sizeof a, n_b = sizeof b;
	if (gnutls_pubkey_init(&ours) != 0)
		return false;
	bool ok = gnutls_pubkey_import_privkey(ours, id->key, 0, 0) == 0 &&
	    gnutls_pubkey_get_key_id(ours, GNUTLS_KEYID_USE_SHA256, a, &n_a) == 0 &&
	    gnutls_pubkey_get_key_id(id->chain[0].pubkey, GNUTLS_KEYID_USE_SHA256, b, &n_b) == 0 &&
	    n_a == n_b && memcmp(a, b, n_a) == 0;
	gnutls_pubkey_deinit(ours);
	return ok;
}

static const char *
load(struct httpd_identity *id, const struct httpd_tls *tls)
{
	gnutls_datum_t certificate = { (unsigned char *)tls->certificate, (unsigned)tls->n_certificate };
	gnutls_datum_t key = { (unsigned char *)tls->key, (unsigned)tls->n_key };
	unsigned n = MAX_CHAIN;
	if (gnutls_privkey_init(&id->key) != 0 || !(id->chain = calloc(MAX_CHAIN, sizeof *id->chain)))
		return N_("out of memory");
	if (gnutls_privkey_import_x509_raw(id->key, &key, GNUTLS_X509_FMT_PEM, NULL, 0) != 0)
		return N_("the key is no private key in PEM without a password");
	if (gnutls_pcert_list_import_x509_raw(id->chain, &n, &certificate, GNUTLS_X509_FMT_PEM, 0) != 0 || n == 0)
		return N_("the certificate is none in PEM");
	id->n_chain = n;
	return fit(id) ? NULL : N_("the key is not the certificate's");
}

struct httpd_identity *
identity_new(const struct httpd_tls *tls, const char **why)
{
	struct httpd_identity *id = calloc(1, sizeof *id);
	*why = id ? load(id, tls) : N_("out of memory");
	if (!*why)
		return id;
	identity_free(id);
	return NULL;
}

void
identity_free(struct httpd_identity *id)
{
	while (id) {
		struct httpd_identity *before = id->before;
		for (unsigned i = 0; i < id->n_chain; i++)
			gnutls_pcert_deinit(&id->chain[i]);
		free(id->chain);
		if (id->key)
			gnutls_privkey_deinit(id->key);
		free(id);
		id = before;
	}
}
