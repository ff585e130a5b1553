/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/windows/rights.h"

#include <stddef.h>
#include <aclapi.h>
#include <sddl.h>

enum {
	TO_REPLACE = DELETE | WRITE_DAC | WRITE_OWNER | GENERIC_WRITE | GENERIC_ALL,
	MAX_TOKEN_USER = 256,
};

/* Whoever is one of these can do as he likes with the PC anyway. */
static const WELL_KNOWN_SID_TYPE masters[] = {
	WinLocalSystemSid,
	WinBuiltinAdministratorsSid,
	WinCreatorOwnerSid,
	WinCreatorOwnerRightsSid,
	WinAccountAdministratorSid,
	WinAccountDomainAdminsSid,
	WinAccountEnterpriseAdminsSid,
};

/* Windows' own installer, which owns what came with it. */
#define TRUSTED_INSTALLER "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"

static bool
is_us(PSID sid)
{
	HANDLE token;
	_Alignas(TOKEN_USER) unsigned char user[MAX_TOKEN_USER];
	DWORD n;
	bool is = false;
	if (OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) {
		is = GetTokenInformation(token, TokenUser, user, sizeof user, &n) && EqualSid(sid, ((TOKEN_USER *)(void *)user)->User.Sid);
		CloseHandle(token);
	}
	return is;
}

static bool
is_trusted(PSID sid)
{
	PSID installer = NULL;
	for (size_t i = 0; i < sizeof masters / sizeof *masters; i++)
		if (IsWellKnownSid(sid, masters[i]))
			return true;
	bool is = ConvertStringSidToSidA(TRUSTED_INSTALLER, &installer) && EqualSid(sid, installer);
	LocalFree(installer);
	return is || is_us(sid);
}

static unsigned
rights_of_mask(DWORD mask, bool folder)
{
	DWORD write = TO_REPLACE | FILE_WRITE_DATA | (folder ? FILE_DELETE_CHILD : FILE_APPEND_DATA);
	return (mask & write ? RIGHTS_WRITE : 0) | (mask & (FILE_READ_DATA | GENERIC_READ | GENERIC_ALL) ? RIGHTS_READ : 0) |
	       (folder && (mask & FILE_ADD_SUBDIRECTORY) ? RIGHTS_ADD_FOLDERS : 0);
}

/* What is denied to some is not taken off: in doubt it is allowed. */
static unsigned
rights_of_list(PACL list, bool folder)
{
	unsigned rights = 0;
	for (DWORD i = 0; i < list->AceCount; i++) {
		ACCESS_ALLOWED_ACE *ace;
		if (!GetAce(list, i, (void **)&ace))
			return RIGHTS_READ | RIGHTS_WRITE;
		bool allows = ace->Header.AceType == ACCESS_ALLOWED_ACE_TYPE || ace->Header.AceType == ACCESS_ALLOWED_CALLBACK_ACE_TYPE;
		if (allows && !(ace->Header.AceFlags & INHERIT_ONLY_ACE) && !is_trusted((PSID)&ace->SidStart))
			rights |= rights_of_mask(ace->Mask, folder);
	}
	return rights;
}

unsigned
rights_of_others(HANDLE handle, bool folder, unsigned *owner)
{
	PSID who = NULL;
	PACL list = NULL;
	PSECURITY_DESCRIPTOR descriptor = NULL;
	*owner = 1;
	if (GetSecurityInfo(handle, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &who, NULL, &list, NULL, &descriptor) !=
	    ERROR_SUCCESS)
		return RIGHTS_READ | RIGHTS_WRITE;
	*owner = who && is_trusted(who) ? 0 : 1;
	/* No list at all lets everybody do everything. */
	unsigned rights = list ? rights_of_list(list, folder) : RIGHTS_READ | RIGHTS_WRITE;
	LocalFree(descriptor);
	return rights;
}

bool
rights_make_folder(const wchar_t *path)
{
	SECURITY_ATTRIBUTES attributes = { sizeof attributes, NULL, FALSE };
	/* Nothing is inherited from above; what is made inside inherits this. */
	if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;OW)", SDDL_REVISION_1,
		&attributes.lpSecurityDescriptor, NULL))
		return false;
	bool made = CreateDirectoryW(path, &attributes);
	LocalFree(attributes.lpSecurityDescriptor);
	return made;
}
