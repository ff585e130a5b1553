/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * kit/cms.h by Windows' own library.  As there, whom a certificate belongs to
 * is not looked at.
 */
#include "kit/cms.h"

#include <stdbool.h>
#include <string.h>
#include <windows.h>
#include <wincrypt.h>

enum { MAX_BYTES = 64 << 20, MAX_CERTIFICATES = 16, MAX_SIGNATURES = 4, ENCODING = X509_ASN_ENCODING | PKCS_7_ASN_ENCODING };

static bool
is_signed_message(HCRYPTMSG message)
{
	DWORD type = 0, n = sizeof type;
	return CryptMsgGetParam(message, CMSG_TYPE_PARAM, 0, &type, &n) && type == CMSG_SIGNED;
}

/* What a parameter of signer number I holds, LocalAlloc'd; NULL when there is none. */
static BYTE *
of_signer(HCRYPTMSG message, DWORD what, DWORD i, DWORD *n)
{
	*n = 0;
	if (!CryptMsgGetParam(message, what, i, NULL, n) || !*n)
		return NULL;
	BYTE *bytes = LocalAlloc(LMEM_FIXED, *n);
	if (bytes && !CryptMsgGetParam(message, what, i, bytes, n)) {
		LocalFree(bytes);
		bytes = NULL;
	}
	return bytes;
}

/* Where attributes are signed in place of the content, one of them is the content's digest. */
static bool
digest_fits(HCRYPTMSG message, DWORD i)
{
	DWORD n_hash, n;
	BYTE *hash = of_signer(message, CMSG_COMPUTED_HASH_PARAM, i, &n_hash);
	BYTE *attributes = of_signer(message, CMSG_SIGNER_AUTH_ATTR_PARAM, i, &n);
	const CRYPT_ATTRIBUTES *all = (const CRYPT_ATTRIBUTES *)(void *)attributes;
	bool good = true;
	for (DWORD k = 0; all && k < all->cAttr; k++) {
		const CRYPT_ATTRIBUTE *a = &all->rgAttr[k];
		if (strcmp(a->pszObjId, szOID_RSA_messageDigest) != 0 || a->cValue != 1)
			continue;
		/* An OCTET STRING, as short as digests are. */
		const CRYPT_ATTR_BLOB *told = a->rgValue;
		good = hash && told->cbData == n_hash + 2 && told->pbData[1] == n_hash && memcmp(told->pbData + 2, hash, n_hash) == 0;
	}
	LocalFree(attributes);
	LocalFree(hash);
	return good;
}

/* Does one of the certificates that came with it fit one of the signatures? */
static bool
fits(HCRYPTMSG message)
{
	HCERTSTORE all = CertOpenStore(CERT_STORE_PROV_MSG, ENCODING, 0, 0, message);
	const CERT_CONTEXT *one = NULL;
	bool good = false;
	for (int n = 0; all && !good && n < MAX_CERTIFICATES && (one = CertEnumCertificatesInStore(all, one)); n++)
		good = CryptMsgControl(message, 0, CMSG_CTRL_VERIFY_SIGNATURE, one->pCertInfo);
	for (DWORD i = 0; good && i < MAX_SIGNATURES; i++)
		good = digest_fits(message, i);
	if (one)
		CertFreeCertificateContext(one);
	if (all)
		CertCloseStore(all, 0);
	return good;
}

/* Its content, read into what CONTENT has grown by. */
static bool
take_content(HCRYPTMSG message, struct grow *content)
{
	DWORD n = 0;
	if (!CryptMsgGetParam(message, CMSG_CONTENT_PARAM, 0, NULL, &n) || !n)
		return false;
	BYTE *bytes = LocalAlloc(LMEM_FIXED, n);
	bool ok = bytes && CryptMsgGetParam(message, CMSG_CONTENT_PARAM, 0, bytes, &n) && grow_add(content, bytes, n) != SIZE_MAX;
	LocalFree(bytes);
	return ok;
}

enum cms_end
cms_open(struct ma_str der, struct grow *content)
{
	enum cms_end end = CMS_NONE;
	HCRYPTMSG message = der.n <= MAX_BYTES ? CryptMsgOpenToDecode(ENCODING, 0, 0, 0, NULL, NULL) : NULL;
	if (message && CryptMsgUpdate(message, (const BYTE *)der.p, (DWORD)der.n, TRUE) && is_signed_message(message) && take_content(message, content))
		end = fits(message) ? CMS_SIGNED : CMS_BAD;
	if (message)
		CryptMsgClose(message);
	return end;
}
