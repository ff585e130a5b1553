/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The width of the console.
 */
#ifndef PLATFORM_WINDOWS_IOCTL_H
#define PLATFORM_WINDOWS_IOCTL_H

struct winsize {
	unsigned short ws_row, ws_col;
};
enum { TIOCGWINSZ = 1 };
int
ioctl(int fd, int what, struct winsize *size);

#endif
