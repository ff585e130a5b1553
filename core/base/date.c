/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/date.h"

static bool
take_digits(const char *text, int n, int64_t *out)
{
	*out = 0;
	for (int i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*out = *out * 10 + (text[i] - '0');
	}
	return true;
}

bool
date_days(const char *text, int64_t *out)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 };
	int64_t year, month, day;
	if (!text || !take_digits(text, 4, &year) || text[4] != '-' || !take_digits(text + 5, 2, &month) || text[7] != '-' ||
	    !take_digits(text + 8, 2, &day))
		return false;
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	if (month < 1 || month > 12 || day < 1 || day > before[month] - before[month - 1] + (leap && month == 2))
		return false;
	int64_t past = year - 1; /* whole years before it, and their leap days */
	*out = past * 365 + past / 4 - past / 100 + past / 400 + before[month - 1] + (leap && month > 2) + day;
	return true;
}
