/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/date.h"

#include <stddef.h>
#include <stdio.h>

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

const char *
date_of_seconds(int64_t seconds, char out[DATE_TIME_BYTES])
{
	enum { DAY = 86400, DAYS_OF_400_YEARS = 146097, DAYS_BEFORE_1970 = 719468 };
	int64_t day = seconds / DAY - (seconds % DAY < 0), second = seconds - day * DAY;
	/* Years begin in March here, so that a leap day is the last of its year. */
	int64_t z = day + DAYS_BEFORE_1970, era = (z >= 0 ? z : z - (DAYS_OF_400_YEARS - 1)) / DAYS_OF_400_YEARS;
	int64_t n = z - era * DAYS_OF_400_YEARS;
	int64_t year = (n - n / 1460 + n / 36524 - n / 146096) / 365, in_year = n - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * in_year + 2) / 153;
	year += era * 400 + (month >= 10);
	if (year < 1 || year > 9999)
		return NULL;
	snprintf(out, DATE_TIME_BYTES, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)year, (int)(month < 10 ? month + 3 : month - 9),
	    (int)(in_year - (153 * month + 2) / 5 + 1), (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
	return out;
}
