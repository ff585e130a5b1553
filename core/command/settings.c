/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/command.h"

#include <string.h>

#include "intake/settings.h"

static const enum option targets[] = { OPT_SEND, OPT_TO, OPT_AGAINST };

/* The rest of the way, and what is judged and cut down by on it. */
static const struct {
	const char *name;
	enum option option;
} rows[] = {
	{ "CAFile", OPT_CA_FILE },
	{ "EnrolSecretFile", OPT_ENROL_SECRET_FILE },
	{ "Pin", OPT_PIN },
	{ "Policy", OPT_POLICY },
	{ "Proxy", OPT_PROXY },
	{ "SiteKeyFile", OPT_SITE_KEY_FILE },
};

bool
common_settings(struct call *call)
{
	struct opt_value *target = NULL;
	struct err *err = &call->err;
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
		if (call->options[targets[i]].n == 1 && strcmp(call->options[targets[i]].text, "@") == 0)
			target = &call->options[targets[i]];
	if (!target)
		return true;
	target->text = target->all[0] = settings_get("Collector", &call->arena, err);
	if (!target->text)
		return !err->status ? err_set(err, EXIT_CONFIG, "@: this workstation was not told of a collector (%s: Collector)", settings_place(&call->arena)) : false;
	call->standing = true;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct opt_value *value = &call->options[rows[i].option];
		if (value->given)
			continue;
		value->text = settings_get(rows[i].name, &call->arena, err);
		value->given = value->text != NULL;
		if (err->status)
			return false;
	}
	return true;
}
