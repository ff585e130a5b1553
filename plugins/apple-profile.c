/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Configuration profiles for iPhone, iPad and Mac (.mobileconfig): accounts
 * that an administrator hands out.  The parser is a module of its own
 * (apple-profile-parse.c): libxml2, libplist and gnutls are slow to load.
 */
#include <mailaccord/plugin.h>

#include "apple-profile-parse.h"
#include "apple-profile-write.h"

static const struct ma_source sources[] = {
	{ MA_HOME, "*//*.mobileconfig", "profile", 16 << 20, "com.apple.mail.managed" },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_NAME] = MA_READS, [MA_PROTOCOL] = MA_READS, [MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS, [MA_PORT] = MA_READS,
	[MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_AUTH] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS,
	[MA_FOLDER_PREFIX] = MA_READS, [MA_SMTP_HOST] = MA_READS, [MA_SMTP_PORT] = MA_READS, [MA_SMTP_SECURITY] = MA_READS,
	[MA_SMTP_AUTH] = MA_READS, [MA_SMTP_LOGIN] = MA_READS, [MA_OFFLINE_DAYS] = MA_READS,
};

const struct ma_plugin MAILACCORD_PLUGIN(apple_profile) = {
	sizeof(struct ma_plugin),
	"apple-profile",
	"Apple configuration profile",
	sources,
	MAILACCORD_PARSER(apple_profile_parse, "apple-profile.parser.so"),
	MA_TELLS(tells),
	.writers = apple_profile_writers,
};
