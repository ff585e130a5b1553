# SPDX-License-Identifier: GPL-3.0-or-later
#
# A SHA-256 sum in hexadecimal becomes what a Content-Security-Policy calls the
# text it was made of, as a string of C:
#	sha256sum <TEXT | LC_ALL=C awk -f sum.awk >css.sum

{
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	# Three digits are two letters; 64 digits leave one over, which counts for four bits more.
	hex = tolower($1) "00"
	for (i = 1; i <= 64; i += 3) {
		n = 0
		for (k = 0; k < 3; k++)
			n = n * 16 + index("0123456789abcdef", substr(hex, i + k, 1)) - 1
		out = out substr(letters, int(n / 64) + 1, 1) substr(letters, n % 64 + 1, 1)
	}
	printf "\"'sha256-%s='\"\n", substr(out, 1, 43)
}
