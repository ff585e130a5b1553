/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * flock(2) is in posix.h. */
